"""Loading sectors: finding, importing and checking them, each apart from the others."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from time import monotonic
from typing import Any

import msgspec
import pluggy

from regledger.errors import RegledgerError
from regledger.sectors.contract import CONTRACT_VERSION, DECLARERS, HOOKS, PROJECT, SINCE, Sector, SectorHooks
from regledger.sectors.guard import STOPPED, LoadedSector, asked_to_end, kept, listed, said
from regledger.sectors.judge import Sentences
from regledger.sectors.sector_file import FILE, SectorFile
from regledger.sectors.watch import BUDGET, LOADING_BUDGET, TOGETHER, within

__all__ = ["GROUP", "NOT_TRIED", "BrokenSector", "SectorTaken", "Sectors"]

GROUP = "regledger.sectors"

NOT_TRIED = "it was not tried: loading took too long"
"""Of each sector whose turn comes when the time of all is over."""

_log = logging.getLogger(__name__)


class SectorTaken(RegledgerError):
    """Sector {sector} is brought by {found}, so none of them is in use. Remove all but one."""


class BrokenSector(msgspec.Struct, frozen=True, kw_only=True):
    """A sector that was left out, and why."""

    name: str
    version: str
    distribution: str
    found: str


class Sectors:
    """The sectors of this installation. pluggy calls the hooks; here is who may answer what."""

    def __init__(self, loaded: Iterable[LoadedSector] = (), broken: Iterable[BrokenSector] = ()) -> None:
        self.loaded: dict[str, LoadedSector] = {}
        self.broken: list[BrokenSector] = list(broken)
        self.sentences: dict[str, Sentences] = {}
        """By sector: the sentences of the objection codes that it may raise, the core's among them."""
        self.left = TOGETHER
        """Seconds that are left to their hooks that declare, of what loading all of them may take."""
        self._plugins = _plugin_manager()
        self._callers: dict[tuple[str, str], Any] = {}
        for one in loaded:
            self._add([one])

    @classmethod
    def installed(
        cls,
        points: Iterable[EntryPoint] | None = None,
        *,
        budget: float = BUDGET,
        loading_budget: float = LOADING_BUDGET,
        together: float = TOGETHER,
    ) -> Sectors:
        """Every sector that is installed; one that cannot be used is listed in `broken` and left out.

        Of several distributions that bring the same sector none is in use: by the order of their names a stranger's
        could take the place of the one that was meant.

        Args:
            points: those of the sectors; all that are installed where it is None.
            budget: seconds that one call into a sector may take while an act is decided or a record is folded.
            loading_budget: seconds that its import may take, and each of its hooks that declare.
            together: seconds that the imports and these hooks of all may take; the sectors that are left then are not tried.
        """
        sectors = cls()
        started = monotonic()
        claims: dict[str, list[LoadedSector]] = {}
        found = entry_points(group=GROUP) if points is None else points
        for point in sorted(found, key=lambda one: (one.name, one.value)):
            distribution, version = _origin(point)
            left = together - (monotonic() - started)
            if left <= 0:
                sectors.broken.append(
                    BrokenSector(name=point.name, version=version, distribution=distribution, found=NOT_TRIED)
                )
                continue
            try:
                one = within(min(loading_budget, left), _introduced, point, distribution, version)
                one = msgspec.structs.replace(one, budget=budget, loading_budget=loading_budget)
            except STOPPED as error:
                if asked_to_end(error):
                    raise
                _log.debug("%s %s cannot be used", distribution, version, exc_info=error)
                why = said(error, point.value.partition(":")[0])
                sectors.broken.append(
                    BrokenSector(name=point.name, version=version, distribution=distribution, found=why)
                )
            else:
                claims.setdefault(one.sector.name, []).append(one)
        for several in claims.values():
            sectors._add(several)
        sectors.left = together - (monotonic() - started)
        return sectors

    def _add(self, several: Sequence[LoadedSector]) -> None:
        """Use the one that brings a sector; where there are several, none."""
        name = several[0].sector.name
        if len(several) == 1:
            self._callers.clear()
            # pluggy asks who came last first, and a sector's own module answers before its parts.
            for module in reversed(several[0].modules):
                self._plugins.register(module, name=_registered(name, module))
            self.loaded[name] = several[0]
            return
        why = str(
            SectorTaken(sector=name, found=" and by ".join(f"{one.distribution} {one.version}" for one in several))
        )
        self.broken.extend(
            BrokenSector(name=name, version=one.version, distribution=one.distribution, found=why) for one in several
        )

    @property
    def packages(self) -> tuple[str, ...]:
        """Those of the sectors in use."""
        return tuple(one.module.__name__ for one in self.loaded.values() if hasattr(one.module, "__path__"))

    def leave_out(self, name: str, found: str) -> None:
        """Put a loaded sector among the broken ones."""
        one = self.loaded.pop(name)
        self._callers.clear()
        for module in one.modules:
            self._plugins.unregister(name=_registered(name, module))
        self.broken.append(BrokenSector(name=name, version=one.version, distribution=one.distribution, found=found))

    def implements(self, one: LoadedSector, hook: str) -> bool:
        """Whether a sector has that hook."""
        return any(hasattr(module, hook) for module in one.modules)

    def ask(self, one: LoadedSector, hook: str, **arguments: Any) -> list[Any]:
        """The answers of one sector and its parts, as one list; raises `SectorFault` naming sector, version and hook."""
        loading = hook in DECLARERS
        answers = self.answers(one, hook, **arguments)
        return [item for answer in answers for item in listed(one, hook, answer, loading=loading)]

    def call(self, one: LoadedSector, hook: str, **arguments: Any) -> Any:
        """The bare answer of one sector, of its parts the first that has one, or None; raises `SectorFault`."""
        return next(iter(self.answers(one, hook, **arguments)), None)

    def answers(self, one: LoadedSector, hook: str, **arguments: Any) -> list[Any]:
        """What a sector and its parts answer, each where it is not None; raises `SectorFault`."""
        if not self.implements(one, hook):
            return []
        answers: list[Any] = kept(one, hook, self._caller(one, hook), loading=hook in DECLARERS, **arguments)
        return answers

    def _caller(self, one: LoadedSector, hook: str) -> Any:
        # Made once: pluggy looks through every plugin for each, and a decision asks several.
        key = (one.sector.name, hook)
        found = self._callers.get(key)
        if found is None:
            own = {_registered(one.sector.name, module) for module in one.modules}
            others = [module for name, module in self._plugins.list_name_plugin() if name not in own]
            found = self._callers[key] = self._plugins.subset_hook_caller(hook, others)
        return found


def _origin(point: EntryPoint) -> tuple[str, str]:
    """Name and version of its distribution; what its metadata does not say is a question mark."""
    try:
        return (point.dist.name or "?", point.dist.version or "?") if point.dist else ("?", "?")
    except Exception:
        return "?", "?"


def _introduced(point: EntryPoint, distribution: str, version: str) -> LoadedSector:
    module = point.load()
    if not inspect.ismodule(module):
        raise TypeError(f"its entry point names {point.value}, which is not a module")
    _refuse_unmarked(module)
    file = SectorFile.of_package(module.__name__) if hasattr(module, "__path__") else None
    introduce = getattr(module, "regledger_sector", None)
    sector = introduce() if callable(introduce) else None if file is None else file.sector
    if not isinstance(sector, Sector):
        raise TypeError(
            f"{module.__name__} has no hook regledger_sector that gives a Sector, and no {FILE} with a [sector] table"
        )
    msgspec.convert(msgspec.to_builtins(sector), Sector)
    if sector.name != point.name:
        raise ValueError(f"its entry point is called {point.name} and the sector {sector.name}; let both be the same")
    if not 1 <= sector.contract <= CONTRACT_VERSION:
        raise ValueError(
            f"it was written for contract {sector.contract} and this release has {CONTRACT_VERSION}; "
            "install a later release of regledger"
        )
    parts = tuple(import_module(f"{module.__name__}.{part}") for part in sector.parts)
    for part in parts:
        _refuse_unmarked(part)
        if hasattr(part, "regledger_sector"):
            raise ValueError(f"its part {part.__name__} has the hook regledger_sector, which is the package's alone")
    for hook in HOOKS:
        if sector.contract < SINCE[hook] and any(hasattr(one, hook) for one in (module, *parts)):
            raise ValueError(
                f"{hook} is of contract {SINCE[hook]} and the sector was written for contract {sector.contract}; "
                f"say contract={SINCE[hook]}"
            )
    # Apart from the others: what is found amiss is this one's, and it is found before anybody claims a name.
    alone = _plugin_manager()
    for one in (module, *parts):
        alone.register(one)
    alone.check_pending()
    return LoadedSector(
        sector=sector, version=version, distribution=distribution, module=module, parts=parts, file=file
    )


def _registered(name: str, module: Any) -> str:
    """What pluggy calls a module of sector `name`."""
    return f"{name} {getattr(module, '__name__', type(module).__name__)}"


def _plugin_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(SectorHooks)
    return manager


def _refuse_unmarked(module: Any) -> None:
    # pluggy does not see a function without the marker, so a sector's rules would silently not apply.
    for name, member in vars(module).items():
        if name.startswith("regledger_") and inspect.isfunction(member) and not hasattr(member, f"{PROJECT}_impl"):
            raise TypeError(f"function {name} is not marked with @hookimpl")
