"""Residents as clients see them, and how staff look after them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import residents as kept
from db.queries.residents import Which
from resolvers.points import behind
from resolvers.residents import care
from rules import refusals
from rules.confirmations import Way
from rules.ids import Kind
from rules.points import DEFAULT, Right
from rules.roles import Role
from rules.texts import SEARCH, accept
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.context import Asked, Context
from schema.earned import EarnedBadge, Title
from schema.node import Node, key_or_nobody, shown_id
from schema.opened import CountedEntry
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.points import GrantedRight
from schema.refusals import Refusal, shown_or
from schema.scalars import described
from schema.sentences import refusal
from schema.sentences.points import LEVELS
from schema.transport.audiences import SameForAll
from schema.transport.errors import ClientError

described(
    Role,
    "Role",
    "A part somebody plays in a community.",
    RESIDENT="Lives here, as was confirmed: raises issues, comments, votes.",
    MODERATOR="Takes issues from step to step, opens polls and closes them.",
    GRID_WORKER="Looks after one grid of the neighbourhood.",
    BUILDING_HEAD="Speaks for the building they live in, and confirms who lives there.",
    DEPARTMENT_OFFICER="Handles what falls to a department.",
    STREET_OFFICER="Summons departments over hard cases.",
    COMMUNITY_STAFF="Confirms who lives here and follows decisions through.",
    SUPERVISOR="Watches that decisions are carried out.",
    EVALUATOR="Assesses how well it was done.",
    ADMIN="Gives and takes roles.",
)


described(
    Way,
    "ConfirmationWay",
    "How it was confirmed that somebody lives here.",
    GRID_WORKER="By the grid worker of their grid.",
    BUILDING_HEAD="By the head of their building.",
    DOCUMENT="By staff, who have seen a document.",
    REGISTER="By the register of households, which names them.",
    STAFF="By staff who know them.",
    FOUNDER="They were there when the community was set up.",
    BEFORE="They were confirmed before it was written down how.",
)


@strawberry.type(description="How it was confirmed that somebody lives here.")
class Confirmation:
    way: Way = strawberry.field(description="How.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(description="A person of a community.")
class Resident(Node):
    row: strawberry.Private[kept.Resident]
    id: ID = strawberry.field(description="The resident's id.")
    display_name: str = strawberry.field(description="The name shown to neighbours.")
    verified: bool = strawberry.field(description="Whether it was confirmed that they live here.")

    @strawberry.field(description="Their telephone number in E.164; null for everybody but its owner and staff.")
    async def phone(self, info: Asked) -> str | None:
        return care.phone_of(info.context.house, self.row, info.context.actor)

    @strawberry.field(
        description="Where they live: building, staircase and door. For themselves and staff; null for others, and"
        " where it is not known."
    )
    async def home(self, info: Asked) -> str | None:
        if not care.may_see(info.context.actor, self.row):
            return None
        found = await info.context.loaders.homes.load(self.row.id)
        return None if found is None else f"{found[2].name} {found[1].code}-{found[0].code}"

    @strawberry.field(description="All points they have ever earned, as boards count them.", extensions=[SameForAll()])
    async def points(self, info: Asked) -> int:
        account = await info.context.loaders.points_accounts.load(self.row.id)
        return account.earned - account.uncounted if account else 0

    @strawberry.field(description="The level these have brought them to, in the caller's language.")
    async def level(self, info: Asked) -> str:
        context = info.context
        tariff = await context.loaders.points_tariffs.load(self.row.community_id) or DEFAULT
        return LEVELS[tariff.step(await self.points(info)).level].said(context.language)

    @strawberry.field(description="What their level lets them do, in the caller's language.")
    async def rights(self, info: Asked) -> list[GrantedRight]:
        tariff = await info.context.loaders.points_tariffs.load(self.row.community_id) or DEFAULT
        held = tariff.rights(await self.points(info))
        return [GrantedRight.of(right, info.context.language) for right in Right if right in held]

    @strawberry.field(
        description="The badges they have, the oldest first; none of who does not want to be named. Those for reports"
        " are shown from the Monday after, so that nobody sees from them who sent which."
    )
    async def badges(self, info: Asked) -> list[EarnedBadge]:
        context = info.context
        rows = await context.loaders.badges.load(self.row.id) or []
        known = await context.loaders.badge_books.load(self.row.community_id) or {}
        now = context.house.now()
        shown = [row for row in rows if known[row.version].by_key()[row.badge].shown_since(row.earned_at) <= now]
        return [EarnedBadge.of(row, known[row.version], context.language) for row in shown]

    @strawberry.field(description="Their honours, the oldest first; none of who does not want to be named.")
    async def honours(self, info: Asked) -> list[Title]:
        rows = await info.context.loaders.honours.load(self.row.id) or []
        return [Title.of(row, info.context.language) for row in rows]

    @strawberry.field(
        description="The entries that these points are the sum of, newest first; null where they decline to be named."
    )
    async def points_entries(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[CountedEntry] | None:
        context, ask = info.context, asked(first, after)
        context.look()
        page = await behind.of_resident(context.house, self.row.id, ask)
        return None if page is None else connected(context, page, ask, lambda row: CountedEntry.of(row, context))

    @strawberry.field(
        description="How it was confirmed that they live here, for themselves and staff; null for others, and where it"
        " was not."
    )
    async def confirmation(self, info: Asked) -> "Confirmation | None":
        if not care.may_see(info.context.actor, self.row):
            return None
        found = await info.context.loaders.confirmations.load(self.row.id)
        return None if found is None else Confirmation(way=found.way, at=found.at)

    @classmethod
    def of(cls, row: kept.Resident) -> "Resident":
        """The resident as neighbours see them."""
        key = shown_id(Kind.RESIDENT, row.id)
        return cls(row=row, id=key, display_name=row.display_name, verified=row.verified_at is not None)


ResidentResult = Annotated[
    Resident | Refusal, strawberry.union("ResidentResult", description="The resident, or why not.")
]

RESIDENT_ID = Annotated[ID, strawberry.argument(description="The resident's id.")]
ROLE = Annotated[Role, strawberry.argument(description="The role; RESIDENT comes from being verified instead.")]


def _resident_or(result: kept.Resident | refusals.Refusal, context: Context) -> Resident | Refusal:
    return shown_or(result, Resident.of, context.language)


@strawberry.type
class ResidentQuery:
    @strawberry.field(
        description="The people of your community, newest first. For its staff only.", extensions=[EVERYONE]
    )
    async def residents(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        verified: Annotated[
            bool | None, strawberry.argument(description="Only those verified, or only those not.")
        ] = None,
        phoneless: Annotated[
            bool | None, strawberry.argument(description="Only those without a telephone, or only those with one.")
        ] = None,
        search: Annotated[
            str | None, strawberry.argument(description="How their name begins, up to 100 characters.")
        ] = None,
        building_id: Annotated[ID | None, strawberry.argument(description="Only those who live there.")] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Resident]:
        context = info.context
        if context.actor is None:
            raise ClientError("SIGN_IN_REQUIRED", "Please sign in first.")
        ask, name = asked(first, after), accept(search or "", SEARCH)
        if isinstance(name, refusals.Refusal):
            raise ClientError("BAD_USER_INPUT", f"`search` has to be at most {SEARCH.most} characters long.")
        building = None if building_id is None else key_or_nobody(Kind.BUILDING, building_id)
        page = await care.listed(context.house, context.actor, Which(verified, phoneless, name, building), ask)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, Resident.of)


@strawberry.type
class ResidentMutation:
    @strawberry.mutation(
        description="Staff confirm that somebody lives here; they may vote from then on.", extensions=[SIGNED_IN]
    )
    async def verify_resident(self, info: Asked, resident_id: RESIDENT_ID) -> ResidentResult:
        key = key_or_nobody(Kind.RESIDENT, resident_id)
        return _resident_or(await care.verify(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="Staff add a resident without a phone; what they say and vote at meetings is typed in for them.",
        extensions=[SIGNED_IN],
    )
    async def register_resident(
        self, info: Asked, name: Annotated[str, strawberry.argument(description="What neighbours call them.")]
    ) -> ResidentResult:
        return _resident_or(await care.register(info.context.house, acting(info), name), info.context)

    @strawberry.mutation(description="An administrator gives somebody a role.", extensions=[SIGNED_IN])
    async def grant_role(self, info: Asked, resident_id: RESIDENT_ID, role: ROLE) -> ResidentResult:
        key = key_or_nobody(Kind.RESIDENT, resident_id)
        return _resident_or(await care.grant(info.context.house, acting(info), key, role), info.context)

    @strawberry.mutation(description="An administrator takes a role back.", extensions=[SIGNED_IN])
    async def withdraw_role(self, info: Asked, resident_id: RESIDENT_ID, role: ROLE) -> ResidentResult:
        context, actor, key = info.context, acting(info), key_or_nobody(Kind.RESIDENT, resident_id)
        result = await care.withdraw(context.house, actor, key, role)
        if key == actor.resident_id and not isinstance(result, refusals.Refusal):
            context.actor = replace(actor, roles=actor.roles - {role})  # for what else this document asks
        return _resident_or(result, context)
