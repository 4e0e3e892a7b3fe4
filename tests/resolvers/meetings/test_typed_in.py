"""What staff type in for somebody without a phone is marked as such, wherever it is read."""

from commands.verify.check import check
from resolvers.exporting import export
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import captions, transcript, watch
from resolvers.meetings.said import from_draft, from_payload
from resolvers.meetings.streams import transcript_of
from rules.captions import webvtt
from rules.refusals import Code
from tests.support.deeds import nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.meeting import redact, say, under_way


async def typed(hall: Hall, meeting_id, text="路太黑，不敢下楼。", *, final=True, key=None):
    speech = transcript.Speech(key, "张桂芳", text, final, typed_in=True)
    return await transcript.append(hall.house, await hall.actor(hall.staff), meeting_id, speech)


async def test_words_typed_in_are_marked_in_the_transcript_and_in_a_record_that_verifies(hall: Hall, tmp_path):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    done(await typed(hall, meeting.id))
    await say(hall, meeting.id, "今天就修。")
    told = await watch.transcript(hall.house, meeting.id, after=0, first=10)
    assert [one.typed_in for one in told] == [True, False]
    entries = [payload for kind, payload in await said(hall.house, issue_stream(issue.id)) if kind == "utterance.said"]
    assert [entry.get("typedIn") for entry in entries] == [True, None]
    file = tmp_path / "record.jsonl"
    file.write_bytes(b"".join([line async for line in export(hall.house, issue_stream(issue.id))]))
    assert check(file).wrong is None


async def test_a_record_from_before_there_was_a_mark_reads_as_not_typed_in(hall: Hall):
    meeting = await under_way(hall)
    await say(hall, meeting.id, "路灯坏了。")
    ((_, before),) = await said(hall.house, transcript_of(meeting.id))
    assert "typedIn" not in before
    assert not from_payload(before, 1).typed_in


async def test_the_same_words_without_the_mark_are_something_else(hall: Hall):
    meeting = await under_way(hall)
    first = done(await typed(hall, meeting.id))
    async with nothing_changes(hall.house):
        assert done(await typed(hall, meeting.id, key=first.id)) == first
        unmarked = transcript.Speech(first.id, first.speaker, first.text, True)
        again = await transcript.append(hall.house, await hall.actor(hall.staff), meeting.id, unmarked)
        refused(again, Code.CONFLICT, "utteranceId")


async def test_half_a_sentence_is_marked_too(hall: Hall):
    meeting = await under_way(hall)
    with hall.house.drafts.follow(transcript_of(meeting.id)) as inbox:
        done(await typed(hall, meeting.id, "路太", final=False))
        await inbox.wait()
        assert [from_draft(draft).typed_in for draft in inbox.take()] == [True]


async def test_a_file_of_captions_keeps_the_mark_and_what_was_taken_away_has_none(hall: Hall):
    meeting, elsewhere = await under_way(hall), await under_way(hall)
    gone = done(await typed(hall, meeting.id, "打 13812345678 找我。"))
    done(await typed(hall, meeting.id))
    assert not (await redact(hall, meeting.id, gone.id)).typed_in
    _, found = await captions.written_out(hall.house, meeting.id)
    assert [caption.typed_in for caption in found] == [True]
    done(await captions.read_in(hall.house, await hall.actor(hall.moderator), elsewhere.id, webvtt(found)))
    assert [one.typed_in for one in await watch.transcript(hall.house, elsewhere.id, after=0, first=10)] == [True]
