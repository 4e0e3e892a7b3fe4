"""Stock Strawberry, as its documentation starts a server: `stock.py PORT DATA [cached] [DATABASE_URL]`."""

import sys
from pathlib import Path

import uvicorn
from hall import schema_of
from keeping import keeper
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

port, data, *more = sys.argv[1:]
addresses = [word for word in more if "://" in word]
schema = schema_of(Path(data), keeper(addresses[0]) if addresses else None)
if "cached" in more:
    schema.extensions = [ParserCache(maxsize=100), ValidationCache(maxsize=100)]
app = GraphQL(schema, graphql_ide=None)


class Server(uvicorn.Server):
    async def startup(self, sockets: list[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        print("up", flush=True)


Server(uvicorn.Config(app, port=int(port), loop="uvloop", http="httptools", log_level="warning")).run()
