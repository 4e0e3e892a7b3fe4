"""A whole file, from its first line to its end."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from commands.verify.ballots import count_again
from commands.verify.checkpoints import Checkpoints
from commands.verify.forms import Fields
from commands.verify.found import Counted, Found, Uncounted
from commands.verify.keys import Keys
from commands.verify.lines import Lines
from commands.verify.polls import Poll
from commands.verify.story import Story
from commands.verify.streams import Streams
from commands.verify.wrong import WHOLE_FILE, WrongError, about, shown


def check(path: Path, pins: Sequence[str] = ()) -> Found:
    """What was found in the file; `wrong` names the first wrong thing by its line.

    Each pin, a key id or a public key as `pin_of` gives it, has to be among the keys of the file, and the one that
    signed the end has to be pinned, or to come after a pinned one in their chain.
    """
    try:
        with path.open("rb") as file:
            return check_file(file, pins)
    except OSError as error:
        return Found(wrong=f"{shown(str(path))} cannot be read ({error.strerror}).")


def check_file(file: BinaryIO, pins: Sequence[str] = ()) -> Found:
    """As `check`, of a file that is open for reading. It is read once, from where it stands."""
    lines = Lines(file)
    try:
        return _checked(lines, pins)
    except WrongError as wrong:
        line = lines.number if wrong.line is None else wrong.line
        return Found(wrong=f"line {line}: {wrong.says}." if line != WHOLE_FILE else f"{wrong.says}.")


def _checked(lines: Lines, pins: Sequence[str]) -> Found:
    record = lines.one("record")
    _check_streams(record)
    keys = _read_keys(lines)
    pinned = keys.pinned(pins)
    streams, story = Streams(record["streams"]), Story(record["streams"])
    _read_entries(lines, streams, story)
    checkpoints = _read_checkpoints(lines, Checkpoints(streams, keys))
    ballots = _read_ballots(lines, story)
    signer = _read_end(lines, keys, pinned)
    return Found(
        about=record.get("meeting") or record["issue"],
        exported_at=record["exportedAt"],
        entries=sum(stream.size for stream in streams.by_name.values()),
        checkpoints=checkpoints,
        ballots=ballots,
        redactions=story.redactions,
        counted=tuple(_counted(poll) for poll in story.polls.values() if not poll.hidden),
        uncounted=tuple(Uncounted(poll.id, poll.hidden) for poll in story.polls.values() if poll.hidden),
        keys=keys.ids,
        signed_by=signer,
        pinned=pinned,
    )


def _read_checkpoints(lines: Lines, checkpoints: Checkpoints) -> int:
    for checkpoint in lines.all("checkpoint"):
        with about(f"checkpoint of {checkpoint['stream']} entry {checkpoint['seq']}"):
            checkpoints.add(checkpoint)
    checkpoints.complete()
    return checkpoints.number


def _check_streams(record: Fields) -> None:
    if "meeting" in record:
        if record["streams"] != [record["meeting"].replace("meeting_", "record:")]:
            raise WrongError("streams is not the meeting's alone")
        return
    issue, *polls = record["streams"] or [""]
    if issue != record["issue"].replace("issue_", "issue:"):
        raise WrongError("streams does not begin with the issue's")
    if not all(name.startswith("poll:") for name in polls):
        raise WrongError("streams has a second issue")
    if len(set(polls)) < len(polls):
        raise WrongError("streams has a stream twice")


def _read_keys(lines: Lines) -> Keys:
    keys = Keys()
    key: Fields | None = lines.one("key")
    while key:
        with about(f"key {key['keyId']}"):
            keys.add(key)
        key = lines.take("key")
    return keys


def _read_entries(lines: Lines, streams: Streams, story: Story) -> None:
    entry: Fields | None = lines.one("entry")
    while entry:
        where = f"{entry['stream']} entry {entry['seq']}"
        with about(where):
            ended = streams.turn(entry["stream"])
        if ended:
            story.complete(ended)
        with about(where):
            streams.now.add(entry, lines.number)
            story.add(entry, lines.number)
        entry = lines.take("entry")
    story.complete(streams.now.name)
    streams.complete()


def _read_ballots(lines: Lines, story: Story) -> int:
    number = sum(count_again(lines, poll) for poll in story.polls.values())
    if ballot := lines.take("ballot"):
        raise WrongError(f"no votes.cast has this ballot, of {ballot['poll']} entry {ballot['seq']}")
    return number


def _read_end(lines: Lines, keys: Keys, pinned: Sequence[str]) -> str:
    number, digest = lines.number, lines.digest
    end = lines.one("end")
    with about("end"):
        if end["lines"] != number:
            raise WrongError(f"lines is {end['lines']:,}, and {number:,} come before")
        if end["digest"] != digest:
            raise WrongError("the digest is not that of the lines before")
        signer: str = keys.signed(end, "digest", "keyId", "lines")["keyId"]
        if pinned and not keys.descends(signer, pinned):
            raise WrongError(f"the key {signer} is not pinned, and comes after none that is")
    lines.nothing_more()
    return signer


def _counted(poll: Poll) -> Counted:
    result = poll.result or {}
    return Counted(poll.id, result["votes"], result["choices"], result["winner"])
