"""Hiding a comment with a reason, and putting it back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.issues import Comment, Issue
from db.models.rights import HiddenComment
from db.queries import issues, rights
from resolvers.actors import Actor, roles_in
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.issues import stream_of
from resolvers.notices.telling import tell
from resolvers.rights.held import allowed
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Right
from rules.refusals import Code, Refusal, refuse
from rules.rights import Looking, may_hide
from rules.roles import STAFF
from rules.texts import REASON, accept

UNKNOWN = refuse(Code.NOT_FOUND, "comment_unknown", "commentId")
Said = tuple[Issue, Comment, HiddenComment | None]


@deed
async def hide(deed: Deed, actor: Actor, comment_id: UUID, reason: str) -> Comment | Refusal:
    """The comment, hidden; its author is told why. Hiding what is hidden changes nothing.

    FORBIDDEN below the level that brings the right, and for a comment from another building; CONFLICT where staff
    have put it back.
    """
    words = accept(reason, REASON)
    found = await _held(deed, comment_id)
    if found is None:
        return UNKNOWN
    issue, said, row = found
    who = await _looking(deed, actor, issue, said)
    if refusal := may_hide(who, restored=row is not None and row.restored_at is not None):
        return refusal
    if isinstance(words, Refusal):
        return words
    if row is not None and row.restored_at is None:
        return said
    if row is None:
        row = HiddenComment(comment_id=comment_id)
        deed.session.add(row)
    row.hidden_by, row.hidden_at, row.reason = actor.resident_id, deed.now, words
    row.restored_by = row.restored_at = row.restored_reason = None
    await _note(deed, actor, said, "comment.hidden", words)
    return said


@deed
async def restore(deed: Deed, actor: Actor, comment_id: UUID, reason: str) -> Comment | Refusal:
    """The comment as it was said, put back by staff. CONFLICT where it is not hidden."""
    words = accept(reason, REASON)
    found = await _held(deed, comment_id)
    if found is None:
        return UNKNOWN
    issue, said, row = found
    if not roles_in(actor, issue.community_id) & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if isinstance(words, Refusal):
        return words
    if row is None or row.restored_at is not None:
        return refuse(Code.CONFLICT, "comment_not_hidden", "commentId")
    row.restored_by, row.restored_at, row.restored_reason = actor.resident_id, deed.now, words
    await _note(deed, actor, said, "comment.restored", words)
    if said.author_id is not None:
        await consider(deed, issue.community_id, [said.author_id], GoodDeed.COMMENT)
    return said


async def _held(deed: Deed, comment_id: UUID) -> Said | None:
    said = await issues.comment_by_id(deed.session, comment_id)
    if said is None:
        return None
    await deed.hold(stream_of(said.issue_id))
    issue = await issues.held(deed.session, said.issue_id)
    if issue is None:
        raise LookupError("A comment on nothing.")
    return issue, said, (await rights.hidings(deed.session, [comment_id])).get(comment_id)


async def _looking(deed: Deed, actor: Actor, issue: Issue, said: Comment) -> Looking:
    people = {actor.resident_id} | ({said.author_id} if said.author_id else set())
    lives = await rights.buildings_of(deed.session, people)
    here = lives.get(actor.resident_id)
    return Looking(
        roles=roles_in(actor, issue.community_id),
        neighbour=actor.community_id == issue.community_id,
        level=await allowed(deed, issue.community_id, actor.resident_id, Right.MODERATE_COMMENTS),
        same_building=here is not None and said.author_id is not None and lives.get(said.author_id) == here,
    )


async def _note(deed: Deed, actor: Actor, said: Comment, kind: str, reason: str) -> None:
    by = public_id(Kind.RESIDENT, actor.resident_id)
    payload = {"commentId": public_id(Kind.COMMENT, said.id), "by": by, "reason": reason}
    await deed.append(stream_of(said.issue_id), kind, payload)
    if said.author_id is not None:
        tell(deed, [said.author_id], kind, {"issueId": public_id(Kind.ISSUE, said.issue_id), "reason": reason})


async def load(house: House, comment_ids: Collection[UUID]) -> Mapping[UUID, HiddenComment]:
    """The comments that are hidden now, by their id."""
    async with house.database.read() as session:
        rows = await rights.hidings(session, comment_ids)
    return {key: row for key, row in rows.items() if row.restored_at is None}
