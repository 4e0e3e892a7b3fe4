"""Setting polls up, opening them when their time has come, and closing them with a result."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.deadlines import Due
from db.models.issues import Issue
from db.models.polls import Poll, PollChoice
from db.queries import communities, contests, issues, polls
from db.queries.polls import Standing
from db.streams import Addition, Payload
from resolvers.actors import Actor, roles_in
from resolvers.checkpoints import sign_ends
from resolvers.deed import Deed, deed
from resolvers.honours.giving import crown
from resolvers.issues import UNKNOWN as ISSUE_UNKNOWN
from resolvers.issues import stream_of as issue_stream
from resolvers.points.joining import pay_after
from resolvers.polls.box import POLL_UNKNOWN
from resolvers.polls.streams import stream_of, terms
from resolvers.resolutions.publishing import Done, publish
from rules import polls as rules
from rules.ids import Kind, public_id
from rules.issues import may_open_polls
from rules.polls import TallyVisibility, Window
from rules.refusals import Code, Refusal, refuse
from rules.texts import CHOICE_KEY, CHOICE_LABEL, QUESTION, REASON, accept, accept_all

BALLOT_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Proposal:
    """A poll as a moderator asks for it. `choices` are (key, label) in the order they are shown."""

    question: str
    choices: Sequence[tuple[str, str]]
    opens_at: datetime | None
    closes_at: datetime
    revisable: bool = False
    tally_visibility: TallyVisibility = TallyVisibility.LIVE
    secret: bool = False


@deed
async def open_poll(deed: Deed, actor: Actor, issue_id: UUID, proposal: Proposal) -> Standing | Refusal:
    """A poll on an issue, open from now on or from `opens_at`."""
    await deed.hold(issue_stream(issue_id))
    issue = await issues.held(deed.session, issue_id)
    if issue is None:
        return ISSUE_UNKNOWN
    if refusal := may_open_polls(issue.stage, roles_in(actor, issue.community_id)):
        return refusal
    return await set_up(deed, issue, proposal)


async def set_up(deed: Deed, issue: Issue, proposal: Proposal) -> Standing | Refusal:
    """The poll on an issue where what was proposed is acceptable. Whether it may have one has been asked before."""
    question = accept(proposal.question, QUESTION)
    if isinstance(question, Refusal):
        return question
    choices = _accept_choices(proposal)
    if isinstance(choices, Refusal):
        return choices
    window = rules.accept_window(proposal.opens_at, proposal.closes_at, important=issue.important, now=deed.now)
    if isinstance(window, Refusal):
        return window
    return await _write(deed, _new_poll(deed, issue, question, window, proposal), choices)


def _accept_choices(proposal: Proposal) -> list[tuple[str, str]] | Refusal:
    if refusal := rules.accept_secrecy(
        proposal.tally_visibility, secret=proposal.secret, revisable=proposal.revisable
    ) or rules.accept_number_of_choices(len(proposal.choices)):
        return refusal
    accepted = []
    for key, label in proposal.choices:
        texts = accept_all(key=(key, CHOICE_KEY), label=(label, CHOICE_LABEL))
        if isinstance(texts, Refusal):
            return texts
        accepted.append((texts["key"], texts["label"]))
    return rules.accept_choices([key for key, _ in accepted], [label for _, label in accepted]) or accepted


def _new_poll(deed: Deed, issue: Issue, question: str, window: Window, proposal: Proposal) -> Poll:
    return Poll(
        id=deed.new_id(),
        community_id=issue.community_id,
        issue_id=issue.id,
        question=question,
        created_at=deed.now,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        revisable=proposal.revisable,
        secret=proposal.secret,
        ballot_key=secrets.token_bytes(BALLOT_KEY_BYTES),
        tally_visibility=proposal.tally_visibility,
        seq=0,
        changed_at=deed.now,
    )


async def _write(deed: Deed, poll: Poll, choices: list[tuple[str, str]]) -> Standing:
    deed.session.add(poll)
    await deed.session.flush()
    rows = [
        PollChoice(poll_id=poll.id, key=key, label=label, position=i, votes=0) for i, (key, label) in enumerate(choices)
    ]
    deed.session.add_all(rows)
    standing = Standing(poll, rows)
    deed.set_deadline(Due.POLL_CLOSES, poll.id, poll.closes_at)
    if poll.opens_at > deed.now:
        deed.set_deadline(Due.POLL_OPENS, poll.id, poll.opens_at)
        await _note(deed, standing, "poll.scheduled", terms(standing))
    else:
        await _start(deed, standing)
    return standing


async def _start(deed: Deed, standing: Standing) -> None:
    await _fix_roll(deed, standing.poll)
    standing.poll.opened_at = deed.now
    await _note(deed, standing, "poll.opened", terms(standing))


async def _fix_roll(deed: Deed, poll: Poll) -> None:
    community = await communities.hold_roll(deed.session, poll.community_id)
    poll.roll_version = community.roll_version
    poll.electorate, poll.electorate_area = community.roll_heads, community.roll_area


async def _note(deed: Deed, standing: Standing, kind: str, payload: Payload) -> None:
    """The same entry in the poll's own stream and in the record of the decision."""
    poll = standing.poll
    numbers = await deed.append_all([Addition(stream, kind, payload) for stream in _both(poll)])
    poll.seq, poll.changed_at = numbers[0], deed.now


def _both(poll: Poll) -> tuple[str, str]:
    return stream_of(poll.id), issue_stream(poll.issue_id)


async def open_when_due(deed: Deed, poll_id: UUID) -> None:
    """Opens a poll whose opening time has come. One that is open or closed already stays as it is."""
    await deed.hold(stream_of(poll_id))
    standing = (await polls.by_ids(deed.session, [poll_id])).get(poll_id)
    if standing and standing.poll.opened_at is None and standing.poll.closed_at is None:
        await _start(deed, standing)


async def close_when_due(deed: Deed, poll_id: UUID, reason: str | None = None) -> None:
    """Closes a poll whose time is over, or that is not needed for this reason. One that is closed stays as it is."""
    await deed.hold(stream_of(poll_id))
    standing = (await polls.by_ids(deed.session, [poll_id])).get(poll_id)
    if standing and standing.poll.closed_at is None:
        await _close(deed, standing, reason=reason)


@deed
async def close_poll(deed: Deed, actor: Actor, poll_id: UUID, reason: str) -> Standing | Refusal:
    """The poll, closed before its time by a moderator, with its outcome and the moderator's reason.

    WRONG_STAGE for the poll of a contest, which closes with it.
    """
    await deed.hold(stream_of(poll_id))
    standing = (await polls.by_ids(deed.session, [poll_id])).get(poll_id)
    if standing is None:
        return POLL_UNKNOWN
    roles = roles_in(actor, standing.poll.community_id)
    if refusal := rules.may_close(standing.terms, roles, deed.now):
        return refusal
    if await contests.has_poll(deed.session, poll_id):
        return refuse(Code.WRONG_STAGE, "contest_poll", "pollId")
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    await _close(deed, standing, reason=words)
    return standing


async def _close(deed: Deed, standing: Standing, *, reason: str | None) -> None:
    poll = standing.poll
    if poll.opened_at is None:
        await _fix_roll(deed, poll)
    verdict = rules.decide([(choice.key, choice.votes) for choice in standing.choices])
    poll.closed_at, poll.winner, poll.ground, poll.closing_reason = deed.now, verdict.winner, verdict.ground, reason
    outcome = {
        "pollId": public_id(Kind.POLL, poll.id),
        "decided": verdict.winner is not None,
        "winner": verdict.winner,
        "ground": verdict.ground.value,
        "votes": standing.votes,
        "electorate": poll.electorate,
        "choices": {choice.key: choice.votes for choice in standing.choices},
        "closedBy": "clock" if reason is None else "moderator",
        "reason": reason,
    }
    await _note(deed, standing, "poll.closed", outcome)
    await sign_ends(deed, *_both(poll))
    await publish(deed, Done(poll.community_id, poll.question, poll_id=poll.id, issue_id=poll.issue_id))
    await crown(deed, standing)
    await pay_after(deed, poll)
