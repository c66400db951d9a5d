"""A plugin of pytest that finds which rules the tests of the law hold: `pytest -p regledger.testing.ruling.plugin tests/law`.

The tests are run once, and what each sees is written down. Then each rule is taken out in turn, its objections and its
steps, and the tests that are marked with it run again: one of them has to fail. `--rules-found FILE` gets, for each rule
that was seen on both sides and missed, its kind and the tests that missed it; `--rules-only A-14` looks at one alone. With
`--rules-known FILE`, an earlier such file, it is enough that one of the tests that stand there misses its rule: they are
tried in their order, and are taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from _pytest.runner import runtestprotocol

from regledger.testing.ruling.evidence import Seen, Watch

__all__: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """What to look at, and where to write."""
    group = parser.getgroup("rules of law")
    group.addoption("--rules-found", metavar="FILE")
    group.addoption("--rules-known", metavar="FILE")
    group.addoption("--rules-only", metavar="RULE", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Watch from here on."""
    watch = Watch()
    watch.install()
    config.pluginmanager.register(_Rules(config, watch), "regledger-rules")


class _Known(msgspec.Struct, frozen=True):
    """What an earlier run found of a rule."""

    tests: tuple[str, ...]


def _read(file: Path) -> dict[str, _Known]:
    return msgspec.json.decode(file.read_bytes(), type=dict[str, _Known]) if file.exists() else {}


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


class _Rules:
    """Runs the tests, and then those of each rule without it."""

    def __init__(self, config: pytest.Config, watch: Watch) -> None:
        self._watch = watch
        self._only = str(config.getoption("--rules-only"))
        named = config.getoption("--rules-found")
        self._file = Path(named) if named else None
        known = config.getoption("--rules-known")
        self._known: dict[str, _Known] = _read(Path(known)) if known else {}
        self._seen: dict[str, Seen] = {}
        self._found: dict[str, dict[str, object]] = {}
        self._lacking: dict[str, str] = {}
        self._broken: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        named = _by_rule(session.items)
        if self._only:
            named = {rule: items for rule, items in named.items() if rule == self._only}
        items = list(dict.fromkeys(item for each in named.values() for item in each))
        for number, item in enumerate(items):
            self._watch.seen = self._seen[item.nodeid] = Seen()
            if _fails(item, items[number + 1] if number + 1 < len(items) else items[0]):
                self._broken.append(item.nodeid)
        for rule, own in sorted(named.items()):
            self._weigh(rule, own, items)
        if items:
            session._setupstate.teardown_exact(None)
        session.testsfailed = len(self._broken) + len(self._lacking)
        if self._file is not None:
            found = msgspec.json.encode(dict(sorted(self._found.items())), order="sorted")
            self._file.write_bytes(msgspec.json.format(found, indent=1) + b"\n")
        return True

    def _weigh(self, rule: str, own: Sequence[pytest.Item], items: Sequence[pytest.Item]) -> None:
        """Take `rule` out, and see which of the tests that name it fail."""
        seen = [self._seen[item.nodeid] for item in own]
        against, kept = (any(rule in getattr(one, side) for one in seen) for side in ("against", "kept"))
        self._watch.without = rule
        tests = self._missing(self._known.get(rule), own, items[0])
        self._watch.without = ""
        if not tests:
            self._lacking[rule] = "no test that names it fails when it is taken out"
            return
        kind = "executable" if against and kept else "derived" if any(rule in one.owed for one in seen) else ""
        if not kind:
            side = "kept to" if against else "broken"
            self._lacking[rule] = f"no test that names it sees it {side} through submit, nor owed"
            return
        self._found[rule] = {"kind": kind, "tests": tests}

    def _missing(self, known: _Known | None, own: Sequence[pytest.Item], then: pytest.Item) -> list[str]:
        """The tests that fail while the rule is out, by name: all that there are, or all that are known where one of them does."""
        if known is not None:
            tried = (item for item in own if _name(item) in known.tests)
            return list(known.tests) if any(_fails(item, then) for item in tried) else []
        return sorted({_name(item) for item in own if _fails(item, then)})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what is lacking."""
        write = terminalreporter.write_line
        kinds = [one["kind"] for one in self._found.values()]
        write(f"{kinds.count('executable')} rules are executable, {kinds.count('derived')} derived.")
        for test in self._broken:
            write(f"{test} fails with every rule in place.", red=True)
        for rule, why in self._lacking.items():
            write(f"{rule}: {why}.", red=True)


def _by_rule(items: Sequence[pytest.Item]) -> dict[str, list[pytest.Item]]:
    named: dict[str, list[pytest.Item]] = {}
    for item in items:
        for mark in item.iter_markers("rule"):
            for rule in mark.args:
                if item not in named.setdefault(rule, []):
                    named[rule].append(item)
    return named


def _fails(item: pytest.Item, then: pytest.Item) -> bool:
    """Whether a test fails; what the session shares is kept for the next."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=then))
