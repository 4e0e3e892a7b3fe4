"""The report: what was measured, what had to be reached, and a chart."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import orjson

from bench.findings import Findings, Verdict, shown
from bench.processes import HERE, PEER_PYTHON


def write(found: list[Findings], folder: Path) -> None:
    """report.md and chart.svg."""
    (folder / "report.md").write_text(_head() + _reached(found) + "".join(map(text, found)))
    charts = [{"title": bars.title, "unit": bars.unit, "values": bars.values} for each in found for bars in each.bars]
    command = [PEER_PYTHON, str(HERE / "chart.py"), str(folder / "chart.svg")]
    subprocess.run(command, input=orjson.dumps(charts), check=True)


def text(found: Findings) -> str:
    """One measure in Markdown."""
    lines = [f"## {found.title}", "", found.counted, "", _row(found.columns), _row(["---"] * len(found.columns))]
    lines += [_row(cells) for cells in found.rows]
    if found.verdicts:
        lines += ["", *(f"- {_verdict(verdict)}" for verdict in found.verdicts)]
    return "\n".join([*lines, "", ""])


def _head() -> str:
    machine = f"{os.cpu_count()} cores, {_memory()} GB, {platform.system()} {platform.release()}"
    python, node = platform.python_version(), _version("node")
    return (
        "# What it costs, beside what people would use instead\n\n"
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {machine}; Python {python}, Node {node}."
        " All in one run on one machine, the load beside the server: the ratios count, not the figures.\n\n"
        "![Chart](chart.svg)\n\n"
    )


def _reached(found: list[Findings]) -> str:
    verdicts = [verdict for each in found for verdict in each.verdicts]
    missed = [
        f"- {each.title}: {_verdict(verdict)}" for each in found for verdict in each.verdicts if not verdict.reached
    ]
    said = f"{len(verdicts) - len(missed)} of {len(verdicts)} figures reached what they must."
    return "\n".join([said, "", *(["Not reached:", "", *missed, ""] if missed else []), ""])


def _verdict(verdict: Verdict) -> str:
    sign = "at most" if verdict.kind == "most" else "at least"
    mark = "reached" if verdict.reached else "**not reached**"
    value, bound = f"{shown(verdict.value)} {verdict.unit}", f"{verdict.bound:g} {verdict.unit}"
    return f"{verdict.what}: {value} (must be {sign} {bound}): {mark}."


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _version(program: str) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip().lstrip("v")
