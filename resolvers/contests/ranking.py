"""Who stands where in a contest, by the votes, scores and minutes there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contests import ContestEntry
from db.queries import contests, polls
from db.queries.contests import Parts
from resolvers.contests.putting import choice_of
from rules.contests import Award, ContestKind, Marks, Weights, main_teams, places, worth


@dataclass(frozen=True, slots=True)
class Placed:
    """One of those compared, where it stands, by what, and the points there are for it."""

    award: Award
    subject_id: UUID
    place: int
    marks: Marks
    points: int


async def ranked(session: AsyncSession, parts: Parts) -> list[Placed]:
    """Everybody who has a place, award by award, the first first."""
    contest, prizes = parts.contest, {(each.award, each.place): each.points for each in parts.prizes}
    weights = Weights(contest.judges_weight, contest.residents_weight)
    return [
        Placed(award, key, place, marks[key], prizes.get((award, place), 0))
        for award, marks in (await _marks(session, parts)).items()
        for place, key in places({key: worth(contest.kind, weights, each) for key, each in marks.items()})
    ]


async def _marks(session: AsyncSession, parts: Parts) -> dict[Award, dict[UUID, Marks]]:
    if parts.contest.kind is ContestKind.VOLUNTEERING:
        return await _minutes(session, parts)
    award = Award.IDEA if parts.contest.kind is ContestKind.IDEAS else Award.BUILDING
    return {award: await _of_entries(session, parts)}


async def _minutes(session: AsyncSession, parts: Parts) -> dict[Award, dict[UUID, Marks]]:
    sums: dict[Award, dict[UUID, int]] = {Award.PERSON: defaultdict(int), Award.TEAM: defaultdict(int)}
    for resident_id, team_id, minutes in await contests.given(session, parts.contest):
        sums[Award.PERSON][resident_id] += minutes
        if team_id is not None:
            sums[Award.TEAM][team_id] += minutes
    return {award: {key: Marks(minutes=total) for key, total in of.items()} for award, of in sums.items()}


async def _of_entries(session: AsyncSession, parts: Parts) -> dict[UUID, Marks]:
    poll_id = parts.contest.poll_id
    standing = (await polls.by_ids(session, [poll_id])).get(poll_id) if poll_id else None
    heads = {choice.key: choice.votes for choice in standing.choices} if standing else {}
    scored = await _scored(session, parts)
    return {
        each.id: Marks(heads[choice_of(each.number)], sum(heads.values()), *scored[each.id])
        for each in parts.entries
        if choice_of(each.number) in heads
    }


async def _scored(session: AsyncSession, parts: Parts) -> Mapping[UUID, tuple[int, int]]:
    """What each building got of the judges who scored it, and the most they could have given."""
    full = sum(each.most for each in parts.criteria)
    given: dict[UUID, int] = defaultdict(int)
    judges: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await contests.scores(session, parts.contest.id):
        given[row.entry_id] += row.score
        judges[row.entry_id].add(row.judge_id)
    return {each.id: (given[each.id], full * len(judges[each.id])) for each in parts.entries}


async def winners(session: AsyncSession, parts: Parts, rows: Sequence[Placed]) -> list[tuple[Placed, UUID]]:
    """Who is paid for what: authors of ideas, confirmed residents of buildings, volunteers, and those of a team.

    Nobody wins twice: authors with their best idea, and whoever was in several teams with that to which they gave most.
    """
    paid = [row for row in rows if row.points]
    entries: dict[UUID, ContestEntry] = {each.id: each for each in parts.entries}
    at_home = await contests.verified_in(
        session, {key for row in paid if row.award is Award.BUILDING and (key := entries[row.subject_id].building_id)}
    )
    in_team: dict[UUID, list[UUID]] = defaultdict(list)
    for resident_id, team_id in main_teams(await contests.given(session, parts.contest)).items():
        in_team[team_id].append(resident_id)
    authors = set[UUID]()
    found: list[tuple[Placed, UUID]] = []
    for row in paid:
        match row.award:
            case Award.IDEA:
                author = entries[row.subject_id].entered_by
                if author is not None and author not in authors:
                    authors.add(author)
                    found.append((row, author))
            case Award.BUILDING:
                building = entries[row.subject_id].building_id
                found += [(row, each) for each in at_home.get(building, [])] if building else []
            case Award.PERSON:
                found.append((row, row.subject_id))
            case Award.TEAM:
                found += [(row, each) for each in sorted(in_team[row.subject_id])]
    return found
