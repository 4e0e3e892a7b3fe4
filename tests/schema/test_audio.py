"""A moderator's microphone: what the engine hears is in the transcript, each final once, whatever breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from realtime.speech.listening import FunAsr
from realtime.speech.turn import Patience
from resolvers.meetings import lead, watch
from resolvers.residents import care
from rules.ids import Kind, public_id
from rules.roles import Role
from schema import audio
from tests.realtime.speech.fake_server import ClassicServer, CumulativeServer, Faults
from tests.realtime.speech.speech import PAUSE, said, spoken, words
from tests.support.house import Hall, done
from tests.support.meeting import say, scheduled, under_way
from tests.support.server import Api, serving

SENTENCES = [[1, 2, 3], [4], [5, 6]]


@pytest.fixture(params=[(Classic, ClassicServer), (Cumulative, CumulativeServer)], ids=["classic", "cumulative"])
async def engine(request: pytest.FixtureRequest, hall: Hall):
    """An engine that the hall listens through."""
    dialect, server = request.param
    async with server() as running:
        address, patience = f"ws://127.0.0.1:{running.port}", Patience(late=0.5, away=2.0)
        hall.house.speech = FunAsr(address, dialect(), patience)
        yield running


@pytest.fixture
async def api(hall: Hall) -> AsyncIterator[Api]:
    async with serving(hall, workers=1) as api:
        yield api


@asynccontextmanager
async def microphone(api: Api, meeting_id, token: str | None, **greeting: object) -> AsyncIterator[ClientConnection]:
    address = f"ws://{api.address}/meetings/{public_id(Kind.MEETING, meeting_id)}/audio"
    async with connect(address, proxy=None) as socket:
        if token is not None:
            greeting["authorization"] = f"Bearer {token}"
        await socket.send(orjson.dumps({"language": "en", **greeting}), text=True)
        yield socket


async def speak(socket: ClientConnection, *sentences: list[int]) -> None:
    audio = spoken(*sentences)
    for start in range(0, len(audio), 3_000):
        await socket.send(audio[start : start + 3_000])


async def told(hall: Hall, meeting_id) -> list[tuple[str, str]]:
    found = await watch.transcript(hall.house, meeting_id, after=0, first=100)
    return [(each.speaker, each.text) for each in found]


async def closed(socket: ClientConnection) -> tuple[int | None, str | None]:
    with suppress(ConnectionClosed):
        while True:
            await socket.recv()
    return socket.close_code, socket.close_reason


async def test_what_is_said_into_the_microphone_is_written_down_once_under_the_speakers_name(hall, api, engine):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token, speaker="王秀英") as socket:
        assert orjson.loads(await socket.recv()) == {"ready": True}
        await speak(socket, *SENTENCES)
        await socket.send(orjson.dumps({"end": True}), text=True)
        assert orjson.loads(await socket.recv()) == {"end": True}
    assert await told(hall, meeting.id) == [("王秀英", said(sentence)) for sentence in SENTENCES]


async def test_an_engine_that_breaks_off_loses_nothing_and_doubles_nothing(hall, api, engine):
    meeting = await under_way(hall)
    engine.faults.extend([Faults(drop_at_ms=500), Faults(drop_at_ms=300)])
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        await socket.recv()
        await speak(socket, *SENTENCES)
        await socket.send(orjson.dumps({"end": True}), text=True)
        assert orjson.loads(await socket.recv()) == {"end": True}
    assert await told(hall, meeting.id) == [("现场", said(sentence)) for sentence in SENTENCES]


async def test_a_line_that_breaks_keeps_what_was_said_before(hall, api, engine):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        await socket.recv()
        await speak(socket, *SENTENCES)
        await engine.connected.acquire()
        socket.transport.abort()
    stream = watch.follow(hall.house, meeting.id, after=0)
    finals = []
    async for each in stream:
        if each.final:
            finals.append(each.text)
        if len(finals) == len(SENTENCES):
            break
    await stream.aclose()
    assert finals == [said(sentence) for sentence in SENTENCES]


async def test_only_those_who_may_write_are_listened_to(hall, api, engine):
    meeting, later = await under_way(hall), await scheduled(hall)
    for meeting_id, token, code in (
        (meeting.id, None, 4401),
        (meeting.id, "nobody's", 4401),
        (meeting.id, hall.neighbours[0].token, 4403),
        (later.id, hall.moderator.token, 4409),
        (hall.house.new_id(), hall.moderator.token, 4404),
    ):
        async with microphone(api, meeting_id, token) as socket:
            assert (await closed(socket))[0] == code
    assert engine.opened == []


async def test_the_end_of_the_meeting_ends_the_microphone(hall, api, engine):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        await socket.recv()
        done(await lead.end(hall.house, await hall.actor(hall.moderator), meeting.id))
        await speak(socket, [1])
        assert (await closed(socket))[0] == 4409
    assert await told(hall, meeting.id) == []


async def test_without_an_engine_it_says_so(hall, api):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        code, reason = await closed(socket)
        assert code == 4503
        assert "SPEECH_URL" in reason


@pytest.mark.parametrize("message", ["nonsense", "[]", "7", '{"authorization": 7}', b"audio first"])
async def test_a_bad_greeting_is_refused(hall, api, message):
    meeting = await under_way(hall)
    async with connect(
        f"ws://{api.address}/meetings/{public_id(Kind.MEETING, meeting.id)}/audio", proxy=None
    ) as socket:
        await socket.send(message)
        assert (await closed(socket))[0] == 4400


async def test_a_microphone_that_stays_silent_is_hung_up(hall, api, engine, monkeypatch):
    monkeypatch.setattr(audio, "SILENT_SECONDS", 0.1)
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        assert (await closed(socket))[0] == 4408


async def test_whoever_is_no_moderator_any_more_is_not_written_down(hall, api, engine):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        await socket.recv()
        moderator = (await hall.actor(hall.moderator)).resident_id
        done(await care.withdraw(hall.house, await hall.actor(hall.admin), moderator, Role.MODERATOR))
        await speak(socket, [1])
        assert (await closed(socket))[0] == 4403
    assert await told(hall, meeting.id) == []


async def test_a_page_of_another_origin_gets_no_socket(hall, api, engine):
    meeting = await under_way(hall)
    address = f"ws://{api.address}/meetings/{public_id(Kind.MEETING, meeting.id)}/audio"
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, proxy=None, origin="https://elsewhere.example")
    assert refused.value.response.status_code == 403
    async with connect(address, proxy=None, origin=f"http://{api.address}"):
        pass


async def test_what_is_said_is_kept_even_where_somebody_else_has_written_under_its_id(hall, api, engine):
    meeting = await under_way(hall)
    async with microphone(api, meeting.id, hall.moderator.token) as socket:
        await socket.recv()
        async with aclosing(watch.follow(hall.house, meeting.id, after=0)) as following, asyncio.timeout(20):
            await socket.send(words(1, 2))
            draft = await anext(following)
            await say(hall, meeting.id, "别的话。", key=draft.id)
            await socket.send(words(*PAUSE))
            await socket.send(orjson.dumps({"end": True}), text=True)
            assert orjson.loads(await socket.recv()) == {"end": True}
    assert [text for _, text in await told(hall, meeting.id)] == ["别的话。", said([1, 2])]
