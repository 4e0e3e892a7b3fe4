"""Casting votes. Those that arrive together are checked one after the other and written in one transaction."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, insert, update

from db.models.polls import Vote, VoteKey
from db.queries import polls
from db.queries.polls import Standing
from db.streams import Addition
from resolvers import issues
from resolvers.deed import Deed, perform
from resolvers.house import House
from resolvers.polls.ballots import Ballot, Receipt
from resolvers.polls.streams import public_counts, stream_of
from rules.polls import may_vote
from rules.refusals import Code, Refusal, refuse
from rules.texts import IDEMPOTENCY_KEY, accept, one_line

Answer = Receipt | Refusal

POLL_UNKNOWN = refuse(Code.NOT_FOUND, "poll_unknown", "pollId")
KEY_USED = refuse(Code.CONFLICT, "key_used", "idempotencyKey")
TRACKER_BYTES = 16
# The tables themselves: for hundreds of rows the mapped classes cost more than the database.
NEW_VOTES = insert(Vote.__table__)  # type: ignore[arg-type]
NEW_KEYS = insert(VoteKey.__table__)  # type: ignore[arg-type]


async def cast_vote(house: House, resident_id: UUID, poll_id: UUID, choice: str, key: str | None = None) -> Answer:
    """Counts one vote, or says why not. Durable once it returns.

    The same key with the same content gives the same receipt again; with other content it is a CONFLICT.
    """
    if key is not None:
        accepted = accept(key, IDEMPOTENCY_KEY)
        if isinstance(accepted, Refusal):
            return accepted
        key = accepted
    return await house.ballots.submit(Ballot(resident_id, poll_id, one_line(choice), key))


async def cast_together(house: House, ballots: Sequence[Ballot]) -> Sequence[Answer]:
    """The answer to each ballot, in order. One that is refused refuses only itself."""
    answers = await perform(house, lambda deed: _count(deed, ballots))
    if isinstance(answers, Refusal):
        raise TypeError("A group of votes is never refused as a whole.")
    return answers


async def _count(deed: Deed, ballots: Sequence[Ballot]) -> list[Answer]:
    box = await _open_box(deed, ballots)
    marks = [box.mark(deed, ballot) for ballot in ballots]
    if box.marks:
        await _write_entries(deed, box)
        await _write_votes(deed, box)
    if box.new_keys:
        await _write_keys(deed, box)
    return [box.answer(mark) for mark in marks]


@dataclass(slots=True)
class Mark:
    """A vote that counts, not yet numbered. `before` is the choice it replaces."""

    ballot: Ballot
    tracker: str
    weights: tuple[int, int]
    before: str | None


@dataclass(slots=True)
class Box:
    """What has to be known to check a group of ballots, kept up to date as they are counted one by one."""

    standings: dict[UUID, Standing]
    roll: dict[tuple[UUID, UUID], tuple[int, int]]
    receipts: dict[tuple[UUID, UUID], tuple[str, Receipt]]
    keys: dict[tuple[UUID, str], tuple[bytes, Receipt | Mark]]
    counted: dict[tuple[UUID, UUID], Mark] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    new_keys: list[tuple[UUID, str]] = field(default_factory=list)
    numbered: dict[str, Receipt] = field(default_factory=dict)

    def mark(self, deed: Deed, ballot: Ballot) -> Mark | Receipt | Refusal:
        """What becomes of one ballot, given those before it."""
        name = (ballot.resident_id, ballot.key or "")
        if ballot.key is not None and (used := self.keys.get(name)):
            content, earlier = used
            return earlier if content == ballot.content else KEY_USED
        result = self._check(deed, ballot)
        if ballot.key is not None and not isinstance(result, Refusal):
            self.keys[name] = (ballot.content, result)
            self.new_keys.append(name)
        return result

    def _check(self, deed: Deed, ballot: Ballot) -> Mark | Receipt | Refusal:
        standing = self.standings.get(ballot.poll_id)
        if standing is None:
            return POLL_UNKNOWN
        who = (ballot.poll_id, ballot.resident_id)
        before = self._choice_now(who)
        if refusal := may_vote(
            standing.terms, ballot.choice, on_roll=who in self.roll, voted=before is not None, now=deed.now
        ):
            return refusal
        if before == ballot.choice:
            return self.counted[who] if who in self.counted else self.receipts[who][1]
        return self._take(standing, Mark(ballot, secrets.token_urlsafe(TRACKER_BYTES), self.roll[who], before))

    def _choice_now(self, who: tuple[UUID, UUID]) -> str | None:
        if who in self.counted:
            return self.counted[who].ballot.choice
        return self.receipts[who][0] if who in self.receipts else None

    def _take(self, standing: Standing, mark: Mark) -> Mark:
        heads = mark.weights[0]
        for choice in standing.choices:
            choice.votes += heads * ((choice.key == mark.ballot.choice) - (choice.key == mark.before))
        self.counted[mark.ballot.poll_id, mark.ballot.resident_id] = mark
        self.marks.append(mark)
        return mark

    def answer(self, mark: Mark | Receipt | Refusal) -> Answer:
        """The receipt of a mark, once its entry has a number."""
        return self.numbered[mark.tracker] if isinstance(mark, Mark) else mark


async def _open_box(deed: Deed, ballots: Sequence[Ballot]) -> Box:
    session = deed.session
    poll_ids = {ballot.poll_id for ballot in ballots}
    # Whoever closes a poll holds its stream too, so a vote comes wholly before the close or wholly after it.
    await deed.hold(*(stream_of(poll_id) for poll_id in poll_ids))
    pairs = {(ballot.poll_id, ballot.resident_id) for ballot in ballots}
    keyed = {(ballot.resident_id, ballot.key) for ballot in ballots if ballot.key is not None}
    votes = await polls.votes_of(session, pairs)
    keys = await polls.keys_of(session, keyed)
    return Box(
        standings=await polls.by_ids(session, poll_ids),
        roll=await polls.on_roll(session, pairs),
        receipts={who: (vote.choice, _receipt(vote)) for who, vote in votes.items()},
        keys={who: (used.content, _receipt(used)) for who, used in keys.items()},
    )


def _receipt(kept: Vote | VoteKey) -> Receipt:
    return Receipt(kept.poll_id, kept.seq, kept.tracker, kept.cast_at)


async def _write_entries(deed: Deed, box: Box) -> None:
    by_poll: dict[UUID, list[Mark]] = defaultdict(list)
    for mark in box.marks:
        by_poll[mark.ballot.poll_id].append(mark)
    additions: list[Addition] = []
    for poll_id, marks in by_poll.items():
        standing = box.standings[poll_id]
        poll, shown = standing.poll, public_counts(standing)
        poll.seq, poll.changed_at = poll.seq + 1, deed.now
        trackers = [mark.tracker for mark in marks]
        additions.append(Addition(stream_of(poll_id), "votes.cast", {**shown, "trackers": trackers}))
        additions.append(Addition(issues.stream_of(poll.issue_id), "poll.tally", {**shown, "seq": poll.seq}))
        for mark in marks:
            box.numbered[mark.tracker] = Receipt(poll_id, poll.seq, mark.tracker, deed.now)
    await deed.append_all(additions)


async def _write_votes(deed: Deed, box: Box) -> None:
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for (poll_id, resident_id), mark in sorted(box.counted.items()):
        standing_before = (poll_id, resident_id) in box.receipts
        heads, area = mark.weights
        row = {"choice": mark.ballot.choice, "heads": heads, "area": area, "tracker": mark.tracker}
        row |= {"seq": box.numbered[mark.tracker].seq, "cast_at": deed.now}
        names = ("of_poll", "of_resident") if standing_before else ("poll_id", "resident_id")
        (changed if standing_before else new).append(row | dict(zip(names, (poll_id, resident_id), strict=True)))
    if new:
        await deed.session.execute(NEW_VOTES, new)
    if changed:
        same = Vote.poll_id == bindparam("of_poll"), Vote.resident_id == bindparam("of_resident")
        await (await deed.session.connection()).execute(update(Vote).where(*same), changed)


async def _write_keys(deed: Deed, box: Box) -> None:
    rows = []
    for resident_id, key in sorted(box.new_keys):
        content, result = box.keys[resident_id, key]
        receipt = box.answer(result)
        if isinstance(receipt, Receipt):
            row = {"resident_id": resident_id, "key": key, "content": content, "poll_id": receipt.poll_id}
            rows.append(row | {"tracker": receipt.tracker, "seq": receipt.seq, "cast_at": receipt.cast_at})
    await deed.session.execute(NEW_KEYS, rows)
