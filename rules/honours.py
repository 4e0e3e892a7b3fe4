"""What is right about titles: who may be nominated and by whom, what is voted on, and who wins."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse

FEWEST = 2
LABEL = 200
MOST_WAITING = 3
"""How many nominations of one neighbour may wait for the vote on an honour."""


class Honour(StrEnum):
    """The titles of a community."""

    MODEL = "MODEL"
    PIONEER = "PIONEER"
    VOLUNTEER = "VOLUNTEER"


VOTED_ON = frozenset({Honour.PIONEER, Honour.VOLUNTEER})
"""Those that come by nomination and a poll; the other comes by points."""


class Standing(StrEnum):
    """How far a nomination has come."""

    OPEN = "OPEN"
    VOTING = "VOTING"
    DECLINED = "DECLINED"
    ENDED = "ENDED"


def may_nominate(
    honour: Honour, *, verified: bool, nominee_verified: bool, oneself: bool, named: bool
) -> Refusal | None:
    """None where a resident may nominate a neighbour. Who does not want to be named is not put to a public vote."""
    if not verified:
        return refuse(Code.NOT_ELIGIBLE, "not_verified")
    if honour not in VOTED_ON:
        return refuse(Code.INVALID, "honour_by_points", "honour")
    if oneself:
        return refuse(Code.INVALID, "honour_oneself", "nomineeId")
    if not nominee_verified:
        return refuse(Code.NOT_ELIGIBLE, "honour_nominee", "nomineeId")
    if not named:
        return refuse(Code.NOT_ELIGIBLE, "honour_unnamed", "nomineeId")
    return None


def may_nominate_more(waiting: int) -> Refusal | None:
    """None where fewer than 3 that a resident has nominated for an honour wait for its vote."""
    if waiting >= MOST_WAITING:
        return refuse(Code.CONFLICT, "honour_waiting", "honour", most=MOST_WAITING)
    return None


def may_decline(standing: Standing, *, oneself: bool) -> Refusal | None:
    """Who was nominated may say no until the vote has ended. Others are told nothing of the nomination."""
    if not oneself:
        return refuse(Code.NOT_FOUND, "nomination_unknown", "nominationId")
    if standing is Standing.ENDED:
        return refuse(Code.WRONG_STAGE, "nomination_ended", "nominationId")
    return None


def may_open_vote(honour: Honour, nominated: int) -> Refusal | None:
    """None where at least 2 wait for the vote on an honour that is voted on."""
    if honour not in VOTED_ON:
        return refuse(Code.INVALID, "honour_by_points", "honour")
    if nominated < FEWEST:
        return refuse(Code.WRONG_STAGE, "honour_number", "honour", least=FEWEST)
    return None


def label(number: int, name: str, what_for: str) -> str:
    """What voters read of somebody nominated; the number tells two of one name apart."""
    said = f"{number}. {name}：{' '.join(what_for.split())}"
    return said if len(said) <= LABEL else f"{said[: LABEL - 1]}…"


def winners(votes: Mapping[str, int], standing: Sequence[str]) -> list[str]:
    """The choices that win, in the order given, of those that have not said no.

    Those with the most votes share the honour; nobody has it without a vote.
    """
    most = max((votes.get(choice, 0) for choice in standing), default=0)
    return [choice for choice in standing if most and votes.get(choice, 0) == most]
