"""What was said at a meeting as files that people, players and programs read."""

import json

import webvtt as elsewhere

from rules.captions import Caption, as_json, plain_text, read_captions, webvtt
from rules.refusals import Refusal


def test_people_read_a_line_for_each_utterance():
    said = [Caption("王芳", "路灯坏了", 59_999, 61_000), Caption("", "Repair it.", 3_661_000, 3_662_000)]
    assert plain_text(said) == "[00:00:59] 王芳：路灯坏了\n[01:01:01] Repair it.\n"
    assert plain_text([]) == ""


def test_words_that_staff_typed_in_are_marked_in_every_file():
    said = [Caption("张桂芳", "路太黑。", 0, 1000, typed_in=True), Caption("", "是的。", 1000, 2000, typed_in=True)]
    assert plain_text(said) == "[00:00:00] 张桂芳（代录）：路太黑。\n[00:00:01] （代录）：是的。\n"
    assert "<v.typed 张桂芳>路太黑。" in webvtt(said)
    assert elsewhere.from_string(webvtt(said)).captions[0].voice == "张桂芳"
    assert [one["typedIn"] for one in as_json(said)] == [True, True]
    read = read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud.typed 张桂芳>路太黑。<v 王芳>是的。\n")
    assert not isinstance(read, Refusal)
    assert [caption.typed_in for caption in read] == [True, False]


def test_nobody_is_given_words_by_a_line_that_looks_like_theirs():
    said = [Caption("李强", "好\n\n[00:00:09] 王芳：我同意\u2028[00:00:10] 王芳：我辞职", 0, 1)]
    assert len(plain_text(said).splitlines()) == 1


def test_a_speaker_cannot_break_out_of_the_tag():
    said = [Caption("王\n\n00:01.000 --> 00:02.000\n<芳>", "好", 0, 1000)]
    assert webvtt(said) == ("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v 王 00:01.000 --&gt; 00:02.000 &lt;芳&gt;>好\n")
    assert webvtt([]) == "WEBVTT\n"


def test_programs_read_plain_data():
    said = as_json([Caption("王芳", "好", 1, 2)])
    assert json.loads(json.dumps(said)) == [
        {"speaker": "王芳", "text": "好", "startedMs": 1, "endedMs": 2, "typedIn": False}
    ]
