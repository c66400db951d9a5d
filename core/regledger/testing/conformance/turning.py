"""A plugin of pytest that turns round what a rule answers, one rule and objection at a time, and sees whether a test fails.

It needs `--regledger-turn FILE`, which holds `Turns`, and `--regledger-turned FILE`, where it writes `Turned`. The tests are
collected once and run in this process: first those that come to the rule, and the others where none of them fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
import pytest
from _pytest.runner import runtestprotocol

from regledger.law.objections import Objection
from regledger.sectors.judge import SectorJudge
from regledger.testing.conformance.observations import Turned, Turns
from regledger.testing.conformance.properties import steady_properties

__all__: list[str] = []

UNSAID = "—"
"""Stands for an argument that a rule is given only where it is broken."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What to turn round, and where to write."""
    group = parser.getgroup("conformance of sectors")
    group.addoption("--regledger-turn", metavar="FILE")
    group.addoption("--regledger-turned", metavar="FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Run the tests so, where it is wished."""
    named = config.getoption("--regledger-turn")
    if not named:
        return
    steady_properties(config, shrinking=False)
    turns = msgspec.json.decode(Path(named).read_bytes(), type=Turns)
    config.pluginmanager.register(_Rounds(turns, Path(config.getoption("--regledger-turned"))))


class _Rounds:
    """Runs the tests once for each pair."""

    def __init__(self, turns: Turns, file: Path) -> None:
        self._turns = turns
        self._file = file
        self._pair: tuple[str, str] = ("", "")
        self._noticed: list[tuple[str, str]] = []
        self._unnoticed: list[tuple[str, str]] = []
        self._turn()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        ends = monotonic() + self._turns.seconds
        for one in self._turns.pairs:
            if monotonic() >= ends:
                break
            self._pair = (one.rule, one.code)
            here = [item for item in session.items if item.nodeid in one.tests]
            others = [item for item in session.items if item.nodeid not in one.tests]
            found = self._noticed if _fails(here, session.items) or _fails(others, ()) else self._unnoticed
            found.append(self._pair)
            self._write()  # a test may never end once a rule is turned round
        if session.items:
            session._setupstate.teardown_exact(None)
        return True

    def _write(self) -> None:
        turned = Turned(noticed=tuple(self._noticed), unnoticed=tuple(self._unnoticed))
        self._file.write_bytes(msgspec.json.encode(turned))

    def _turn(self) -> None:
        asked = SectorJudge.rule

        def rule(judge: SectorJudge, rule: str, code: str, holds: bool, /, **args: Any) -> Iterator[Objection]:
            if (str(rule), str(code)) != self._pair:
                return asked(judge, rule, code, holds, **args)
            said = {name: UNSAID if value is None and holds else value for name, value in args.items()}
            return asked(judge, rule, code, not holds, **said)

        SectorJudge.rule = rule  # type: ignore[method-assign]


def _fails(items: Sequence[pytest.Item], then: Sequence[pytest.Item]) -> bool:
    """Whether one of `items` fails; what the session shares is kept for the first of `then`, and ended without."""
    for number, item in enumerate(items):
        after = items[number + 1] if number + 1 < len(items) else None
        reports = runtestprotocol(item, log=False, nextitem=after or next(iter(then), None))
        if any(report.failed for report in reports):
            return True
    return False
