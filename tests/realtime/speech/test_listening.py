import asyncio
import json
import logging

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from realtime.speech.listening import FunAsr
from tests.realtime.speech.conftest import Listener, Way, check_keys
from tests.realtime.speech.fake_server import CumulativeServer, Faults
from tests.realtime.speech.speech import said, spoken, words

ONE, TWO, THREE, LAST = [1, 2, 3], [4, 5], [6], [7, 8]


async def test_sentences_come_with_their_times_and_the_last_one_after_the_finish(way):
    async with way.server() as server, way.hear(server) as hearing:
        listener = Listener(hearing)
        audio = spoken(ONE, TWO) + words(*LAST)
        for at in range(0, len(audio), 777):
            hearing.feed(audio[at : at + 777])
        await listener.until(said(TWO))
        hearing.finish()
        hearing.feed(spoken(THREE))
        assert await listener.end() == [said(ONE), said(TWO), said(LAST)]
        finals = [one for one in listener.all if one.final]
        assert [(one.started_ms, one.ended_ms) for one in finals] == [(0, 300), (500, 700), (900, 1100)]
        check_keys(listener.all)
        assert set(server.frames[:-1]) == {1920}


async def test_running_text_grows_until_the_final_takes_its_place(way):
    async with way.server() as server, way.hear(server) as hearing:
        listener = Listener(hearing)
        hearing.feed(words(1, 2))
        await listener.until("w1", final=False)
        hearing.feed(words(3))
        await listener.until("w1 w2 w3", final=False)
        hearing.feed(words(0, 0))
        final = await listener.until(said(ONE))
        assert {one.key for one in listener.all} == {final.key}


async def test_the_classic_opening_is_what_the_protocol_says():
    (message,) = Classic().opening("meeting", {"合议": 20}, "zh")
    opening = json.loads(message)
    assert json.loads(opening.pop("hotwords")) == {"合议": 20}
    assert opening == {
        "mode": "2pass",
        "wav_name": "meeting",
        "wav_format": "pcm",
        "is_speaking": True,
        "chunk_size": [5, 10, 5],
        "audio_fs": 16000,
        "itn": True,
    }


async def test_an_opening_goes_before_the_audio(way):
    async with way.server() as server, way.hear(server) as hearing:
        hearing.feed(spoken(ONE))
        await Listener(hearing).until(said(ONE))
        if isinstance(server, CumulativeServer):
            assert server.opened == [["START", "HOTWORDS:业委会,合议", "LANGUAGE:中文"]]
            assert server.subprotocol is None
        else:
            assert [json.loads(message)["mode"] for message in server.opened[0]] == ["2pass"]
            assert server.subprotocol == "binary"


async def test_a_drop_amid_a_sentence_loses_and_doubles_nothing(way):
    async with way.server() as server, way.hear(server) as hearing:
        server.faults.extend([Faults(drop_at_ms=550), Faults(drop_at_ms=100)])
        listener = Listener(hearing)
        hearing.feed(spoken(ONE))
        await listener.until(said(ONE))
        hearing.feed(spoken(TWO, THREE))
        await listener.until(said(THREE))
        hearing.finish()
        assert await listener.end() == [said(ONE), said(TWO), said(THREE)]
        check_keys(listener.all)
        assert [(one.started_ms, one.ended_ms) for one in listener.all if one.final][1:] == [(500, 700), (900, 1000)]


async def test_audio_that_a_final_covers_is_not_sent_again(way):
    async with way.server() as server, way.hear(server) as hearing:
        server.faults.append(Faults(drop_at_ms=480))
        listener = Listener(hearing)
        hearing.feed(spoken(ONE))
        await listener.until(said(ONE))
        hearing.feed(spoken(TWO))
        await listener.until(said(TWO))
        assert server.heard_bytes <= (480 + 900 - 300) * 32


async def test_answers_that_come_late_after_the_finish_are_waited_for(way):
    async with way.server() as server, way.hear(server) as hearing:
        server.may_answer_stop.clear()
        listener = Listener(hearing)
        hearing.feed(spoken(ONE) + words(*LAST))
        hearing.finish()
        await server.told_to_stop.wait()
        server.may_answer_stop.set()
        assert await listener.end() == [said(ONE), said(LAST)]


async def test_a_server_that_is_stopped_before_its_late_answer_answers_when_it_is_back(way):
    async with way.server() as server, way.hear(server) as hearing:
        server.may_answer_stop.clear()
        listener = Listener(hearing)
        hearing.feed(spoken(ONE) + words(*LAST))
        hearing.finish()
        await server.told_to_stop.wait()
        await server.stop()
        server.may_answer_stop.set()
        await server.start()
        assert await listener.end() == [said(ONE), said(LAST)]


async def test_a_server_that_hangs_up_with_an_answer_owing_is_asked_again(way):
    async with way.server() as server, way.hear(server) as hearing:
        server.faults.append(Faults(curt=True))
        await server.connected.acquire()
        hearing.feed(words(*LAST))
        hearing.finish()
        assert await Listener(hearing).end() == [said(LAST)]


async def test_after_the_last_answer_a_while_of_silence_is_the_end(way):
    async with way.server(hangs_up=False) as server, way.hear(server, late=0.2) as hearing:
        hearing.feed(spoken(ONE))
        hearing.finish()
        assert await Listener(hearing).end() == [said(ONE)]
        assert len(server.opened) == 1


async def test_a_silent_server_is_waited_for_only_so_long(way):
    async with way.server() as server, way.hear(server, late=0.2) as hearing:
        server.faults.append(Faults(mute=True))
        hearing.feed(spoken(ONE))
        hearing.finish()
        assert await Listener(hearing).end() == []


async def test_an_outage_is_logged_once_and_loses_nothing(way, caplog):
    caplog.set_level(logging.INFO)
    async with way.server() as server, way.hear(server) as hearing:
        listener = Listener(hearing)
        hearing.feed(spoken(ONE))
        await listener.until(said(ONE))
        await server.stop()
        hearing.feed(spoken(TWO))
        await server.start()
        await listener.until(said(TWO))
        hearing.finish()
        assert await listener.end() == [said(ONE), said(TWO)]
    said_of_it = [record.message for record in caplog.records if record.name == "realtime.outage"]
    assert len(said_of_it) == 2
    assert said_of_it[0].startswith("The speech engine is away")
    assert said_of_it[1] == "The speech engine is back"


async def test_where_no_engine_is_the_oldest_audio_goes_with_one_warning(way, caplog):
    async with way.server() as server:
        await server.stop()
        async with way.hear(server, longest_ms=1000) as hearing:
            listener = Listener(hearing)
            for _ in range(3):
                hearing.feed(spoken(ONE, TWO))
            await server.start()
            await listener.until(said(TWO))
            hearing.finish()
            await listener.end()
            assert listener.finals == [said(ONE), said(TWO)]
    assert [record.message for record in caplog.records if "oldest is lost" in record.message] == [
        "Audio of more than 1 s waits for the speech engine; the oldest is lost"
    ]


async def test_an_engine_that_never_comes_ends_the_hearing_in_bounded_time(way):
    async with way.server() as server:
        await server.stop()
        async with way.hear(server, away=0.2) as hearing:
            hearing.feed(spoken(ONE))
            hearing.finish()
            assert await Listener(hearing).end() == []


async def test_a_meeting_without_audio_ends_at_once(way):
    async with way.server() as server, way.hear(server) as hearing:
        await server.connected.acquire()
        hearing.finish()
        assert await Listener(hearing).end() == []


async def test_leaving_ends_the_iterator(way):
    async with way.server() as server:
        async with way.hear(server) as hearing:
            listener = Listener(hearing)
            hearing.feed(spoken(ONE))
            await listener.until(said(ONE))
        assert await listener.end() == [said(ONE)]


async def test_finals_that_come_twice_are_given_once_and_noise_is_skipped(way, caplog):
    async with way.server() as server, way.hear(server) as hearing:
        server.faults.append(Faults(twice=True, noise=True))
        listener = Listener(hearing)
        hearing.feed(spoken(ONE, ONE, TWO))
        await listener.until(said(TWO))
        assert len(server.opened) == 1
        hearing.finish()
        assert await listener.end() == [said(ONE), said(ONE), said(TWO)]
        check_keys(listener.all)
    assert "not an answer, 8 characters" in caplog.text


async def test_without_times_what_was_final_before_a_drop_is_known_by_its_text(way):
    async with way.server(timed=False) as server, way.hear(server) as hearing:
        server.faults.extend([Faults(drop_at_ms=1440), Faults(drop_at_ms=900)])
        listener = Listener(hearing)
        hearing.feed(spoken(ONE, ONE, TWO))
        await listener.until(said(TWO))
        hearing.feed(spoken(THREE, TWO, LAST))
        await listener.until(said(LAST))
        hearing.finish()
        assert await listener.end() == [said(one) for one in (ONE, ONE, TWO, THREE, TWO, LAST)]
        assert len(server.opened) >= 3
        check_keys(listener.all)


async def test_sentences_cut_anew_at_the_end_are_not_given_again():
    way = Way(Cumulative, CumulativeServer)
    async with way.server() as server, way.hear(server) as hearing:
        server.recuts = True
        listener = Listener(hearing)
        hearing.feed(spoken(ONE, TWO) + words(9))
        hearing.finish()
        assert await listener.end() == [said(ONE), said(TWO), said([9])]


async def test_an_engine_hears_several_meetings_apart(way):
    async with way.server() as server:
        engine = FunAsr(f"ws://127.0.0.1:{server.port}", way.dialect())
        async with engine.hear("a", {}, "") as first, engine.hear("b", {}, "") as second:
            first.feed(spoken(ONE))
            second.feed(spoken(TWO))
            one, two = Listener(first), Listener(second)
            await asyncio.gather(one.until(said(ONE)), two.until(said(TWO)))
            assert (one.finals, two.finals) == ([said(ONE)], [said(TWO)])
