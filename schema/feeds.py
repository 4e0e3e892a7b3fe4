"""What came of what residents asked for, as an Atom feed (RFC 4287) that any reader can follow."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.models.communities import Community
from db.models.resolutions import Resolution
from db.paging import Ask
from db.queries.polls import Standing
from db.queries.resolutions import Which
from db.streams import moment
from resolvers import communities
from resolvers.house import House
from resolvers.polls import watch
from resolvers.resolutions import reading
from rules.ids import Kind, key_of, public_id
from rules.resolutions import ResolutionKind
from schema.outcomes import Outcome
from schema.sentences.resolutions import FEED

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
NEWEST = 50
LANGUAGES = {"zh": "zh-CN", "en": "en"}
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADERS = {"Cache-Control": "public, max-age=60"}

ET.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is made of: a community, its newest resolutions with the polls that decided, and where it lies."""

    community: Community
    rows: Sequence[Resolution]
    polls: dict[UUID, Standing]
    language: str
    here: str
    root: str

    def reason(self, row: Resolution) -> str | None:
        """Why, or what was done, in the language of the feed."""
        standing = self.polls.get(row.poll_id) if row.poll_id else None
        if standing is None or row.kind is not ResolutionKind.DECISION:
            return row.detail
        outcome = Outcome.of(standing, self.language)
        return outcome.reason if outcome else None

    def page_of(self, row: Resolution) -> str:
        """The address of the page that tells more."""
        for folder, kind, key in (
            ("polls", Kind.POLL, row.poll_id),
            ("reports", Kind.REPORT, row.report_id),
            ("issues", Kind.ISSUE, row.issue_id),
        ):
            if key is not None:
                return f"{self.root}{folder}/{public_id(kind, key)}"
        return self.root


def feed_routes(house: House) -> Sequence[Route]:
    """`/feeds/resolutions.atom`, with `?community=<id>` for another than the oldest, and `?lang=en`. No names in it."""

    async def resolutions(request: Request) -> Response:
        language = request.query_params.get("lang", "zh")
        community = await community_of(house, request.query_params.get("community"))
        if community is None or language not in LANGUAGES:
            raise HTTPException(404, FEED["no_such"].zh)
        head = await reading.head(house, community.id)
        tag = f'"{community.id.hex}-{head}-{language}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={**HEADERS, "ETag": tag})
        feed = await _read(house, community, language, request)
        return Response(written(feed), headers={**HEADERS, "ETag": tag}, media_type="application/atom+xml")

    return [Route("/feeds/resolutions.atom", resolutions, methods=["GET"])]


async def community_of(house: House, wanted: str | None) -> Community | None:
    """The community with this public id, the oldest where none is named; None where there is no such."""
    if wanted is None:
        return await communities.home(house, None)
    key = key_of(Kind.COMMUNITY, wanted)
    return (await communities.load(house, [key])).get(key) if key else None


async def _read(house: House, community: Community, language: str, request: Request) -> Feed:
    page = await reading.listed(house, community.id, Which(), Ask(NEWEST))
    polls = await watch.load(house, {row.poll_id for row in page.rows if row.poll_id})
    return Feed(community, page.rows, dict(polls), language, str(request.url), str(request.base_url))


def written(feed: Feed) -> bytes:
    """The feed as it is sent."""
    said = {name: FEED[name].said(feed.language, community=feed.community.name) for name in ("title", "subtitle")}
    root = ET.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": LANGUAGES[feed.language]})
    _put(root, "id", f"urn:uuid:{feed.community.id}")
    _put(root, "title", said["title"])
    _put(root, "subtitle", said["subtitle"])
    _put(root, "updated", moment(feed.rows[0].at if feed.rows else feed.community.founded_at))
    _put(_put(root, "author"), "name", feed.community.name)
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.here)
    _put(root, "link", rel="alternate", type="text/html", href=feed.root)
    for row in feed.rows:
        _put_entry(root, feed, row)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _put_entry(root: ET.Element, feed: Feed, row: Resolution) -> None:
    entry = _put(root, "entry")
    _put(entry, "id", f"urn:uuid:{row.id}")
    _put(entry, "title", row.headline)
    _put(entry, "updated", moment(row.at))
    _put(entry, "published", moment(row.at))
    _put(entry, "link", rel="alternate", type="text/html", href=feed.page_of(row))
    label = FEED[row.kind.value].said(feed.language)
    _put(entry, "category", term=row.kind.value, label=label)
    _put(entry, "content", feed.reason(row) or label, type="text")


def _put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = NOT_IN_XML.sub("\ufffd", text)
    return element
