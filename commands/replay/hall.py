"""Before a replay: one issue taken to the vote, and a poll on it for each statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from commands.polis import CHOICES, Export, Statement
from commands.replay.api import ApiError, Line

LABELS = {"agree": "同意", "disagree": "不同意", "pass": "略过"}
STEPS = ("SCREENED", "PREPARING", "DELIBERATING", "VOTING")
OPEN_FOR = timedelta(hours=12)
LONGEST_TITLE = 120
REASON = "重放一次真实的讨论，看票数是否分毫不差。"

REFUSAL = "... on Refusal { code message field }"
ISSUE = f"{{ ... on Issue {{ id }} {REFUSAL} }}"
POLL = f"{{ ... on Poll {{ id }} {REFUSAL} }}"
RAISE = f"mutation Raise($input: RaiseIssueInput!) {{ done: raiseIssue(input: $input) {ISSUE} }}"
ADVANCE = f"mutation Advance($input: AdvanceIssueInput!) {{ done: advanceIssue(input: $input) {ISSUE} }}"
OPEN = f"mutation Open($input: OpenPollInput!) {{ done: openPoll(input: $input) {POLL} }}"


@dataclass(frozen=True, slots=True)
class Hall:
    """The issue and, for each statement, its poll."""

    issue_id: str
    polls: Mapping[int, str]


async def open_hall(line: Line, moderator: str, export: Export, opened: Callable[[], None]) -> Hall:
    """Raises the issue, leads it to VOTING and opens the polls, saying so after each. Raises ApiError if refused."""

    async def do(document: str, given: dict[str, object]) -> str:
        return _id((await line.ask(document, {"input": given}, moderator))["done"])

    title = export.topic[:LONGEST_TITLE]
    issue_id = await do(RAISE, {"title": title, "description": export.description or title})
    for stage in STEPS:
        await do(ADVANCE, {"issueId": issue_id, "to": stage, "reason": REASON})
    polls = {}
    for statement in export.statements:
        polls[statement.id] = await do(OPEN, _poll(issue_id, statement))
        opened()
    return Hall(issue_id, polls)


def _poll(issue_id: str, statement: Statement) -> dict[str, object]:
    return {
        "issueId": issue_id,
        "question": statement.text,
        "choices": [{"key": key, "label": LABELS[key]} for key in CHOICES.values()],
        "closesAt": (datetime.now(UTC) + OPEN_FOR).isoformat(),
        "revisable": True,
        "tallyVisibility": "LIVE",
    }


def _id(done: dict[str, Any]) -> str:
    if "id" not in done:
        raise ApiError(f"{done.get('code')}: {done.get('message')} ({done.get('field')})")
    return str(done["id"])
