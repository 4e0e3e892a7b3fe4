"""What contests are made of, as clients see it: prizes, criteria, entries, and who came in where."""

from uuid import UUID

import strawberry
from strawberry import ID

from db.models import contests as kept
from resolvers.contests.ranking import Placed
from resolvers.contests.reading import Whole
from rules.contests import Award, ContestKind, Ending, Stage
from rules.ids import Kind
from schema.context import Asked
from schema.grids import Building
from schema.node import shown_id
from schema.residents import Resident
from schema.scalars import described
from schema.teams import Team

described(
    ContestKind,
    "ContestKind",
    "What is compared.",
    IDEAS="金点子: ideas of residents, put to the vote.",
    BUILDINGS="最美楼栋: buildings, by judges and residents; everybody in the winning one is rewarded.",
    VOLUNTEERING="志愿服务月: confirmed volunteer minutes of a month, by person and by team.",
)
described(
    Stage,
    "ContestStage",
    "Where a contest stands.",
    ENTERING="Residents enter their ideas.",
    SHORTLISTING="Staff choose what is put to the vote.",
    VOTING="Residents vote, and judges give their marks.",
    RUNNING="Minutes of the month are counted.",
    REWARDING="Decided; the prizes are being paid.",
    CLOSED="Decided, and all prizes are paid.",
    CALLED_OFF="Called off before anything was decided.",
)
described(
    Ending,
    "ContestEnding",
    "Why a contest ended without being decided.",
    STAFF="Staff called it off, and said why.",
    TOO_FEW="Fewer than two ideas were entered.",
    NO_SHORTLIST="No shortlist was made until voting was to end.",
)
described(
    Award,
    "ContestAward",
    "What is ranked.",
    IDEA="Ideas, by their votes.",
    BUILDING="Buildings, by marks and votes.",
    PERSON="Residents, by their minutes.",
    TEAM="Teams, by the minutes of those who were in them then.",
)


async def _named(info: Asked, resident_id: UUID | None) -> Resident | None:
    row = await info.context.loaders.residents.load(resident_id) if resident_id else None
    return Resident.of(row) if row else None


@strawberry.type(description="The points that each gets who comes in at a place.")
class ContestPrize:
    award: Award = strawberry.field(description="What is ranked.")
    place: int = strawberry.field(description="The place, from 1.")
    points: int = strawberry.field(description="How many points.")


@strawberry.type(description="What judges give marks for.")
class ContestCriterion:
    label: str = strawberry.field(description="What it is about.")
    most: int = strawberry.field(description="The most marks a judge may give for it.")


@strawberry.type(description="An idea that was entered, or a building that takes part.")
class ContestEntry:
    row: strawberry.Private[kept.ContestEntry]
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The entry's id.")
    number: int = strawberry.field(description="1, 2, 3 … in the order of entry; choice `n1` of the poll is entry 1.")
    title: str = strawberry.field(description="The idea in a line, or the building's name.")
    text: str = strawberry.field(description="The idea; empty for a building.")
    shortlisted: bool | None = strawberry.field(description="Whether it is put to the vote; null while undecided.")
    reason: str | None = strawberry.field(description="Why it was left out.")

    @classmethod
    def of(cls, row: kept.ContestEntry, whole: Whole) -> "ContestEntry":
        """The entry as everybody sees it; until it is decided nobody is named, so that it is judged for itself."""
        return cls(
            row=row,
            whole=whole,
            id=shown_id(Kind.CONTEST_ENTRY, row.id),
            number=row.number,
            title=row.title,
            text=row.text,
            shortlisted=row.shortlisted,
            reason=row.reason,
        )

    @strawberry.field(description="The building; null for an idea.")
    async def building(self, info: Asked) -> Building | None:
        key = self.row.building_id
        row = await info.context.loaders.buildings.load(key) if key else None
        return Building.of(row) if row else None

    @strawberry.field(
        description="Who entered the idea, once the contest is decided, where it was put to the vote; null before, and"
        " for who does not want to be named."
    )
    async def author(self, info: Asked) -> Resident | None:
        return await _named(info, self.whole.author(self.row))

    @strawberry.field(description="Whether the viewer entered it.")
    def mine(self, info: Asked) -> bool:
        return info.context.viewer is not None and self.row.entered_by == info.context.viewer


@strawberry.type(description="Where somebody came in, and by what. Those with the same share a place.")
class ContestResult:
    placed: strawberry.Private[Placed]
    whole: strawberry.Private[Whole]
    award: Award = strawberry.field(description="What is ranked.")
    place: int = strawberry.field(description="1 for the first.")
    votes: int = strawberry.field(description="The votes for it.")
    of_votes: int = strawberry.field(description="All votes that were cast.")
    scored: int = strawberry.field(description="The marks judges gave it.")
    of_scored: int = strawberry.field(description="The most marks those judges could have given it.")
    minutes: int = strawberry.field(description="Confirmed volunteer minutes.")
    points: int = strawberry.field(description="The points each gets who is rewarded for it; 0 for no prize.")
    rewarded: int = strawberry.field(description="How many are rewarded for it.")
    entry_id: ID | None = strawberry.field(description="The idea or building; null in a volunteer month.")

    @classmethod
    def of(cls, placed: Placed, whole: Whole) -> "ContestResult":
        """The place with the numbers behind it."""
        marks, entry = placed.marks, placed.award in {Award.IDEA, Award.BUILDING}
        return cls(
            placed=placed,
            whole=whole,
            award=placed.award,
            place=placed.place,
            votes=marks.votes,
            of_votes=marks.of_votes,
            scored=marks.scored,
            of_scored=marks.of_scored,
            minutes=marks.minutes,
            points=placed.points,
            rewarded=whole.rewarded.get((placed.award, placed.subject_id), 0),
            entry_id=shown_id(Kind.CONTEST_ENTRY, placed.subject_id) if entry else None,
        )

    @strawberry.field(description="The team; null where it is none.")
    async def team(self, info: Asked) -> Team | None:
        if self.placed.award is not Award.TEAM:
            return None
        row = await info.context.loaders.teams.load(self.placed.subject_id)
        return Team.of(row) if row else None

    @strawberry.field(description="The resident; null where it is none, and for who does not want to be named.")
    async def resident(self, info: Asked) -> Resident | None:
        key = self.placed.subject_id
        shown = self.placed.award is Award.PERSON and key not in self.whole.hidden
        return await _named(info, key if shown else None)

    @strawberry.field(description="Whether it is the viewer's own.")
    def mine(self, info: Asked) -> bool:
        return self.placed.award is Award.PERSON and self.placed.subject_id == info.context.viewer
