"""`migrate`, and whether a database is ready to be used."""

from commands.house import stop
from db.migrate import is_current, migrate
from db.session import Database


async def bring_up_to_date(url: str) -> None:
    """Applies every migration that is missing."""
    database = Database(url)
    try:
        await migrate(database)
    finally:
        await database.close()


async def stop_unless_current(url: str) -> None:
    """Stops the command with a sentence where the database is missing tables or cannot be reached."""
    database = Database(url)
    try:
        current = await is_current(database)
    except OSError as error:
        stop(f"DATABASE_URL: the database cannot be reached ({error.strerror or error}).")
    finally:
        await database.close()
    if not current:
        stop("The database is not up to date; run `python main.py migrate` first.")
