"""Counting anew, for checks from outside."""

from collections.abc import Mapping
from uuid import UUID

from db.queries import polls
from resolvers.house import House


async def recount(house: House, issue_id: UUID) -> Mapping[UUID, Mapping[str, int]]:
    """The heads behind each choice of an issue's polls, from the votes themselves and not from the kept tally."""
    async with house.database.read() as session:
        return await polls.recount(session, issue_id)
