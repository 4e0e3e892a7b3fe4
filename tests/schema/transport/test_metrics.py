"""What is counted is told to whoever knows the token, and to nobody else."""

import httpx
import pytest

from tests.schema.transport.hall import Client, opened

TOKEN = "whoever scrapes knows this"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


async def counts(client: Client) -> dict[str, float]:
    """What is counted, by name and labels."""
    response = await client.http.get("/metrics", headers=SHOWN)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    lines = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(number) for name, _, number in lines}


async def test_without_a_token_in_the_settings_nothing_is_told():
    async with opened() as client:
        for headers in ({}, {"Authorization": "Bearer None"}, {"Authorization": "Bearer"}):
            assert (await client.http.get("/metrics", headers=headers)).status_code == 404


@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer 口令"])
async def test_whoever_does_not_show_the_token_is_told_nothing(shown: str | None):
    async with opened(metrics_token=TOKEN) as client:
        headers = httpx.Headers({} if shown is None else {"Authorization": shown.encode()})
        response = await client.http.get("/metrics", headers=headers)
    assert response.status_code == 401
    assert "heyi_" not in response.text


async def test_operations_are_counted_by_kind_and_outcome():
    asked = {
        ("query", "done"): "{ hello }",
        ("query", "errors"): "{ refused }",
        ("mutation", "done"): "mutation { add(number: 1) }",
    }
    async with opened(metrics_token=TOKEN) as client:
        before = await counts(client)
        for query in asked.values():
            await client.ask(query)
        after = await counts(client)
    changed = {name for name in after if name.startswith("heyi_operations_total") and after[name] > before.get(name, 0)}
    assert changed == {f'heyi_operations_total{{kind="{kind}",outcome="{outcome}"}}' for kind, outcome in asked}


async def test_errors_that_nobody_expected_are_counted():
    async with opened(metrics_token=TOKEN) as client:
        before = (await counts(client))["heyi_errors_total"]
        await client.ask("{ broken }")
        await client.ask("{ refused }")
        assert (await counts(client))["heyi_errors_total"] == before + 1


async def test_watchers_are_counted_while_they_watch():
    async with opened(metrics_token=TOKEN) as client:
        before = await counts(client)
        async with client.line() as line:
            await line.subscribe("1", "subscription { ticks }")
            await line.receive()
            during = await counts(client)
        await client.hall.until(watchers=0)
        after = await counts(client)
    assert during["heyi_watchers"] == before["heyi_watchers"] + 1
    assert during["heyi_frames_total"] == before["heyi_frames_total"] + 1
    assert after["heyi_watchers"] == before["heyi_watchers"]
