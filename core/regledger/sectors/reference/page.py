"""The page: who the sector is, its law, and what it records."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.errors import RegledgerError
from regledger.installation import Installation
from regledger.sectors.guard import LoadedSector
from regledger.sectors.reference.legal import legal_lines
from regledger.sectors.reference.records import record_lines

__all__ = ["SectorNotInUse", "reference"]


class SectorNotInUse(RegledgerError):
    """Sector {name} is not in use: {found}. Mend it; "regledger sectors check FOLDER" says where."""


def reference(installed: Installation, name: str) -> str:
    """The reference of the sector called `name`, as Markdown; raises `SectorNotInUse`."""
    one = installed.sectors.loaded.get(name)
    if one is None:
        broken = next((each.found for each in installed.sectors.broken if each.name == name), "nothing brings it")
        raise SectorNotInUse(name=name, found=broken.rstrip("."))
    declared = installed.declared[name]
    raw = installed.sectors.ask(one, "regledger_commands")
    lines = [
        *_introduction(one),
        *legal_lines(declared, installed.lawbook),
        *record_lines(declared, installed.lawbook, raw),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _introduction(one: LoadedSector) -> Iterator[str]:
    sector = one.sector
    yield from (f"# {sector.title} {sector.title_zh}", "")
    for scope in (sector.scope, sector.scope_zh):
        yield from (scope, "") if scope else ()
    yield f"- sector: `{sector.name}`" + (
        ", laid over others" if sector.overlay else ", also laid over others" if sector.may_lay_over else ""
    )
    yield f"- distribution: {one.distribution} {one.version}, contract {sector.contract}"
    if sector.industries:
        yield f"- industries (GB/T 4754-2017): {', '.join(sector.industries)}"
    yield ""
