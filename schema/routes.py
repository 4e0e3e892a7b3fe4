"""What there is besides GraphQL: records and transcripts, media servers' questions, photos, moderators' microphones."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from resolvers.house import House
from schema.audio import audio_routes
from schema.calendars import calendar_routes
from schema.feeds import feed_routes
from schema.media import media_routes
from schema.records import record_routes
from schema.transcripts import transcript_routes
from schema.uploads import upload_routes


def routes_of(house: House, allowed_origins: Sequence[str] = ()) -> Sequence[BaseRoute]:
    """All of them; pages of the allowed origins may open sockets as well."""
    return [
        *record_routes(house),
        *transcript_routes(house),
        *feed_routes(house),
        *calendar_routes(house),
        *media_routes(house),
        *upload_routes(house),
        *audio_routes(house, allowed_origins),
    ]
