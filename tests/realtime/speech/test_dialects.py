import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from realtime.speech.dialects import NOTHING, Answer, Final, understood
from realtime.speech.engines import engine_for
from realtime.speech.listening import FunAsr
from realtime.speech.notes import Notes

anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mode", "text", "stamp_sents", "start", "end", "sentences", "partial", "event"]), inner
        )
    ),
)


def classic(*answers):
    reader = Classic().reader()
    return [understood(reader, json.dumps(answer)) for answer in answers]


def cumulative(*answers):
    reader = Cumulative().reader()
    return [understood(reader, json.dumps(answer)) for answer in answers]


@pytest.mark.parametrize("dialect", [Classic(), Cumulative()])
@given(message=anything.map(json.dumps) | st.text() | st.binary())
def test_no_message_breaks_a_reader(dialect, message):
    understood(dialect.reader(), message)


def test_a_message_too_deep_is_skipped():
    assert understood(Classic().reader(), "[" * 100_000) == NOTHING


def test_classic_pieces_gather_until_the_sentence_takes_their_place():
    pieces = [{"mode": "2pass-online", "text": text} for text in ("我们", "表决")]
    offline = {"mode": "2pass-offline", "text": "我们表决。"}
    assert classic(*pieces, offline, pieces[0]) == [
        Answer(running="我们"),
        Answer(running="我们表决"),
        Answer(finals=(Final("我们表决。"),)),
        Answer(running="我们"),
    ]


@pytest.mark.parametrize(
    ("stamps", "span"),
    [
        ([{"start": 430, "end": 1130}, {"start": 1200, "end": 2000.4}], (430, 2000)),
        ([{"start": -1, "end": -1}, 7, {"end": 3}, {"start": 5, "end": 9}], (5, 9)),
        ([{"start": True, "end": 9}], None),
        ("", None),
        (None, None),
    ],
)
def test_classic_times_are_read_where_they_make_sense(stamps, span):
    (answer,) = classic({"mode": "2pass-offline", "text": "好", "stamp_sents": stamps})
    assert answer.finals == (Final("好", span),)


def test_the_farewell_of_the_classic_runtime_is_no_fault(caplog):
    assert classic({"text": "", "wav_name": "m", "is_final": True}) == [NOTHING]
    assert not caplog.records


def test_a_sentence_of_a_list_is_fresh_once(caplog):
    first, second = {"text": "一"}, {"text": "二", "start": 5, "end": 9, "spk": 1}
    answers = cumulative({"sentences": [first]}, {"sentences": [first, second], "partial": "三"}, {"partial": "三"})
    assert [answer.running for answer in answers] == ["", "三", "三"]
    assert answers[0].finals == [Final("一")]
    assert answers[1].finals == [Final("二", (5, 9))]
    assert cumulative({"sentences": [{}, first]}, {"sentences": [{}, first]})[1].finals == []
    assert len(caplog.records) == 1


def test_a_sentence_that_has_changed_is_told_but_is_not_fresh():
    first, second = {"text": "一", "start": 1, "end": 4}, {"text": "二", "start": 5, "end": 9}
    _, shorter, longer = cumulative({"sentences": [first]}, {"sentences": []}, {"sentences": [second, first]})
    assert shorter.finals == []
    assert longer.finals == [Final("二", (5, 9), fresh=False), Final("一", (1, 4))]


def test_events_mean_nothing_but_the_end(caplog):
    events = [{"event": name} for name in ("started", "hotwords_set", "stopped")]
    assert [answer.over for answer in cumulative(*events)] == [False, False, True]
    assert cumulative({"event": "error", "error": "Session is not active"}) == [NOTHING]
    assert "Session is not active" in caplog.text


def test_what_cannot_be_said_is_left_out():
    words = {"业委会": 10, "合议": 20, "a,b": 5, "c\nSTOP": 5, " ": 1}
    assert Cumulative().opening("m", words, "pt") == ["START", "HOTWORDS:合议,业委会", "LANGUAGE:pt"]
    assert Cumulative().opening("m", {}, "") == ["START"]


async def test_text_is_cleaned_and_does_not_pile_up():
    notes = Notes()
    for text in ("a", " b\x00\ud800c ", ""):
        notes.run(text)
    notes.close()
    assert [heard.text async for heard in notes.read()] == ["b  c"]


@pytest.mark.parametrize(
    ("url", "address", "dialect"),
    [
        ("funasr://asr:10095", "ws://asr:10095", Classic),
        ("funasrs://[::1]:10095", "wss://[::1]:10095", Classic),
        ("funasr2://asr:10095/live", "ws://asr:10095/live", Cumulative),
        ("funasr2s://asr:443", "wss://asr:443", Cumulative),
    ],
)
def test_an_address_decides_which_engine_it_is(url, address, dialect):
    engine = engine_for(url)
    assert isinstance(engine, FunAsr)
    assert (engine.address, type(engine.dialect)) == (address, dialect)


@pytest.mark.parametrize(
    "url", ["", "asr:10095", "ws://asr:1", "funasr://asr", "funasr://:1", "funasr://asr:no", "x://"]
)
def test_any_other_address_is_refused(url):
    with pytest.raises(ValueError, match=r"^A speech engine is funasr://.* with a host and a port$"):
        engine_for(url)
