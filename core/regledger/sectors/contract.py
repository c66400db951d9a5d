"""The contract between the core and a sector: the hooks, and the types they give and get.

A sector is an installed distribution with an entry point in the group `regledger.sectors` that names a package.
The package implements the hooks with `@hookimpl`, or says what is data in a `sector.toml` beside them. Hooks that
*declare* are called once, when sectors are loaded; hooks that *decide* are called for an act on a site of that
sector, and an error in one refuses the act; hooks that *observe* are told afterwards, and an error in one is logged.
"""

from __future__ import annotations

import pluggy

from regledger.law.checklists import CheckItem, Checklist
from regledger.sectors.deciders import DecidingHooks
from regledger.sectors.declared import LicenceKind, Sector
from regledger.sectors.declarers import DeclaringHooks
from regledger.sectors.observers import ObservingHooks
from regledger.sectors.questions import Act

__all__ = [
    "CONTRACT_VERSION",
    "DECIDERS",
    "DECLARERS",
    "HOOKS",
    "OBSERVERS",
    "SINCE",
    "Act",
    "CheckItem",
    "Checklist",
    "LicenceKind",
    "Sector",
    "SectorHooks",
    "hookimpl",
]

CONTRACT_VERSION = 2
PROJECT = "regledger"

hookimpl = pluggy.HookimplMarker(PROJECT)


class SectorHooks(DeclaringHooks, DecidingHooks, ObservingHooks):
    """The hooks of the contract."""


def _hooks(of: type) -> tuple[str, ...]:
    return tuple(name for name in dir(of) if name.startswith("regledger_"))


DECIDERS = _hooks(DecidingHooks)
"""Hooks asked about an act."""

OBSERVERS = _hooks(ObservingHooks)
"""Hooks told of what was done."""

DECLARERS = _hooks(DeclaringHooks)
"""Hooks that declare, and are called once."""

HOOKS = _hooks(SectorHooks)

_FIRST = frozenset(
    {
        "regledger_sector",
        "regledger_facts",
        "regledger_tag_kinds",
        "regledger_kinds",
        "regledger_commands",
        "regledger_law",
        "regledger_texts",
        "regledger_licence_kinds",
        "regledger_checklists",
        "regledger_read_models",
        "regledger_reads",
        "regledger_objections",
    }
)

SINCE = {hook: 1 if hook in _FIRST else 2 for hook in HOOKS}
"""Hook → the version of the contract that brought it."""
