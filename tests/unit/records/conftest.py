"""A new ledger for each test: core only, in a file, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import county_ledger


@pytest.fixture(scope="session")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture
def ledger(tmp_path: Path, core: Installation) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=core) as opened:
        yield opened
