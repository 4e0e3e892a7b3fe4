"""The playground: self-hosted, with examples, and with a token of its own only."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import expect

from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street

EDITORS = ["Query", "Variables", "Headers"]
FILL = "([at, text]) => document.querySelectorAll('.CodeMirror')[at].CodeMirror.setValue(text)"


@dataclass(frozen=True, slots=True)
class Playground:
    """GraphiQL as somebody uses it."""

    visitor: Visitor

    async def open(self) -> None:
        await self.visitor.open("/graphql")
        await self.holds("SignInCode")

    async def show(self, example: str) -> None:
        """Goes to the example's tab."""
        await self.visitor.page.get_by_role("tab", name=example).click()
        await self.holds(example)

    async def holds(self, text: str) -> None:
        """Waits until the query editor contains the text."""
        await expect(self.visitor.page.get_by_label("Query Editor")).to_contain_text(text)

    async def fill(self, editor: str, text: str) -> None:
        """Replaces what an editor holds."""
        await self.visitor.page.evaluate(FILL, [EDITORS.index(editor), text])

    async def write(self, query: str, name: str) -> None:
        """Writes a query into a new tab, which takes the name of its operation."""
        await self.visitor.page.get_by_label("New tab").click()
        await self.fill("Query", query)
        await expect(self.visitor.page.get_by_role("tab", name=name)).to_be_visible()

    async def run(self) -> None:
        """Runs the only operation of the tab."""
        await self.visitor.page.locator(".graphiql-execute-button").click()

    async def choose(self, operation: str) -> None:
        """Runs one of the operations of the tab; the button offers them a moment after the editor holds them."""
        offered = self.visitor.page.get_by_role("menuitem", name=operation, exact=True)
        async with asyncio.timeout(60):
            while not await offered.count():
                await self.visitor.page.keyboard.press("Escape")
                await self.run()
        await offered.click()

    async def says(self, text: str) -> None:
        """Waits until the answer contains the text."""
        await expect(self.visitor.page.locator(".result-window")).to_contain_text(text)


async def opened(street: Street, visitor: Visitor | None = None) -> Playground:
    """The playground on a screen of its own."""
    playground = Playground(visitor or await street.visitor(width=DESKTOP))
    await playground.open()
    return playground


async def test_the_example_tabs_raise_vote_and_watch(street: Street) -> None:
    playground = await opened(street)

    tabs = " ".join(await playground.visitor.page.get_by_role("tab").all_inner_texts())

    assert [name for name in ("SignIn", "RaiseIssue", "OpenPoll", "Vote", "Watch") if name not in tabs] == []


async def test_an_example_query_runs_as_it_stands(street: Street) -> None:
    await street.issue(title="路灯坏了三天")
    playground = await opened(street)

    await playground.show("RaiseIssue")
    await playground.choose("Issues")

    await playground.says("路灯坏了三天")


async def test_a_subscription_shows_the_votes_as_they_come(street: Street) -> None:
    poll = await street.poll()
    playground = await opened(street)
    await playground.show("Watch")
    await playground.fill("Variables", f'{{"pollId": "{poll}"}}')

    await playground.choose("WatchTally")

    await playground.says('"votes": 0')
    await street.vote(street.hall.neighbours[0], poll, "yes")
    await playground.says('"turnout": 0.125')
    await street.vote(street.hall.neighbours[1], poll, "yes")
    await playground.says('"turnout": 0.25')


async def test_the_token_of_the_page_is_not_used(street: Street) -> None:
    wang = await street.visitor(street.hall.neighbours[0], width=DESKTOP)
    playground = await opened(street, wang)
    assert await wang.page.evaluate("() => localStorage.getItem('heyi.token')")

    await playground.write("query Me { viewer { resident { displayName } } }", "Me")
    await playground.run()
    await playground.says('"viewer": null')

    await playground.fill("Headers", f'{{"Authorization": "Bearer {street.hall.neighbours[0].token}"}}')
    await playground.run()
    await playground.says('"displayName"')
