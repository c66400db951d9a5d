"""Loading sectors: finding, importing and checking them, each apart from the others."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import msgspec
import pluggy

from regledger.errors import RegledgerError
from regledger.sectors.contract import CONTRACT_VERSION, PROJECT, Sector, SectorHooks
from regledger.sectors.guard import STOPPED, LoadedSector, failed, listed, said
from regledger.sectors.judge import Sentences

__all__ = ["GROUP", "BrokenSector", "SectorTaken", "Sectors"]

GROUP = "regledger.sectors"

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
        self._plugins = _plugin_manager()
        for one in loaded:
            self._add([one])

    @classmethod
    def installed(cls, points: Iterable[EntryPoint] | None = None) -> Sectors:
        """Every sector that is installed; one that cannot be used is listed in `broken` and left out.

        Of several distributions that bring the same sector none is in use: by the order of their names a stranger's
        could take the place of the one that was meant.
        """
        sectors = cls()
        claims: dict[str, list[LoadedSector]] = {}
        found = entry_points(group=GROUP) if points is None else points
        for point in sorted(found, key=lambda one: (one.name, one.value)):
            distribution, version = _origin(point)
            try:
                one = _introduced(point, distribution, version)
            except STOPPED as error:
                _log.debug("%s %s cannot be used", distribution, version, exc_info=error)
                why = said(error, point.value.partition(":")[0])
                sectors.broken.append(
                    BrokenSector(name=point.name, version=version, distribution=distribution, found=why)
                )
            else:
                claims.setdefault(one.sector.name, []).append(one)
        for several in claims.values():
            sectors._add(several)
        return sectors

    def _add(self, several: Sequence[LoadedSector]) -> None:
        """Use the one that brings a sector; where there are several, none."""
        name = several[0].sector.name
        if len(several) == 1:
            self._plugins.register(several[0].module, name=name)
            self.loaded[name] = several[0]
            return
        why = str(
            SectorTaken(sector=name, found=" and by ".join(f"{one.distribution} {one.version}" for one in several))
        )
        self.broken.extend(
            BrokenSector(name=name, version=one.version, distribution=one.distribution, found=why) for one in several
        )

    def leave_out(self, name: str, found: str) -> None:
        """Put a loaded sector among the broken ones."""
        one = self.loaded.pop(name)
        self._plugins.unregister(name=name)
        self.broken.append(BrokenSector(name=name, version=one.version, distribution=one.distribution, found=found))

    def ask(self, one: LoadedSector, hook: str, **arguments: Any) -> list[Any]:
        """The answer of one sector, as a list; raises `SectorFault` naming sector, version and hook."""
        answer = self.call(one, hook, **arguments)
        return [] if answer is None else listed(one, hook, answer)

    def call(self, one: LoadedSector, hook: str, **arguments: Any) -> Any:
        """The bare answer of one sector, None where it does not implement the hook; raises `SectorFault`."""
        others = [module for name, module in self._plugins.list_name_plugin() if name != one.sector.name]
        try:
            answers = self._plugins.subset_hook_caller(hook, others)(**arguments)
        except STOPPED as error:
            raise failed(one, hook, error) from error
        return answers[0] if answers else None


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
    introduce = getattr(module, "regledger_sector", None)
    sector = introduce() if callable(introduce) else None
    if not isinstance(sector, Sector):
        raise TypeError(f"{module.__name__} has no hook regledger_sector that gives a Sector")
    msgspec.convert(msgspec.to_builtins(sector), Sector)
    if sector.name != point.name:
        raise ValueError(f"its entry point is called {point.name} and the sector {sector.name}; let both be the same")
    if not 1 <= sector.contract <= CONTRACT_VERSION:
        raise ValueError(
            f"it was written for contract {sector.contract} and this release has {CONTRACT_VERSION}; "
            "install a later release of regledger"
        )
    # Apart from the others: what is found amiss is this one's, and it is found before anybody claims a name.
    alone = _plugin_manager()
    alone.register(module)
    alone.check_pending()
    return LoadedSector(sector=sector, version=version, distribution=distribution, module=module)


def _plugin_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(SectorHooks)
    return manager


def _refuse_unmarked(module: Any) -> None:
    # pluggy does not see a function without the marker, so a sector's rules would silently not apply.
    for name, member in vars(module).items():
        if name.startswith("regledger_") and inspect.isfunction(member) and not hasattr(member, f"{PROJECT}_impl"):
            raise TypeError(f"function {name} is not marked with @hookimpl")
