"""Agreements for tests."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from resolvers import seeding
from resolvers.agreements import drafting, progress, signing
from resolvers.agreements.progress import Noted
from resolvers.agreements.reading import Whole
from rules.agreements import SIGNING, Point, today
from rules.ids import Kind, key_of
from rules.proceedings import Party
from rules.refusals import Refusal
from tests.support.house import Hall, done

TEXTS = ("东门的路灯一周内修好。", "路灯每月查一次。", "坏了的灯请拍照告诉物业。")


def signers(hall: Hall) -> dict[Party, seeding.Seeded]:
    """Who signs for each party, unless a test says otherwise."""
    return dict(zip(SIGNING, (hall.staff, *hall.neighbours[:2]), strict=True))


def key(person: seeding.Seeded) -> UUID:
    """The person's key."""
    found = key_of(Kind.RESIDENT, person.resident_id)
    assert found is not None
    return found


def some_points(hall: Hall, texts: Sequence[str] = TEXTS) -> list[Point]:
    """A point for each text, due in a week, the first of which the property company sees to."""
    due = today(hall.clock.now()) + timedelta(days=7)
    turns = (Party.PROPERTY_COMPANY, Party.COMMUNITY, Party.RESIDENTS)
    return [Point(text, turns[number % 3], due) for number, text in enumerate(texts)]


async def asked_to_draft(
    hall: Hall,
    meeting_id: UUID,
    points: Sequence[Point] | None = None,
    named: Mapping[Party, UUID] | None = None,
    by: seeding.Seeded | None = None,
) -> Whole | Refusal:
    """What the moderator writes down, or why not."""
    people = {party: key(person) for party, person in signers(hall).items()} | dict(named or {})
    points = some_points(hall) if points is None else points
    return await drafting.draft(hall.house, await hall.actor(by or hall.moderator), meeting_id, points, people)


async def agreed(hall: Hall, meeting_id: UUID, texts: Sequence[str] = TEXTS) -> Whole:
    """What the moderator writes down; nobody has signed it."""
    return done(await asked_to_draft(hall, meeting_id, some_points(hall, texts)))


async def signed(hall: Hall, whole: Whole, party: Party, version: int | None = None) -> Whole | Refusal:
    """The agreement with the party's signature, or why not."""
    signer = await hall.actor(signers(hall)[party])
    return await signing.sign(hall.house, signer, whole.agreement.id, version or whole.agreement.version)


async def in_force(hall: Hall, meeting_id: UUID) -> Whole:
    """An agreement that all three have signed."""
    whole = await agreed(hall, meeting_id)
    for party in SIGNING:
        whole = done(await signed(hall, whole, party))
    return whole


async def noted(
    hall: Hall, point_id: UUID, note: str, *, is_done: bool = False, by: seeding.Seeded | None = None
) -> Noted | Refusal:
    """What the moderator, or somebody else, notes on a point, or why not."""
    return await progress.note(hall.house, await hall.actor(by or hall.moderator), point_id, note, done=is_done)
