"""Where the streams stood, signed: at each result, and every ten minutes while something moves."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from db import signing, streams
from db.signing import introduction
from db.streams import canonical, moment
from resolvers import checkpoints, issues
from resolvers.deed import Deed, perform
from resolvers.issues import stream_of as issue_stream
from resolvers.polls import manage
from resolvers.polls.streams import stream_of as poll_stream
from tests.support.deeds import swept
from tests.support.house import Hall, done


def signed(public_key: bytes, signature: bytes, content) -> None:
    """Raises where the key has not signed this."""
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, canonical(content))


async def sound(hall: Hall, stream: str):
    """The numbers of a stream's checkpoints, each compared with its entry and its signature with its key."""
    keys = {key.key_id: key for key in await checkpoints.keys(hall.house)}
    found = await checkpoints.of_stream(hall.house, stream, after=0, first=100)
    async with hall.house.database.read() as session:
        entries = {entry.seq: entry for entry in await streams.read(session, stream, after=0, limit=1000)}
    for each in found:
        assert each.digest == entries[each.seq].digest
        assert each.at >= max(entries[each.seq].at, keys[each.key_id].since)
        content = {"stream": stream, "seq": each.seq, "digest": each.digest.hex(), "keyId": each.key_id}
        signed(keys[each.key_id].public_key, each.signature, {**content, "at": moment(each.at)})
    return [each.seq for each in found]


async def close(hall: Hall, poll_id):
    return done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "够了。"))


async def test_a_result_is_signed_in_the_transaction_that_writes_it(hall):
    poll = (await close(hall, (await hall.poll()).poll.id)).poll
    assert await sound(hall, poll_stream(poll.id)) == [poll.seq]
    async with hall.house.database.read() as session:
        heads = await streams.heads(session, [issue_stream(poll.issue_id)])
    assert await sound(hall, issue_stream(poll.issue_id)) == list(heads.values())


async def test_what_has_moved_is_signed_after_ten_minutes_and_what_rests_is_not_signed_again(hall):
    issue = await hall.issue()
    assert await sound(hall, issue_stream(issue.id)) == []
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    assert await sound(hall, issue_stream(issue.id)) == [1]
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    assert await sound(hall, issue_stream(issue.id)) == [1]
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[1]), issue.id, "我家门口也黑。"))
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    assert await sound(hall, issue_stream(issue.id)) == [1, 2]


async def test_a_new_key_is_signed_by_the_one_before_and_what_the_old_one_signed_still_stands(hall):
    first = await hall.poll()
    await close(hall, first.poll.id)
    await checkpoints.rotate_key(hall.house)
    second = await hall.poll()
    await close(hall, second.poll.id)
    old, new = await checkpoints.keys(hall.house)
    assert (old.previous, new.previous) == (None, old.key_id)
    signed(old.public_key, old.signature, introduction(old))
    signed(old.public_key, new.signature, introduction(new))
    for standing, key in ((first, old), (second, new)):
        stream = poll_stream(standing.poll.id)
        assert await sound(hall, stream)
        assert [each.key_id for each in await checkpoints.of_stream(hall.house, stream, after=0, first=9)] == [
            key.key_id
        ]


async def test_the_newest_checkpoints_come_first(hall):
    for _ in range(2):
        await close(hall, (await hall.poll()).poll.id)
    newest = await checkpoints.newest(hall.house, 3)
    times = [each.at for each in newest.checkpoints]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)


async def test_a_deed_that_began_before_the_key_was_changed_signs_at_a_moment_of_the_new_key(hall: Hall, tmp_path):
    poll = (await hall.poll()).poll
    hall.clock.turn(seconds=30)
    await checkpoints.rotate_key(hall.house)
    hall.clock.turn(seconds=-30)
    closed = (await close(hall, poll.id)).poll
    assert await sound(hall, poll_stream(closed.id)) == [closed.seq]


async def unsigned(hall: Hall):
    """Where the streams end that are to be signed."""
    return dict(await hall.house.database.write(lambda session: signing.unsigned(session, 100), after=lambda: None))


async def test_what_moves_on_while_it_is_signed_is_signed_again(hall):
    issue = await hall.issue()
    stream = issue_stream(issue.id)
    before = (await unsigned(hall))[stream]
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[1]), issue.id, "我家门口也黑。"))

    async def sign_late(deed: Deed) -> None:
        signer = await signing.signer(deed.session, deed.house.vault, deed.now)
        await signing.keep(deed.session, [signer.checkpoint(stream, before, deed.now)])

    await perform(hall.house, sign_late)
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    assert await sound(hall, stream) == [1, 2]
    assert await unsigned(hall) == {}
