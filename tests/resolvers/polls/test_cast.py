"""Votes: counted once, kept as counted, and told as they were promised to be."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from resolvers.opening import opened
from resolvers.polls import cast
from resolvers.polls.ballots import Receipt
from resolvers.polls.cast import Answer
from resolvers.polls.streams import stream_of
from rules.issues import Stage
from rules.polls import TallyVisibility
from rules.refusals import Code, Refusal
from tests.support.backends import Backend
from tests.support.deeds import foreigner, newcomer, nothing_changes, poll_kinds, refused, said
from tests.support.house import Hall, done, open_hall
from tests.support.voting import cast_all, kept, recorded, told_before_the_close, voters

NOWHERE = UUID(int=7)


async def one_poll(hall: Hall, **terms: object) -> tuple[UUID, UUID]:
    """A poll, and somebody who may vote in it."""
    return (await hall.poll(**terms)).poll.id, (await voters(hall))[1]


@dataclass
class Model:
    """How votes are counted, in the plainest way."""

    roll: set[UUID]
    polls: dict[UUID, bool]
    votes: dict[tuple[UUID, UUID], tuple[str, object]] = field(default_factory=dict)
    keys: dict[tuple[UUID, str], tuple[UUID, str, object]] = field(default_factory=dict)

    def cast(self, number: int, who: UUID, poll: UUID, choice: str, key: str | None) -> object:
        """A refusal's code, or the number of the ballot whose receipt is given."""
        if key is not None and (who, key) in self.keys:
            *content, earlier = self.keys[who, key]
            return earlier if content == [poll, choice] else Code.CONFLICT
        answer = self.count(number, who, poll, choice)
        if key is not None and not isinstance(answer, Code):
            self.keys[who, key] = (poll, choice, answer)
        return answer

    def count(self, number: int, who: UUID, poll: UUID, choice: str) -> object:
        if poll not in self.polls:
            return Code.NOT_FOUND
        if who not in self.roll:
            return Code.NOT_ELIGIBLE
        if choice not in ("yes", "no"):
            return Code.INVALID
        before = self.votes.get((poll, who))
        if before and not self.polls[poll]:
            return Code.ALREADY_VOTED
        if before and before[0] == choice:
            return before[1]
        self.votes[poll, who] = (choice, number)
        return number

    def tally(self, poll: UUID) -> dict[str, int]:
        chosen = [choice for (of, _), (choice, _) in self.votes.items() if of == poll]
        return {choice: chosen.count(choice) for choice in ("yes", "no")}


@pytest.mark.parametrize("seed", range(4))
async def test_whoever_votes_for_whatever_the_count_is_that_of_the_plainest_counting(hall: Hall, seed: int):
    chance, roll = random.Random(seed), await voters(hall)
    strangers = [(await foreigner(hall)).resident_id, (await newcomer(hall)).resident_id, NOWHERE]
    issue = await hall.issue(at=Stage.VOTING)
    polls = {(await hall.poll(issue, revisable=revisable)).poll.id: revisable for revisable in (True, False, True)}
    model, receipts = Model(set(roll), polls), {}
    for _ in range(12):
        ballots = [
            (
                chance.choice(roll + strangers),
                chance.choice([*polls, *polls, NOWHERE]),
                chance.choice(["yes", "no", "yes", "no", "maybe", "", "\x00"]),
                chance.choice([None, None, "a", "b", "c"]),
            )
            for _ in range(chance.choice([1, 1, 5, 30]))
        ]
        first = len(receipts)
        expected = [model.cast(first + number, *ballot) for number, ballot in enumerate(ballots)]
        answers = await asyncio.gather(*(cast.cast_vote(hall.house, *ballot) for ballot in ballots))
        receipts |= dict(enumerate(answers, first))
        for answer, wanted in zip(answers, expected, strict=True):
            assert answer == receipts[wanted] if isinstance(wanted, int) else answer.code == wanted
    for poll_id in polls:
        assert await kept(hall.house, poll_id) == model.tally(poll_id)
        mine = [answer for answer in receipts.values() if isinstance(answer, Receipt) and answer.poll_id == poll_id]
        await recorded(hall.house, poll_id, mine)


async def test_a_second_vote_is_refused_and_changes_nothing(hall: Hall):
    poll_id, voter = await one_poll(hall)
    done(await cast.cast_vote(hall.house, voter, poll_id, "yes"))
    async with nothing_changes(hall.house):
        for choice in ("no", "yes"):
            for key in (None, "another tap"):
                refused(await cast.cast_vote(hall.house, voter, poll_id, choice, key), Code.ALREADY_VOTED, "pollId")


async def test_what_is_refused_changes_nothing(hall: Hall):
    poll_id, voter = await one_poll(hall)
    stranger = (await foreigner(hall)).resident_id
    scheduled = (await hall.poll(opens_in=timedelta(hours=1))).poll.id
    async with nothing_changes(hall.house):
        refused(await cast.cast_vote(hall.house, voter, NOWHERE, "yes"), Code.NOT_FOUND, "pollId")
        refused(await cast.cast_vote(hall.house, stranger, poll_id, "yes"), Code.NOT_ELIGIBLE, "pollId")
        refused(await cast.cast_vote(hall.house, voter, poll_id, "maybe", "a"), Code.INVALID, "choice")
        refused(await cast.cast_vote(hall.house, voter, poll_id, "长" * 100_000, "a"), Code.INVALID, "choice")
        refused(await cast.cast_vote(hall.house, voter, scheduled, "yes", "a"), Code.POLL_NOT_OPEN, "pollId")
        for key in ("", " ", "\x00", "k" * 201, "k" * 100_000):
            refused(await cast.cast_vote(hall.house, voter, poll_id, "yes", key), Code.INVALID, "idempotencyKey")
    done(await cast.cast_vote(hall.house, voter, poll_id, "yes", "a"))


async def test_a_choice_is_known_however_its_signs_are_composed(hall: Hall):
    poll_id, everybody = (await hall.poll(choices=(("caf\u00e9", "咖啡"), ("茶", "茶")))).poll.id, await voters(hall)
    for who, choice in zip(everybody, ("caf\u00e9", "cafe\u0301", " 茶\n"), strict=False):
        done(await cast.cast_vote(hall.house, who, poll_id, choice))
    assert await kept(hall.house, poll_id) == {"caf\u00e9": 2, "茶": 1}


async def test_changing_ones_mind_moves_one_vote(hall: Hall):
    poll_id, voter = await one_poll(hall, revisable=True)
    receipts = [done(await cast.cast_vote(hall.house, voter, poll_id, choice)) for choice in ("yes", "no", "yes", "no")]
    assert len({receipt.tracker for receipt in receipts}) == 4
    assert await kept(hall.house, poll_id) == {"yes": 0, "no": 1}
    await recorded(hall.house, poll_id, receipts)
    async with nothing_changes(hall.house):
        assert await cast.cast_vote(hall.house, voter, poll_id, "no") == receipts[-1]


async def test_votes_that_come_at_once_are_all_counted(backend: Backend):
    async with open_hall(backend, neighbours=120) as hall:
        poll_id, everybody = (await hall.poll()).poll.id, await voters(hall)
        answers = await cast_all(
            hall.house, poll_id, [(who, "no" if i % 3 else "yes") for i, who in enumerate(everybody)]
        )
        assert all(isinstance(answer, Receipt) for answer in answers)
        assert await kept(hall.house, poll_id) == {"yes": 41, "no": 82}
        await recorded(hall.house, poll_id, answers)


async def test_ten_votes_of_one_person_at_once_are_one(hall: Hall):
    poll_id, voter = await one_poll(hall)
    answers = await cast_all(hall.house, poll_id, [(voter, ("yes", "no")[i % 2]) for i in range(10)])
    assert [isinstance(answer, Receipt) for answer in answers] == [True] + [False] * 9
    assert await kept(hall.house, poll_id) == {"yes": 1, "no": 0}


async def test_one_person_at_two_workers_votes_once(hall: Hall):
    async with opened(hall.plan) as beside:
        for _ in range(10):
            poll_id, voter = await one_poll(hall)
            answers = await asyncio.gather(
                cast.cast_vote(hall.house, voter, poll_id, "yes"), cast.cast_vote(beside, voter, poll_id, "no")
            )
            assert sorted(type(answer).__name__ for answer in answers) == ["Receipt", "Refusal"]
            assert sum((await kept(beside, poll_id)).values()) == 1
            await recorded(hall.house, poll_id, answers)


async def test_fifty_requests_with_one_key_are_one_vote(hall: Hall):
    poll_id, voter = await one_poll(hall)
    votes = (cast.cast_vote(hall.house, voter, poll_id, "yes", "one tap") for _ in range(50))
    answers = await asyncio.gather(*votes)
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Receipt)
    async with nothing_changes(hall.house):
        refused(await cast.cast_vote(hall.house, voter, poll_id, "no", "one tap"), Code.CONFLICT, "idempotencyKey")
    assert await kept(hall.house, poll_id) == {"yes": 1, "no": 0}
    assert await poll_kinds(hall.house, poll_id) == ["poll.opened", "votes.cast"]


async def test_a_key_is_ones_own(hall: Hall):
    poll_id, everybody = (await hall.poll()).poll.id, await voters(hall)
    answers = [await cast.cast_vote(hall.house, who, poll_id, "yes", "key") for who in everybody]
    assert len({done(answer).tracker for answer in answers}) == len(everybody)


async def test_a_repeated_vote_gets_its_receipt_after_a_restart_and_after_the_close(backend: Backend):
    async with open_hall(backend) as hall:
        poll_id, voter = await one_poll(hall, revisable=True)
        first = done(await cast.cast_vote(hall.house, voter, poll_id, "yes", "one tap"))
        done(await cast.cast_vote(hall.house, voter, poll_id, "no"))
    hall.clock.turn(hours=2)
    async with opened(hall.plan) as house:
        assert await cast.cast_vote(house, voter, poll_id, "yes", "one tap") == first
        refused(await cast.cast_vote(house, voter, poll_id, "no", "one tap"), Code.CONFLICT, "idempotencyKey")
        refused(await cast.cast_vote(house, voter, poll_id, "no", "another"), Code.POLL_CLOSED, "pollId")
        assert await kept(house, poll_id) == {"yes": 0, "no": 1}


async def test_a_key_used_for_two_polls_at_two_workers_at_once_counts_in_one_of_them(hall: Hall):
    voter, issue = (await voters(hall))[1], await hall.issue(at=Stage.VOTING)
    async with opened(hall.plan) as beside:
        for number in range(12):
            key = f"tap {number}"
            polls = [(await hall.poll(issue)).poll.id for _ in range(2)]
            answers: list[Answer] = await asyncio.gather(
                *(
                    cast.cast_vote(house, voter, poll_id, "yes", key)
                    for house, poll_id in zip((hall.house, beside), polls, strict=True)
                )
            )
            refusals = [answer.code for answer in answers if isinstance(answer, Refusal)]
            assert refusals == [Code.CONFLICT]
            assert sum([sum((await kept(beside, poll_id)).values()) for poll_id in polls]) == 1


@pytest.mark.parametrize("visibility", [TallyVisibility.AFTER_CLOSE, TallyVisibility.AFTER_MY_VOTE])
async def test_the_streams_do_not_give_a_hidden_tally_away(hall: Hall, visibility: TallyVisibility):
    poll_id, everybody = (await hall.poll(tally_visibility=visibility, revisable=True)).poll.id, await voters(hall)
    for choice in ("yes", "no"):
        for who in everybody[:4]:
            done(await cast.cast_vote(hall.house, who, poll_id, choice))
    told = await told_before_the_close(hall.house, poll_id)
    assert len(told) == 16
    for payload in told:
        assert set(payload) - {"root", "size"} in ({"pollId", "votes", "trackers"}, {"pollId", "votes", "seq"})
    assert [payload["votes"] for payload in told if "seq" in payload] == [1, 2, 3, 4, 4, 4, 4, 4]


async def test_the_streams_tell_a_live_tally_vote_by_vote(hall: Hall):
    poll_id, everybody = (await hall.poll()).poll.id, await voters(hall)
    for number, who in enumerate(everybody[:3]):
        done(await cast.cast_vote(hall.house, who, poll_id, "no" if number == 1 else "yes"))
    told = [payload["choices"] for kind, payload in await said(hall.house, stream_of(poll_id)) if kind == "votes.cast"]
    assert told == [{"yes": 1, "no": 0}, {"yes": 1, "no": 1}, {"yes": 2, "no": 1}]
