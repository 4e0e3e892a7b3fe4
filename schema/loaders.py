"""Loaders that ask once for what a list would ask again and again.

They gather but do not remember: a subscription lives long, and what it shows must be what is.
"""

from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from db.models.activities import Activity, Attendance
from db.models.adoptions import Adoption, AdoptionNote
from db.models.agreements import PointNote
from db.models.badges import BadgeEarned
from db.models.communities import Community
from db.models.confirmations import Confirmation
from db.models.departments import Department
from db.models.grids import Building, Grid, Household, Skill, Unit
from db.models.guards import HoldDecision, PointsHold
from db.models.honours import HonourGiven
from db.models.hours import HelpPost, HoursMove
from db.models.issues import Issue, IssueStep
from db.models.meetings import Meeting
from db.models.photos import Photo
from db.models.points import PointsAccount, PointsEntry
from db.models.reports import Report
from db.models.residents import Resident
from db.models.resolutions import Credit, Resolution
from db.models.rewards import PickupPlace, Reward
from db.models.rights import HiddenComment
from db.models.teams import Team
from db.queries.grids import Count
from db.queries.polls import Standing
from resolvers import communities, departments, issues, procedures, record
from resolvers.activities import reading as activity_reading
from resolvers.activities.reading import Time
from resolvers.agreements import reading
from resolvers.agreements.reading import Whole
from resolvers.badges import books
from resolvers.badges import reading as badges_reading
from resolvers.grids import reading as gridded
from resolvers.grids.reading import Drawn, OnDuty
from resolvers.honours import reading as honours_reading
from resolvers.hours import reading as hours_reading
from resolvers.house import House
from resolvers.meetings import lead
from resolvers.meetings import watch as meeting_watch
from resolvers.photos import claiming
from resolvers.points import behind
from resolvers.points import reading as points_reading
from resolvers.polls import watch
from resolvers.reports import reading as reported
from resolvers.residents import care, requests
from resolvers.resolutions import reading as resolution_reading
from resolvers.resolutions import thanking
from resolvers.rewards import reading as rewards_reading
from resolvers.rights import moderating, seconding
from resolvers.teams import reading as teams_reading
from resolvers.whistles import reading as whistle_reading
from resolvers.whistles.reading import Whole as WholeWhistle
from rules.badges import Book
from rules.points import Tariff
from rules.procedures import Procedure
from schema.own_loaders import OwnLoaders

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


class Loaders(OwnLoaders):
    """The loaders of one operation, for one actor, each made when it is asked for."""

    @cached_property
    def communities(self) -> "DataLoader[UUID, Community | None]":
        return _by_key(self._house, communities.load)

    @cached_property
    def residents(self) -> "DataLoader[UUID, Resident | None]":
        return _by_key(self._house, care.load)

    @cached_property
    def issues(self) -> "DataLoader[UUID, Issue | None]":
        return _by_key(self._house, issues.load)

    @cached_property
    def steps(self) -> "DataLoader[UUID, list[IssueStep] | None]":
        return _by_key(self._house, issues.load_steps)

    @cached_property
    def record_heads(self) -> "DataLoader[str, int | None]":
        return _by_key(self._house, record.heads)

    @cached_property
    def polls(self) -> "DataLoader[UUID, Standing | None]":
        return _by_key(self._house, watch.load)

    @cached_property
    def polls_of_issue(self) -> "DataLoader[UUID, list[UUID] | None]":
        return _by_key(self._house, watch.load_of_issues)

    @cached_property
    def meetings(self) -> "DataLoader[UUID, Meeting | None]":
        return _by_key(self._house, lead.load)

    @cached_property
    def transcript_heads(self) -> "DataLoader[UUID, int | None]":
        return _by_key(self._house, meeting_watch.heads)

    @cached_property
    def meetings_of_issue(self) -> "DataLoader[UUID, list[Meeting] | None]":
        return _by_key(self._house, lead.load_of_issues)

    @cached_property
    def agreements(self) -> "DataLoader[UUID, Whole | None]":
        return _by_key(self._house, reading.load)

    @cached_property
    def agreements_of_meetings(self) -> "DataLoader[UUID, Whole | None]":
        return _by_key(self._house, reading.load_of_meetings)

    @cached_property
    def point_notes(self) -> "DataLoader[tuple[UUID, int], Sequence[PointNote] | None]":
        return _by_key(self._house, reading.load_notes)

    @cached_property
    def departments(self) -> "DataLoader[UUID, Department | None]":
        return _by_key(self._house, departments.load)

    @cached_property
    def reports(self) -> "DataLoader[UUID, Report | None]":
        return _by_key(self._house, reported.load)

    @cached_property
    def procedures(self) -> "DataLoader[tuple[UUID, int], Procedure | None]":
        return _by_key(self._house, procedures.load)

    @cached_property
    def report_photos(self) -> "DataLoader[tuple[UUID, bool], list[Photo] | None]":
        return _by_key(self._house, reported.load_photos)

    @cached_property
    def report_joiners(self) -> "DataLoader[UUID, int | None]":
        return _by_key(self._house, reported.load_joiners)

    @cached_property
    def resolutions(self) -> "DataLoader[UUID, Resolution | None]":
        return _by_key(self._house, resolution_reading.load)

    @cached_property
    def adoptions(self) -> "DataLoader[UUID, Adoption | None]":
        return _by_key(self._house, resolution_reading.load_adoptions)

    @cached_property
    def adoption_notes(self) -> "DataLoader[tuple[UUID, int], Sequence[AdoptionNote] | None]":
        return _by_key(self._house, resolution_reading.load_notes)

    @cached_property
    def thanks(self) -> "DataLoader[tuple[UUID, int], list[Credit] | None]":
        return _by_key(self._house, thanking.load)

    @cached_property
    def grids(self) -> "DataLoader[UUID, Grid | None]":
        return _by_key(self._house, gridded.load)

    @cached_property
    def teams(self) -> "DataLoader[UUID, Team | None]":
        return _by_key(self._house, teams_reading.load)

    @cached_property
    def buildings(self) -> "DataLoader[UUID, Building | None]":
        return _by_key(self._house, gridded.load_buildings)

    @cached_property
    def grid_counts(self) -> "DataLoader[UUID, Count | None]":
        return _by_key(self._house, gridded.load_counts)

    @cached_property
    def grid_workers(self) -> "DataLoader[UUID, Sequence[OnDuty] | None]":
        return _by_key(self._house, gridded.load_workers)

    @cached_property
    def trade_grids(self) -> "DataLoader[UUID, Sequence[Drawn] | None]":
        return _by_key(self._house, gridded.load_trades)

    @cached_property
    def skills(self) -> "DataLoader[UUID, Sequence[Skill] | None]":
        return _by_key(self._house, gridded.load_skills)

    @cached_property
    def photos(self) -> "DataLoader[UUID, Photo | None]":
        return _by_key(self._house, claiming.load)

    @cached_property
    def whistles(self) -> "DataLoader[UUID, WholeWhistle | None]":
        return _by_key(self._house, whistle_reading.load)

    @cached_property
    def points_accounts(self) -> "DataLoader[UUID, PointsAccount | None]":
        return _by_key(self._house, points_reading.accounts)

    @cached_property
    def points_holds(self) -> "DataLoader[UUID, PointsHold | None]":
        return _by_key(self._house, behind.load_holds)

    @cached_property
    def points_entries(self) -> "DataLoader[UUID, PointsEntry | None]":
        return _by_key(self._house, behind.load_entries)

    @cached_property
    def hold_decisions(self) -> "DataLoader[UUID, list[HoldDecision] | None]":
        return _by_key(self._house, behind.load_decisions)

    @cached_property
    def hold_parties(self) -> "DataLoader[UUID, list[UUID] | None]":
        return _by_key(self._house, behind.load_parties)

    @cached_property
    def confirmations(self) -> "DataLoader[UUID, Confirmation | None]":
        return _by_key(self._house, requests.load_confirmations)

    @cached_property
    def places_of_households(self) -> "DataLoader[UUID, tuple[Household, Unit, Building] | None]":
        return _by_key(self._house, requests.load_places)

    @cached_property
    def homes(self) -> "DataLoader[UUID, tuple[Household, Unit, Building] | None]":
        return _by_key(self._house, requests.load_homes)

    @cached_property
    def points_tariffs(self) -> "DataLoader[UUID, Tariff | None]":
        return _by_key(self._house, points_reading.valid_tariffs)

    @cached_property
    def rewards(self) -> "DataLoader[UUID, Reward | None]":
        return _by_key(self._house, rewards_reading.load)

    @cached_property
    def pickup_places(self) -> "DataLoader[UUID, PickupPlace | None]":
        return _by_key(self._house, rewards_reading.load_places)

    @cached_property
    def activities(self) -> "DataLoader[UUID, Activity | None]":
        return _by_key(self._house, activity_reading.load)

    @cached_property
    def slots_of_activity(self) -> "DataLoader[UUID, Sequence[Time] | None]":
        return _by_key(self._house, activity_reading.load_slots)

    @cached_property
    def slots(self) -> "DataLoader[UUID, Time | None]":
        return _by_key(self._house, activity_reading.load_times)

    @cached_property
    def places(self) -> "DataLoader[tuple[UUID, UUID], Attendance | None]":
        return _by_key(self._house, activity_reading.load_places)

    @cached_property
    def help_posts(self) -> "DataLoader[UUID, HelpPost | None]":
        return _by_key(self._house, hours_reading.load_posts)

    @cached_property
    def helps_converted(self) -> "DataLoader[tuple[UUID, str], bool | None]":
        return _by_key(self._house, hours_reading.converted)

    @cached_property
    def hours_moves(self) -> "DataLoader[UUID, HoursMove | None]":
        return _by_key(self._house, hours_reading.moves)

    @cached_property
    def badge_books(self) -> "DataLoader[UUID, Mapping[int, Book] | None]":
        return _by_key(self._house, books.by_version)

    @cached_property
    def badges(self) -> "DataLoader[UUID, Sequence[BadgeEarned] | None]":
        return _by_key(self._house, badges_reading.load)

    @cached_property
    def honours(self) -> "DataLoader[UUID, Sequence[HonourGiven] | None]":
        return _by_key(self._house, honours_reading.load)

    @cached_property
    def second_counts(self) -> "DataLoader[UUID, int | None]":
        return _by_key(self._house, seconding.counts)

    @cached_property
    def hidden_comments(self) -> "DataLoader[UUID, HiddenComment | None]":
        return _by_key(self._house, moderating.load)


def _by_key(
    house: House, load: Callable[[House, Collection[Key]], Awaitable[Mapping[Key, Row]]]
) -> DataLoader[Key, Row | None]:
    async def gathered(keys: list[Key]) -> list[Row | None]:
        found = await load(house, set(keys))
        return [found.get(key) for key in keys]

    return DataLoader(gathered, cache=False)
