"""The demonstration's team, and a contest of ideas that takes more of them."""

from datetime import timedelta

from resolvers.contests import entering, planning
from resolvers.demonstration.hall import Hall, done
from resolvers.teams import joining
from rules.contests import Award, ContestKind, Plan, Prize, shortlist_by

IDEAS = (
    (0, "东门种一排桂花", "秋天香，也好打理。各栋楼认养，一起摘花做桂花糕。"),
    (4, "车棚边上放个打气筒", "骑车的人多，轮胎没气要走好远。一个打气筒不贵，谁都用得上。"),
    (6, "每月一次换书角", "家里看完的书拿来换，孩子大人都有得看。"),
)


async def teamed(hall: Hall) -> None:
    """A team of three, founded before good deeds are done, so that they count for it."""
    team = done(await joining.found(hall.house, hall.neighbours[8], "三号楼护绿队"))
    for number in (5, 1):
        done(await joining.join(hall.house, hall.neighbours[number], team.id))


async def under_way(hall: Hall) -> None:
    """A contest of ideas in its first week."""
    now = hall.house.now()
    entries_until, closes_at = now + timedelta(days=7), now + timedelta(days=14)
    plan = Plan(
        ContestKind.IDEAS,
        [Prize(Award.IDEA, 1, 50), Prize(Award.IDEA, 2, 20)],
        closes_at,
        entries_until=entries_until,
        shortlist_by=shortlist_by(entries_until, closes_at),
    )
    words = "小区里花一点钱、添一点力就能办成的事，您最想办哪一件？"
    contest = done(await planning.plan(hall.house, hall.staff, "今年最想办的一件小事", words, plan))
    for number, title, text in IDEAS:
        done(await entering.enter(hall.house, hall.neighbours[number], contest.id, title, text))
