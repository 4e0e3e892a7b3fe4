"""What a suggestion came from: the issue or the report in whose record its progress is written as well."""

from dataclasses import dataclass
from uuid import UUID

from db.models.issues import Issue
from db.models.reports import Report
from db.queries import issues
from db.streams import Payload
from resolvers import issues as issue_deeds
from resolvers.deed import Deed
from resolvers.reports import streams as reports
from rules.adoptions import ISSUES_FROM, REPORTS_FROM


@dataclass(frozen=True, slots=True)
class Source:
    """The issue or the report, held with its stream until the deed is done."""

    row: Issue | Report

    @property
    def asked_by(self) -> UUID | None:
        """Who asked for it; None where nobody is known."""
        return self.row.raised_by if isinstance(self.row, Issue) else self.row.reporter_id

    @property
    def grid_id(self) -> UUID | None:
        """The grid it lies in; None for an issue."""
        return None if isinstance(self.row, Issue) else self.row.grid_id

    @property
    def open_to_adoption(self) -> bool:
        """Whether it is at a stage at which it can be taken up."""
        return self.row.stage in (ISSUES_FROM if isinstance(self.row, Issue) else REPORTS_FROM)


async def hold_source(deed: Deed, issue_id: UUID | None, report_id: UUID | None) -> Source | None:
    """What a suggestion is to come from, held; None where there is none."""
    row: Issue | Report | None
    if issue_id is not None:
        await deed.hold(issue_deeds.stream_of(issue_id))
        row = await issues.held(deed.session, issue_id)
    else:
        row = await reports.hold_report(deed, report_id) if report_id is not None else None
    return None if row is None else Source(row)


async def note_in_record(deed: Deed, source: Source, kind: str, payload: Payload) -> None:
    """Writes the step into the record of the issue, or of the report."""
    if isinstance(source.row, Issue):
        await deed.append(issue_deeds.stream_of(source.row.id), kind, payload)
    else:
        reports.note(deed, source.row, kind, payload)
