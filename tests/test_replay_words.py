"""Whatever is written in the record of an issue or a meeting is told by the page's replay in words of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
KIND = re.compile(r"[a-z_]+\.[a-z_]+")
TOLD = re.compile(r"^  '([a-z_]+\.[a-z_]+)':", re.MULTILINE)
ON_OTHER_STREAMS = {
    "activity",
    "badge",
    "badge_set",
    "badges",
    "buildings",
    "calendar",
    "community",
    "council",
    "contest",
    "department",
    "gift",
    "grids",
    "handing_out",
    "help",
    "honour",
    "hold",
    "hours",
    "household",
    "households",
    "nomination",
    "notice",
    "pickup_place",
    "points",
    "points_tariff",
    "procedure",
    "register",
    "report",
    "resolution",
    "reward",
    "skill",
    "team",
    "trades",
    "votes",
    "voucher",
    "whistle",
}
"""What kinds begin with that are never in a record which can be replayed."""


def kinds(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
            yield node.value


def written() -> set[str]:
    """Every kind of entry that deeds write into records."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "resolvers").rglob("*.py"))
    return {kind for source in sources for kind in kinds(source) if kind.partition(".")[0] not in ON_OTHER_STREAMS}


def told() -> set[str]:
    """Every kind of entry that the page has words for."""
    return set(TOLD.findall((ROOT / "web/src/live/replay/tell.ts").read_text(encoding="utf-8")))


def test_every_kind_of_entry_has_a_sentence_and_every_sentence_a_kind():
    assert told() == written()


def test_kinds_are_found_in_deeds():
    assert set(kinds('note(deed, "agenda.added", {"a": "b"}) or f"{x}.y"')) == {"agenda.added"}
    assert {"issue.raised", "suggestion.adopted", "utterance.redacted", "poll.tally"} <= written()
