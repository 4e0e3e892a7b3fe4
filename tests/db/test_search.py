"""Finding issues by what they say, in Chinese and otherwise."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.issues import Issue
from db.search import asked_terms, index_issue, matching, stored_terms
from db.session import Database
from rules.issues import Stage
from tests.support.writing import NOON, add, community, write

COMMUNITY = UUID(int=1)
HAN = st.text(st.sampled_from("垃圾坏桶路灯𠮷々〇"), min_size=1, max_size=8)


async def kept(database: Database, *texts: tuple[str, str]) -> None:
    """Issues with these titles and descriptions."""
    await add(database, community(key=COMMUNITY))

    async def work(session: AsyncSession) -> None:
        for title, description in texts:
            row = Issue(
                id=uuid4(),
                community_id=COMMUNITY,
                title=title,
                description=description,
                stage=Stage.PROPOSED,
                raised_by=None,
                raised_at=NOON,
            )
            session.add(row)
            await session.flush()
            await index_issue(session, row.id, title, description)

    await write(database, work)


async def found(database: Database, search: str) -> list[str]:
    """The titles of what is found."""
    async with database.read() as session:
        return sorted(row.title for row in await session.scalars(matching(select(Issue), search)))


@pytest.mark.parametrize(
    ("search", "titles"),
    [
        ("垃圾", ["垃圾坏"]),
        ("圾坏", ["垃圾坏"]),
        ("坏垃", []),
        ("坏", ["垃圾坏", "路灯坏了"]),
        ("垃圾坏", ["垃圾坏"]),
        ("路灯坏了", ["路灯坏了"]),
        ("路灯 东门", ["路灯坏了"]),
        ("路灯,东门", ["路灯坏了"]),
        ("路灯 垃圾", []),
        ("灯路", []),
        ("𠮷", ["土字头的𠮷"]),
        ("𠮷野", []),
        ("的𠮷", ["土字头的𠮷"]),
        ("人人", ["人人参加"]),
    ],
)
async def test_chinese_is_found_by_any_sign_and_any_pair_of_neighbours(
    database: Database, search: str, titles: list[str]
):
    texts = (("垃圾坏", "三号楼前"), ("路灯坏了", "东门"), ("土字头的𠮷", "一个字"), ("人人参加", "大家来"))
    await kept(database, *texts)
    assert await found(database, search) == titles


async def test_a_longer_word_is_found_only_where_it_stands_as_it_is(database: Database):
    await kept(
        database, ("充电棚", "电动车"), ("充电宝和电棚子", "别的"), ("棚子", "充电和电棚"), ("通知", "建充电棚吧")
    )
    assert await found(database, "充电棚") == sorted(["充电棚", "通知"])


async def test_a_word_across_title_and_description_is_none(database: Database):
    await kept(database, ("充电", "棚子"))
    assert await found(database, "电棚") == []
    assert await found(database, "充电棚") == []
    assert await found(database, "充电 棚子") == ["充电"]


@pytest.mark.parametrize(
    ("search", "there"),
    [
        ("wifi", True),
        ("WIFI", True),
        ("ＷｉＦｉ", True),
        ("wi", False),
        ("wifi信号", True),
        ("信号", True),
        ("3", True),
        ("3号", True),
        ("３号楼", True),
        ("12", False),
        ("caf\u00e9", True),
        ("cafe\u0301", True),
        ("cafe", False),
        ("strasse", True),
        ("STRAßE", True),
    ],
)
async def test_other_words_are_found_whole_whatever_their_case_and_width(database: Database, search: str, there: bool):
    await kept(database, ("WiFi 信号", "3号楼 120 caf\u00e9 Straße"))
    assert bool(await found(database, search)) == there


@pytest.mark.parametrize(
    "search", ["%", "_", "%%", "路_", "路%灯", "*", '"', "'", "\\", "!?。,", " ", "😀", "\x00", "-"]
)
async def test_signs_that_mean_something_to_databases_mean_nothing_here(database: Database, search: str):
    """What has no word in it finds nothing, and what has one finds that word."""
    await kept(database, ("路灯坏了", "100% of_it 😀"), ("别的", "没有"))
    expected = ["路灯坏了"] if "路" in search else []
    assert await found(database, search) == expected


async def test_what_stands_between_long_words_is_taken_as_it_is(database: Database):
    await kept(database, ("路灯坏", "了"), ("路%坏", "了"))
    assert await found(database, "路灯坏%") == ["路灯坏"]
    assert await found(database, "_路灯坏") == ["路灯坏"]


async def test_very_long_words_and_texts_can_be_kept_and_found(database: Database):
    await kept(database, ("长", "a" * 5_000 + " " + "很长的话" * 1_000))
    assert await found(database, "a" * 5_000) == ["长"]
    assert await found(database, "话很长的") == ["长"]


@given(HAN, HAN, HAN)
def test_every_part_of_a_chinese_text_is_among_what_it_is_found_by(before: str, part: str, after: str):
    assert asked_terms(part) <= stored_terms(before + part + after)


@given(st.text())
def test_a_text_is_found_by_itself(text: str):
    assert asked_terms(text) <= stored_terms(text)
    assert all(0 < len(term) <= 40 for term in stored_terms(text))
