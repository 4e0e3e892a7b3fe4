"""The door: the application, and what can be asked for on the command line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from starlette.applications import Starlette

from commands import database
from commands.house import plan_of, run, settings_or_stop, stop
from commands.schema import check, export
from commands.trust import trust_of
from commands.verify.command import verify
from resolvers.opening import build
from schema.context import context_for
from schema.root import build_schema
from schema.routes import routes_of
from schema.transport import web
from settings import ROOT, Settings

DIST = ROOT / "web" / "dist"
MANIFEST = DIST / "documents.json"

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
schema_cli = typer.Typer(no_args_is_help=True, help="The schema clients rely on.")
cli.add_typer(schema_cli, name="schema")


def create_app(settings: Settings | None = None) -> Starlette:
    """The whole program as an ASGI application; the house opens when it starts and closes when it stops."""
    settings = settings or settings_or_stop()
    house, running = build(plan_of(settings))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with running:
            yield

    playground = DIST / "graphiql.html"
    try:
        return web.build(
            build_schema(),
            context_for=context_for(house),
            sessions=house.sessions,
            ready=house.database.answers,
            dist=DIST,
            graphiql_html=playground.read_bytes() if settings.playground and playground.exists() else None,
            introspection=settings.introspection,
            trust=trust_of(settings, MANIFEST),
            allowed_origins=settings.allowed_origins,
            metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else None,
            media_origins=settings.media_origins,
            board_framed_by=settings.board_framed_by,
            tiles=settings.tiles,
            routes=routes_of(house, settings.allowed_origins),
            lifespan=lifespan,
        )
    except ValueError as wrong:
        stop(str(wrong))


@cli.command()
def serve(
    workers: Annotated[
        int | None, typer.Option(help="How many processes; more than one needs PostgreSQL and Redis.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option(help="Where to listen.")] = None,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="First migrate, and set the demonstration up in an empty database.")
    ] = False,
) -> None:
    """Serve the page, the API and the playground."""
    from commands.serve import introduce_demonstration
    from commands.serve import serve as serve_until_stopped

    given = {"workers": workers, "host": host, "port": port}
    settings = settings_or_stop(**{name: value for name, value in given.items() if value is not None})
    if demonstration:
        from commands.seed import set_up_demonstration

        plan = plan_of(settings)
        run(database.bring_up_to_date(plan.database_url))
        if run(set_up_demonstration(plan)):
            introduce_demonstration()
    if settings.workers > 1:
        create_app(settings)  # what would stop each of them stops here, and is said once
    serve_until_stopped(settings)


@cli.command()
def migrate() -> None:
    """Bring the database to the tables this version needs."""
    run(database.bring_up_to_date(plan_of(settings_or_stop()).database_url))


@cli.command()
def found(
    name: Annotated[str, typer.Argument(help="What the community is called.")],
    households: Annotated[int, typer.Option(min=1, help="How many households it has.")],
    admin: Annotated[str, typer.Option(help="The telephone number of its first administrator.")],
    admin_name: Annotated[str, typer.Option(help="What neighbours call the administrator.")],
) -> None:
    """Found a real community in an empty database, with its first administrator."""
    from commands.found import found as found_with

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(found_with(plan, name, households, admin, admin_name)))


@cli.command()
def seed(
    residents: Annotated[int, typer.Option(min=0, help="How many residents to add.")] = 0,
    tokens: Annotated[Path | None, typer.Option(help="Where to write one JSON line for each, with its token.")] = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Set the demonstration up unless it is there.")] = False,
) -> None:
    """Add people to the demonstration community, and with them a moderator, a staff member and an administrator."""
    from commands import seed as seeding

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    if if_empty:
        run(seeding.set_up_demonstration(plan))
    else:
        typer.echo(f"{run(seeding.seed(plan, residents, tokens))} people were added.")


@cli.command()
def replay(  # noqa: PLR0917 - options of the command line, given by name
    folder: Annotated[Path, typer.Argument(help="The folder of a Polis export.", exists=True, file_okay=False)],
    url: Annotated[
        str, typer.Option(help="The server, which has to use the same DATABASE_URL.")
    ] = "http://127.0.0.1:8000",
    watchers: Annotated[int, typer.Option(min=0, help="How many watch the tallies over WebSockets.")] = 200,
    concurrency: Annotated[int, typer.Option(min=1, help="How many votes are on their way at once.")] = 64,
    tokens: Annotated[Path | None, typer.Option(help="People from `seed --tokens`; otherwise they are added.")] = None,
    statements: Annotated[int | None, typer.Option(min=1, help="Only the first so many statements.")] = None,
) -> None:
    """Replay a Polis export through the API and compare every count; the exit status is 1 on any difference."""
    from commands.replay.beside import How, replay_beside

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    how = How(url, watchers=watchers, concurrency=concurrency, tokens=tokens, statements=statements)
    raise typer.Exit(run(replay_beside(plan, folder, how)))


@cli.command("export")
def export_record(
    subject: Annotated[str, typer.Argument(help="The id of an issue, or of a meeting.")],
    file: Annotated[Path, typer.Argument(help="The file to write; docs/record-format.md says what is in it.")],
) -> None:
    """Write the whole record of one issue or meeting into a file that anyone can check with `verify`."""
    from commands.records import export_to

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(export_to(plan, subject, file)))


@cli.command()
def check_figures() -> None:
    """Count figures, points and hours anew; the exit status is 2 where one is kept otherwise."""
    from commands.figures import check as check_with

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(check_with(plan)))


cli.command()(verify)


@cli.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV with a heading, or GeoJSON.", exists=True, dir_okay=False)],
    kind: Annotated[
        str | None, typer.Option("--as", help="What lines are that do not say so: grid, building, household, …")
    ] = None,
    community: Annotated[str | None, typer.Option(help="The community's id; the oldest one if not said.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
) -> None:
    """Take in grids, buildings, homes, who lives and works where, or the register: the whole file, or nothing of it."""
    from commands.importing import import_file as take_in

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(take_in(plan, file, community, kind, dry_run=dry_run)))


@cli.command()
def calendar(
    file: Annotated[Path, typer.Argument(help="CSV with a heading, or JSON.", exists=True, dir_okay=False)],
    community: Annotated[str | None, typer.Option(help="The community's id; the oldest one if not said.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
) -> None:
    """Take in a calendar of holidays and of weekend days that are worked: the whole file, or nothing of it."""
    from commands.importing import import_calendar

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(import_calendar(plan, file, community, dry_run=dry_run)))


@cli.command()
def tariff(
    file: Annotated[
        Path | None, typer.Argument(help="JSON; without it the tariff there is, is shown.", exists=True, dir_okay=False)
    ] = None,
    by: Annotated[str | None, typer.Option(help="The telephone number of the one of the staff who adopts it.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The first day in China it holds; at once if not said."),
    ] = None,
    community: Annotated[str | None, typer.Option(help="The community's id; the oldest one if not said.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
) -> None:
    """Say how a tariff of points differs from the one before, and adopt it; or show the one there is as a file."""
    from commands.tariff import show, take_in

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    if file is None:
        typer.echo(run(show(plan, community)))
        return
    if by is None and not dry_run:
        stop("Say who of the staff adopts it with --by and a telephone number, or try it with --dry-run.")
    typer.echo(run(take_in(plan, file, community, since, None if dry_run else by)))


@cli.command()
def partition(
    people: Annotated[
        bool, typer.Option("--people", help="Grids of 1,000 to 1,500 people, not by households.")
    ] = False,
    into: Annotated[Path | None, typer.Option(help="A GeoJSON file to write the grids into.")] = None,
    draw: Annotated[bool, typer.Option("--draw", help="Put them on the map, in place of the grids there are.")] = False,
    community: Annotated[str | None, typer.Option(help="The community's id; the oldest one if not said.")] = None,
) -> None:
    """Cut a community into grids of 300 to 500 households; the exit status is 1 where a grid could not be so."""
    from commands.partition import partition as cut
    from rules.grids import HOUSEHOLDS, PEOPLE

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    met = run(cut(plan, community, PEOPLE if people else HOUSEHOLDS, into, apply=draw))
    raise typer.Exit(0 if met else 1)


@cli.command()
def rotate_key() -> None:
    """Sign checkpoints with a new key from now on. Records signed before still verify."""
    from commands.records import rotate

    plan = plan_of(settings_or_stop())
    run(database.stop_unless_ready(plan))
    typer.echo(run(rotate(plan)))


@schema_cli.command("export")
def schema_export() -> None:
    """Write schema.graphql anew."""
    export()


@schema_cli.command("check")
def schema_check() -> None:
    """Fail where clients would break, or where schema.graphql is not what the code says."""
    check()


if __name__ == "__main__":
    cli()
