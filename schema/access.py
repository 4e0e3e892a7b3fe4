"""Who may call a root field. Every one declares it; a test fails on one that does not."""

from typing import Any

from strawberry import Info
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver

from resolvers.actors import SIGN_IN_REQUIRED, Actor
from schema.context import Asked
from schema.refusals import Refusal


class Access(FieldExtension):
    """A declaration of who may call a field."""


class Everyone(Access):
    """Anybody, signed in or not. The field itself decides what each may see."""


class SignedIn(Access):
    """Residents who have signed in; others are refused. What else it takes, the rules decide."""

    async def resolve_async(self, next_: AsyncExtensionResolver, source: object, info: Info, **kwargs: Any) -> object:  # noqa: ANN401
        context = info.context
        if context.actor is None:
            return Refusal.of(SIGN_IN_REQUIRED, context.language)
        return await next_(source, info, **kwargs)


EVERYONE = Everyone()
SIGNED_IN = SignedIn()


def acting(info: Asked) -> Actor:
    """Who acts, in a field that only signed-in residents may call."""
    actor = info.context.actor
    if actor is None:
        raise PermissionError("A field for signed-in residents was reached by a guest.")
    return actor
