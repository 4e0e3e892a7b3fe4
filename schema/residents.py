"""Residents as clients see them, and how they sign in."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import residents as kept
from db.queries.residents import Which
from resolvers.actors import Actor
from resolvers.points import behind
from resolvers.residents import care, sign_in
from rules import refusals
from rules.confirmations import Way
from rules.ids import Kind
from rules.points import DEFAULT, Right
from rules.roles import Role
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.communities import Community
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

    @strawberry.field(description="All points they have ever earned.", extensions=[SameForAll()])
    async def points(self, info: Asked) -> int:
        account = await info.context.loaders.points_accounts.load(self.row.id)
        return account.earned if account else 0

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

    @strawberry.field(description="The badges they have, the oldest first; none of who does not want to be named.")
    async def badges(self, info: Asked) -> list[EarnedBadge]:
        rows = await info.context.loaders.badges.load(self.row.id) or []
        known = await info.context.loaders.badge_books.load(self.row.community_id) or {}
        return [EarnedBadge.of(row, known[row.version], info.context.language) for row in rows]

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


@strawberry.type(description="Who is signed in, with the roles held in their community.")
class Viewer:
    actor: strawberry.Private[Actor]

    @strawberry.field(description="The person.")
    async def resident(self, info: Asked) -> Resident:
        return Resident.of(await _must(info.context, self.actor))

    @strawberry.field(description="The roles held right now, RESIDENT among them once verified.")
    async def roles(self) -> list[Role]:
        return sorted(self.actor.roles, key=list(Role).index)

    @strawberry.field(description="The community they belong to.")
    async def community(self, info: Asked) -> Community:
        row = await info.context.loaders.communities.load(self.actor.community_id)
        if row is None:
            raise LookupError("A resident without a community.")
        return Community.of(row)


async def _must(context: Context, actor: Actor) -> kept.Resident:
    row = await context.loaders.residents.load(actor.resident_id)
    if row is None:
        raise LookupError("A session without a resident.")
    return row


@strawberry.type(description="A code is on its way to the telephone.")
class CodeSent:
    expires_at: datetime = strawberry.field(description="When the code stops working.")


@strawberry.type(description="A session has begun.")
class SignedIn:
    token: str = strawberry.field(description="Send it as `Authorization: Bearer …`. Shown once; keep it secret.")
    expires_at: datetime = strawberry.field(description="When the session ends by itself.")
    viewer: Viewer = strawberry.field(description="Who is now signed in.")


@strawberry.type(description="Sessions have ended, and their open sockets with them.")
class SignedOut:
    sessions: int = strawberry.field(description="How many sessions ended.")


RequestSignInCodeResult = Annotated[
    CodeSent | Refusal, strawberry.union("RequestSignInCodeResult", description="A code sent, or why not.")
]
SignInResult = Annotated[SignedIn | Refusal, strawberry.union("SignInResult", description="A session, or why not.")]
SignOutResult = Annotated[SignedOut | Refusal, strawberry.union("SignOutResult", description="Ended, or why not.")]
ResidentResult = Annotated[
    Resident | Refusal, strawberry.union("ResidentResult", description="The resident, or why not.")
]

PHONE = Annotated[str, strawberry.argument(description="A mainland mobile number, or E.164 with its + and country.")]
RESIDENT_ID = Annotated[ID, strawberry.argument(description="The resident's id.")]
ROLE = Annotated[Role, strawberry.argument(description="The role; RESIDENT comes from being verified instead.")]


def _resident_or(result: kept.Resident | refusals.Refusal, context: Context) -> Resident | Refusal:
    return shown_or(result, Resident.of, context.language)


@strawberry.type
class ResidentQuery:
    @strawberry.field(description="Who is signed in; null for a guest.", extensions=[EVERYONE])
    async def viewer(self, info: Asked) -> Viewer | None:
        actor = info.context.actor
        return None if actor is None else Viewer(actor=actor)

    @strawberry.field(
        description="The people of your community, newest first. For its staff only.", extensions=[EVERYONE]
    )
    async def residents(
        self,
        info: Asked,
        verified: Annotated[
            bool | None, strawberry.argument(description="Only those verified, or only those not.")
        ] = None,
        phoneless: Annotated[
            bool | None, strawberry.argument(description="Only those without a telephone, or only those with one.")
        ] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Resident]:
        context = info.context
        if context.actor is None:
            raise ClientError("SIGN_IN_REQUIRED", "Please sign in first.")
        ask = asked(first, after)
        page = await care.listed(context.house, context.actor, Which(verified, phoneless), ask)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, Resident.of)


@strawberry.type
class ResidentMutation:
    @strawberry.mutation(
        description="Sends a six-digit code to a telephone; it works for five minutes.", extensions=[EVERYONE]
    )
    async def request_sign_in_code(self, info: Asked, phone: PHONE) -> RequestSignInCodeResult:
        context = info.context
        result = await sign_in.request_code(context.house, phone, context.address)
        return shown_or(result, lambda sent: CodeSent(expires_at=sent.expires_at), context.language)

    @strawberry.mutation(
        description="Begins a session of 30 days for whoever holds the telephone.", extensions=[EVERYONE]
    )
    async def sign_in(
        self,
        info: Asked,
        phone: PHONE,
        code: Annotated[str, strawberry.argument(description="The six digits from the message.")],
        device: Annotated[
            str | None,
            strawberry.argument(
                description="What your program calls this device, always the same, by chance: 16 to 200 signs. Only a"
                " keyed hash is kept, for 30 days, to see where one device holds many accounts."
            ),
        ] = None,
    ) -> SignInResult:
        context = info.context
        result = await sign_in.sign_in(context.house, phone, code, context.address, device)
        if isinstance(result, refusals.Refusal):
            return Refusal.of(result, context.language)
        return SignedIn(token=result.token, expires_at=result.expires_at, viewer=Viewer(actor=result.actor))

    @strawberry.mutation(description="Ends this session, or all of yours.", extensions=[SIGNED_IN])
    async def sign_out(
        self,
        info: Asked,
        everywhere: Annotated[
            bool, strawberry.argument(description="Whether to end your sessions on all devices.")
        ] = False,
    ) -> SignOutResult:
        context = info.context
        ended = await sign_in.sign_out(context.house, acting(info), everywhere=everywhere)
        context.actor = None  # for what else this document asks
        return SignedOut(sessions=len(ended))

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
