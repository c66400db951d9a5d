"""A plugin of pytest that watches one sector, as `regledger sectors check` runs its tests.

It needs `--regledger-observe SECTOR`, `--regledger-own FILE` with the files of the sector and `--regledger-observations
FILE`, and changes nothing of what the tests see. With `--regledger-elsewhere FOLDER` nothing is asked twice, timed or
audited: only what is answered is kept, and each call of the sector has that folder as its working directory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.log.tags import TagKind
from regledger.sectors.contract import DECIDERS, DECLARERS
from regledger.sectors.guard import LoadedSector, listed
from regledger.sectors.judge import SectorJudge
from regledger.sectors.loading import Sectors
from regledger.testing.conformance.properties import steady_properties
from regledger.testing.conformance.watching import Watch
from regledger.views import ReadModel

__all__: list[str] = []

UNORDERED = frozenset({"regledger_reads"})
BARE = frozenset(
    {"regledger_sector", "regledger_texts", "regledger_classify", "regledger_risk", "regledger_competence"}
) | {
    "regledger_fine_range",
    "regledger_observed",
}
"""Hooks that answer with one thing each, and not with items."""
"""Hooks whose answer is a set: the order in which they give it does not count."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which sector, and where to write."""
    group = parser.getgroup("conformance of sectors")
    group.addoption("--regledger-observe", metavar="SECTOR")
    group.addoption("--regledger-own", metavar="FILE")
    group.addoption("--regledger-elsewhere", metavar="FOLDER")
    group.addoption("--regledger-observations", metavar="FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Watch from here on."""
    sector = config.getoption("--regledger-observe")
    if not sector:
        return
    steady_properties(config)
    own = msgspec.json.decode(Path(config.getoption("--regledger-own")).read_bytes(), type=dict[str, str])
    watch = Watch(sector, own, elsewhere=config.getoption("--regledger-elsewhere") or "")
    _watch_hooks(watch)
    _watch_declared(watch)
    config.pluginmanager.register(_Run(watch, Path(config.getoption("--regledger-observations"))))


class _Run:
    """Counts, and writes at the end."""

    def __init__(self, watch: Watch, file: Path) -> None:
        self._watch = watch
        self._file = file
        self._passed = 0
        self._failed: list[str] = []
        self._skipped: list[str] = []

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._watch.test = nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self._failed:
            self._failed.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self._passed += 1
        elif report.skipped and report.nodeid not in self._skipped:
            self._skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._failed.append(report.nodeid)
        elif report.skipped:
            self._skipped.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        seen = self._watch.observations(self._passed, self._failed, self._skipped)
        self._file.write_bytes(msgspec.json.encode(seen))


def _watch_hooks(watch: Watch) -> None:
    given_by = Sectors.answers
    asked = SectorJudge.rule

    def answers(self: Sectors, one: LoadedSector, hook: str, **arguments: Any) -> list[Any]:
        if one.sector.name != watch.sector or not self.implements(one, hook):
            return given_by(self, one, hook, **arguments)

        def answer(**given: Any) -> list[Any]:
            found = given_by(self, one, hook, **given)
            if hook in BARE:
                return found
            # Of several parts the items count, as for whoever asks.
            return [item for each in found for item in listed(one, hook, each, loading=hook in DECLARERS)]

        def whole(found: list[Any]) -> list[Any]:
            return found if hook in BARE else [found]

        decides = hook in DECIDERS
        if hook == "regledger_read_models":
            return whole([_read_model(watch, model) for model in answer(**arguments)])
        name = f"{hook} (declares)" if hook in DECLARERS else hook
        return whole(watch.call(name, answer, pure=decides, order=hook not in UNORDERED, **arguments))

    def rule(self: SectorJudge, rule: str, code: str, holds: bool, /, **args: Any) -> Any:
        watch.asked(rule, code, holds, args)
        return asked(self, rule, code, holds, **args)

    Sectors.answers = answers  # type: ignore[method-assign]
    SectorJudge.rule = rule  # type: ignore[method-assign]


def _watch_declared(watch: Watch) -> None:
    declaring: Any = import_module("regledger.sectors.declarations")
    handler_guard, kind_guard, tag_guard = declaring.guarded_handler, declaring.guarded_kind, declaring.guarded_tag_kind

    def guarded_handler(one: LoadedSector, handler: Handler, *rest: Any) -> Handler:
        if one.sector.name == watch.sector:
            handler = _handler(watch, handler)
        guarded: Handler = handler_guard(one, handler, *rest)
        return guarded

    def guarded_kind(one: LoadedSector, kind: Kind[Any], *rest: Any) -> Kind[Any]:
        if one.sector.name == watch.sector:
            kind = _kind(watch, kind)
        guarded: Kind[Any] = kind_guard(one, kind, *rest)
        return guarded

    def guarded_tag_kind(one: LoadedSector, kind: TagKind) -> TagKind:
        if one.sector.name == watch.sector:
            derive = {
                name: _watched(watch, f"tag kind {kind.name}", how) if callable(how) else how
                for name, how in kind.derive.items()
            }
            kind = msgspec.structs.replace(kind, derive=derive)
        guarded: TagKind = tag_guard(one, kind)
        return guarded

    declaring.guarded_handler = guarded_handler
    declaring.guarded_kind = guarded_kind
    declaring.guarded_tag_kind = guarded_tag_kind


def _handler(watch: Watch, handler: Handler) -> Handler:
    decided = _watched(watch, f"command {handler.name}", handler.decide)

    def decide(*arguments: Any) -> Iterable[Any]:
        outcomes: list[Any] = decided(*arguments)
        for outcome in outcomes:
            watch.recorded(outcome)
        return iter(outcomes)

    reads = _watched(watch, f"command {handler.name}, its reads", handler.reads, order=False)
    return msgspec.structs.replace(handler, decide=decide, reads=reads)


def _kind(watch: Watch, kind: Kind[Any]) -> Kind[Any]:
    return msgspec.structs.replace(
        kind,
        evolve=_watched(watch, f"record {kind.name}, its evolve", kind.evolve),
        steps=None if kind.steps is None else _watched(watch, f"record {kind.name}, its steps", kind.steps),
        derived=None if kind.derived is None else _watched(watch, f"record {kind.name}, its derived", kind.derived),
    )


def _read_model(watch: Watch, model: Any) -> Any:
    for name, order in (("keys", False), ("row", True)):
        if isinstance(model, ReadModel) and name not in vars(model):
            setattr(
                model, name, _watched(watch, f"read model {model.name}, its {name}", getattr(model, name), order=order)
            )
    return model


def _watched(watch: Watch, name: str, function: Callable[..., Any], *, order: bool = True) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return watch.call(name, function, *arguments, order=order)

    # A derivation is known by its function's text, which the side index compares.
    call.__wrapped__ = function  # type: ignore[attr-defined]
    return call
