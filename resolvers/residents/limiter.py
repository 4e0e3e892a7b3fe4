"""How often a number or an address may ask."""

import logging
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

log = logging.getLogger(__name__)


class Limit(Enum):
    """What is limited, and how often it may happen within how many minutes."""

    CODES_PER_PHONE = RateLimitItemPerMinute(5, 10, namespace="codes-phone")
    CODES_PER_ADDRESS = RateLimitItemPerMinute(60, 10, namespace="codes-address")
    TRIES_PER_ADDRESS = RateLimitItemPerMinute(120, 10, namespace="tries-address")
    WRONG_KEYS_PER_ADDRESS = RateLimitItemPerMinute(60, 10, namespace="wrong-keys-address")
    PHOTOS_PER_RESIDENT = RateLimitItemPerMinute(60, 60, namespace="photos-resident")
    REPORTS_PER_RESIDENT = RateLimitItemPerMinute(20, 60, namespace="reports-resident")
    CONFIRMATIONS_PER_RESIDENT = RateLimitItemPerMinute(10, 24 * 60, namespace="confirmations-resident")
    SLOT_CODES_PER_RESIDENT = RateLimitItemPerMinute(20, 10, namespace="slot-codes-resident")
    TEAMS_PER_RESIDENT = RateLimitItemPerMinute(3, 24 * 60, namespace="teams-resident")
    NOMINEE_PHONES_PER_RESIDENT = RateLimitItemPerMinute(10, 60, namespace="nominee-phones-resident")
    PROPOSALS_PER_RESIDENT = RateLimitItemPerMinute(20, 24 * 60, namespace="help-proposals-resident")
    HELP_STEPS_PER_RESIDENT = RateLimitItemPerMinute(30, 24 * 60, namespace="help-steps-resident")
    GIFTS_PER_RESIDENT = RateLimitItemPerMinute(10, 24 * 60, namespace="gifts-resident")

    @property
    def minutes(self) -> int:
        """The length of the window."""
        item: RateLimitItem = self.value
        return item.get_expiry() // 60


def household(address: str) -> str:
    """What one caller's addresses have in common: an IPv6 connection comes with 2^64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address


class Limiter:
    """Counts in shared storage, so that every worker sees the same; in its own memory while that is away."""

    def __init__(self, url: str) -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = self._own
        self._connections: ConnectionPool | None = None
        if not url.startswith("memory://"):
            self._connections = ConnectionPool.from_url(url)  # by itself `limits` never closes any
            storage = RedisStorage(
                "redis://",
                wrap_exceptions=True,
                implementation="redispy",
                connection_pool=self._connections,  # type: ignore[arg-type]
            )
            self._shared = MovingWindowRateLimiter(storage)

    async def allows(self, limit: Limit, who: str) -> bool:
        """Whether it may happen once more; counts it when it may."""
        try:
            return await self._shared.hit(limit.value, who)
        except StorageError:
            log.warning("The shared counters are away; counting in this process.")
            return await self._own.hit(limit.value, who)

    async def close(self) -> None:
        """Lets go of every connection."""
        if self._connections is not None:
            await self._connections.aclose()
