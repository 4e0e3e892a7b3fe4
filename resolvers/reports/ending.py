"""How a report ends: solved or rejected, then rated, and sometimes opened again."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from db.models.reports import Report
from db.queries import reports
from resolvers import figures
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.photos.claiming import claim
from resolvers.reports.following import tell_followers, tell_in_charge
from resolvers.reports.submitting import keep_photos
from resolvers.reports.taking import Held, by, held, held_with_words, put
from resolvers.resolutions.publishing import Done, publish
from rules import reports as rules
from rules.agreements import today
from rules.figures import Figure
from rules.ids import Kind, public_id
from rules.refusals import Refusal
from rules.reports import Clock, Stage, Step
from rules.resolutions import Part
from rules.texts import ELSEWHERE, PROGRESS, RATING_COMMENT, REASON, accept, accept_all

MINUTE = timedelta(minutes=1)


@deed
async def resolve(deed: Deed, actor: Actor, report_id: UUID, note: str, photo_ids: Sequence[UUID]) -> Report | Refusal:
    """The report, solved, for everybody to see in the feed. It takes a note, and a photo where there was one before."""
    found = await held_with_words(deed, actor, report_id, Step.RESOLVE, (note, PROGRESS))
    if isinstance(found, Refusal):
        return found
    under_way, words = found
    photos = await claim(deed, actor.resident_id, photo_ids, "photoIds")
    if isinstance(photos, Refusal):
        return photos
    taken = rules.resolve(under_way.standing, len(photos), deed.now)
    if isinstance(taken, Refusal):
        return taken
    report = under_way.report
    report.note = words
    start = await reports.photo_count(deed.session, report.id)
    keep_photos(deed, report, photos, after=True, start=start)
    named = [public_id(Kind.PHOTO, photo.id) for photo in photos]
    await put(deed, under_way, taken, "report.resolved", {"note": words, "photoIds": named, **by(actor)})
    await _count_answer(deed, under_way, solved=True)
    await tell_followers(deed, report, "report.resolved", note=words)
    await _publish(deed, report, words)
    return report


async def _publish(deed: Deed, report: Report, words: str) -> None:
    joined = await reports.joined(deed.session, report.id)
    thanked = {(report.reporter_id, Part.REPORTED), *((joiner, Part.JOINED) for joiner in joined)}
    await publish(
        deed,
        Done(
            report.community_id,
            report.description,
            report_id=report.id,
            grid_id=report.grid_id,
            department_id=report.department_id,
            detail=words,
            thanked=thanked,
        ),
    )


async def _count_answer(deed: Deed, held: Held, *, solved: bool) -> None:
    """Counts the first answer to a report, every solution of it, and how long it took until then."""
    report, day = held.report, today(deed.now)
    community_id = report.community_id
    if report.answered_at is None:
        report.answered_at = deed.now
        figure = Figure.ANSWERED_LATE if await _late(deed, held) else Figure.ANSWERED_IN_TIME
        await figures.count(deed, community_id, day, figure, report.id)
    if solved:
        await figures.count(deed, community_id, day, Figure.SOLVED, report.id)
        await figures.time(deed, community_id, day, (deed.now - report.reported_at) // MINUTE, report.id)


async def _late(deed: Deed, held: Held) -> bool:
    """Whether a clock for the answer has run out, also where nobody has swept since."""
    clock = held.clock
    if clock is not None and clock.clock is Clock.ANSWER and clock.due_at is not None and clock.due_at < deed.now:
        return True
    return held.report.overdue > 0 and await reports.ran_out(deed.session, held.report.id, Clock.ANSWER)


@deed
async def reject(deed: Deed, actor: Actor, report_id: UUID, reason: str, elsewhere: str) -> Report | Refusal:
    """The report, ended without a solution: why, and where to turn instead."""
    found = await held(deed, actor, report_id, Step.REJECT)
    if isinstance(found, Refusal):
        return found
    texts = accept_all(reason=(reason, REASON), elsewhere=(elsewhere, ELSEWHERE))
    if isinstance(texts, Refusal):
        return texts
    report = found.report
    report.reason, report.elsewhere = texts["reason"], texts["elsewhere"]
    await put(deed, found, rules.reject(found.standing), "report.rejected", {**texts, **by(actor)})
    await _count_answer(deed, found, solved=False)
    await tell_followers(deed, report, "report.rejected", **texts)
    return report


@deed
async def rate(deed: Deed, actor: Actor, report_id: UUID, rating: int, comment: str | None) -> Report | Refusal:
    """The report, rated by its sender; open again the first time that this is 1 or 2."""
    found = await held(deed, actor, report_id, Step.RATE)
    if isinstance(found, Refusal):
        return found
    taken = rules.rate(found.standing, rating, deed.now)
    if isinstance(taken, Refusal):
        return taken
    words = accept(comment, RATING_COMMENT) if comment and comment.strip() else None
    if isinstance(words, Refusal):
        return words
    report = found.report
    if report.rating is None:
        await figures.count(deed, report.community_id, today(deed.now), Figure.RATED, report.id)
    report.rating, report.comment = rating, words
    payload = {"rating": rating, "comment": words, "reopened": taken.standing.stage is Stage.REOPENED}
    await put(deed, found, taken, "report.rated", payload)
    if report.stage is Stage.REOPENED:
        await tell_in_charge(deed, report, "report.reopened")
    return report


@deed
async def reopen(deed: Deed, actor: Actor, report_id: UUID, reason: str) -> Report | Refusal:
    """The report, open again because its sender finds that it is not solved; within 7 days of the solution."""
    found = await held_with_words(deed, actor, report_id, Step.REOPEN, (reason, REASON))
    if isinstance(found, Refusal):
        return found
    under_way, words = found
    taken = rules.reopen(under_way.standing, deed.now)
    if isinstance(taken, Refusal):
        return taken
    report = await put(deed, under_way, taken, "report.reopened", {"reason": words})
    await tell_in_charge(deed, report, "report.reopened")
    return report
