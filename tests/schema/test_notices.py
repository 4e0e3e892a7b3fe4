"""Notices as residents see them, and as nobody else does."""

from string import Formatter

import pytest

from resolvers.notices.streams import stream_of
from rules.grids import Trade
from rules.notices import KINDS
from schema.sentences.notices import NOTICES, TRADES, said
from tests.resolvers.test_notices import REPORT, told
from tests.support.house import Hall
from tests.support.server import Api

NOTICE = "id seq kind message toldAt read reportId whistleId issueId"
LISTED = f"""query($after: String) {{
  notices(first: 2, after: $after) {{ edges {{ node {{ {NOTICE} }} }} pageInfo {{ hasNextPage endCursor }} }}
  unreadNotices
}}"""
LIVE = f"subscription($after: Int) {{ notices(after: $after) {{ {NOTICE} }} }}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_that_finds_what_it_needs(kind: str):
    sentence = NOTICES[kind]
    for text in (sentence.zh, sentence.en):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= KINDS[kind]


def test_no_sentence_is_left_over():
    assert NOTICES.keys() == KINDS.keys()


def test_a_trade_has_a_name_in_both_languages():
    details = {"trade": "FIRE_SAFETY", "day": "2026-10-01"}
    assert said("skill.expires", "zh", details) == "您的消防安全培训到 2026-10-01 为止有效，请安排复训。"
    assert "for fire safety counts until 2026-10-01" in said("skill.expires", "en", details)
    assert TRADES.keys() == set(Trade)


async def three_told(hall: Hall) -> str:
    """Tells the first neighbour three times; gives their token."""
    mine = await hall.actor(hall.neighbours[0])
    for number in (1, 2, 3):
        await told(hall, mine.resident_id, number=number)
    return hall.neighbours[0].token


async def test_a_resident_reads_what_they_were_told_newest_first_in_their_language(hall: Hall, api: Api):
    token = await three_told(hall)
    found = await api.ask(LISTED, token, "zh")
    nodes = [edge["node"] for edge in found["notices"]["edges"]]
    assert [(node["seq"], node["message"], node["read"], node["reportId"], node["issueId"]) for node in nodes] == [
        (3, "已收到，正在处理。", False, f"{REPORT}3", None),
        (2, "已收到，正在处理。", False, f"{REPORT}2", None),
    ]
    assert (found["unreadNotices"], found["notices"]["pageInfo"]["hasNextPage"]) == (3, True)
    rest = await api.ask(LISTED, token, "en", after=found["notices"]["pageInfo"]["endCursor"])
    (last,) = [edge["node"] for edge in rest["notices"]["edges"]]
    assert (last["seq"], last["message"]) == (1, "We have received your report and are working on it.")


async def test_notices_are_marked_as_read(hall: Hall, api: Api):
    token = await three_told(hall)
    assert (await api.done("markNoticesRead", token, upTo=2))["unread"] == 1
    found = await api.ask(LISTED, token)
    assert [edge["node"]["read"] for edge in found["notices"]["edges"]] == [False, True]
    assert found["unreadNotices"] == 1
    assert (await api.do("markNoticesRead", None, upTo=2))["code"] == "SIGN_IN_REQUIRED"


async def test_notices_come_live_and_go_on_where_one_was(hall: Hall, api: Api):
    token = await three_told(hall)
    mine, other = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    async with api.socket(token) as socket, api.socket(hall.neighbours[1].token) as theirs, api.socket(token) as later:
        await socket.subscribe(LIVE)
        await theirs.subscribe(LIVE)
        await later.subscribe(LIVE, after=2)
        assert [(await socket.next())["seq"] for _ in range(3)] == [1, 2, 3]
        assert (await later.next())["seq"] == 3
        await told(hall, other.resident_id, number=7)
        await told(hall, mine.resident_id, number=8)
        assert (await socket.next())["reportId"] == f"{REPORT}8"
        assert (await later.next())["reportId"] == f"{REPORT}8"
        assert (await theirs.next())["reportId"] == f"{REPORT}7"


async def test_a_guest_is_told_nothing(hall: Hall, api: Api):
    await three_told(hall)
    found = await api.ask(LISTED)
    assert (found["notices"]["edges"], found["unreadNotices"]) == ([], 0)
    async with api.socket() as socket:
        await socket.subscribe(LIVE)
        assert (await socket.error())["extensions"]["code"] == "SIGN_IN_REQUIRED"


async def test_nobody_gets_at_what_another_was_told(hall: Hall, api: Api):
    token = await three_told(hall)
    notice = (await api.ask(LISTED, token))["notices"]["edges"][0]["node"]["id"]
    node = "query($id: ID!) { node(id: $id) { id } }"
    assert (await api.ask(node, token, id=notice))["node"] == {"id": notice}
    for other in (None, hall.neighbours[1].token, hall.staff.token, hall.admin.token):
        assert (await api.ask(node, other, id=notice))["node"] is None
        assert (await api.ask(LISTED, other))["notices"]["edges"] == []
    mine = (await hall.actor(hall.neighbours[0])).resident_id
    for subject in (stream_of(mine), mine.hex, f"resident_{mine.hex}", notice):
        assert (await api.http.get(f"/records/{subject}")).status_code == 404
        code, _ = await api.error("subscription($id: ID!) { decision(issueId: $id) { seq } }", id=subject)
        assert code
    assert mine.hex not in (await api.http.get("/records/keys")).text
