"""`partition`: a community cut into grids from its buildings."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import orjson
import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from commands.house import stop
from commands.importing import community_of
from resolvers.grids.geometry import geometry_of
from resolvers.grids.partitioning import Proposed, adopt, propose
from resolvers.opening import Plan, opened
from rules.grids import Size
from rules.partition import Unmet
from rules.refusals import Refusal
from schema.sentences import refusal

WHY = {
    Unmet.BUILDING_TOO_LARGE: "one building alone holds more than that, and buildings are not split",
    Unmet.TOO_FEW_CONNECTED: "what touches it, and is not too large itself, holds too few all together",
    Unmet.DOES_NOT_DIVIDE: "what is connected there holds a number that does not divide into grids of that size",
    Unmet.NO_BUILDING: "no building stands on that piece of the community, which touches no other",
    Unmet.NO_CUT_FOUND: "no cut between whole buildings was found that leaves connected grids of that size",
}


async def partition(plan: Plan, community: str | None, size: Size, file: Path | None, *, apply: bool) -> bool:
    """Proposes grids, writes them as GeoJSON where a file is named, and draws them where that is asked for.

    Says which grids could not be of the right size, and why. Returns whether all are.
    """
    async with opened(plan) as house:
        community_id = await community_of(house, community)
        with Progress(SpinnerColumn(), TextColumn("Cutting"), TimeElapsedColumn(), transient=True) as bar:
            bar.add_task("", total=None)
            proposed = await propose(house, community_id, size)
        if isinstance(proposed, Refusal):
            stop(refusal(proposed, "en"))
        if file is not None:
            await asyncio.to_thread(file.write_bytes, collection_of(proposed))
        _tell(proposed, size)
        if apply:
            result = await adopt(house, community_id, proposed)
            if isinstance(result, Refusal):
                stop(refusal(result, "en"))
            typer.echo(f"Drawn: {result.grids} grids; {result.retired} went off the map.")
    return not any(each.part.unmet for each in proposed)


def collection_of(proposed: Sequence[Proposed]) -> bytes:
    """The grids as a GeoJSON FeatureCollection, which `import` reads."""
    features = [
        {
            "type": "Feature",
            "geometry": orjson.Fragment(geometry_of(each.drawn.shape)),
            "properties": {
                "kind": "grid",
                "code": each.drawn.code,
                "name": each.drawn.name,
                "households": each.drawn.households,
                "people": each.drawn.people,
                "buildings": list(each.buildings),
            },
        }
        for each in proposed
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _tell(proposed: Sequence[Proposed], size: Size) -> None:
    kept = [each.drawn.code for each in proposed if each.kept]
    new = [each.drawn.code for each in proposed if not each.kept]
    wrong = [each for each in proposed if each.part.unmet]
    typer.echo(f"{len(proposed)} grids, {len(proposed) - len(wrong)} with {size.least:,} to {size.most:,} {size.unit}.")
    if kept:
        typer.echo(f"With the code of the grid on the map that most of their households live in: {', '.join(kept)}.")
        typer.echo(f"With a new code: {', '.join(new) or 'none'}.")
    for each in wrong:
        if each.part.unmet is not None:
            holds = f"{each.part.weight:,} {size.unit}: {WHY[each.part.unmet]}."
            typer.echo(f"{each.drawn.code}{_where(each.buildings)} has {holds}")


def _where(buildings: Sequence[str]) -> str:
    if not buildings:
        return ""
    return f" (around building {buildings[0]})" if len(buildings) > 1 else f" (building {buildings[0]})"
