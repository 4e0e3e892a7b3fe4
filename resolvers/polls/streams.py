"""What the streams say about polls."""

from collections.abc import Mapping
from uuid import UUID

from db.queries.polls import Standing
from db.streams import moment
from rules.ids import Kind, public_id
from rules.polls import TallyVisibility


def stream_of(poll_id: UUID) -> str:
    """The name of a poll's stream."""
    return f"poll:{poll_id.hex}"


def public_counts(poll_id: UUID, visibility: TallyVisibility, heads: Mapping[str, int]) -> Mapping[str, object]:
    """What may be public about an open poll: the turnout always, the heads per choice only while the tally is live."""
    shown = {"choices": dict(heads)} if visibility == TallyVisibility.LIVE else {}
    return {"pollId": public_id(Kind.POLL, poll_id), "votes": sum(heads.values())} | shown


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
        "secret": poll.secret,
        "tallyVisibility": poll.tally_visibility.value,
        "electorate": poll.electorate,
    }
