"""Telling residents something, in the deed it is about."""

from collections.abc import Collection, Mapping
from typing import cast
from uuid import UUID

import orjson
from sqlalchemy import Table, insert

from db.models.notices import Notice
from db.streams import Addition
from resolvers.deed import Deed
from resolvers.notices.streams import stream_of
from rules.ids import Kind, public_id
from rules.notices import check_told

NEW = insert(cast("Table", Notice.__table__))


def tell(deed: Deed, resident_ids: Collection[UUID], kind: str, details: Mapping[str, str | int]) -> None:
    """One notice for each of them, however often they are named, written at the end of the deed.

    Raises ValueError for a kind that is not in `rules.notices.KINDS` and for one that lacks its details.
    """
    check_told(kind, details)
    text = orjson.dumps(dict(details), option=orjson.OPT_SORT_KEYS).decode()
    for resident_id in sorted(set(resident_ids)):
        key = deed.new_id()
        payload = {"noticeId": public_id(Kind.NOTICE, key), "kind": kind, "details": dict(details)}
        row = {"id": key, "resident_id": resident_id, "kind": kind, "details": text, "told_at": deed.now}
        deed.append_at_end(Addition(stream_of(resident_id), "notice.told", payload), NEW, **row)
