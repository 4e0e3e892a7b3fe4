"""Putting what takes part in a contest to the vote of all residents."""

from collections.abc import Sequence

from db.models.contests import Contest, ContestEntry
from resolvers.actors import Actor
from resolvers.contests.streams import stream_of
from resolvers.deed import Deed
from resolvers.issues import put_up
from resolvers.polls.manage import Proposal, set_up
from rules.ids import Kind, public_id
from rules.issues import Stage as IssueStage
from rules.polls import TallyVisibility
from rules.refusals import Refusal


def choice_of(number: int) -> str:
    """The key of the choice that stands for an entry."""
    return f"n{number}"


async def put_to_the_vote(deed: Deed, actor: Actor, row: Contest, entries: Sequence[ContestEntry]) -> Refusal | None:
    """None once there is a poll on the entries, on an issue of its own, until the contest closes."""
    texts = {"title": row.title, "description": row.description}
    issue = await put_up(deed, actor, texts, IssueStage.VOTING)
    proposal = Proposal(
        question=row.title,
        choices=[(choice_of(each.number), f"{each.number}. {each.title}") for each in entries],
        opens_at=None,
        closes_at=row.closes_at,
        tally_visibility=TallyVisibility.AFTER_CLOSE,
    )
    standing = await set_up(deed, issue, proposal)
    if isinstance(standing, Refusal):
        return standing
    row.poll_id = standing.poll.id
    payload = {
        "pollId": public_id(Kind.POLL, standing.poll.id),
        "entries": [
            {"entryId": public_id(Kind.CONTEST_ENTRY, each.id), "number": each.number, "title": each.title}
            for each in entries
        ],
    }
    await deed.append(stream_of(row.id), "contest.vote_opened", payload)
    return None
