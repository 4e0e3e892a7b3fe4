"""The clock of the shortlist, which alone in a contest waits for people."""

from uuid import UUID

from db.models.contests import Contest
from db.models.deadlines import Due
from db.queries import contests, residents
from db.streams import moment
from resolvers.contests.streams import stream_of
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from rules.contests import Stage, reminded_at
from rules.ids import Kind, public_id
from rules.roles import Role


async def begin_waiting(deed: Deed, row: Contest, ideas: int) -> None:
    """Tells staff that entries are over, and sets the clock by which they are reminded."""
    await _tell(deed, row, {Role.COMMUNITY_STAFF}, "contest.to_shortlist", ideas=ideas)
    if row.entries_until and row.shortlist_by:
        deed.set_deadline(Due.SHORTLIST_WAITS, row.id, reminded_at(row.entries_until, row.shortlist_by))


async def remind_when_due(deed: Deed, contest_id: UUID) -> None:
    """Tells staff that the shortlist is due soon; once it is late, administrators too, and the record says so."""
    await deed.hold(stream_of(contest_id))
    row = await contests.held(deed.session, contest_id)
    if row is None or row.stage is not Stage.SHORTLISTING or row.shortlist_by is None:
        return
    if deed.now < row.shortlist_by:
        await _tell(deed, row, {Role.COMMUNITY_STAFF}, "contest.shortlist_near")
        deed.set_deadline(Due.SHORTLIST_WAITS, row.id, row.shortlist_by)
        return
    await deed.append(stream_of(row.id), "contest.shortlist_late", {"shortlistBy": moment(row.shortlist_by)})
    await _tell(deed, row, {Role.COMMUNITY_STAFF, Role.ADMIN}, "contest.shortlist_late")


async def _tell(deed: Deed, row: Contest, roles: set[Role], kind: str, **more: int) -> None:
    people = [await residents.holders(deed.session, row.community_id, role) for role in sorted(roles)]
    about = {"contestId": public_id(Kind.CONTEST, row.id), "title": row.title}
    tell(deed, set().union(*people), kind, {**about, **more})
