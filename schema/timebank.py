"""What is done in the bank of hours: posts, helps, gifts, and what staff see to."""

from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.hours import giving, helping, phones, posting, reading
from resolvers.hours.posting import Words
from rules import refusals
from rules.helping import HelpSkill, Side, Window
from rules.ids import Kind
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.deeds import About
from schema.helping import Help, HelpPost
from schema.hours import HoursGift, MyHours
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or

POST_ID = strawberry.argument(description="The post.")
HELP_ID = strawberry.argument(description="The help.")
GIFT_ID = strawberry.argument(description="The gift.")
RESIDENT_ID = strawberry.argument(description="The resident.")
WORD = strawberry.argument(description="A word with it: 1 to 500 characters.")
MINUTES = strawberry.argument(description="How many minutes: 15 to 720.")
SAID = strawberry.argument(description="How many minutes: 0 up to what was agreed.")
REASON = strawberry.argument(description="Why: 1 to 1,000 characters.")


@strawberry.input(description="A time of the week when somebody is free.")
class HelpWindowInput:
    weekday: int = strawberry.field(description="The day: 1 for Monday to 7 for Sunday.")
    begins: int = strawberry.field(description="Minutes after its midnight in China.")
    ends: int = strawberry.field(description="Minutes after its midnight in China, at least 15 later, 1,440 at most.")


@strawberry.input(description="Help to be asked for or offered.")
class PostHelpInput:
    side: Side = strawberry.field(description="Whether help is asked for or offered.")
    skill: HelpSkill = strawberry.field(description="What kind of help it is.")
    text: str = strawberry.field(description="What it says: 1 to 500 characters.")
    minutes: int = strawberry.field(description="About how long it takes, or may take: 15 to 720.")
    windows: list[HelpWindowInput] = strawberry.field(
        default_factory=list, description="When one is free, at most 28 times; empty where any time will do."
    )


@strawberry.type(description="Hours from before have been entered for somebody.")
class HoursOpened:
    minutes: int = strawberry.field(description="How many minutes.")


@strawberry.type(description="Whether the pool stands in for somebody.")
class HoursSupport:
    supported: bool = strawberry.field(description="Whether it does.")


HelpPostResult = Annotated[HelpPost | Refusal, strawberry.union("HelpPostResult", description="The post, or why not.")]
HelpResult = Annotated[Help | Refusal, strawberry.union("HelpResult", description="The help, or why not.")]
HoursGiftResult = Annotated[
    HoursGift | Refusal, strawberry.union("HoursGiftResult", description="The gift, or why not.")
]
MyHoursResult = Annotated[
    MyHours | Refusal, strawberry.union("MyHoursResult", description="What the caller has now, or why not.")
]
OpenHoursResult = Annotated[
    HoursOpened | Refusal, strawberry.union("OpenHoursResult", description="What was entered, or why not.")
]
SupportResidentResult = Annotated[
    HoursSupport | Refusal, strawberry.union("SupportResidentResult", description="How it is now, or why not.")
]
about_post = About(Kind.HELP_POST, HelpPost.of)
about_answer = About(Kind.HELP_POST, Help.of)
about_help = About(Kind.HELP, Help.of)
about_gift = About(Kind.HOURS_GIFT, HoursGift.of)
about_receiver = About(Kind.RESIDENT, HoursGift.of)


async def _mine(info: Asked, result: object) -> MyHours | Refusal:
    context = info.context
    if isinstance(result, refusals.Refusal):
        return Refusal.of(result, context.language)
    return MyHours.of(await reading.account(context.house, acting(info).resident_id))


@strawberry.type
class HelpMutation:
    @strawberry.mutation(description="Asks for help, or offers it.", extensions=[SIGNED_IN])
    async def post_help(
        self, info: Asked, input: Annotated[PostHelpInput, strawberry.argument(description="The post.")]
    ) -> HelpPostResult:
        windows = [Window(each.weekday, each.begins, each.ends) for each in input.windows]
        words = Words(input.side, input.skill, input.text, input.minutes, windows)
        result = await posting.put_up(info.context.house, acting(info), words)
        return shown_or(result, HelpPost.of, info.context.language)

    @strawberry.mutation(description="Closes the caller's own post.", extensions=[SIGNED_IN])
    async def close_help_post(self, info: Asked, post_id: Annotated[ID, POST_ID]) -> HelpPostResult:
        return await about_post(info, posting.close, post_id)

    @strawberry.mutation(
        description="Answers a post: helps whoever asks, or takes up what is offered. Its author has to agree."
        " 20 times a day at most.",
        extensions=[SIGNED_IN],
    )
    async def propose_help(
        self, info: Asked, post_id: Annotated[ID, POST_ID], minutes: Annotated[int, MINUTES]
    ) -> HelpResult:
        return await about_answer(info, helping.propose, post_id, minutes)

    @strawberry.mutation(
        description="Agrees to a help that the other side has proposed; its minutes are promised then.",
        extensions=[SIGNED_IN],
    )
    async def agree_help(self, info: Asked, help_id: Annotated[ID, HELP_ID]) -> HelpResult:
        return await about_help(info, helping.agree, help_id)

    @strawberry.mutation(
        description="Calls a help off, before either side has said how long it took.", extensions=[SIGNED_IN]
    )
    async def call_off_help(self, info: Asked, help_id: Annotated[ID, HELP_ID]) -> HelpResult:
        return await about_help(info, helping.call_off, help_id)

    @strawberry.mutation(
        description="Says how long a help took. Once both sides say the same, the hours move.", extensions=[SIGNED_IN]
    )
    async def confirm_help(
        self, info: Asked, help_id: Annotated[ID, HELP_ID], minutes: Annotated[int, SAID]
    ) -> HelpResult:
        return await about_help(info, helping.say, help_id, minutes)

    @strawberry.mutation(
        description="Staff decide how long a help took: where the two say different things, or one has said nothing for"
        " 7 days after the other did. Nobody decides about their own household.",
        extensions=[SIGNED_IN],
    )
    async def decide_help(
        self,
        info: Asked,
        help_id: Annotated[ID, HELP_ID],
        minutes: Annotated[int, SAID],
        reason: Annotated[str, REASON],
    ) -> HelpResult:
        return await about_help(info, helping.decide, help_id, minutes, reason)


@strawberry.type
class HoursMutation:
    @strawberry.mutation(
        description="Turns the hours of a help that the caller gave into points instead, once, when they are paid for.",
        extensions=[SIGNED_IN],
    )
    async def turn_hours_into_points(self, info: Asked, help_id: Annotated[ID, HELP_ID]) -> MyHoursResult:
        key = key_or_nobody(Kind.HELP, help_id)
        return await _mine(info, await giving.convert(info.context.house, acting(info), key))

    @strawberry.mutation(
        description="Offers hours to one of the caller's family, who has to accept; ten times a day at most.",
        extensions=[SIGNED_IN],
    )
    async def offer_hours(
        self,
        info: Asked,
        resident_id: Annotated[ID, RESIDENT_ID],
        minutes: Annotated[int, MINUTES],
        note: Annotated[str, WORD],
    ) -> HoursGiftResult:
        return await about_receiver(info, giving.offer, resident_id, minutes, note)

    @strawberry.mutation(
        description="Does the same by their telephone number: if it belongs to a confirmed neighbour, they are asked."
        " The answer is the same whether it does or not. The hours are promised until it is answered or taken back.",
        extensions=[SIGNED_IN],
    )
    async def offer_hours_by_phone(
        self,
        info: Asked,
        phone: Annotated[str, strawberry.argument(description="The number that they sign in with.")],
        minutes: Annotated[int, MINUTES],
        note: Annotated[str, WORD],
    ) -> HoursGiftResult:
        result = await phones.offer_to_phone(info.context.house, acting(info), phone, minutes, note)
        return shown_or(result, HoursGift.of, info.context.language)

    @strawberry.mutation(description="Accepts or declines hours offered to the caller.", extensions=[SIGNED_IN])
    async def answer_hours_gift(
        self,
        info: Asked,
        gift_id: Annotated[ID, GIFT_ID],
        accept: Annotated[bool, strawberry.argument(description="Whether they are accepted.")],
    ) -> HoursGiftResult:
        return await about_gift(info, giving.answer, gift_id, accepted=accept)

    @strawberry.mutation(description="Takes back hours that the caller has offered.", extensions=[SIGNED_IN])
    async def withdraw_hours_gift(self, info: Asked, gift_id: Annotated[ID, GIFT_ID]) -> HoursGiftResult:
        return await about_gift(info, giving.withdraw, gift_id)

    @strawberry.mutation(
        description="Gives hours to the community's pool, which stands in for those in need.", extensions=[SIGNED_IN]
    )
    async def donate_hours(
        self,
        info: Asked,
        minutes: Annotated[int, MINUTES],
        idempotency_key: Annotated[
            str,
            strawberry.argument(description="Names this donation: sent again, it counts once. 1 to 200 characters."),
        ],
    ) -> MyHoursResult:
        return await _mine(info, await giving.donate(info.context.house, acting(info), minutes, idempotency_key))

    @strawberry.mutation(
        description="Staff enter what somebody has from before, once for each resident; not for their own household.",
        extensions=[SIGNED_IN],
    )
    async def open_hours(
        self,
        info: Asked,
        resident_id: Annotated[ID, RESIDENT_ID],
        minutes: Annotated[int, strawberry.argument(description="How many minutes: 1 to 30,000.")],
        reason: Annotated[str, REASON],
    ) -> OpenHoursResult:
        key = key_or_nobody(Kind.RESIDENT, resident_id)
        result = await giving.open_with(info.context.house, acting(info), key, minutes, reason)
        return shown_or(result, lambda _: HoursOpened(minutes=minutes), info.context.language)

    @strawberry.mutation(
        description="Staff name somebody, by age or need, for whom the pool stands in, or end it; nobody of their own"
        " household.",
        extensions=[SIGNED_IN],
    )
    async def support_resident(
        self,
        info: Asked,
        resident_id: Annotated[ID, RESIDENT_ID],
        supported: Annotated[bool, strawberry.argument(description="Whether the pool stands in for them.")],
    ) -> SupportResidentResult:
        key = key_or_nobody(Kind.RESIDENT, resident_id)
        result = await giving.support(info.context.house, acting(info), key, supported=supported)
        return shown_or(result, lambda row: HoursSupport(supported=row.supported_by is not None), info.context.language)
