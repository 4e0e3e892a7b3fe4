"""The box: a group of ballots, checked one after the other, each against what those before it have left."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db.queries.casting import Cast, Count, Entitled, Pair
from resolvers.polls.ballots import Ballot, Receipt
from rules.polls import may_vote
from rules.refusals import Code, Refusal, refuse
from rules.texts import KEY_USED

POLL_UNKNOWN = refuse(Code.NOT_FOUND, "poll_unknown", "pollId")
TRACKER_BYTES = 16
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """A vote that counts, not yet numbered. `before` is the choice it replaces, and `replaces` that vote's tracker."""

    ballot: Ballot
    tracker: str
    entitled: Entitled
    before: str | None
    replaces: str | None


@dataclass(slots=True)
class Box:
    """What has to be known to check a group of ballots, kept up to date as they are counted."""

    now: datetime
    counts: dict[UUID, Count]
    roll: dict[Pair, Entitled]
    keys: dict[tuple[UUID, str], tuple[bytes, Receipt | Mark]]
    counted: dict[Pair, Mark] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    new_keys: list[tuple[UUID, str]] = field(default_factory=list)
    numbers: dict[UUID, int] = field(default_factory=dict)
    chance: bytes = b""

    def mark(self, ballot: Ballot) -> Mark | Receipt | Refusal:
        """What becomes of one ballot, given those before it."""
        name = (ballot.resident_id, ballot.key or "")
        if ballot.key is not None and (used := self.keys.get(name)):
            content, earlier = used
            return earlier if content == ballot.content else KEY_USED
        result = self._check(ballot)
        if ballot.key is not None and not isinstance(result, Refusal):
            self.keys[name] = (ballot.content, result)
            self.new_keys.append(name)
        return result

    def answer(self, mark: Mark | Receipt | Refusal) -> Receipt | Refusal:
        """The receipt of a mark, once `numbers` has the entry of its poll."""
        if not isinstance(mark, Mark):
            return mark
        return Receipt(mark.ballot.poll_id, self.numbers[mark.ballot.poll_id], mark.tracker, self.now)

    def _check(self, ballot: Ballot) -> Mark | Receipt | Refusal:
        count = self.counts.get(ballot.poll_id)
        if count is None:
            return POLL_UNKNOWN
        who = (ballot.poll_id, ballot.resident_id)
        entitled, mark = self.roll.get(who), self.counted.get(who)
        vote = entitled.vote if entitled else None
        before, replaces = (mark.ballot.choice, mark.tracker) if mark else vote[:2] if vote else (None, None)
        if refusal := may_vote(
            count.terms, ballot.choice, on_roll=entitled is not None, voted=before is not None, now=self.now
        ):
            return refusal
        if entitled is None:
            raise LookupError("Only those on the roll may vote.")
        if before == ballot.choice:
            return mark or _receipt(ballot.poll_id, vote)
        return self._take(count, Mark(ballot, self._tracker(), entitled, before, replaces))

    def _tracker(self) -> str:
        # Asking the system for chance takes longer than counting a vote, so it is asked for many at once.
        if not self.chance:
            self.chance = secrets.token_bytes(TRACKER_BYTES * AT_ONCE)
        tracker, self.chance = self.chance[:TRACKER_BYTES], self.chance[TRACKER_BYTES:]
        return urlsafe_b64encode(tracker).rstrip(b"=").decode()

    def _take(self, count: Count, mark: Mark) -> Mark:
        count.heads[mark.ballot.choice] += mark.entitled.heads
        if mark.before is not None:
            count.heads[mark.before] -= mark.entitled.heads
        self.counted[mark.ballot.poll_id, mark.ballot.resident_id] = mark
        self.marks.append(mark)
        return mark


def _receipt(poll_id: UUID, vote: Cast | None) -> Receipt:
    if vote is None:
        raise LookupError("Nobody has a receipt who has not voted.")
    return Receipt(poll_id, vote.seq, vote.tracker, vote.cast_at)
