"""A tariff of points in a file: read without guessing, told apart from the one before, and adopted by one of the staff.

The file is JSON of the form in which a tariff is kept; docs/importing.md shows it.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import orjson

from db.models.points import PointsTariff
from db.queries import points, residents
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.points import tariffs
from rules.points import PRICED, Fall, Level, Right, Share, Step, Tariff, Worth, accept, may_begin
from rules.refusals import Code, Refusal, refuse

Name = TypeVar("Name", bound=StrEnum)
RESIDENT_UNKNOWN = refuse(Code.NOT_FOUND, "resident_unknown", "residentId")


class _Wrong(Exception):  # noqa: N818
    """Something in the file is not what it has to be; says where."""


def read(text: str) -> Tariff | Refusal:
    """The tariff in the file; or INVALID with the place that is wrong, be it a word too many."""
    try:
        return _tariff(orjson.loads(text))
    except orjson.JSONDecodeError as broken:
        return refuse(Code.INVALID, "points_tariff_file", "file", where=f"line {broken.lineno}")
    except _Wrong as wrong:
        return refuse(Code.INVALID, "points_tariff_file", "file", where=str(wrong))


def _tariff(document: object) -> Tariff:
    whole = _fields(document, "", ("rules", "taper", "levels", "household"))
    rules = _fields(whole["rules"], "rules", [rule.value for rule in PRICED])
    taper = [_fall(each, f"taper[{n}]") for n, each in enumerate(_list(whole["taper"], "taper"))]
    levels = [_step(each, f"levels[{n}]") for n, each in enumerate(_list(whole["levels"], "levels"))]
    worth = {rule: _worth(rules[rule.value], f"rules.{rule.value}") for rule in PRICED}
    return Tariff(0, worth, taper, levels, _share(whole["household"]))


def _share(value: object) -> Share:
    fields = _fields(value, "household", ("a_day", "a_month"))
    return Share(**{name: _whole(each, f"household.{name}") for name, each in fields.items()})


def _worth(value: object, where: str) -> Worth:
    fields = _fields(value, where, ("points", "a_day", "a_month"))
    return Worth(**{name: _whole(each, f"{where}.{name}") for name, each in fields.items()})


def _fall(value: object, where: str) -> Fall:
    fields = _fields(value, where, ("since", "percent"))
    try:
        since = date.fromisoformat(fields["since"])
    except (TypeError, ValueError):
        raise _Wrong(f"{where}.since") from None
    return Fall(since, _whole(fields["percent"], f"{where}.percent"))


def _step(value: object, where: str) -> Step:
    fields = _fields(value, where, ("level", "points", "rights"))
    rights = [_name(Right, each, f"{where}.rights") for each in _list(fields["rights"], f"{where}.rights")]
    level = _name(Level, fields["level"], f"{where}.level")
    return Step(level, _whole(fields["points"], f"{where}.points"), frozenset(rights))


def _fields(value: object, where: str, names: Collection[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(where or "{")
    if apart := value.keys() ^ set(names):
        raise _Wrong(f"{where}.{min(apart)}".removeprefix("."))
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise _Wrong(where)
    return value


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong(where)
    return value


def _name(names: type[Name], value: object, where: str) -> Name:
    try:
        return names(str(value))
    except ValueError:
        raise _Wrong(where) from None


def differences(before: Tariff, after: Tariff) -> list[str]:
    """What the second has otherwise than the first, a line each."""
    old, new = _flat(before), _flat(after)
    return [
        f"{key}: {old.get(key, '—')} → {new.get(key, '—')}"
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _flat(tariff: Tariff) -> dict[str, object]:
    rules = {
        f"{rule.value} {name}": value
        for rule in PRICED
        for name, value in zip(
            ("points", "a day", "a month"),
            (tariff.worth[rule].points, tariff.worth[rule].a_day, tariff.worth[rule].a_month),
            strict=True,
        )
    }
    taper = {f"for rewards since {fall.since}": f"{fall.percent} %" for fall in tariff.taper}
    levels = {f"{step.level.value} from": step.points for step in tariff.levels}
    rights = {f"{step.level.value} may": ", ".join(sorted(step.rights)) or "nothing more" for step in tariff.levels}
    share = {"household a day": tariff.household.a_day, "household a month": tariff.household.a_month}
    return {**rules, **share, **taper, **levels, **rights}


async def newest(house: House, community_id: UUID) -> Tariff:
    """The version that came last, be it in force or still to come."""
    rows = await tariffs.versions(house, community_id)
    return tariffs.read(rows[-1] if rows else None)


async def tried(house: House, community_id: UUID, proposed: Tariff, valid_from: datetime | None) -> Refusal | None:
    """None where staff could adopt it as it is. Nothing is kept."""
    async with house.database.read() as session:
        known = await points.tariffs(session, community_id)
    now = house.now()
    return accept(proposed) or may_begin(valid_from or now, [row.valid_from for row in known], now)


async def adopt_as(
    house: House, community_id: UUID, phone: str, proposed: Tariff, valid_from: datetime | None
) -> PointsTariff | Refusal:
    """The next version, adopted by the one of the staff with this telephone number, as it is kept: on the record."""
    async with house.database.read() as session:
        person = await residents.by_phone(session, house.vault.phone_hash(phone))
        if person is None or person.community_id != community_id:
            return RESIDENT_UNKNOWN
        roles = await residents.roles_of(session, person.id, community_id)
    actor = Actor(house.new_id(), person.id, community_id, person.verified_at is not None, roles)
    return await tariffs.adopt(house, actor, proposed, valid_from)
