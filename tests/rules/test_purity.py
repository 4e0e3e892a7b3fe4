"""The rules know nothing but themselves."""

import ast
import sys
from pathlib import Path

RULES = Path(__file__).parents[2] / "rules"
CLOCKS_AND_CHANCE = {"random", "secrets", "time", "os", "socket", "asyncio", "pathlib", "logging"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def test_rules_import_only_the_standard_library_and_each_other():
    for path in RULES.rglob("*.py"):
        assert imported(path) <= sys.stdlib_module_names | {"rules"}, path.name


def test_rules_read_no_clock_throw_no_dice_and_touch_nothing_outside():
    for path in RULES.rglob("*.py"):
        assert not imported(path) & CLOCKS_AND_CHANCE, path.name
        assert ".now(" not in path.read_text(encoding="utf-8"), path.name
