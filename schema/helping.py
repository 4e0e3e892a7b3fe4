"""Help among neighbours as clients see it: what is asked for and offered, what fits, and what came of it."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import hours as kept
from resolvers.hours import posting, reading
from rules.helping import Fit, HelpSkill, Side, Standing
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.residents import Resident
from schema.scalars import described
from schema.sentences.hours import FITS, SKILLS

described(Side, "HelpSide", "Which side a post is on.", REQUEST="Help is asked for.", OFFER="Help is offered.")
described(
    HelpSkill,
    "HelpSkill",
    "What kind of help it is.",
    COMPANY="Company and talk.",
    ERRANDS="Errands, shopping and papers.",
    HOUSEWORK="Housework and cooking.",
    REPAIRS="Small repairs.",
    PHONES="Phones and computers.",
    LESSONS="Lessons and homework.",
    CARE="Looking after children or the old.",
    GARDEN="Plants and vegetables.",
    TRANSPORT="Bringing and fetching.",
    OTHER="Something else.",
)
described(
    Standing,
    "HelpStanding",
    "How far a help has come.",
    PROPOSED="It waits for the other side to agree.",
    AGREED="Both have agreed; its minutes are promised.",
    DONE="Both have said how long it took, or staff have decided; the hours have moved.",
    CALLED_OFF="It did not come about.",
)
described(
    Fit,
    "HelpFit",
    "Why two posts are proposed to each other.",
    SKILL="They are about the same kind of help.",
    GRID="Both live in the same grid.",
    WHOLE_TIME="Both are free for as long as it takes.",
    SOME_TIME="Both are free for a part of it.",
)


@strawberry.type(description="A time of the week when somebody is free.")
class HelpWindow:
    weekday: int = strawberry.field(description="The day: 1 for Monday to 7 for Sunday.")
    begins: int = strawberry.field(description="Minutes after its midnight in China.")
    ends: int = strawberry.field(description="Minutes after its midnight in China, 1,440 at most.")


@strawberry.type(description="Help that somebody asks for or offers.")
class HelpPost:
    row: strawberry.Private[kept.HelpPost]
    id: ID = strawberry.field(description="The post's id.")
    side: Side = strawberry.field(description="Whether help is asked for or offered.")
    skill: HelpSkill = strawberry.field(description="What kind of help it is.")
    text: str = strawberry.field(description="What it says.")
    minutes: int = strawberry.field(description="About how long it takes, or may take.")
    posted_at: datetime = strawberry.field(description="When it was put up.")
    closed_at: datetime | None = strawberry.field(description="When it was closed; null while it is open.")

    @classmethod
    def of(cls, row: kept.HelpPost) -> "HelpPost":
        """The post as the neighbours see it."""
        same = ("side", "skill", "text", "minutes", "posted_at", "closed_at")
        return cls(row=row, id=shown_id(Kind.HELP_POST, row.id), **{name: getattr(row, name) for name in same})

    @strawberry.field(description="What kind of help it is, in the caller's language.")
    def skill_name(self, info: Asked) -> str:
        return SKILLS[self.skill].said(info.context.language)

    @strawberry.field(description="When its author is free; empty where any time will do.")
    def windows(self) -> list[HelpWindow]:
        found = posting.windows_of(self.row)
        return [HelpWindow(weekday=each.weekday, begins=each.begins, ends=each.ends) for each in found]

    @strawberry.field(description="Who put it up.")
    async def author(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.resident_id)
        return Resident.of(found) if found else None


@strawberry.type(description="Why a post fits, in words.")
class HelpReason:
    fit: Fit = strawberry.field(description="The reason.")
    name: str = strawberry.field(description="The same in the caller's language.")


@strawberry.type(description="A post that fits one of the viewer's, and why.")
class HelpMatch:
    post: HelpPost = strawberry.field(description="The post.")
    reasons: list[HelpReason] = strawberry.field(description="Why it is proposed.")
    minutes_together: int = strawberry.field(description="The longest time of the week that suits both.")

    @classmethod
    def of(cls, found: posting.Proposed, language: str) -> "HelpMatch":
        """The match with its reasons in words."""
        values: dict[str, str | int] = {
            "skill": SKILLS[found.post.skill].said(language),
            "minutes": found.match.together,
        }
        reasons = [HelpReason(fit=fit, name=FITS[fit].said(language, **values)) for fit in found.match.fits]
        return cls(post=HelpPost.of(found.post), reasons=reasons, minutes_together=found.match.together)


@strawberry.type(description="One neighbour helps another. The two see it.")
class Help:
    row: strawberry.Private[kept.Help]
    id: ID = strawberry.field(description="The help's id.")
    planned: int = strawberry.field(description="How many minutes were proposed.")
    standing: Standing = strawberry.field(description="How far it has come.")
    proposed_at: datetime = strawberry.field(description="When it was proposed.")
    helper_said: int | None = strawberry.field(description="How long it took, as the helper says; null before.")
    helped_said: int | None = strawberry.field(description="How long it took, as the helped says; null before.")
    minutes: int | None = strawberry.field(description="The minutes that moved; null before.")
    decision_reason: str | None = strawberry.field(description="Why staff decided so; null where they did not.")

    @classmethod
    def of(cls, row: kept.Help) -> "Help":
        """The help as the two see it."""
        same = ("planned", "standing", "proposed_at", "helper_said", "helped_said", "minutes", "decision_reason")
        return cls(row=row, id=shown_id(Kind.HELP, row.id), **{name: getattr(row, name) for name in same})

    @strawberry.field(description="Whether the viewer is the helper.")
    def i_help(self, info: Asked) -> bool:
        return info.context.viewer == self.row.helper_id

    @strawberry.field(description="Whether its hours have been turned into points.")
    async def converted(self, info: Asked) -> bool:
        return bool(await info.context.loaders.helps_converted.load((self.row.community_id, str(self.id))))

    @strawberry.field(description="Who helps.")
    async def helper(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.helper_id)
        return Resident.of(found) if found else None

    @strawberry.field(description="Who is helped.")
    async def helped(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.helped_id)
        return Resident.of(found) if found else None

    @strawberry.field(description="The post that it answers.")
    async def post(self, info: Asked) -> HelpPost | None:
        found = await info.context.loaders.help_posts.load(self.row.post_id)
        return HelpPost.of(found) if found else None


@strawberry.type
class HelpQuery:
    @strawberry.field(
        description="Open requests or offers of the viewer's community, newest first; null for guests and for those who"
        " are not confirmed.",
        extensions=[EVERYONE],
    )
    async def help_posts(
        self,
        info: Asked,
        side: Annotated[Side, strawberry.argument(description="Requests or offers.")],
        skill: Annotated[HelpSkill | None, strawberry.argument(description="Only this kind of help.")] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[HelpPost] | None:
        context, ask = info.context, asked(first, after)
        actor = context.actor
        if actor is None or not actor.verified:
            return None
        page = await reading.posts(context.house, actor.community_id, side, skill, ask)
        return connected(context, page, ask, HelpPost.of)

    @strawberry.field(
        description="The viewer's own requests and offers, newest first; null for a guest.", extensions=[EVERYONE]
    )
    async def my_help_posts(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[HelpPost] | None:
        context, ask = info.context, asked(first, after)
        if context.viewer is None:
            return None
        return connected(context, await reading.posts_of(context.house, context.viewer, ask), ask, HelpPost.of)

    @strawberry.field(
        description="What fits one of the viewer's own open posts, the best first and 20 at most, with the reasons.",
        extensions=[EVERYONE],
    )
    async def help_matches(
        self, info: Asked, post_id: Annotated[ID, strawberry.argument(description="The viewer's own post.")]
    ) -> list[HelpMatch]:
        context = info.context
        if context.viewer is None:
            return []
        context.look()
        found = await posting.matches(context.house, context.viewer, key_or_nobody(Kind.HELP_POST, post_id))
        context.spend(len(found))
        return [HelpMatch.of(each, context.language) for each in found]

    @strawberry.field(
        description="What the viewer helps with or is helped with, newest first; null for a guest.",
        extensions=[EVERYONE],
    )
    async def my_helps(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Help] | None:
        context, ask = info.context, asked(first, after)
        if context.viewer is None:
            return None
        return connected(context, await reading.helps(context.house, context.viewer, ask), ask, Help.of)
