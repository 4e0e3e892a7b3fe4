"""Every table, so that the metadata is whole wherever one of them is used."""

from db.models import communities, deadlines, issues, meetings, polls, record, residents
from db.models.base import Base

__all__ = ["Base", "communities", "deadlines", "issues", "meetings", "polls", "record", "residents"]
