"""What a replay has found, as figures and as a table."""

from dataclasses import dataclass

from rich.table import Table

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a replay. It was exact when there is no difference."""

    statements: int
    participants: int
    sent: int
    accepted: int
    retries: int
    seconds: float
    final_votes: int
    watchers: int
    reconnects: int
    states: int
    differences: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return not self.differences


def table(report: Report) -> Table:
    """The figures for people."""
    rows = {
        "Statements": f"{report.statements:,}",
        "Participants": f"{report.participants:,}",
        "Votes sent": f"{report.sent:,}",
        "Votes accepted": f"{report.accepted:,}",
        "Requests repeated": f"{report.retries:,}",
        "Duration": f"{report.seconds:.1f} s",
        "Votes per second": f"{report.accepted / report.seconds:,.0f}" if report.seconds else "–",
        "Last votes compared": f"{report.final_votes:,}",
        "Watchers": f"{report.watchers:,}",
        "Reconnects of watchers": f"{report.reconnects:,}",
        "States received": f"{report.states:,}",
        "Differences": f"{len(report.differences):,}",
    }
    shown = Table("Replay", "", show_edge=False)
    shown.columns[1].justify = "right"
    for name, figure in rows.items():
        shown.add_row(name, figure)
    return shown


def first_differences(report: Report) -> list[str]:
    """The first differences, one sentence each, and how many more there are."""
    shown = list(report.differences[:SHOWN])
    more = len(report.differences) - len(shown)
    return [*shown, f"… and {more:,} more"] if more else shown
