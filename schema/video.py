"""Where a meeting's video is and the key it is published with, as clients ask for them."""

from typing import Annotated
from urllib.parse import urlsplit

import strawberry
from strawberry import ID

from resolvers.meetings import video
from rules import refusals
from rules.ids import Kind
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.convening import MEETING_ID
from schema.meetings import Meeting
from schema.node import key_or_nobody, shown_id
from schema.refusals import Refusal, shown_or

SOME_HOST = "media.example.org"


@strawberry.type(description="The key to publish a meeting's video with. It is shown this once and never again.")
class PublishKey:
    meeting_id: ID = strawberry.field(description="The meeting.")
    key: str = strawberry.field(description="The key; the one before is good no more.")
    stream_key: str = strawberry.field(
        description="What OBS and cameras call the stream key: the meeting's id with the key behind it."
    )
    address: str = strawberry.field(
        description="A hint where to publish, if the media server is set up as in deploy/: by RTMP on the host of the"
        f" stream's address, or {SOME_HOST} where that is not known."
    )

    @classmethod
    def of(cls, meeting_id: ID, key: str, stream_url: str | None) -> "PublishKey":
        """The key with what is made of it."""
        host = urlsplit(stream_url).hostname if stream_url else None
        name = f"{meeting_id}?key={key}"
        return cls(meeting_id=meeting_id, key=key, stream_key=name, address=f"rtmp://{host or SOME_HOST}/live/{name}")


SetMeetingStreamResult = Annotated[
    Meeting | Refusal, strawberry.union("SetMeetingStreamResult", description="The meeting, or why not.")
]
NewPublishKeyResult = Annotated[
    PublishKey | Refusal, strawberry.union("NewPublishKeyResult", description="The key, or why not.")
]
URL = strawberry.argument(
    description="The address of the playlist (HLS): https:// or http:// and a path, at most 500 characters, without a"
    " name, a password or a query, on the page's own host or an origin in MEDIA_ORIGINS. Null: there is no video."
)


@strawberry.type
class VideoMutation:
    @strawberry.mutation(
        description="A moderator or somebody of the staff says where a meeting's video is. It goes into the record.",
        extensions=[SIGNED_IN],
    )
    async def set_meeting_stream(
        self, info: Asked, meeting_id: Annotated[ID, MEETING_ID], url: Annotated[str | None, URL] = None
    ) -> SetMeetingStreamResult:
        house, key = info.context.house, key_or_nobody(Kind.MEETING, meeting_id)
        result = await video.set_stream(house, acting(info), key, url, info.context.host)
        return shown_or(result, Meeting.of, info.context.language)

    @strawberry.mutation(
        description="A moderator or somebody of the staff makes the key to publish a meeting's video with; the one"
        " before is good no more, for whoever begins to publish from now on.",
        extensions=[SIGNED_IN],
    )
    async def new_publish_key(self, info: Asked, meeting_id: Annotated[ID, MEETING_ID]) -> NewPublishKeyResult:
        house, key = info.context.house, key_or_nobody(Kind.MEETING, meeting_id)
        result = await video.new_publish_key(house, acting(info), key)
        if isinstance(result, refusals.Refusal):
            return Refusal.of(result, info.context.language)
        meeting = await info.context.loaders.meetings.load(key)
        return PublishKey.of(shown_id(Kind.MEETING, key), result, meeting.stream_url if meeting else None)
