"""For the page's verifier: real records, files given as people do, and many at once to the part that checks them."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import FilePayload, Page, expect

from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.polls import TallyVisibility
from tests.browser.screens import Visitor
from tests.browser.street import Street

Flip = tuple[int, int]
ASK = """
    const bytesOf = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0))
    const verifier = new Worker(address)
    const ask = (bytes) => new Promise((done) => {
        verifier.onmessage = ({ data }) => 'share' in data || done(data.verdict ?? { sound: null })
        verifier.postMessage({ file: new Blob([bytes]) })
    })
"""
ALL = f"""async ([address, files]) => {{
    {ASK}
    const found = []
    for (const file of files) found.push(await ask(bytesOf(file)))
    return found
}}"""
FLIPPED = f"""async ([address, file, flips]) => {{
    {ASK}
    const bytes = bytesOf(file)
    const passed = []
    for (const [place, byte] of flips) {{
        const before = bytes[place]
        bytes[place] = byte
        if ((await ask(bytes)).sound !== false) passed.push([place, byte])
        bytes[place] = before
    }}
    return passed
}}"""


async def decided(street: Street) -> tuple[str, dict[str, str]]:
    """An issue with a poll that was closed, a secret one and an open one; and trackers by what was voted."""
    hall = street.hall
    issue = await hall.issue(at=Stage.VOTING, title="给 3 号楼加装电梯")
    hidden = TallyVisibility.AFTER_CLOSE
    terms: list[dict[str, Any]] = [
        {"revisable": True},
        {"secret": True, "tally_visibility": hidden},
        {"tally_visibility": hidden},
    ]
    polls = [public_id(Kind.POLL, (await hall.poll(issue, **each)).poll.id) for each in terms]
    trackers = {}
    for person, poll, choice in [(0, 0, "yes"), (1, 0, "yes"), (2, 0, "no"), (0, 0, "no"), (3, 1, "no"), (3, 2, "no")]:
        given = {"pollId": polls[poll], "choice": choice}
        answer = await street.api.done("castVote", hall.neighbours[person].token, input=given)
        trackers[f"{person} {poll} {choice}"] = answer["tracker"]
    for poll in polls[:2]:
        await street.api.done("closePoll", hall.moderator.token, input={"pollId": poll, "reason": "都投过了"})
    return public_id(Kind.ISSUE, issue.id), trackers


async def exported(street: Street, issue: str) -> bytes:
    """The file as the program gives it to anybody."""
    return (await street.api.http.get(f"/records/{issue}")).raise_for_status().content


async def give(visitor: Visitor, raw: bytes, name: str = "record.jsonl") -> dict[str, str | None]:
    """Chooses a file, waits for what the page says about it, and gives that: whether it is sound, and what is wrong."""
    given = FilePayload(name=name, mimeType="application/x-ndjson", buffer=raw)
    await visitor.see("verify-file").set_input_files(given)
    verdict = visitor.see("verdict")
    await expect(verdict).to_have_attribute("data-file", name)
    return {said: await verdict.get_attribute(f"data-{said}") for said in ("sound", "reason", "line")}


@dataclass(frozen=True, slots=True)
class Bench:
    """The built checker by itself, on a page of its server."""

    page: Page
    worker: str

    @classmethod
    async def of(cls, visitor: Visitor, dist: Path) -> "Bench":
        """The checker that the visitor's page would use."""
        (script,) = (dist / "assets").glob("worker-*.js")
        await visitor.open("/verify")
        return cls(visitor.page, f"/assets/{script.name}")

    async def verdicts(self, files: Sequence[bytes]) -> list[dict[str, Any]]:
        """What it says of each file."""
        encoded = [b64encode(file).decode() for file in files]
        return list(await self.page.evaluate(ALL, [self.worker, encoded]))

    async def passed(self, raw: bytes, flips: Sequence[Flip]) -> list[list[int]]:
        """Those of the changes, each a place and another byte for it, with which the file is not refused."""
        return list(await self.page.evaluate(FLIPPED, [self.worker, b64encode(raw).decode(), flips]))
