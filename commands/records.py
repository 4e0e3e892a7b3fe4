"""`export` and `rotate-key`: records for outsiders, and the key they are signed with."""

from contextlib import aclosing
from pathlib import Path

from commands.house import stop
from resolvers.checkpoints import rotate_key
from resolvers.exporting import export
from resolvers.opening import Plan, opened
from rules.ids import Kind, key_of


async def export_to(plan: Plan, issue: str, file: Path) -> str:
    """Writes the issue's record, and says so. Stops with a sentence where there is no such issue or no such folder."""
    key = key_of(Kind.ISSUE, issue)
    if key is None:
        stop(f"{issue} is not the id of an issue.")
    if file.exists() and not file.is_file():  # noqa: ASYNC240 - nothing else runs
        stop(f"{file} is not a file that can be written.")
    half, lines = file.with_name(f"{file.name}.part"), 0
    try:
        async with opened(plan) as house, aclosing(export(house, key)) as record:
            with half.open("wb") as out:
                async for line in record:
                    out.write(line)
                    lines += 1
        if not lines:
            half.unlink()
            stop(f"There is no issue {issue}.")
        half.replace(file)
    except OSError as error:
        stop(f"{file} cannot be written ({error.strerror}).")
    return f"{lines:,} lines were written to {file}."


async def rotate(plan: Plan) -> str:
    """Makes a new key, and says which."""
    async with opened(plan) as house:
        key = await rotate_key(house)
    return f"Everything is signed with the key {key.key_id} from now on."
