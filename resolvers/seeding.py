"""Filling a house with people, for demonstrations, tests and replays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from uuid import UUID

from sqlalchemy import func, insert, select

from db.models.communities import Community
from db.models.confirmations import Confirmation
from db.models.residents import Resident, RoleHeld, Session
from db.queries import communities
from db.vault import new_token, token_hash
from resolvers.deed import Deed, deed
from rules.confirmations import Way
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.residents import SESSION_LASTS
from rules.roles import Role

DEMONSTRATION = "和合苑社区"
DEMONSTRATION_HOUSEHOLDS = 420
FOUNDINGS = "communities"

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN_NAMES = (
    "秀英",
    "建国",
    "桂兰",
    "伟",
    "玉梅",
    "志强",
    "丽华",
    "海燕",
    "文斌",
    "晓明",
    "国庆",
    "淑珍",
    "子涵",
    "雨桐",
    "浩然",
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added: a number and a name are made up where none is given."""

    roles: tuple[Role, ...] = ()
    phone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Seeded:
    """Somebody who was added, verified and signed in. `resident_id` is the public id."""

    resident_id: str
    phone: str
    roles: list[str] = field(default_factory=list)
    token: str = ""


@deed
async def found_community(
    deed: Deed, name: str = DEMONSTRATION, households: int = DEMONSTRATION_HOUSEHOLDS
) -> UUID | Refusal:
    """The community of this name, founded if the database is empty. CONFLICT where another one lives here."""
    if await communities.first(deed.session) is None and (founded := await _found(deed, name, households)):
        return founded.id
    existing = await communities.first(deed.session)
    return existing.id if existing and existing.name == name else refuse(Code.CONFLICT, "other_community_lives_here")


@deed
async def found_with(deed: Deed, name: str, households: int, people: Sequence[Newcomer]) -> list[Seeded] | Refusal:
    """The first people of a new community, founded with them or not at all. CONFLICT where there is one already."""
    if await communities.first(deed.session) is None and (founded := await _found(deed, name, households)):
        return await _add(deed, founded.id, people)
    return refuse(Code.CONFLICT, "community_exists")


async def _found(deed: Deed, name: str, households: int) -> Community | None:
    """The new community; None where somebody else was a moment faster."""
    # Of two who found at the same moment one begins this stream, and the other finds that it has been begun.
    await deed.hold(FOUNDINGS)
    if FOUNDINGS in deed.held:
        return None
    await deed.append(FOUNDINGS, "community.founded", {"name": name, "households": households})
    founded = Community(
        id=deed.new_id(),
        name=name,
        households=households,
        founded_at=deed.now,
        roll_version=0,
        roll_heads=0,
        roll_area=0,
    )
    deed.session.add(founded)
    await deed.session.flush()
    return founded


@deed
async def add_residents(deed: Deed, community_id: UUID, newcomers: Sequence[Newcomer]) -> list[Seeded]:
    """The newcomers, verified, on the roll, and each with a session. One transaction for all of them."""
    return await _add(deed, community_id, newcomers)


async def _add(deed: Deed, community_id: UUID, newcomers: Sequence[Newcomer]) -> list[Seeded]:
    known = int((await deed.session.execute(select(func.count()).select_from(Resident))).scalar_one())
    phones = await _free_phones(deed, known, sum(1 for newcomer in newcomers if newcomer.phone is None))
    residents, roles, sessions, seeded, keys = [], [], [], [], []
    for number, newcomer in enumerate(newcomers, known):
        phone, token, key = newcomer.phone or next(phones), new_token(), deed.new_id()
        keys.append(key)
        residents.append(_resident(deed, key, community_id, phone, newcomer.name or _name(number)))
        roles += [{"resident_id": key, "community_id": community_id, "role": role} for role in newcomer.roles]
        sessions.append(_session(deed, key, token))
        held = [Role.RESIDENT.value, *(role.value for role in newcomer.roles)]
        seeded.append(Seeded(public_id(Kind.RESIDENT, key), phone, held, token))
    await deed.session.execute(insert(Resident), residents)
    confirmed = [{"resident_id": key, "way": Way.FOUNDER, "at": deed.now} for key in keys]
    await deed.session.execute(insert(Confirmation), confirmed)
    if roles:
        await deed.session.execute(insert(RoleHeld), roles)
    await deed.session.execute(insert(Session), sessions)
    await communities.add_to_roll(deed.session, community_id, keys)
    return seeded


async def _free_phones(deed: Deed, start: int, wanted: int) -> Iterator[str]:
    """Numbers of the made-up range 199 that nobody has yet."""
    vault, numbers, free = deed.house.vault, count(start), list[str]()
    while len(free) < wanted:
        made_up = {vault.phone_hash(phone): phone for phone in (f"+86199{n:08}" for n in islice(numbers, wanted))}
        taken = set[bytes]()
        hashes = list(made_up)
        for i in range(0, len(hashes), 500):
            query = select(Resident.phone_hash).where(Resident.phone_hash.in_(hashes[i : i + 500]))
            taken.update(await deed.session.scalars(query))
        free += [phone for hashed, phone in made_up.items() if hashed not in taken]
    return iter(free)


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN_NAMES[number // len(SURNAMES) % len(GIVEN_NAMES)]


def _resident(deed: Deed, key: UUID, community_id: UUID, phone: str, name: str) -> dict[str, object]:
    vault = deed.house.vault
    return {
        "id": key,
        "community_id": community_id,
        "display_name": name,
        "phone_sealed": vault.seal(phone),
        "phone_hash": vault.phone_hash(phone),
        "registered_at": deed.now,
        "verified_at": deed.now,
    }


def _session(deed: Deed, resident_id: UUID, token: str) -> dict[str, object]:
    return {
        "id": deed.new_id(),
        "resident_id": resident_id,
        "token_hash": token_hash(token),
        "started_at": deed.now,
        "expires_at": deed.now + SESSION_LASTS,
    }
