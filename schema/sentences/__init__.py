"""The sentences people read: for every reason to refuse, and for every result, in Chinese and in English."""

from rules.refusals import Refusal
from schema.sentences.agreements import AGREEMENTS
from schema.sentences.hall import HALL
from schema.sentences.meetings import MEETINGS
from schema.sentences.outcomes import OUTCOMES
from schema.sentences.sentence import Sentence

__all__ = ["OUTCOMES", "REFUSALS", "Sentence", "refusal"]

REFUSALS = HALL | MEETINGS | AGREEMENTS


def refusal(refused: Refusal, language: str) -> str:
    """Why not, in the caller's language."""
    return REFUSALS[refused.reason].said(language, **dict(refused.values))
