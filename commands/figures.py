"""`check-figures`: whether the public figures that are kept are what counting anew gives."""

from commands.house import stop
from resolvers import communities, figures
from resolvers.opening import Plan, opened


async def check(plan: Plan) -> str:
    """Says that all is well. Stops with a line for each number that is not what counting anew gives."""
    async with opened(plan) as house:
        wrong = [
            f"{community.name}: {line}"
            for community in await communities.listed(house)
            for line in await figures.differences(house, community.id)
        ]
    if wrong:
        stop("\n".join(wrong))
    return "Every figure is what counting anew gives."
