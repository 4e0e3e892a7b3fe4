"""The end of a contest in which nothing is decided: called off by staff, or by the clock."""

from db.models.contests import Contest
from db.models.deadlines import Due
from db.queries import contests
from resolvers.contests.streams import stream_of
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from resolvers.polls.manage import close_when_due
from rules.contests import Ending, Stage
from rules.ids import Kind, public_id

TOLD = {Ending.TOO_FEW: "contest.too_few", Ending.NO_SHORTLIST: "contest.no_shortlist"}


async def end_early(deed: Deed, row: Contest, ending: Ending, reason: str | None = None) -> None:
    """Ends a contest that the deed holds, closes its poll, and tells everybody who entered something why."""
    row.stage, row.closed_at, row.ending, row.calling_off_reason = Stage.CALLED_OFF, deed.now, ending, reason
    deed.forget_deadlines(row.id, Due.CONTEST_MOVES, Due.SHORTLIST_WAITS)
    name = public_id(Kind.CONTEST, row.id)
    payload = {"contestId": name, "ending": ending.value, "reason": reason}
    await deed.append(stream_of(row.id), "contest.called_off", payload)
    entered = [entry.entered_by for entry in await contests.entries(deed.session, row.id) if entry.entered_by]
    about: dict[str, str | int] = {"contestId": name, "title": row.title}
    if reason is not None:
        tell(deed, entered, "contest.called_off", {**about, "reason": reason})
    else:
        tell(deed, entered, TOLD[ending], about)
    if row.poll_id is not None:
        await close_when_due(deed, row.poll_id, reason)
