"""What is right about suggestions that are taken up: who takes one up, by when it is due, who says how it goes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rules.agreements import today
from rules.issues import Stage as IssueStage
from rules.refusals import Code, Refusal, refuse
from rules.reports import Stage as ReportStage
from rules.roles import STAFF, Role
from rules.texts import Limit

SUGGESTION = Limit("suggestion", 200, one_line=True)
ISSUES_FROM = frozenset(IssueStage) - {IssueStage.PROPOSED, IssueStage.DECLINED}
REPORTS_FROM = frozenset(ReportStage) - {ReportStage.REJECTED}
LATEST_DUE = timedelta(days=3 * 365 + 1)


def may_adopt(roles: frozenset[Role]) -> Refusal | None:
    """The community's staff take suggestions up."""
    return None if roles & STAFF else refuse(Code.FORBIDDEN, "staff_only")


def accept_source(*, issue: bool, report: bool) -> Refusal | None:
    """A suggestion comes from an issue or from a report, never from both and never from nowhere."""
    return None if issue != report else refuse(Code.INVALID, "adoption_source", "issueId")


def accept_due(due_on: date, now: datetime) -> Refusal | None:
    """None for today in China, or a day within three years."""
    if today(now) <= due_on <= today(now) + LATEST_DUE:
        return None
    return refuse(Code.INVALID, "adoption_due", "dueOn")


def may_note(roles: frozenset[Role], department_id: UUID, works_in: frozenset[UUID]) -> Refusal | None:
    """The staff, and those who act for the department responsible, say how a suggestion goes."""
    if roles & STAFF or (Role.DEPARTMENT_OFFICER in roles and department_id in works_in):
        return None
    return refuse(Code.FORBIDDEN, "adoption_not_yours")
