"""What came of things as an Atom feed, read by a reader that is not ours."""

import xml.etree.ElementTree as ET

import feedparser
import pytest

from resolvers.polls import manage
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.resolutions import Part
from tests.support.agreement import key
from tests.support.deeds import foreigner
from tests.support.house import Hall, done
from tests.support.resolutions import published, report
from tests.support.server import Api

FEED = "/feeds/resolutions.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


async def read(api: Api, **asked: str):
    response = await api.http.get(FEED, params=asked)
    assert response.status_code == 200
    parsed = feedparser.parse(response.content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return parsed


async def test_a_reader_finds_every_resolution_newest_first_with_reason_and_page(hall: Hall, api: Api):
    poll = await hall.poll(await hall.issue(at=Stage.VOTING))
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll.poll.id, "大家都投过了。"))
    row = await report(hall)
    await published(hall, report_id=row.id, detail="换了新井盖。", thanked=[(key(hall.neighbours[1]), Part.REPORTED)])
    parsed = await read(api)
    assert parsed.feed.title.endswith("：说了就有结果")
    assert parsed.feed.language == "zh-CN"
    solved, decided = parsed.entries
    assert (solved.title, solved.content[0].value, solved.tags[0].term) == ("井盖修好了", "换了新井盖。", "SOLVED")
    assert solved.link.endswith(f"/reports/{public_id(Kind.REPORT, row.id)}")
    assert (decided.title, decided.tags[0].label) == ("修不修?", "大家定的")
    assert decided.content[0].value.endswith("主持人提前结束：大家都投过了。")
    assert decided.link.endswith(f"/polls/{public_id(Kind.POLL, poll.poll.id)}")
    assert solved.updated_parsed >= decided.updated_parsed
    assert parsed.feed.updated == solved.updated
    assert len({entry.id for entry in parsed.entries}) == 2


async def test_nobody_is_named_in_a_feed_since_readers_keep_what_they_have_read(hall: Hall, api: Api):
    row = await report(hall)
    await published(hall, report_id=row.id, thanked=[(key(hall.neighbours[1]), Part.REPORTED)])
    named = "query($id: ID!) { node(id: $id) { ... on Resident { displayName } } }"
    name = (await api.ask(named, id=hall.neighbours[1].resident_id))["node"]["displayName"]
    assert name not in (await api.http.get(FEED)).text


async def test_a_feed_has_all_that_the_standard_asks_for_even_while_it_is_empty(hall: Hall, api: Api):
    response = await api.http.get(FEED)
    assert response.headers["content-type"] == "application/atom+xml"
    root = ET.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    assert [len(root.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    (self_link,) = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert self_link.get("href", "").startswith(f"http://{api.address}{FEED}")
    await published(hall)
    entry = ET.fromstring((await api.http.get(FEED)).content).find(f"{ATOM}entry")
    assert entry is not None
    assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated", "content")] == [1, 1, 1, 1]


async def test_signs_that_xml_cannot_hold_do_not_break_the_feed(hall: Hall, api: Api):
    await published(hall, "灯 <b>&\ufffe\uffff 好了 😀", detail="a]]>b\u0085")
    (entry,) = (await read(api)).entries
    assert entry.title_detail.value.startswith("灯 <b>&")
    assert "😀" in entry.title


async def test_a_reader_that_has_the_newest_is_told_so_until_something_comes(hall: Hall, api: Api):
    await published(hall)
    first = await api.http.get(FEED)
    known = {"If-None-Match": first.headers["etag"]}
    again = await api.http.get(FEED, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    await published(hall, "又一件")
    fresh = await api.http.get(FEED, headers=known)
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != first.headers["etag"]


async def test_another_language_and_another_community_are_named_in_the_address(hall: Hall, api: Api):
    await published(hall)
    english = await read(api, lang="en")
    assert english.feed.title.endswith(": what came of it")
    assert english.entries[0].tags[0].label == "Solved"
    elsewhere = public_id(Kind.COMMUNITY, (await foreigner(hall)).community_id)
    assert (await read(api, community=elsewhere)).entries == []


@pytest.mark.parametrize("asked", [{"community": "nonsense"}, {"community": "community_" + "0" * 32}, {"lang": "fr"}])
async def test_a_feed_that_is_not_there_is_not_found(api: Api, asked: dict[str, str]):
    assert (await api.http.get(FEED, params=asked)).status_code == 404
