"""What is right about the base register: which sorts there are, and who keeps it."""

import re
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

LARGEST_SCHEMA = 20_000
LARGEST_ATTRIBUTES = 20_000
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEPT_FOR_IMPORTS = frozenset(
    {"community", "grid", "building", "unit", "household", "trade_grid", "home", "duty", "skill"}
)


class Sort(StrEnum):
    """What the entries of a kind are. People are on it as residents and households."""

    PLACE = "PLACE"
    THING = "THING"
    ORGANIZATION = "ORGANIZATION"
    EVENT = "EVENT"


def may_keep(roles: frozenset[Role]) -> Refusal | None:
    """Staff draw up kinds; staff and grid workers write entries down."""
    return None if roles & (STAFF | {Role.GRID_WORKER}) else refuse(Code.FORBIDDEN, "grid_worker_or_staff_only")


def accept_code(code: str) -> str | Refusal:
    """The code of a kind: small letters, digits and underscores, 1 to 40, and none that imports have a meaning for."""
    if not CODE.fullmatch(code) or code in KEPT_FOR_IMPORTS:
        return refuse(Code.INVALID, "register_code", "code")
    return code
