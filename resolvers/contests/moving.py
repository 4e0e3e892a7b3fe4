"""What happens in a contest by the clock: entries end, it is decided, and prizes are paid, some at a time."""

from uuid import UUID

from db.models.contests import Contest, ContestResult, ContestWin
from db.models.deadlines import Due
from db.queries import contests
from resolvers.contests.ending import end_early
from resolvers.contests.ranking import Placed, ranked, winners
from resolvers.contests.reminding import begin_waiting
from resolvers.contests.streams import stream_of
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from resolvers.points.prizes import pay
from resolvers.polls.manage import close_when_due
from rules.contests import PAID_AT_ONCE, Award, Ending, Stage
from rules.ids import Kind, public_id
from rules.polls import FEWEST_CHOICES

SUBJECTS = {
    Award.IDEA: Kind.CONTEST_ENTRY,
    Award.BUILDING: Kind.CONTEST_ENTRY,
    Award.PERSON: Kind.RESIDENT,
    Award.TEAM: Kind.TEAM,
}


async def move_when_due(deed: Deed, contest_id: UUID) -> None:
    """Takes a contest one step on. One that is over stays as it is."""
    await deed.hold(stream_of(contest_id))
    row = await contests.held(deed.session, contest_id)
    if row is None:
        return
    match row.stage:
        case Stage.ENTERING:
            await _end_entries(deed, row)
        case Stage.SHORTLISTING:
            await end_early(deed, row, Ending.NO_SHORTLIST)
        case Stage.VOTING | Stage.RUNNING:
            await _decide(deed, row)
        case Stage.REWARDING:
            await _pay_some(deed, row)


async def _end_entries(deed: Deed, row: Contest) -> None:
    """From here on staff have their time for the shortlist; fewer than two ideas are nothing to vote on."""
    number = len(await contests.entries(deed.session, row.id))
    await deed.append(stream_of(row.id), "contest.entries_ended", {"entries": number})
    if number < FEWEST_CHOICES:
        await end_early(deed, row, Ending.TOO_FEW)
        return
    row.stage = Stage.SHORTLISTING
    deed.set_deadline(Due.CONTEST_MOVES, row.id, row.closes_at)
    await begin_waiting(deed, row, number)


async def _decide(deed: Deed, row: Contest) -> None:
    """Writes down once who came in where, and who is to be paid what; both stay as they are whatever comes later."""
    if row.poll_id is not None:
        await close_when_due(deed, row.poll_id)
        await deed.session.flush()
    parts = await contests.parts(deed.session, row)
    rows = await ranked(deed.session, parts)
    won = await winners(deed.session, parts, rows)
    deed.session.add_all(_result(row, each) for each in rows)
    deed.session.add_all(
        ContestWin(
            id=deed.new_id(),
            contest_id=row.id,
            award=each.award,
            resident_id=resident_id,
            subject_id=each.subject_id,
            place=each.place,
            points=each.points,
        )
        for each, resident_id in won
    )
    row.stage, row.decided_at = Stage.REWARDING, deed.now
    payload = {"results": [_told(each) for each in rows], "winners": len(won)}
    await deed.append(stream_of(row.id), "contest.decided", payload)
    deed.set_deadline(Due.CONTEST_MOVES, row.id, deed.now)


def _result(row: Contest, each: Placed) -> ContestResult:
    marks = each.marks
    return ContestResult(
        contest_id=row.id,
        award=each.award,
        subject_id=each.subject_id,
        place=each.place,
        votes=marks.votes,
        of_votes=marks.of_votes,
        scored=marks.scored,
        of_scored=marks.of_scored,
        minutes=marks.minutes,
        points=each.points,
    )


def _told(each: Placed) -> dict[str, object]:
    return {
        "award": each.award.value,
        "subjectId": public_id(SUBJECTS[each.award], each.subject_id),
        "place": each.place,
        "votes": each.marks.votes,
        "ofVotes": each.marks.of_votes,
        "scored": each.marks.scored,
        "ofScored": each.marks.of_scored,
        "minutes": each.marks.minutes,
        "points": each.points,
    }


async def _pay_some(deed: Deed, row: Contest) -> None:
    """Pays the next prizes, and comes again until all are paid; killed in between, it goes on where it was."""
    wins = await contests.unpaid(deed.session, row.id, PAID_AT_ONCE)
    if len(wins) == PAID_AT_ONCE:
        deed.set_deadline(Due.CONTEST_MOVES, row.id, deed.now)
    else:
        row.stage, row.closed_at = Stage.CLOSED, deed.now
    for win in wins:
        win.paid_at = deed.now
        about = {"contestId": public_id(Kind.CONTEST, row.id), "title": row.title}
        tell(deed, [win.resident_id], "contest.won", {**about, "place": win.place, "points": win.points})
    payload = {"wins": [public_id(Kind.CONTEST_WIN, win.id) for win in wins], "closed": row.stage is Stage.CLOSED}
    await deed.append(stream_of(row.id), "contest.paid", payload)
    await pay(deed, row.community_id, wins)
