"""What staff look at in the bank of hours: helps on which two neighbours differ, and what somebody has."""

import pytest

from resolvers.hours import helping
from rules.ids import Kind, public_id
from tests.resolvers.hours.banking import agreed, neighbour
from tests.support.house import Hall, done
from tests.support.server import Api

DISPUTED = """query($after: String) { disputedHelps(first: 1, after: $after) { edges { node { id planned helperSaid
  helpedSaid helper { id } helped { id } post { text } } } pageInfo { hasNextPage endCursor } } }"""
HAS = "query($id: ID!) { residentHours(residentId: $id) { minutes floor supported opened } }"


async def says(hall: Hall, number: int, help_id, minutes: int) -> None:
    """A neighbour says how long a help took."""
    done(await helping.say(hall.house, await neighbour(hall, number), help_id, minutes))


async def disputed(hall: Hall, api: Api) -> list[dict[str, object]]:
    """All that wait for staff, page by page."""
    found: list[dict[str, object]] = []
    after = None
    while True:
        page = (await api.ask(DISPUTED, hall.staff.token, after=after))["disputedHelps"]
        found += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


async def test_helps_on_which_the_two_differ_wait_for_staff_until_they_have_decided(hall: Hall, api: Api):
    first, second = await agreed(hall, 0, 1), await agreed(hall, 2, 1)
    assert await disputed(hall, api) == []
    for row, helper in ((first, 0), (second, 2)):
        await says(hall, helper, row.id, 60)
    assert await disputed(hall, api) == []
    for row in (first, second):
        await says(hall, 1, row.id, 30)
    names = [public_id(Kind.HELP, row.id) for row in (first, second)]
    waiting = await disputed(hall, api)
    assert [each["id"] for each in waiting] == names
    assert (waiting[0]["helperSaid"], waiting[0]["helpedSaid"], waiting[0]["planned"]) == (60, 30, 60)
    assert waiting[0]["helper"] == {"id": hall.neighbours[0].resident_id}
    await api.done("decideHelp", hall.staff.token, helpId=names[0], minutes=45, reason="两边都问过了")
    await says(hall, 1, second.id, 60)
    assert await disputed(hall, api) == []


async def test_a_help_of_which_one_side_says_nothing_for_a_week_waits_too(hall: Hall, api: Api):
    row, quiet = await agreed(hall, 0, 1), await agreed(hall, 2, 1)
    await says(hall, 0, row.id, 60)
    hall.clock.turn(days=6, hours=23)
    assert await disputed(hall, api) == []
    hall.clock.turn(hours=2)
    (waiting,) = await disputed(hall, api)
    assert (waiting["id"], waiting["helpedSaid"]) == (public_id(Kind.HELP, row.id), None)
    assert quiet.helper_said is None


async def test_the_week_of_silence_begins_when_the_other_speaks(hall: Hall, api: Api):
    row = await agreed(hall, 0, 1)
    hall.clock.turn(days=8)
    await says(hall, 0, row.id, 60)
    decision = {"helpId": public_id(Kind.HELP, row.id), "minutes": 60, "reason": "问过了"}
    assert await disputed(hall, api) == []
    assert (await api.do("decideHelp", hall.staff.token, **decision))["code"] == "CONFLICT"
    hall.clock.turn(days=7)
    assert [each["id"] for each in await disputed(hall, api)] == [decision["helpId"]]
    await api.done("decideHelp", hall.staff.token, **decision)


async def test_staff_see_what_somebody_has_before_they_enter_more(hall: Hall, api: Api):
    who = hall.neighbours[0].resident_id
    before = (await api.ask(HAS, hall.staff.token, id=who))["residentHours"]
    assert before == {"minutes": 0, "floor": -300, "supported": False, "opened": False}
    await api.done("openHours", hall.staff.token, residentId=who, minutes=90, reason="老账本")
    await api.done("supportResident", hall.staff.token, residentId=who, supported=True)
    after = (await api.ask(HAS, hall.staff.token, id=who))["residentHours"]
    assert after == {"minutes": 90, "floor": -2_400, "supported": True, "opened": True}


@pytest.mark.parametrize("who", ["neighbour", "guest"])
async def test_neither_neighbours_nor_guests_see_them(hall: Hall, api: Api, who: str):
    token, code = (None, "SIGN_IN_REQUIRED") if who == "guest" else (hall.neighbours[1].token, "FORBIDDEN")
    assert (await api.error(DISPUTED, token))[0] == code
    assert (await api.error(HAS, token, id=hall.neighbours[0].resident_id))[0] == code
