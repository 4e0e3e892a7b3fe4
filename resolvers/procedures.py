"""How each community deals with reports: the version that is valid, those before, and its calendar."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import reports as kept
from db.queries import procedures
from db.streams import moment
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from rules import procedures as rules
from rules.calendars import Calendar
from rules.ids import Kind, public_id
from rules.procedures import DEFAULT, Category, Procedure, Urgency
from rules.refusals import Code, Refusal, refuse
from rules.reports import Clock, Stage, Step
from rules.roles import STAFF


def stream_of(community_id: UUID) -> str:
    """The name of the stream with the versions of a community's procedure and with its calendars."""
    return f"procedures:{community_id.hex}"


def read(row: kept.Procedure | None) -> Procedure:
    """The procedure that a row keeps; without one that of everybody."""
    if row is None:
        return DEFAULT
    document = orjson.loads(row.document)
    categories = (
        Category(**{**each, "urgency": Urgency(each["urgency"]), "words": tuple(each["words"])})
        for each in document["categories"]
    )
    return Procedure(
        row.version,
        tuple(categories),
        {Urgency(u): {Clock(c): minutes for c, minutes in each.items()} for u, each in document["clocks"].items()},
        {Stage(stage): frozenset(map(Step, steps)) for stage, steps in document["steps"].items()},
    )


def written(procedure: Procedure) -> str:
    """The procedure as it is kept."""
    document = {
        "categories": [asdict(each) for each in procedure.categories],
        "clocks": {urgency: dict(each) for urgency, each in procedure.clocks.items()},
        "steps": {stage: sorted(steps) for stage, steps in procedure.steps.items()},
    }
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


async def of_version(session: AsyncSession, community_id: UUID, version: int) -> Procedure:
    """The procedure a report began under."""
    return read(await procedures.version(session, community_id, version) if version > 1 else None)


async def valid(session: AsyncSession, community_id: UUID, now: datetime) -> Procedure:
    """The procedure new reports begin under."""
    return read(await procedures.current(session, community_id, now))


async def load_valid(house: House, community_id: UUID) -> Procedure:
    """The same, outside of a deed."""
    async with house.database.read() as session:
        return await valid(session, community_id, house.now())


async def calendar_of(session: AsyncSession, community_id: UUID) -> Calendar:
    """The working days of a community."""
    return Calendar({row.day: row.working for row in await procedures.calendar(session, community_id)})


@deed
async def adopt(deed: Deed, actor: Actor, proposed: Procedure, valid_from: datetime | None) -> Procedure | Refusal:
    """The procedure as the community's next version, for reports sent from then on; those before keep theirs."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if refusal := rules.accept(proposed):
        return refusal
    await deed.hold(stream_of(actor.community_id))
    since = valid_from or deed.now
    if since < deed.now:
        return refuse(Code.INVALID, "procedure_past", "validFrom")
    version = await procedures.newest(deed.session, actor.community_id) + 1
    row = kept.Procedure(
        community_id=actor.community_id,
        version=version,
        document=written(proposed),
        valid_from=since,
        adopted_at=deed.now,
        adopted_by=actor.resident_id,
    )
    deed.session.add(row)
    payload = {
        "version": version,
        "validFrom": moment(since),
        "document": orjson.loads(row.document),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
    await deed.append(stream_of(actor.community_id), "procedure.adopted", payload)
    return read(row)
