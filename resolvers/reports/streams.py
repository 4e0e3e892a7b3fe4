"""What the streams say about reports, and who writes there."""

from uuid import UUID

from db.models.reports import Report, ReportClock
from db.queries import reports
from db.streams import Addition, Payload, moment
from resolvers.deed import Deed
from rules.ids import Kind, public_id
from rules.refusals import Code, refuse

UNKNOWN = refuse(Code.NOT_FOUND, "report_unknown", "reportId")


def stream_of(report_id: UUID) -> str:
    """The name of the stream with the history of a report."""
    return f"report:{report_id.hex}"


def board_of(community_id: UUID) -> str:
    """The name of the stream with everything that happens to the reports of a community."""
    return f"board:{community_id.hex}"


async def hold_report(deed: Deed, report_id: UUID) -> Report | None:
    """The report, held with its streams until the deed is done; None where there is none."""
    community_id = await reports.community_of(deed.session, report_id)
    found = None if community_id is None else await hold_in(deed, community_id, report_id)
    return found and found[0]


async def hold_in(deed: Deed, community_id: UUID, report_id: UUID) -> tuple[Report, ReportClock | None] | None:
    """The report of this community with the clock that counts, held with its streams until the deed is done.

    None where the community has no such report.
    """
    await deed.hold(stream_of(report_id), board_of(community_id))
    return await reports.held(deed.session, community_id, report_id)


def note(deed: Deed, report: Report, kind: str, payload: Payload) -> None:
    """An entry in the report's history, and with where it stands then on the board of its community."""
    whole = {"reportId": public_id(Kind.REPORT, report.id), **payload}
    stands = {
        "stage": report.stage.value,
        "dueAt": report.due_at and moment(report.due_at),
        "level": report.level,
        "inChargeId": report.department_id and public_id(Kind.DEPARTMENT, report.department_id),
    }
    deed.append_at_end(Addition(stream_of(report.id), kind, whole))
    deed.append_at_end(Addition(board_of(report.community_id), kind, {**whole, "stands": stands}))
