"""Points for a report that staff have found valid: they work on it, or have solved it."""

from db.models.reports import Report
from db.queries import guards, points
from resolvers.badges.earning import consider
from resolvers.deed import Deed
from resolvers.points.earning import earn, take_back
from resolvers.points.holding import turn_down
from resolvers.points.streams import stream_of
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Rule
from rules.reports import Stage

VALID = frozenset({Stage.HANDLING, Stage.RESOLVED})


async def reward(deed: Deed, report: Report) -> None:
    """Gives its sender points once staff work on it, and takes them back where they turn it down after all."""
    name = public_id(Kind.REPORT, report.id)
    if report.stage in VALID:
        who, sent = [report.reporter_id], report.reported_at
        await earn(deed, report.community_id, who, Rule.REPORT, name, {"reportId": name}, done_at=sent)
        await consider(deed, report.community_id, who, GoodDeed.REPORT, report.category)
    elif report.stage is Stage.REJECTED:
        await _take_back(deed, report, name)


async def _take_back(deed: Deed, report: Report, name: str) -> None:
    who = (report.reporter_id, Rule.REPORT, name)
    if not await points.given_for(deed.session, Rule.REPORT, [(report.reporter_id, name)]):
        return
    await deed.hold(stream_of(report.community_id))
    if (held := await guards.open_hold_for(deed.session, *who)) is not None:
        await turn_down(deed, held, report.reason or "")
        return
    given = await points.entry_for(deed.session, *who)
    if given is not None and not await points.corrected(deed.session, given.id):
        await take_back(deed, given, report.reason or "")
