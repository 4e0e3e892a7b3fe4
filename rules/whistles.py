"""What is right about whistles: who blows one, who answers in time, what the plan is like, who closes and who rates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rules.agreements import today
from rules.refusals import Code, Refusal, refuse
from rules.reports import OPEN, Stage
from rules.roles import Role
from rules.texts import REASON, Limit, accept

ANSWER_WITHIN = timedelta(minutes=30)
SOONEST_END = timedelta(hours=1)
LATEST_END = timedelta(days=90)
MOST_DEPARTMENTS = 12
MOST_TASKS = 30
GOES_UP_TO = (Role.STREET_OFFICER, Role.COMMUNITY_STAFF, Role.SUPERVISOR)
WHO_COMES = Limit("who", 200, one_line=True)
CANNOT_REASON = Limit("reason", 500)
TASK = Limit("tasks", 500)
RATING_COMMENT = Limit("comment", 1_000, least=0)


class Answer(StrEnum):
    """What a called department says."""

    ON_THE_WAY = "ON_THE_WAY"
    CANNOT_COME = "CANNOT_COME"


class Side(StrEnum):
    """For whom somebody rates."""

    STREET = "STREET"
    RESIDENTS = "RESIDENTS"


@dataclass(frozen=True, slots=True)
class Task:
    """What one department is to do, and the day in China by whose end it is to be done."""

    department_id: UUID
    text: str
    due_on: date


def answer_due(blown_at: datetime) -> datetime:
    """Until when a called department has to answer."""
    return blown_at + ANSWER_WITHIN


def may_blow(roles: frozenset[Role]) -> Refusal | None:
    """Street officers blow the whistle."""
    return None if Role.STREET_OFFICER in roles else refuse(Code.FORBIDDEN, "street_officer_only")


def may_blow_over(stage: Stage) -> Refusal | None:
    """A report that is still open can be whistled over; one that has ended cannot."""
    return None if stage in OPEN else refuse(Code.WRONG_STAGE, "whistle_report_ended", "reportId")


def accept_call(departments: Collection[UUID], reason: str, due_at: datetime, now: datetime) -> str | Refusal:
    """The reason cleaned. INVALID unless 1 to 12 departments are called, until a time from an hour to 90 days ahead."""
    if not 1 <= len(departments) <= MOST_DEPARTMENTS:
        return refuse(Code.INVALID, "whistle_departments", "departmentIds", most=MOST_DEPARTMENTS)
    if due_at - now < SOONEST_END:
        return refuse(Code.INVALID, "whistle_end_soon", "dueAt")
    if due_at - now > LATEST_END:
        return refuse(Code.INVALID, "whistle_end_far", "dueAt", most=LATEST_END.days)
    return accept(reason, REASON)


def may_act_for(roles: frozenset[Role], works_in: Collection[UUID], department_id: UUID) -> Refusal | None:
    """Officers act for the departments they work in, and for no other."""
    if Role.DEPARTMENT_OFFICER not in roles or department_id not in works_in:
        return refuse(Code.FORBIDDEN, "department_not_yours", "departmentId")
    return None


def is_open(closed_at: datetime | None) -> Refusal | None:
    """None while the whistle has not been closed."""
    return None if closed_at is None else refuse(Code.WRONG_STAGE, "whistle_closed", "whistleId")


def accept_answer(answer: Answer, who: str | None, reason: str | None) -> str | Refusal:
    """Who comes, or why nobody can; INVALID where it is not said."""
    if answer is Answer.ON_THE_WAY:
        return accept(who or "", WHO_COMES)
    return accept(reason or "", CANNOT_REASON)


def in_time(blown_at: datetime, answered_at: datetime) -> bool:
    """Whether an answer came within 30 minutes; the last moment still counts."""
    return answered_at <= answer_due(blown_at)


def is_late(blown_at: datetime, answered_at: datetime | None) -> bool:
    """Whether a department has not answered within 30 minutes, once they are over."""
    return answered_at is None or not in_time(blown_at, answered_at)


def may_plan(roles: frozenset[Role], works_in: Collection[UUID], called: Collection[UUID]) -> Refusal | None:
    """The plan is joint: street officers write it, and officers of the departments called."""
    if Role.STREET_OFFICER in roles:
        return None
    if Role.DEPARTMENT_OFFICER in roles and set(works_in) & set(called):
        return None
    return refuse(Code.FORBIDDEN, "whistle_plan_not_yours")


def accept_plan(
    tasks: Sequence[Task], called: Collection[UUID], needed: Collection[UUID], due_at: datetime, now: datetime
) -> Sequence[Task] | Refusal:
    """The tasks with their texts cleaned.

    INVALID unless there are 1 to 30, each for a department that was called and for a day from today to the whistle's
    last, and at least one for each department that is `needed`.
    """
    if not 1 <= len(tasks) <= MOST_TASKS:
        return refuse(Code.INVALID, "whistle_tasks_number", "tasks", most=MOST_TASKS)
    accepted: list[Task] = []
    for number, task in enumerate(tasks, 1):
        words = accept(task.text, TASK)
        if isinstance(words, Refusal):
            return refuse(Code.INVALID, "whistle_task_text", "tasks", number=number, most=TASK.most)
        if task.department_id not in called:
            return refuse(Code.INVALID, "whistle_task_department", "tasks", number=number)
        if not today(now) <= task.due_on <= max(today(due_at), today(now)):
            return refuse(Code.INVALID, "whistle_task_day", "tasks", number=number)
        accepted.append(replace(task, text=words))
    if set(needed) - {task.department_id for task in accepted}:
        return refuse(Code.INVALID, "whistle_task_missing", "tasks")
    return accepted


def may_close(roles: frozenset[Role], done: Sequence[bool]) -> Refusal | None:
    """A street officer closes a whistle once there is a plan and every task of it is done."""
    if Role.STREET_OFFICER not in roles:
        return refuse(Code.FORBIDDEN, "street_officer_only")
    if not done:
        return refuse(Code.WRONG_STAGE, "whistle_no_plan", "whistleId")
    if not all(done):
        return refuse(Code.WRONG_STAGE, "whistle_tasks_open", "whistleId", number=done.count(False))
    return None


def side_of(roles: frozenset[Role], *, concerned: bool) -> Side | Refusal:
    """For whom this person rates: street officers for the street, others where it concerns them."""
    if Role.STREET_OFFICER in roles:
        return Side.STREET
    if Role.RESIDENT in roles and concerned:
        return Side.RESIDENTS
    return refuse(Code.FORBIDDEN, "whistle_not_concerned")


def may_rate(closed_at: datetime | None, rating: int, *, rated: bool) -> Refusal | None:
    """Each rates a closed whistle once, from 1 to 5."""
    if closed_at is None:
        return refuse(Code.WRONG_STAGE, "whistle_not_closed", "whistleId")
    if rated:
        return refuse(Code.CONFLICT, "whistle_rated", "whistleId")
    return None if 1 <= rating <= 5 else refuse(Code.INVALID, "whistle_rating", "rating")
