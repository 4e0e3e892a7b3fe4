"""What residents are told of, and what each notice has to carry for its sentence."""

from collections.abc import Mapping

OPENS = frozenset({"issueId", "pollId", "meetingId", "reportId", "whistleId", "activityId", "helpId", "contestId"})
"""What a client can open; any notice may carry these."""

KINDS: dict[str, frozenset[str]] = {
    "report.received": frozenset({"reportId"}),
    "report.in_your_grid": frozenset({"reportId", "what"}),
    "report.assigned": frozenset({"reportId", "what", "department"}),
    "report.for_you": frozenset({"reportId", "what"}),
    "report.with_others": frozenset({"reportId", "what", "department"}),
    "report.handling": frozenset({"reportId", "what"}),
    "report.with_street": frozenset({"reportId", "what"}),
    "report.to_street": frozenset({"reportId", "what"}),
    "report.asked": frozenset({"reportId", "what", "question"}),
    "report.answered": frozenset({"reportId", "what"}),
    "report.unanswered": frozenset({"reportId", "what"}),
    "report.resolved": frozenset({"reportId", "what", "note"}),
    "report.rejected": frozenset({"reportId", "what", "reason", "elsewhere"}),
    "report.reopened": frozenset({"reportId", "what"}),
    "report.warned": frozenset({"reportId", "what"}),
    "report.overdue": frozenset({"reportId", "what"}),
    "points.deliberation": frozenset({"points"}),
    "points.report": frozenset({"points"}),
    "points.volunteering": frozenset({"points"}),
    "points.suggestion": frozenset({"points"}),
    "points.corrected": frozenset({"points", "reason"}),
    "comment.hidden": frozenset({"issueId", "reason"}),
    "comment.restored": frozenset({"issueId", "reason"}),
    "points.badge_set": frozenset({"points"}),
    "badge.earned": frozenset({"badge", "badgeEn"}),
    "badge_set.earned": frozenset({"badgeSet", "badgeSetEn"}),
    "nomination.made": frozenset({"honour"}),
    "honour.given": frozenset({"honour"}),
    "council.drawn": frozenset({"purpose"}),
    "points.held_burst": frozenset({"points"}),
    "points.held_ring": frozenset({"points"}),
    "points.held_crowd": frozenset({"points"}),
    "points.held_bare_reports": frozenset({"points"}),
    "points.released": frozenset({"points"}),
    "points.voided": frozenset({"points", "reason"}),
    "hold.waiting": frozenset(),
    "hold.disagreed": frozenset(),
    "household.asked": frozenset({"name"}),
    "household.confirmed": frozenset(),
    "household.refused": frozenset({"reason"}),
    "voucher.got": frozenset({"reward", "place", "day"}),
    "voucher.handed_out": frozenset({"reward"}),
    "voucher.returned": frozenset({"reward", "points"}),
    "voucher.settled": frozenset({"reward", "points", "settled"}),
    "activity.moved_up": frozenset({"activityId", "title", "startsAt"}),
    "activity.called_off": frozenset({"activityId", "title", "reason"}),
    "help.proposed": frozenset({"helpId", "minutes"}),
    "help.agreed": frozenset({"helpId", "minutes"}),
    "help.called_off": frozenset({"helpId", "minutes"}),
    "help.said": frozenset({"helpId", "minutes"}),
    "help.done": frozenset({"helpId", "minutes"}),
    "gift.offered": frozenset({"minutes"}),
    "gift.accepted": frozenset({"minutes"}),
    "gift.declined": frozenset({"minutes"}),
    "team.closed": frozenset({"team", "reason"}),
    "contest.shortlisted": frozenset({"contestId", "idea"}),
    "contest.left_out": frozenset({"contestId", "idea", "reason"}),
    "contest.called_off": frozenset({"contestId", "title", "reason"}),
    "contest.judge": frozenset({"contestId", "title"}),
    "contest.won": frozenset({"contestId", "title", "place", "points"}),
    "hours.opened": frozenset({"minutes"}),
    "whistle.blown": frozenset({"whistleId", "department", "minutes"}),
    "whistle.over_report": frozenset({"whistleId", "reportId", "departments"}),
    "whistle.coming": frozenset({"whistleId", "department"}),
    "whistle.cannot_come": frozenset({"whistleId", "department"}),
    "whistle.late": frozenset({"whistleId", "department", "minutes"}),
    "whistle.planned": frozenset({"whistleId", "department", "tasks"}),
    "whistle.behind": frozenset({"whistleId", "department"}),
    "whistle.overdue": frozenset({"whistleId"}),
    "whistle.ended": frozenset({"whistleId", "department"}),
    "whistle.closed": frozenset({"whistleId"}),
    "skill.expires": frozenset({"trade", "day"}),
    "skill.of_worker_expires": frozenset({"trade", "day", "grids"}),
}
"""Every kind of notice, with the details that it cannot do without."""


def check_told(kind: str, details: Mapping[str, str | int]) -> None:
    """Nothing where the notice is whole. Raises ValueError for a kind nobody knows and for details that are missing."""
    if kind not in KINDS:
        raise ValueError(f"There is no notice of the kind {kind}.")
    if missing := KINDS[kind] - details.keys():
        raise ValueError(f"A notice of the kind {kind} needs {', '.join(sorted(missing))}.")
