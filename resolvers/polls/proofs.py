"""What stands for a ballot in the record: a leaf that commits to the choice and shows it to nobody.

docs/record-format.md tells it to those who check.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from db.models.polls import Ballot
from db.queries import ballots, polls
from db.queries.polls import Standing
from db.streams import canonical
from resolvers.house import House
from rules import merkle

SALT_BYTES = 16


class Opening(NamedTuple):
    """What a ballot says: the choice's key, for how many heads, and the tracker of the vote it replaces."""

    choice: str
    heads: int
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a ballot stands among those of its group, and what leads from its leaf to the group's root.

    `opening` and its salt are None where they are not for whoever asks.
    """

    poll_id: UUID
    seq: int
    place: int
    size: int
    tracker: str
    commitment: bytes
    path: Sequence[bytes]
    root: bytes
    opening: Opening | None
    salt: bytes | None


def salt_of(ballot_key: bytes, tracker: str) -> bytes:
    """Sixteen bytes that nobody can guess who does not have the poll's key."""
    return hmac.digest(ballot_key, tracker.encode(), "sha256")[:SALT_BYTES]


def commitment(salt: bytes, opening: Opening) -> bytes:
    """SHA-256 of the salt and the opening in canonical JSON."""
    return hashlib.sha256(salt + canonical(opening._asdict())).digest()


def leaf(ballot_key: bytes, tracker: str, opening: Opening) -> bytes:
    """The commitment and the tracker in canonical JSON."""
    hidden = commitment(salt_of(ballot_key, tracker), opening)
    return canonical({"commitment": hidden.hex(), "tracker": tracker})


def opening_of(ballot: Ballot) -> Opening:
    """What the ballot says."""
    return Opening(ballot.choice, ballot.heads, ballot.replaces)


def shown_to_all(standing: Standing) -> bool:
    """Whether everybody may see what the ballots say: once the poll has closed, unless it is secret."""
    return standing.poll.closed_at is not None and not standing.poll.secret


async def prove(house: House, tracker: str, viewer: UUID | None) -> Proof | None:
    """The proof for one tracker; None where no vote has it.

    What it says is shown once the poll has closed, and before that to whoever cast it, never in a secret poll.
    """
    async with house.database.read() as session:
        ballot = await ballots.by_tracker(session, tracker)
        if ballot is None:
            return None
        standing = (await polls.by_ids(session, [ballot.poll_id]))[ballot.poll_id]
        group = await ballots.of_group(session, ballot.poll_id, ballot.seq)
        mine = viewer and (await polls.votes_of(session, [(ballot.poll_id, viewer)])).get((ballot.poll_id, viewer))
    own = mine and mine.tracker == tracker and not standing.poll.secret
    return _proof(standing.poll.ballot_key, ballot, group, open_=bool(own) or shown_to_all(standing))


def _proof(ballot_key: bytes, ballot: Ballot, group: Sequence[Ballot], *, open_: bool) -> Proof:
    hashes = [merkle.leaf_hash(leaf(ballot_key, each.tracker, opening_of(each))) for each in group]
    salt, opening = salt_of(ballot_key, ballot.tracker), opening_of(ballot)
    return Proof(
        poll_id=ballot.poll_id,
        seq=ballot.seq,
        place=ballot.place,
        size=len(group),
        tracker=ballot.tracker,
        commitment=commitment(salt, opening),
        path=merkle.path(hashes, ballot.place),
        root=merkle.root(hashes),
        opening=opening if open_ else None,
        salt=salt if open_ else None,
    )
