"""A house for one test, on either backend, with people in it and a clock that can be turned."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from db.migrate import migrate
from db.models.issues import Issue
from db.queries.polls import Standing
from db.session import Database
from resolvers import issues, seeding
from resolvers.actors import Actor, actor_of
from resolvers.house import House
from resolvers.opening import Plan, opened
from resolvers.polls import manage
from rules.issues import Stage
from rules.refusals import Refusal
from rules.roles import Role
from tests.support.backends import Backend

SECRET = b"a secret for tests that nobody else would take"
Done = TypeVar("Done")


@dataclass(slots=True)
class Clock:
    """The time as it is, and as much later as the test has turned it."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def turn(self, **by: float) -> None:
        """Turns the clock ahead."""
        self.ahead += timedelta(**by)


@dataclass(slots=True)
class SentCodes:
    """Keeps the codes that would have been sent, by number."""

    codes: dict[str, str] = field(default_factory=dict)

    async def send(self, phone: str, code: str) -> None:
        self.codes[phone] = code


async def migrated(url: str) -> None:
    """Brings the database at `url` to the newest tables."""
    database = Database(url)
    await database.open()
    try:
        await migrate(database)
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class Hall:
    """An open house with a community: plan, clock, sent codes, and people by what they are."""

    house: House
    plan: Plan
    clock: Clock
    sent: SentCodes
    community_id: UUID
    neighbours: Sequence[seeding.Seeded]
    moderator: seeding.Seeded
    staff: seeding.Seeded
    admin: seeding.Seeded

    async def actor(self, person: seeding.Seeded) -> Actor:
        """The person as an actor, with the roles of this moment."""
        actor = await actor_of(self.house, person.token)
        assert actor is not None
        return actor

    async def issue(self, *, at: Stage = Stage.PROPOSED, title: str = "路灯坏了") -> Issue:
        """An issue raised by the first neighbour and led by the moderator to the stage."""
        raiser, moderator = await self.actor(self.neighbours[0]), await self.actor(self.moderator)
        issue = done(await issues.raise_issue(self.house, raiser, title, "东门的路灯坏了三天了。"))
        path = [Stage.SCREENED, Stage.PREPARING, Stage.DELIBERATING, Stage.VOTING]
        for stage in path[: path.index(at) + 1] if at in path else []:
            issue = done(await issues.advance(self.house, moderator, issue.id, stage, "该走这一步了。"))
        return issue

    async def poll(
        self,
        issue: Issue | None = None,
        *,
        opens_in: timedelta | None = None,
        lasts: timedelta = timedelta(hours=1),
        choices: Sequence[tuple[str, str]] = (("yes", "同意"), ("no", "不同意")),
        **terms: Any,
    ) -> Standing:
        """A poll on the issue, or on a new one at VOTING; `terms` are those of a proposal."""
        asked = self.asked_for_poll(issue, opens_in=opens_in, lasts=lasts, choices=choices, **terms)
        return done(await asked)

    async def asked_for_poll(
        self,
        issue: Issue | None = None,
        *,
        opens_in: timedelta | None = None,
        lasts: timedelta = timedelta(hours=1),
        choices: Sequence[tuple[str, str]] = (("yes", "同意"), ("no", "不同意")),
        **terms: Any,
    ) -> Standing | Refusal:
        """The same, or why not."""
        issue = issue or await self.issue(at=Stage.VOTING)
        opens_at = None if opens_in is None else self.clock.now() + opens_in
        proposal = manage.Proposal(
            question="修不修?",
            choices=choices,
            opens_at=opens_at,
            closes_at=(opens_at or self.clock.now()) + lasts,
            **terms,
        )
        return await manage.open_poll(self.house, await self.actor(self.moderator), issue.id, proposal)


def done(result: Done | Refusal) -> Done:
    """The result of a deed that was not refused."""
    assert not isinstance(result, Refusal), result
    return result


@asynccontextmanager
async def open_hall(backend: Backend, *, neighbours: int = 5) -> AsyncIterator[Hall]:
    """A hall on a migrated backend, with some neighbours, a moderator, a staff member and an administrator."""
    clock, sent = Clock(), SentCodes()
    plan = Plan(backend.database_url, backend.bus_url, SECRET, sent, clock.now)
    async with opened(plan) as house:
        community_id = done(await seeding.found_community(house))
        newcomers = [
            *(seeding.Newcomer() for _ in range(neighbours)),
            *(seeding.Newcomer((role,)) for role in (Role.MODERATOR, Role.COMMUNITY_STAFF, Role.ADMIN)),
        ]
        people = await seeding.add_residents(house, community_id, newcomers)
        yield Hall(house, plan, clock, sent, community_id, people[:neighbours], *people[neighbours:])


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file to be copied for each test."""
    path = folder / "template.db"
    asyncio.run(migrated(f"sqlite:///{path}"))
    return path


def copied(template: Path, target: Path) -> None:
    """Puts a copy of the template at the target."""
    shutil.copyfile(template, target)
