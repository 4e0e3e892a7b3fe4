"""What a measure found."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ratio or figure beside what it has to reach: "most" must not be above `bound`, "least" not below."""

    what: str
    value: float
    kind: Literal["most", "least"]
    bound: float
    unit: str = "×"

    @property
    def reached(self) -> bool:
        return self.value <= self.bound if self.kind == "most" else self.value >= self.bound


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: a bar for each name, shorter is better unless said."""

    title: str
    unit: str
    values: dict[str, float]


@dataclass(slots=True)
class Findings:
    """One measure: what was counted, a table, what had to be reached, and what is worth a chart."""

    title: str
    counted: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)


def shown(value: float) -> str:
    """A number with three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
