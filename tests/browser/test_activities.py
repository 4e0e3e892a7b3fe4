"""Activities on the screen: signed up for, checked in by code, led, and confirmed with the points seen at once."""

from datetime import timedelta

from playwright.async_api import expect

from db.models.activities import Activity
from resolvers.activities import attending, joining, planning, reading
from resolvers.activities.planning import Proposal
from resolvers.points import reading as points_of
from rules.activities import Occasion, Times
from rules.ids import Kind, public_id
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street
from tests.resolvers.guards.door import household
from tests.support.house import Hall, done


async def put_on(hall: Hall, capacity: int = 5, *, begins: timedelta = timedelta(minutes=10)) -> Activity:
    """An activity of an hour that staff have put on."""
    first = hall.clock.now() + begins
    slots = [(Times(first, first + timedelta(hours=1)), capacity)]
    proposal = Proposal(Occasion.VOLUNTEERING, "打扫楼道", "请带手套。", "3 号楼门口", slots)
    return done(await planning.plan(hall.house, await hall.actor(hall.staff), proposal))


def path_of(activity: Activity, more: str = "") -> str:
    """Where an activity is shown."""
    return f"/activities/{public_id(Kind.ACTIVITY, activity.id)}{more}"


async def set_clocks(street: Street, *visitors: Visitor) -> None:
    """The browsers' clocks say what the hall's does."""
    for each in visitors:
        await each.page.clock.set_fixed_time(street.hall.clock.now())


async def test_from_one_tap_to_confirmed_minutes_and_thanks_on_pages_nobody_reloads(street: Street) -> None:
    activity = await put_on(street.hall)
    wang, staff = await street.visitor(street.hall.neighbours[0]), await street.visitor(street.hall.staff)
    await wang.open("/")
    await wang.tap("activities-link")
    await wang.tap("sign-up")
    await expect(wang.see("my-standing")).to_have_text("您已报名")
    await expect(wang.see("places")).to_have_text("还有 4 个名额，共 5 个")
    await wang.page.get_by_role("link", name="打扫楼道").click()
    await staff.open(path_of(activity))
    await staff.tap("run-link")
    await expect(staff.see("person")).to_have_attribute("data-name", "王秀英")
    for each in (wang, staff):
        await each.page.evaluate("() => { window.stayed = true }")

    await wang.see("slot-code").fill("000 000")
    await wang.tap("send-code")
    await expect(wang.see("field-error")).to_contain_text("签到码不对")
    await wang.see("slot-code").fill(await staff.see("code-shown").get_attribute("data-code") or "")
    await wang.tap("send-code")
    await expect(wang.see("check-out")).to_be_visible()
    await expect(staff.see("run-people")).to_have_attribute("data-came", "1")

    street.hall.clock.turn(minutes=75)
    await set_clocks(street, wang, staff)
    await staff.see("minutes").fill("60")
    await staff.tap("confirm")
    await expect(wang.see("my-minutes")).to_contain_text("已确认 60 分钟")
    await expect(wang.see("notice")).to_contain_text("积分 +10")
    await expect(staff.see("person-state")).to_contain_text("已确认 60 分钟")
    assert [await each.page.evaluate("() => window.stayed") for each in (wang, staff)] == [True, True]


async def test_whom_one_lives_with_is_left_over_when_all_are_confirmed(street: Street) -> None:
    hall = street.hall
    activity = await put_on(hall)
    (time,) = (await reading.load_slots(hall.house, [activity.id]))[activity.id]
    actor, people = await hall.actor(hall.staff), [await hall.actor(each) for each in hall.neighbours[:3]]
    rows = [done(await joining.sign_up(hall.house, each, time.slot.id)) for each in people]
    await household(hall, 2, [actor.resident_id, people[0].resident_id])
    hall.clock.turn(minutes=5)
    for row in rows:
        done(await attending.came(hall.house, actor, row.id))
    hall.clock.turn(minutes=80)
    staff = await street.visitor(hall.staff)
    await set_clocks(street, staff)
    await staff.open(path_of(activity, "/run"))
    await staff.tap("confirm-all")
    await expect(staff.see("not-confirmed")).to_contain_text("自己和家里人的时间要由别人来确认")
    await expect(staff.see("not-confirmed").locator("li")).to_have_count(1)
    for each, points in zip(people, (0, 10, 10), strict=True):
        account = (await points_of.accounts(hall.house, [each.resident_id])).get(each.resident_id)
        assert (account.earned if account else 0) == points


async def test_whoever_waits_moves_up_before_their_eyes(street: Street) -> None:
    activity = await put_on(street.hall, capacity=1, begins=timedelta(days=1))
    first, second = [await street.visitor(person) for person in street.hall.neighbours[:2]]
    guest = await street.visitor(width=DESKTOP)
    await guest.open("/activities")
    for each in (first, second):
        await each.open(path_of(activity))
    await first.tap("sign-up")
    for each in (second, guest):
        await expect(each.see("places")).to_have_text("1 个名额都满了")
    await expect(guest.see("sign-in-to-join")).to_be_visible()
    await second.tap("sign-up")
    await expect(second.see("my-standing")).to_have_text("您在排队，有名额会告诉您")
    await expect(first.see("places")).to_have_text("1 个名额都满了，1 人在排队")

    await first.tap("leave")
    await expect(second.see("my-standing")).to_have_text("您已报名")
    await expect(second.see("notice")).to_contain_text("“打扫楼道”有名额了")
    await expect(guest.see("slot")).to_have_attribute("data-waiting", "0")
    await expect(first.see("my-standing")).to_have_count(0)


async def test_staff_plan_it_and_write_down_who_has_no_phone(street: Street) -> None:
    staff, wang = await street.visitor(street.hall.staff), await street.visitor(street.hall.neighbours[0])
    await wang.open("/activities/new")
    await expect(wang.see("not-yours")).to_be_visible()
    await staff.open("/activities")
    await staff.tap("plan-link")
    await staff.see("plan-title").fill("重阳节包饺子")
    await staff.see("plan-about").fill("一起包，一起吃。")
    await staff.see("plan-place").fill("社区食堂")
    await staff.see("plan-capacity").fill("0")
    await staff.tap("plan-send")
    await expect(staff.see("plan-slots-trouble")).to_be_visible()
    await staff.see("plan-capacity").fill("2")
    await staff.tap("plan-add")
    await expect(staff.see("plan-slot")).to_have_count(2)
    await staff.tap("plan-send")
    await expect(staff.see("activity-title")).to_have_text("重阳节包饺子")
    await expect(staff.see("slot")).to_have_count(2)

    await staff.tap("run-link")
    await staff.see("enter-here").uncheck()
    for name in ("王奶奶", "李爷爷"):
        await staff.see("enter-name").fill(name)
        await staff.tap("enter-send")
        await expect(staff.page.locator(f"[data-name={name}]")).to_be_visible()
    await staff.see("enter-name").fill("赵奶奶")
    await staff.tap("enter-send")
    await expect(staff.see("enter-trouble")).to_contain_text("名额满了")
    street.hall.clock.turn(hours=25)  # the form proposes the next full hour after 24
    await staff.page.locator("[data-name=王奶奶] [data-test=come]").click()
    await expect(staff.see("run-people")).to_have_attribute("data-came", "1")
    await staff.page.locator("[data-name=李爷爷] [data-test=strike]").click()
    await expect(staff.see("person")).to_have_count(1)

    await wang.open("/activities")
    await staff.unfold("call-off")
    await staff.see("reason").fill("食堂停电")
    await staff.tap("give-reason")
    await expect(wang.see("called-off")).to_be_visible()
    await wang.page.get_by_role("link", name="重阳节包饺子").click()
    await expect(wang.see("called-off")).to_contain_text("食堂停电")


async def test_the_calendar_has_an_address_of_ones_own(street: Street) -> None:
    activity = await put_on(street.hall)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(path_of(activity))
    await wang.tap("sign-up")
    await wang.unfold("calendar")
    await wang.tap("make-calendar")
    address = await wang.see("calendar-address").input_value()
    file = await street.api.http.get(address.removeprefix(wang.url))
    assert "打扫楼道" in file.text
    assert path_of(activity) in file.text.replace("\r\n ", "")
    all_of_them = await wang.see("calendar-file").get_attribute("href")
    assert (await street.api.http.get(all_of_them or "")).status_code == 200
