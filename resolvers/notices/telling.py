"""Telling residents something, in the deed it is about."""

from collections.abc import Collection, Mapping
from uuid import UUID

import orjson

from db.models.notices import Notice
from db.streams import Addition
from resolvers.deed import Deed
from resolvers.notices.streams import stream_of
from rules.ids import Kind, public_id
from rules.notices import check_told


async def tell(deed: Deed, resident_ids: Collection[UUID], kind: str, details: Mapping[str, str | int]) -> None:
    """One notice for each of them, however often they are named.

    Raises ValueError for a kind that is not in `rules.notices.KINDS` and for one that lacks its details.
    """
    check_told(kind, details)
    told = {resident_id: deed.new_id() for resident_id in sorted(set(resident_ids))}
    if not told:
        return
    numbers = await deed.append_all(
        [
            Addition(
                stream_of(resident_id),
                "notice.told",
                {"noticeId": public_id(Kind.NOTICE, notice_id), "kind": kind, "details": dict(details)},
            )
            for resident_id, notice_id in told.items()
        ]
    )
    text = orjson.dumps(dict(details), option=orjson.OPT_SORT_KEYS).decode()
    deed.session.add_all(
        [
            Notice(
                id=notice_id, resident_id=resident_id, seq=seq, kind=kind, details=text, told_at=deed.now, read_at=None
            )
            for (resident_id, notice_id), seq in zip(told.items(), numbers, strict=True)
        ]
    )
