"""What is right about resolutions: what kinds there are, and for what people are thanked."""

from enum import StrEnum

from rules.texts import Limit, one_line

HEADLINE = Limit("headline", 200, one_line=True)


class ResolutionKind(StrEnum):
    """What became of something residents asked for."""

    DECISION = "DECISION"
    SOLVED = "SOLVED"
    SUGGESTION = "SUGGESTION"


class Part(StrEnum):
    """What somebody did towards it."""

    RAISED = "RAISED"
    SPOKE = "SPOKE"
    REPORTED = "REPORTED"
    JOINED = "JOINED"
    SUGGESTED = "SUGGESTED"


def kind_of(*, poll: bool, adoption: bool) -> ResolutionKind:
    """Which kind it is, by what it is about."""
    if adoption:
        return ResolutionKind.SUGGESTION
    return ResolutionKind.DECISION if poll else ResolutionKind.SOLVED


def headline_of(text: str) -> str:
    """The text as a headline: one line, shortened where it is too long."""
    line = one_line(text)
    return line if len(line) <= HEADLINE.most else f"{line[: HEADLINE.most - 1]}…"
