"""Taking in where residents live, and which grids grid workers look after and what they are trained for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from db.models.grids import GridDuty, Home
from db.models.residents import Resident
from db.queries import grids, gridwork, residents
from resolvers.deed import Deed
from resolvers.grids import skills
from resolvers.grids.finding import stream_of
from resolvers.grids.lines import Line, Problem
from resolvers.grids.skills import Training
from resolvers.residents.confirmed import confirm
from rules.agreements import today
from rules.confirmations import Way
from rules.grids import Trade, accept_training
from rules.ids import Kind, key_of
from rules.refusals import Code, Refusal, refuse
from rules.residents import normal_phone
from rules.roles import Role

Read = TypeVar("Read")
UNKNOWN = refuse(Code.NOT_FOUND, "resident_unknown", "resident")


async def take_in_homes(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Writes down behind which door each of these residents lives, in place of what was known of them.

    Whoever the register names so is confirmed by it.
    """
    await deed.hold(stream_of(community_id))
    doors = await grids.doors(deed.session, community_id)

    def door(line: Line) -> UUID | Refusal:
        named = line.text("building"), line.text("unit") or "1", line.text("code")
        return doors.get(named) or refuse(Code.NOT_FOUND, "household_unknown", "code")

    problems, read = await _read(deed, community_id, lines, door)
    for resident_id, household_id in [] if problems else read:
        await deed.session.merge(Home(resident_id=resident_id, household_id=household_id))
        row = await deed.session.get_one(Resident, resident_id, with_for_update=True)
        await confirm(deed, row, Way.REGISTER, None, household_id)
    return problems


async def take_in_duties(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Gives these grids to these grid workers. Those that somebody looks after already they keep."""
    await deed.hold(stream_of(community_id))
    known = {row.code: row.id for row in await grids.on_map(deed.session, community_id)}

    def grid(line: Line) -> UUID | Refusal:
        code = line.text("grid")
        return known.get(code) or refuse(Code.NOT_FOUND, "grid_code_unknown", "grid", what=code)

    problems, read = await _read(deed, community_id, lines, grid, Role.GRID_WORKER)
    duties = await gridwork.duties(deed.session, list(known.values()))
    for resident_id, grid_id in [] if problems else dict.fromkeys(read):
        if resident_id not in duties.get(grid_id, ()):
            deed.session.add(GridDuty(grid_id=grid_id, resident_id=resident_id, since=deed.now))
    await deed.session.flush()
    return problems


async def take_in_skills(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Writes down what these grid workers were trained for, in place of what was known of each trade."""

    def training(line: Line) -> Training | Refusal:
        if line.text("trade") not in set(Trade):
            return refuse(Code.INVALID, "trade_unknown", "trade", trades=", ".join(Trade))
        trained, ends = line.text("trained_on"), line.text("expires_on")
        try:
            given = Training(
                Trade(line.text("trade")), date.fromisoformat(trained), date.fromisoformat(ends) if ends else None
            )
        except ValueError:
            return refuse(Code.INVALID, "calendar_day", "trained_on")
        return accept_training(given.trained_on, given.expires_on, today(deed.now)) or given

    problems, read = await _read(deed, community_id, lines, training, Role.GRID_WORKER)
    for resident_id, given in [] if problems else read:
        await skills.put(deed, resident_id, given)
    return problems


async def _read(
    deed: Deed,
    community_id: UUID,
    lines: Sequence[Line],
    what: Callable[[Line], Read | Refusal],
    role: Role = Role.RESIDENT,
) -> tuple[list[Problem], list[tuple[UUID, Read]]]:
    """Who each line is about and what it says of them, or what is wrong with it: grid workers have to be some."""
    people = await _people(deed, community_id, lines)
    holders = await residents.holders(deed.session, community_id, role)
    problems, read = [], []
    for line in lines:
        person, said = people.get(line.text("resident")), what(line)
        if person is None:
            problems.append(Problem(line.number, UNKNOWN))
        elif role is Role.GRID_WORKER and person not in holders:
            problems.append(Problem(line.number, refuse(Code.INVALID, "not_a_grid_worker", "resident")))
        elif isinstance(said, Refusal):
            problems.append(Problem(line.number, said))
        else:
            read.append((person, said))
    return problems, read


async def _people(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> Mapping[str, UUID]:
    """The residents of the community by what the lines call them: by telephone number, or by id."""
    named = {line.text("resident") for line in lines}
    ids = {text: key for text in named if (key := key_of(Kind.RESIDENT, text)) is not None}
    phones = {text: phone for text in named - ids.keys() if isinstance(phone := normal_phone(text), str)}
    hashes = {text: deed.house.vault.phone_hash(phone) for text, phone in phones.items()}
    by_id = await residents.in_community(deed.session, community_id)
    by_phone = {row.phone_hash: row.id for row in by_id.values() if row.phone_hash is not None}
    found = {text: by_phone[hashed] for text, hashed in hashes.items() if hashed in by_phone}
    return found | {text: key for text, key in ids.items() if key in by_id}
