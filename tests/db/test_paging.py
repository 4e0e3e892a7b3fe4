"""Pages by keyset: each row once, whatever the times say."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.models.issues import Issue
from db.paging import Ask, Cursor, Page, page
from db.session import Database
from rules.issues import Stage
from tests.support.writing import NOON, add, community

COMMUNITY = UUID(int=1)
ROWS = 300


def issue(key: UUID, at: datetime) -> Issue:
    words = {"title": "路灯", "description": "坏了"}
    return Issue(id=key, community_id=COMMUNITY, stage=Stage.PROPOSED, raised_at=at, raised_by=None, **words)


async def turned(database: Database, ask: Ask, *, newest_first: bool) -> Page[Issue]:
    async with database.read() as session:
        return await page(session, select(Issue), Issue.raised_at, Issue.id, ask, newest_first=newest_first)


async def walked(database: Database, sizes: random.Random, *, newest_first: bool) -> list[Issue]:
    """All rows, page by page, each page of another size."""
    rows: list[Issue] = []
    after = None
    while True:
        found = await turned(database, Ask(sizes.randint(1, 60), after), newest_first=newest_first)
        rows += found.rows
        assert len(found.cursors) == len(found.rows)
        if not found.more:
            return rows
        after = Cursor.read(found.cursors[-1])
        assert after is not None


@pytest.mark.parametrize("moments", [1, 7, ROWS])
async def test_all_pages_together_are_every_row_once_and_in_order(database: Database, moments: int):
    chance = random.Random(moments)
    times = [NOON + timedelta(microseconds=chance.randrange(moments)) for _ in range(ROWS)]
    issues = [issue(UUID(int=chance.getrandbits(128)), at) for at in times]
    await add(database, community(key=COMMUNITY))
    await add(database, *issues)
    expected = sorted((row.raised_at, row.id) for row in issues)
    for newest_first in (False, True):
        found = await walked(database, chance, newest_first=newest_first)
        assert [(row.raised_at, row.id) for row in found] == (expected[::-1] if newest_first else expected)


async def test_a_page_knows_whether_more_follow(database: Database):
    await add(database, community(key=COMMUNITY))
    await add(database, *(issue(UUID(int=number), NOON) for number in range(1, 6)))
    for first, more in ((4, True), (5, False), (6, False)):
        found = await turned(database, Ask(first), newest_first=True)
        assert (len(found.rows), found.more) == (min(first, 5), more)


@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_cursor_at_the_end_of_all_time_is_an_empty_or_a_whole_page(database: Database, newest_first: bool):
    await add(database, community(key=COMMUNITY))
    await add(database, *(issue(UUID(int=number), NOON) for number in range(1, 6)))
    earliest = Cursor(datetime.min.replace(tzinfo=UTC), UUID(int=0))
    latest = Cursor(datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
    nothing, everything = (earliest, latest) if newest_first else (latest, earliest)
    assert (await turned(database, Ask(10, nothing), newest_first=newest_first)).rows == []
    assert len((await turned(database, Ask(10, everything), newest_first=newest_first)).rows) == 5


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_can_be_read_again(at: datetime, key: UUID):
    assert Cursor.read(str(Cursor(at, key))) == Cursor(at, key)


@given(st.text() | st.from_regex(r"[A-Za-z0-9_\-]{32}", fullmatch=True) | st.from_regex(r"[A-Za-z0-9_\-=+/]{28,36}"))
def test_any_other_text_is_no_cursor_and_no_error(text: str):
    found = Cursor.read(text)
    assert found is None or Cursor.read(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "A", "AAAA", "路灯", "A" * 31, "A" * 33, "A" * 31 + "!", "=" * 32, "f" + "_" * 31]
)
def test_what_we_never_gave_out_is_no_cursor(text: str):
    assert Cursor.read(text) is None
