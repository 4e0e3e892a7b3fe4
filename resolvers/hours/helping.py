"""One neighbour helps another: proposed, agreed, done as both say, and the hours moved in that same transaction."""

from uuid import UUID

from db.models.hours import Help, HelpPost
from db.queries import helping
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.hours.ledger import account, hold, move, note, pool, purse
from resolvers.hours.posting import POST_UNKNOWN
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.residents.limiter import Limit
from rules.helping import (
    Side,
    Standing,
    may_agree,
    may_call_off,
    may_decide,
    may_pair,
    may_say,
)
from rules.hours import Account, Move, accept_minutes, covered, may_bank, may_be_helped, moved
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import REASON, accept

UNKNOWN = refuse(Code.NOT_FOUND, "help_unknown", "helpId")


async def propose(house: House, actor: Actor, post_id: UUID, minutes: int) -> Help | Refusal:
    """The help, proposed to the author of a post. Proposing twice is proposing once. RATE_LIMITED beyond 20 a day."""
    if refusal := may_bank(verified=actor.verified) or accept_minutes(minutes):
        return refusal
    if not await house.limiter.allows(Limit.PROPOSALS_PER_RESIDENT, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "help_proposals_too_many", "postId")
    return await _propose(house, actor, post_id, minutes)


@deed
async def _propose(deed: Deed, actor: Actor, post_id: UUID, minutes: int) -> Help | Refusal:
    await hold(deed, actor.community_id)
    post = await helping.post(deed.session, post_id)
    if post is None or post.community_id != actor.community_id or post.closed_at is not None:
        return POST_UNKNOWN
    if known := await helping.proposed(deed.session, post_id, actor.resident_id):
        return known
    homes = await helping.households(deed.session, {actor.resident_id, post.resident_id})
    same = homes.get(actor.resident_id, actor.resident_id) == homes.get(post.resident_id, post.resident_id)
    if refusal := may_pair(oneself=actor.resident_id == post.resident_id, same_household=same):
        return refusal
    row = _new(deed, actor, post, minutes)
    deed.session.add(row)
    await deed.session.flush()
    await _note(deed, row, "help.proposed")
    tell(deed, [post.resident_id], "help.proposed", _opens(row, minutes))
    return row


def _new(deed: Deed, actor: Actor, post: HelpPost, minutes: int) -> Help:
    helper, helped = actor.resident_id, post.resident_id
    if post.side is Side.OFFER:
        helper, helped = helped, helper
    return Help(
        id=deed.new_id(),
        community_id=post.community_id,
        post_id=post.id,
        helper_id=helper,
        helped_id=helped,
        planned=minutes,
        standing=Standing.PROPOSED,
        proposed_by=actor.resident_id,
        proposed_at=deed.now,
    )


def _opens(row: Help, minutes: int) -> dict[str, str | int]:
    return {"helpId": public_id(Kind.HELP, row.id), "minutes": minutes}


async def _note(deed: Deed, row: Help, kind: str) -> None:
    payload = {
        "helpId": public_id(Kind.HELP, row.id),
        "helperId": public_id(Kind.RESIDENT, row.helper_id),
        "helpedId": public_id(Kind.RESIDENT, row.helped_id),
        "planned": row.planned,
        "helperSaid": row.helper_said,
        "helpedSaid": row.helped_said,
    }
    await note(deed, row.community_id, kind, payload)


async def _held(deed: Deed, actor: Actor, help_id: UUID) -> Help | Refusal:
    await hold(deed, actor.community_id)
    row = await helping.help_(deed.session, help_id)
    return row if row and actor.resident_id in {row.helper_id, row.helped_id} else UNKNOWN


def _other(row: Help, one: UUID) -> UUID:
    return row.helped_id if one == row.helper_id else row.helper_id


@deed
async def agree(deed: Deed, actor: Actor, help_id: UUID) -> Help | Refusal:
    """The help, agreed by whom it was proposed to; its minutes are promised. Agreeing twice is agreeing once.

    CONFLICT where the helped would owe more hours than they may.
    """
    row = await _held(deed, actor, help_id)
    if isinstance(row, Refusal):
        return row
    if refusal := may_agree(row.standing, proposer=actor.resident_id == row.proposed_by):
        return refusal
    if row.standing is Standing.AGREED:
        return row
    helped = await account(deed, row.community_id, row.helped_id)
    if refusal := may_be_helped(purse(helped), row.planned):
        return refusal
    helped.reserved += row.planned
    row.standing, row.agreed_at = Standing.AGREED, deed.now
    await _note(deed, row, "help.agreed")
    tell(deed, [row.proposed_by], "help.agreed", _opens(row, row.planned))
    return row


async def _steps_too_many(house: House, actor: Actor) -> Refusal | None:
    """None for 30 steps a day of which the other side is told."""
    if await house.limiter.allows(Limit.HELP_STEPS_PER_RESIDENT, actor.resident_id.hex):
        return None
    return refuse(Code.RATE_LIMITED, "help_steps_too_many", "helpId")


async def call_off(house: House, actor: Actor, help_id: UUID) -> Help | Refusal:
    """The help, called off by either side before anybody has said how long it took. Twice is once."""
    return await _steps_too_many(house, actor) or await _call_off(house, actor, help_id)


@deed
async def _call_off(deed: Deed, actor: Actor, help_id: UUID) -> Help | Refusal:
    row = await _held(deed, actor, help_id)
    if isinstance(row, Refusal) or row.standing is Standing.CALLED_OFF:
        return row
    if refusal := may_call_off(row.standing, (row.helper_said, row.helped_said)):
        return refusal
    await _release(deed, row)
    row.standing, row.ended_at = Standing.CALLED_OFF, deed.now
    await _note(deed, row, "help.called_off")
    tell(deed, [_other(row, actor.resident_id)], "help.called_off", _opens(row, row.planned))
    return row


async def _release(deed: Deed, row: Help) -> None:
    if row.standing is Standing.AGREED:
        (await account(deed, row.community_id, row.helped_id)).reserved -= row.planned


async def say(house: House, actor: Actor, help_id: UUID, minutes: int) -> Help | Refusal:
    """What the actor says how long it took; once both say the same, the hours have moved. The same again is silent."""
    return await _steps_too_many(house, actor) or await _say(house, actor, help_id, minutes)


@deed
async def _say(deed: Deed, actor: Actor, help_id: UUID, minutes: int) -> Help | Refusal:
    row = await _held(deed, actor, help_id)
    if isinstance(row, Refusal):
        return row
    if refusal := may_say(row.standing, minutes, row.planned):
        return refusal
    helps = actor.resident_id == row.helper_id
    if minutes == (row.helper_said if helps else row.helped_said):
        return row
    if helps:
        row.helper_said = minutes
    else:
        row.helped_said = minutes
    row.said_at = deed.now
    await _note(deed, row, "help.said")
    if row.helper_said == row.helped_said:
        return await _settle(deed, row, minutes)
    tell(deed, [_other(row, actor.resident_id)], "help.said", _opens(row, minutes))
    return row


@deed
async def decide(deed: Deed, actor: Actor, help_id: UUID, minutes: int, reason: str) -> Help | Refusal:
    """How long a help took on which the two do not agree, as staff decide with a reason that both read.

    CONFLICT while there is nothing to decide; INVALID for more than either of the two says.
    """
    await hold(deed, actor.community_id)
    row = await helping.help_(deed.session, help_id)
    if row is None or row.community_id != actor.community_id:
        return UNKNOWN
    own = await helping.concerns(deed.session, actor.resident_id, {row.helper_id, row.helped_id})
    said, roles = (row.helper_said, row.helped_said), roles_in(actor, row.community_id)
    waited = deed.now - (row.said_at or row.agreed_at or deed.now)
    most = max((each for each in said if each is not None), default=0)
    if refusal := may_decide(roles, said, waited, own=own) or may_say(row.standing, minutes, most):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    row.decided_by, row.decision_reason = actor.resident_id, words
    return await _settle(deed, row, minutes)


async def _settle(deed: Deed, row: Help, minutes: int) -> Help:
    await _release(deed, row)
    row.standing, row.minutes, row.ended_at = Standing.DONE, minutes, deed.now
    name, community = public_id(Kind.HELP, row.id), row.community_id
    helper, helped = (Account.MEMBER, row.helper_id), (Account.MEMBER, row.helped_id)
    if minutes:
        funds = await pool(deed, community)
        paid = covered(purse(await account(deed, community, row.helped_id)), minutes, funds.minutes)
        if paid:
            await move(deed, community, Move.COVER, name, moved(paid, (Account.POOL, community), helped))
        await move(deed, community, Move.HELP, name, moved(minutes, helped, helper))
    await _note(deed, row, "help.done")
    tell(deed, [row.helper_id, row.helped_id], "help.done", _opens(row, minutes))
    return row
