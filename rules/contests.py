"""What is right about contests: their stages, who takes part and how, and who wins by what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from rules.points import MOST_POINTS, end_of, month_of
from rules.polls import FEWEST_CHOICES, MOST_CHOICES
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role
from rules.texts import Limit

IDEA = Limit("text", 2_000)
CRITERION = Limit("criteria", 80, one_line=True)
MOST_PLACES = 10
MOST_CRITERIA, MOST_MARKS = 10, 100
MOST_JUDGES = 20
MOST_IDEAS, IDEAS_EACH = 200, 3
MOST_WEIGHT = 100
LONGEST = timedelta(days=180)
SHORTLISTING = timedelta(days=3)
"""How long staff have for the shortlist where the plan says nothing; never more than half of what is left."""
NEAR = 5
"""Staff are reminded when a fifth of that time is left."""
CONFIRMING = timedelta(days=3)
"""How long after a volunteer month organisers may still confirm minutes that count in it."""
PAID_AT_ONCE = 50
"""How many prizes share a transaction."""


class ContestKind(StrEnum):
    """What is compared."""

    IDEAS = "IDEAS"
    BUILDINGS = "BUILDINGS"
    VOLUNTEERING = "VOLUNTEERING"


class Stage(StrEnum):
    """Where a contest stands."""

    ENTERING = "ENTERING"
    SHORTLISTING = "SHORTLISTING"
    VOTING = "VOTING"
    RUNNING = "RUNNING"
    REWARDING = "REWARDING"
    CLOSED = "CLOSED"
    CALLED_OFF = "CALLED_OFF"


class Award(StrEnum):
    """What is ranked: ideas, buildings, or who gave time, one by one and by team."""

    IDEA = "IDEA"
    BUILDING = "BUILDING"
    PERSON = "PERSON"
    TEAM = "TEAM"


class Ending(StrEnum):
    """Why a contest ended without being decided."""

    STAFF = "STAFF"
    TOO_FEW = "TOO_FEW"
    NO_SHORTLIST = "NO_SHORTLIST"


BEGINS = {
    ContestKind.IDEAS: Stage.ENTERING,
    ContestKind.BUILDINGS: Stage.VOTING,
    ContestKind.VOLUNTEERING: Stage.RUNNING,
}
AWARDS = {
    ContestKind.IDEAS: frozenset({Award.IDEA}),
    ContestKind.BUILDINGS: frozenset({Award.BUILDING}),
    ContestKind.VOLUNTEERING: frozenset({Award.PERSON, Award.TEAM}),
}
OVER = frozenset({Stage.REWARDING, Stage.CLOSED, Stage.CALLED_OFF})


@dataclass(frozen=True, slots=True)
class Prize:
    """The points that each gets who comes in at a place."""

    award: Award
    place: int
    points: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A contest as staff ask for it. Weights, criteria and buildings are those of buildings, the month that of time."""

    kind: ContestKind
    prizes: Sequence[Prize]
    closes_at: datetime
    entries_until: datetime | None = None
    shortlist_by: datetime | None = None
    month: date | None = None
    judges_weight: int = 0
    residents_weight: int = 0
    criteria: Sequence[tuple[str, int]] = ()
    buildings: Sequence[UUID] = ()
    judges: Sequence[UUID] = ()


def volunteer_month(month: date, prizes: Sequence[Prize]) -> Plan:
    """The plan of a month: it closes some days after the month, when its last minutes have been confirmed."""
    return Plan(ContestKind.VOLUNTEERING, prizes, end_of(month) + CONFIRMING, month=month)


def shortlist_by(entries_until: datetime, closes_at: datetime) -> datetime:
    """Until when the shortlist is made where the plan does not say."""
    return entries_until + min(SHORTLISTING, (closes_at - entries_until) / 2)


def reminded_at(entries_until: datetime, until: datetime) -> datetime:
    """When staff are reminded of a shortlist that is to be made until then."""
    return until - (until - entries_until) / NEAR


def accept_plan(plan: Plan, roles: frozenset[Role], now: datetime) -> Refusal | None:
    """None for a contest that staff may put on as it is."""
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if refusal := _accept_prizes(plan):
        return refusal
    if plan.kind is ContestKind.VOLUNTEERING:
        known = plan.month is not None and month_of(now) <= plan.month <= month_of(now + LONGEST)
        return None if known else refuse(Code.INVALID, "contest_month", "month")
    if not now < plan.closes_at <= now + LONGEST:
        return refuse(Code.INVALID, "contest_closes", "closesAt", most=LONGEST.days)
    if plan.kind is ContestKind.BUILDINGS:
        return _accept_judging(plan)
    return _accept_entries(plan, now)


def _accept_entries(plan: Plan, now: datetime) -> Refusal | None:
    if plan.entries_until is None or not now < plan.entries_until < plan.closes_at:
        return refuse(Code.INVALID, "contest_entries_until", "entriesUntil")
    if plan.shortlist_by is None or not plan.entries_until < plan.shortlist_by < plan.closes_at:
        return refuse(Code.INVALID, "contest_shortlist_by", "shortlistBy")
    return None


def _accept_prizes(plan: Plan) -> Refusal | None:
    places = [(prize.award, prize.place) for prize in plan.prizes]
    fits = all(
        prize.award in AWARDS[plan.kind] and 1 <= prize.place <= MOST_PLACES and 1 <= prize.points <= MOST_POINTS
        for prize in plan.prizes
    )
    if not places or not fits or len(set(places)) < len(places):
        return refuse(Code.INVALID, "contest_prizes", "prizes", places=MOST_PLACES, most=MOST_POINTS)
    return None


def _accept_judging(plan: Plan) -> Refusal | None:
    weights = plan.judges_weight, plan.residents_weight
    if min(weights) < 0 or not 0 < sum(weights) <= 2 * MOST_WEIGHT or max(weights) > MOST_WEIGHT:
        return refuse(Code.INVALID, "contest_weights", "judgesWeight", most=MOST_WEIGHT)
    if not FEWEST_CHOICES <= len(plan.buildings) <= MOST_CHOICES or len(set(plan.buildings)) < len(plan.buildings):
        return refuse(Code.INVALID, "contest_buildings", "buildingIds", least=FEWEST_CHOICES, most=MOST_CHOICES)
    if not plan.judges_weight and not plan.judges:
        return None
    if not plan.judges_weight or not 1 <= len(set(plan.judges)) <= MOST_JUDGES:
        return refuse(Code.INVALID, "contest_judges", "judgeIds", most=MOST_JUDGES)
    named = {label for label, _ in plan.criteria}
    if not 1 <= len(named) == len(plan.criteria) <= MOST_CRITERIA or any(
        not 1 <= most <= MOST_MARKS for _, most in plan.criteria
    ):
        return refuse(Code.INVALID, "contest_criteria", "criteria", number=MOST_CRITERIA, most=MOST_MARKS)
    return None


def may_enter(stage: Stage, until: datetime, now: datetime, *, verified: bool, mine: int, all_: int) -> Refusal | None:
    """None when somebody may enter one more idea: a confirmed resident, within the dates, three each."""
    if not verified:
        return refuse(Code.NOT_ELIGIBLE, "contest_not_verified")
    if stage is not Stage.ENTERING or now >= until:
        return refuse(Code.WRONG_STAGE, "contest_entries_over", "contestId")
    if mine >= IDEAS_EACH:
        return refuse(Code.CONFLICT, "contest_ideas_each", "contestId", most=IDEAS_EACH)
    return refuse(Code.CONFLICT, "contest_full", "contestId", most=MOST_IDEAS) if all_ >= MOST_IDEAS else None


def may_shortlist(
    stage: Stage,
    roles: frozenset[Role],
    entries: Collection[UUID],
    chosen: Sequence[UUID],
    left_out: Sequence[UUID],
    *,
    own: bool,
) -> Refusal | None:
    """None when staff put 2 to 20 ideas to the vote and say of every other one why it is left out.

    FORBIDDEN for who has entered one themselves, or lives with somebody who has.
    """
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if own:
        return refuse(Code.FORBIDDEN, "contest_own_idea")
    if stage is not Stage.SHORTLISTING:
        return refuse(Code.WRONG_STAGE, "contest_not_shortlisting", "contestId")
    if not FEWEST_CHOICES <= len(chosen) <= MOST_CHOICES:
        return refuse(Code.INVALID, "contest_shortlist", "chosenIds", least=FEWEST_CHOICES, most=MOST_CHOICES)
    if sorted([*chosen, *left_out]) != sorted(entries):
        return refuse(Code.INVALID, "contest_each_once", "chosenIds")
    return None


def may_score(stage: Stage, closes_at: datetime, now: datetime, *, judge: bool, lives_there: bool) -> Refusal | None:
    """None when a judge may score a building; nobody scores the one they live in."""
    if not judge:
        return refuse(Code.FORBIDDEN, "contest_judges_only")
    if stage is not Stage.VOTING or now >= closes_at:
        return refuse(Code.WRONG_STAGE, "contest_over", "contestId")
    return refuse(Code.NOT_ELIGIBLE, "contest_own_building", "entryId") if lives_there else None


def accept_scores(criteria: Sequence[int], scores: Sequence[int]) -> Refusal | None:
    """None for one score for each criterion in its order, from 0 to the most it has."""
    if len(scores) == len(criteria) and all(0 <= score <= most for score, most in zip(scores, criteria, strict=True)):
        return None
    return refuse(Code.INVALID, "contest_scores", "scores")


def may_call_off(stage: Stage, roles: frozenset[Role]) -> Refusal | None:
    """None while nothing has been decided."""
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    return refuse(Code.WRONG_STAGE, "contest_over", "contestId") if stage in OVER else None


@dataclass(frozen=True, slots=True)
class Marks:
    """What speaks for one of those compared: votes of all votes, marks of the most the judges could give, minutes."""

    votes: int = 0
    of_votes: int = 0
    scored: int = 0
    of_scored: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What the judges and the residents count for."""

    judges: int = 0
    residents: int = 0


def worth(kind: ContestKind, weights: Weights, marks: Marks) -> Fraction:
    """What counts, without rounding: votes, minutes, or both shares by their weights. What nobody gave is nothing."""
    if kind is ContestKind.IDEAS:
        return Fraction(marks.votes)
    if kind is ContestKind.VOLUNTEERING:
        return Fraction(marks.minutes)
    shares = (weights.judges, marks.scored, marks.of_scored), (weights.residents, marks.votes, marks.of_votes)
    return sum((Fraction(weight * part, whole) for weight, part, whole in shares if whole), Fraction(0))


def main_teams(given: Collection[tuple[UUID, UUID | None, int]]) -> dict[UUID, UUID]:
    """The team to which each gave most minutes, of (resident, team, minutes); who gave in no team is left out."""
    in_order = sorted((minutes, str(team), resident, team) for resident, team, minutes in given if team is not None)
    return {resident: team for _, _, resident, team in in_order if team is not None}


def places(worths: Mapping[UUID, Fraction]) -> list[tuple[int, UUID]]:
    """Who comes in where, the first first: ties share a place and the next is skipped. Nothing has no place."""
    ranked = sorted((-value, key) for key, value in worths.items() if value > 0)
    better = [value for value, _ in ranked]
    return [(1 + better.index(value), key) for value, key in ranked]
