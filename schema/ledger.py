"""The words of the ledger of points in the schema: whoever shows an entry takes them from here."""

from rules.guards import Outcome
from rules.points import Movement, Rule
from schema.scalars import described

__all__ = ("Movement", "Outcome", "Rule")

described(
    Rule,
    "PointsRule",
    "What points are given for.",
    DELIBERATION="A deliberation joined, once an issue: voted and spoken, when the poll closes; or on the spot.",
    REPORT="A report that staff have found valid.",
    VOLUNTEERING="An hour of volunteering that its organiser has confirmed; minutes count in proportion.",
    SUGGESTION="A suggestion that was taken up.",
    BADGE_SET="A set of badges that is whole. Once; `badgeBooks` say how many points.",
)
described(
    Movement,
    "PointsMovement",
    "What an entry of the ledger is.",
    EARNED="Points for something.",
    HELD="Points for something that wait until two members of staff have looked at them; 0 until then.",
    CORRECTED="An earlier entry, put right.",
    SPENT="A reward redeemed: its price is taken from what can be spent.",
    RETURNED="A reward that nobody fetched in time: its price is back.",
    PRIZE="A prize won in a contest.",
)
described(
    Outcome,
    "PointsOutcome",
    "What becomes of points that wait.",
    RELEASED="They count from then on.",
    VOIDED="They never count.",
)
