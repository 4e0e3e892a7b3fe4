"""How to bear something that is away for a while: say so once, and ask again at growing intervals."""

import logging
from dataclasses import dataclass, field

from realtime.metrics import OUTAGES

log = logging.getLogger(__name__)

FIRST_WAIT = 0.05
LONGEST_WAIT = 1.0


@dataclass(slots=True)
class Outage:
    """Logs and counts each outage once, however often it is noticed."""

    what: str
    on: bool = field(default=False, init=False)

    def begin(self, error: BaseException) -> None:
        if not self.on:
            OUTAGES.labels(self.what).inc()
            log.warning("%s is away: %s: %s", self.what, type(error).__name__, error)
        self.on = True

    def end(self) -> None:
        if self.on:
            log.info("%s is back", self.what)
        self.on = False


@dataclass(slots=True)
class Backoff:
    """Waits in seconds that double from 0.05 up to 1."""

    wait: float = field(default=FIRST_WAIT, init=False)

    def next(self) -> float:
        wait, self.wait = self.wait, min(self.wait * 2, LONGEST_WAIT)
        return wait
