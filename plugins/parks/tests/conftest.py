"""A county with a chemical park: its agency, a plant in it, and the plant's tenants, in memory for each test."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Scenario
from regledger.testing.scenarios import Scenarios

from .county import ORGANS, PARK, PLANT, PROFILE


@pytest.fixture
def park(given: Scenarios) -> Scenario:
    """Chemical park P-1 since 2020-01-02, of agency `zone`; plant S-2 of enterprise E-1 lies in it."""
    return given(*ORGANS, PARK, PLANT, PROFILE)
