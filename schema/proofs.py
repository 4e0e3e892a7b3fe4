"""Checking from outside: signed checkpoints, the keys behind them, and the proof that a vote is in the record."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import record as kept
from resolvers import checkpoints
from resolvers.polls import proofs
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import shown_id
from schema.pages import number_after, number_asked

LONGEST_TRACKER = 40


@strawberry.type(description="A key that checkpoints are signed with (Ed25519).")
class SigningKey:
    key_id: str = strawberry.field(description="The first 16 hex digits of SHA-256 of the public key.")
    public_key: str = strawberry.field(description="The public key, 32 bytes in hex.")
    since: datetime = strawberry.field(description="From when on it signs.")
    previous: str | None = strawberry.field(
        description="The key before, which has signed this one; null for the first."
    )
    signature: str = strawberry.field(
        description="By the key before, by itself for the first: over {keyId, previous, publicKey, since} in canonical"
        " JSON (RFC 8785)."
    )

    @classmethod
    def of(cls, key: kept.SigningKey) -> "SigningKey":
        """The key as everybody sees it."""
        return cls(
            key_id=key.key_id,
            public_key=key.public_key.hex(),
            since=key.since,
            previous=key.previous,
            signature=key.signature.hex(),
        )


@strawberry.type(description="The signed word that a record had this digest at this entry. Keep it, and compare later.")
class Checkpoint:
    stream: str = strawberry.field(description="Which record.")
    seq: int = strawberry.field(description="The number of the entry.")
    digest: str = strawberry.field(description="The entry's digest, which covers everything before it.")
    at: datetime = strawberry.field(description="When it was signed.")
    key_id: str = strawberry.field(description="The key it was signed with.")
    signature: str = strawberry.field(
        description="Ed25519, in hex, over {at, digest, keyId, seq, stream} in canonical JSON (RFC 8785)."
    )

    @classmethod
    def of(cls, checkpoint: kept.Checkpoint) -> "Checkpoint":
        """The checkpoint as everybody sees it."""
        return cls(
            stream=checkpoint.stream,
            seq=checkpoint.seq,
            digest=checkpoint.digest.hex(),
            at=checkpoint.at,
            key_id=checkpoint.key_id,
            signature=checkpoint.signature.hex(),
        )


@strawberry.type(description="What a vote said.")
class BallotOpening:
    choice: str = strawberry.field(description="The key of the choice.")
    heads: int = strawberry.field(description="How many the vote stands for.")
    replaces: str | None = strawberry.field(
        description="The tracker of the vote of the same person it took the place of."
    )
    salt: str = strawberry.field(
        description="Sixteen bytes in hex. SHA-256 of them and {choice, heads, replaces} in canonical JSON is the"
        " commitment."
    )


@strawberry.type(
    description="Where a vote stands in the record. The leaf is {commitment, tracker} in canonical JSON; hashed up"
    " along the path as in RFC 6962 it gives the root, which the entry has."
)
class VoteProof:
    poll_id: ID = strawberry.field(description="The poll.")
    seq: int = strawberry.field(description="The entry of the poll's record that counted it, with those beside it.")
    place: int = strawberry.field(description="Its place among those counted together, from 0.")
    size: int = strawberry.field(description="How many were counted together.")
    tracker: str = strawberry.field(description="The tracker asked for.")
    commitment: str = strawberry.field(description="What stands for the choice and does not show it.")
    path: list[str] = strawberry.field(description="The hashes beside it, from the leaf upwards.")
    root: str = strawberry.field(description="The root of the tree, as the entry has it.")
    opening: BallotOpening | None = strawberry.field(
        description="What the vote said: for everybody once the poll has closed, before that for whoever cast it, never"
        " in a secret poll."
    )

    @classmethod
    def of(cls, proof: proofs.Proof) -> "VoteProof":
        """The proof as this viewer may see it."""
        opening = None
        if proof.opening is not None and proof.salt is not None:
            opening = BallotOpening(**proof.opening._asdict(), salt=proof.salt.hex())
        return cls(
            poll_id=shown_id(Kind.POLL, proof.poll_id),
            seq=proof.seq,
            place=proof.place,
            size=proof.size,
            tracker=proof.tracker,
            commitment=proof.commitment.hex(),
            path=[step.hex() for step in proof.path],
            root=proof.root.hex(),
            opening=opening,
        )


async def checkpoints_of(info: Asked, stream: str, after: int | None, first: int | None) -> list[Checkpoint]:
    """Some checkpoints of a record, oldest first."""
    start, wanted = number_after(after), number_asked(first)
    info.context.look()
    found = await checkpoints.of_stream(info.context.house, stream, after=start, first=wanted)
    info.context.spend(len(found))
    return list(map(Checkpoint.of, found))


@strawberry.type
class ProofQuery:
    @strawberry.field(
        description="Where the vote with this tracker stands in the record; null where there is none.",
        extensions=[EVERYONE],
    )
    async def vote_proof(
        self, info: Asked, tracker: Annotated[str, strawberry.argument(description="As the receipt gave it.")]
    ) -> VoteProof | None:
        if not tracker or len(tracker) > LONGEST_TRACKER:
            return None
        found = await proofs.prove(info.context.house, tracker, info.context.viewer)
        return VoteProof.of(found) if found else None

    @strawberry.field(
        description="All keys that checkpoints have been signed with, oldest first.", extensions=[EVERYONE]
    )
    async def signing_keys(self, info: Asked) -> list[SigningKey]:
        return list(map(SigningKey.of, await checkpoints.keys(info.context.house)))
