"""What holds for every test: a skip has a reason that a reader can check, and in CI nothing else passes for one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from regledger.testing.postgres import PostgresMissing, PostgresServer

ALLOWED = {
    "data:": "the folder of real records, ../shared/data, is not there",
    "platform:": "this operating system, machine or Python cannot run it",
}
"""How the reason of a skip begins, and what it then means. What `make` could have installed is neither."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests of this process; each takes a `new_database()` of its own, and none kills it."""
    try:
        server = PostgresServer()
    except PostgresMissing:
        pytest.skip("platform: no PostgreSQL binaries are published for this Python and machine")
    with server:
        yield server


def _unreasoned(config: pytest.Config) -> list[tuple[str, str]]:
    """(test, reason) of every skip whose reason begins with none of `ALLOWED`."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    return [(report.nodeid, reason) for report in skipped if not (reason := _reason(report)).startswith(tuple(ALLOWED))]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skip for another reason fails the run."""
    if os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK and _unreasoned(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name those skips."""
    found = _unreasoned(config)
    if found:
        meant = "fails the run, CI being set" if os.environ.get("CI") else "would fail in CI"
        terminalreporter.section(f"skipped without an allowed reason: {meant}", sep="=", red=True)
        for name, reason in found:
            terminalreporter.write_line(f"{name}: {reason}")
        terminalreporter.write_line(f"A reason begins with {' or '.join(ALLOWED)}")
