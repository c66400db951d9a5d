"""A county on a ledger in a file: core only, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, Scenario, Step, county_ledger, given

from .roles_county import roles
from .signing_county import keys

__all__ = ["keys", "roles"]  # fixtures of two tests each


@pytest.fixture(scope="session")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture
def ledger(tmp_path: Path, core: Installation) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=core) as opened:
        yield opened


@pytest.fixture
def found() -> Step:
    """An inspection that found H-1, a general hazard, and H-2, a major one."""
    return FOUND


@pytest.fixture
def ordered() -> Step:
    """An order to rectify H-1 until the 30th of March 2026."""
    return ORDERED


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    """A county, nothing inspected yet, on the 10th of March 2026."""
    return given(ledger, COUNTY).on("2026-03-10")


@pytest.fixture
def ready(ledger: Ledger) -> Scenario:
    """Hazard H-1 was ordered to be rectified and has passed its re-inspection; it is the 21st of March 2026."""
    return given(ledger, COUNTY, FOUND, ORDERED, REPORTED, PASSED).on("2026-03-21")
