"""Asking for help and offering it, and what fits together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from db.models.hours import HelpPost
from db.queries import helping
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from rules.helping import MOST_POSTS, HelpSkill, Match, Side, Window, Wish, accept_windows, match
from rules.hours import accept_minutes, may_bank
from rules.refusals import Code, Refusal, refuse
from rules.texts import HELP, accept

POST_UNKNOWN = refuse(Code.NOT_FOUND, "help_post_unknown", "postId")
LOOKED_AT, MOST_PROPOSED = 200, 20


@dataclass(frozen=True, slots=True)
class Words:
    """A post to be put up."""

    side: Side
    skill: HelpSkill
    text: str
    minutes: int
    windows: Sequence[Window]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A post that fits, and why."""

    post: HelpPost
    match: Match


def windows_of(row: HelpPost) -> list[Window]:
    """When its author is free; empty where any time will do."""
    return [Window(*each) for each in orjson.loads(row.windows)]


def wish_of(row: HelpPost) -> Wish:
    """What of a post says whether it fits another."""
    return Wish(row.side, row.skill, row.grid_id, row.minutes, windows_of(row))


@deed
async def put_up(deed: Deed, actor: Actor, words: Words) -> HelpPost | Refusal:
    """The post, open until its author closes it; at most 20 at a time."""
    if refusal := may_bank(verified=actor.verified) or accept_minutes(words.minutes) or accept_windows(words.windows):
        return refusal
    text = accept(words.text, HELP)
    if isinstance(text, Refusal):
        return text
    if await helping.open_posts(deed.session, actor.resident_id) >= MOST_POSTS:
        return refuse(Code.CONFLICT, "help_posts_many", most=MOST_POSTS)
    row = HelpPost(
        id=deed.new_id(),
        community_id=actor.community_id,
        resident_id=actor.resident_id,
        grid_id=await helping.grid_of(deed.session, actor.resident_id),
        side=words.side,
        skill=words.skill,
        text=text,
        minutes=words.minutes,
        windows=orjson.dumps([[each.weekday, each.begins, each.ends] for each in words.windows]).decode(),
        posted_at=deed.now,
        closed_at=None,
    )
    deed.session.add(row)
    return row


@deed
async def close(deed: Deed, actor: Actor, post_id: UUID) -> HelpPost | Refusal:
    """The actor's own post, closed. What was agreed on it stays agreed."""
    row = await helping.post(deed.session, post_id)
    if row is None or row.resident_id != actor.resident_id:
        return POST_UNKNOWN
    row.closed_at = row.closed_at or deed.now
    return row


async def matches(house: House, resident_id: UUID, post_id: UUID) -> Sequence[Proposed]:
    """What fits somebody's own open post, the best first; nothing for anybody else's.

    Those they live with are left out. Of the posts with this skill the nearest 200 are looked at.
    """
    async with house.database.read() as session:
        row = (await helping.posts_by_ids(session, [post_id])).get(post_id)
        if row is None or row.resident_id != resident_id or row.closed_at is not None:
            return ()
        others = await helping.candidates(session, row, LOOKED_AT)
        homes = await helping.households(session, {resident_id, *(each.resident_id for each in others)})
    mine, wish = homes.get(resident_id), wish_of(row)
    found = [
        Proposed(each, fit)
        for each in others
        if (mine is None or homes.get(each.resident_id) != mine) and (fit := match(wish, wish_of(each)))
    ]
    return sorted(found, key=lambda each: each.match.rank, reverse=True)[:MOST_PROPOSED]
