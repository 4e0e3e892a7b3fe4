import asyncio
from contextlib import asynccontextmanager

import orjson
import pytest
from websockets.asyncio.server import serve

from commands.polis import Export, Statement, Vote
from commands.replay.api import ApiError, Line
from commands.replay.compare import compare_counts, compare_watchers, expected
from commands.replay.connection import Address
from commands.replay.hall import Hall
from commands.replay.report import SHOWN, Report, first_differences
from commands.replay.run import voters_of
from commands.replay.tokens import Tokens, read_tokens
from commands.replay.turns import Turns
from commands.replay.watchers import Watcher, same, settle

HALL = Hall("issue_1", {3: "poll_3", 7: "poll_7"})
EXPORT = Export(
    "topic",
    "description",
    (Statement(3, "three"), Statement(7, "seven")),
    (Vote(1, 1, 3, "agree"), Vote(2, 2, 3, "pass"), Vote(3, 1, 7, "agree"), Vote(4, 1, 3, "disagree")),
    {(1, 3): "disagree", (2, 3): "pass", (1, 7): "agree"},
)
RIGHT = {
    "poll_3": {"agree": 0, "disagree": 1, "pass": 1},
    "poll_7": {"agree": 1, "disagree": 0, "pass": 0},
}


async def cast_all(turns, workers, most_at_once):
    """The votes in the order handed out; checks that nobody has two under way."""
    order, busy = [], set()

    async def work():
        while (vote := await turns.take()) is not None:
            assert vote.participant not in busy
            busy.add(vote.participant)
            most_at_once.append(len(busy))
            order.append(vote)
            await asyncio.sleep(0)
            busy.remove(vote.participant)
            turns.done(vote)

    await asyncio.gather(*(work() for _ in range(workers)))
    return order


async def test_each_resident_votes_in_order_of_time_and_one_vote_at_a_time():
    votes = [Vote(number, number % 7, number % 3, "agree") for number in range(500)]
    at_once = []
    order = await cast_all(Turns(votes), workers=64, most_at_once=at_once)
    for resident in range(7):
        assert [vote for vote in order if vote.participant == resident] == votes[resident::7]
    assert sorted(order, key=lambda vote: vote.at) == votes
    assert max(at_once) == 7


async def test_nobody_votes_long_before_the_time():
    hurried, slow = [Vote(number, 1, 3, "agree") for number in range(50)], Vote(50, 2, 3, "agree")
    order = await cast_all(Turns([*hurried, slow], window=10), workers=4, most_at_once=[])
    assert 40 <= order.index(slow) <= 50


async def test_without_votes_there_is_no_turn():
    assert await Turns([]).take() is None


@asynccontextmanager
async def api_server(*answers):
    """Answers requests in turn: bytes are sent as they are, None closes the connection; yields (address, requests)."""
    script, requests, handlers = list(answers), [], []

    async def handle(reader, writer):
        handlers.append(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next(line for line in head.splitlines() if line.startswith("Content-Length"))
                requests.append((head, orjson.loads(await reader.readexactly(int(length.split()[1])))))
                answer = script.pop(0)
                if answer is None:
                    break
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            pass
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield Address("127.0.0.1", server.sockets[0].getsockname()[1], tls=False), requests
        await asyncio.gather(*handlers)


def answer(result, status="200 OK"):
    body = orjson.dumps(result)
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def test_a_question_is_asked_again_when_the_line_breaks_or_the_server_fails():
    counted = answer({"data": {"castVote": {"seq": 1}}})
    async with api_server(None, answer({}, "503 Service Unavailable"), counted) as (address, requests):
        line = Line(address)
        data = await line.ask_again("mutation", {"input": {"idempotencyKey": "k"}}, "secret")
        line.close()
    assert data == {"castVote": {"seq": 1}}
    assert line.retries == 2
    assert [body for _, body in requests] == [
        {"query": "mutation", "variables": {"input": {"idempotencyKey": "k"}}}
    ] * 3
    assert all("Authorization: Bearer secret\r\n" in head for head, _ in requests)


async def test_a_step_that_may_count_twice_is_not_repeated():
    async with api_server(None) as (address, requests):
        with pytest.raises(ConnectionResetError):
            await Line(address).ask("mutation", {}, None)
    assert len(requests) == 1


async def test_an_error_of_the_api_is_told_in_its_words():
    told = answer({"errors": [{"message": "No such field."}], "data": None})
    async with api_server(told, answer([]), answer("nothing", "404 Not Found")) as (address, _):
        line = Line(address)
        for words in ("No such field.", "no GraphQL answer", "Status 404"):
            with pytest.raises(ApiError, match=words):
                await line.ask_again("query", {}, None)
        line.close()


def tally(seq, agree):
    choices = [{"key": "agree", "votes": agree}]
    return {"type": "next", "id": "tally", "payload": {"data": {"pollTally": {"seq": seq, "choices": choices}}}}


@asynccontextmanager
async def socket_server(*connections):
    """Speaks graphql-transport-ws; sends each connection its messages and hangs up, the last one stays."""
    script = list(connections)

    async def handle(socket):
        assert orjson.loads(await socket.recv())["type"] == "connection_init"
        await socket.send('{"type": "connection_ack"}')
        assert orjson.loads(await socket.recv())["type"] == "subscribe"
        messages = script.pop(0)
        for message in messages:
            await socket.send(orjson.dumps(message), text=True)
        if not script:
            await socket.wait_closed()

    async with serve(handle, "127.0.0.1", 0, subprotocols=["graphql-transport-ws"]) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"


@asynccontextmanager
async def watching_one(url):
    watcher = Watcher(url, "poll_3")
    task = asyncio.create_task(watcher.watch())
    try:
        yield watcher, task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_watcher_comes_back_and_keeps_the_newest_tally():
    counted = {"poll_3": {"agree": 9, "pass": 0}}
    messages = [tally(3, 8), tally(2, 7)], [tally(3, 8), {"type": "ping"}, tally(5, 9), tally(4, 1)]
    async with socket_server(*messages) as url, watching_one(url) as (watcher, _):
        await settle([watcher], counted)
        assert (watcher.seq, watcher.counts, watcher.reconnects) == (5, {"agree": 9}, 1)


async def test_a_watcher_that_is_refused_says_so():
    refused = {"type": "error", "id": "tally", "payload": [{"message": "Who are you?"}]}
    async with socket_server([refused], []) as url, watching_one(url) as (_, task):
        with pytest.raises(ApiError, match="Who are you"):
            await task


def test_the_final_votes_make_the_numbers_that_are_right():
    assert expected(EXPORT, HALL) == RIGHT


def test_a_poll_with_one_vote_more_less_or_elsewhere_is_a_difference():
    assert list(compare_counts("Tally", RIGHT, RIGHT)) == []
    for wrong in ({"agree": 1, "disagree": 1, "pass": 1}, {"disagree": 1}, {"agree": 1, "disagree": 1}, {}):
        (difference,) = compare_counts("Tally", {**RIGHT, "poll_3": wrong}, RIGHT)
        assert difference.startswith("Tally, poll_3")


def test_a_watcher_that_shows_other_numbers_is_a_difference():
    watcher = Watcher("ws://nowhere", "poll_7")
    watcher.seq, watcher.counts = 4, {"agree": 1}
    assert list(compare_watchers([watcher], RIGHT)) == []
    watcher.counts = {"agree": 0}
    assert next(iter(compare_watchers([watcher], RIGHT))).startswith("Watcher 0 at seq 4, poll_7")


def test_choices_without_votes_may_be_left_out():
    assert same({"agree": 1, "pass": 0}, {"agree": 1})
    assert not same({"agree": 1, "pass": 1}, {"agree": 1})


def test_seeded_lines_give_a_moderator_and_the_residents():
    lines = [
        b'{"residentId": "a", "phone": "1", "roles": ["RESIDENT", "MODERATOR"], "token": "m"}',
        b'{"residentId": "b", "phone": "2", "roles": ["COMMUNITY_STAFF"], "token": "s"}',
        '{"residentId": "c", "phone": "3", "roles": ["RESIDENT"], "token": "c"}\n',
        '{"residentId": "d", "phone": "4", "roles": [], "token": "d"}',
    ]
    assert read_tokens(lines) == Tokens("m", ("c", "d"))
    with pytest.raises(ValueError, match="MODERATOR"):
        read_tokens(lines[1:])
    with pytest.raises(ValueError, match="Line 1"):
        read_tokens(["not JSON"])


def test_each_participant_needs_a_token():
    assert voters_of(EXPORT, Tokens("m", ("one", "two", "three"))) == {1: "one", 2: "two"}
    with pytest.raises(ValueError, match="2 residents are needed"):
        voters_of(EXPORT, Tokens("m", ("one",)))


def test_addresses_are_read_or_refused():
    assert Address.of("http://127.0.0.1:8000").socket_url == "ws://127.0.0.1:8000/graphql"
    assert Address.of("https://[::1]").socket_url == "wss://[::1]:443/graphql"
    for url in ("127.0.0.1:8000", "ftp://host", "http://"):
        with pytest.raises(ValueError, match="is not an address"):
            Address.of(url)


def test_a_report_names_the_first_differences_and_counts_the_rest():
    differences = tuple(f"difference {number}" for number in range(SHOWN + 2))
    report = Report(2, 2, 4, 4, 0, 1.0, 3, 1, 0, 5, differences)
    assert not report.exact
    assert first_differences(report) == [*differences[:SHOWN], "… and 2 more"]
