"""How long a side index takes to derive 100,000 facts, and what a question costs afterwards, against reading every fact.

Run: .venv/bin/python bench/side_index.py [FACTS]
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from regledger.deciding.asserting import assert_rows
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.log.side_index import SideIndex
from regledger.log.tags import CORE_TAG_KINDS, TagKind, TagKinds
from regledger.records.enterprise import SiteRegistered
from regledger.sectors.loading import Sectors

FACTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROWS = 5_000
STREETS = 1_000


def main() -> None:
    """Print the figures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(f"sqlite:///{folder}/county.db", installation=Installation(Sectors())) as ledger,
    ):
        source = Source(register="book", file="0" * 64, row=1, column="x", key="1")
        for first in range(0, FACTS, ROWS):
            rows = [
                [
                    NewFact(
                        body=SiteRegistered(
                            site=f"S-{number}",
                            enterprise=f"E-{number % 500}",
                            name="Store",
                            address=f"street-{number % STREETS}",
                            authority="emb",
                            sector="general",
                            registered_on=date(2020, 1, 2),
                        ),
                        source=source,
                    )
                ]
                for number in range(first, min(first + ROWS, FACTS))
            ]
            assert_rows(ledger, rows, register="book", mapping=b"{}", actor="officer:li", after=first)
        kind = TagKind("street", "side", derive={"site.registered": "address"})
        ledger.catalogue.kinds = TagKinds([*CORE_TAG_KINDS, kind])
        file = Path(folder) / "county.db.index"
        ledger.side = SideIndex(file, ledger.recorder, ledger.catalogue)

        started = perf_counter()
        count = sum(1 for _ in ledger.facts(tags=["street:street-7"]))
        derived = perf_counter()
        again = sum(1 for _ in ledger.facts(tags=["street:street-7"]))
        asked = perf_counter()
        read = sum(1 for fact in ledger.facts() if getattr(fact.body, "address", "") == "street-7")
        whole = perf_counter()

        assert count == again == read
        print(f"derived from {FACTS:,} facts in {derived - started:.2f} s; {file.stat().st_size / 2**20:.1f} MiB")
        print(
            f"one question of {count} facts: {(asked - derived) * 1000:.1f} ms; by reading all: {whole - asked:.2f} s"
        )


if __name__ == "__main__":
    main()
