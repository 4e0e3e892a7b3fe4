"""Publishing what came of something residents asked for, in the transaction in which it came."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from db.models.resolutions import Credit, Resolution
from db.queries import resolutions
from db.streams import Payload
from resolvers.deed import Deed
from resolvers.resolutions.streams import PUBLISHED, stream_of
from rules.ids import Kind, public_id
from rules.resolutions import Part, headline_of, kind_of


@dataclass(frozen=True, slots=True)
class Done:
    """What came of something. A decision names its poll, a solved report the report, a suggestion its adoption.

    `headline` is one line for everybody to read, shortened where it is longer than 200 characters; `detail` what was
    said of it there, and None for a decision, whose reason is told from its votes. `thanked` are those who took part,
    by what they did; of a decision it need not name those who raised the issue and talked about it.
    """

    community_id: UUID
    headline: str
    report_id: UUID | None = None
    poll_id: UUID | None = None
    issue_id: UUID | None = None
    adoption_id: UUID | None = None
    grid_id: UUID | None = None
    department_id: UUID | None = None
    detail: str | None = None
    thanked: Collection[tuple[UUID, Part]] = ()


async def publish(deed: Deed, done: Done) -> int:
    """The number of the entry in the community's stream of resolutions. Names of residents are not in the entry."""
    row = Resolution(
        id=deed.new_id(),
        community_id=done.community_id,
        kind=kind_of(poll=done.poll_id is not None, adoption=done.adoption_id is not None),
        headline=headline_of(done.headline),
        detail=done.detail,
        report_id=done.report_id,
        poll_id=done.poll_id,
        issue_id=done.issue_id,
        adoption_id=done.adoption_id,
        grid_id=done.grid_id,
        department_id=done.department_id,
    )
    stream = stream_of(done.community_id)
    row.seq = await deed.append(stream, PUBLISHED, _told(row))
    row.at = deed.held[stream].changed_at
    deed.session.add(row)
    await deed.session.flush()
    await _credit(deed, row, done)
    return row.seq


def _told(row: Resolution) -> Payload:
    named = {
        "reportId": (Kind.REPORT, row.report_id),
        "pollId": (Kind.POLL, row.poll_id),
        "issueId": (Kind.ISSUE, row.issue_id),
        "adoptionId": (Kind.ADOPTION, row.adoption_id),
        "gridId": (Kind.GRID, row.grid_id),
        "departmentId": (Kind.DEPARTMENT, row.department_id),
    }
    return {
        "resolutionId": public_id(Kind.RESOLUTION, row.id),
        "kind": row.kind.value,
        "headline": row.headline,
        "detail": row.detail,
        **{name: public_id(kind, key) for name, (kind, key) in named.items() if key is not None},
    }


async def _credit(deed: Deed, row: Resolution, done: Done) -> None:
    named = set(done.thanked)
    if done.poll_id is not None and done.issue_id is not None:
        named |= await resolutions.took_part(deed.session, done.issue_id)
    for resident_id, part in sorted(named):
        deed.session.add(
            Credit(
                id=deed.new_id(),
                resolution_id=row.id,
                resident_id=resident_id,
                community_id=row.community_id,
                part=part,
                at=row.at,
            )
        )
