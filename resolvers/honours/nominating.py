"""Nominating a neighbour for an honour, saying no, and putting those nominated to the vote."""

from datetime import datetime
from uuid import UUID

from db.models.honours import Nomination
from db.models.issues import Issue
from db.queries import honours, residents, resolutions
from db.queries.polls import Standing as PollStanding
from db.search import index_issue
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.issues import stream_of as issue_stream
from resolvers.notices.telling import tell
from resolvers.points.streams import stream_of
from resolvers.polls.manage import Proposal, set_up
from rules import honours as rules
from rules.honours import Honour, Standing
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.polls import MOST_CHOICES, TallyVisibility
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF
from rules.texts import DESCRIPTION, TITLE, WHAT_FOR, accept, accept_all

UNKNOWN = refuse(Code.NOT_FOUND, "nomination_unknown", "nominationId")
NOMINEE_UNKNOWN = refuse(Code.NOT_FOUND, "resident_unknown", "nomineeId")


@deed
async def nominate(deed: Deed, actor: Actor, honour: Honour, nominee_id: UUID, what_for: str) -> Nomination | Refusal:
    """A neighbour's nomination, which the nominee is told of.

    CONFLICT where one waits for a vote already, and where three of the actor's do.
    """
    row = (await residents.by_ids(deed.session, [nominee_id])).get(nominee_id)
    if row is None or row.community_id != actor.community_id:
        return NOMINEE_UNKNOWN
    named = not await resolutions.unthanked(deed.session, nominee_id)
    verified, oneself = row.verified_at is not None, nominee_id == actor.resident_id
    if refusal := rules.may_nominate(
        honour, verified=actor.verified, nominee_verified=verified, oneself=oneself, named=named
    ):
        return refusal
    words = accept(what_for, WHAT_FOR)
    if isinstance(words, Refusal):
        return words
    await deed.begin(stream_of(actor.community_id))
    if await honours.open_for(deed.session, nominee_id, honour):
        return refuse(Code.CONFLICT, "nomination_known", "nomineeId")
    waiting = await honours.waiting_of(deed.session, actor.resident_id, honour)
    if refusal := rules.may_nominate_more(waiting):
        return refusal
    nomination = Nomination(
        id=deed.new_id(),
        community_id=actor.community_id,
        honour=honour,
        nominee_id=nominee_id,
        nominated_by=actor.resident_id,
        what_for=words,
        nominated_at=deed.now,
        standing=Standing.OPEN,
    )
    deed.session.add(nomination)
    await deed.session.flush()
    by = public_id(Kind.RESIDENT, actor.resident_id)
    await _note(deed, nomination, "nomination.made", {"honour": honour.value, "by": by, "whatFor": words})
    tell(deed, [nominee_id], "nomination.made", {"honour": honour.value})
    return nomination


@deed
async def decline(deed: Deed, actor: Actor, nomination_id: UUID) -> Nomination | Refusal:
    """The nomination, declined by the nominee, who is then not honoured whatever the vote says."""
    await deed.begin(stream_of(actor.community_id))
    row = await honours.held(deed.session, nomination_id)
    if row is None:
        return UNKNOWN
    if refusal := rules.may_decline(row.standing, oneself=row.nominee_id == actor.resident_id):
        return refusal
    if row.standing is not Standing.DECLINED:
        row.standing = Standing.DECLINED
        await _note(deed, row, "nomination.declined", {})
    return row


async def _note(deed: Deed, row: Nomination, kind: str, more: dict[str, str]) -> None:
    nominee = public_id(Kind.RESIDENT, row.nominee_id)
    payload = {"nominationId": public_id(Kind.NOMINATION, row.id), "nomineeId": nominee, **more}
    await deed.append(stream_of(row.community_id), kind, payload)


@deed
async def open_vote(  # noqa: PLR0917 - what a vote is set up with
    deed: Deed, actor: Actor, honour: Honour, title: str, description: str, closes_at: datetime
) -> PollStanding | Refusal:
    """A poll on the 20 who were nominated first for an honour, on an issue of its own, open from now on.

    The others wait for the next vote, so that no number of nominations is in its way. WRONG_STAGE for fewer than 2.
    """
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    texts = accept_all(title=(title, TITLE), description=(description, DESCRIPTION))
    if isinstance(texts, Refusal):
        return texts
    # Whoever closes a poll holds its issue before the ledger, so the issue is begun first here too.
    key = deed.new_id()
    await deed.begin(issue_stream(key), stream_of(actor.community_id))
    rows = await honours.waiting(deed.session, actor.community_id, honour, MOST_CHOICES)
    if refusal := rules.may_open_vote(honour, len(rows)):
        return refusal
    people = await residents.by_ids(deed.session, [row.nominee_id for row in rows])
    choices = [
        (str(number), rules.label(number, people[row.nominee_id].display_name, row.what_for))
        for number, row in enumerate(rows, 1)
    ]
    issue = await _issue(deed, actor, key, texts)
    hidden = TallyVisibility.AFTER_CLOSE
    proposal = Proposal(texts["title"], choices, None, closes_at, tally_visibility=hidden, secret=True)
    standing = await set_up(deed, issue, proposal)
    if isinstance(standing, Refusal):
        return standing
    for (choice, _), row in zip(choices, rows, strict=True):
        row.standing, row.poll_id, row.choice = Standing.VOTING, standing.poll.id, choice
    poll = public_id(Kind.POLL, standing.poll.id)
    voted_on = [public_id(Kind.NOMINATION, row.id) for row in rows]
    told = {"honour": honour.value, "pollId": poll, "nominations": voted_on}
    await deed.append(stream_of(actor.community_id), "honour.vote_opened", told)
    return standing


async def _issue(deed: Deed, actor: Actor, key: UUID, texts: dict[str, str]) -> Issue:
    issue = Issue(
        id=key,
        community_id=actor.community_id,
        stage=Stage.VOTING,
        important=False,
        raised_by=actor.resident_id,
        raised_at=deed.now,
        comments=0,
        **texts,
    )
    deed.session.add(issue)
    await deed.session.flush()
    await index_issue(deed.session, key, issue.title, issue.description)
    raiser = public_id(Kind.RESIDENT, actor.resident_id)
    await deed.append(issue_stream(key), "issue.raised", {"stage": issue.stage.value, "raisedBy": raiser, **texts})
    return issue
