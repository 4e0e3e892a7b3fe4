"""The parts people play. A role is held in one community and nowhere else."""

from enum import StrEnum


class Role(StrEnum):
    """A part somebody plays in a community; every verified member is a RESIDENT."""

    RESIDENT = "RESIDENT"
    MODERATOR = "MODERATOR"
    GRID_WORKER = "GRID_WORKER"
    BUILDING_HEAD = "BUILDING_HEAD"
    DEPARTMENT_OFFICER = "DEPARTMENT_OFFICER"
    STREET_OFFICER = "STREET_OFFICER"
    COMMUNITY_STAFF = "COMMUNITY_STAFF"
    SUPERVISOR = "SUPERVISOR"
    EVALUATOR = "EVALUATOR"
    ADMIN = "ADMIN"


STAFF = frozenset({Role.COMMUNITY_STAFF, Role.ADMIN})
GRANTABLE = frozenset(Role) - {Role.RESIDENT}
