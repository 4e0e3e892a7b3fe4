"""Ballots: every vote by its tracker, and the count made again."""

from collections.abc import Mapping
from hashlib import sha256

from commands.verify import forms
from commands.verify.canonical import canonical
from commands.verify.forms import Fields, fit
from commands.verify.lines import Lines
from commands.verify.merkle import Tree
from commands.verify.polls import Group, Poll
from commands.verify.wrong import WrongError, about, several, shown

OPENING: forms.Forms = {
    "choice": forms.TEXT,
    "heads": forms.POSITIVE,
    "replaces": forms.TEXT_OR_NULL,
    "salt": forms.SALT,
}


class Recount:
    """The count of one poll, from its openings."""

    def __init__(self, poll: Poll) -> None:
        self._revisable = poll.revisable
        self._standing: dict[str, tuple[str, int] | None] = {}
        self.heads = dict.fromkeys(poll.keys, 0)

    def add(self, ballot: Fields) -> None:
        """Counts one more. WrongError where it is not what was committed to, or takes a place it cannot take."""
        opening = ballot["opening"]
        if opening is None:
            raise WrongError("opening is missing, and the poll has closed and is not secret")
        with about("opening"):
            fit(opening, OPENING)
        said = {name: opening[name] for name in ("choice", "heads", "replaces")}
        if ballot["commitment"] != sha256(bytes.fromhex(opening["salt"]) + canonical(said)).hexdigest():
            raise WrongError("the commitment does not match the opening")
        if opening["choice"] not in self.heads:
            raise WrongError(f"{shown(opening['choice'])} is no choice of the poll")
        if opening["replaces"] is not None:
            self._take_back(opening["replaces"])
        self.heads[opening["choice"]] += opening["heads"]
        self._standing[ballot["tracker"]] = opening["choice"], opening["heads"]

    def _take_back(self, tracker: str) -> None:
        if not self._revisable:
            raise WrongError("it replaces another, and the poll is not revisable")
        if tracker not in self._standing:
            raise WrongError(f"what it replaces, {shown(tracker)}, is no earlier ballot of the poll")
        before = self._standing[tracker]
        if before is None:
            raise WrongError(f"what it replaces, {shown(tracker)}, has been replaced before")
        self._standing[tracker] = None
        self.heads[before[0]] -= before[1]


def count_again(lines: Lines, poll: Poll) -> int:
    """How many ballots a poll has. WrongError where they are not those of its entries, or do not come to its result."""
    recount = None if poll.hidden else Recount(poll)
    for group in poll.groups:
        _count_group(lines, poll, group, recount)
    if recount and poll.result and poll.result["choices"] != recount.heads:
        says = f"choices is {_heads(poll.result['choices'])}, counted is {_heads(recount.heads)}"
        raise WrongError(f"poll.closed of {poll.id}: {says}", poll.result_line)
    return sum(len(group.trackers) for group in poll.groups)


def _count_group(lines: Lines, poll: Poll, group: Group, recount: Recount | None) -> None:
    tree, entry = Tree(), f"{poll.stream} entry {group.seq}"
    for place, tracker in enumerate(group.trackers):
        ballot = lines.take("ballot")
        if ballot is None:
            held = several(len(group.trackers), "ballot")
            raise WrongError(f"{entry}: it has {held}, and the file has only {place:,}", group.line)
        with about(f"{entry} ballot {place}"):
            _check_place(ballot, poll, group, place, tracker)
            if recount:
                recount.add(ballot)
            elif ballot["opening"] is not None:
                raise WrongError(f"it is opened, and the poll is {poll.hidden}")
        tree.add(canonical({"commitment": ballot["commitment"], "tracker": ballot["tracker"]}))
    with about(entry):
        if tree.root() != group.root:
            raise WrongError("root is not that of its ballots", group.line)
        if recount:
            _check_count(group, recount)


def _check_place(ballot: Fields, poll: Poll, group: Group, place: int, tracker: str) -> None:
    if (ballot["poll"], ballot["seq"], ballot["place"]) != (poll.id, group.seq, place):
        raise WrongError("this is where it belongs, and another stands here")
    if ballot["tracker"] != tracker:
        raise WrongError("the tracker is not the one of the entry")


def _check_count(group: Group, recount: Recount) -> None:
    votes = sum(recount.heads.values())
    if votes != group.votes:
        raise WrongError(f"votes is {group.votes:,}, counted is {votes:,}", group.line)
    if group.choices is not None and group.choices != recount.heads:
        raise WrongError(f"choices is {_heads(group.choices)}, counted is {_heads(recount.heads)}", group.line)


def _heads(choices: Mapping[str, int]) -> str:
    return ", ".join(f"{shown(key)} {heads:,}" for key, heads in choices.items())
