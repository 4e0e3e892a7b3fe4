"""`export` and `rotate-key`: records for outsiders, and the key they are signed with."""

from contextlib import aclosing
from pathlib import Path

from commands.house import stop
from resolvers.checkpoints import rotate_key
from resolvers.exporting import export
from resolvers.house import House
from resolvers.opening import Plan, opened
from resolvers.records import stream_named


async def export_to(plan: Plan, subject: str, file: Path) -> str:
    """Writes the record of an issue or a meeting, and says so. Stops with a sentence where either cannot be."""
    if file.exists() and not file.is_file():  # noqa: ASYNC240 - nothing else runs
        stop(f"{file} is not a file that can be written.")
    half = file.with_name(f"{file.name}.part")
    try:
        async with opened(plan) as house:
            stream = await stream_named(house, subject)
            if stream is None:
                stop(f"There is no issue and no meeting {subject}.")
            lines = await _write(house, stream, half)
        half.replace(file)
    except OSError as error:
        stop(f"{file} cannot be written ({error.strerror}).")
    return f"{lines:,} lines were written to {file}."


async def _write(house: House, stream: str, file: Path) -> int:
    lines = 0
    async with aclosing(export(house, stream)) as record:
        with file.open("wb") as out:
            async for line in record:
                out.write(line)
                lines += 1
    return lines


async def rotate(plan: Plan) -> str:
    """Makes a new key, and says which."""
    async with opened(plan) as house:
        key = await rotate_key(house)
    return f"Everything is signed with the key {key.key_id} from now on."
