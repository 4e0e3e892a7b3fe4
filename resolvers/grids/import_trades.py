"""Taking the grids of trades in: a line for each grid that one of theirs is made of."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from db.models.grids import Grid
from db.queries import grids
from resolvers.deed import Deed
from resolvers.grids.finding import stream_of
from resolvers.grids.homes import Named, put_trade
from resolvers.grids.lines import Line, Problem
from rules.grids import Trade
from rules.refusals import Code, Refusal, refuse


async def take_in(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Draws these trades' grids, each new or in place of what it was."""
    await deed.hold(stream_of(community_id))
    known = {row.code: row for row in await grids.on_map(deed.session, community_id)}
    parts: dict[Named, list[Grid]] = defaultdict(list)
    numbers: dict[Named, int] = {}
    problems = []
    for line in lines:
        grid = known.get(line.text("grid"))
        if line.text("trade") not in set(Trade):
            problems.append(
                Problem(line.number, refuse(Code.INVALID, "trade_unknown", "trade", trades=", ".join(Trade)))
            )
        elif grid is None:
            problems.append(
                Problem(line.number, refuse(Code.NOT_FOUND, "grid_code_unknown", "grid", what=line.text("grid")))
            )
        else:
            named = Named(Trade(line.text("trade")), line.text("code"), line.text("name"))
            parts[named].append(grid)
            numbers[named] = line.number
    if problems:
        return problems
    # What is drawn anew lets go of its grids first, so that they can change hands within the file.
    drawn = {(row.trade, row.code): row for row in await grids.trade_grids_drawn(deed.session, community_id)}
    for before in filter(None, (drawn.get((named.trade, named.code)) for named in parts)):
        await grids.drop_parts(deed.session, before.id)
    for named, some in parts.items():
        result = await put_trade(deed, community_id, named, list(dict.fromkeys(some)))
        if isinstance(result, Refusal):
            problems.append(Problem(numbers[named], result))
    await deed.append(stream_of(community_id), "trades.imported", {"grids": len(parts)})
    return problems
