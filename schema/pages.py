"""Lists in pages, as Relay connections."""

from collections.abc import Callable
from typing import Generic, TypeVar

import strawberry

from db.paging import Ask, Cursor
from db.paging import Page as Rows
from schema.context import Context
from schema.transport.errors import ClientError

Item = TypeVar("Item")
Row = TypeVar("Row")

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
FIRST = f"How many to give, 1 to {LARGEST_PAGE}; {DEFAULT_PAGE} if not said."
AFTER = "Start after this cursor, taken from an earlier page."


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow after this page.")
    has_previous_page: bool = strawberry.field(description="Whether some came before this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first item; null on an empty page.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last item, to ask for the next page after."
    )


@strawberry.type(description="One item of a page, with the cursor that names its place.")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(description="Names this place in the list; opaque.")
    node: Item = strawberry.field(description="The item.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[Item]):
    edges: list[Edge[Item]] = strawberry.field(description="The items of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where this page lies in the list.")


def number_asked(first: int | None, argument: str = "first") -> int:
    """How many items are wanted. BAD_USER_INPUT outside 1 to 100."""
    wanted = DEFAULT_PAGE if first is None else first
    if not 1 <= wanted <= LARGEST_PAGE:
        raise ClientError("BAD_USER_INPUT", f"`{argument}` has to be from 1 to {LARGEST_PAGE}.")
    return wanted


def number_after(after: int | None) -> int:
    """The number to go on from; 0, the beginning, if not said. BAD_USER_INPUT where there can be no such number."""
    if after is not None and after < 0:
        raise ClientError("BAD_USER_INPUT", "`after` has to be 0 or the number of an entry.")
    return after or 0


def asked(first: int | None, after: str | None) -> Ask:
    """Which page is wanted. BAD_USER_INPUT for a cursor that is none of ours."""
    cursor = None if after is None else Cursor.read(after)
    if after is not None and cursor is None:
        raise ClientError("BAD_USER_INPUT", "`after` has to be a cursor from an earlier page.")
    return Ask(number_asked(first), cursor)


def connected(context: Context, page: Rows[Row], ask: Ask, show: Callable[[Row], Item]) -> Connection[Item]:
    """The page as clients see it."""
    context.spend(1 + len(page.rows))
    edges = [Edge(cursor=cursor, node=show(row)) for row, cursor in zip(page.rows, page.cursors, strict=True)]
    info = PageInfo(
        has_next_page=page.more,
        has_previous_page=ask.after is not None,
        start_cursor=page.cursors[0] if edges else None,
        end_cursor=page.cursors[-1] if edges else None,
    )
    return Connection(edges=edges, page_info=info)
