"""The two ways Heyi is run: one process on SQLite, and PostgreSQL with Redis."""

from dataclasses import dataclass

import redis

KINDS = ("sqlite+memory", "postgres+redis")


@dataclass(frozen=True, slots=True)
class Backend:
    """Where one test keeps its data and its bus."""

    name: str
    database_url: str
    bus_url: str


def clear_bus(url: str) -> None:
    """Empties the Redis database that the address names."""
    with redis.Redis.from_url(url) as client:
        client.flushdb()
