"""What is skipped is said at the end, with how to get it; with CI=true a skipped test counts as failed."""

import os
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest


class NotNeeded(pytest.skip.Exception):
    """Skips a test that the project can do without, with CI=true as well."""


def _judge(report: Any, reason: str, *, needed: bool) -> None:
    report.skip_reason = reason
    if needed and os.environ.get("CI", "").lower() in {"1", "true"}:
        report.outcome = "failed"
        report.longrepr = f"CI=true, where a skipped test counts as failed. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and call.excinfo is not None:
        _judge(report, str(call.excinfo.value), needed=not isinstance(call.excinfo.value, NotNeeded))
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.outcome == "skipped":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _judge(report, reason.removeprefix("Skipped: "), needed=True)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    yield
    reports = [report for kind in ("skipped", "failed", "error") for report in terminalreporter.stats.get(kind, [])]
    reasons = Counter(report.skip_reason for report in reports if hasattr(report, "skip_reason"))
    if reasons:
        terminalreporter.write_sep("=", "What was skipped, and how to get it", yellow=True)
    for reason, times in sorted(reasons.items()):
        terminalreporter.write_line(f"{times} x {reason}")
