"""The mappings that sectors bring, used by their names as `SECTOR:NAME`."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regledger.errors import RegledgerError
from regledger.intake.mapping import LoadedMapping, load_mapping, read_mapping

if TYPE_CHECKING:
    from regledger.installation import Installation

__all__ = ["MappingUnknown", "SectorMapping", "mapping_of", "sector_mappings"]


class MappingUnknown(RegledgerError):
    """No sector in use brings a mapping {name!r}. {remedy}"""


class SectorMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping that a sector brings."""

    name: str
    """`SECTOR:NAME`."""
    title: str
    title_zh: str
    register: str
    """The id of the register that it reads."""
    sector: str
    version: str
    """Of the sector's distribution."""


def sector_mappings(installation: Installation) -> Iterator[SectorMapping]:
    """Those of the sectors in use, by name."""
    for sector, declared in sorted(installation.declared.items()):
        for one in sorted(declared.import_mappings, key=lambda each: each.name):
            name = f"{sector}:{one.name}"
            yield SectorMapping(
                name=name,
                title=one.title,
                title_zh=one.title_zh,
                register=read_mapping(Path(name), one.text.encode()).mapping.register.id,
                sector=sector,
                version=installation.sectors.loaded[sector].version,
            )


def mapping_of(mapping: Path | str, installation: Installation) -> LoadedMapping:
    """A mapping from a file, or the one that a sector brings under the name `SECTOR:NAME`.

    Raises:
        BadMapping: it cannot be used.
        MappingUnknown: no sector in use brings one of that name.
    """
    if isinstance(mapping, Path):
        return load_mapping(mapping)
    sector, _, name = mapping.partition(":")
    declared = installation.declared.get(sector)
    brought = () if declared is None else declared.import_mappings
    found = next((one for one in brought if one.name == name), None)
    if found is None:
        raise MappingUnknown(name=mapping, remedy=_remedy(mapping, installation))
    return read_mapping(Path(mapping), found.text.encode())


def _remedy(name: str, installation: Installation) -> str:
    known = [one.name for one in sector_mappings(installation)]
    if not known:
        return "No sector in use brings any; name a file."
    near = get_close_matches(name, known, n=3)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"They bring {', '.join(known)}."
