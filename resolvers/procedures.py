"""How each community deals with reports: the version that is valid, those before, and its calendar."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
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
from rules.texts import REASON, accept


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


async def load(house: House, keys: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Procedure]:
    """The procedures of communities by community and version, the first of them included."""
    own = [(community_id, version) for community_id, version in keys if version > 1]
    async with house.database.read() as session:
        found = await procedures.versions(session, own) if own else {}
    return {key: read(found.get(key)) for key in keys if key[1] == 1 or key in found}


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


@dataclass(frozen=True, slots=True)
class Version:
    """A version with when it comes into force, and who adopted it when; None for the first, which is everybody's."""

    procedure: Procedure
    valid_from: datetime | None = None
    adopted_at: datetime | None = None
    adopted_by: UUID | None = None


def _version(row: kept.Procedure | None) -> Version:
    return Version(read(row), row.valid_from, row.adopted_at, row.adopted_by) if row else Version(DEFAULT)


async def in_view(session: AsyncSession, community_id: UUID, now: datetime) -> list[Version]:
    """The version in force, then those whose time has not come, by time."""
    now_valid = await procedures.current(session, community_id, now)
    return [_version(now_valid), *map(_version, await procedures.coming(session, community_id, now))]


async def load_in_view(house: House, community_id: UUID) -> list[Version]:
    """The same, outside of a deed."""
    async with house.database.read() as session:
        return await in_view(session, community_id, house.now())


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to adopt, from when on (now where it is None), why, and the newest version they have read."""

    procedure: Procedure
    reason: str
    newest: int
    valid_from: datetime | None = None


@deed
async def adopt(deed: Deed, actor: Actor, proposal: Proposal) -> Version | Refusal:
    """The procedure as the community's next version, for reports sent from then on; those before keep theirs."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    await deed.hold(stream_of(actor.community_id))
    since = proposal.valid_from or deed.now
    if since < deed.now:
        return refuse(Code.INVALID, "procedure_past", "validFrom")
    if await procedures.newest(deed.session, actor.community_id) != proposal.newest:
        return refuse(Code.CONFLICT, "procedure_changed", "newest")
    return await _put(deed, actor, proposal.procedure, since, proposal.reason)


@deed
async def set_words(  # noqa: PLR0917 - which words, and why
    deed: Deed, actor: Actor, version: int, category: str, words: Sequence[str], reason: str
) -> Version | Refusal:
    """A version with other words for one category, in place of the one that has been read: in force or to come."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    await deed.hold(stream_of(actor.community_id))
    known = {each.procedure.version: each for each in await in_view(deed.session, actor.community_id, deed.now)}
    if version not in known:
        return refuse(Code.CONFLICT, "procedure_changed", "version")
    changed = rules.with_words(known[version].procedure, category, words)
    if isinstance(changed, Refusal):
        return changed
    since = max(known[version].valid_from or deed.now, deed.now)
    return await _put(deed, actor, changed, since, reason)


async def _put(deed: Deed, actor: Actor, proposed: Procedure, since: datetime, reason: str) -> Version | Refusal:
    words, procedure = accept(reason, REASON), rules.tidied(proposed)
    if isinstance(words, Refusal):
        return words
    if refusal := rules.accept(procedure):
        return refusal
    row = kept.Procedure(
        community_id=actor.community_id,
        version=await procedures.newest(deed.session, actor.community_id) + 1,
        document=written(procedure),
        valid_from=since,
        adopted_at=deed.now,
        adopted_by=actor.resident_id,
    )
    deed.session.add(row)
    payload = {
        "version": row.version,
        "validFrom": moment(since),
        "document": orjson.loads(row.document),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
        "reason": words,
    }
    await deed.append(stream_of(actor.community_id), "procedure.adopted", payload)
    return _version(row)
