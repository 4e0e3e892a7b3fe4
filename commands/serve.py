"""`serve`: the server, and what it says when it is up."""

import resource
import sys
from socket import socket

import uvicorn
from starlette.types import ASGIApp

from commands.database import say_where_connections_are_short, stop_unless_ready
from commands.house import plan_of, run, stop
from commands.settled import Settled
from commands.workers import Workers
from resolvers.demonstration import ADMIN, MODERATOR, PEOPLE, STAFF
from schema.transport.outlets import SLOW_SECONDS
from settings import Settings, WrongSettingError

LARGEST_MESSAGE = 256 * 1024
GRACE_SECONDS = 5
PING_EVERY_SECONDS = 20
APPLICATION = "main:create_app"


class Announcing(Settled):
    """A server that says where it is, once it is there."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            announce(self.config.host, self.config.port)


def serve(settings: Settings) -> None:
    """Serves until it is told to stop. Exits with status 1 where it cannot start."""
    try:
        settings.check_workers()
    except WrongSettingError as wrong:
        stop(str(wrong))
    run(stop_unless_ready(plan_of(settings)))
    _let_many_in()
    config = config_of(
        APPLICATION,
        settings.host,
        settings.port,
        workers=settings.workers,
        trusted_proxies=settings.trusted_proxies,
    )
    if settings.workers > 1:
        run(say_where_connections_are_short(settings))
        Workers(config, up=lambda: announce(settings.host, settings.port)).run()
        return
    server = Announcing(config)
    server.run()
    if not server.started:
        sys.exit(1)


def config_of(
    application: str | ASGIApp, host: str, port: int, *, workers: int = 1, trusted_proxies: str = "127.0.0.1"
) -> uvicorn.Config:
    """How an application, or what the name of its factory makes, is served."""
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        ws="schema.transport.direct:DirectSockets",
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING_EVERY_SECONDS,
        ws_ping_timeout=SLOW_SECONDS,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        forwarded_allow_ips=trusted_proxies,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def _let_many_in() -> None:
    """Takes as many open files as the system lets us have: the usual 1,024 would be that many watchers."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def announce(host: str, port: int) -> None:
    """Says where the page and the playground are, and where sign-in codes appear."""
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    sys.stdout.write(
        f"Heyi is up.\n  The page:       {here}/\n  The playground: {here}/graphql\n"
        "  Sign-in codes:  printed in this window, unless SMS_WEBHOOK_URL is set\n"
    )
    sys.stdout.flush()


def introduce_demonstration() -> None:
    """Says who can be signed in as in the demonstration."""
    residents = [person.phone or "" for person in PEOPLE if not person.roles]
    sys.stdout.write(
        "The demonstration's people, by the telephone numbers they sign in with:\n"
        f"  residents {residents[0]} to {residents[-1]}, moderator {MODERATOR}, staff {STAFF}, administrator {ADMIN}\n"
    )
    sys.stdout.flush()
