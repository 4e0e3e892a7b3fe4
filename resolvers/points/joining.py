"""Who has joined a deliberation: voted and spoken, or signed in on the spot."""

from collections.abc import Collection
from uuid import UUID

from db.queries import badges, issues, points
from resolvers.badges.earning import consider
from resolvers.deed import Deed
from resolvers.points.earning import earn
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Rule


async def spoke(deed: Deed, issue_id: UUID, resident_id: UUID) -> None:
    """Notes that somebody has commented or has had the floor; with a vote they have joined."""
    await points.raise_voice(deed.session, issue_id, resident_id)
    if await points.has_voted(deed.session, issue_id, resident_id):
        await joined(deed, issue_id, [resident_id])


async def voted(deed: Deed, votes: Collection[tuple[UUID, UUID]]) -> None:
    """Notes that residents have voted on issues, as (issue, resident); those who have spoken have joined."""
    spoken = await points.voices(deed.session, votes) if votes else set()
    for issue_id in sorted({issue for issue, _ in spoken}):
        await joined(deed, issue_id, [resident for issue, resident in spoken if issue == issue_id])
    # The badges of everybody count no votes, so that most communities are asked nothing more.
    counting = await badges.with_books(deed.session, {issue for issue, _ in votes}) if votes else {}
    for community_id in sorted(set(counting.values())):
        voters = {resident for issue, resident in votes if counting.get(issue) == community_id}
        await consider(deed, community_id, voters, GoodDeed.VOTE)


async def joined(deed: Deed, issue_id: UUID, resident_ids: Collection[UUID]) -> None:
    """Gives points for a deliberation, once for each issue."""
    issue = (await issues.by_ids(deed.session, [issue_id])).get(issue_id)
    if issue is not None:
        name = public_id(Kind.ISSUE, issue_id)
        await earn(deed, issue.community_id, resident_ids, Rule.DELIBERATION, name, {"issueId": name})
        await consider(deed, issue.community_id, resident_ids, GoodDeed.DELIBERATION)
