"""What is said is written down once, in order; what must not stand goes, and the record still verifies."""

import asyncio
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from commands.verify.check import check
from db import session
from db.models import Base
from db.models.meetings import Meeting
from resolvers import record
from resolvers.exporting import export
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import captions, lead, transcript, watch
from resolvers.meetings.streams import stream_of, transcript_of
from rules.captions import webvtt
from rules.meetings import Phase
from rules.refusals import Code
from tests.support.deeds import foreigner, kinds, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.meeting import asked_to_say, redact, say, scheduled, under_way

CAPTIONS = """WEBVTT

00:01.000 --> 00:02.500
<v 王秀英>路灯坏了。

00:03.000 --> 00:04.000
没有名字的人说话。
"""


async def told(hall: Hall, meeting_id):
    return await watch.transcript(hall.house, meeting_id, after=0, first=100)


async def test_a_meeting_is_called_started_and_ended_in_its_own_stream_and_in_the_record(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    done(await lead.end(hall.house, await hall.actor(hall.moderator), meeting.id))
    steps = ["meeting.scheduled", "meeting.started", "meeting.ended"]
    assert await kinds(hall.house, stream_of(meeting.id)) == steps
    assert await kinds(hall.house, issue_stream(issue.id)) == ["issue.raised", *steps]
    kept = (await lead.load(hall.house, [meeting.id]))[meeting.id]
    assert (kept.phase, kept.issue_id) == (Phase.ENDED, issue.id)


async def test_nobody_leads_a_meeting_of_another_community(hall: Hall):
    from rules.roles import Role

    stranger, meeting = await foreigner(hall, Role.MODERATOR, Role.COMMUNITY_STAFF), await scheduled(hall)
    async with nothing_changes(hall.house):
        refused(await lead.start(hall.house, stranger, meeting.id), Code.FORBIDDEN)
        speech = transcript.Speech(None, "王", "好", True)
        refused(await transcript.append(hall.house, stranger, meeting.id, speech), Code.FORBIDDEN)


async def test_what_is_final_is_numbered_in_the_transcript_and_stands_in_the_record(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    first, second = await say(hall, meeting.id, "路灯坏了三天。"), await say(hall, meeting.id, "今天就修。")
    assert (first.seq, second.seq) == (1, 2)
    assert await told(hall, meeting.id) == [first, second]
    in_record = [payload["text"] for kind, payload in await said(hall.house, issue_stream(issue.id)) if "said" in kind]
    assert in_record == ["路灯坏了三天。", "今天就修。"]


async def test_the_same_utterance_sent_again_counts_once_and_another_text_under_its_id_is_refused(hall: Hall):
    meeting = await under_way(hall)
    first = await say(hall, meeting.id, "路灯坏了三天。")
    async with nothing_changes(hall.house):
        assert await say(hall, meeting.id, "路灯坏了三天。", key=first.id) == first
        for final in (True, False):
            again = await asked_to_say(hall, meeting.id, "路灯坏了五天。", key=first.id, final=final)
            refused(again, Code.CONFLICT, "utteranceId")


async def test_an_id_means_nothing_in_another_meeting(hall: Hall):
    here, there = await under_way(hall), await under_way(hall)
    first = await say(hall, here.id, "路灯坏了三天。")
    second = await say(hall, there.id, "我说别的。", key=first.id)
    assert (first.seq, second.seq, second.text) == (1, 1, "我说别的。")
    await redact(hall, there.id, second.id)
    assert [each.text for each in await told(hall, here.id)] == ["路灯坏了三天。"]


async def test_what_is_no_id_is_refused(hall: Hall):
    meeting = await under_way(hall)
    async with nothing_changes(hall.house):
        for final in (True, False):
            result = await asked_to_say(hall, meeting.id, "你好", key=transcript.NOBODY, final=final)
            refused(result, Code.NOT_FOUND, "utteranceId")


async def test_nothing_is_written_down_before_the_start_and_after_the_end(hall: Hall):
    meeting = await scheduled(hall)
    for final in (True, False):
        refused(await asked_to_say(hall, meeting.id, "早了", final=final), Code.WRONG_STAGE, "meetingId")
    await lead.start(hall.house, await hall.actor(hall.moderator), meeting.id)
    await lead.end(hall.house, await hall.actor(hall.moderator), meeting.id)
    for final in (True, False):
        refused(await asked_to_say(hall, meeting.id, "晚了", final=final), Code.WRONG_STAGE, "meetingId")


@pytest.mark.parametrize(("words", "field"), [({"text": " "}, "text"), ({"speaker": "\u200b"}, "speaker")])
async def test_nothing_is_not_written_down(hall: Hall, words, field):
    meeting = await under_way(hall)
    speech = transcript.Speech(None, **{"speaker": "王", "text": "好", "final": True, **words})
    async with nothing_changes(hall.house):
        result = await transcript.append(hall.house, await hall.actor(hall.moderator), meeting.id, speech)
        refused(result, Code.INVALID, field)


async def test_whoever_follows_hears_what_is_being_said_and_then_what_was_said(hall: Hall):
    meeting = await under_way(hall)
    async with aclosing(watch.follow(hall.house, meeting.id, after=0)) as following, asyncio.timeout(20):
        await say(hall, meeting.id, "大家好。")
        assert (await anext(following)).text == "大家好。"
        draft = await say(hall, meeting.id, "路灯", final=False)
        heard = asyncio.ensure_future(anext(following))
        await asyncio.sleep(0)
        assert await heard == draft
        await say(hall, meeting.id, "路灯坏了", final=False, key=draft.id)
        assert (await anext(following)).text == "路灯坏了"
        final = await say(hall, meeting.id, "路灯坏了三天。", key=draft.id)
        assert await anext(following) == final
        assert final.seq == 2


async def test_what_is_taken_away_is_gone_and_says_so_under_a_new_number(hall: Hall):
    meeting = await under_way(hall)
    first, second = await say(hall, meeting.id, "打 13812345678 找我。"), await say(hall, meeting.id, "好的。")
    async with aclosing(watch.follow(hall.house, meeting.id, after=2)) as following, asyncio.timeout(20):
        listening = asyncio.ensure_future(anext(following))
        left = await redact(hall, meeting.id, first.id)
        assert (left.seq, left.text, left.speaker, left.reason) == (1, "", "", "有电话号码。")
        event = await listening
        assert (event.id, event.seq, event.text, event.redacted) == (first.id, 3, "", True)
    assert [(each.seq, each.text, each.redacted) for each in await told(hall, meeting.id)] == [
        (1, "", True),
        (2, "好的。", False),
        (3, "", True),
    ]
    async with nothing_changes(hall.house):
        assert (await redact(hall, meeting.id, first.id, "再来一次")).reason == "有电话号码。"
    assert second.seq == 2


async def test_nothing_of_what_was_taken_away_is_left_in_any_table(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    gone = await say(hall, meeting.id, "打 13812345678 找我。", speaker="李小明")
    await redact(hall, meeting.id, gone.id, "一个孩子的名字和电话。")

    async with hall.house.database.read() as reading:
        for table in Base.metadata.sorted_tables:
            everything = repr((await reading.execute(table.select())).all())
            assert "13812345678" not in everything, table.name
            assert "李小明" not in everything, table.name
    found = await captions.written_out(hall.house, meeting.id)
    assert found is not None
    assert found[1] == []


async def test_a_record_with_a_redaction_still_verifies_and_shows_it(hall: Hall, tmp_path):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    for words in ("大家好。", "打 13812345678 找我。", "好的。"):
        latest = await say(hall, meeting.id, words)
    await redact(hall, meeting.id, latest.id)
    file = tmp_path / "record.jsonl"
    file.write_bytes(b"".join([line async for line in export(hall.house, issue_stream(issue.id))]))
    found = check(file)
    assert (found.wrong, found.redactions) == (None, 1)
    assert "好的" not in file.read_text(encoding="utf-8")


async def test_only_a_moderator_takes_away_what_was_said(hall: Hall):
    meeting = await under_way(hall)
    spoken = await say(hall, meeting.id, "打 13812345678 找我。")
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[0], hall.staff):
            result = await transcript.redact(hall.house, await hall.actor(person), meeting.id, spoken.id, "不好")
            refused(result, Code.FORBIDDEN)
        refused(
            await transcript.redact(
                hall.house, await hall.actor(hall.moderator), meeting.id, hall.house.new_id(), "不好"
            ),
            Code.NOT_FOUND,
            "utteranceId",
        )


async def test_captions_are_read_in_and_written_out_the_same(hall: Hall):
    meeting = await under_way(hall, (await hall.issue()).id)
    moderator = await hall.actor(hall.moderator)
    read = done(await captions.read_in(hall.house, moderator, meeting.id, CAPTIONS))
    assert read.utterances == 2
    first, second = await told(hall, meeting.id)
    assert (first.speaker, first.text, second.speaker) == ("王秀英", "路灯坏了。", "—")
    assert first.started_at - meeting.started_at == timedelta(seconds=1)
    found = await captions.written_out(hall.house, meeting.id)
    assert webvtt(found[1]).split() == CAPTIONS.replace("00:0", "00:00:0").split()
    async with nothing_changes(hall.house):
        refused(await captions.read_in(hall.house, moderator, meeting.id, "nonsense"), Code.INVALID, "captions")


async def test_fifty_at_once_are_numbered_without_a_gap(hall: Hall):
    meeting = await under_way(hall, (await hall.issue()).id)
    await asyncio.gather(*(say(hall, meeting.id, f"第{turn}句") for turn in range(50)))
    everything = await told(hall, meeting.id)
    assert [each.seq for each in everything] == list(range(1, 51))
    assert {each.text for each in everything} == {f"第{turn}句" for turn in range(50)}
    assert await kinds(hall.house, transcript_of(meeting.id)) == ["utterance.said"] * 50


@pytest.mark.parametrize("backend", ["sqlite+memory"], indirect=True)
async def test_of_what_was_taken_away_nothing_is_left_in_the_files_of_sqlite(hall: Hall):
    meeting = await under_way(hall, (await hall.issue()).id)
    gone = await say(hall, meeting.id, "call me at 13812345678")
    url = hall.house.database.writer.url
    files = [Path(f"{url.database}{suffix}") for suffix in ("", "-wal")]
    assert any(b"13812345678" in file.read_bytes() for file in files)
    await redact(hall, meeting.id, gone.id)
    assert not any(b"13812345678" in file.read_bytes() for file in files)


async def test_the_same_file_is_read_in_once(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    done(await captions.read_in(hall.house, moderator, meeting.id, CAPTIONS))
    async with nothing_changes(hall.house):
        assert done(await captions.read_in(hall.house, moderator, meeting.id, CAPTIONS)).utterances == 2


async def test_a_final_utterance_that_is_sent_again_after_the_end_is_the_same(hall: Hall):
    meeting = await under_way(hall)
    last = await say(hall, meeting.id, "散会。")
    done(await lead.end(hall.house, await hall.actor(hall.moderator), meeting.id))
    assert await say(hall, meeting.id, "散会。", key=last.id) == last


async def test_a_replay_shows_nothing_that_is_taken_away_meanwhile(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    gone = await say(hall, meeting.id, "打 13812345678 找我。")
    replay = record.replay(hall.house, issue_stream(issue.id), after=0, speed=16)
    async with aclosing(replay) as replayed, asyncio.timeout(20):
        assert (await anext(replayed)).kind == "issue.raised"
        await redact(hall, meeting.id, gone.id)
        rest = [(entry.kind, entry.payload) async for entry in replayed]
    assert ("utterance.said", None) in rest
    assert rest[-1][0] == "utterance.redacted"


@pytest.mark.parametrize("backend", ["sqlite+memory"], indirect=True)
async def test_somebody_who_reads_just_then_does_not_keep_what_was_taken_away(hall: Hall, monkeypatch):
    monkeypatch.setattr(session, "FORGET_AGAIN", 0.01)
    meeting = await under_way(hall)
    gone = await say(hall, meeting.id, "call me at 13812345678")
    log = Path(f"{hall.house.database.writer.url.database}-wal")
    async with hall.house.database.read() as reading:
        await reading.execute(select(Meeting))
        await redact(hall, meeting.id, gone.id)
        forgetting = hall.house.database._forgetting
        assert forgetting is not None
    await forgetting
    assert b"13812345678" not in log.read_bytes()  # noqa: ASYNC240
