"""What is right about written agreements: who drafts and signs one, when it is in force, who says how it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from uuid import UUID

from rules.meetings import LEADS, Phase
from rules.proceedings import Party
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role
from rules.texts import POINT, accept

SIGNING = (Party.COMMUNITY, Party.RESIDENTS, Party.PROPERTY_COMPANY)
INPUTS = {Party.COMMUNITY: "community", Party.RESIDENTS: "residents", Party.PROPERTY_COMPANY: "propertyCompany"}
MOST_POINTS = 30
LATEST_DUE = timedelta(days=3 * 365 + 1)
SUPERVISES = frozenset({Role.MODERATOR, Role.COMMUNITY_STAFF, Role.SUPERVISOR})
CHINA = timezone(timedelta(hours=8))


def today(now: datetime) -> date:
    """Which day it is for those who agree: the day in China."""
    return now.astimezone(CHINA).date()


def day_began(at: datetime) -> datetime:
    """The first moment of the day in China that a moment is in."""
    return datetime.combine(today(at), time(), CHINA).astimezone(at.tzinfo)


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is agreed: what, who sees to it, and by when."""

    text: str
    responsible: Party
    due_on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the community who is to sign."""

    resident_id: UUID
    verified: bool
    staff: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agreement stands: its newest version, who is to sign it for whom, and who has signed that version."""

    version: int
    signatories: Mapping[Party, UUID]
    signed: frozenset[Party] = frozenset()

    @property
    def in_force(self) -> bool:
        """Whether all three have signed; from then on nothing about it changes."""
        return self.signed >= frozenset(SIGNING)


def may_draft(phase: Phase, roles: frozenset[Role], standing: Standing | None) -> Refusal | None:
    """A moderator writes it down once the meeting has started, and anew until it is in force."""
    if not roles & LEADS:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if phase == Phase.SCHEDULED:
        return refuse(Code.WRONG_STAGE, "meeting_not_started", "meetingId")
    if standing is not None and standing.in_force:
        return refuse(Code.CONFLICT, "agreement_fixed", "meetingId")
    return None


def accept_points(points: Sequence[Point], now: datetime) -> Sequence[Point] | Refusal:
    """The points with their texts cleaned: 1 to 30, each with a party that signs and a day within three years.

    The refusal names the field of the first that is wrong, counted from 0: `points.0.dueOn`.
    """
    if not 1 <= len(points) <= MOST_POINTS:
        return refuse(Code.INVALID, "points_number", "points", least=1, most=MOST_POINTS)
    accepted: list[Point] = []
    for number, point in enumerate(points, 1):
        result = _accept_point(number, point, today(now))
        if isinstance(result, Refusal):
            return result
        accepted.append(result)
    return accepted


def _accept_point(number: int, point: Point, day: date) -> Point | Refusal:
    words = accept(point.text, POINT)
    place = f"points.{number - 1}"
    if isinstance(words, Refusal):
        return refuse(Code.INVALID, "point_text", f"{place}.text", number=number, most=POINT.most)
    if point.responsible not in SIGNING:
        return refuse(Code.INVALID, "point_party", f"{place}.responsible", number=number)
    if point.due_on < day:
        return refuse(Code.INVALID, "point_past", f"{place}.dueOn", number=number)
    if point.due_on - day > LATEST_DUE:
        return refuse(Code.INVALID, "point_too_far", f"{place}.dueOn", number=number)
    return replace(point, text=words)


def accept_signatories(named: Mapping[Party, Candidate | None]) -> Mapping[Party, UUID] | Refusal:
    """Who signs for each party: three different people, all verified, the community's from its staff.

    None stands for somebody who is not of this community.
    """
    accepted: dict[Party, UUID] = {}
    for party in SIGNING:
        person = named[party]
        if person is None:
            return refuse(Code.NOT_FOUND, "resident_unknown", INPUTS[party])
        if not person.verified:
            return refuse(Code.INVALID, "signatory_unverified", INPUTS[party])
        if party == Party.COMMUNITY and not person.staff:
            return refuse(Code.INVALID, "signatory_not_staff", INPUTS[party])
        if person.resident_id in accepted.values():
            return refuse(Code.INVALID, "signatories_alike", INPUTS[party])
        accepted[party] = person.resident_id
    return accepted


def drafted(standing: Standing | None, signatories: Mapping[Party, UUID]) -> Standing:
    """The next version, which nobody has signed."""
    return Standing(standing.version + 1 if standing else 1, signatories)


def sign(standing: Standing, signer: UUID, version: int, roles: frozenset[Role]) -> Standing | Refusal:
    """The agreement with one more signature; the same where they have signed this version already.

    Only those named sign, for their own party, what they have read: the newest version.
    """
    party = next((party for party, resident in standing.signatories.items() if resident == signer), None)
    if party is None:
        return refuse(Code.FORBIDDEN, "not_a_signatory")
    if version != standing.version:
        return refuse(Code.CONFLICT, "agreement_changed", "version")
    if party in standing.signed:
        return standing
    if party == Party.COMMUNITY and Role.COMMUNITY_STAFF not in roles:
        return refuse(Code.FORBIDDEN, "staff_only")
    return replace(standing, signed=standing.signed | {party})


def is_wanted(standing: Standing, signer: UUID, roles: frozenset[Role]) -> bool:
    """Whether this person's signature would count now, and is still missing."""
    after = sign(standing, signer, standing.version, roles)
    return not isinstance(after, Refusal) and after != standing


def may_note(standing: Standing, responsible: Party, noter: UUID | None, roles: frozenset[Role]) -> Refusal | None:
    """Those who supervise say how a point goes, and whoever signed for the party responsible, once it is in force."""
    if not roles & SUPERVISES and (noter is None or standing.signatories.get(responsible) != noter):
        return refuse(Code.FORBIDDEN, "point_not_yours")
    return None if standing.in_force else refuse(Code.WRONG_STAGE, "agreement_not_in_force", "pointId")


def is_overdue(due_on: date, now: datetime, *, done: bool) -> bool:
    """Whether the day has passed and it is not done."""
    return not done and today(now) > due_on
