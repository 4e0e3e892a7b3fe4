"""What all are asked, ours and peers alike."""

import hashlib

TALLY = (
    "subscription Tally($poll: ID!) { pollTally(pollId: $poll) { pollId seq votes electorate choices { key votes } } }"
)
VOTE = (
    "mutation Vote($poll: ID!, $choice: String!) { castVote(input: {pollId: $poll, choice: $choice})"
    " { __typename ... on VoteReceipt { pollId seq tracker castAt } } }"
)
ISSUES = (
    "query Issues { issues(first: 20) { edges { cursor node"
    " { id title stage important raisedAt raisedBy { id displayName } commentCount } }"
    " pageInfo { hasNextPage endCursor } } }"
)
POLL = (
    "query Poll($poll: ID!) { poll(id: $poll) { id question"
    " tally { seq votes electorate choices { key label votes share } } } }"
)
PAGE = (
    "query Page($after: String) { issues(first: 20, after: $after) { edges { node { id title stage raisedAt } }"
    " pageInfo { hasNextPage endCursor } } }"
)
TRANSCRIPT = (
    "subscription Transcript($meeting: ID!) { transcript(meetingId: $meeting)"
    " { id seq speaker text final redacted startedAt endedAt } }"
)
UTTERANCE = (
    "mutation Utterance($meeting: ID!, $text: String!, $final: Boolean!) { appendTranscript("
    'input: {meetingId: $meeting, speaker: "王秀英", text: $text, final: $final})'
    " { __typename ... on Utterance { id seq } } }"
)


def id_of(document: str) -> str:
    """The id a trusted document is asked for by."""
    return f"sha256:{hashlib.sha256(document.encode()).hexdigest()}"


TRUSTED = {id_of(document): document for document in (TALLY, VOTE, ISSUES, POLL, PAGE)}
OURS_ALONE = {id_of(document): document for document in (TRANSCRIPT, UTTERANCE)}
