"""The bank of hours as clients see it: what the viewer has, and what all have together."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import hours as kept
from db.models.hours import GiftStanding
from resolvers.hours import reading
from resolvers.hours.ledger import purse
from rules.hours import Account, Move
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked, member
from schema.context import Asked
from schema.node import shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.residents import Resident
from schema.scalars import described
from schema.sentences.hours import MOVES

described(
    Move,
    "HoursMoveKind",
    "Why hours went from one account to another.",
    HELP="Somebody helped somebody.",
    COVER="The pool paid for somebody for whom it stands in.",
    GIFT="A gift in the family.",
    DONATION="A gift to the community's pool.",
    CONVERSION="Hours turned into points.",
    OPENING="Hours from before, entered by staff.",
)
described(
    GiftStanding,
    "HoursGiftStanding",
    "How far a gift of hours has come.",
    OFFERED="It waits for an answer.",
    ACCEPTED="It was accepted, and the hours have moved.",
    DECLINED="It was declined.",
    WITHDRAWN="It was taken back before it was accepted.",
)


@strawberry.type(description="What a move added to the viewer's hours, or took from them.")
class HoursEntry:
    row: strawberry.Private[kept.HoursEntry]
    minutes: int = strawberry.field(description="The minutes; below zero where they were taken.")
    at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, row: kept.HoursEntry) -> "HoursEntry":
        """The entry as its owner sees it."""
        return cls(row=row, minutes=row.minutes, at=row.at)

    async def _move(self, info: Asked) -> kept.HoursMove:
        found = await info.context.loaders.hours_moves.load(self.row.move_id)
        if found is None:
            raise LookupError("An entry of no move.")
        return found

    @strawberry.field(description="Why.")
    async def move(self, info: Asked) -> Move:
        return (await self._move(info)).move

    @strawberry.field(description="The same in words, in the caller's language.")
    async def name(self, info: Asked) -> str:
        return MOVES[(await self._move(info)).move].said(info.context.language)

    @strawberry.field(description="What staff said about it; null where nothing was said.")
    async def note(self, info: Asked) -> str | None:
        return (await self._move(info)).note


@strawberry.type(description="Hours that somebody gives to one of their family.")
class HoursGift:
    row: strawberry.Private[kept.HoursGift]
    id: ID = strawberry.field(description="The gift's id.")
    minutes: int = strawberry.field(description="How many minutes.")
    note: str = strawberry.field(description="What the giver says.")
    standing: GiftStanding = strawberry.field(description="How far it has come.")
    offered_at: datetime = strawberry.field(description="When it was offered.")

    @classmethod
    def of(cls, row: kept.HoursGift) -> "HoursGift":
        """The gift as the two see it."""
        same = {name: getattr(row, name) for name in ("minutes", "note", "standing", "offered_at")}
        return cls(row=row, id=shown_id(Kind.HOURS_GIFT, row.id), **same)

    @strawberry.field(description="Who gives.")
    async def giver(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.giver_id)
        return Resident.of(found) if found else None

    @strawberry.field(description="Who is given to; null for the giver until it is accepted.")
    async def receiver(self, info: Asked) -> Resident | None:
        known = self.row.standing is GiftStanding.ACCEPTED or info.context.viewer == self.row.receiver_id
        if self.row.receiver_id is None or not known:
            return None
        found = await info.context.loaders.residents.load(self.row.receiver_id)
        return Resident.of(found) if found else None


@strawberry.type(description="What the viewer has in the bank of hours.")
class MyHours:
    minutes: int = strawberry.field(description="The minutes they have; below zero where they owe.")
    reserved: int = strawberry.field(description="What of it is promised, for helps agreed and gifts offered.")
    floor: int = strawberry.field(description="How far below zero they may go, in minutes.")
    supported: bool = strawberry.field(description="Whether the pool stands in for them.")

    @classmethod
    def of(cls, row: kept.HoursAccount | None) -> "MyHours":
        """The account as its owner sees it; empty where there is none yet."""
        has = purse(row)
        return cls(minutes=has.minutes, reserved=has.reserved, floor=has.floor, supported=has.supported)

    @strawberry.field(description="Every entry with its reason, newest first.")
    async def entries(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[HoursEntry]:
        context, ask = info.context, asked(first, after)
        page = await reading.entries(context.house, member(context).resident_id, ask)
        return connected(context, page, ask, HoursEntry.of)

    @strawberry.field(description="Gifts given and received, newest first.")
    async def gifts(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[HoursGift]:
        context, ask = info.context, asked(first, after)
        page = await reading.gifts(context.house, member(context).resident_id, ask)
        return connected(context, page, ask, HoursGift.of)


@strawberry.type(description="The whole bank of a community, in minutes. What all have and all owe is zero together.")
class HoursBank:
    held: int = strawberry.field(description="What neighbours have.")
    owed: int = strawberry.field(description="What neighbours owe; zero or below.")
    pool: int = strawberry.field(description="What is in the pool.")
    opened: int = strawberry.field(description="What was brought in from before, as the other side of it; 0 or below.")
    turned_into_points: int = strawberry.field(description="What was turned into points.")
    sum: int = strawberry.field(description="All of it together: 0, always.")


@strawberry.type
class HoursQuery:
    @strawberry.field(description="The viewer's own hours; null for a guest.", extensions=[EVERYONE])
    async def my_hours(self, info: Asked) -> MyHours | None:
        context = info.context
        if context.viewer is None:
            return None
        context.look()
        return MyHours.of(await reading.account(context.house, context.viewer))

    @strawberry.field(description="The sums over a community's whole bank of hours.", extensions=[EVERYONE])
    async def hours_bank(self, info: Asked, community: COMMUNITY = None) -> HoursBank:
        context = info.context
        context.look()
        sums = await reading.sums(context.house, await community_asked(context, community))
        totals = {account: sum(sums.get(account, (0, 0))) for account in Account}
        held, owed = sums.get(Account.MEMBER, (0, 0))
        return HoursBank(
            held=held,
            owed=owed,
            pool=totals[Account.POOL],
            opened=totals[Account.OPENING],
            turned_into_points=totals[Account.POINTS],
            sum=sum(totals.values()),
        )
