"""What residents enter, what staff put on the shortlist, and what judges give."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.models.contests import Contest, ContestEntry, ContestScore
from db.models.deadlines import Due
from db.queries import contests, helping, points
from resolvers.actors import Actor, roles_in
from resolvers.contests.putting import put_to_the_vote
from resolvers.contests.streams import ENTRY_UNKNOWN, UNKNOWN, held, stream_of
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from rules.contests import IDEA, Stage, accept_scores, may_enter, may_score, may_shortlist
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import REASON, TITLE, accept, accept_all


@deed
async def enter(deed: Deed, actor: Actor, contest_id: UUID, title: str, text: str) -> Contest | Refusal:
    """The contest with one more idea of the actor's."""
    texts = accept_all(title=(title, TITLE), text=(text, IDEA))
    row = await held(deed, actor, contest_id)
    if isinstance(row, Refusal):
        return row
    if row.entries_until is None:
        return refuse(Code.WRONG_STAGE, "contest_entries_over", "contestId")
    there = await contests.entries(deed.session, row.id)
    mine = sum(each.entered_by == actor.resident_id for each in there)
    if refusal := may_enter(
        row.stage, row.entries_until, deed.now, verified=actor.verified, mine=mine, all_=len(there)
    ):
        return refusal
    if isinstance(texts, Refusal):
        return texts
    entry = ContestEntry(
        id=deed.new_id(),
        contest_id=row.id,
        number=len(there) + 1,
        entered_by=actor.resident_id,
        entered_at=deed.now,
        **texts,
    )
    deed.session.add(entry)
    payload = {
        "entryId": public_id(Kind.CONTEST_ENTRY, entry.id),
        "number": entry.number,
        "by": public_id(Kind.RESIDENT, actor.resident_id),
        **texts,
    }
    await deed.append(stream_of(row.id), "contest.entered", payload)
    return row


@deed
async def shortlist(
    deed: Deed, actor: Actor, contest_id: UUID, chosen: Sequence[UUID], left_out: Mapping[UUID, str]
) -> Contest | Refusal:
    """The contest with the chosen ideas put to the vote, and for each other one the reason its author is told.

    FORBIDDEN for all but staff, and for those of them who, or whose household, have entered one; INVALID where not
    each is named once.
    """
    row = await held(deed, actor, contest_id)
    if isinstance(row, Refusal):
        return row
    entries = {each.id: each for each in await contests.entries(deed.session, row.id)}
    authors = {each.entered_by for each in entries.values() if each.entered_by}
    own = await helping.concerns(deed.session, actor.resident_id, authors)
    roles = roles_in(actor, row.community_id)
    if refusal := may_shortlist(row.stage, roles, entries, chosen, list(left_out), own=own):
        return refusal
    for key, reason in left_out.items():
        words = accept(reason, REASON)
        if isinstance(words, Refusal):
            return words
        entries[key].shortlisted, entries[key].reason = False, words
    for key in chosen:
        entries[key].shortlisted = True
    row.stage = Stage.VOTING
    in_order = [each for each in entries.values() if each.shortlisted]
    if refusal := await put_to_the_vote(deed, actor, row, in_order):
        return refusal
    await _tell(deed, row, [*entries.values()])
    deed.forget_deadlines(row.id, Due.SHORTLIST_WAITS)
    return row


async def _tell(deed: Deed, row: Contest, entries: Sequence[ContestEntry]) -> None:
    for each in entries:
        if not each.shortlisted:
            payload = {"entryId": public_id(Kind.CONTEST_ENTRY, each.id), "reason": each.reason}
            await deed.append(stream_of(row.id), "contest.left_out", payload)
        if each.entered_by:
            about = {"contestId": public_id(Kind.CONTEST, row.id), "idea": each.title}
            if each.shortlisted:
                tell(deed, [each.entered_by], "contest.shortlisted", about)
            else:
                tell(deed, [each.entered_by], "contest.left_out", {**about, "reason": each.reason or ""})


@deed
async def score(deed: Deed, actor: Actor, entry_id: UUID, scores: Sequence[int]) -> Contest | Refusal:
    """The contest with what a judge gives a building, criterion by criterion; until the close it may be changed."""
    entry = await contests.entry(deed.session, entry_id)
    row = await held(deed, actor, entry.contest_id) if entry else UNKNOWN
    if entry is None or isinstance(row, Refusal):
        return ENTRY_UNKNOWN
    parts = await contests.parts(deed.session, row)
    home = (await points.home_of(deed.session, actor.resident_id)).building_id
    judge, lives_there = actor.resident_id in parts.judges, home is not None and home == entry.building_id
    if refusal := may_score(row.stage, row.closes_at, deed.now, judge=judge, lives_there=lives_there):
        return refusal
    if refusal := accept_scores([each.most for each in parts.criteria], scores):
        return refusal
    for position, given in enumerate(scores):
        await deed.session.merge(
            ContestScore(entry_id=entry_id, judge_id=actor.resident_id, position=position, score=given)
        )
    payload = {
        "entryId": public_id(Kind.CONTEST_ENTRY, entry_id),
        "judgeId": public_id(Kind.RESIDENT, actor.resident_id),
        "scores": list(scores),
    }
    await deed.append(stream_of(row.id), "contest.scored", payload)
    return row
