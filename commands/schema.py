"""`schema export` and `schema check`: the schema that clients rely on, kept in a file and never broken."""

from pathlib import Path

from graphql import build_schema as parsed
from graphql import find_breaking_changes, lexicographic_sort_schema, print_schema

from commands.house import stop
from schema.root import build_schema

FILE = Path(__file__).parents[1] / "schema.graphql"


def exported() -> str:
    """The schema in the schema definition language, sorted."""
    return print_schema(lexicographic_sort_schema(build_schema()._schema)) + "\n"


def export() -> None:
    """Writes schema.graphql anew."""
    FILE.write_text(exported(), encoding="utf-8")


def check() -> None:
    """Stops with a sentence where the code's schema breaks or differs from schema.graphql."""
    kept, now = FILE.read_text(encoding="utf-8"), exported()
    broken = find_breaking_changes(parsed(kept), parsed(now))
    if broken:
        stop("Clients would break: " + " ".join(change.description for change in broken))
    if kept != now:
        stop("schema.graphql is not up to date; run `python main.py schema export`.")
