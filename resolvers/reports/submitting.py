"""Sending a report in, or joining one that is there already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.photos import Photo
from db.models.reports import Report, ReportFollower, ReportPhoto
from db.queries import departments, reports
from db.streams import Payload
from resolvers import figures
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.finding import grid_at, workers_of
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.photos.claiming import claim
from resolvers.procedures import valid
from resolvers.reports.clocks import turn
from resolvers.reports.following import named
from resolvers.reports.streams import UNKNOWN, board_of, hold_in, note
from resolvers.residents.limiter import Limit
from rules.agreements import today
from rules.figures import Figure
from rules.ids import Kind, public_id
from rules.places import Place
from rules.procedures import Procedure
from rules.refusals import Code, Refusal, refuse
from rules.reports import ENDED, Stage, Turn
from rules.texts import KEY_USED, REPORT, accept, accept_key


@dataclass(frozen=True, slots=True)
class Sent:
    """What a resident sends in. `category` is None where they take what is proposed, `key` names their intent."""

    description: str
    photo_ids: Sequence[UUID] = ()
    place: Place | None = None
    category: str | None = None
    key: str | None = None


async def submit(house: House, actor: Actor, sent: Sent) -> Report | Refusal:
    """The report, received, with its first clock running. RATE_LIMITED beyond 20 an hour."""
    if not await house.limiter.allows(Limit.REPORTS_PER_RESIDENT, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "reports_too_many", minutes=Limit.REPORTS_PER_RESIDENT.minutes)
    return await receive(house, actor, sent)


@deed
async def receive(deed: Deed, actor: Actor, sent: Sent) -> Report | Refusal:
    """The report, received, however many the sender has sent; under a key they have used, the one from then."""
    clean = _cleaned(sent)
    if isinstance(clean, Refusal):
        return clean
    report_id = deed.new_id()
    await deed.begin(board_of(actor.community_id))
    earlier = clean.key and await reports.sent_under(deed.session, actor.resident_id, clean.key)
    if earlier:
        return earlier if earlier.description == clean.description else KEY_USED
    procedure = await valid(deed.session, actor.community_id, deed.now)
    if sent.category is not None and procedure.category(sent.category).code != sent.category:
        return refuse(Code.INVALID, "report_category", "category")
    photos = await claim(deed, actor.resident_id, sent.photo_ids, "photoIds")
    if isinstance(photos, Refusal):
        return photos
    report = await _new(deed, actor, clean, report_id, procedure)
    deed.session.add(report)
    await deed.session.flush()
    keep_photos(deed, report, photos, after=False)
    await turn(deed, report, procedure, None, Turn.RESTART)
    note(deed, report, "report.received", _told(report, photos))
    await _tell(deed, report)
    return report


def _cleaned(sent: Sent) -> Sent | Refusal:
    words, key = accept(sent.description, REPORT), accept_key(sent.key)
    if isinstance(words, Refusal):
        return words
    return key if isinstance(key, Refusal) else replace(sent, description=words, key=key)


async def _new(deed: Deed, actor: Actor, sent: Sent, report_id: UUID, procedure: Procedure) -> Report:
    place, session = sent.place, deed.session
    category = procedure.category(sent.category) if sent.category else procedure.proposed(sent.description)
    department = await departments.by_code(session, actor.community_id, category.department or "")
    return Report(
        id=report_id,
        community_id=actor.community_id,
        grid_id=place and await grid_at(deed.house, actor.community_id, place, session=session),
        reporter_id=actor.resident_id,
        department_id=department and department.id,
        description=sent.description,
        category=category.code,
        procedure_version=procedure.version,
        stage=Stage.RECEIVED,
        latitude=place and place.latitude,
        longitude=place and place.longitude,
        reported_at=deed.now,
        warned=False,
        overdue=0,
        level=0,
        handovers=0,
        reopened=False,
        idempotency_key=sent.key,
    )


def keep_photos(deed: Deed, report: Report, photos: Sequence[Photo], *, after: bool, start: int = 0) -> None:
    """Puts photos to a report, in order, behind those it has had `start` of."""
    for position, photo in enumerate(photos, start):
        deed.session.add(ReportPhoto(report_id=report.id, photo_id=photo.id, position=position, after=after))


def _told(report: Report, photos: Sequence[Photo]) -> Payload:
    return {
        "description": report.description,
        "category": report.category,
        "procedureVersion": report.procedure_version,
        "gridId": report.grid_id and public_id(Kind.GRID, report.grid_id),
        "latitude": report.latitude,
        "longitude": report.longitude,
        "photoIds": [public_id(Kind.PHOTO, photo.id) for photo in photos],
    }


async def _tell(deed: Deed, report: Report) -> None:
    tell(deed, [report.reporter_id], "report.received", named(report))
    if report.grid_id is not None:
        on_duty = await workers_of(deed.session, report.grid_id, deed.now)
        tell(deed, set(on_duty) - {report.reporter_id}, "report.in_your_grid", named(report))
    await figures.count(deed, report.community_id, today(deed.now), Figure.RECEIVED, report.id)


@deed
async def follow(deed: Deed, actor: Actor, report_id: UUID) -> Report | Refusal:
    """The report, which the actor has joined: they are told whatever its sender is. Joining twice is joining once."""
    found = await hold_in(deed, actor.community_id, report_id)
    if found is None:
        return UNKNOWN
    report = found[0]
    if report.stage in ENDED:
        return refuse(Code.WRONG_STAGE, "report_ended", "reportId")
    if not await _concerns(deed.session, report, actor.resident_id):
        follower = ReportFollower(report_id=report_id, resident_id=actor.resident_id, since=deed.now)
        deed.session.add(follower)
        await deed.session.flush()
        joiners = (await reports.joiners(deed.session, [report_id]))[report_id]
        note(deed, report, "report.joined", {"joiners": joiners})
    return report


async def _concerns(session: AsyncSession, report: Report, resident_id: UUID) -> bool:
    if report.reporter_id == resident_id:
        return True
    return bool(await reports.joined_by(session, [(report.id, resident_id)]))
