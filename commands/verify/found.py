"""What was found in a file, and how that is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commands.verify.wrong import several, shown


@dataclass(frozen=True, slots=True)
class Counted:
    """A poll that was counted again, and came to what the file says."""

    poll: str
    votes: int
    choices: Mapping[str, int]
    winner: str | None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A poll whose ballots cannot be opened, and why: it is secret, or still open."""

    poll: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds, or in `wrong` the first thing that is not as it must be; then the rest says nothing."""

    wrong: str | None = None
    about: str = ""
    exported_at: str = ""
    entries: int = 0
    checkpoints: int = 0
    ballots: int = 0
    redactions: int = 0
    counted: tuple[Counted, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    keys: tuple[str, ...] = ()
    signed_by: str = ""
    pinned: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return self.wrong is None


def sentences(found: Found) -> Iterator[str]:
    """What was found, in plain words."""
    if found.wrong is not None:
        yield f"The record is not sound: {found.wrong}"
        return
    yield f"The record of {found.about}, exported at {found.exported_at}, is sound."
    held = (several(found.entries, "entry", "entries"), several(found.checkpoints, "checkpoint"))
    yield f"It has {', '.join(held)} and {several(found.ballots, 'ballot')}."
    if found.redactions:
        taken = several(found.redactions, "utterance was", "utterances were")
        yield f"{taken} taken away later on, each with a reason."
    for poll in found.counted:
        heads = ", ".join(f"{shown(key)} {number:,}" for key, number in poll.choices.items())
        winner = "nothing is decided" if poll.winner is None else f"{shown(poll.winner)} wins"
        yield f"{poll.poll} was counted again: {several(poll.votes, 'vote')} ({heads}); {winner}."
    for other in found.uncounted:
        yield f"{other.poll} could not be counted again: it is {other.why}."
    yield f"Keys: {', '.join(found.keys)}; the end is signed by {found.signed_by}."
    if found.pinned:
        yield f"Pinned, and found: {', '.join(found.pinned)}."
    else:
        yield "No key was pinned with --key: whose keys these are, the file alone does not show."
