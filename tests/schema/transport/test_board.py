"""The notice board may be framed by those whom a setting names, and by nobody else."""

from pathlib import Path

import pytest

from tests.schema.transport.hall import opened


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name in ("index", "board"):
        (tmp_path / f"{name}.html").write_text(f"<title>{name}</title>")
    return tmp_path


def framing(policy: str) -> str:
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


async def test_nobody_frames_the_board_unless_a_setting_says_so(dist: Path):
    async with opened(dist=dist) as client:
        response = await client.http.get("/board")
    assert response.text == "<title>board</title>"
    assert framing(response.headers["content-security-policy"]) == "frame-ancestors 'none'"


async def test_those_named_may_frame_the_board_and_no_other_page(dist: Path):
    async with opened(dist=dist, board_framed_by=["https://wall.example.org", "http://192.0.2.7:8080"]) as client:
        board, page = await client.http.get("/board"), await client.http.get("/")
    policy = board.headers["content-security-policy"]
    assert framing(policy) == "frame-ancestors https://wall.example.org http://192.0.2.7:8080"
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert board.headers["x-content-type-options"] == "nosniff"
    assert framing(page.headers["content-security-policy"]) == "frame-ancestors 'none'"


async def test_the_board_has_one_address(dist: Path):
    async with opened(dist=dist, board_framed_by=["https://wall.example.org"]) as client:
        assert (await client.http.get("/board.html")).status_code == 404
        assert (await client.http.post("/board")).status_code == 405
        assert (await client.http.get("/board", headers={"Accept": "*/*"})).headers["cache-control"] == "no-cache"


async def test_without_a_build_the_board_says_so(tmp_path: Path):
    async with opened(dist=tmp_path) as client:
        response = await client.http.get("/board")
    assert response.status_code == 503
    assert "has not been built" in response.text
