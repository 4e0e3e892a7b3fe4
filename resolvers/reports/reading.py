"""Reports as they are shown, what is proposed for a new one, and following them as they move."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, cos, radians
from uuid import UUID

from db import streams
from db.models.departments import Department
from db.models.photos import Photo
from db.models.reports import Report
from db.paging import Ask, Page
from db.queries import departments, reports, residents
from db.queries.reports import Which
from db.streams import Written
from realtime.pace import newest_states
from resolvers import record
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.patience import patiently
from resolvers.procedures import load as load_procedures
from resolvers.procedures import valid
from resolvers.reports.streams import board_of, stream_of
from resolvers.reports.taking import standing_of, who_among, works_in
from rules.places import UNITS, Place, metres_between
from rules.procedures import Category, Procedure
from rules.refusals import Refusal
from rules.reports import Step, Who, may_take
from rules.roles import Role
from rules.texts import REPORT, accept

NEAR = 100
"""Metres within which an open report of the same category is likely to be about the same."""
METRES_PER_DEGREE = 111_195
MOST_NEAR, LOOKED_AT = 5, 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would become of a report: its category, the department that sees to it, and what may be about the same."""

    procedure: Procedure
    category: Category
    department: Department | None
    alike: Sequence[Report]


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Report]:
    """Reports by id; those unknown are left out."""
    async with house.database.read() as session:
        return await reports.by_ids(session, ids)


async def load_photos(house: House, wanted: Collection[tuple[UUID, bool]]) -> Mapping[tuple[UUID, bool], list[Photo]]:
    """The photos of reports, before (False) or after (True)."""
    async with house.database.read() as session:
        return await reports.photos(session, wanted)


async def load_joiners(house: House, ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many joined each report."""
    async with house.database.read() as session:
        return await reports.joiners(session, ids)


async def load_joined(house: House, pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the (report, resident) where the resident joined the report."""
    async with house.database.read() as session:
        return await reports.joined_by(session, pairs)


async def listed(house: House, community_id: UUID, which: Which, ask: Ask) -> Page[Report]:
    """Reports of a community, newest first."""
    async with house.database.read() as session:
        return await reports.listed(session, community_id, which, ask)


async def of_resident(house: House, resident_id: UUID, ask: Ask) -> Page[Report]:
    """What somebody sent or joined, newest first."""
    async with house.database.read() as session:
        return await reports.of_resident(session, resident_id, ask)


async def dropped(house: House, community_id: UUID) -> int:
    """How many reports are neither moving with a clock nor ended with a reason."""
    async with house.database.read() as session:
        return await reports.dropped_count(session, community_id)


async def load_steps(house: House, actor: Actor, rows: Collection[Report]) -> list[list[Step]]:
    """The steps that somebody may take now with each of these reports."""
    began_under = [(row.community_id, row.procedure_version) for row in rows]
    found = await load_procedures(house, set(began_under))
    async with house.database.read() as session:
        theirs = await works_in(session, actor)
    return [_open(row, who_among(actor, row, theirs), found[key]) for row, key in zip(rows, began_under, strict=True)]


def _open(report: Report, who: Who, procedure: Procedure) -> list[Step]:
    return [step for step in Step if may_take(standing_of(report), step, who, procedure.steps) is None]


async def proposal(house: House, community_id: UUID, description: str, place: Place | None) -> Proposal | Refusal:
    """What would become of a report with these words at this place."""
    words = accept(description, REPORT)
    if isinstance(words, Refusal):
        return words
    async with house.database.read() as session:
        procedure = await valid(session, community_id, house.now())
        category = procedure.proposed(words)
        department = await departments.by_code(session, community_id, category.department or "")
        near = (
            [] if place is None else await reports.near(session, community_id, _around(place), category.code, LOOKED_AT)
        )
    return Proposal(procedure, category, department, _nearest(near, place))


def _around(place: Place) -> tuple[Place, Place]:
    tall = ceil(NEAR / METRES_PER_DEGREE * UNITS)
    wide = ceil(tall / max(0.01, cos(radians(place.degrees[0]))))
    return (
        Place(place.latitude - tall, place.longitude - wide),
        Place(place.latitude + tall, place.longitude + wide),
    )


def _nearest(near: Sequence[Report], place: Place | None) -> list[Report]:
    if place is None:
        return []
    away = [
        (metres_between(place, Place(row.latitude, row.longitude)), number)
        for number, row in enumerate(near)
        if row.latitude is not None and row.longitude is not None
    ]
    return [near[number] for metres, number in sorted(away) if metres <= NEAR][:MOST_NEAR]


async def follow(house: House, report_id: UUID) -> AsyncGenerator[Report, None]:
    """The report as it stands, then the newest state after each change. LookupError where there is none."""

    async def read() -> tuple[int, Report]:
        async with house.database.read() as session:
            row = (await reports.by_ids(session, [report_id])).get(report_id)
            seq = (await streams.heads(session, [stream_of(report_id)])).get(stream_of(report_id), 0)
        if row is None:
            raise LookupError("There is no such report.")
        return seq, row

    with house.hub.follow(stream_of(report_id)) as follower:
        async for row in newest_states(follower, partial(patiently, read)):
            yield row


async def board_head(house: House, community_id: UUID) -> int:
    """The number of the newest entry on the board of a community."""
    name = board_of(community_id)
    return (await record.heads(house, [name])).get(name, 0)


async def follow_board(house: House, actor: Actor, after: int) -> AsyncGenerator[Written, None]:
    """Everything that happens to the reports of the actor's community, for as long as they are staff there."""

    async def in_office() -> bool:
        async with house.database.read() as session:
            return bool(await residents.roles_of(session, actor.resident_id, actor.community_id) - {Role.RESIDENT})

    async for entry in record.follow(
        house, board_of(actor.community_id), after=after, still=partial(patiently, in_office)
    ):
        yield entry
