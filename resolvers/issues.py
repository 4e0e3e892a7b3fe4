"""Deeds of issues: raise one, take it a step further, say what matters, talk about it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.issues import Comment, Issue, IssueStep
from db.paging import Ask, Page
from db.queries import issues, polls
from db.search import index_issue
from resolvers.actors import Actor, roles_in
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.points.joining import spoke
from rules import issues as rules
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.refusals import Code, Refusal, refuse
from rules.texts import COMMENT, DESCRIPTION, REASON, TITLE, accept, accept_all

UNKNOWN = refuse(Code.NOT_FOUND, "issue_unknown", "issueId")


def stream_of(issue_id: UUID) -> str:
    """The name of the stream that holds the record of this issue's decision."""
    return f"issue:{issue_id.hex}"


@deed
async def raise_issue(deed: Deed, actor: Actor, title: str, description: str) -> Issue | Refusal:
    """A new issue at its first stage."""
    texts = accept_all(title=(title, TITLE), description=(description, DESCRIPTION))
    if refusal := rules.may_speak(verified=actor.verified):
        return refusal
    if isinstance(texts, Refusal):
        return texts
    return await put_up(deed, actor, texts, Stage.PROPOSED)


async def put_up(deed: Deed, actor: Actor, texts: Mapping[str, str], stage: Stage) -> Issue:
    """A new issue of the actor's at this stage, from texts that have been accepted."""
    issue = Issue(
        id=deed.new_id(),
        community_id=actor.community_id,
        stage=stage,
        important=False,
        raised_by=actor.resident_id,
        raised_at=deed.now,
        comments=0,
        **texts,
    )
    deed.session.add(issue)
    await deed.session.flush()
    await index_issue(deed.session, issue.id, issue.title, issue.description)
    raiser = public_id(Kind.RESIDENT, actor.resident_id)
    await deed.append(stream_of(issue.id), "issue.raised", {"stage": issue.stage.value, "raisedBy": raiser, **texts})
    return issue


@deed
async def advance(deed: Deed, actor: Actor, issue_id: UUID, to: Stage, reason: str) -> Issue | Refusal:
    """The issue at its next stage, with the reason residents read."""
    await deed.hold(stream_of(issue_id))
    issue = await issues.held(deed.session, issue_id)
    if issue is None:
        return UNKNOWN
    roles = roles_in(actor, issue.community_id)
    count, unfinished = await polls.count_of_issue(deed.session, issue_id)
    if refusal := rules.may_advance(issue.stage, to, roles, polls=count, polls_unfinished=unfinished):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    start, issue.stage = issue.stage, to
    step = {"from": start.value, "to": to.value, "reason": words}
    seq = await deed.append(stream_of(issue_id), "issue.advanced", step)
    deed.session.add(
        IssueStep(issue_id=issue_id, seq=seq, from_stage=start, to_stage=to, reason=words, taken_at=deed.now)
    )
    return issue


@deed
async def mark_important(deed: Deed, actor: Actor, issue_id: UUID, important: bool, reason: str) -> Issue | Refusal:
    """The issue, marked as important or not. Its polls will have to last 3 to 7 days."""
    await deed.hold(stream_of(issue_id))
    issue = await issues.held(deed.session, issue_id)
    if issue is None:
        return UNKNOWN
    count, _ = await polls.count_of_issue(deed.session, issue_id)
    if refusal := rules.may_mark_important(roles_in(actor, issue.community_id), polls=count):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    if issue.important != important:
        issue.important = important
        await deed.append(stream_of(issue_id), "issue.marked", {"important": important, "reason": words})
    return issue


@deed
async def comment(deed: Deed, actor: Actor, issue_id: UUID, body: str) -> Comment | Refusal:
    """What a neighbour said, at any hour and any stage."""
    if refusal := rules.may_speak(verified=actor.verified):
        return refusal
    words = accept(body, COMMENT)
    if isinstance(words, Refusal):
        return words
    await deed.hold(stream_of(issue_id))
    issue = await issues.held(deed.session, issue_id)
    if issue is None:
        return UNKNOWN
    if issue.community_id != actor.community_id:
        return refuse(Code.NOT_ELIGIBLE, "other_community", "issueId")
    said = Comment(id=deed.new_id(), issue_id=issue_id, author_id=actor.resident_id, body=words, posted_at=deed.now)
    deed.session.add(said)
    issue.comments += 1
    payload = {
        "commentId": public_id(Kind.COMMENT, said.id),
        "authorId": public_id(Kind.RESIDENT, actor.resident_id),
        "body": words,
    }
    await deed.append(stream_of(issue_id), "comment.posted", payload)
    await spoke(deed, issue_id, actor.resident_id)
    await consider(deed, issue.community_id, [actor.resident_id], GoodDeed.COMMENT)
    return said


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Issue]:
    """Issues by id; those unknown are left out."""
    async with house.database.read() as session:
        return await issues.by_ids(session, ids)


async def load_steps(house: House, ids: Collection[UUID]) -> Mapping[UUID, list[IssueStep]]:
    """The steps of each issue, oldest first."""
    async with house.database.read() as session:
        return await issues.steps(session, ids)


async def listed(house: House, community_id: UUID, stage: Stage | None, search: str | None, ask: Ask) -> Page[Issue]:
    """The issues of a community, newest first."""
    async with house.database.read() as session:
        return await issues.listed(session, community_id, stage, search, ask)


async def comments(house: House, issue_id: UUID, ask: Ask, *, newest_first: bool) -> Page[Comment]:
    """What was said about an issue."""
    async with house.database.read() as session:
        return await issues.comments(session, issue_id, ask, newest_first=newest_first)


async def load_comment(house: House, comment_id: UUID) -> Comment | None:
    """One comment."""
    async with house.database.read() as session:
        return await issues.comment_by_id(session, comment_id)
