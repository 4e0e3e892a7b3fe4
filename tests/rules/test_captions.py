"""What was said at a meeting: read from files of captions, and written for others to read."""

import html
import re
from io import StringIO
from pathlib import Path

import pytest
import webvtt as elsewhere
from hypothesis import example, given
from hypothesis import strategies as st

from rules.captions import MOST_CAPTIONS, Caption, as_json, plain_text, read_captions, webvtt
from rules.refusals import Code, Refusal
from rules.texts import clean, one_line
from tests.rules.test_purity import CLOCKS_AND_CHANCE, imported

DAY = 24 * 60 * 60 * 1000
PIECES = [
    *["-->", "00:01.000 --> 00:02.000", "NOTE", "STYLE", "WEBVTT", "<v 王芳>", "</v>", "<b>", "<00:01.000>", "{\\an8}"],
    *["&", "&lt;", "&amp;amp;", "&#10;", "&copy", "<", ">", "\n", "\n\n", "\r\n", " ", "\t", "\u3000", "\u2028"],
    *["路灯", "🏮", "👩\u200d👧", "e\u0301", "\u200e", "\ufeff", "1", "王芳："],
]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)
MOMENTS = st.integers(0, DAY)


@st.composite
def captions(draw: st.DrawFn) -> Caption:
    started, ended = sorted((draw(MOMENTS), draw(MOMENTS)))
    text = draw(WORDS.map(lambda words: clean(f"{words}!") if draw(st.booleans()) else clean(f"!{words}")))
    speaker = draw(WORDS.map(lambda words: one_line(words)[:80].strip()))
    return Caption(speaker, text, started, ended, typed_in=draw(st.booleans()))


MEETINGS = st.lists(captions(), min_size=1, max_size=6).map(lambda said: sorted(said, key=lambda one: one.started_ms))


def read(text: str) -> tuple[Caption, ...]:
    found = read_captions(text)
    assert not isinstance(found, Refusal), found
    return found


def texts(text: str) -> list[str]:
    return [caption.text for caption in read(text)]


def refused(text: str) -> tuple[str, dict[str, str | int]]:
    refusal = read_captions(text)
    assert isinstance(refusal, Refusal), refusal
    assert (refusal.code, refusal.field) == (Code.INVALID, "captions")
    return refusal.reason, dict(refusal.values)


def cue(text: str, times: str = "00:01.000 --> 00:02.000") -> str:
    return f"WEBVTT\n\n{times}\n{text}\n"


def said_in(caption: elsewhere.Caption) -> tuple[int, int, bool, str, str]:
    times = caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()
    mark, voice, text = re.fullmatch(r"(?:<v(\.typed)? ?([^>]*)>)?(.*)", caption.raw_text, re.DOTALL).groups()
    return *times, mark is not None, html.unescape(voice or ""), html.unescape(text)


def ours(caption: Caption) -> tuple[int, int, bool, str, str]:
    return caption.started_ms, caption.ended_ms, caption.typed_in, caption.speaker, caption.text


@given(MEETINGS)
@example([Caption("", "a\n\n\nb", 0, 0)])
@example([Caption("", "a \n \n  b", 0, 0)])
@example([Caption("<v>&gt;", "NOTE\n\n00:01.000 --> 00:02.000\nb", 0, DAY)])
def test_what_is_written_is_read_again(meeting: list[Caption]):
    assert list(read(webvtt(meeting))) == meeting


@given(MEETINGS)
@example([Caption("", "NOTE\nSTYLE", 0, 1)])
@example([Caption("王 & <芳>", "a \n\n b\u2028c", 0, 1)])
def test_a_reader_from_elsewhere_reads_the_same(meeting: list[Caption]):
    file = elsewhere.from_string(webvtt(meeting))
    assert [said_in(caption) for caption in file.captions] == list(map(ours, meeting))


@given(MEETINGS)
def test_a_cue_stands_alone_whatever_is_said_in_it(meeting: list[Caption]):
    written = webvtt(meeting)
    assert written.count("-->") == written.count("\n\n") == len(meeting)


@given(st.lists(st.sampled_from([*PIECES, "00:", "01,000", "0", "-", "v ", "{\\", "\r"]) | st.text(max_size=3)))
def test_any_text_is_read_or_refused(pieces: list[str]):
    for head in ("", "WEBVTT\n\n", "WEBVTT\n\n00:00.000 --> 00:01.000\n", "00:00:00,000 --> 00:00:01,000\n"):
        found = read_captions(head + "".join(pieces))
        assert isinstance(found, Refusal) or list(read(webvtt(found))) == list(found)


def test_captions_recognised_from_a_broadcast_are_read():
    file = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.160 --> 00:00:02.389 align:start position:0%\n \n"
        "good<00:00:00.480><c> evening</c><00:00:00.640><c.colorE5E5E5> everyone</c>\n\n"
        "00:00:02.389 --> 00:00:02.399 align:start position:0%\ngood evening everyone\n \n\n"
        "00:00:02.399 --> 00:00:02.400\n \n\n"
    )
    assert read(file) == (
        Caption("", "good evening everyone", 160, 2389),
        Caption("", "good evening everyone", 2389, 2399),
    )


def test_captions_of_a_video_call_are_read_and_no_speaker_is_guessed():
    file = (
        "WEBVTT\r\n\r\n1\r\n00:00:03.120 --> 00:00:05.460\r\nWang Fang: 大家好\r\n\r\n"
        "2\r\n00:00:05.900 --> 00:00:07.010\r\n李强：R&D?\r\n\r\n"
    )
    assert read(file) == (Caption("", "Wang Fang: 大家好", 3120, 5460), Caption("", "李强：R&D?", 5900, 7010))


def test_voices_become_speakers_and_each_has_a_caption():
    file = (
        "WEBVTT - 居民大会\n\nSTYLE\n::cue(v) { color: lime }\n\nREGION\nid:fred\n\nNOTE by hand\nand more\n\nNOTE\n\n"
        "f2c4/3-0\n01:00.000 --> 01:02.000 line:0\n<v 王 芳>路灯<i>坏</i>了</v>\n\n"
        "00:01:02.000 --> 00:01:03.000\n<v.first.loud Ann &amp; Bob>Yes</v>\n<v\t李强>好<v>谁？</v> 完"
    )
    assert read(file) == (
        Caption("王 芳", "路灯坏了", 60_000, 62_000),
        Caption("Ann & Bob", "Yes", 62_000, 63_000),
        Caption("李强", "好", 62_000, 63_000),
        Caption("", "谁？", 62_000, 63_000),
        Caption("", "完", 62_000, 63_000),
    )


def test_subtitles_cut_with_ffmpeg_are_read():
    file = (
        '\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>大家好</i>\r\n<font color="#fff">晚上好</font>\r\n\r\n'
        "2\r\n00:01:00.000 --> 100:00:00.000\r\n"
    )
    assert refused(file) == ("captions_too_long", {"most": 24})
    assert read(file.replace("100:", "01:")) == (Caption("", "大家好\n晚上好", 1000, 2500),)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("00:00:01,000 --> 00:00:02,000\na\n\n00:00:03,000 --> 00:00:04,000\nb", ["a", "b"]),
        ("\n\n1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb\n\n\n", ["a", "b"]),
        ("7\n00:00:01,000 --> 00:00:02,000\na\n\n\nb\n\n9\n00:00:03,000 --> 00:00:04,000\n42", ["a\n\n\nb", "42"]),
        ("1\n00:00:01,000 --> 00:00:02,000 X1:0 Y1:0\n{\\an8}a <3 b --> c &amp;\n", ["a <3 b --> c &amp;"]),
        ("1\n00:00:01,000 --> 00:00:02,000\n王芳：好\n[李强] 好\n<v 李强>好", ["王芳：好\n[李强] 好\n<v 李强>好"]),
        ("1\n00:00:01,000 --> 00:00:02,000\n2\n00:00:02,000 --> 00:00:03,000\nb", ["b"]),
    ],
)
def test_subtitles_are_read_as_people_write_them(file: str, expected: list[str]):
    assert texts(file) == expected
    assert texts(file.replace("\n", "\r")) == texts(file.replace("\n", "\r\n")) == expected
    assert {caption.speaker for caption in read(file)} == {""}


def test_a_reader_from_elsewhere_hears_the_same_in_subtitles():
    file = "1\n00:00:01,000 --> 00:00:02,500\n大家好\n晚上好\n\n2\n01:00:03,007 --> 01:00:04,000\n再见\n"
    theirs = elsewhere.from_buffer(StringIO(file), format="srt").captions
    assert list(map(ours, read(file))) == [said_in(caption) for caption in theirs]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("a&nbsp;b&lrm;&rlm;.", "a\u00a0b\u200e\u200f."),
        ("&#36335;&#x706f;&#0;&#xD800;&#9999999;", "路灯\ufffd\ufffd\ufffd"),
        ("AT&T &copy &nosuchthing; &#; &#12345678;", "AT&T &copy &nosuchthing; &#; &#12345678;"),
        ("&lt;v 王芳&gt;x", "<v 王芳>x"),
        ("1 < 2, 3 > 2, <3, <笑>, <a@b.c>", "1 < 2, 3 > 2, <3, <笑>, <a@b.c>"),
        ("<b>x</b> <c.x.y>y</c> <lang zh>z</lang><ruby>字<rt>zi</rt></ruby></>", "x y z字zi"),
        ("NOTE this\nSTYLE", "NOTE this\nSTYLE"),
        ("a\x00\u202eb", "ab"),
    ],
)
def test_a_text_keeps_what_was_said(written: str, kept: str):
    assert texts(cue(written)) == [kept]


@pytest.mark.parametrize(
    "head", ["WEBVTT\n\n", "\ufeffWEBVTT\n\n", "WEBVTT\tx\n", "WEBVTT 会议\nX-A: b\n\n\n", "WEBVTT\n\n  \n\n"]
)
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_begins_and_ends_its_lines_as_its_program_does(head: str, end: str):
    file = f"{head}00:01.000-->00:02.000\na\nb\n\nid\n100:00:00.000 --> 100:00:01.000\n"
    assert refused(file.replace("\n", end)) == ("captions_too_long", {"most": 24})
    assert read(file.replace("100:", "").replace("\n", end)) == (Caption("", "a\nb", 1000, 2000),)


def test_cues_without_an_empty_line_between_are_still_two():
    assert texts(cue("a\n00:03.000 --> 00:04.000\nb")) == ["a", "b"]


def test_captions_are_in_the_order_of_their_starts():
    late, early = Caption("", "b", 5000, 6000), Caption("", "a", 1000, 9000)
    assert read("WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:09.000\na\n") == (early, late)
    assert read(webvtt([late, early])) == (early, late)
    assert plain_text([late, early]) == "[00:00:01] a\n[00:00:05] b\n"
    assert [one["text"] for one in as_json([late, early])] == ["a", "b"]


def test_a_meeting_lasts_a_day_at_most():
    assert read(cue("a", "23:59:59.999 --> 24:00:00.000"))[0].ended_ms == DAY
    assert refused(cue("a", "23:59:59.999 --> 24:00:00.001")) == ("captions_too_long", {"most": 24})


def test_a_cue_may_be_over_at_once_but_not_before_it_starts():
    assert texts(cue("a", "00:02.000 --> 00:02.000")) == ["a"]
    assert refused(cue("a", "00:02.000 --> 00:01.999")) == ("captions_backwards", {"line": 3})
    assert refused("1\r\n00:00:02,000 --> 00:00:01,000\r\na") == ("captions_backwards", {"line": 2})


@pytest.mark.parametrize("file", ["", "\ufeff", " \n\t\n", "WEBVTT", cue(""), cue("<b> </b>"), cue("&nbsp;&lrm;")])
def test_a_file_in_which_nothing_is_said_is_refused(file: str):
    assert refused(file) == ("captions_empty", {})


@pytest.mark.parametrize("file", ["你好", '{"text": "x"}', "WEBVTTX\n\nx", "PK\x03\x04", "1\n2\n3", "a --> b"])
def test_a_file_of_another_kind_is_refused(file: str):
    assert refused(file) == ("captions_unknown", {})


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("WEBVTT\n\nwords alone\n", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:02.000 -> 00:03.000\nb\n", 6),
        (cue("a", "00:01.000 --> 00:0x.000"), 3),
        (cue("a", "00:61.000 --> 00:62.000"), 3),
        (cue("a", "00:01.00 --> 00:02.00"), 3),
        (cue("a\nthis --> that"), 5),
        ("WEBVTT\n\none\ntwo\n00:01.000 --> 00:02.000\na\n", 3),
        ("a title\n1\n00:00:01,000 --> 00:00:02,000\na", 1),
        ("1\r\n00:00:01,000 --> 00:00:02,000\r\na\r\n\r\n2\r\n00:00:0l,000 --> 00:00:03,000\r\nb", 6),
        ("1\n00:00:01 --> 00:00:02\na", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(file: str, line: int):
    assert refused(file) == ("captions_unreadable", {"line": line})


def test_so_much_is_said_and_no_more():
    one = "00:00:01,000 --> 00:00:02,000\na\n\n"
    assert len(read(one * MOST_CAPTIONS)) == MOST_CAPTIONS
    assert refused(one * (MOST_CAPTIONS + 1)) == ("captions_too_many", {"most": MOST_CAPTIONS})
    assert refused(cue("<v a>b" * (MOST_CAPTIONS + 1))) == ("captions_too_many", {"most": MOST_CAPTIONS})


def test_a_text_and_a_name_are_only_so_long():
    assert texts(cue("<c>好</c>" * 2000)) == ["好" * 2000]
    assert refused(cue("好" * 2001)) == ("text_too_long", {"most": 2000})
    assert read(cue(f"<v {'王' * 80}>好"))[0].speaker == "王" * 80
    assert refused(cue(f"<v {'王' * 81}>好")) == ("text_too_long", {"most": 80})


@pytest.mark.timeout(120)
@pytest.mark.parametrize("head", [cue("").rstrip() + "\n", "00:00:00,000 --> 00:00:01,000\n"])
@pytest.mark.parametrize(
    "piece",
    ["<", "<v ", "<v.", "</", "<00:", "&", "&#", "&#9999999999", "{\\", " ", "\n", "\r", "-", "0:", "0 -->\n", "1\n"],
)
def test_five_megabytes_of_nonsense_are_done_with_in_one_walk(head: str, piece: str):
    assert isinstance(read_captions(head + piece * (5_000_000 // len(piece))), Refusal)


def test_captions_are_pure_too():
    for path in (Path(__file__).parents[2] / "rules/captions").glob("*.py"):
        assert not imported(path) & CLOCKS_AND_CHANCE, path.name
