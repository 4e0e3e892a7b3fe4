"""What levels allow: seconding what others raise, looking after comments, being drawn for a council."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from rules.issues import Stage
from rules.points import Right, Tariff
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

MOST_PLACES = 100


def may(tariff: Tariff, earned: int, right: Right) -> Refusal | None:
    """None where somebody who has ever earned so many points has a right; else how many it takes, where that helps."""
    if right in tariff.rights(earned):
        return None
    begins = next((step.points for step in tariff.levels if right in step.rights), None)
    if begins is None:
        return refuse(Code.FORBIDDEN, "right_nobody")
    return refuse(Code.FORBIDDEN, "right_not_yet", points=begins)


def may_second(stage: Stage, *, verified: bool, neighbour: bool, own: bool) -> Refusal | None:
    """None where a resident may second an issue: one of their community that waits to be taken up, not their own."""
    if not verified:
        return refuse(Code.NOT_ELIGIBLE, "not_verified")
    if not neighbour:
        return refuse(Code.NOT_ELIGIBLE, "other_community", "issueId")
    if own:
        return refuse(Code.INVALID, "second_own", "issueId")
    if stage is not Stage.PROPOSED:
        return refuse(Code.WRONG_STAGE, "second_late", "issueId")
    return None


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody who looks after a comment: their roles where it was said, and whether they may by their level."""

    roles: frozenset[Role]
    neighbour: bool
    level: Refusal | None
    same_building: bool


def may_hide(who: Looking, *, restored: bool) -> Refusal | None:
    """None where somebody may hide a comment: staff any, a neighbour with the right those of their own building.

    What staff have put back stays, unless staff take it out again.
    """
    if who.roles & STAFF:
        return None
    if not who.neighbour:
        return refuse(Code.NOT_ELIGIBLE, "other_community", "commentId")
    if who.level is not None:
        return who.level
    if not who.same_building:
        return refuse(Code.FORBIDDEN, "comment_other_building", "commentId")
    return refuse(Code.CONFLICT, "comment_kept", "commentId") if restored else None


def may_draw(roles: frozenset[Role], places: int, pool: int) -> Refusal | None:
    """None where staff may draw: 1 to 100 places, and no more than there are people to draw from."""
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if not 1 <= places <= MOST_PLACES:
        return refuse(Code.INVALID, "council_places", "places", most=MOST_PLACES)
    if pool < places:
        return refuse(Code.CONFLICT, "council_few", "places", have=pool)
    return None


def drawn(seed: str, names: Collection[str]) -> list[str]:
    """The names in the order of their lots: by SHA-256 over the seed, a colon and the name.

    Anybody who has the seed and the names gets the same order.
    """
    return sorted(names, key=lambda name: (sha256(f"{seed}:{name}".encode()).digest(), name))
