"""Run by the tests as a program of its own: derives the side index of a ledger, small step by small step, until it is killed.

side_writer.py URL
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import Any

from regledger.deciding.asserting import assert_rows
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log import side_index
from regledger.log.envelope import Source
from regledger.log.facts import NewFact, RecordedFact
from regledger.log.side_file import SideFile
from regledger.log.tags import TagKind
from regledger.records.enterprise import SiteRegistered
from regledger.sectors.contract import Sector, hookimpl
from regledger.sectors.guard import LoadedSector
from regledger.sectors.loading import Sectors


def streets(fact: RecordedFact) -> list[str]:
    """The streets of an address such as `River/Hill`."""
    return fact.body.address.split("/")  # type: ignore[union-attr]


STREET = TagKind("street", "side", derive={"site.registered": streets})
LEAD = TagKind("lead", "side", derive={"site.registered": "authority", "inspection.recorded": "authority"})


def installation(*kinds: TagKind) -> Installation:
    """One whose sector `streets` declares side kinds."""

    @hookimpl
    def regledger_sector() -> Sector:
        return Sector(name="streets", title="Streets", title_zh="街道", contract=1)

    @hookimpl
    def regledger_tag_kinds() -> Sequence[TagKind]:
        return kinds

    module = ModuleType("streets")
    module.regledger_sector = regledger_sector  # type: ignore[attr-defined]
    module.regledger_tag_kinds = regledger_tag_kinds  # type: ignore[attr-defined]
    sector = LoadedSector(sector=regledger_sector(), version="1", distribution="streets", module=module)
    return Installation(Sectors([sector]))


def record_sites(ledger: Ledger, addresses: Sequence[tuple[str, str]]) -> list[int]:
    """Record a site for each (address, authority), as a register would assert it."""
    head = ledger.recorder.head().number
    source = Source(register="book", file="0" * 64, row=1, column="x", key="1")
    rows = [
        [
            NewFact(
                body=SiteRegistered(
                    site=f"S-{head + place}",
                    enterprise="E-1",
                    name="-",
                    address=address,
                    authority=authority,
                    sector="general",
                    registered_on=date(2020, 1, 2),
                ),
                source=source,
            )
        ]
        for place, (address, authority) in enumerate(addresses, 1)
    ]
    return assert_rows(ledger, rows, register="book", mapping=b"{}", actor="officer:li", after=head)


class Telling(SideFile):
    """Says every place that was reached."""

    def add(self, *args: Any) -> None:
        super().add(*args)
        print(args[2], flush=True)


if __name__ == "__main__":
    side_index.BATCH = 10
    side_index.SideFile = Telling  # type: ignore[misc]
    with Ledger.open(sys.argv[1], installation=installation(STREET, LEAD)) as opened:
        print(sum(1 for _ in opened.facts(tags=["street:River"])), flush=True)
