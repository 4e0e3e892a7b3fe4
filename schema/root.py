"""The whole schema: the roots composed of their domains."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, TypeVar, assert_never
from uuid import UUID

import strawberry
from strawberry import ID
from strawberry.schema.config import StrawberryConfig

from resolvers import issues
from resolvers.contests import reading as contest_reading
from rules.ids import Kind, read_id
from schema.access import EVERYONE
from schema.activities import Activity, ActivityQuery
from schema.adopting import AdoptionMutation, AdoptionQuery
from schema.adoptions import Adoption
from schema.agreeing import AgreementMutation
from schema.agreements import Agreement
from schema.answering import DepartmentFigureQuery
from schema.attending import ActivityMutation
from schema.badges import BadgeMutation, BadgeQuery
from schema.catalogue import CatalogueMutation
from schema.comments import Comment
from schema.communities import Community, CommunityQuery
from schema.confirming import ConfirmingMutation, ConfirmingQuery
from schema.contesting import ContestMutation
from schema.contests import Contest, ContestQuery, ContestSubscription
from schema.context import Asked
from schema.convening import MeetingMutation
from schema.deliberating import DeliberationMutation
from schema.departments import Department, DepartmentMutation, DepartmentQuery
from schema.drawing import DrawingMutation
from schema.figures import FigureQuery
from schema.grids import Grid, GridQuery
from schema.gridwork import GridWorkMutation, GridWorkQuery
from schema.guiding import GuidingMutation
from schema.handing import HandingQuery
from schema.handling import ReportMutation
from schema.helping import HelpQuery
from schema.holds import HoldMutation, HoldQuery
from schema.honours import HonourMutation, HonourQuery
from schema.hours import HoursQuery
from schema.hourstaff import HoursStaffQuery
from schema.issues import Issue, IssueQuery
from schema.leaderboard import LeaderboardQuery, LeaderboardSubscription
from schema.meetings import Meeting, MeetingQuery
from schema.node import Node
from schema.notices import Notice, NoticeMutation, NoticeQuery, NoticeSubscription, own_notice
from schema.points import PointsQuery
from schema.polls import Poll, PollQuery, PollSubscription
from schema.procedures import ProcedureMutation, ProcedureQuery
from schema.proceedings import ProceedingsSubscription
from schema.proofs import ProofQuery
from schema.record import RecordSubscription
from schema.redeeming import RedeemingMutation
from schema.register import RegisterQuery
from schema.reporting import ReportQuery, ReportSubscription
from schema.reporting import seen as seen_report
from schema.reports import Report
from schema.residents import Resident, ResidentMutation, ResidentQuery
from schema.resolutions import Resolution, ResolutionQuery, ResolutionSubscription
from schema.rewarding import PointsMutation, PointsStaffQuery
from schema.rewards import Reward, RewardQuery, Voucher, own_voucher
from schema.rights import RightsMutation, RightsQuery
from schema.scalars import Date, DateTime
from schema.sessions import SessionMutation, SessionQuery
from schema.slotplaces import ActivitySubscription
from schema.teamboard import TeamBoardQuery, TeamBoardSubscription
from schema.teams import Team, TeamMutation, TeamQuery
from schema.thanks import ThanksMutation, ThanksQuery
from schema.timebank import HelpMutation, HoursMutation
from schema.utterances import TranscriptSubscription
from schema.video import VideoMutation
from schema.voting import VotingMutation
from schema.watchers import WatcherSubscription
from schema.whistleroom import WhistleQuery, WhistleSubscription, seen
from schema.whistles import Whistle
from schema.whistling import WhistleMutation

Row = TypeVar("Row")


@strawberry.type(description="What can be read.")
class Query(
    ReportQuery,
    ProcedureQuery,
    DepartmentQuery,
    ResolutionQuery,
    AdoptionQuery,
    ThanksQuery,
    FigureQuery,
    ResidentQuery,
    SessionQuery,
    CommunityQuery,
    IssueQuery,
    PollQuery,
    ProofQuery,
    MeetingQuery,
    GridQuery,
    GridWorkQuery,
    RegisterQuery,
    NoticeQuery,
    WhistleQuery,
    DepartmentFigureQuery,
    PointsQuery,
    LeaderboardQuery,
    RewardQuery,
    HandingQuery,
    PointsStaffQuery,
    ActivityQuery,
    HoursQuery,
    HoursStaffQuery,
    HelpQuery,
    RightsQuery,
    BadgeQuery,
    HonourQuery,
    ConfirmingQuery,
    HoldQuery,
    TeamQuery,
    TeamBoardQuery,
    ContestQuery,
):
    @strawberry.field(
        description="Anything by its id; null where there is nothing with this id.", extensions=[EVERYONE]
    )
    async def node(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The id, as it was given out.")]
    ) -> Node | None:
        named = read_id(id)
        return await _fetch(info, *named) if named else None


async def _fetch(info: Asked, kind: Kind, key: UUID) -> Node | None:  # noqa: C901, PLR0912, PLR0915 - a case for each kind
    context, loaders = info.context, info.context.loaders
    found: Node | None
    match kind:
        case Kind.COMMUNITY:
            found = _shown(await loaders.communities.load(key), Community.of)
        case Kind.RESIDENT:
            found = _shown(await loaders.residents.load(key), Resident.of)
        case Kind.ISSUE:
            found = _shown(await loaders.issues.load(key), Issue.of)
        case Kind.COMMENT:
            found = _shown(await issues.load_comment(context.house, key), Comment.of)
        case Kind.POLL:
            found = _shown(await loaders.polls.load(key), lambda standing: Poll.of(standing, context))
        case Kind.MEETING:
            found = _shown(await loaders.meetings.load(key), Meeting.of)
        case Kind.AGREEMENT:
            found = _shown(await loaders.agreements.load(key), Agreement.of)
        case Kind.DEPARTMENT:
            found = _shown(await loaders.departments.load(key), Department.of)
        case Kind.REPORT:
            found = await seen_report(context, key)
        case Kind.GRID:
            found = _shown(await loaders.grids.load(key), Grid.of)
        case Kind.NOTICE:
            found = await own_notice(context, key)
        case Kind.WHISTLE:
            found = _shown(await seen(context, key), Whistle.of)
        case Kind.RESOLUTION:
            found = _shown(await loaders.resolutions.load(key), Resolution.of)
        case Kind.ADOPTION:
            found = _shown(await loaders.adoptions.load(key), Adoption.of)
        case Kind.UTTERANCE | Kind.AGENDA_ITEM | Kind.PARTICIPANT | Kind.TURN | Kind.POINT:
            found = None  # they are found in their meeting and its agreement
        case Kind.BUILDING | Kind.HOUSEHOLD | Kind.COVER | Kind.ENTRY:
            found = None  # they are found in their grid, by those who may
        case Kind.TASK | Kind.PHOTO | Kind.PICKUP_PLACE | Kind.SLOT | Kind.ATTENDANCE | Kind.POINTS_ENTRY:
            found = None  # they are found in what they belong to
        case Kind.REWARD:
            found = _shown(await loaders.rewards.load(key), Reward.of)
        case Kind.VOUCHER:
            found = await own_voucher(context, key)
        case Kind.ACTIVITY:
            found = _shown(await loaders.activities.load(key), Activity.of)
        case Kind.TEAM:
            found = _shown(await loaders.teams.load(key), Team.of)
        case Kind.CONTEST:
            context.look()
            found = _shown((await contest_reading.load(context.house, [key])).get(key), Contest.of)
        case Kind.CONTEST_ENTRY | Kind.CONTEST_WIN:
            found = None  # they are found in their contest
        case Kind.HOURS_MOVE | Kind.HOURS_GIFT | Kind.HELP_POST | Kind.HELP:
            found = None  # they are found among the hours of those whom they concern
        case Kind.COUNCIL_DRAW | Kind.NOMINATION | Kind.HONOUR | Kind.HOUSEHOLD_REQUEST | Kind.POINTS_HOLD:
            found = None  # they are found in the lists of their community, by those who may
        case _:
            assert_never(kind)
    return found


def _shown(row: Row | None, show: Callable[[Row], Node]) -> Node | None:
    return None if row is None else show(row)


@strawberry.type(description="What can be done.")
class Mutation(
    ReportMutation,
    ProcedureMutation,
    DepartmentMutation,
    AdoptionMutation,
    ThanksMutation,
    ResidentMutation,
    SessionMutation,
    DeliberationMutation,
    VotingMutation,
    MeetingMutation,
    GuidingMutation,
    VideoMutation,
    AgreementMutation,
    DrawingMutation,
    GridWorkMutation,
    NoticeMutation,
    WhistleMutation,
    PointsMutation,
    RedeemingMutation,
    CatalogueMutation,
    ActivityMutation,
    HoursMutation,
    HelpMutation,
    RightsMutation,
    BadgeMutation,
    HonourMutation,
    ConfirmingMutation,
    HoldMutation,
    TeamMutation,
    ContestMutation,
):
    """Every mutation answers with what it did, or with a refusal that says why not."""


@strawberry.type(description="What can be watched: the present state first, then each change.")
class Subscription(
    ReportSubscription,
    ResolutionSubscription,
    PollSubscription,
    RecordSubscription,
    TranscriptSubscription,
    ProceedingsSubscription,
    WatcherSubscription,
    NoticeSubscription,
    WhistleSubscription,
    LeaderboardSubscription,
    ActivitySubscription,
    TeamBoardSubscription,
    ContestSubscription,
):
    """Subscriptions run over graphql-transport-ws and over server-sent events."""


def build_schema() -> strawberry.Schema:
    """The schema as it is served and exported."""
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[
            Department,
            Community,
            Resident,
            Issue,
            Comment,
            Poll,
            Meeting,
            Agreement,
            Resolution,
            Adoption,
            Grid,
            Notice,
            Whistle,
            Report,
            Reward,
            Voucher,
            Activity,
            Team,
            Contest,
        ],
        config=StrawberryConfig(scalar_map={datetime: DateTime, date: Date}),
    )
