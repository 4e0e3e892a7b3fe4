"""The demonstration community: neighbours, their issues, meetings, good deeds and a contest, and an open poll."""

from datetime import timedelta
from uuid import UUID

from resolvers import communities, issues
from resolvers.actors import actor_of
from resolvers.demonstration import comparing, giving, meetings, whistles
from resolvers.demonstration.hall import Hall, done
from resolvers.house import House
from resolvers.polls import cast, manage
from resolvers.seeding import DEMONSTRATION, DEMONSTRATION_HOUSEHOLDS, Newcomer, found_with
from rules.issues import Stage
from rules.polls import TallyVisibility
from rules.refusals import Refusal
from rules.roles import Role

RESIDENTS = ("王秀英", "李建国", "张桂兰", "刘志强", "陈玉梅", "杨晓明", "赵丽华", "周文斌", "孙海燕", "吴国庆")
MODERATOR, STAFF, ADMIN = "+8613800000011", "+8613800000012", "+8613800000013"
STREET, WATER, ROADS = "+8613800000014", "+8613800000015", "+8613800000016"
PEOPLE = (
    *(Newcomer(phone=f"+86138000000{number:02}", name=name) for number, name in enumerate(RESIDENTS, 1)),
    Newcomer((Role.MODERATOR,), MODERATOR, "何主持"),
    Newcomer((Role.COMMUNITY_STAFF,), STAFF, "林社工"),
    Newcomer((Role.ADMIN,), ADMIN, "郑管理"),
    Newcomer((Role.STREET_OFFICER,), STREET, "冯街道"),
    Newcomer((Role.DEPARTMENT_OFFICER,), WATER, "郝水务"),
    Newcomer((Role.DEPARTMENT_OFFICER,), ROADS, "钱市政"),
)
TO_VOTING = (
    (Stage.SCREENED, "关系到很多邻居，值得大家一起商量。"),
    (Stage.PREPARING, "先问问住得最近的几户，再请物业算一算。"),
    (Stage.DELIBERATING, "资料齐了，请大家来说说。"),
    (Stage.VOTING, "意见都听到了，可以投票了。"),
)


async def set_up(house: House) -> bool:
    """Founds the demonstration community in an empty database and fills it with life. Whether it lives here now."""
    added = await found_with(house, DEMONSTRATION, DEMONSTRATION_HOUSEHOLDS, PEOPLE)
    if isinstance(added, Refusal):
        return (await communities.home(house, None)).name == DEMONSTRATION
    people = [actor for person in added if (actor := await actor_of(house, person.token))]
    hall = Hall(house, RESIDENTS, people[: len(RESIDENTS)], *people[len(RESIDENTS) : len(RESIDENTS) + 2])
    for part in (_play_equipment, _bins, _benches, _charging):
        await part(hall)
    street, *officers = people[len(RESIDENTS) + 3 :]
    await whistles.under_way(hall, street, officers)
    await comparing.teamed(hall)
    await giving.under_way(hall)
    await comparing.under_way(hall)
    return True


async def _play_equipment(hall: Hall) -> None:
    await _raise(hall, 4, "儿童滑梯松动了", "小区中心花园的滑梯扶手松动，孩子玩的时候会晃，请看看能不能修。")


async def _bins(hall: Hall) -> None:
    issue_id = await _raise(
        hall, 2, "垃圾投放点换个位置", "3 号楼前的垃圾投放点离一楼窗户太近，夏天味道大，想请大家商量换到哪里。", steps=3
    )
    for number, words in (
        (0, "我住 3 号楼一楼，夏天真的不敢开窗。"),
        (5, "别放太远，老人提着走不动。"),
        (6, "放到车棚旁边怎么样？那里通风。"),
        (1, "车棚旁边可以，晚上要有灯。"),
    ):
        done(await issues.comment(hall.house, hall.neighbours[number], issue_id, words))


async def _benches(hall: Hall) -> None:
    issue_id = await _raise(
        hall, 0, "花园里加几张长椅", "老人散步走累了没有地方坐，想在花园加四张带靠背的长椅。", steps=4
    )
    poll_id = await _poll(hall, issue_id, "花园里要不要加四张长椅？", (("yes", "要"), ("no", "不要")))
    for number in range(9):
        done(
            await cast.cast_vote(
                hall.house, hall.neighbours[number].resident_id, poll_id, "no" if number == 7 else "yes"
            )
        )
    done(await manage.close_poll(hall.house, hall.moderator, poll_id, "大家意见一致，物业今天可以下单。"))
    done(await issues.advance(hall.house, hall.moderator, issue_id, Stage.PUBLISHED, "结果出来了，请大家看看。"))
    await meetings.agreed(hall, issue_id)


async def _charging(hall: Hall) -> None:
    issue_id = await _raise(
        hall, 1, "电动自行车充电棚建在哪里", "楼道里充电不安全。物业愿意出钱建一个充电棚，请大家定位置。", steps=4
    )
    choices = (("east", "东门岗亭旁"), ("garage", "地下车库入口"), ("garden", "花园北侧空地"), ("none", "先不建"))
    poll_id = await _poll(hall, issue_id, "充电棚建在哪里？", choices)
    for number, choice in enumerate(("east", "garage", "east", "garden", "east", "garage")):
        done(await cast.cast_vote(hall.house, hall.neighbours[number].resident_id, poll_id, choice))
    for number, words in ((3, "车库入口车多，孩子进出要小心。"), (8, "东门有人值班，最放心。")):
        done(await issues.comment(hall.house, hall.neighbours[number], issue_id, words))
    await meetings.under_way(hall, issue_id, poll_id)


async def _raise(hall: Hall, number: int, title: str, description: str, *, steps: int = 0) -> UUID:
    issue = done(await issues.raise_issue(hall.house, hall.neighbours[number], title, description))
    for stage, reason in TO_VOTING[:steps]:
        done(await issues.advance(hall.house, hall.moderator, issue.id, stage, reason))
    return issue.id


async def _poll(hall: Hall, issue_id: UUID, question: str, choices: tuple[tuple[str, str], ...]) -> UUID:
    proposal = manage.Proposal(
        question=question,
        choices=choices,
        opens_at=None,
        closes_at=hall.house.now() + timedelta(days=5),
        revisable=True,
        tally_visibility=TallyVisibility.LIVE,
    )
    return done(await manage.open_poll(hall.house, hall.moderator, issue_id, proposal)).poll.id
