"""Casting votes. Those that arrive together are checked and written together, and each gets its own answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db.queries import casting
from db.streams import Addition
from resolvers import issues
from resolvers.deed import Deed, perform
from resolvers.house import House
from resolvers.polls.ballots import Ballot, Receipt
from resolvers.polls.box import Box, Mark
from resolvers.polls.proofs import Opening, leaf
from resolvers.polls.streams import public_counts, stream_of
from rules import merkle
from rules.refusals import Refusal
from rules.texts import accept_key, one_line

Answer = Receipt | Refusal
Rows = list[dict[str, Any]]


async def cast_vote(house: House, resident_id: UUID, poll_id: UUID, choice: str, key: str | None = None) -> Answer:
    """Counts one vote, or says why not. Durable once it returns.

    The same key with the same content gives the same receipt again; with other content it is a CONFLICT.
    """
    if isinstance(named := accept_key(key), Refusal):
        return named
    return await house.ballots.submit(Ballot(resident_id, poll_id, one_line(choice), named))


async def cast_together(house: House, ballots: Sequence[Ballot]) -> Sequence[Answer]:
    """The answer to each ballot, in order. One that is refused refuses only itself."""
    answers = await perform(house, lambda deed: _count(deed, ballots))
    if isinstance(answers, Refusal):
        raise TypeError("A group of votes is never refused as a whole.")
    return answers


async def _count(deed: Deed, ballots: Sequence[Ballot]) -> list[Answer]:
    box = await _open_box(deed, ballots)
    marks = [box.mark(ballot) for ballot in ballots]
    by_poll: dict[UUID, list[Mark]] = defaultdict(list)
    for mark in box.marks:
        by_poll[mark.ballot.poll_id].append(mark)
    await _write_entries(deed, box, by_poll)
    await casting.keep(
        await deed.session.connection(),
        polls=[{"of": poll_id, "to": seq, "moved_at": deed.now} for poll_id, seq in box.numbers.items()],
        choices=_heads(box),
        new=_votes(box, again=False),
        changed=_votes(box, again=True),
        ballots=_ballots(box, by_poll),
        keys=_keys(box),
    )
    return [box.answer(mark) for mark in marks]


async def _open_box(deed: Deed, ballots: Sequence[Ballot]) -> Box:
    poll_ids = {ballot.poll_id for ballot in ballots}
    # Whoever closes a poll holds its stream too, so a vote comes wholly before the close or wholly after it.
    await deed.hold(*map(stream_of, poll_ids))
    connection = await deed.session.connection()
    used = await casting.keys(connection, {(each.resident_id, each.key) for each in ballots if each.key is not None})
    return Box(
        now=deed.now,
        counts=await casting.counts(connection, poll_ids),
        roll=await casting.entitled(connection, {(each.poll_id, each.resident_id) for each in ballots}),
        keys={who: (row.content, Receipt(row.poll_id, row.seq, row.tracker, row.cast_at)) for who, row in used.items()},
    )


async def _write_entries(deed: Deed, box: Box, by_poll: Mapping[UUID, list[Mark]]) -> None:
    additions: list[Addition] = []
    for poll_id, marks in by_poll.items():
        count = box.counts[poll_id]
        seq = box.numbers[poll_id] = count.seq + 1
        leaves = [merkle.leaf_hash(leaf(count.ballot_key, mark.tracker, _opening(mark))) for mark in marks]
        group: dict[str, object] = {"root": merkle.root(leaves).hex(), "size": len(marks)}
        if typed_in := sum(mark.ballot.typed_in for mark in marks):
            group["typedIn"] = typed_in  # how many, not which: who is in the room without a phone is known
        shown = {**public_counts(poll_id, count.visibility, count.heads), **group}
        trackers = [mark.tracker for mark in marks]
        additions.append(Addition(stream_of(poll_id), "votes.cast", {**shown, "trackers": trackers}))
        additions.append(Addition(issues.stream_of(count.issue_id), "poll.tally", {**shown, "seq": seq}))
    if additions:
        await deed.append_all(additions)


def _opening(mark: Mark) -> Opening:
    return Opening(mark.ballot.choice, mark.entitled.heads, mark.replaces)


def _ballots(box: Box, by_poll: Mapping[UUID, list[Mark]]) -> Rows:
    return [
        {
            "poll_id": poll_id,
            "seq": box.numbers[poll_id],
            "place": place,
            "tracker": mark.tracker,
            **_opening(mark)._asdict(),
        }
        for poll_id, marks in by_poll.items()
        for place, mark in enumerate(marks)
    ]


def _heads(box: Box) -> Rows:
    """The numbers of every choice that was marked, or was before."""
    touched = {(mark.ballot.poll_id, mark.ballot.choice) for mark in box.marks}
    touched |= {(mark.ballot.poll_id, mark.before) for mark in box.marks if mark.before is not None}
    return [{"of": poll_id, "of_key": key, "heads": box.counts[poll_id].heads[key]} for poll_id, key in sorted(touched)]


def _votes(box: Box, *, again: bool) -> Rows:
    """The votes of those who have voted before, or of those who have not."""
    names = ("of", "of_resident") if again else ("poll_id", "resident_id")
    return [
        {
            names[0]: poll_id,
            names[1]: resident_id,
            "choice": mark.ballot.choice,
            "heads": mark.entitled.heads,
            "area": mark.entitled.area,
            "tracker": mark.tracker,
            "seq": box.numbers[poll_id],
            "cast_at": box.now,
        }
        for (poll_id, resident_id), mark in sorted(box.counted.items())
        if (mark.entitled.vote is not None) is again
    ]


def _keys(box: Box) -> Rows:
    rows: Rows = []
    for resident_id, key in sorted(box.new_keys):
        content, result = box.keys[resident_id, key]
        receipt = box.answer(result)
        if isinstance(receipt, Receipt):
            row = {"resident_id": resident_id, "key": key, "content": content, "poll_id": receipt.poll_id}
            rows.append(row | {"tracker": receipt.tracker, "seq": receipt.seq, "cast_at": receipt.cast_at})
    return rows
