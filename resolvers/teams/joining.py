"""Founding a team, joining one, leaving it; renaming and closing one as staff do."""

from uuid import UUID

from db.models.teams import Team, TeamMember
from db.queries import teams
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.residents.limiter import Limit
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.teams import TEAM, Roster, may_found, may_join, may_see_to
from rules.texts import REASON, accept, alike

FOUNDED = Limit.TEAMS_PER_RESIDENT
UNKNOWN = refuse(Code.NOT_FOUND, "team_unknown", "teamId")


def stream_of(community_id: UUID) -> str:
    """The name of the stream with all that happens to the teams of a community, residents by their ids."""
    return f"teams:{community_id.hex}"


async def found(house: House, actor: Actor, name: str) -> Team | Refusal:
    """A new team with its founder in it. INVALID where another that goes on is called the same.

    NOT_ELIGIBLE before one is confirmed; CONFLICT for who is in a team; RATE_LIMITED beyond 3 a day.
    """
    if not await house.limiter.allows(FOUNDED, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "team_too_many")
    return await _found(house, actor, name)


@deed
async def _found(deed: Deed, actor: Actor, name: str) -> Team | Refusal:
    await deed.begin(stream_of(actor.community_id))
    mine = await teams.membership(deed.session, actor.resident_id)
    if refusal := may_found(verified=actor.verified, in_team=mine is not None):
        return refusal
    called = await _name(deed, actor.community_id, None, name)
    if isinstance(called, Refusal):
        return called
    team = Team(
        id=deed.new_id(),
        community_id=actor.community_id,
        name=called,
        founded_by=actor.resident_id,
        founded_at=deed.now,
        members=0,
    )
    deed.session.add(team)
    await deed.session.flush()
    await _note(deed, team, "team.founded", name=called)
    await _come_in(deed, team, actor.resident_id)
    return team


async def _name(deed: Deed, community_id: UUID, team_id: UUID | None, name: str) -> str | Refusal:
    words = accept(name, TEAM)
    if isinstance(words, Refusal):
        return words
    others = await teams.names(deed.session, community_id)
    if any(alike(words) == alike(other) for key, other in others.items() if key != team_id):
        return refuse(Code.INVALID, "team_name_taken", "name")
    return words


async def _note(deed: Deed, team: Team, kind: str, **more: str) -> None:
    payload = {"teamId": public_id(Kind.TEAM, team.id), "members": team.members, **more}
    await deed.append(stream_of(team.community_id), kind, payload)


async def _come_in(deed: Deed, team: Team, resident_id: UUID) -> None:
    deed.session.add(TeamMember(id=deed.new_id(), team_id=team.id, resident_id=resident_id, joined_at=deed.now))
    team.members += 1
    await _note(deed, team, "team.joined", residentId=public_id(Kind.RESIDENT, resident_id))


async def _held(deed: Deed, actor: Actor, team_id: UUID) -> Team | Refusal:
    """The team where it is of the actor's community, with all teams of the community held."""
    await deed.hold(stream_of(actor.community_id))
    team = await teams.held(deed.session, team_id)
    return team if team is not None and team.community_id == actor.community_id else UNKNOWN


def _roster(team: Team) -> Roster:
    return Roster(team.members, team.closed_at is not None)


@deed
async def join(deed: Deed, actor: Actor, team_id: UUID) -> Team | Refusal:
    """The team with the actor in it; what they do from now on counts for it. Joining it again changes nothing."""
    team = await _held(deed, actor, team_id)
    if isinstance(team, Refusal):
        return team
    mine = await teams.membership(deed.session, actor.resident_id)
    if mine is not None and mine.team_id == team.id:
        return team
    if refusal := may_join(_roster(team), verified=actor.verified, in_team=mine is not None):
        return refusal
    await _come_in(deed, team, actor.resident_id)
    return team


@deed
async def leave(deed: Deed, actor: Actor) -> Team | Refusal:
    """The team without the actor. What they did while they were in it stays with it. The last to leave closes it.

    NOT_FOUND for who is in none.
    """
    await deed.hold(stream_of(actor.community_id))
    mine = await teams.membership(deed.session, actor.resident_id)
    team = await teams.held(deed.session, mine.team_id) if mine else None
    if mine is None or team is None:
        return refuse(Code.NOT_FOUND, "team_none")
    mine.left_at = deed.now
    team.members -= 1
    await _note(deed, team, "team.left", residentId=public_id(Kind.RESIDENT, actor.resident_id))
    if not team.members:
        team.closed_at = deed.now
        await _note(deed, team, "team.closed")
    return team


@deed
async def rename(deed: Deed, actor: Actor, team_id: UUID, name: str) -> Team | Refusal:
    """The team with the name that staff gave it."""
    team = await _held(deed, actor, team_id)
    if isinstance(team, Refusal):
        return team
    if refusal := may_see_to(_roster(team), roles_in(actor, team.community_id)):
        return refusal
    called = await _name(deed, team.community_id, team.id, name)
    if isinstance(called, Refusal):
        return called
    team.name = called
    await _note(deed, team, "team.renamed", name=called)
    return team


@deed
async def close(deed: Deed, actor: Actor, team_id: UUID, reason: str) -> Team | Refusal:
    """The team closed by staff, with the reason that all who were in it are told. Its months stay as they are."""
    team = await _held(deed, actor, team_id)
    if isinstance(team, Refusal):
        return team
    if refusal := may_see_to(_roster(team), roles_in(actor, team.community_id)):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    were_in = await teams.in_team(deed.session, team.id)
    await teams.all_leave(deed.session, team.id, deed.now)
    team.members, team.closed_at, team.closing_reason = 0, deed.now, words
    await _note(deed, team, "team.closed", reason=words)
    tell(deed, were_in, "team.closed", {"team": team.name, "reason": words})
    return team
