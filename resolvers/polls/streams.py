"""What the streams say about polls."""

from collections.abc import Mapping
from uuid import UUID

from db.models.polls import PollChoice
from db.queries.polls import Standing
from db.streams import moment
from rules.ids import Kind, public_id
from rules.polls import TallyVisibility


def stream_of(poll_id: UUID) -> str:
    """The name of a poll's stream."""
    return f"poll:{poll_id.hex}"


def counts(choices: list[PollChoice]) -> Mapping[str, int]:
    """The heads behind each choice, by its key."""
    return {choice.key: choice.votes for choice in choices}


def public_counts(standing: Standing) -> Mapping[str, object]:
    """What may be public about an open poll: the turnout always, the heads per choice only while the tally is live."""
    live = standing.poll.tally_visibility == TallyVisibility.LIVE
    shown = {"choices": dict(counts(standing.choices))} if live else {}
    return {"pollId": public_id(Kind.POLL, standing.poll.id), "votes": standing.votes} | shown


def terms(standing: Standing) -> Mapping[str, object]:
    """What was put to the vote, and under which terms."""
    poll = standing.poll
    return {
        "pollId": public_id(Kind.POLL, poll.id),
        "question": poll.question,
        "choices": [{"key": choice.key, "label": choice.label} for choice in standing.choices],
        "opensAt": moment(poll.opens_at),
        "closesAt": moment(poll.closes_at),
        "revisable": poll.revisable,
        "tallyVisibility": poll.tally_visibility.value,
        "electorate": poll.electorate,
    }
