"""`tariff`: what a community gives points for, shown as a file, tried out, and adopted."""

from datetime import datetime
from pathlib import Path

import orjson

from commands.house import stop
from commands.importing import community_of, text_of
from resolvers.opening import Plan, opened
from resolvers.points import tariff_files, tariffs
from rules.agreements import CHINA
from rules.refusals import Refusal
from rules.residents import normal_phone
from schema.sentences import refusal


async def show(plan: Plan, community: str | None) -> str:
    """The version that came last as a file, to be changed."""
    async with opened(plan) as house:
        newest = await tariff_files.newest(house, await community_of(house, community))
    return orjson.dumps(orjson.loads(tariffs.written(newest)), option=orjson.OPT_INDENT_2).decode()


async def take_in(plan: Plan, path: Path, community: str | None, since: datetime | None, by: str | None) -> str:
    """Says how the tariff in the file differs from the one before, and has it adopted where somebody stands for it.

    Without `by` nothing is kept. Stops with a sentence on a wrong file, day or number.
    """
    proposed = tariff_files.read(text_of(path))
    if isinstance(proposed, Refusal):
        stop(f"{path}: {refusal(proposed, 'en')}")
    valid_from = None if since is None else since.replace(tzinfo=CHINA)
    async with opened(plan) as house:
        key = await community_of(house, community)
        before = await tariff_files.newest(house, key)
        apart = tariff_files.differences(before, proposed)
        if not apart:
            return f"Nothing differs from version {before.version}; nothing was adopted."
        if wrong := await tariff_files.tried(house, key, proposed, valid_from):
            stop(f"{path}: {refusal(wrong, 'en')}")
        told = "\n".join(apart)
        if by is None:
            return (
                f"{told}\nDry run, nothing was kept. It differs from version {before.version} in {len(apart)} places."
            )
        phone = normal_phone(by)
        if isinstance(phone, Refusal):
            stop("That is not a telephone number: give a mainland mobile number, or E.164 with its + and country.")
        row = await tariff_files.adopt_as(house, key, phone, proposed, valid_from)
    if isinstance(row, Refusal):
        stop(refusal(row, "en"))
    return (
        f"{told}\nAdopted as version {row.version}, from {row.valid_from.astimezone(CHINA):%Y-%m-%d %H:%M} in China on."
    )
