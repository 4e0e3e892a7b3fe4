"""A photo as neighbours send it and see it again, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from rules.photos import MOST_BYTES
from schema import uploads
from tests.support.agreement import key
from tests.support.house import Hall
from tests.support.photos import EAST_GATE, HEIC, SECRET, jpeg, png, shown, webp
from tests.support.server import Api, serving

BODY = {"Content-Type": "image/jpeg"}


async def send(
    api: Api, token: str | None, content: bytes, *, language: str = "en", **more: Any
) -> tuple[int, dict[str, Any]]:
    """Status and answer for a photo that is the body."""
    headers = {"Accept-Language": language, **BODY, **more}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    response = await api.http.post("/uploads", content=content, headers=headers)
    return response.status_code, response.json()


async def send_form(api: Api, token: str, files: list[tuple[str, Any]], **data: str) -> tuple[int, dict[str, Any]]:
    """The same for a form."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    response = await api.http.post("/uploads", files=files, data=data, headers=headers)
    return response.status_code, response.json()


async def test_a_photo_is_sent_and_seen_again(hall: Hall, api: Api):
    status, photo = await send(api, hall.neighbours[0].token, jpeg())
    assert status == 201
    assert photo["__typename"] == "Photo"
    assert (photo["width"], photo["height"]) == (64, 48)
    assert photo["id"].startswith("photo_")
    assert photo["location"]["latitude"] == pytest.approx(EAST_GATE[0], abs=1e-6)
    assert photo["location"]["longitude"] == pytest.approx(EAST_GATE[1], abs=1e-6)
    for url in (photo["url"], photo["thumbnailUrl"]):
        response = await api.http.get(url)
        assert response.status_code == 200
        assert response.headers["content-type"] == "image/jpeg"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert SECRET.encode() not in response.content
        assert shown(response.content).size == (64, 48)
    assert (await api.http.head(photo["url"])).status_code == 200


@pytest.mark.parametrize("made", [jpeg, png, webp, HEIC.read_bytes])
async def test_every_kind_comes_in_a_form_whatever_it_is_called(hall: Hall, api: Api, made: Any):
    files = [("file", ("灯.txt", made(), "text/plain"))]
    status, photo = await send_form(api, hall.neighbours[0].token, files, note="东门的灯")
    assert status == 201, photo
    assert shown((await api.http.get(photo["url"])).content).format == "JPEG"


async def test_a_photo_that_does_not_say_where_it_was_taken_has_no_place(hall: Hall, api: Api):
    _, photo = await send(api, hall.neighbours[0].token, jpeg(exif=b""))
    assert photo["location"] is None


REFUSED = {
    "a page called a photo": (lambda: b"<html><script>alert(1)</script></html>", 422, "This is not a photo we can"),
    "a drawing called a photo": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        422,
        "This is not a photo we can",
    ),
    "a photo and a page": (lambda: jpeg() + b"<html><script>alert(1)</script>", 422, "There is something else inside"),
    "half a photo": (lambda: jpeg()[:700], 422, "The photo is incomplete or damaged"),
    "nothing": (lambda: b"", 422, "No photo has come"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_no_photo_gets_one_clear_sentence(hall: Hall, api: Api, name: str):
    made, status, beginning = REFUSED[name]
    found, refusal = await send(api, hall.neighbours[0].token, made())
    assert (found, refusal.keys()) == (status, {"__typename", "code", "message", "field"})
    assert (refusal["__typename"], refusal["code"], refusal["field"]) == ("Refusal", "INVALID", "photo")
    assert refusal["message"].startswith(beginning)
    _, said = await send(api, hall.neighbours[0].token, made(), language="zh-CN")
    assert said["message"].endswith("。")


async def test_nine_megabytes_are_refused_before_they_are_read(hall: Hall, api: Api):
    token = hall.neighbours[0].token
    status, refusal = await send(api, token, jpeg().ljust(9 * 1024 * 1024, b"\0"))
    assert (status, refusal["message"]) == (413, "The photo is too large; please choose one of at most 8 MB.")
    assert (await send_form(api, token, [("file", ("a.jpg", jpeg().ljust(MOST_BYTES + 1, b"\0"), "image/jpeg"))]))[
        0
    ] == 413
    assert (await send(api, token, jpeg().ljust(MOST_BYTES, b"\0")))[0] == 201


async def test_a_body_without_an_end_is_not_read_to_it(hall: Hall, api: Api):
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MOST_BYTES:
            sent += 65_536
            yield bytes(65_536)

    headers = {"Authorization": f"Bearer {hall.neighbours[0].token}", **BODY}
    try:
        response = await api.http.post("/uploads", content=endless(), headers=headers)
        assert response.status_code == 413
    except (httpx.WriteError, httpx.ReadError):
        pass  # the server hung up, as it may
    assert sent < 6 * MOST_BYTES


async def test_only_residents_send_photos_and_only_by_the_header(hall: Hall, api: Api):
    status, refusal = await send(api, None, jpeg())
    assert (status, refusal["code"], refusal["message"]) == (401, "SIGN_IN_REQUIRED", "Please sign in first.")
    assert (await send(api, "nobody", jpeg()))[0] == 401
    token = hall.neighbours[0].token
    assert (await send(api, None, jpeg(), Cookie=f"token={token}; Authorization=Bearer {token}"))[0] == 401


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json", "", "multipart/form-data"]
)
async def test_another_kind_of_body_is_refused(hall: Hall, api: Api, kind: str):
    status, answer = await send(api, hall.neighbours[0].token, jpeg(), **{"Content-Type": kind})
    assert (status, answer["errors"][0]["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_form_has_one_photo(hall: Hall, api: Api):
    token = hall.neighbours[0].token
    two = [("file", ("a.jpg", jpeg(), "image/jpeg")), ("file", ("b.jpg", jpeg(), "image/jpeg"))]
    assert (await send_form(api, token, two))[1]["message"] == "Please send one photo at a time."
    boundary = {"Content-Type": "multipart/form-data; boundary=x"}
    field = b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n'
    assert (await send(api, token, field, **boundary))[1]["message"] == "No photo has come; please choose one again."
    assert (await send(api, token, b"no form at all", **boundary))[0] == 400
    many = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 30 + b"--x--\r\n"
    assert (await send(api, token, many, **boundary))[0] == 400


async def test_other_methods_and_other_names_are_told_so(hall: Hall, api: Api):
    for method in ("GET", "PUT", "DELETE"):
        response = await api.http.request(method, "/uploads")
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
    for name in ("nothing.jpg", "..%2fheyi.db", "%2e%2e%2f%2e%2e%2fheyi.db", "a" * 32 + ".jpg", "a" * 32 + ".html", ""):
        assert (await api.http.get(f"/files/{name}")).status_code == 404


async def test_a_sixty_first_photo_has_to_wait(hall: Hall, api: Api):
    token = hall.neighbours[0].token
    answers = await asyncio.gather(*(send(api, token, b"nothing", language="zh") for _ in range(61)))
    late = [answer for status, answer in answers if status == 429]
    assert [(each["code"], each["message"]) for each in late] == [
        ("RATE_LIMITED", "照片传得太多了，请过 60 分钟再传。")
    ]


async def test_a_fourth_photo_of_one_resident_waits_unread_and_others_do_not(hall: Hall):
    one, other = hall.neighbours[:2]
    async with serving(hall, workers=1) as api:
        async with AsyncExitStack() as stack:
            for _ in range(3):
                await stack.enter_async_context(hall.house.door.of(key(one)))
            fourth = asyncio.create_task(send(api, one.token, jpeg()))
            assert (await send(api, other.token, jpeg()))[0] == 201
            assert not fourth.done()
        assert (await fourth)[0] == 201


async def test_a_photo_that_does_not_come_gives_its_place_back(hall: Hall, api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "ARRIVES_WITHIN", 0.2)

    async def stalled() -> AsyncIterator[bytes]:
        yield jpeg()[:100]
        await asyncio.sleep(3)

    headers = {**BODY, "Authorization": f"Bearer {hall.neighbours[0].token}"}
    response = await api.http.post("/uploads", content=stalled(), headers=headers, timeout=30)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (408, "REQUEST_TIMEOUT")
