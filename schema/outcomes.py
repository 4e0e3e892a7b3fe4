"""What a poll decided, in words."""

from datetime import datetime

import strawberry

from db.queries.polls import Standing
from schema.sentences import OUTCOMES


@strawberry.type(description="What a poll decided, and why.")
class Outcome:
    decided: bool = strawberry.field(description="Whether one choice has more votes than any other.")
    winner: str | None = strawberry.field(description="The key of that choice; null where nothing is decided.")
    reason: str = strawberry.field(description="Why, in plain words and numbers, in the caller's language.")
    published_at: datetime = strawberry.field(description="When the poll closed and this was published.")

    @classmethod
    def of(cls, standing: Standing, language: str) -> "Outcome | None":
        """The outcome of a closed poll."""
        poll = standing.poll
        if poll.closed_at is None:
            return None
        reason = _reason(standing, language)
        return cls(decided=poll.winner is not None, winner=poll.winner, reason=reason, published_at=poll.closed_at)


def _reason(standing: Standing, language: str) -> str:
    poll = standing.poll
    label = next((choice.label for choice in standing.choices if choice.key == poll.winner), "")
    most = max(choice.votes for choice in standing.choices)
    numbers = {"electorate": poll.electorate or 0, "votes": standing.votes, "most": most}
    ground = "NEVER_OPENED" if poll.opened_at is None else str(poll.ground)
    said = OUTCOMES[ground].said(language, winner=label, **numbers)
    if poll.closing_reason is None:
        return said
    return f"{said} {OUTCOMES['EARLY'].said(language, reason=poll.closing_reason)}"
