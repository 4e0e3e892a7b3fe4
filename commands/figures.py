"""`check-figures`: whether the figures that are kept, of reports and of departments, are what counting anew gives."""

from commands.house import stop
from resolvers import communities, figures
from resolvers.opening import Plan, opened
from resolvers.whistles import counting


async def check(plan: Plan) -> str:
    """Says that all is well. Stops with a line for each number that is not what counting anew gives."""
    async with opened(plan) as house:
        wrong = [
            f"{community.name}: {line}"
            for community in await communities.listed(house)
            for differences in (figures.differences, counting.differences)
            for line in await differences(house, community.id)
        ]
    if wrong:
        stop("\n".join(wrong))
    return "Every figure is what counting anew gives."
