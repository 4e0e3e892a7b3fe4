"""Badges and titles as they stand beside a name."""

from datetime import datetime

import strawberry
from strawberry import ID

from db.models import badges as kept_badges
from db.models import honours as kept_honours
from rules.agreements import day_began
from rules.badges import Badge as Rule
from rules.badges import Book, GoodDeed
from rules.honours import Honour
from schema.scalars import described
from schema.sentences.badges import DEEDS
from schema.sentences.honours import BY_POINTS, TITLES

described(
    GoodDeed,
    "GoodDeed",
    "What badges count.",
    COMMENT="A comment that is not hidden.",
    VOTE="A vote; it counts from when its poll opened.",
    DELIBERATION="A deliberation joined, once an issue: voted and spoken, when the poll closes; or on the spot.",
    MEETING="A meeting, signed in on the spot.",
    REPORT="A report that staff have found valid.",
    SUGGESTION="A suggestion that was taken up.",
    VOLUNTEERING="A full hour of volunteering that its organiser has confirmed.",
    MEDIATION="An agreement they drafted as moderator, once all parties have signed it.",
)
described(
    Honour,
    "Honour",
    "The titles of a community.",
    MODEL="社区治理标兵, by points.",
    PIONEER="社区治理先锋, by nomination and a poll.",
    VOLUNTEER="最美志愿者, by nomination and a poll.",
)


@strawberry.type(description="A badge as a community defines it: a deed done so often within so many days.")
class Badge:
    key: str = strawberry.field(description="What the record calls it.")
    name: str = strawberry.field(description="Its name in the caller's language.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    deed: GoodDeed = strawberry.field(description="What it counts.")
    deed_name: str = strawberry.field(description="What it counts, in the caller's language.")
    category: str | None = strawberry.field(description="Only reports of this category; null for all.")
    need: int = strawberry.field(description="How often; for volunteering, how many full hours.")
    days: int | None = strawberry.field(description="Within how many days; null where deeds count for ever.")

    @classmethod
    def of(cls, badge: Rule, language: str) -> "Badge":
        """The badge in the caller's language."""
        return cls(
            key=badge.key,
            name=badge.name_en if language == "en" else badge.name,
            name_zh=badge.name,
            name_en=badge.name_en,
            deed=badge.deed,
            deed_name=DEEDS[badge.deed].said(language),
            category=badge.category,
            need=badge.need,
            days=badge.days,
        )


@strawberry.type(description="A badge that somebody has. It is never taken away.")
class EarnedBadge:
    badge: Badge = strawberry.field(description="The badge as it was defined then.")
    earned_at: datetime = strawberry.field(
        description="When the day began, in China, on which they earned it: the moment would tell what for."
    )

    @classmethod
    def of(cls, row: kept_badges.BadgeEarned, book: Book, language: str) -> "EarnedBadge":
        """The badge by the book it was earned by."""
        return cls(badge=Badge.of(book.by_key()[row.badge], language), earned_at=day_began(row.earned_at))


@strawberry.type(description="A title that somebody has, and what for.")
class Title:
    honour: Honour = strawberry.field(description="The title.")
    name: str = strawberry.field(description="Its name in the caller's language.")
    what_for: str = strawberry.field(description="What for, in words for residents.")
    given_at: datetime = strawberry.field(description="Since when: the beginning of that day in China.")
    poll_id: ID | None = strawberry.field(description="The poll that gave it; null where points did.")

    @classmethod
    def of(cls, row: kept_honours.HonourGiven, language: str) -> "Title":
        """The title in the caller's language."""
        by_points = row.honour is Honour.MODEL
        return cls(
            honour=row.honour,
            name=TITLES[row.honour].said(language),
            what_for=row.what_for or BY_POINTS.said(language, points=row.points or 0),
            given_at=day_began(row.given_at),
            poll_id=None if by_points else ID(row.source),
        )
