"""A decision played as it happened: every entry once and in order, in plain words, at any speed."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from resolvers.deed import Deed, perform
from resolvers.issues import stream_of
from resolvers.seeding import Seeded
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.sitting import Sitting, draft, without_a_phone
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages

__all__ = ["axe"]

UNTOLD = re.compile(r"replay\.|meeting\.|stage\.|undefined|_")
RECORD = "query($id: ID!) { issue(id: $id) { record(first: 100) { seq kind } } }"
POINT = "query($id: ID!) { meeting(id: $id) { agreement { id version points { id } } } }"
READ_ALL = """async () => {
    const box = document.querySelector('[data-test=story]'), found = new Map()
    const frame = () => new Promise(requestAnimationFrame)
    for (let top = 0; ; top += box.clientHeight / 2) {
        box.scrollTop = top
        for (let n = 0; n < 4; n++) await frame()
        for (const scene of document.querySelectorAll('[data-test=scene]')) {
            const { seq, kind } = scene.dataset
            const says = (name) => scene.querySelector(`[data-test=${name}]`)?.textContent ?? ''
            found.set(seq, [Number(seq), kind, says('says'), says('quote'), says('more')])
        }
        if (top + box.clientHeight >= box.scrollHeight) return [...found.values()]
    }
}"""


async def watching(street: Street, issue: str, **look: object) -> Visitor:
    """A guest on the page for the replay."""
    guest = await street.visitor(**look)
    await guest.open(f"/issues/{issue}/replay")
    await expect(guest.see("replay-title")).to_be_visible()
    return guest


async def talked_about(street: Street, comments: int, apart: float) -> str:
    """An issue with comments, one after the other, so many seconds apart."""
    issue = await street.issue()
    for number in range(comments):
        street.hall.clock.turn(seconds=apart)
        await street.comment(street.hall.neighbours[number % 5], issue, f"第{number}句")
    return issue


async def decided_with_all(street: Street) -> str:
    """An issue with everything in its record that there is, and something that is not known yet."""
    hall = street.hall
    row = await hall.issue(at=Stage.VOTING)
    issue, grandmother = public_id(Kind.ISSUE, row.id), await without_a_phone(street, "李奶奶")
    poll = public_id(Kind.POLL, (await hall.poll(row)).poll.id)
    await street.comment(hall.neighbours[1], issue, "先修东门的")
    sitting = await Sitting.under_way(street, issue)
    await sitting.lead("limitSpeaking", input={"meetingId": sitting.id, "turnSeconds": 600})
    await sitting.lead("openAgendaItem", itemId=await sitting.item("修哪几盏", poll))
    turn = await sitting.waiting(hall.neighbours[0])
    await sitting.lead("giveFloor", turnId=turn)
    await sitting.say("东门的路灯坏了三天了")
    await sitting.redact(await sitting.say("电话 13800000000"), "说了电话号码")
    came = await sitting.lead("signInParticipant", input={"meetingId": sitting.id, "residentId": grandmother})
    said = {"meetingId": sitting.id, "speaker": "李奶奶", "text": "路太黑。", "final": True, "typedIn": True}
    await sitting.lead("appendTranscript", input=said)
    await sitting.lead("adoptHouseRules", text="一次只说一件事。")
    await sitting.enter(hall.neighbours[0])
    hall.clock.turn(seconds=8)
    await street.api.done("endTurn", hall.neighbours[0].token, turnId=turn)
    await street.vote(hall.neighbours[0], poll, "yes")
    await street.vote(hall.neighbours[1], poll, "yes")
    await street.vote(hall.neighbours[2], poll, "no")
    typed = {"participantId": came["id"], "pollId": poll, "choice": "yes"}
    await street.api.done("castVoteFor", hall.staff.token, input=typed)
    await sitting.lead("closePoll", input={"pollId": poll, "reason": "都投过了"})
    await agreed(sitting)
    await sitting.lead("endMeeting", meetingId=sitting.id)
    await taken_up(street, issue)

    async def note(deed: Deed) -> int:
        return await deed.append(stream_of(row.id), "notice.posted", {"text": "停水"})

    await perform(hall.house, note)
    return issue


async def agreed(sitting: Sitting) -> None:
    """All three sign, and the first point is done."""
    hall, ask = sitting.street.hall, sitting.street.api
    await draft(sitting)
    agreement = (await ask.ask(POINT, id=sitting.id))["meeting"]["agreement"]
    for person in (hall.staff, *hall.neighbours[:2]):
        given = {"agreementId": agreement["id"], "version": agreement["version"]}
        await ask.done("signAgreement", person.token, input=given)
    given = {"pointId": agreement["points"][0]["id"], "note": "修好了四盏", "done": True}
    await ask.done("notePointProgress", hall.neighbours[1].token, input=given)


async def taken_up(street: Street, issue: str) -> None:
    """A suggestion is taken up from the issue, and carried out."""
    hall, ask = street.hall, street.api
    department = await ask.done("putDepartment", hall.staff.token, code="lights", name="市政所")
    due = (hall.clock.now() + timedelta(days=30)).date().isoformat()
    wanted = {"suggestion": "东门再装一盏灯", "departmentId": department["id"], "dueOn": due, "issueId": issue}
    adoption = await ask.done("adoptSuggestion", hall.staff.token, input=wanted)
    told = {"adoptionId": adoption["id"], "note": "灯装好了", "done": True}
    await ask.done("noteAdoption", hall.staff.token, input=told)


async def played(guest: Visitor) -> None:
    """Plays it to the end, as fast as it goes."""
    await guest.tap("speed-16")
    await guest.tap("replay-play")
    await expect(guest.see("replay-over")).to_be_visible()


async def test_every_entry_is_told_once_in_order_and_in_plain_words(street: Street) -> None:
    issue = await decided_with_all(street)
    record = (await street.api.ask(RECORD, id=issue))["issue"]["record"]
    guest = await watching(street, issue, width=DESKTOP)
    await expect(guest.see("replay-place")).to_have_text(f"第 0 条，共 {len(record)} 条")
    await played(guest)

    scenes = await guest.page.evaluate(READ_ALL)
    one_for_all_votes = [
        entry
        for entry, after in zip(record, [*record[1:], {"kind": ""}], strict=True)
        if (entry["kind"], after["kind"]) != ("poll.tally", "poll.tally")
    ]
    assert [scene[:2] for scene in scenes] == [[entry["seq"], entry["kind"]] for entry in one_for_all_votes]
    me = await my_name(street, street.hall.neighbours[0])
    heard = {says: (quote, more) for _, _, says, quote, more in scenes}
    for words, beside in {
        f"{me} 提出了这件事：路灯坏了": ("东门的路灯坏了三天了。", ""),
        "这件事走到了“正在投票”": ("", "理由：该走这一步了。"),
        f"{await my_name(street, street.hall.neighbours[1])} 发言": ("先修东门的", ""),
        "会议开始": ("", ""),
        "改了发言的时间限制": ("", "一次最多 10 分钟"),
        "开始议：修哪几盏": ("", ""),
        f"{me} 参加会议": ("", "居民，在线上"),
        f"请 {me} 发言": ("", ""),
        "王阿姨 说": ("东门的路灯坏了三天了", ""),
        "李奶奶 说": ("路太黑。", "由工作人员代为录入"),
        "会议的规矩改了，第 1 版": ("一次只说一件事。", ""),
        f"{me} 同意了会议的规矩": ("", ""),
        "有一句话，后来撤下了": ("", ""),
        "撤下了一句话": ("", "理由：说了电话号码"),
        "投票进来了，一共 4 人投了票": ("", "其中 1 票由工作人员代为录入"),
        "投票结束：“同意”得票最多，就这么定了": ("", "同意 3 票，不同意 1 票\n主持人提前结束。理由：都投过了"),
        "物业在约定上签了字": ("", ""),
        "各方都签了字，约定生效": ("", ""),
        "约定第 1 条办好了": ("修好了四盏", ""),
        "采纳的建议办好了": ("灯装好了", ""),
        "还记下了一件别的事": ("", ""),
    }.items():
        assert heard.get(words) == beside, (words, list(heard))
    suggestion, due = heard["建议被采纳了"]
    assert (suggestion, due.endswith("日之前办好")) == ("东门再装一盏灯", True)
    assert any(re.fullmatch(rf"{me} 说完了，说了 (8|9|1.) 秒", words) for words in heard), list(heard)
    await expect(guest.see("replay-poll")).to_have_attribute("data-votes", "4")
    await expect(guest.see("replay-poll").locator("[data-test=replay-bar-yes]")).to_have_attribute("data-votes", "3")

    await expect(guest.see("replay-announced")).to_contain_text("还记下了一件别的事")
    await guest.tap("language-switch")
    told = await guest.page.evaluate(READ_ALL)
    assert not [words for _, _, *all_words in told for words in all_words if UNTOLD.search(words)]


async def my_name(street: Street, person: Seeded) -> str:
    """What the person is called."""
    viewer = (await street.api.ask("{ viewer { resident { displayName } } }", person.token))["viewer"]
    return str(viewer["resident"]["displayName"])


async def test_another_speed_and_a_pause_go_on_where_it_was(street: Street) -> None:
    issue = await talked_about(street, 8, apart=16)
    guest = await watching(street, issue)
    frames = street.screens.witness.frames

    await guest.tap("replay-play")
    await shown(guest, 1)
    await guest.tap("speed-1")
    await shown(guest, 2)
    await guest.tap("speed-16")
    await shown(guest, 4)
    await guest.tap("replay-play")
    await expect(guest.see("replay-controls")).to_have_attribute("data-playing", "paused")
    place = int(await guest.see("replay-position").get_attribute("aria-valuenow") or 0)
    assert sum('"type":"complete"' in frame for frame in frames) == 3  # as often as it was asked for anew, or paused
    await guest.tap("speed-4")
    await shown(guest, place)

    await guest.tap("replay-play")
    await shown(guest, place + 1)
    await guest.tap("replay-next")
    await shown(guest, place + 2)
    await guest.tap("speed-16")
    await expect(guest.see("replay-over")).to_have_text("放完了，到现在为止的记录都在这里。")
    assert [seq for seq, *_ in await guest.page.evaluate(READ_ALL)] == list(range(1, 10))
    await expect(guest.see("replay-position")).to_have_attribute("aria-valuenow", "9")

    await street.comment(street.hall.neighbours[0], issue, "还有一句")
    await expect(guest.see("replay-place")).to_have_text("第 9 条，共 10 条")
    await guest.tap("replay-play")
    await expect(guest.see("replay-place")).to_have_text("第 10 条，共 10 条")
    await guest.tap("replay-play")
    await shown(guest, 1)


async def shown(guest: Visitor, newest: int) -> None:
    """Waits until this entry is the last on the screen; those before it are there without a gap, and none twice."""
    last = "(newest) => [...document.querySelectorAll('[data-test=scene]')].at(-1)?.dataset.seq === String(newest)"
    await guest.page.wait_for_function(last, arg=newest)
    seqs = await guest.see("scene").evaluate_all("(scenes) => scenes.map((scene) => Number(scene.dataset.seq))")
    assert seqs == list(range(seqs[0], newest + 1))


async def test_what_is_taken_away_leaves_a_replay_that_has_shown_it(street: Street) -> None:
    issue = await street.issue(at=Stage.DELIBERATING)
    sitting = await Sitting.under_way(street, issue)
    number = await sitting.say("电话 13800000000")
    guest = await watching(street, issue, language="en")
    await played(guest)
    await expect(guest.see("story")).to_contain_text("13800000000")

    await sitting.redact(number, "说了电话号码")

    await expect(guest.see("story")).to_contain_text("taken away later")
    await expect(guest.see("story")).not_to_contain_text("13800000000")


async def test_who_watches_a_replay_meets_no_barrier(street: Street, axe: Path) -> None:
    issue = await decided_with_all(street)
    guest = await street.visitor(elder=True)
    await guest.page.add_init_script(path=axe)
    await guest.open(f"/issues/{issue}")
    await guest.tap("record-replay")

    await played(guest)
    assert await in_both_languages(guest, "replay") == []
