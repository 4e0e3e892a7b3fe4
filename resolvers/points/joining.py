"""Who has joined a deliberation: voted and spoken, or signed in on the spot."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from db.batches import batched
from db.models.deadlines import Due
from db.models.polls import Poll
from db.queries import badges, issues, polls, voices
from resolvers.badges.earning import consider
from resolvers.deed import Deed
from resolvers.points.earning import earn
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Rule

PAID_AT_ONCE, CONSIDERED_AT_ONCE = 50, 500
"""How many are given points in one transaction, and looked at for badges in one piece."""


async def spoke(deed: Deed, issue_id: UUID, resident_id: UUID) -> None:
    """Notes that somebody has commented or has had the floor; with a vote they have joined."""
    await voices.raise_voice(deed.session, issue_id, resident_id)
    if await voices.has_voted(deed.session, issue_id, resident_id):
        await joined(deed, issue_id, [resident_id])


async def pay_after(deed: Deed, poll: Poll) -> None:
    """Sees to it that those who joined a deliberation get their points soon after a poll on it has closed."""
    due = await voices.unpaid_voices(deed.session, poll, public_id(Kind.ISSUE, poll.issue_id), 1)
    if due or await badges.with_books(deed.session, [poll.issue_id]):
        deed.set_deadline(Due.VOICES_PAID, poll.id, deed.now)


async def pay_when_due(deed: Deed, poll_id: UUID) -> None:
    """Gives points to some of those who have spoken about an issue and voted in its poll, and comes back for the rest.

    Not before the close: points that come with a vote would tell everybody who watches both whose vote it was.
    """
    poll = (await polls.by_ids(deed.session, [poll_id]))[poll_id].poll
    name = public_id(Kind.ISSUE, poll.issue_id)
    unpaid = await voices.unpaid_voices(deed.session, poll, name, PAID_AT_ONCE)
    if unpaid:
        await joined(deed, poll.issue_id, unpaid, poll.closed_at)
    if len(unpaid) == PAID_AT_ONCE:
        deed.set_deadline(Due.VOICES_PAID, poll_id, deed.now)
        return
    # The badges of everybody count no votes, so that most communities are asked nothing more.
    if await badges.with_books(deed.session, [poll.issue_id]):
        for voters in batched(await voices.voters(deed.session, poll_id), CONSIDERED_AT_ONCE):
            await consider(deed, poll.community_id, voters, GoodDeed.VOTE)


async def joined(deed: Deed, issue_id: UUID, resident_ids: Collection[UUID], done_at: datetime | None = None) -> None:
    """Gives points for a deliberation, once for each issue; for the team each was in at `done_at`, or is in now."""
    issue = (await issues.by_ids(deed.session, [issue_id])).get(issue_id)
    if issue is not None:
        name = public_id(Kind.ISSUE, issue_id)
        await earn(deed, issue.community_id, resident_ids, Rule.DELIBERATION, name, {"issueId": name}, done_at=done_at)
        await consider(deed, issue.community_id, resident_ids, GoodDeed.DELIBERATION)
