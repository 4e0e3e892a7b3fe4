"""What a community gives points for: the version that is valid, those before, and those to come."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.points import PointsTariff
from db.queries import points
from db.streams import moment
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.points.streams import stream_of
from rules import points as rules
from rules.ids import Kind, public_id
from rules.points import DEFAULT, Fall, Level, Right, Rule, Share, Step, Tariff, Worth
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF


def read(row: PointsTariff | None) -> Tariff:
    """The tariff that a row keeps; without one that of everybody."""
    if row is None:
        return DEFAULT
    document = orjson.loads(row.document)
    return Tariff(
        row.version,
        {Rule(rule): Worth(**worth) for rule, worth in document["rules"].items()},
        [Fall(date.fromisoformat(fall["since"]), fall["percent"]) for fall in document["taper"]],
        [Step(Level(s["level"]), s["points"], frozenset(map(Right, s["rights"]))) for s in document["levels"]],
        Share(**document["household"]) if "household" in document else DEFAULT.household,
    )


def written(tariff: Tariff) -> str:
    """The tariff as it is kept."""
    document = {
        "rules": {
            rule.value: {"points": worth.points, "a_day": worth.a_day, "a_month": worth.a_month}
            for rule, worth in tariff.worth.items()
        },
        "taper": [{"since": fall.since.isoformat(), "percent": fall.percent} for fall in tariff.taper],
        "levels": [
            {"level": step.level.value, "points": step.points, "rights": sorted(step.rights)} for step in tariff.levels
        ],
        "household": {"a_day": tariff.household.a_day, "a_month": tariff.household.a_month},
    }
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()


async def valid(session: AsyncSession, community_id: UUID, now: datetime) -> Tariff:
    """The tariff by which points are given at a moment."""
    return read(await points.tariff(session, community_id, now))


async def load_valid(house: House, community_id: UUID) -> Tariff:
    """The same, outside of a deed."""
    async with house.database.read() as session:
        return await valid(session, community_id, house.now())


async def versions(house: House, community_id: UUID) -> Sequence[PointsTariff]:
    """Every version a community has adopted, oldest first; those to come are among them."""
    async with house.database.read() as session:
        return await points.tariffs(session, community_id)


@deed
async def adopt(deed: Deed, actor: Actor, proposed: Tariff, valid_from: datetime | None) -> PointsTariff | Refusal:
    """The tariff as the community's next version, for what is done from then on; what was earned stays as it is."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if refusal := rules.accept(proposed):
        return refusal
    await deed.hold(stream_of(actor.community_id))
    since = valid_from or deed.now
    known = await points.tariffs(deed.session, actor.community_id)
    if refusal := rules.may_begin(since, [row.valid_from for row in known], deed.now):
        return refusal
    row = PointsTariff(
        community_id=actor.community_id,
        version=known[-1].version + 1 if known else DEFAULT.version + 1,
        document=written(proposed),
        valid_from=since,
        adopted_at=deed.now,
        adopted_by=actor.resident_id,
    )
    deed.session.add(row)
    payload = {
        "version": row.version,
        "validFrom": moment(since),
        "document": orjson.loads(row.document),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
    await deed.append(stream_of(actor.community_id), "points_tariff.adopted", payload)
    return row
