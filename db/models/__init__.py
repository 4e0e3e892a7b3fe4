"""Every table, so that the metadata is whole wherever one of them is used."""

from db.models import agreements, communities, deadlines, issues, meetings, polls, proceedings, record, residents
from db.models.base import Base

__all__ = [
    "Base",
    "agreements",
    "communities",
    "deadlines",
    "issues",
    "meetings",
    "polls",
    "proceedings",
    "record",
    "residents",
]
