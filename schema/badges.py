"""Badges as clients see them: what a community gives them for, how far the viewer is, and adopting a book."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.badges import books, reading
from rules import badges as rules
from rules.badges import DEFAULT, GoodDeed
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.context import ONE_LOOK, Asked
from schema.earned import Badge, EarnedBadge
from schema.refusals import Refusal, shown_or

MEASURE = "How often: 1 to 10,000; for volunteering, how many full hours."
KEY = "What the record calls it: up to 40 small letters, digits and underscores, unique among its like."


@strawberry.type(description="Badges that bring points together, once.")
class BadgeSet:
    key: str = strawberry.field(description="What the record calls it.")
    name: str = strawberry.field(description="Its name in the caller's language.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    badges: list[str] = strawberry.field(description="The keys of its badges.")
    points: int = strawberry.field(description="The points it brings.")

    @classmethod
    def of(cls, each: rules.BadgeSet, language: str) -> "BadgeSet":
        """The set in the caller's language."""
        return cls(
            key=each.key,
            name=each.name_en if language == "en" else each.name,
            name_zh=each.name,
            name_en=each.name_en,
            badges=list(each.badges),
            points=each.points,
        )


@strawberry.type(description="What a community gives badges for. Version 1 is that of everybody.")
class BadgeBook:
    version: int = strawberry.field(description="1, 2, 3 …")
    valid_from: datetime | None = strawberry.field(description="Since when it holds; null for version 1.")
    badges: list[Badge] = strawberry.field(description="The badges.")
    sets: list[BadgeSet] = strawberry.field(description="Sets of them.")
    model_points: int = strawberry.field(description="The points ever earned that bring the title MODEL by themselves.")

    @classmethod
    def of(cls, book: rules.Book, valid_from: datetime | None, language: str) -> "BadgeBook":
        """The book in the caller's language."""
        return cls(
            version=book.version,
            valid_from=valid_from,
            badges=[Badge.of(each, language) for each in book.badges],
            sets=[BadgeSet.of(each, language) for each in book.sets],
            model_points=book.model_points,
        )


@strawberry.type(description="How far the viewer is towards a badge.")
class BadgeProgress:
    badge: Badge = strawberry.field(description="The badge.")
    have: int = strawberry.field(description="How much of `badge.need` they have done.")
    earned_at: datetime | None = strawberry.field(description="When they earned it; null until they have.")


@strawberry.type(description="The viewer's badges.")
class MyBadges:
    progress: list[BadgeProgress] = strawberry.field(description="Every badge of the book that is valid now.")
    earned: list[EarnedBadge] = strawberry.field(
        description="Every badge they have, the oldest first, those among them that are not given any more."
    )
    sets: list[str] = strawberry.field(description="The keys of the sets they have whole, the oldest first.")


@strawberry.input(description="A badge.")
class BadgeInput:
    key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="Its Chinese name: 1 to 40 characters.")
    name_en: str = strawberry.field(description="Its English name: 1 to 40 characters.")
    deed: GoodDeed = strawberry.field(description="What it counts.")
    need: int = strawberry.field(description=MEASURE)
    days: int | None = strawberry.field(
        default=None, description="Within how many days: 1 to 3,660; for ever if not said."
    )
    category: str | None = strawberry.field(default=None, description="Only reports of this category.")


@strawberry.input(description="A set of badges.")
class BadgeSetInput:
    key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="Its Chinese name: 1 to 40 characters.")
    name_en: str = strawberry.field(description="Its English name: 1 to 40 characters.")
    badges: list[str] = strawberry.field(description="The keys of at least two badges of the book.")
    points: int = strawberry.field(description="The points it brings, once: 0 to 1,000.")


@strawberry.input(description="What the community is to give badges for.")
class BadgeBookInput:
    badges: list[BadgeInput] = strawberry.field(description="The badges, 50 at most.")
    sets: list[BadgeSetInput] = strawberry.field(description="Sets of them, 20 at most.")
    model_points: int = strawberry.field(description="The points ever earned that bring the title MODEL.")
    valid_from: datetime | None = strawberry.field(default=None, description="From when on; at once if not said.")


AdoptBadgesResult = Annotated[
    BadgeBook | Refusal, strawberry.union("AdoptBadgesResult", description="The version adopted, or why not.")
]


def _book(given: BadgeBookInput) -> rules.Book:
    return rules.Book(
        0,
        [rules.Badge(b.key, b.name, b.name_en, b.deed, b.need, b.days, b.category) for b in given.badges],
        [rules.BadgeSet(each.key, each.name, each.name_en, tuple(each.badges), each.points) for each in given.sets],
        given.model_points,
    )


@strawberry.type
class BadgeQuery:
    @strawberry.field(
        description="What a community gives badges for: that of everybody first, then the versions it has adopted,"
        " oldest first, those to come among them.",
        extensions=[EVERYONE],
    )
    async def badge_books(self, info: Asked, community: COMMUNITY = None) -> list[BadgeBook]:
        context = info.context
        rows = await books.versions(context.house, await community_asked(context, community))
        context.spend(1 + len(rows))
        own = [BadgeBook.of(books.read(row), row.valid_from, context.language) for row in rows]
        return [BadgeBook.of(DEFAULT, None, context.language), *own]

    @strawberry.field(description="How far the viewer is towards each badge; null for a guest.", extensions=[EVERYONE])
    async def my_badges(self, info: Asked) -> MyBadges | None:
        context, actor = info.context, info.context.actor
        if actor is None:
            return None
        context.look()
        found = await reading.progress(context.house, actor)
        context.spend(ONE_LOOK * len(found))
        sets = await reading.sets_of(context.house, actor)
        held = await reading.held_by(context.house, actor.resident_id)
        known = await context.loaders.badge_books.load(actor.community_id) or {}
        return MyBadges(
            progress=[
                BadgeProgress(badge=Badge.of(each.badge, context.language), have=each.have, earned_at=each.earned_at)
                for each in found
            ],
            earned=[EarnedBadge.of(row, known[row.version], context.language) for row in held],
            sets=[row.badge_set for row in sets],
        )


@strawberry.type
class BadgeMutation:
    @strawberry.mutation(
        description="Staff adopt what the community gives badges for from then on. What was earned stays.",
        extensions=[SIGNED_IN],
    )
    async def adopt_badges(
        self, info: Asked, input: Annotated[BadgeBookInput, strawberry.argument(description="The book.")]
    ) -> AdoptBadgesResult:
        context = info.context
        row = await books.adopt(context.house, acting(info), _book(input), input.valid_from)
        return shown_or(
            row, lambda kept: BadgeBook.of(books.read(kept), kept.valid_from, context.language), context.language
        )
