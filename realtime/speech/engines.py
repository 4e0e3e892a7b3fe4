"""Which engine stands behind an address."""

from urllib.parse import urlsplit

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from realtime.speech.dialects import Dialect
from realtime.speech.engine import Engine
from realtime.speech.listening import FunAsr

KNOWN: dict[str, tuple[str, type[Dialect]]] = {
    "funasr": ("ws", Classic),
    "funasrs": ("wss", Classic),
    "funasr2": ("ws", Cumulative),
    "funasr2s": ("wss", Cumulative),
}


def engine_for(url: str) -> Engine:
    """The engine at `funasr://host:port`, `funasrs://` (over TLS), `funasr2://` or `funasr2s://` (the new dialect).

    A path is kept. Nothing is connected yet. Refuses any other address with ValueError.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in KNOWN or not has_host_and_port(url):
        raise ValueError("A speech engine is funasr://, funasrs://, funasr2:// or funasr2s:// with a host and a port")
    socket_scheme, dialect = KNOWN[scheme]
    return FunAsr(f"{socket_scheme}://{rest}", dialect())


def has_host_and_port(url: str) -> bool:
    """Whether the address names both."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False
