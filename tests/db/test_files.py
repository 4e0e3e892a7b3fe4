"""Files are kept in a folder, in memory, or in a store that speaks S3: each by the same few words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from db.files import Files, FilesAwayError, files_at
from tests.support.processes import free_port
from tests.support.s3 import Bucket, bucket_served


@pytest_asyncio.fixture(params=["memory", "folder", "s3"])
async def files(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Files]:
    if request.param == "memory":
        yield Files()
    elif request.param == "folder":
        yield files_at(f"file://{tmp_path}/not there yet/files", {})
    else:
        async with bucket_served() as bucket:
            yield files_at("s3://photos/heyi", bucket.settings)


async def test_what_is_put_is_given_back_until_it_is_deleted(files: Files):
    await files.put("one.jpg", b"\xff\xd8 one")
    await files.put("two.jpg", b"\xff\xd8 two")
    assert await files.get("one.jpg") == b"\xff\xd8 one"
    await files.delete("one.jpg", "never.jpg")
    assert await files.get("one.jpg") is None
    assert await files.get("two.jpg") == b"\xff\xd8 two"


async def test_what_is_sent_to_a_store_is_signed_and_lies_below_the_prefix():
    async with bucket_served() as bucket:
        await files_at("s3://photos/heyi", bucket.settings).put("one.jpg", b"one")
        assert bucket.kept == {"/photos/heyi/one.jpg": b"one"}
        assert "Credential=the-key/" in bucket.signed[-1]
        assert bucket.settings["secret_access_key"] not in bucket.signed[-1]


async def test_a_store_that_is_away_is_said_to_be_so():
    away = Bucket(free_port())
    files = files_at("s3://photos", away.settings)
    for asked in (files.put("one.jpg", b"one"), files.get("one.jpg"), files.delete("one.jpg")):
        with pytest.raises(FilesAwayError):
            await asked


@pytest.mark.parametrize("url", ["https://example.org/files", "file://relative", "s3:///no-bucket", "var/files"])
def test_an_address_that_is_none_is_refused(url: str):
    with pytest.raises(ValueError, match="file:///a/folder"):
        files_at(url, {})


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(FilesAwayError, match="cannot be made"):
        files_at(f"file://{tmp_path}/file/below", {})
