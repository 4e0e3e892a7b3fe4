"""Every receipt is found in the record, and nothing of it says who it was."""

import asyncio
import hashlib

import pytest

from db.streams import canonical
from resolvers.polls import cast, manage, proofs
from resolvers.polls.streams import stream_of
from rules import merkle
from rules.polls import TallyVisibility
from rules.refusals import Code
from tests.support.deeds import refused, said
from tests.support.house import Hall, done


async def votes_of_all(hall: Hall, poll_id, choice="yes"):
    everybody = [await hall.actor(person) for person in hall.neighbours]
    together = (cast.cast_vote(hall.house, who.resident_id, poll_id, choice) for who in everybody)
    return list(zip(everybody, map(done, await asyncio.gather(*together)), strict=True))


async def closed(hall: Hall, poll_id):
    return done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "够了。"))


def leads_to_root(proof):
    leaf = canonical({"commitment": proof.commitment.hex(), "tracker": proof.tracker})
    return merkle.root_from(merkle.leaf_hash(leaf), proof.place, proof.size, proof.path) == proof.root


async def roots(hall: Hall, poll_id):
    entries = enumerate(await said(hall.house, stream_of(poll_id)), 1)
    return {seq: payload["root"] for seq, (kind, payload) in entries if kind == "votes.cast"}


async def test_every_receipt_leads_to_the_root_in_its_entry(hall):
    poll_id = (await hall.poll()).poll.id
    receipts = await votes_of_all(hall, poll_id)
    in_record = await roots(hall, poll_id)
    for _, receipt in receipts:
        proof = await proofs.prove(hall.house, receipt.tracker, None)
        assert leads_to_root(proof)
        assert (proof.poll_id, proof.seq) == (poll_id, receipt.seq)
        assert proof.root.hex() == in_record[receipt.seq]


async def test_what_a_vote_chose_is_shown_to_its_owner_and_after_the_close_to_all(hall):
    poll_id = (await hall.poll(tally_visibility=TallyVisibility.AFTER_CLOSE)).poll.id
    (owner, receipt), (neighbour, _), *_ = await votes_of_all(hall, poll_id)
    for viewer in (None, neighbour.resident_id):
        proof = await proofs.prove(hall.house, receipt.tracker, viewer)
        assert (proof.opening, proof.salt) == (None, None)
    mine = await proofs.prove(hall.house, receipt.tracker, owner.resident_id)
    assert mine.opening == ("yes", 1, None)
    assert hashlib.sha256(mine.salt + canonical(mine.opening._asdict())).digest() == mine.commitment
    await closed(hall, poll_id)
    assert (await proofs.prove(hall.house, receipt.tracker, None)).opening == ("yes", 1, None)


async def test_a_secret_poll_never_says_what_a_vote_chose(hall):
    poll_id = (await hall.poll(tally_visibility=TallyVisibility.AFTER_CLOSE, secret=True)).poll.id
    (owner, receipt), *_ = await votes_of_all(hall, poll_id)
    await closed(hall, poll_id)
    proof = await proofs.prove(hall.house, receipt.tracker, owner.resident_id)
    assert proof.opening is None
    assert leads_to_root(proof)


@pytest.mark.parametrize("terms", [{"revisable": True}, {"tally_visibility": TallyVisibility.LIVE}])
async def test_a_secret_poll_is_not_set_up_so_that_it_tells(hall, terms):
    asked = {"tally_visibility": TallyVisibility.AFTER_CLOSE, **terms}
    refused(await hall.asked_for_poll(secret=True, **asked), Code.INVALID, "secret")


async def test_a_changed_vote_names_the_one_it_replaces_and_both_are_found(hall):
    poll_id = (await hall.poll(revisable=True)).poll.id
    (owner, first), *_ = await votes_of_all(hall, poll_id)
    second = done(await cast.cast_vote(hall.house, owner.resident_id, poll_id, "no"))
    await closed(hall, poll_id)
    proof = await proofs.prove(hall.house, second.tracker, None)
    assert proof.opening == ("no", 1, first.tracker)
    assert (await proofs.prove(hall.house, first.tracker, None)).opening == ("yes", 1, None)


async def test_two_votes_of_one_person_in_one_group_are_two_ballots(hall):
    poll_id = (await hall.poll(revisable=True)).poll.id
    who = (await hall.actor(hall.neighbours[0])).resident_id
    ballots = [cast.Ballot(who, poll_id, choice) for choice in ("yes", "no", "yes")]
    receipts = list(map(done, await cast.cast_together(hall.house, ballots)))
    await closed(hall, poll_id)
    openings = [(await proofs.prove(hall.house, receipt.tracker, None)).opening for receipt in receipts]
    trackers = [receipt.tracker for receipt in receipts]
    assert openings == [("yes", 1, None), ("no", 1, trackers[0]), ("yes", 1, trackers[1])]


async def test_an_unknown_tracker_has_no_proof(hall):
    assert await proofs.prove(hall.house, "nobody's", None) is None
