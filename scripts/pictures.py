"""Makes docs/pictures/ anew: a poll on a telephone, still and moving, and a meeting.

Needs Pillow and a server whose demonstration community has newcomers:
`main.py seed --residents 40 --tokens FILE`, then `scripts/pictures.py URL FILE`.
"""

import asyncio
import io
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
from PIL import Image
from playwright.async_api import Page, async_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
ANSWERS = {
    "raiseIssue": ("RaiseIssueInput", "... on Issue { id }"),
    "advanceIssue": ("AdvanceIssueInput", "... on Issue { id }"),
    "openPoll": ("OpenPollInput", "... on Poll { id }"),
    "castVote": ("CastVoteInput", "... on VoteReceipt { seq }"),
}
CHOICES = {"lift": "加装电梯", "bench": "先装楼道座椅", "none": "都不用"}
FRAMES, FRAME_MS, SIZE = 24, 500, (390, 700)
WIDE = (1180, 830)


async def ask(http: httpx.AsyncClient, person: dict[str, Any], deed: str, **given: object) -> dict[str, Any]:
    """What a mutation answers. RuntimeError where it is refused."""
    kind, wanted = ANSWERS[deed]
    document = (
        f"mutation($input: {kind}!) {{ done: {deed}(input: $input) {{ {wanted} ... on Refusal {{ message }} }} }}"
    )
    headers = {"Authorization": f"Bearer {person['token']}"}
    answer = await http.post("/graphql", json={"query": document, "variables": {"input": given}}, headers=headers)
    done: dict[str, Any] = answer.json()["data"]["done"]
    if "message" in done:
        raise RuntimeError(done["message"])
    return done


async def open_poll(http: httpx.AsyncClient, resident: dict[str, Any], moderator: dict[str, Any]) -> str:
    """The id of a new poll."""
    issue = await ask(http, resident, "raiseIssue", title="3 号楼上下楼难", description="老人多，没有电梯。")
    for stage in ("SCREENED", "PREPARING", "DELIBERATING", "VOTING"):
        await ask(http, moderator, "advanceIssue", issueId=issue["id"], to=stage, reason="请大家一起定。")
    terms = {"closesAt": (datetime.now(UTC) + timedelta(days=3, minutes=5)).isoformat(), "revisable": True}
    choices = [{"key": key, "label": label} for key, label in CHOICES.items()]
    question = "3 号楼先做哪一件？"
    return (await ask(http, moderator, "openPoll", issueId=issue["id"], question=question, choices=choices, **terms))[
        "id"
    ]


async def picture(page: Page) -> Image.Image:
    """The screen as it is."""
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


async def film(page: Page, http: httpx.AsyncClient, residents: list[dict[str, Any]], poll: str) -> list[Image.Image]:
    """The screen, twice a second, while the residents vote: the first through the page, the others elsewhere."""
    draw = random.Random(7)  # noqa: S311 - the same pictures each time
    frames = [await picture(page)]
    await page.click("[data-test=choice-lift]")
    await page.wait_for_selector("[data-test=choice-lift][data-mine]")
    waiting = residents[1:]
    for left in range(FRAMES, 0, -1):
        for _ in range(len(waiting) // left):
            choice = draw.choices(list(CHOICES), (5, 3, 1))[0]
            await ask(http, waiting.pop(), "castVote", pollId=poll, choice=choice)
        await page.wait_for_timeout(FRAME_MS)
        frames.append(await picture(page))
    return frames


async def meeting(page: Page, http: httpx.AsyncClient, url: str) -> Image.Image:
    """The meeting of the demonstration that is under way, on a wide screen."""
    query = "{ issues(first: 50) { edges { node { meetings { id phase } } } } }"
    issues = (await http.post("/graphql", json={"query": query})).json()["data"]["issues"]["edges"]
    found = [each for edge in issues for each in edge["node"]["meetings"] if each["phase"] == "LIVE"]
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.goto(f"{url}/meetings/{found[0]['id']}")
    await page.wait_for_selector("[data-test^=choice-]")
    await page.wait_for_timeout(FRAME_MS)
    return await picture(page)


async def main(url: str, everybody: list[dict[str, Any]]) -> None:
    """Writes poll.png, moving-poll.webp and meeting.webp."""
    moderator = next(person for person in everybody if "MODERATOR" in person["roles"])
    residents = [person for person in everybody if person["roles"] == ["RESIDENT"]]
    async with httpx.AsyncClient(base_url=url) as http, async_playwright() as playwright:
        poll = await open_poll(http, residents[0], moderator)
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        viewport: Any = {"width": SIZE[0], "height": SIZE[1]}
        page = await chromium.new_page(viewport=viewport, device_scale_factor=2, locale="zh-CN")
        await page.goto(url)
        await page.evaluate("(token) => localStorage.setItem('heyi.token', token)", residents[0]["token"])
        await page.goto(f"{url}/polls/{poll}")
        await page.wait_for_selector("button[data-test=choice-lift]")
        frames = await film(page, http, residents, poll)
        hall = await meeting(page, http, url)
        await chromium.close()
    PICTURES.mkdir(parents=True, exist_ok=True)
    frames[FRAMES * 2 // 3].quantize(128).save(PICTURES / "poll.png", optimize=True)
    hall.resize(WIDE, Image.Resampling.LANCZOS).save(PICTURES / "meeting.webp", quality=85)
    small = [frame.resize(SIZE, Image.Resampling.LANCZOS) for frame in frames]
    durations = [FRAME_MS] * (len(small) - 1) + [4 * FRAME_MS]
    small[0].save(PICTURES / "moving-poll.webp", save_all=True, append_images=small[1:], duration=durations, loop=0)


if __name__ == "__main__":
    people = [orjson.loads(line) for line in Path(sys.argv[2]).read_bytes().splitlines()]
    asyncio.run(main(sys.argv[1].rstrip("/"), people))
