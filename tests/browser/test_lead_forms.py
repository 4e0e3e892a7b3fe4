"""What the leader of a meeting fills in besides: the agreement, the rules, votes of others, the key for the picture."""

from datetime import timedelta

from playwright.async_api import Locator, expect

from tests.browser.screens import DESKTOP, Visitor
from tests.browser.sitting import Sitting, hears, issue_and_poll, made_staff, without_a_phone
from tests.browser.street import Street
from tests.browser.test_leading import leading
from tests.browser.test_line import SILENCE, tally_of

PARTICIPANTS = "query($id: ID!) { meeting(id: $id) { participants { name residentId } } }"


def error_of(visitor: Visitor, name: str) -> Locator:
    """What is said at the input."""
    field = visitor.page.locator(".field").filter(has=visitor.see(name))
    return field.locator("[data-test=field-error]")


async def written(street: Street, moderator: Visitor) -> None:
    """An agreement with a day that is over, which one person is to sign for two."""
    await moderator.unfold("draft-agreement")
    await moderator.see("point-text").fill("物业修好东门的四盏路灯。")
    await moderator.see("point-party").select_option("PROPERTY_COMPANY")
    await moderator.see("point-due").fill("2020-01-01")
    wang, li = (person.resident_id for person in street.hall.neighbours[:2])
    for party, person in {"community": wang, "residents": li, "propertyCompany": li}.items():
        await moderator.see(f"signs-{party}").select_option(person)


async def test_an_agreement_survives_a_reload_and_what_is_wrong_is_told_where_it_is(street: Street) -> None:
    await made_staff(street)
    sitting = await Sitting.under_way(street, await street.issue())
    for person in street.hall.neighbours[:2]:
        await sitting.enter(person)
    moderator = await leading(street, sitting)
    await written(street, moderator)

    await moderator.page.reload()
    await moderator.unfold("draft-agreement")
    await expect(moderator.see("point-text")).to_have_value("物业修好东门的四盏路灯。")
    await expect(moderator.see("signs-residents")).to_have_value(street.hall.neighbours[1].resident_id)
    await moderator.tap("submit-agreement")
    await expect(error_of(moderator, "point-due")).to_have_text("第 1 条的日期已经过了，请选以后的日期。")
    await expect(moderator.see("point-due")).to_be_focused()
    await expect(moderator.see("field-error")).to_have_count(1)
    await moderator.see("point-due").fill((street.hall.clock.now() + timedelta(days=9)).date().isoformat())
    await moderator.tap("submit-agreement")
    await expect(error_of(moderator, "signs-community")).to_contain_text("要是社区工作人员")
    await expect(moderator.see("signs-community")).to_be_focused()
    await moderator.see("signs-community").select_option(street.hall.moderator.resident_id)
    await moderator.tap("submit-agreement")
    await expect(error_of(moderator, "signs-propertyCompany")).to_contain_text("三个不同的人")
    await moderator.see("signs-residents").select_option(street.hall.neighbours[0].resident_id)
    await moderator.tap("submit-agreement")

    await expect(moderator.see("point")).to_have_count(1)
    assert await moderator.page.evaluate("() => sessionStorage.length") == 0


async def test_a_new_version_says_that_it_takes_signatures_away(street: Street) -> None:
    await made_staff(street)
    sitting = await Sitting.under_way(street, await street.issue())
    for person in street.hall.neighbours[:2]:
        await sitting.enter(person)
    moderator = await leading(street, sitting, width=DESKTOP)
    await written(street, moderator)
    await moderator.see("point-due").fill((street.hall.clock.now() + timedelta(days=9)).date().isoformat())
    await moderator.see("signs-community").select_option(street.hall.moderator.resident_id)
    await moderator.see("signs-residents").select_option(street.hall.neighbours[0].resident_id)
    await moderator.tap("submit-agreement")
    await expect(moderator.see("takes-signatures")).to_have_count(0)

    await moderator.tap("sign-agreement")
    await expect(moderator.see("takes-signatures")).to_have_text(
        "已经有 1 方签了字。改写以后签字都作废，三方要重新签。"
    )
    await moderator.tap("add-point")
    await expect(moderator.see("point-text").nth(1)).to_be_focused()
    await moderator.see("remove-point").first.click()
    await expect(moderator.see("draft-point")).to_have_count(1)
    await moderator.see("point-text").fill("路灯每月查一次。")
    await moderator.see("point-party").select_option("COMMUNITY")
    await moderator.see("point-due").fill((street.hall.clock.now() + timedelta(days=9)).date().isoformat())
    await moderator.tap("submit-agreement")

    await expect(moderator.see("point")).to_contain_text("路灯每月查一次。")
    await expect(moderator.see("takes-signatures")).to_have_count(0)
    await expect(moderator.see("sign-agreement")).to_be_visible()


async def test_rules_that_changed_wait_to_be_accepted_also_after_a_reload(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator, wang = await leading(street, sitting), await street.visitor(street.hall.neighbours[0])
    await wang.open(sitting.path)
    await wang.tap("enter-meeting")
    await expect(wang.see("entry")).to_have_count(0)
    await moderator.unfold("lead-rules")
    await moderator.see("rules-text").fill("  ")
    await moderator.tap("submit-rules")
    await expect(error_of(moderator, "rules-text")).to_contain_text("还没有写内容")

    await moderator.see("rules-text").fill("一次只说一件事。")
    await moderator.tap("submit-rules")
    await expect(moderator.see("rules-that-hold")).to_have_text("一次只说一件事。")
    await expect(wang.see("notice")).to_have_text("会议的规矩改过了，请再看一遍。")
    await wang.page.reload()
    await expect(wang.see("rules-to-accept")).to_have_text("一次只说一件事。")
    await expect(wang.see("enter-meeting")).to_have_text("我同意")
    await wang.tap("enter-meeting")
    await expect(wang.see("entry")).to_have_count(0)
    await wang.page.reload()
    await expect(wang.see("ask-for-floor")).to_be_visible()
    await expect(wang.see("entry")).to_have_count(0)


async def test_who_has_no_phone_is_put_on_the_roll_once_and_found_there_the_next_time(street: Street) -> None:
    await made_staff(street)
    grandmother = await without_a_phone(street, "李奶奶")
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting)
    await moderator.unfold("lead-people")
    await moderator.unfold("phoneless")
    await moderator.tap("sign-in-phoneless")
    await expect(error_of(moderator, "phoneless-name")).to_contain_text("还没有写内容")

    assert await moderator.see("phoneless-who").locator("option").all_text_contents() == ["新登记一位", "李奶奶"]
    await moderator.see("phoneless-who").select_option(label="李奶奶")
    await moderator.tap("sign-in-phoneless")
    await expect(moderator.see("participant")).to_contain_text("李奶奶")

    await expect(moderator.see("phoneless-who").locator("option")).to_have_count(1)
    people = (await street.api.ask(PARTICIPANTS, id=sitting.id))["meeting"]["participants"]
    assert people == [{"name": "李奶奶", "residentId": grandmother}]


async def test_who_is_not_of_the_staff_puts_nobody_on_the_roll(street: Street) -> None:
    moderator = await leading(street, await Sitting.under_way(street))
    await moderator.unfold("lead-people")
    await expect(moderator.see("person-name")).to_be_visible()
    await expect(moderator.see("phoneless")).to_have_count(0)


async def test_a_vote_typed_in_whose_answer_was_lost_counts_once_and_its_number_stays_to_be_written_down(
    street: Street,
) -> None:
    street.screens.witness.forgive(SILENCE)
    await made_staff(street)
    on_roll = await without_a_phone(street, "李奶奶")
    issue, poll = await issue_and_poll(street)
    too_late = await without_a_phone(street, "赵爷爷")
    sitting = await Sitting.under_way(street, issue)
    for person in (on_roll, too_late):
        await sitting.lead("signInParticipant", input={"meetingId": sitting.id, "residentId": person})
    moderator = await leading(street, sitting)
    await moderator.see("vote-for-who").select_option(label="赵爷爷")
    await moderator.see("vote-for-yes").check()
    await moderator.tap("submit-vote-for")
    await expect(moderator.see("vote-for-trouble")).to_contain_text("名单")
    seq, votes = await tally_of(street, poll)
    assert votes == 0

    street.wire.swallow_answer_to(b"idempotencyKey")
    await moderator.see("vote-for-who").select_option(label="李奶奶")
    await moderator.tap("submit-vote-for")
    await street.wire.swallowed.wait()
    await expect(moderator.see("vote-for")).to_contain_text("李奶奶 的票已经算进去了")
    assert await tally_of(street, poll) == (seq + 1, 1)
    await street.api.done("closePoll", street.hall.moderator.token, input={"pollId": poll, "reason": "都投过了"})
    await expect(moderator.see("poll-phase")).to_have_text("已结束")
    await expect(moderator.see("tracker-for")).to_be_visible()
    await moderator.tap("tracker-handed")
    await expect(moderator.see("vote-for")).to_have_count(0)


async def test_the_key_for_the_picture_is_shown_once_copied_and_replaced(street: Street) -> None:
    sitting = await Sitting.called(street)
    moderator = await leading(street, sitting)
    await moderator.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await moderator.unfold("set-stream")
    await expect(moderator.see("publish-key")).to_contain_text("原来的密钥就不能再用了")

    await moderator.tap("new-publish-key")
    key = await moderator.see("stream-key").input_value()
    assert key.startswith(f"{sitting.id}?key=")
    await moderator.tap("copy-publish-address")
    await expect(moderator.see("notice")).to_have_text("已复制")
    copied = await moderator.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"rtmp://media.example.org/live/{key}"
    await moderator.tap("new-publish-key")
    await expect(moderator.see("stream-key")).not_to_have_value(key)
    await moderator.page.reload()
    await moderator.unfold("set-stream")
    await expect(moderator.see("stream-key")).to_have_count(0)
    kept = await moderator.page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "?key=" not in kept


async def test_what_was_taken_away_stands_in_no_announcement_either(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await street.visitor()
    await guest.open(sitting.path)
    await expect(guest.see("floor")).to_be_visible()
    number = await sitting.say("我的电话是 13800000000")
    await expect(guest.see("announced")).to_have_text("王阿姨：我的电话是 13800000000")

    await sitting.redact(number, "说了电话号码")

    await hears(guest)
    await expect(guest.see("announced")).to_be_empty()
    assert "13800000000" not in await guest.page.content()
