"""A meeting as browser tests prepare one: through the API, behind the wire."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.async_api import expect

from db.streams import moment
from resolvers.seeding import Seeded
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.browser.screens import Visitor
from tests.browser.street import Street

PROCEEDINGS = "query($id: ID!) { meeting(id: $id) { proceedings { agenda { id } houseRules { version } } } }"
TRANSCRIPT = "query($id: ID!) { meeting(id: $id) { transcript(first: 100) { id seq speaker text redacted } } }"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting; the moderator guides it and writes down what is said."""

    street: Street
    id: str

    @classmethod
    async def called(cls, street: Street, issue: str | None = None, title: str = "路灯怎么修") -> "Sitting":
        """A meeting that starts in an hour."""
        starts = moment(street.hall.clock.now() + timedelta(hours=1))
        given = {"issueId": issue, "title": title, "startsAt": starts}
        meeting = await street.api.done("scheduleMeeting", street.hall.moderator.token, input=given)
        return cls(street, meeting["id"])

    @classmethod
    async def under_way(cls, street: Street, issue: str | None = None) -> "Sitting":
        """A meeting that has started."""
        sitting = await cls.called(street, issue)
        await sitting.lead("startMeeting", meetingId=sitting.id)
        return sitting

    @property
    def path(self) -> str:
        """Where residents follow it."""
        return f"/meetings/{self.id}"

    async def lead(self, name: str, /, **arguments: object) -> Any:
        """The moderator does something."""
        return await self.street.api.done(name, self.street.hall.moderator.token, **arguments)

    async def say(self, text: str, *, speaker: str = "王阿姨", final: bool = True, id: str | None = None) -> str:
        """Somebody says this; what comes back is the utterance's id."""
        name = id or public_id(Kind.UTTERANCE, uuid4())
        given = {"meetingId": self.id, "utteranceId": name, "speaker": speaker, "text": text, "final": final}
        await self.lead("appendTranscript", input=given)
        return name

    async def redact(self, utterance: str, reason: str) -> None:
        """The moderator takes an utterance away."""
        await self.lead("redactUtterance", input={"meetingId": self.id, "utteranceId": utterance, "reason": reason})

    async def item(self, title: str, poll: str | None = None) -> str:
        """The id of a new item of the agenda."""
        item = await self.lead("addAgendaItem", input={"meetingId": self.id, "title": title, "pollId": poll})
        return str(item["id"])

    async def enter(self, person: Seeded) -> None:
        """The person comes in, and accepts the house rules."""
        rules = (await self.street.api.ask(PROCEEDINGS, id=self.id))["meeting"]["proceedings"]["houseRules"]
        await self.street.api.done("enterMeeting", person.token, meetingId=self.id, rulesVersion=rules["version"])

    async def waiting(self, person: Seeded) -> str:
        """The id of the turn of a person who has come in and asked for the floor."""
        await self.enter(person)
        return str((await self.street.api.done("askForFloor", person.token, meetingId=self.id))["turnId"])

    async def written(self) -> list[tuple[str, str]]:
        """What stands in the transcript, by whom and what."""
        lines = (await self.street.api.ask(TRANSCRIPT, id=self.id))["meeting"]["transcript"]
        return [(line["speaker"], line["text"]) for line in lines]


async def issue_and_poll(street: Street) -> tuple[str, str]:
    """An issue that is voted on, and its poll."""
    issue = await street.hall.issue(at=Stage.VOTING)
    poll = (await street.hall.poll(issue)).poll
    return public_id(Kind.ISSUE, issue.id), public_id(Kind.POLL, poll.id)


async def busy_meeting(street: Street) -> Sitting:
    """A meeting with something of everything: agenda, a poll, the floor, a queue, words, an agreement."""
    issue, poll = await issue_and_poll(street)
    sitting = await Sitting.under_way(street, issue)
    for item in [await sitting.item("修哪几盏"), await sitting.item("先修东门还是西门", poll)]:
        await sitting.lead("openAgendaItem", itemId=item)
    await sitting.item("什么时候修")
    await sitting.lead("limitSpeaking", input={"meetingId": sitting.id, "turnSeconds": 600})
    turn, _ = [await sitting.waiting(person) for person in street.hall.neighbours[:2]]
    await sitting.lead("giveFloor", turnId=turn)
    manager = {"meetingId": sitting.id, "name": "物业张经理", "party": "PROPERTY_COMPANY", "onSpot": True}
    participant = await sitting.lead("signInParticipant", input=manager)
    breach = {"participantId": participant["id"], "note": "打断了别人说话", "answer": "REMINDED"}
    await sitting.lead("noteBreach", input=breach)
    said = [await sitting.say(f"第{n}点，东门的路灯坏了三天了，晚上接孩子看不见路。") for n in range(12)]
    await sitting.redact(said[9], "说到了孩子的名字")
    await draft(sitting)
    return sitting


async def made_staff(street: Street) -> None:
    """The moderator is one of the community's staff as well."""
    moderator = street.hall.moderator.resident_id
    await street.api.done("grantRole", street.hall.admin.token, residentId=moderator, role="COMMUNITY_STAFF")


async def without_a_phone(street: Street, name: str) -> str:
    """The id of somebody without a phone whom the staff has put on the roll."""
    return str((await street.api.done("registerResident", street.hall.staff.token, name=name))["id"])


async def draft(sitting: Sitting) -> None:
    """What was agreed on: the staff, the first neighbour and the second are to sign."""
    hall = sitting.street.hall
    due = (hall.clock.now() + timedelta(days=10)).date().isoformat()
    point = {"text": "物业在十天内修好东门的四盏路灯。", "responsible": "PROPERTY_COMPANY", "dueOn": due}
    community, residents, company = (who.resident_id for who in (hall.staff, *hall.neighbours[:2]))
    signatories = {"community": community, "residents": residents, "propertyCompany": company}
    given = {"meetingId": sitting.id, "points": [point], "signatories": signatories}
    await sitting.lead("draftAgreement", input=given)


async def hears(visitor: Visitor, *texts: str) -> None:
    """Waits until the visitor sees these words and no others, in this order and once each."""
    await expect(visitor.see("words")).to_have_text(list(texts))


async def watching(street: Street, sitting: Sitting, **look: Any) -> Visitor:
    """A guest who follows the meeting."""
    guest = await street.visitor(**look)
    await guest.open(sitting.path)
    await expect(guest.see("meeting-title")).to_have_text("路灯怎么修")
    return guest
