"""Staff find residents by how their name begins, and by the building they live in."""

import pytest

from db.paging import Ask, Cursor, Page
from db.queries.residents import Which
from resolvers.residents import care
from rules.refusals import Code
from tests.resolvers.guards.door import household
from tests.support.deeds import refused
from tests.support.house import Hall, done

NAMES = ("王秀英", "王建国", "李王", "Wang", "wang", "50%_")


async def found(hall: Hall, **which: object) -> set[str]:
    """The names of those whom staff find."""
    page = await care.listed(hall.house, await hall.actor(hall.staff), Which(**which), Ask(50))  # type: ignore[arg-type]
    assert isinstance(page, Page)
    return {row.display_name for row in page.rows}


@pytest.mark.parametrize(
    ("start", "names"),
    [
        ("王", {"王秀英", "王建国"}),
        ("王建", {"王建国"}),
        ("建国", set()),
        ("W", {"Wang"}),
        ("50%_", {"50%_"}),
        ("%", set()),
        ("_", set()),
    ],
)
async def test_names_are_found_by_how_they_begin(hall: Hall, start: str, names: set[str]):
    for name in NAMES:
        done(await care.register(hall.house, await hall.actor(hall.staff), name))
    assert await found(hall, name=start) == names


async def test_those_of_a_building_are_found_together_with_their_name_or_without(hall: Hall):
    staff = await hall.actor(hall.staff)
    wang, li, away = [done(await care.register(hall.house, staff, name)) for name in ("王一", "李一", "王二")]
    building, _ = await household(hall, 2, [wang.id, li.id])
    other, _ = await household(hall, 1, [away.id], code="8")
    assert await found(hall, building_id=building) == {"王一", "李一"}
    assert await found(hall, building_id=building, name="王") == {"王一"}
    assert await found(hall, building_id=other) == {"王二"}


async def test_a_page_goes_on_where_the_last_one_ended(hall: Hall):
    staff = await hall.actor(hall.staff)
    for number in range(5):
        done(await care.register(hall.house, staff, f"曾{number}"))
    seen: list[str] = []
    ask = Ask(2)
    while True:
        page = await care.listed(hall.house, staff, Which(name="曾"), ask)
        assert isinstance(page, Page)
        seen += [row.display_name for row in page.rows]
        if not page.more:
            break
        ask = Ask(2, Cursor.read(page.cursors[-1]))
    assert seen == ["曾4", "曾3", "曾2", "曾1", "曾0"]


async def test_nobody_but_staff_looks_for_residents(hall: Hall):
    refused(await care.listed(hall.house, await hall.actor(hall.moderator), Which(name="王"), Ask(5)), Code.FORBIDDEN)
