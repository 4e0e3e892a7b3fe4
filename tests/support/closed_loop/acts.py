"""What somebody does about a report, drawn by chance: mostly what is theirs to do, sometimes what is not."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from db.models.reports import Report
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.reports import ending, handling, submitting
from resolvers.reports.submitting import Sent
from rules.refusals import Refusal
from rules.reports import Stage
from tests.support.closed_loop.town import People, Town

Answer = Report | Refusal


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody does; where it is `forbidden` it has to be refused."""

    name: str
    do: Callable[[House], Awaitable[Answer]]
    forbidden: bool = False


WORDS = {
    "danger": "楼下漏气了",
    "utilities": "水管漏水",
    "lights": "路灯不亮了",
    "noise": "装修太吵",
    "building": "外墙有裂缝",
    "other": "想说一件事",
}
USUAL: dict[Stage, dict[str, int]] = {
    Stage.RECEIVED: {"assign": 68, "ask": 12, "reject": 8, "follow": 12},
    Stage.ASSIGNED: {"start": 64, "hand_over": 15, "ask": 8, "reject": 5, "assign": 5, "follow": 3},
    Stage.HANDLING: {"resolve": 68, "hand_over": 10, "ask": 9, "reject": 7, "assign": 2, "follow": 4},
    Stage.REOPENED: {"start": 66, "hand_over": 15, "ask": 8, "reject": 8, "assign": 3},
    Stage.RESOLVED: {"rate": 60, "reopen": 10, "nothing": 30},
    Stage.RATED: {"reopen": 8, "nothing": 92},
    Stage.REJECTED: {"nothing": 1},
}
STEPS = ("assign", "start", "hand_over", "ask", "answer", "resolve", "reject", "rate", "reopen", "follow")
WAITING = {"answer": 70, "reject": 10, "hand_over": 10, "nothing": 10}
"""What is done while a question waits for its sender."""


def sent(town: Town, people: People, chance: random.Random) -> Act:
    """A report comes in; one in ten with a photo."""
    sender, words = chance.choice(people.residents), chance.choice(list(WORDS.values()))
    pictured = chance.random() < 0.1

    async def act(house: House) -> Answer:
        photos = [await town.photo(sender)] if pictured else []
        return await submitting.receive(house, sender, Sent(words, photos))

    return Act("submit", act)


def usual(town: Town, report: Report, chance: random.Random) -> Act | None:
    """What is theirs to do of somebody to whom the report is something; None where they do nothing."""
    weights = WAITING if report.asked_at is not None else USUAL[report.stage]
    name = chance.choices(list(weights), list(weights.values()))[0]
    people = town.communities[report.community_id]
    if name in {"answer", "rate", "reopen"}:
        return _act(town, name, people.sender(report), report, chance)
    if name == "follow":
        return _act(town, name, chance.choice(people.residents), report, chance)
    if name == "assign" or report.stage is Stage.RECEIVED:
        return _act(town, name, chance.choice([*people.staff, people.street]), report, chance)
    return _act(town, name, people.handler(report, chance), report, chance)


def forbidden(town: Town, report: Report, chance: random.Random) -> Act | None:
    """What somebody tries who may not: from another community, or a neighbour without a part in it."""
    name, people = chance.choice(STEPS), town.communities[report.community_id]
    if chance.random() < 0.5 and len(town.communities) > 1:
        return _act(town, name, town.foreigner(report.community_id, chance), report, chance, forbidden=True)
    neighbours = [each for each in people.residents if each.resident_id != report.reporter_id]
    name = "answer" if name == "follow" else name
    return _act(town, name, chance.choice(neighbours), report, chance, forbidden=True)


def odd(town: Town, report: Report, chance: random.Random) -> Act | None:
    """What somebody tries who has a part in it, whether it is their turn or not."""
    people = town.communities[report.community_id]
    officer = chance.choice(people.officers[chance.choice(list(people.officers))])
    actor = chance.choice([officer, people.staff[0], people.street, people.sender(report)])
    return _act(town, chance.choice(STEPS), actor, report, chance)


def _act(
    town: Town, name: str, actor: Actor, report: Report, chance: random.Random, *, forbidden: bool = False
) -> Act | None:
    key, rating = report.id, chance.choice((1, 2, 3, 4, 5, 5, 5))
    somewhere = chance.choice(list(town.communities[report.community_id].officers))
    known: dict[str, Callable[[House], Awaitable[Answer]]] = {
        "assign": lambda house: handling.assign(house, actor, key, somewhere),
        "start": lambda house: handling.start(house, actor, key),
        "hand_over": lambda house: handling.hand_over(house, actor, key, somewhere, "不归我们管"),
        "ask": lambda house: handling.ask(house, actor, key, "是哪一盏?"),
        "answer": lambda house: handling.answer(house, actor, key, "东边那盏"),
        "resolve": lambda house: _resolved(town, house, actor, key),
        "reject": lambda house: ending.reject(house, actor, key, "这里修不了", "请打 12345"),
        "rate": lambda house: ending.rate(house, actor, key, rating, None),
        "reopen": lambda house: ending.reopen(house, actor, key, "又坏了"),
        "follow": lambda house: submitting.follow(house, actor, key),
    }
    return Act(name, known[name], forbidden) if name in known else None


async def _resolved(town: Town, house: House, actor: Actor, key: UUID) -> Answer:
    """Solved; whoever is told that a photo is missing takes one and sends it along."""
    result = await ending.resolve(house, actor, key, "修好了", [])
    if isinstance(result, Refusal) and result.reason == "report_photo_after":
        return await ending.resolve(house, actor, key, "修好了", [await town.photo(actor)])
    return result
