"""Activities as iCalendar files (RFC 5545) that any calendar can follow: all of a community's, and one's own slots."""

from collections.abc import Sequence

from icalendar import Calendar, Event
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.models.activities import Activity, Slot
from resolvers.activities import reading
from resolvers.house import House
from rules.activities import Standing
from rules.ids import Kind, public_id
from schema.feeds import LANGUAGES, community_of
from schema.sentences.activities import CALENDAR, OCCASIONS

PUBLIC, PRIVATE = "public, max-age=60", "private, no-store"


def calendar_routes(house: House) -> Sequence[Route]:
    """`/calendars/activities.ics`, with `?community=<id>` for another than the oldest, and `?lang=en`; nobody is named.

    `/calendars/mine/<secret>.ics` is one's own, at the address made for it.
    """

    async def activities(request: Request) -> Response:
        language = _language(request)
        community = await community_of(house, request.query_params.get("community"))
        if community is None:
            raise HTTPException(404, CALENDAR["no_such"].zh)
        calendar = _begun(CALENDAR["all"].said(language, community=community.name))
        for activity, slot in await reading.calendar(house, community.id):
            calendar.add_component(_event(activity, slot, request, language))
        return _sent(calendar, PUBLIC)

    async def mine(request: Request) -> Response:
        language = _language(request)
        rows = await reading.own_calendar(house, request.path_params["secret"])
        if rows is None:
            raise HTTPException(404, CALENDAR["no_such"].zh)
        calendar = _begun(CALENDAR["mine"].said(language))
        for activity, slot, row in rows:
            waits = row.standing is Standing.WAITING
            calendar.add_component(_event(activity, slot, request, language, waits=waits))
        return _sent(calendar, PRIVATE)

    return [
        Route("/calendars/activities.ics", activities, methods=["GET"]),
        Route("/calendars/mine/{secret}.ics", mine, methods=["GET"]),
    ]


def _language(request: Request) -> str:
    language = request.query_params.get("lang", "zh")
    if language not in LANGUAGES:
        raise HTTPException(404, CALENDAR["no_such"].zh)
    return language


def _begun(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Heyi//Heyi//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def _event(activity: Activity, slot: Slot, request: Request, language: str, *, waits: bool = False) -> Event:
    event, off = Event(), activity.called_off_at
    if off and off >= slot.ends_at:
        off = None  # this slot took place
    event.add("uid", f"urn:uuid:{slot.id}")
    event.add("dtstamp", off or activity.planned_at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("summary", CALENDAR["waiting"].said(language, title=activity.title) if waits else activity.title)
    event.add("description", (off and activity.calling_off_reason) or activity.description)
    event.add("location", activity.place)
    event.add("categories", [OCCASIONS[activity.occasion].said(language)])
    event.add("url", f"{request.base_url}activities/{public_id(Kind.ACTIVITY, activity.id)}")
    event.add("sequence", 1 if off else 0)
    event.add("status", "CANCELLED" if off else "TENTATIVE" if waits else "CONFIRMED")
    return event


def _sent(calendar: Calendar, kept: str) -> Response:
    return Response(calendar.to_ical(), headers={"Cache-Control": kept}, media_type="text/calendar")
