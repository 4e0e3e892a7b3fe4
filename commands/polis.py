"""Exports of Polis conversations: statements, every vote in order of time, and each participant's last vote.

In `votes.csv` people change their minds and press twice; sorted by time, the last vote of each pair is the cell of
`participants-votes.csv`, where empty means no vote and 0 means to pass. The counts in `comments.csv` are not used:
they count changed votes twice.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CHOICES = {"1": "agree", "-1": "disagree", "0": "pass"}
"""Polis's sign for a vote, and the key of our choice."""

LONGEST_TEXT = 500
NO_TEXT = "(空白)"
FIRST_STATEMENT_COLUMN = 6

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote as it was cast; `at` is in milliseconds since 1970."""

    at: int
    participant: int
    statement: int
    choice: str


@dataclass(frozen=True, slots=True)
class Export:
    """A conversation. `votes` are in order of time; `final` gives the last choice of (participant, statement)."""

    topic: str
    description: str
    statements: tuple[Statement, ...]
    votes: tuple[Vote, ...]
    final: Mapping[tuple[int, int], str]

    @property
    def participants(self) -> list[int]:
        """Everyone who has voted, by number."""
        return sorted({vote.participant for vote in self.votes} | {participant for participant, _ in self.final})

    def first(self, statements: int) -> "Export":
        """The same conversation with only its first statements and the votes on them."""
        kept = self.statements[:statements]
        ids = {statement.id for statement in kept}
        return Export(
            self.topic,
            self.description,
            kept,
            tuple(vote for vote in self.votes if vote.statement in ids),
            {pair: choice for pair, choice in self.final.items() if pair[1] in ids},
        )


def read_export(folder: Path) -> Export:
    """The export in a folder. Raises FileNotFoundError, or ValueError with file and line for what makes no sense."""
    statements = tuple(sorted(_statements(folder / "comments.csv"), key=lambda statement: statement.id))
    ids = {statement.id for statement in statements}
    if not ids:
        raise ValueError("comments.csv: there is no statement")
    if len(ids) < len(statements):
        raise ValueError("comments.csv: two statements share a comment-id")
    votes = sorted(_votes(folder / "votes.csv", ids), key=lambda vote: vote.at)
    summary = _summary(folder / "summary.csv")
    return Export(
        topic=one_line(summary.get("topic", "")) or folder.name,
        description=summary.get("conversation-description", "").strip(),
        statements=statements,
        votes=tuple(votes),
        final=dict(_final(folder / "participants-votes.csv", ids)),
    )


def one_line(text: str) -> str:
    """The text on one line, without doubled blanks."""
    return " ".join(text.split())


def question(text: str) -> str:
    """A statement as the question of a poll: one line of at most 500 characters, never empty."""
    line = one_line(text) or NO_TEXT
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def _statements(path: Path) -> Iterator[Statement]:
    for place, row in _rows(path):
        yield Statement(_number(place, row, "comment-id"), question(_cell(place, row, "comment-body")))


def _votes(path: Path, statements: set[int]) -> Iterator[Vote]:
    for place, row in _rows(path):
        yield Vote(
            at=_number(place, row, "timestamp"),
            participant=_number(place, row, "voter-id"),
            statement=_statement(place, _number(place, row, "comment-id"), statements),
            choice=_choice(place, _cell(place, row, "vote")),
        )


def _final(path: Path, statements: set[int]) -> Iterator[tuple[tuple[int, int], str]]:
    """An empty cell means that the participant never voted on the statement; 0 is a vote, to pass."""
    for place, row in _rows(path):
        participant = _number(place, row, "participant")
        for column in list(row)[FIRST_STATEMENT_COLUMN:]:
            if cell := _cell(place, row, column):
                pair = participant, _statement(place, _number(place, {column: column}, column), statements)
                yield pair, _choice(place, cell)


def _summary(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield f"{path.name}, line {reader.line_num}", row


def _cell(place: str, row: Row, column: str) -> str:
    cell = row.get(column)
    if cell is None:
        raise ValueError(f"{place}: there is no {column}")
    return cell.strip()


def _number(place: str, row: Row, column: str) -> int:
    cell = _cell(place, row, column)
    try:
        return int(cell)
    except ValueError:
        raise ValueError(f"{place}: {column} is {cell!r}, not a whole number") from None


def _statement(place: str, statement: int, known: set[int]) -> int:
    if statement not in known:
        raise ValueError(f"{place}: comments.csv has no statement {statement}")
    return statement


def _choice(place: str, cell: str) -> str:
    choice = CHOICES.get(cell)
    if choice is None:
        raise ValueError(f"{place}: {cell!r} is no vote; a vote is 1, -1 or 0")
    return choice
