"""Who is signed in, and how sessions begin and end."""

from datetime import datetime
from typing import Annotated

import strawberry

from db.models import residents as kept
from resolvers.actors import Actor
from resolvers.residents import sign_in
from rules import refusals
from rules.roles import Role
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.communities import Community
from schema.context import Asked, Context
from schema.refusals import Refusal, shown_or
from schema.residents import Resident


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

PHONE = Annotated[str, strawberry.argument(description="A mainland mobile number, or E.164 with its + and country.")]


@strawberry.type
class SessionQuery:
    @strawberry.field(description="Who is signed in; null for a guest.", extensions=[EVERYONE])
    async def viewer(self, info: Asked) -> Viewer | None:
        actor = info.context.actor
        return None if actor is None else Viewer(actor=actor)


@strawberry.type
class SessionMutation:
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
