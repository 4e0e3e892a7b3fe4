"""The page sends ids in place of texts, and its server knows them from the build."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest_asyncio
from graphql import parse, print_ast
from playwright.async_api import Browser, expect

from schema.transport.documents import NOBODY, Trust
from tests.browser.screens import Visitor
from tests.browser.street import Street, application, opened, page_trust
from tests.conftest import ROOT
from tests.schema.transport.hall import served
from tests.support.backends import Backend
from tests.support.house import open_hall

DOCUMENTS = ROOT / "web" / "src" / "api" / "documents"
UNKNOWN = r"status of 400"  # the browser tells its console of every answer that is not 200
USED = "SignIn", "Issues", "Issue", "CastVote", "PostComment", "PollTally", "Decision"
ANSWERED_WITHIN = 10
Opening = Callable[[Trust], Awaitable[Street]]


@pytest_asyncio.fixture(loop_scope="session")
async def street_of(backend: Backend, web_dist: Path, browser: Browser) -> AsyncIterator[Opening]:
    """Opens a street whose server trusts these documents."""
    async with AsyncExitStack() as stack:
        hall = await stack.enter_async_context(open_hall(backend))

        async def opening(trust: Trust) -> Street:
            return await stack.enter_async_context(opened(hall, web_dist, browser, trust))

        yield opening


def sent(street: Street) -> list[dict[str, Any]]:
    """The GraphQL requests of every screen, over HTTP and over sockets."""
    witness = street.screens.witness
    frames = [json.loads(frame) for frame in witness.frames]
    bodies = [json.loads(body) for body in witness.bodies]
    subscriptions = [frame["payload"] for frame in frames if frame["type"] == "subscribe"]
    assert bodies
    assert subscriptions
    return bodies + subscriptions


def by_name(texts: Mapping[str, str]) -> dict[str, str]:
    """The ids by the names of their operations."""
    return {re.findall(r"(?:query|mutation|subscription) (\w+)", text)[0]: id_ for id_, text in texts.items()}


async def sees(visitor: Visitor, choice: str, votes: int) -> None:
    """The choice's bar shows so many votes."""
    await expect(visitor.see(f"bar-{choice}")).to_have_attribute("data-votes", str(votes))


async def vote_and_look(street: Street) -> None:
    """Two residents find an issue in the list, vote and talk; each sees what the other does, and nothing amiss."""
    await street.poll()
    wang, smith = await street.visitor(), await street.visitor(street.hall.neighbours[1])
    await street.sign_in(wang, street.hall.neighbours[0])
    for visitor in (wang, smith):
        await visitor.open("/")
        await visitor.page.get_by_role("link", name="路灯坏了").click()
        await sees(visitor, "yes", 0)
    await wang.tap("choice-yes")
    await sees(smith, "yes", 1)
    await smith.tap("choice-no")
    await sees(wang, "no", 1)
    await wang.see("comment-body").fill("早该修了。")
    await wang.tap("post-comment")
    await expect(smith.see("comment")).to_contain_text("早该修了。")
    for visitor in (wang, smith):
        for trouble in ("trouble", "vote-trouble", "form-trouble", "reconnecting"):
            await expect(visitor.see(trouble)).to_have_count(0)


async def test_where_only_ids_are_taken_the_page_sends_nothing_else_and_works(
    street_of: Opening, web_dist: Path
) -> None:
    trust = page_trust(web_dist, only=True)
    street = await street_of(trust)
    assert (await street.api.error("{ community { name } }"))[0] == "DOCUMENT_NOT_TRUSTED"

    await vote_and_look(street)

    requests, ids = sent(street), by_name(trust.documents)
    assert [request["query"] for request in requests if request.get("query")] == []
    asked = {request["documentId"] for request in requests}
    assert {ids[name] for name in USED} <= asked <= trust.documents.keys()


async def test_a_server_that_does_not_know_the_ids_is_sent_each_text_once_and_nobody_notices(
    street_of: Opening,
) -> None:
    street = await street_of(NOBODY)
    street.screens.witness.forgive(UNKNOWN)

    await vote_and_look(street)

    async with asyncio.timeout(ANSWERED_WITHIN):
        while True:  # what the page asked last may still wait to hear that its id is unknown
            requests = sent(street)
            texts, ids = [[request for request in requests if request.get(kind)] for kind in ("query", "documentId")]
            if len(texts) == len(ids):
                break
            await asyncio.sleep(0.05)
    assert len(texts) == len(requests) / 2
    assert sum("castVote" in request["query"] for request in texts) == 2


async def test_a_screen_from_before_an_update_goes_on(street_of: Opening, web_dist: Path) -> None:
    street = await street_of(page_trust(web_dist))
    street.screens.witness.forgive(rf"{UNKNOWN}|WebSocket connection|ERR_CONNECTION")
    poll = await street.poll()
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await sees(wang, "yes", 0)

    await street.wire.cut()
    await expect(wang.see("reconnecting")).to_be_visible()
    async with served(application(street.hall, web_dist, NOBODY)) as newer:
        street.wire.port = int(newer.rpartition(":")[2])
        await street.wire.mend()
        await expect(wang.see("reconnecting")).to_have_count(0)
        await wang.tap("choice-yes")
        await sees(wang, "yes", 1)
        await street.vote(street.hall.neighbours[1], poll, "no")
        await sees(wang, "no", 1)


def whole(name: str, parts: dict[str, str]) -> set[str]:
    """A definition, and all the fragments that it uses."""
    return {parts[name]}.union(*(whole(used, parts) for used in re.findall(r"\.\.\.(\w+)", parts[name])))


def signs(texts: Iterable[str]) -> list[str]:
    """Every word and sign, in no order: the build sorts fields by name."""
    return sorted(re.findall(r'"[^"]*"|\.\.\.|\$?\w+|[^\s\w]', " ".join(texts)))


def test_every_document_of_the_page_is_in_the_manifest_and_its_scripts_hold_no_other_id(web_dist: Path) -> None:
    written = parse("".join(path.read_text("utf-8") for path in DOCUMENTS.glob("*.graphql")))
    parts = {node.name.value: print_ast(node) for node in written.definitions}
    operations = [name for name, text in parts.items() if not text.startswith("fragment")]
    manifest = page_trust(web_dist).documents
    built = sorted(signs([text]) for text in manifest.values())
    assert built == sorted(signs(whole(name, parts)) for name in operations)

    scripts = "".join(path.read_text("utf-8") for path in (web_dist / "assets").glob("*.js"))
    ids = set(re.findall(r"sha256:[0-9a-f]{64}", scripts))
    assert len(ids) > 10
    assert ids <= manifest.keys()
