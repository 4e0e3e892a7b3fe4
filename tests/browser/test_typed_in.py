"""What staff write for somebody without a phone says so, by itself, wherever it is read."""

from playwright.async_api import expect

from tests.browser.screens import DESKTOP
from tests.browser.sitting import Sitting, hears, made_staff, watching, without_a_phone
from tests.browser.street import Street
from tests.browser.test_leading import leading

TRANSCRIPT = "query($id: ID!) { meeting(id: $id) { transcript(first: 10) { speaker text typedIn } } }"


async def test_words_written_for_somebody_signed_in_without_a_phone_are_marked_by_themselves(street: Street) -> None:
    await made_staff(street)
    sitting = await Sitting.under_way(street)
    person = await without_a_phone(street, "李奶奶")
    came = await sitting.lead("signInParticipant", input={"meetingId": sitting.id, "residentId": person})
    turn = (await sitting.lead("askForFloorOf", participantId=came["id"]))["turnId"]
    guest, moderator = await watching(street, sitting), await leading(street, sitting, width=DESKTOP)
    await expect(moderator.see("speaker")).to_have_value("主持人")
    await expect(moderator.see("said-for")).not_to_be_checked()
    await moderator.see("said").fill("请李奶奶说。")
    await moderator.see("said").press("Enter")

    await sitting.lead("giveFloor", turnId=turn)
    await expect(moderator.see("speaker")).to_have_value("李奶奶")
    await expect(moderator.see("said-for")).to_be_checked()
    await moderator.see("said").fill("路太黑，")
    await expect(guest.see("typed-in")).to_have_text("工作人员代录")
    await moderator.see("said").fill("路太黑，不敢下楼。")
    await moderator.tap("finish")

    await hears(guest, "请李奶奶说。", "路太黑，不敢下楼。")
    marked = guest.page.locator("[data-final=true]", has=guest.see("typed-in"))
    await expect(marked).to_have_count(1)
    await expect(marked).to_contain_text("李奶奶")
    await moderator.see("said-for").uncheck()
    await moderator.see("said").fill("她自己按的话筒。")
    await moderator.tap("finish")
    await hears(guest, "请李奶奶说。", "路太黑，不敢下楼。", "她自己按的话筒。")
    lines = (await street.api.ask(TRANSCRIPT, id=sitting.id))["meeting"]["transcript"]
    assert [(line["speaker"], line["typedIn"]) for line in lines] == [
        ("主持人", False),
        ("李奶奶", True),
        ("李奶奶", False),
    ]


async def test_large_type_shows_the_mark_too(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    said = {"meetingId": sitting.id, "speaker": "李奶奶", "text": "路太黑。", "final": True, "typedIn": True}
    await sitting.lead("appendTranscript", input=said)
    elder = await watching(street, sitting, elder=True)
    await expect(elder.see("one-word")).to_contain_text("李奶奶")
    await expect(elder.see("typed-in")).to_be_visible()
