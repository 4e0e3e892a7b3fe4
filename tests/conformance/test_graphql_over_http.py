import asyncio
import json
from pathlib import Path

import pytest

from tests.schema.transport.hall import Hall, application, served

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "web" / "node_modules"


@pytest.fixture
def modules() -> Path:
    """The folder with the npm package graphql-http."""
    if not (MODULES / "graphql-http").is_dir():
        pytest.skip("the npm package graphql-http is not installed: make page")
    return MODULES


async def test_every_audit_of_graphql_http_passes(modules: Path):
    async with served(application(Hall())) as address:
        node = await asyncio.create_subprocess_exec(
            "node", HERE / "audit.mjs", modules, f"http://{address}/graphql", stdout=asyncio.subprocess.PIPE
        )
        output, _ = await asyncio.wait_for(node.communicate(), 60)
    audits = [json.loads(line) for line in output.splitlines()]
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61
    assert node.returncode == 0
