"""What tests of the bank of hours do again and again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db.models.hours import Help, HelpPost
from db.paging import Ask
from resolvers.actors import Actor
from resolvers.hours import giving, helping, posting, reading
from resolvers.hours.ledger import purse
from resolvers.hours.posting import Words
from resolvers.notices import reading as notices
from rules.helping import HelpSkill, Side, Window
from tests.support.house import Hall, done


async def neighbour(hall: Hall, number: int) -> Actor:
    """One of the neighbours."""
    return await hall.actor(hall.neighbours[number])


async def has(hall: Hall, number: int) -> tuple[int, int]:
    """What a neighbour has, and what of it is promised; the whole bank is even."""
    assert await reading.differences(hall.house, hall.community_id) == []
    account = purse(await reading.account(hall.house, (await neighbour(hall, number)).resident_id))
    return account.minutes, account.reserved


async def opened(hall: Hall, number: int, minutes: int) -> None:
    """A neighbour brings so many minutes from before."""
    who = (await neighbour(hall, number)).resident_id
    done(await giving.open_with(hall.house, await hall.actor(hall.staff), who, minutes, "老账本"))


async def supported(hall: Hall, number: int) -> None:
    """Staff name a neighbour for whom the pool stands in."""
    who = (await neighbour(hall, number)).resident_id
    done(await giving.support(hall.house, await hall.actor(hall.staff), who, supported=True))


async def post(
    hall: Hall,
    number: int,
    side: Side = Side.REQUEST,
    *,
    skill: HelpSkill = HelpSkill.REPAIRS,
    minutes: int = 60,
    windows: Sequence[Window] = (),
) -> HelpPost:
    """A neighbour's post."""
    words = Words(side, skill, "厨房的水龙头", minutes, windows)
    return done(await posting.put_up(hall.house, await neighbour(hall, number), words))


async def agreed(hall: Hall, helper: int, helped: int, minutes: int = 60) -> Help:
    """A help that both have agreed on."""
    wanted = await post(hall, helped)
    row = done(await helping.propose(hall.house, await neighbour(hall, helper), wanted.id, minutes))
    return done(await helping.agree(hall.house, await neighbour(hall, helped), row.id))


async def helped(hall: Hall, helper: int, who: int, minutes: int = 60) -> Help:
    """A help that both have confirmed."""
    row = await agreed(hall, helper, who, minutes)
    done(await helping.say(hall.house, await neighbour(hall, helper), row.id, minutes))
    return done(await helping.say(hall.house, await neighbour(hall, who), row.id, minutes))


async def told(hall: Hall, number: int) -> list[str]:
    """The kinds of notices of a neighbour, newest first."""
    page = await notices.of(hall.house, (await neighbour(hall, number)).resident_id, Ask(30))
    return [row.kind for row in page.rows]


async def entries(hall: Hall, number: int) -> list[tuple[str, int]]:
    """A neighbour's entries as (move, minutes), oldest first."""
    page = await reading.entries(hall.house, (await neighbour(hall, number)).resident_id, Ask(50))
    moves: Any = await reading.moves(hall.house, {row.move_id for row in page.rows})
    return [(moves[row.move_id].move.value, row.minutes) for row in reversed(page.rows)]


NOBODY = UUID(int=0)
