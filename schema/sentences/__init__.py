"""The sentences people read: for every reason to refuse, and for every result, in Chinese and in English."""

from rules.refusals import Refusal
from schema.sentences.activities import ACTIVITIES
from schema.sentences.agreements import AGREEMENTS
from schema.sentences.badges import BADGES
from schema.sentences.contests import CONTESTS
from schema.sentences.grids import GRIDS
from schema.sentences.guards import GUARDS
from schema.sentences.hall import HALL
from schema.sentences.honours import HONOURS
from schema.sentences.hours import HOURS
from schema.sentences.meetings import MEETINGS
from schema.sentences.outcomes import OUTCOMES
from schema.sentences.photos import PHOTOS
from schema.sentences.points import POINTS
from schema.sentences.reports import REPORTS
from schema.sentences.resolutions import RESOLUTIONS
from schema.sentences.rewards import REWARDS
from schema.sentences.rights import RIGHTS
from schema.sentences.sentence import Sentence
from schema.sentences.teams import TEAMS
from schema.sentences.whistles import WHISTLES

__all__ = ["OUTCOMES", "REFUSALS", "Sentence", "refusal"]

REFUSALS = (
    HALL
    | MEETINGS
    | AGREEMENTS
    | PHOTOS
    | GRIDS
    | RESOLUTIONS
    | WHISTLES
    | REPORTS
    | POINTS
    | REWARDS
    | ACTIVITIES
    | HOURS
    | RIGHTS
    | BADGES
    | HONOURS
    | GUARDS
    | TEAMS
    | CONTESTS
)


def refusal(refused: Refusal, language: str) -> str:
    """Why not, in the caller's language."""
    return REFUSALS[refused.reason].said(language, **dict(refused.values))
