"""The demonstration's meetings: one that ended in an agreement, and one that is under way."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from db.models.meetings import Meeting
from resolvers.agreements import drafting, progress, signing
from resolvers.demonstration.hall import Hall, done
from resolvers.meetings import agenda, attendance, floor, lead, transcript
from rules.agreements import Point, today
from rules.proceedings import Limits, Party

MODERATOR = "何主持"


async def agreed(hall: Hall, issue_id: UUID) -> None:
    """A tea-house meeting about an issue, with what was said, and an agreement that is being carried out."""
    meeting = await _started(hall, issue_id, "长椅议事会：放哪里，谁来管")
    await _items(hall, meeting, {"长椅放在哪里": None, "以后谁来照看": None})
    await _say(hall, meeting, MODERATOR, "大家好，今天坐下来聊聊长椅。先请住在花园边上的邻居说。")
    await _turn(hall, meeting, 0, "我腿脚不好，走到湖边就得歇一歇，最好湖边有两张。")
    await _turn(hall, meeting, 2, "别放在单元门口，晚上坐着聊天会吵到人。")
    await _turn(hall, meeting, 4, "物业可以每周擦一次，坏了两天之内修好。")
    await _say(hall, meeting, MODERATOR, "那就湖边两张，花园北侧两张，物业每周擦一次。")
    await _agree(hall, meeting)
    done(await lead.end(hall.house, hall.moderator, meeting.id))


async def under_way(hall: Hall, issue_id: UUID, poll_id: UUID) -> None:
    """A meeting that visitors find under way: its second item is the poll of the moment."""
    meeting = await _started(hall, issue_id, "充电棚议事会")
    await _items(hall, meeting, {"听听住在旁边的邻居怎么说": None, "定位置": poll_id})
    done(await agenda.limit(hall.house, hall.staff, meeting.id, Limits(180, 600)))
    await _say(hall, meeting, MODERATOR, "充电棚建在哪里，这几天大家一边投票，一边在这里说说理由。")
    await _turn(hall, meeting, 3, "车库入口车多，孩子放学从那里走，我不放心。")
    await _turn(hall, meeting, 8, "东门有人值班，下雨也有棚，我投东门。")
    await _waiting(hall, meeting, 5)


async def _started(hall: Hall, issue_id: UUID, title: str) -> Meeting:
    soon = hall.house.now() + timedelta(minutes=1)
    meeting = done(await lead.schedule(hall.house, hall.moderator, issue_id, title, soon))
    return done(await lead.start(hall.house, hall.moderator, meeting.id))


async def _items(hall: Hall, meeting: Meeting, items: Mapping[str, UUID | None]) -> None:
    for title, poll_id in items.items():
        item = done(await agenda.add(hall.house, hall.moderator, meeting.id, title, poll_id))
        done(await agenda.open_item(hall.house, hall.moderator, item.id))


async def _say(hall: Hall, meeting: Meeting, speaker: str, words: str) -> None:
    speech = transcript.Speech(None, speaker, words, final=True)
    done(await transcript.append(hall.house, hall.moderator, meeting.id, speech))


async def _waiting(hall: Hall, meeting: Meeting, number: int) -> UUID:
    me = hall.neighbours[number]
    done(await attendance.enter(hall.house, me, meeting.id, 0))
    return done(await floor.ask(hall.house, me, meeting.id)).id


async def _turn(hall: Hall, meeting: Meeting, number: int, words: str) -> None:
    turn_id = await _waiting(hall, meeting, number)
    done(await floor.give(hall.house, hall.moderator, turn_id))
    await _say(hall, meeting, hall.names[number], words)
    done(await floor.give_back(hall.house, hall.neighbours[number], turn_id))


async def _agree(hall: Hall, meeting: Meeting) -> None:
    day = today(hall.house.now())
    points = [
        Point("湖边放两张、花园北侧放两张带靠背的长椅。", Party.PROPERTY_COMPANY, day + timedelta(days=14)),
        Point("每周擦一次，坏了两天之内修好。", Party.PROPERTY_COMPANY, day + timedelta(days=30)),
        Point("晚上十点以后请邻居们不在长椅上大声说话。", Party.RESIDENTS, day + timedelta(days=30)),
    ]
    three = hall.staff, hall.neighbours[0], hall.neighbours[4]
    parties = Party.COMMUNITY, Party.RESIDENTS, Party.PROPERTY_COMPANY
    named = {party: who.resident_id for party, who in zip(parties, three, strict=True)}
    whole = done(await drafting.draft(hall.house, hall.moderator, meeting.id, points, named))
    for who in three:
        whole = done(await signing.sign(hall.house, who, whole.agreement.id, whole.agreement.version))
    note = "四张长椅已经订好，下周送到。"
    done(await progress.note(hall.house, hall.staff, whole.points[0].id, note, done=False))
