"""Setting polls up, and ending them with a result and its reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from db.models.deadlines import Deadline, Due
from db.queries.polls import Standing
from resolvers import issues
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.issues import stream_of as issue_stream
from resolvers.polls import cast, manage, watch
from resolvers.polls.streams import stream_of
from resolvers.residents import care
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.polls import Ground, Phase, TallyVisibility
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.deeds import foreigner, newcomer, nothing_changes, poll_kinds, refused, said, swept
from tests.support.house import Hall, done
from tests.support.voting import cast_all, kept, voters

NOWHERE = UUID(int=7)
DAY = timedelta(days=1)
YES_OR_NO = (("yes", "同意"), ("no", "不同意"))


async def proposed(
    hall: Hall,
    issue_id: UUID,
    *,
    actor: Actor | None = None,
    question: str = "修不修?",
    choices: Sequence[tuple[str, str]] = YES_OR_NO,
    opens_at: datetime | None = None,
    lasts: timedelta = DAY,
) -> Standing | Refusal:
    """A poll that the moderator, or somebody else, asks for."""
    closes_at = (opens_at or hall.clock.now()) + lasts
    proposal = manage.Proposal(question, choices, opens_at, closes_at)
    return await manage.open_poll(hall.house, actor or await hall.actor(hall.moderator), issue_id, proposal)


async def deadlines(house: House) -> dict[str, datetime]:
    """What is due when."""
    async with house.database.read() as session:
        return {row.kind.value: row.due_at for row in await session.scalars(select(Deadline))}


async def state(house: House, poll_id: UUID) -> Standing:
    return (await watch.load(house, [poll_id]))[poll_id]


async def test_a_poll_is_opened_only_while_the_issue_is_talked_through_or_voted_on(hall: Hall):
    moderator, issue = await hall.actor(hall.moderator), await hall.issue()
    for stage in (Stage.SCREENED, Stage.PREPARING, Stage.DELIBERATING, Stage.VOTING, Stage.PUBLISHED):
        if issue.stage in (Stage.DELIBERATING, Stage.VOTING):
            poll = done(await proposed(hall, issue.id)).poll
            done(await manage.close_poll(hall.house, moderator, poll.id, "好"))
        else:
            async with nothing_changes(hall.house):
                refused(await proposed(hall, issue.id), Code.WRONG_STAGE, "issueId")
        issue = done(await issues.advance(hall.house, moderator, issue.id, stage, "好"))
    async with nothing_changes(hall.house):
        refused(await proposed(hall, issue.id), Code.WRONG_STAGE, "issueId")
        refused(await proposed(hall, NOWHERE), Code.NOT_FOUND, "issueId")


async def test_only_a_moderator_of_this_community_opens_polls(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    people = [await hall.actor(person) for person in (hall.neighbours[0], hall.staff, hall.admin)]
    people += [await foreigner(hall, *Role), await newcomer(hall)]
    async with nothing_changes(hall.house):
        for actor in people:
            refused(await proposed(hall, issue.id, actor=actor), Code.FORBIDDEN)


BAD_CHOICES = [
    [],
    [("a", "甲")],
    [(f"k{number}", f"甲{number}") for number in range(21)],
    [("a", "甲"), ("a", "乙")],
    [("a", "甲"), ("b", "甲")],
    [("a", "甲"), (" a ", "乙")],
    [("a", "甲"), ("b", " 甲\u202e")],
    [("a", "甲"), ("", "乙")],
    [("a", "甲"), ("b", " ")],
    [("a", "甲"), ("b" * 41, "乙")],
    [("a", "甲"), ("b", "乙" * 201)],
    [("a", "甲"), ("b", "乙" * 100_000)],
]


async def test_a_poll_that_makes_no_sense_is_refused_and_nothing_changes(hall: Hall):
    issue, now = await hall.issue(at=Stage.VOTING), hall.clock.now()
    async with nothing_changes(hall.house):
        for choices in BAD_CHOICES:
            refused(await proposed(hall, issue.id, choices=choices), Code.INVALID, "choices")
        for question in ("", " \n", "问" * 501, "问" * 100_000):
            refused(await proposed(hall, issue.id, question=question), Code.INVALID, "question")
        for lasts in (timedelta(), -DAY, timedelta(seconds=30), timedelta(days=367)):
            refused(await proposed(hall, issue.id, lasts=lasts), Code.INVALID, "closesAt")
        for opens_at in (now - timedelta(minutes=6), now + timedelta(days=400)):
            refused(await proposed(hall, issue.id, opens_at=opens_at), Code.INVALID, "opensAt")


async def test_twenty_choices_are_kept_in_the_order_given(hall: Hall):
    choices = tuple((f"k{19 - number}", f"第{number}个") for number in range(20))
    poll = (await hall.poll(choices=choices)).poll
    assert [(choice.key, choice.label) for choice in (await state(hall.house, poll.id)).choices] == list(choices)


async def test_an_important_issue_is_voted_on_for_three_to_seven_days(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    done(await issues.mark_important(hall.house, await hall.actor(hall.moderator), issue.id, True, "要紧"))
    later = hall.clock.now() + DAY
    async with nothing_changes(hall.house):
        for lasts in (timedelta(hours=1), 3 * DAY - timedelta(microseconds=1), 7 * DAY + timedelta(microseconds=1)):
            refused(await proposed(hall, issue.id, opens_at=later, lasts=lasts), Code.INVALID, "closesAt")
    for lasts in (3 * DAY, 7 * DAY):
        done(await proposed(hall, issue.id, opens_at=later, lasts=lasts))


async def test_a_poll_opens_with_the_terms_it_was_announced_with(hall: Hall):
    poll = (await hall.poll(revisable=True, tally_visibility=TallyVisibility.AFTER_CLOSE)).poll
    (kind, terms), issue = (
        (await said(hall.house, stream_of(poll.id)))[0],
        await said(hall.house, issue_stream(poll.issue_id)),
    )
    assert kind == "poll.opened"
    assert issue[-1] == (kind, terms)
    assert datetime.fromisoformat(terms.pop("opensAt")) == poll.opens_at
    assert datetime.fromisoformat(terms.pop("closesAt")) == poll.closes_at
    assert terms == {
        "pollId": public_id(Kind.POLL, poll.id),
        "question": "修不修?",
        "choices": [{"key": key, "label": label} for key, label in YES_OR_NO],
        "revisable": True,
        "secret": False,
        "tallyVisibility": "AFTER_CLOSE",
        "electorate": 8,
    }


async def test_who_is_verified_after_the_opening_waits_for_the_next_poll(hall: Hall):
    first, resident = (await hall.poll()).poll, await newcomer(hall)
    done(await care.verify(hall.house, await hall.actor(hall.staff), resident.resident_id))
    second = (await hall.poll()).poll
    async with nothing_changes(hall.house):
        refused(await cast.cast_vote(hall.house, resident.resident_id, first.id, "yes"), Code.NOT_ELIGIBLE, "pollId")
    done(await cast.cast_vote(hall.house, resident.resident_id, second.id, "yes"))
    electorates = [(await watch.read_tally(hall.house, poll.id, None)).electorate for poll in (first, second)]
    assert electorates == [8, 9]


async def test_a_moderator_ends_a_poll_with_a_reason_and_the_result_is_there_at_once(hall: Hall):
    moderator, everybody, poll = await hall.actor(hall.moderator), await voters(hall), (await hall.poll()).poll
    await cast_all(hall.house, poll.id, [(who, "yes" if number else "no") for number, who in enumerate(everybody[:4])])
    closed = done(await manage.close_poll(hall.house, moderator, poll.id, " 大家都投了 ")).poll
    assert (closed.winner, closed.ground, closed.closing_reason) == ("yes", Ground.MOST_VOTES, "大家都投了")
    told, also = await said(hall.house, stream_of(poll.id)), await said(hall.house, issue_stream(poll.issue_id))
    assert told[-1] == also[-1]
    assert told[-1] == (
        "poll.closed",
        {
            "pollId": public_id(Kind.POLL, poll.id),
            "decided": True,
            "winner": "yes",
            "ground": "MOST_VOTES",
            "votes": 4,
            "electorate": 8,
            "choices": {"yes": 3, "no": 1},
            "closedBy": "moderator",
            "reason": "大家都投了",
        },
    )
    async with nothing_changes(hall.house):
        refused(await cast.cast_vote(hall.house, everybody[5], poll.id, "yes"), Code.POLL_CLOSED, "pollId")
        refused(await manage.close_poll(hall.house, moderator, poll.id, "再来"), Code.POLL_CLOSED, "pollId")


async def test_ending_a_poll_early_takes_a_moderator_of_this_community_and_a_reason(hall: Hall):
    poll, moderator = (await hall.poll()).poll, await hall.actor(hall.moderator)
    people = [await hall.actor(person) for person in (hall.neighbours[0], hall.staff, hall.admin)]
    people += [await foreigner(hall, *Role), await newcomer(hall)]
    async with nothing_changes(hall.house):
        for actor in people:
            refused(await manage.close_poll(hall.house, actor, poll.id, "够了"), Code.FORBIDDEN)
        for reason in ("", " ", "\x00", "长" * 1_001, "长" * 100_000):
            refused(await manage.close_poll(hall.house, moderator, poll.id, reason), Code.INVALID, "reason")
        refused(await manage.close_poll(hall.house, moderator, NOWHERE, "够了"), Code.NOT_FOUND, "pollId")
    assert (await state(hall.house, poll.id)).poll.closed_at is None


async def test_a_tie_and_no_vote_at_all_decide_nothing(hall: Hall):
    moderator, everybody = await hall.actor(hall.moderator), await voters(hall)
    for votes, ground in (([], Ground.NO_VOTES), ([(everybody[0], "yes"), (everybody[1], "no")], Ground.TIE)):
        poll = (await hall.poll()).poll
        await cast_all(hall.house, poll.id, votes)
        closed = done(await manage.close_poll(hall.house, moderator, poll.id, "够了")).poll
        assert (closed.winner, closed.ground) == (None, ground)


async def test_a_poll_that_waits_can_be_called_off(hall: Hall):
    moderator, poll = await hall.actor(hall.moderator), (await hall.poll(opens_in=timedelta(hours=1))).poll
    done(await manage.close_poll(hall.house, moderator, poll.id, "问题写错了"))
    hall.clock.turn(hours=3)
    await swept(hall.house)
    standing = await state(hall.house, poll.id)
    assert await poll_kinds(hall.house, poll.id) == ["poll.scheduled", "poll.closed"]
    assert (standing.poll.opened_at, standing.poll.ground, standing.poll.electorate) == (None, Ground.NO_VOTES, 8)
    assert watch.phase_now(hall.house, standing) == Phase.CLOSED
    assert (await deadlines(hall.house)).keys() <= {Due.CHECKPOINTS.value}
    assert await kept(hall.house, poll.id) == {"yes": 0, "no": 0}


async def test_a_hidden_tally_is_shown_to_whom_and_when_it_was_said(hall: Hall):
    voter, guest, moderator = await hall.actor(hall.neighbours[0]), None, await hall.actor(hall.moderator)
    expected = {  # seen by one who voted and by a guest, before the close; everybody sees it after
        TallyVisibility.LIVE: (True, True),
        TallyVisibility.AFTER_MY_VOTE: (True, False),
        TallyVisibility.AFTER_CLOSE: (False, False),
    }
    for visibility, seen in expected.items():
        poll = (await hall.poll(tally_visibility=visibility)).poll
        done(await cast.cast_vote(hall.house, voter.resident_id, poll.id, "yes"))
        tallies = [await watch.read_tally(hall.house, poll.id, viewer) for viewer in (voter, guest)]
        assert tuple(tally.visible for tally in tallies) == seen
        assert [bool(tally.choices) for tally in tallies] == list(seen)
        assert [(tally.votes, tally.electorate) for tally in tallies] == [(1, 8)] * 2
        done(await manage.close_poll(hall.house, moderator, poll.id, "够了"))
        assert (await watch.read_tally(hall.house, poll.id, guest)).choices == [("yes", "同意", 1), ("no", "不同意", 0)]
