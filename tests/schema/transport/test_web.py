import asyncio
from pathlib import Path

import pytest

from rules.maps import tiles_at
from tests.schema.transport.hall import Client, opened

INDEX = "<!doctype html><title>合议</title>"
BR = {"accept-encoding": "gzip, br"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(INDEX)
    (built / "graphiql.html").write_text("playground")
    (built / "favicon.svg").write_text("<svg/>")
    (built / "assets" / "app-1.js").write_text("export {}")
    (built / "assets" / "app-1.js.gz").write_bytes(b"zipped")
    (built / "assets" / "plain-1.css").write_text("p {}")
    (tmp_path / "secret.txt").write_text("secret")
    return built


async def test_every_answer_tells_browsers_what_is_allowed(client: Client):
    for path in ("/healthz", "/", "/graphql", "/assets/none.js"):
        headers = (await client.http.get(path)).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            **dict.fromkeys(
                ["script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src"], "'self'"
            ),
            "media-src": "'self' blob:",
            **dict.fromkeys(["frame-ancestors", "base-uri", "form-action"], "'none'"),
        }
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "camera=(self)" in headers["permissions-policy"]
        assert "geolocation=(self)" in headers["permissions-policy"]


async def test_video_may_be_loaded_from_the_origins_that_are_named_and_nothing_else_from_there():
    async with opened(media_origins=["https://video.example.org", "http://192.0.2.7:8888"]) as client:
        for path in ("/healthz", "/", "/graphql?query={hello}"):
            told = (await client.http.get(path)).headers["content-security-policy"]
            policy = dict(part.split(" ", 1) for part in told.split("; "))
            streams = "https://video.example.org http://192.0.2.7:8888"
            assert policy["connect-src"] == f"'self' {streams}"
            assert policy["media-src"] == f"'self' blob: {streams}"
            assert sum("example.org" in sources for sources in policy.values()) == 2


async def test_without_a_source_of_tiles_maps_have_none_and_pictures_come_from_here_alone():
    async with opened() as client:
        told = await client.http.get("/map.json")
        assert told.json() == {"tiles": None, "credit": ""}
        assert "img-src 'self';" in told.headers["content-security-policy"]


async def test_pictures_may_be_loaded_from_where_the_tiles_are_and_nothing_else_from_there():
    tiles = tiles_at("https://tiles.example.org/{z}/{x}/{y}.png", "© Tiles")
    async with opened(tiles=tiles) as client:
        told = await client.http.get("/map.json")
        assert told.json() == {"tiles": "https://tiles.example.org/{z}/{x}/{y}.png", "credit": "© Tiles"}
        for path in ("/map.json", "/graphql?query={hello}"):
            headers = (await client.http.get(path)).headers
            policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
            assert policy["img-src"] == "'self' https://tiles.example.org"
            assert sum("example.org" in sources for sources in policy.values()) == 1


async def test_the_page_answers_for_every_address_of_its_own(dist: Path):
    async with opened(dist=dist) as client:
        for path in ("/", "/issues", "/issues/42/polls", "/index.html"):
            response = await client.http.get(path)
            assert (response.status_code, response.text) == (200, INDEX)
            assert response.headers["content-type"] == "text/html; charset=utf-8"
            assert response.headers["cache-control"] == "no-cache"
            again = await client.http.get(path, headers={"if-none-match": response.headers["etag"]})
            assert again.status_code == 304
            assert again.headers["cache-control"] == "no-cache"


async def test_other_files_of_the_build_are_served_and_unknown_ones_are_not_the_page(dist: Path):
    async with opened(dist=dist) as client:
        assert (await client.http.get("/favicon.svg")).text == "<svg/>"
        assert (await client.http.get("/robots.txt")).status_code == 404
        assert (await client.http.post("/")).status_code == 405


async def test_the_playground_has_no_second_address_that_cannot_be_switched_off(dist: Path):
    async with opened(dist=dist, graphiql_html=None) as client:
        assert (await client.http.get("/graphiql.html")).status_code == 404


async def test_assets_are_kept_for_a_year_and_sent_compressed_when_there_is_such_a_file(dist: Path):
    async with opened(dist=dist) as client:
        request = client.http.build_request("GET", "/assets/app-1.js", headers=BR)
        response = await client.http.send(request, stream=True)
        assert b"".join([part async for part in response.aiter_raw()]) == b"zipped"
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["content-type"].startswith("text/javascript")
        assert response.headers["vary"].startswith("Accept-Encoding")
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        plain = await client.http.get("/assets/app-1.js", headers={"accept-encoding": "identity"})
        assert plain.text == "export {}"
        assert (await client.http.get("/assets/plain-1.css", headers=BR)).text == "p {}"


async def test_unknown_assets_are_404_and_not_kept(dist: Path):
    async with opened(dist=dist) as client:
        response = await client.http.get("/assets/app-2.js")
        assert response.status_code == 404
        assert "immutable" not in response.headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "//secret.txt",
    ],
)
async def test_nothing_outside_the_build_is_served(dist: Path, path: str):
    async with opened(dist=dist) as client:
        host, port = client.address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        assert b"secret" not in answer
        assert answer.split()[1] == b"404"


async def test_without_a_build_one_sentence_says_what_to_do(client: Client):
    response = await client.http.get("/issues")
    assert (response.status_code, response.text) == (503, "The page has not been built yet: run `make run`.\n")
    assert (await client.http.get("/assets/app-1.js")).status_code == 404


async def test_health_is_that_the_process_answers_and_readiness_that_work_can_be_done(client: Client):
    assert (await client.http.get("/healthz")).status_code == 200
    assert (await client.http.get("/readyz")).status_code == 200
    client.hall.ready = False
    assert (await client.http.get("/healthz")).status_code == 200
    assert (await client.http.get("/readyz")).status_code == 503


async def test_pages_of_other_origins_may_call_only_when_allowed():
    async with opened(allowed_origins=["https://friends.example"]) as client:
        asked = {
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type",
        }
        friend = await client.http.options("/graphql", headers={"origin": "https://friends.example", **asked})
        assert friend.status_code == 200
        assert friend.headers["access-control-allow-origin"] == "https://friends.example"
        assert "access-control-allow-credentials" not in friend.headers
        foe = await client.http.options("/graphql", headers={"origin": "https://foes.example", **asked})
        assert foe.status_code == 400
        assert "access-control-allow-origin" not in foe.headers
        answer = await client.post(b'{"query": "{ hello }"}', origin="https://foes.example")
        assert "access-control-allow-origin" not in answer.headers


async def test_an_allowed_origin_that_is_none_stops_the_start():
    with pytest.raises(ValueError, match="friends"):
        async with opened(allowed_origins=["https://friends.example/path"]):
            pass
