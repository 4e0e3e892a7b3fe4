"""Taking a map in: the grids of a community, all of them, and its outline."""

from collections.abc import Collection, Sequence
from uuid import UUID

from resolvers.deed import Deed
from resolvers.grids.checking import Drawn, check_shape
from resolvers.grids.drawing import redraw
from resolvers.grids.lines import Line, Problem, whole
from rules.refusals import Code, Refusal, refuse
from rules.texts import CODE, NAME, accept_all


async def take_in(
    deed: Deed, community_id: UUID, lines: Sequence[Line], *, to_come: Collection[tuple[str, str]]
) -> list[Problem]:
    """Draws the grids of these lines in place of all others. What is wrong with them, if anything is.

    Kinds and codes `to_come` are of lines that are taken in afterwards; where those were before is not asked.
    """
    problems, drawn, outline = [], [], None
    for line in lines:
        read = read_drawn(line, pieces=line.kind == "community")
        if isinstance(read, Refusal):
            problems.append(Problem(line.number, read))
        elif line.kind == "community":
            outline = read.shape
        else:
            drawn.append(read)
    if problems:
        return problems
    if not drawn:
        return whole(refuse(Code.INVALID, "outline_alone"))
    result = await redraw(deed, community_id, drawn, outline, to_come=to_come)
    return [_problem(lines, result)] if isinstance(result, Refusal) else []


def _problem(lines: Sequence[Line], refused: Refusal) -> Problem:
    """The refusal, with the line of the grid that it names."""
    named = dict(refused.values).get("what")
    return Problem(next((line.number for line in lines if line.text("code") == named), 0), refused)


def read_drawn(line: Line, *, pieces: bool) -> Drawn | Refusal:
    """What a line draws, with its texts cleaned and its polygon checked."""
    code = line.text("code") or ("community" if line.kind == "community" else "")
    words = accept_all(code=(code, CODE), name=(line.text("name") or code, NAME))
    if isinstance(words, Refusal):
        return words
    refusal = check_shape(words["code"], line.shape, pieces=pieces)
    if refusal or line.shape is None:
        return refusal or refuse(Code.INVALID, "polygon_missing", "geojson", what=words["code"])
    return Drawn(words["code"], words["name"], line.shape)
