"""Closing a whistle whose tasks are done, and rating it together."""

from uuid import UUID

from db.models.whistles import WhistleRating
from db.queries import whistles
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.reports import streams as reports
from resolvers.whistles.counting import count
from resolvers.whistles.reading import Whole, the_whole
from resolvers.whistles.streams import by, hold_whistle, note
from resolvers.whistles.telling import concerning, tell_concerned, tell_departments
from rules import whistles as rules
from rules.answering import Measure, is_satisfied
from rules.ids import Kind, public_id
from rules.refusals import Refusal
from rules.texts import Limit, accept

RESULT = Limit("result", 1_000)


@deed
async def close(deed: Deed, actor: Actor, whistle_id: UUID, result: str) -> Whole | Refusal:
    """The whistle, closed with what came of it; those it concerns are asked to rate it.

    FORBIDDEN for all but street officers; WRONG_STAGE before there is a plan, while a task of it is open, and once it
    is closed.
    """
    report_id = await whistles.report_of(deed.session, whistle_id)
    report = None if report_id is None else await reports.hold_report(deed, report_id)
    whistle = await hold_whistle(deed, actor, whistle_id)
    if isinstance(whistle, Refusal):
        return whistle
    whole = await the_whole(deed.session, whistle)
    done = [task.done_at is not None for task in whole.tasks]
    if refusal := rules.may_close(actor.roles, done) or rules.is_open(whistle.closed_at):
        return refusal
    words = accept(result, RESULT)
    if isinstance(words, Refusal):
        return words
    whistle.closed_at, whistle.result = deed.now, words
    await count(deed, whistle, _worked(whole), Measure.SOLVED)
    payload = {"result": words, **by(actor)}
    await note(deed, whistle, "whistle.closed", payload)
    if report is not None:
        named = {"whistleId": public_id(Kind.WHISTLE, whistle_id)}
        reports.note(deed, report, "whistle.closed", {**named, **payload})
    await tell_departments(deed, whistle, whole.called, "whistle.ended")
    await tell_concerned(deed, whistle, "whistle.closed")
    return await the_whole(deed.session, whistle)


def _worked(whole: Whole) -> set[UUID]:
    """The departments that did something of the plan."""
    return {task.department_id for task in whole.tasks}


@deed
async def rate(deed: Deed, actor: Actor, whistle_id: UUID, rating: int, comment: str | None) -> Whole | Refusal:
    """The whistle with the actor's rating, for the street or for the residents it concerns.

    FORBIDDEN for those it does not concern; WRONG_STAGE before it is closed; CONFLICT for a second one.
    """
    whistle = await hold_whistle(deed, actor, whistle_id)
    if isinstance(whistle, Refusal):
        return whistle
    side = rules.side_of(actor.roles, concerned=bool(await concerning(deed.session, [whistle], actor.resident_id)))
    if isinstance(side, Refusal):
        return side
    rated = await whistles.rated_by(deed.session, [whistle_id], actor.resident_id)
    if refusal := rules.may_rate(whistle.closed_at, rating, rated=bool(rated)):
        return refusal
    words = accept(comment or "", rules.RATING_COMMENT)
    if isinstance(words, Refusal):
        return words
    given = {"side": side, "rating": rating, "comment": words or None, "rated_at": deed.now}
    deed.session.add(WhistleRating(whistle_id=whistle_id, resident_id=actor.resident_id, **given))
    whole = await the_whole(deed.session, whistle)
    await count(deed, whistle, _worked(whole), Measure.RATED)
    await count(deed, whistle, _worked(whole) if is_satisfied(rating) else [], Measure.SATISFIED)
    await note(deed, whistle, "whistle.rated", {"side": side.value, "rating": rating})
    return await the_whole(deed.session, whistle)
