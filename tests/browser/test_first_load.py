"""What the first visit costs."""

import httpx
from playwright.async_api import expect

from tests.browser.street import Street

LIMIT = 200_000
SENT_AGAIN = """() => performance.getEntriesByType('resource')
    .filter(({ name, transferSize }) => name.includes('/assets/') && transferSize > 0).map(({ name }) => name)"""


async def gzipped(http: httpx.AsyncClient, url: str) -> int:
    """How many bytes the file is sent as to a client that takes gzip."""
    async with http.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.status_code == 200
        return sum([len(chunk) async for chunk in response.aiter_raw()])


async def test_the_list_of_issues_needs_at_most_200_kb_of_javascript(street: Street) -> None:
    await street.issue()
    guest = await street.visitor()
    await guest.open("/")
    await expect(guest.see("issue-card")).to_be_visible()
    await guest.page.wait_for_load_state("networkidle")

    scripts = {url for url in street.screens.witness.asked if url.endswith(".js")}
    sizes = [await gzipped(street.api.http, url) for url in scripts]

    assert sizes
    assert 10_000 < sum(sizes) <= LIMIT


async def test_a_second_visit_asks_for_no_script_again(street: Street) -> None:
    await street.issue()
    guest = await street.visitor()
    for _ in range(2):
        await guest.open("/")
        await expect(guest.see("issue-card")).to_be_visible()

    assert await guest.page.evaluate(SENT_AGAIN) == []
