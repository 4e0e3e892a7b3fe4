"""What is right about issues: their stages, who takes which step, and what a stage allows."""

from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.roles import Role


class Stage(StrEnum):
    """Where an issue stands, from the first word to the last check."""

    PROPOSED = "PROPOSED"
    SCREENED = "SCREENED"
    PREPARING = "PREPARING"
    DELIBERATING = "DELIBERATING"
    VOTING = "VOTING"
    PUBLISHED = "PUBLISHED"
    SUPERVISED = "SUPERVISED"
    CLOSED = "CLOSED"
    DECLINED = "DECLINED"


LEADS = frozenset({Role.MODERATOR})
FOLLOWS_THROUGH = frozenset({Role.MODERATOR, Role.COMMUNITY_STAFF, Role.SUPERVISOR})

STEPS: dict[tuple[Stage, Stage], frozenset[Role]] = {
    (Stage.PROPOSED, Stage.SCREENED): LEADS,
    (Stage.PROPOSED, Stage.DECLINED): LEADS,
    (Stage.SCREENED, Stage.PREPARING): LEADS,
    (Stage.SCREENED, Stage.DECLINED): LEADS,
    (Stage.PREPARING, Stage.DELIBERATING): LEADS,
    (Stage.DELIBERATING, Stage.VOTING): LEADS,
    (Stage.VOTING, Stage.PUBLISHED): LEADS,
    (Stage.PUBLISHED, Stage.SUPERVISED): FOLLOWS_THROUGH,
    (Stage.SUPERVISED, Stage.CLOSED): FOLLOWS_THROUGH,
}

POLLS_ALLOWED = frozenset({Stage.DELIBERATING, Stage.VOTING})
NEEDS_A_POLL = frozenset({Stage.PUBLISHED})


def next_stages(stage: Stage, roles: frozenset[Role]) -> list[Stage]:
    """The stages somebody with these roles may take an issue to from here, in order."""
    return [to for (start, to), may in STEPS.items() if start == stage and may & roles]


def may_advance(
    stage: Stage, to: Stage, roles: frozenset[Role], *, polls: int, polls_unfinished: int
) -> Refusal | None:
    """None when the step may be taken. Whoever may lead nothing is told so before the stage is looked at."""
    if not roles & FOLLOWS_THROUGH:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if (stage, to) not in STEPS:
        return refuse(Code.WRONG_STAGE, "step_impossible", "to")
    if not STEPS[stage, to] & roles:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if to in NEEDS_A_POLL and polls == 0:
        return refuse(Code.WRONG_STAGE, "nothing_decided_yet", "to")
    if to in NEEDS_A_POLL and polls_unfinished > 0:
        return refuse(Code.WRONG_STAGE, "polls_still_running", "to")
    return None


def may_mark_important(roles: frozenset[Role], *, polls: int) -> Refusal | None:
    """Only a moderator says that an issue is important, and only before its first poll."""
    if Role.MODERATOR not in roles:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if polls:
        return refuse(Code.CONFLICT, "importance_fixed", "important")
    return None


def may_open_polls(stage: Stage, roles: frozenset[Role]) -> Refusal | None:
    """A moderator opens polls while the issue is talked through or voted on."""
    if Role.MODERATOR not in roles:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if stage not in POLLS_ALLOWED:
        return refuse(Code.WRONG_STAGE, "polls_not_yet", "issueId")
    return None


def may_speak(*, verified: bool) -> Refusal | None:
    """A verified resident raises issues and comments, at any hour and any stage."""
    return None if verified else refuse(Code.NOT_ELIGIBLE, "not_verified")
