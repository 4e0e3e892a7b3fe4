"""What came of things as everybody sees and follows it, guests too."""

import asyncio
import random

import pytest

from resolvers import seeding
from resolvers.deed import perform
from resolvers.polls import manage
from resolvers.resolutions.publishing import Done, publish
from rules.ids import Kind, key_of, public_id
from rules.issues import Stage
from rules.resolutions import Part
from tests.schema.test_statements import statements
from tests.support.agreement import key
from tests.support.deeds import foreigner
from tests.support.house import Hall, done
from tests.support.resolutions import adopted, department, published, report
from tests.support.server import Api, serving

LISTED = """
query($first: Int, $after: String, $department: ID, $kind: ResolutionKind, $community: ID) {
  resolutions(first: $first, after: $after, department: $department, kind: $kind, community: $community) {
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id seq kind headline reason at report { id } poll { id outcome { reason } } issue { id } department { name }
      adoption { suggestion done overdue department { name } progress { note } }
      thanks { part resident { displayName } }
    } }
  }
}"""
WATCHED = "subscription($after: Int) { resolutions(after: $after) { seq headline reason } }"
THANKED = "subscription { resolutions { seq thanks { resident { displayName } } } }"
NARROWED = "subscription($kind: ResolutionKind) { resolutions(kind: $kind) { seq } }"


async def nodes(api: Api, token: str | None = None, language: str = "en", **asked: object):
    edges = (await api.ask(LISTED, token, language, **asked))["resolutions"]["edges"]
    return [edge["node"] for edge in edges]


async def closed(hall: Hall):
    """A poll that a moderator closed."""
    standing = await hall.poll(await hall.issue(at=Stage.VOTING))
    return done(
        await manage.close_poll(hall.house, await hall.actor(hall.moderator), standing.poll.id, "大家都投过了。")
    )


async def test_a_guest_reads_a_decision_with_its_reason_in_their_language(hall: Hall, api: Api):
    poll = await closed(hall)
    (chinese,), (english,) = await nodes(api, language="zh"), await nodes(api)
    assert (chinese["kind"], chinese["headline"], chinese["seq"]) == ("DECISION", "修不修?", 1)
    assert chinese["reason"].endswith("主持人提前结束：大家都投过了。")
    assert english["reason"].endswith("A moderator closed it early: 大家都投过了。")
    assert english["poll"] == {"id": public_id(Kind.POLL, poll.poll.id), "outcome": {"reason": english["reason"]}}
    assert english["issue"]["id"] == public_id(Kind.ISSUE, poll.poll.issue_id)
    node = "query($id: ID!) { node(id: $id) { ... on Resolution { id seq } } }"
    assert (await api.ask(node, id=english["id"]))["node"] == {"id": english["id"], "seq": 1}


async def test_a_solved_report_is_shown_with_its_department_and_who_is_thanked(hall: Hall, api: Api):
    row, who = await report(hall), hall.neighbours[1]
    more = {"department_id": await department(hall), "detail": "换了新井盖。"}
    await published(hall, report_id=row.id, thanked=[(key(who), Part.REPORTED)], **more)
    (found,) = await nodes(api)
    assert (found["kind"], found["reason"], found["department"]) == ("SOLVED", "换了新井盖。", {"name": "市政所"})
    assert found["report"] == {"id": public_id(Kind.REPORT, row.id)}
    (thanks,) = found["thanks"]
    assert thanks["part"] == "REPORTED"


async def test_who_is_not_of_the_community_sees_no_place_and_nothing_that_is_not_solved(hall: Hall, api: Api):
    given = {"description": "我家门口井盖坏了", "photoIds": [], "latitude": 30.6012345, "longitude": 104.0054321}
    report_id = (await api.done("submitReport", hall.neighbours[0].token, input=given))["id"]
    row = key_of(Kind.REPORT, report_id)
    await published(hall, report_id=row)
    await adopted(hall, report_id=row)
    elsewhere = (await foreigner(hall)).community_id
    (stranger,) = await seeding.add_residents(hall.house, elsewhere, [seeding.Newcomer()])
    neighbour = hall.neighbours[1].token
    asked = "report { description latitude longitude question }"
    query = f"""query($community: ID!) {{
      resolutions(community: $community) {{ edges {{ node {{ kind {asked} }} }} }}
      adoptions(community: $community) {{ edges {{ node {{ {asked} }} }} }}
    }}"""
    community = public_id(Kind.COMMUNITY, hall.community_id)
    for token in (None, stranger.token, neighbour):
        answer = await api.ask(query, token, community=community)
        seen = {edge["node"]["kind"]: edge["node"]["report"] for edge in answer["resolutions"]["edges"]}
        adoption = answer["adoptions"]["edges"][0]["node"]["report"]
        if token == neighbour:
            assert seen["SOLVED"] == seen["SUGGESTION"] == adoption == {**seen["SOLVED"], "latitude": 30.6012345}
        else:
            words = {"description": "我家门口井盖坏了", "latitude": None, "longitude": None, "question": None}
            assert (seen["SOLVED"], seen["SUGGESTION"], adoption) == (words, None, None)


async def test_pages_follow_one_another_without_a_gap(hall: Hall, api: Api):
    for number in range(7):
        await published(hall, f"第 {number} 件")
    seen, after = [], None
    while True:
        page = (await api.ask(LISTED, first=3, after=after))["resolutions"]
        seen += [edge["node"]["seq"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert seen == list(range(7, 0, -1))


async def test_the_feed_is_narrowed_to_department_and_kind_and_to_a_community(hall: Hall, api: Api):
    office = public_id(Kind.DEPARTMENT, await department(hall))
    await published(hall, "修好了", department_id=await department(hall))
    assert await nodes(api, department=office) == []
    assert await nodes(api, department="nonsense") == []
    assert await nodes(api, kind="DECISION") == []
    assert len(await nodes(api, kind="SOLVED")) == 1
    elsewhere = public_id(Kind.COMMUNITY, (await foreigner(hall)).community_id)
    assert await nodes(api, community=elsewhere) == []
    assert len(await nodes(api, community=public_id(Kind.COMMUNITY, hall.community_id))) == 1
    assert await api.error(LISTED, community=office) == ("NOT_FOUND", "There is no such community.")


async def test_a_resident_of_another_community_sees_their_own_feed(hall: Hall, api: Api):
    stranger = await foreigner(hall)
    await perform(hall.house, lambda deed: publish(deed, Done(stranger.community_id, "邻村的事")))
    await published(hall, "这里的事")
    (mine,) = await nodes(api, hall.neighbours[0].token)
    assert mine["headline"] == "这里的事"


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_everything_after_a_number_comes_in_order_and_then_what_is_new(hall: Hall, api: Api, transport: str):
    for number in range(4):
        await published(hall, f"第 {number} 件")
    opened = api.events(WATCHED, after=2) if transport == "events" else api.socket()
    async with opened as watcher:
        if transport == "websocket":
            await watcher.subscribe(WATCHED, after=2)
        assert [(await watcher.next())["seq"] for _ in range(2)] == [3, 4]
        await closed(hall)
        fresh = await watcher.next()
    assert (fresh["seq"], fresh["headline"]) == (5, "修不修?")
    assert "大家都投过了。" in fresh["reason"]


async def test_nothing_is_lost_or_doubled_however_often_the_line_breaks(hall: Hall, api: Api):
    chance, finished = random.Random(12), asyncio.Event()

    async def go_on() -> int:
        written = 0
        while not finished.is_set():
            written = await published(hall)
        return written

    publishing, seen = asyncio.create_task(go_on()), list[int]()
    for _ in range(10):
        async with api.socket() as socket:
            await socket.subscribe(WATCHED, after=seen[-1] if seen else 0)
            seen += [(await socket.next())["seq"] for _ in range(chance.randrange(1, 6))]
            socket.tear()
    finished.set()
    written = await publishing
    async with api.socket() as socket:
        await socket.subscribe(WATCHED, after=seen[-1])
        while seen[-1] < written:
            seen.append((await socket.next())["seq"])
    assert seen == list(range(1, written + 1))


async def test_whoever_follows_one_kind_hears_of_no_other(hall: Hall, api: Api):
    async with api.socket() as socket:
        await socket.subscribe(NARROWED, kind="DECISION")
        await published(hall)
        await closed(hall)
        await published(hall)
        await closed(hall)
        assert [(await socket.next())["seq"] for _ in range(2)] == [2, 4]


async def test_a_hundred_kinds_of_one_thing_between_two_of_another_are_passed_over(hall: Hall, api: Api):
    await closed(hall)
    for _ in range(101):
        await published(hall)
    await closed(hall)
    async with api.socket() as socket:
        await socket.subscribe(NARROWED, kind="DECISION")
        assert [(await socket.next())["seq"] for _ in range(2)] == [1, 103]


@pytest.mark.parametrize("after", [-1, -(2**31)])
async def test_a_negative_number_is_a_clear_error(api: Api, after: int):
    async with api.socket() as socket:
        await socket.subscribe(WATCHED, after=after)
        problem = await socket.error()
    assert problem["extensions"]["code"] == "BAD_USER_INPUT"


async def test_who_says_no_is_named_to_nobody_who_asks_afterwards(hall: Hall, api: Api):
    who = hall.neighbours[1]
    await published(hall, report_id=(await report(hall)).id, thanked=[(key(who), Part.REPORTED)])
    asked = "{ credits { edges { node { part at resident { displayName } resolution { seq } } } } thanked }"
    before = await api.ask(asked, who.token)
    (named,) = [edge["node"] for edge in before["credits"]["edges"]]
    assert (named["part"], named["resolution"], before["thanked"]) == ("REPORTED", {"seq": 1}, True)
    async with api.socket() as socket:
        await socket.subscribe(THANKED)
        assert (await socket.next())["thanks"] == [{"resident": named["resident"]}]

    assert (await api.done("setThanked", who.token, thanked=False))["thanked"] is False

    after = await api.ask(asked, who.token)
    assert after == {"credits": {"edges": []}, "thanked": False}
    assert (await api.ask(asked))["thanked"] is None
    assert (await nodes(api))[0]["thanks"] == []
    async with api.socket() as socket:
        await socket.subscribe(THANKED)
        assert (await socket.next())["thanks"] == []
    again = await api.done("setThanked", who.token, thanked=True)
    assert again["thanked"] is True
    assert len((await nodes(api))[0]["thanks"]) == 1


async def test_of_many_who_took_part_as_many_are_named_as_are_asked_for(hall: Hall, api: Api):
    for people in (hall.neighbours[:1], hall.neighbours[:3]):
        thanked = [(key(who), Part.JOINED) for who in people]
        await published(hall, report_id=(await report(hall)).id, thanked=thanked)
    few = "{ resolutions { edges { node { thanks(first: 2) { part } all: thanks { part } } } } }"
    edges = (await api.ask(few))["resolutions"]["edges"]
    assert [(len(edge["node"]["thanks"]), len(edge["node"]["all"])) for edge in edges] == [(2, 3), (1, 1)]


async def test_what_the_feed_costs_the_database_does_not_grow_with_its_length(hall: Hall):
    costs = []
    async with serving(hall, workers=1) as api:
        for more in (1, 4):
            for _ in range(more):
                await closed(hall)
                await adopted(hall)
                await published(hall, report_id=(await report(hall)).id, thanked=[(key(hall.staff), Part.JOINED)])
            with statements(hall) as heard:
                found = await nodes(api)
            costs.append(len(heard))
    assert len(found) == 15
    assert costs[0] == costs[1]
