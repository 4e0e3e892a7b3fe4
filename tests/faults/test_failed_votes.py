"""A group of votes cannot be saved: each is told so, none is counted, and the same votes can be sent again."""

import asyncio
import logging
from types import SimpleNamespace

import pytest

from db.queries import casting
from resolvers.polls import cast
from rules.ids import Kind, public_id
from tests.support.house import Hall
from tests.support.server import serving

VOTE = """mutation($poll: ID!, $key: String) { castVote(input: {pollId: $poll, choice: "yes", idempotencyKey: $key}) {
  __typename ... on VoteReceipt { seq } } }"""
POLL = "query($id: ID!) { poll(id: $id) { tally { votes seq } record(first: 100) { kind } } }"


async def test_a_group_that_fails_is_counted_nowhere_and_may_be_sent_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
    async with serving(hall, workers=1) as api:
        before = await api.ask(POLL, id=poll_id)

        async def vote(number: int) -> dict:
            response = await api.post(VOTE, hall.neighbours[number].token, poll=poll_id, key=f"tap {number}")
            return response.json()

        async def full(*rows: object, **more: object) -> None:
            await casting.keep(*rows, **more)
            raise OSError("no space left on device")

        with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
            broken.setattr(cast, "casting", SimpleNamespace(**vars(casting) | {"keep": full}))
            answers = await asyncio.gather(*map(vote, range(5)))
        for answer in answers:
            (problem,) = answer["errors"]
            assert problem["extensions"]["code"] == "TRY_AGAIN"
            assert problem["extensions"]["errorId"] in caplog.text
            assert "send it again" in problem["message"]
            assert "no space" not in str(answer)
        assert await api.ask(POLL, id=poll_id) == before
        again = await asyncio.gather(*map(vote, range(5)))
        assert [answer["data"]["castVote"]["__typename"] for answer in again] == ["VoteReceipt"] * 5
        assert (await api.ask(POLL, id=poll_id))["poll"]["tally"]["votes"] == 5
