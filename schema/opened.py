"""The entries that public figures of points are the sum of, as everybody sees them."""

from datetime import date

import strawberry
from strawberry import ID

from db.models import points as kept
from rules.agreements import today
from rules.ids import Kind, key_of
from schema.context import Context
from schema.ledger import Rule
from schema.sentences.points import what_for


@strawberry.type(description="An entry that a public figure of points counts. It does not say whose it is.")
class CountedEntry:
    rule: Rule | None = strawberry.field(description="What it was given for; null for the prize of a contest.")
    name: str = strawberry.field(description="The same in words, in the caller's language.")
    points: int = strawberry.field(description="The points; below zero where an entry takes points back.")
    day: date = strawberry.field(description="The day on which it counts, in China.")
    issue_id: ID | None = strawberry.field(
        description="The issue it was for; null where not everybody may see what it was for, and for buildings"
        " and teams, whose people may not want to be named."
    )

    @classmethod
    def of(cls, row: kept.PointsEntry, context: Context, *, by_name: bool = True) -> "CountedEntry":
        """The entry without its owner. Only what was given for something counts."""
        if row.counted_at is None:
            raise LookupError("An entry that counts has to have a day.")
        issue = ID(row.source) if by_name and key_of(Kind.ISSUE, row.source) else None
        name = what_for(row.rule, row.movement).said(context.language)
        return cls(rule=row.rule, name=name, points=row.points, day=today(row.counted_at), issue_id=issue)
