"""`check-figures`: whether what is kept, from reports to badges, is what counting anew gives."""

from commands.house import stop
from resolvers import communities, figures
from resolvers.badges import reading as badges
from resolvers.hours import reading as hours
from resolvers.opening import Plan, opened
from resolvers.points import reading as points
from resolvers.whistles import counting

CHECKS = (
    figures.differences,
    counting.differences,
    points.differences,
    hours.differences,
    badges.differences,
)


async def check(plan: Plan) -> str:
    """Says that all is well. Stops with a line for each number that is not what counting anew gives."""
    async with opened(plan) as house:
        wrong = [
            f"{community.name}: {line}"
            for community in await communities.listed(house)
            for differences in CHECKS
            for line in await differences(house, community.id)
        ]
    if wrong:
        stop("\n".join(wrong))
    return "Every figure is what counting anew gives."
