"""Refusals as clients see them: typed answers, never errors."""

from collections.abc import Callable
from typing import TypeVar

import strawberry

from rules import refusals
from rules.refusals import Code
from schema.scalars import described
from schema.sentences import refusal

Row = TypeVar("Row")
Shown = TypeVar("Shown")

described(
    Code,
    "RefusalCode",
    "What kind of refusal it is.",
    SIGN_IN_REQUIRED="Nobody is signed in; sign in and try again.",
    FORBIDDEN="Signed in, but without the role that this takes.",
    NOT_FOUND="There is no such thing, or it is not of the kind asked for.",
    INVALID="An input has to be changed; `field` names it.",
    CONFLICT="It does not fit with what has happened already.",
    RATE_LIMITED="Asked too often; wait a while.",
    NOT_ELIGIBLE="This person is not among those who may do it.",
    ALREADY_VOTED="A vote has been counted already, and votes in this poll cannot be changed.",
    POLL_NOT_OPEN="The poll has not opened yet.",
    POLL_CLOSED="The poll has closed.",
    WRONG_STAGE="The issue is not at a stage where this can be done.",
)


@strawberry.type(description="Why not, in one plain sentence. Nothing has been changed.")
class Refusal:
    code: Code = strawberry.field(description="What kind of refusal it is.")
    message: str = strawberry.field(
        description="One plain sentence in the caller's language that says what to do next."
    )
    field: str | None = strawberry.field(
        description="The argument or input field that has to change, if one has; within a list with its place there,"
        " from 0: `points.0.dueOn`."
    )

    @classmethod
    def of(cls, refused: refusals.Refusal, language: str) -> "Refusal":
        """The refusal with its sentence."""
        return cls(code=refused.code, message=refusal(refused, language), field=refused.field)


def shown_or(result: Row | refusals.Refusal, show: Callable[[Row], Shown], language: str) -> Shown | Refusal:
    """What a deed gave, as clients see it, or its refusal with the sentence."""
    return Refusal.of(result, language) if isinstance(result, refusals.Refusal) else show(result)
