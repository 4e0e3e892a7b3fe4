"""A record that the program writes is sound to a verifier that knows only its published form."""

import asyncio
import random
from pathlib import Path

import orjson
import pytest

from commands.verify.check import check
from resolvers import issues
from resolvers.checkpoints import rotate_key
from resolvers.exporting import export
from resolvers.meetings.streams import record_of
from resolvers.polls import cast, manage
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.polls import TallyVisibility
from tests.support.agreement import in_force
from tests.support.deeds import swept
from tests.support.house import Hall, done
from tests.support.meeting import redact, say, under_way

HIDDEN = {"tally_visibility": TallyVisibility.AFTER_CLOSE}


async def file_of(hall: Hall, stream: str, folder: Path) -> Path:
    file = folder / "record.jsonl"
    file.write_bytes(b"".join([line async for line in export(hall.house, stream)]))
    return file


async def written(hall: Hall, issue_id, folder: Path) -> Path:
    return await file_of(hall, issues.stream_of(issue_id), folder)


async def vote(hall: Hall, poll_id, *choices):
    everybody = [await hall.actor(person) for person in hall.neighbours]
    for choice in choices:
        await asyncio.gather(*(cast.cast_vote(hall.house, who.resident_id, poll_id, choice) for who in everybody))


async def close(hall: Hall, poll_id):
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "大家都投过了。"))


async def whole_story(hall: Hall):
    """An issue with polls of every kind, closed and open, over two keys."""
    issue = await hall.issue(at=Stage.VOTING)
    for terms in ({}, {"revisable": True}, HIDDEN, {**HIDDEN, "secret": True}):
        poll_id = (await hall.poll(issue, **terms)).poll.id
        await vote(hall, poll_id, "yes", "no", "yes")
        await close(hall, poll_id)
        if not terms:
            await rotate_key(hall.house)
    await vote(hall, (await hall.poll(issue, **HIDDEN)).poll.id, "no")
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[0]), issue.id, "等结果 😀"))
    return issue


async def test_a_whole_story_is_sound_and_counted_again(hall: Hall, tmp_path: Path):
    issue = await whole_story(hall)
    found = check(await written(hall, issue.id, tmp_path))
    assert found.wrong is None
    assert [poll.votes for poll in found.counted] == [5, 5, 5]
    assert [(poll.choices, poll.winner) for poll in found.counted][1] == ({"yes": 5, "no": 0}, "yes")
    assert [poll.why for poll in found.uncounted] == ["secret", "still open"]
    assert found.ballots == 5 + 15 + 5 + 5 + 5
    assert len(found.keys) == 2


async def test_an_issue_of_which_nothing_but_its_beginning_is_known_is_sound(hall: Hall, tmp_path: Path):
    found = check(await written(hall, (await hall.issue()).id, tmp_path))
    assert (found.wrong, found.entries) == (None, 1)


async def test_a_meeting_without_an_issue_has_a_record_of_its_own_that_is_sound(hall: Hall, tmp_path: Path):
    meeting = await under_way(hall)
    await say(hall, meeting.id, "茶钱谁出？")
    gone = await say(hall, meeting.id, "打 13812345678 找我。")
    await in_force(hall, meeting.id)
    await redact(hall, meeting.id, gone.id)
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    file = await file_of(hall, record_of(meeting), tmp_path)
    found = check(file)
    assert (found.wrong, found.redactions, found.checkpoints) == (None, 1, 1)
    assert found.about == public_id(Kind.MEETING, meeting.id)
    told = [line["kind"] for line in map(orjson.loads, file.read_bytes().splitlines()) if line["line"] == "entry"]
    signing = ["agreement.drafted", *["agreement.signed"] * 3, "agreement.in_force"]
    said = ["utterance.said"] * 2
    assert told == ["meeting.scheduled", "meeting.started", *said, *signing, "utterance.redacted"]
    assert "13812345678" not in file.read_text(encoding="utf-8")


async def test_there_is_nothing_to_write_of_an_issue_that_is_not_there(hall: Hall):
    assert [line async for line in export(hall.house, issues.stream_of(hall.house.new_id()))] == []


async def test_whatever_byte_is_flipped_it_shows(hall: Hall, tmp_path: Path):
    file = await written(hall, (await whole_story(hall)).id, tmp_path)
    whole, chance = file.read_bytes(), random.Random(4)
    for _ in range(1_000):
        place, other = chance.randrange(len(whole)), chance.randrange(1, 256)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ other]) + whole[place + 1 :])
        assert check(file).wrong, (place, other)


@pytest.mark.parametrize("line", ["entry", "checkpoint", "ballot", "key"])
async def test_a_line_left_out_shows(hall: Hall, tmp_path: Path, line: str):
    file = await written(hall, (await whole_story(hall)).id, tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    for number in [number for number, text in enumerate(lines) if orjson.loads(text)["line"] == line][::7]:
        file.write_bytes(b"".join(lines[:number] + lines[number + 1 :]))
        assert check(file).wrong, number
