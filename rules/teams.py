"""What is right about volunteer teams: who may found one, join it, and see to it."""

from dataclasses import dataclass

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role
from rules.texts import Limit

TEAM = Limit("name", 40, one_line=True)
MOST_MEMBERS = 200


@dataclass(frozen=True, slots=True)
class Roster:
    """A team as it stands: how many are in it, and whether it has been closed."""

    members: int
    closed: bool


def may_found(*, verified: bool, in_team: bool) -> Refusal | None:
    """None for a confirmed resident who is in no team, since nobody is in two at a time."""
    if not verified:
        return refuse(Code.NOT_ELIGIBLE, "team_not_verified")
    return refuse(Code.CONFLICT, "team_already") if in_team else None


def may_join(roster: Roster, *, verified: bool, in_team: bool) -> Refusal | None:
    """None when somebody may come in: the team goes on and has room for them."""
    if refusal := may_found(verified=verified, in_team=in_team):
        return refusal
    if roster.closed:
        return refuse(Code.WRONG_STAGE, "team_closed", "teamId")
    if roster.members >= MOST_MEMBERS:
        return refuse(Code.CONFLICT, "team_full", "teamId", most=MOST_MEMBERS)
    return None


def may_see_to(roster: Roster, roles: frozenset[Role]) -> Refusal | None:
    """None when staff may rename or close a team; one that is closed stays as it is."""
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    return refuse(Code.WRONG_STAGE, "team_closed", "teamId") if roster.closed else None
