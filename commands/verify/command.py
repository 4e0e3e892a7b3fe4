"""`verify` as a command."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.verify.check import check
from commands.verify.found import sentences
from commands.verify.keys import pin_of

SOUND, WRONG = 0, 1


def verify(
    file: Annotated[Path, typer.Argument(help="An exported record, as docs/record-format.md describes it.")],
    key: Annotated[
        list[str] | None,
        typer.Option(help="A key that you know, by its id or as a public key (hex); may be given more than once."),
    ] = None,
) -> None:
    """Check an exported record, and count its votes again; the exit status is 1 where anything is wrong."""
    try:
        pins = [pin_of(text) for text in key or ()]
    except ValueError as wrong:
        typer.echo(f"--key: {wrong}.")
        raise typer.Exit(WRONG) from None
    found = check(file, pins)
    for sentence in sentences(found):
        _say(sentence)
    raise typer.Exit(SOUND if found.sound else WRONG)


def _say(sentence: str) -> None:
    """A terminal that cannot show a character is shown its number."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(sentence.encode(encoding, "backslashreplace").decode(encoding))
