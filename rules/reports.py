"""What is right about reports: their stages, who takes which step, and what a step does to the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role


class Stage(StrEnum):
    """Where a report stands."""

    RECEIVED = "RECEIVED"
    ASSIGNED = "ASSIGNED"
    HANDLING = "HANDLING"
    RESOLVED = "RESOLVED"
    RATED = "RATED"
    REJECTED = "REJECTED"
    REOPENED = "REOPENED"


class Step(StrEnum):
    """What somebody does about a report."""

    ASSIGN = "ASSIGN"
    START = "START"
    HAND_OVER = "HAND_OVER"
    ASK = "ASK"
    ANSWER = "ANSWER"
    RESOLVE = "RESOLVE"
    REJECT = "REJECT"
    RATE = "RATE"
    REOPEN = "REOPEN"


class Clock(StrEnum):
    """What a running clock is for: that the report gets to a department, or that the department answers."""

    DISPATCH = "DISPATCH"
    ANSWER = "ANSWER"


class Turn(StrEnum):
    """What a step does to the clock."""

    KEEP = "KEEP"
    RESTART = "RESTART"
    PAUSE = "PAUSE"
    GO_ON = "GO_ON"
    END = "END"


ENDED = frozenset({Stage.RESOLVED, Stage.RATED, Stage.REJECTED})
OPEN = frozenset(Stage) - ENDED
DISPATCHES = STAFF | {Role.STREET_OFFICER}
LEVELS = (Role.DEPARTMENT_OFFICER, Role.COMMUNITY_STAFF, Role.STREET_OFFICER)
"""Who a report is with as it goes up."""
TOP = len(LEVELS) - 1
HANDOVERS_TO_STREET = 3
REOPENS_WITHIN = timedelta(days=7)
ANSWERS_WITHIN = timedelta(days=7)
"""How long a question stops the clock at most."""
BAD, LEAST, MOST = 2, 1, 5
Steps = Mapping[Stage, frozenset[Step]]
WORKING = frozenset({Step.HAND_OVER, Step.ASK, Step.ANSWER, Step.RESOLVE, Step.REJECT, Step.ASSIGN})
ALL_STEPS: Steps = {
    Stage.RECEIVED: frozenset({Step.ASSIGN, Step.ASK, Step.ANSWER, Step.REJECT}),
    Stage.ASSIGNED: WORKING | {Step.START},
    Stage.HANDLING: WORKING,
    Stage.REOPENED: WORKING | {Step.START},
    Stage.RESOLVED: frozenset({Step.RATE, Step.REOPEN}),
    Stage.RATED: frozenset({Step.REOPEN}),
    Stage.REJECTED: frozenset(),
}
"""Every step there can be; a community may do without some."""
DEFAULT_STEPS: Steps = {
    **ALL_STEPS,
    Stage.ASSIGNED: ALL_STEPS[Stage.ASSIGNED] - {Step.RESOLVE},
    Stage.REOPENED: ALL_STEPS[Stage.REOPENED] - {Step.RESOLVE},
}
LEADS_TO = {
    Step.ASSIGN: Stage.ASSIGNED,
    Step.HAND_OVER: Stage.ASSIGNED,
    Step.START: Stage.HANDLING,
    Step.RESOLVE: Stage.RESOLVED,
    Step.REJECT: Stage.REJECTED,
    Step.REOPEN: Stage.REOPENED,
    Step.RATE: Stage.RATED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands. `level` counts how often it went up, `asked` says that a question waits for its sender.

    `reopened` says whether a bad rating has opened it again, which happens once; `resolved_at` is when it was solved.
    """

    stage: Stage
    department_id: UUID | None = None
    level: int = 0
    handovers: int = 0
    asked: bool = False
    reopened: bool = False
    pictured: bool = False
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who takes a step: their roles in the community, where they work, and whether they sent the report."""

    roles: frozenset[Role]
    works_in: frozenset[UUID] = frozenset()
    sender: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: where the report stands then, and what became of the clock."""

    standing: Standing
    turn: Turn


def may_take(standing: Standing, step: Step, who: Who, steps: Steps) -> Refusal | None:
    """None where this person may take the step now: the sender their own, the department in charge and staff theirs."""
    if step in {Step.ANSWER, Step.RATE, Step.REOPEN}:
        if not who.sender:
            return refuse(Code.FORBIDDEN, "report_not_yours")
    elif not who.roles & DISPATCHES:
        in_charge = Role.DEPARTMENT_OFFICER in who.roles and standing.department_id in who.works_in
        if not in_charge or standing.stage is Stage.RECEIVED or step is Step.ASSIGN:
            return refuse(Code.FORBIDDEN, "report_not_in_charge")
    if step not in steps[standing.stage]:
        return refuse(Code.WRONG_STAGE, "report_stage", "reportId")
    if step is Step.ANSWER and not standing.asked:
        return refuse(Code.WRONG_STAGE, "report_not_asked", "reportId")
    if step is Step.ASK and standing.asked:
        return refuse(Code.WRONG_STAGE, "report_asked", "reportId")
    return None


def assign(standing: Standing, department_id: UUID) -> Taken:
    """With a department. From RECEIVED the clock for its answer begins; later it runs on."""
    turn = Turn.RESTART if standing.stage is Stage.RECEIVED else Turn.KEEP
    return _moved(standing, Step.ASSIGN, turn, department_id=department_id)


def start(standing: Standing) -> Taken:
    """Being worked on."""
    return _moved(standing, Step.START, Turn.KEEP)


def hand_over(standing: Standing, department_id: UUID) -> Taken | Refusal:
    """With another department, which gets no more time; the third time with the street officer instead."""
    if department_id == standing.department_id:
        return refuse(Code.CONFLICT, "report_there_already", "departmentId")
    handovers = standing.handovers + 1
    if handovers >= HANDOVERS_TO_STREET:
        return _moved(standing, Step.HAND_OVER, Turn.KEEP, department_id=None, handovers=handovers, level=TOP)
    return _moved(standing, Step.HAND_OVER, Turn.KEEP, department_id=department_id, handovers=handovers)


def ask(standing: Standing) -> Taken:
    """Waiting for its sender, with the clock stopped."""
    return Taken(replace(standing, asked=True), Turn.PAUSE)


def go_on(standing: Standing) -> Taken:
    """No longer waiting: the sender has answered, or has not for too long."""
    return Taken(replace(standing, asked=False), Turn.GO_ON)


def resolve(standing: Standing, photos: int, now: datetime) -> Taken | Refusal:
    """Solved; where there was a photo before, there has to be one after."""
    if standing.pictured and not photos:
        return refuse(Code.INVALID, "report_photo_after", "photoIds")
    return _moved(standing, Step.RESOLVE, Turn.END, resolved_at=now)


def reject(standing: Standing) -> Taken:
    """Ended without a solution."""
    return _moved(standing, Step.REJECT, Turn.END)


def rate(standing: Standing, rating: int, now: datetime) -> Taken | Refusal:
    """Rated 1 to 5, whenever; the first time that this is 1 or 2, within 7 days of the solution, it is open again."""
    if not LEAST <= rating <= MOST:
        return refuse(Code.INVALID, "report_rating", "rating", least=LEAST, most=MOST)
    if rating <= BAD and not standing.reopened and not isinstance(reopen(standing, now), Refusal):
        return _moved(standing, Step.REOPEN, Turn.RESTART, reopened=True, level=0)
    return _moved(standing, Step.RATE, Turn.KEEP)


def reopen(standing: Standing, now: datetime) -> Taken | Refusal:
    """Open again, within 7 days of the solution."""
    if standing.resolved_at is None or now > standing.resolved_at + REOPENS_WITHIN:
        return refuse(Code.WRONG_STAGE, "report_reopen_late", "reportId", days=REOPENS_WITHIN.days)
    return _moved(standing, Step.REOPEN, Turn.RESTART, level=0)


def go_up(standing: Standing) -> Taken:
    """One level up where there is one, because a clock ran out; another one begins, so that it is never left alone.

    What no department has yet is with the staff already, so it goes up to the street officers.
    """
    level = TOP if standing.stage is Stage.RECEIVED else min(TOP, standing.level + 1)
    return Taken(replace(standing, level=level), Turn.RESTART)


def clock_for(stage: Stage) -> Clock:
    """Which clock runs at an open stage."""
    return Clock.DISPATCH if stage is Stage.RECEIVED else Clock.ANSWER


def _moved(standing: Standing, step: Step, turn: Turn, **changed: object) -> Taken:
    """At the next stage. A question that waited is no longer asked, and the clock it had stopped goes on."""
    if standing.asked and turn is Turn.KEEP:
        turn = Turn.GO_ON
    return Taken(replace(standing, stage=LEADS_TO[step], asked=False, **changed), turn)  # type: ignore[arg-type]
