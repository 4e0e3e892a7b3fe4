"""What the page is told about the picture under its maps."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.maps import Tiles

PATH = "/map.json"


def map_route(tiles: Tiles | None) -> Route:
    """`GET /map.json`: {"tiles": an address with the gaps {z}, {x} and {y}, or null, "credit": whom to credit}."""
    content = orjson.dumps({"tiles": tiles and tiles.address, "credit": tiles.credit if tiles else ""})

    async def told(_request: Request) -> Response:
        return Response(content, headers={"Cache-Control": "no-cache"}, media_type="application/json")

    return Route(PATH, told)
