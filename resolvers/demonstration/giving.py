"""The demonstration's good deeds: hours given and drawn, points for them, a reward, honours, and activities to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from resolvers.activities import joining, planning, reading
from resolvers.activities.planning import Proposal
from resolvers.demonstration.hall import Hall, done
from resolvers.honours import nominating
from resolvers.hours import giving, helping, posting
from resolvers.hours.posting import Words
from resolvers.rewards import catalogue, places, redeeming
from rules.activities import Occasion, Times
from rules.agreements import CHINA, today
from rules.helping import HelpSkill, Side, Window
from rules.honours import Honour
from rules.rewards import Share, Terms

SATURDAY, EVENING = 6, (18 * 60, 20 * 60)
REWARDS = (
    (Terms("食堂餐券", "社区食堂午餐一份，两荤两素。", 100, Share(2, 30), 30), 40),
    (Terms("理发一次", "周三上午，社区理发室。", 30, Share(1, 30), 30), 20),
    (Terms("环保袋", "结实的布袋，买菜用。", 10, Share(2, 90), 30), 60),
)
ACTIVITIES = (
    (Occasion.VOLUNTEERING, "周末清理楼道", "一起清理楼道里的旧家具和纸箱，手套工具都备好了。", "3 号楼门口", 9, 2, 12),
    (Occasion.SENIOR_COLLEGE, "手机课：挂号和打车", "一步一步教，带上自己的手机就行。", "社区活动室", 14, 2, 20),
    (Occasion.FAMILY_DAY, "亲子种花", "每家一盆，种好带回家。", "中心花园", 10, 2, 8),
)
WEEKS = 3
NOMINATED = ((2, 8, "陪我去医院复查，前前后后跑了一整天。"), (0, 5, "自己抬着柜子上三楼，水都没喝一口。"))
"""Who nominates whom for what, by their numbers among the neighbours."""


async def under_way(hall: Hall) -> None:
    """What visitors find: hours in the bank, a catalogue, a voucher, two who are nominated, and slots to come."""
    await _helped(hall, 5, 0, "帮我把新买的柜子抬上三楼。", HelpSkill.OTHER, 60)
    paper = "纸账本上存的时间"
    done(await giving.open_with(hall.house, hall.staff, hall.neighbours[2].resident_id, 300, paper))
    await _helped(hall, 8, 2, "眼睛手术后要去医院复查，想请人陪一趟。", HelpSkill.CARE, 120, for_points=True)
    await _posts(hall)
    await _shop(hall, buyer=8)
    for by, nominee, words in NOMINATED:
        who = hall.neighbours[nominee].resident_id
        done(await nominating.nominate(hall.house, hall.neighbours[by], Honour.VOLUNTEER, who, words))
    for number, (occasion, title, words, where, hour, length, room) in enumerate(ACTIVITIES):
        slots = [(_times(hall, number + 7 * week, hour, length), room) for week in range(WEEKS)]
        proposal = Proposal(occasion, title, words, where, slots, hall.neighbours[number].resident_id)
        await _activity(hall, proposal, going=(1, 3, 6)[: number + 1])


async def _helped(  # noqa: PLR0917 - what a help says
    hall: Hall, helper: int, helped: int, text: str, skill: HelpSkill, minutes: int, *, for_points: bool = False
) -> None:
    one, other = hall.neighbours[helper], hall.neighbours[helped]
    wanted = done(await posting.put_up(hall.house, other, Words(Side.REQUEST, skill, text, minutes, ())))
    row = done(await helping.propose(hall.house, one, wanted.id, minutes))
    done(await helping.agree(hall.house, other, row.id))
    for who in (one, other):
        done(await helping.say(hall.house, who, row.id, minutes))
    done(await posting.close(hall.house, other, wanted.id))
    if for_points:
        done(await giving.convert(hall.house, one, row.id))


async def _posts(hall: Hall) -> None:
    """One asks and one offers, and they fit."""
    evening = [Window(SATURDAY, *EVENING)]
    asked = Words(Side.REQUEST, HelpSkill.PHONES, "孙子寄来的新手机不会用，想请人教教视频通话。", 60, evening)
    offered = Words(Side.OFFER, HelpSkill.PHONES, "手机、电视盒子都会弄，周末晚上有空。", 120, evening)
    done(await posting.put_up(hall.house, hall.neighbours[2], asked))
    done(await posting.put_up(hall.house, hall.neighbours[5], offered))


async def _shop(hall: Hall, buyer: int) -> None:
    place = done(await places.put(hall.house, hall.staff, None, "社区食堂", "东门内 20 米，早八点到晚七点"))
    done(await places.name(hall.house, hall.staff, place.id, hall.neighbours[4].resident_id))
    added = [done(await catalogue.add(hall.house, hall.staff, terms, place.id, stock)) for terms, stock in REWARDS]
    last = added[-1]
    done(await redeeming.redeem(hall.house, hall.neighbours[buyer], last.id, last.price))


async def _activity(hall: Hall, proposal: Proposal, going: Sequence[int]) -> None:
    activity = done(await planning.plan(hall.house, hall.staff, proposal))
    first = await _first_slot(hall, activity.id)
    for number in going:
        done(await joining.sign_up(hall.house, hall.neighbours[number], first))


async def _first_slot(hall: Hall, activity_id: UUID) -> UUID:
    return (await reading.load_slots(hall.house, [activity_id]))[activity_id][0].slot.id


def _times(hall: Hall, days: int, hour: int, length: int) -> Times:
    """A slot on a day after tomorrow, so many hours long."""
    day = today(hall.house.now()) + timedelta(days=2 + days)
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)
    return Times(begins, begins + timedelta(hours=length))
