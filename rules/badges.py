"""Badges: which deed, how often and within how long; sets of them; and the points that bring a title by themselves."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from rules.points import shown_at
from rules.refusals import Code, Refusal, refuse
from rules.texts import BADGE_SETS, BADGES, accept_all
from rules.texts import accept as text_of

KEY = re.compile(r"[a-z0-9_]{1,40}")
MOST_BADGES, MOST_SETS = 50, 20
MOST_NEEDED, MOST_DAYS = 10_000, 3_660
MOST_BONUS, MOST_TITLE = 1_000, 100_000
FEWEST_IN_SET = 2
HOUR = 60


class GoodDeed(StrEnum):
    """What badges count."""

    COMMENT = "COMMENT"
    VOTE = "VOTE"
    DELIBERATION = "DELIBERATION"
    MEETING = "MEETING"
    REPORT = "REPORT"
    SUGGESTION = "SUGGESTION"
    VOLUNTEERING = "VOLUNTEERING"
    MEDIATION = "MEDIATION"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge for a deed done so often, or for so many hours of volunteering, within so many days; None for ever.

    `category` narrows reports to those of one category.
    """

    key: str
    name: str
    name_en: str
    deed: GoodDeed
    need: int
    days: int | None = None
    category: str | None = None

    def since(self, now: datetime) -> datetime | None:
        """The moment after which deeds count now; None where all do."""
        return None if self.days is None else now - timedelta(days=self.days)

    def have(self, counted: int) -> int:
        """What was counted in the badge's own measure: full hours of the minutes volunteered, else times."""
        return counted // HOUR if self.deed is GoodDeed.VOLUNTEERING else counted

    def shown_since(self, earned_at: datetime) -> datetime:
        """When others see it: at once, but where it is for reports when the week is over, like points for them."""
        return shown_at(earned_at) if self.deed is GoodDeed.REPORT else earned_at

    def counts(self, deed: GoodDeed, category: str | None) -> bool:
        """Whether a deed, of a category where it has one, is one of those that the badge is for."""
        return self.deed is deed and self.category in {None, category}


@dataclass(frozen=True, slots=True)
class BadgeSet:
    """Badges that bring points together, once."""

    key: str
    name: str
    name_en: str
    badges: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Book:
    """One version of a community's badges and sets, and the points ever earned that bring the title of a model."""

    version: int
    badges: Sequence[Badge]
    sets: Sequence[BadgeSet]
    model_points: int

    def by_key(self) -> Mapping[str, Badge]:
        """The badges by what they are called in the record."""
        return {badge.key: badge for badge in self.badges}

    def whole(self, held: Collection[str]) -> list[BadgeSet]:
        """The sets of which somebody has every badge."""
        return [each for each in self.sets if set(each.badges) <= set(held)]


def accept(book: Book) -> Book | Refusal:
    """The book with its names cleaned, or what is wrong with it."""
    if len(book.badges) > MOST_BADGES or len(book.sets) > MOST_SETS:
        return refuse(Code.INVALID, "badges_number", "badges", badges=MOST_BADGES, sets=MOST_SETS)
    if not 1 <= book.model_points <= MOST_TITLE:
        return refuse(Code.INVALID, "badges_title", "modelPoints", most=MOST_TITLE)
    for field, keys in (("badges", [each.key for each in book.badges]), ("sets", [each.key for each in book.sets])):
        if len(set(keys)) < len(keys) or not all(map(KEY.fullmatch, keys)):
            return refuse(Code.INVALID, "badges_keys", field)
    if refusal := next(filter(None, map(_wrong_badge, book.badges)), None):
        return refusal
    known = {badge.key for badge in book.badges}
    if refusal := next(filter(None, (_wrong_set(each, known) for each in book.sets)), None):
        return refusal
    return _named(book)


def _wrong_badge(badge: Badge) -> Refusal | None:
    if not 1 <= badge.need <= MOST_NEEDED or (badge.days is not None and not 1 <= badge.days <= MOST_DAYS):
        return refuse(Code.INVALID, "badges_rule", "badges", need=MOST_NEEDED, days=MOST_DAYS)
    if badge.category is not None and badge.deed is not GoodDeed.REPORT:
        return refuse(Code.INVALID, "badges_category", "badges")
    return None


def _wrong_set(each: BadgeSet, known: Collection[str]) -> Refusal | None:
    if len(set(each.badges)) < FEWEST_IN_SET or not set(each.badges) <= set(known):
        return refuse(Code.INVALID, "badges_set", "sets", least=FEWEST_IN_SET)
    if not 0 <= each.points <= MOST_BONUS:
        return refuse(Code.INVALID, "badges_bonus", "sets", most=MOST_BONUS)
    return None


def _named(book: Book) -> Book | Refusal:
    badges: list[Badge] = []
    for badge in book.badges:
        names = accept_all(name=(badge.name, BADGES), name_en=(badge.name_en, BADGES))
        if isinstance(names, Refusal):
            return names
        category = None if badge.category is None else text_of(badge.category, BADGES)
        if isinstance(category, Refusal):
            return category
        badges.append(replace(badge, name=names["name"], name_en=names["name_en"], category=category))
    sets: list[BadgeSet] = []
    for each in book.sets:
        names = accept_all(name=(each.name, BADGE_SETS), name_en=(each.name_en, BADGE_SETS))
        if isinstance(names, Refusal):
            return names
        sets.append(replace(each, name=names["name"], name_en=names["name_en"]))
    return replace(book, badges=badges, sets=sets)


DEFAULT = Book(
    version=1,
    badges=(
        Badge("deliberation", "议事先锋", "Deliberation pioneer", GoodDeed.DELIBERATION, 10, 365),
        Badge("environment", "环保卫士", "Guardian of the environment", GoodDeed.REPORT, 10, 365, "rubbish"),
        Badge("mediation", "调解能手", "Skilled mediator", GoodDeed.MEDIATION, 3, 365),
    ),
    sets=(BadgeSet("all_round", "社区全能", "All-round neighbour", ("deliberation", "environment", "mediation"), 50),),
    model_points=500,
)
"""Where a community has not adopted one of its own. It is version 1 everywhere."""
