"""What the tests of the law start from: scenarios in memory, on the core alone.

Every test here is marked with the rule that it is about, `@pytest.mark.rule("A-14")`, and goes through `Ledger.submit`.
`make mutants` takes each rule out in turn and runs the tests that are marked with it: one of them has to fail.
"""

from __future__ import annotations

import pytest
from regledger.installation import Installation
from regledger.sectors.loading import Sectors
from regledger.testing.scenarios import Scenarios


@pytest.fixture(scope="session")
def given() -> Scenarios:
    """`given(*history)`: a scenario on a store in memory, after `COUNTY` and that history; no sector is installed."""
    return Scenarios(Installation(Sectors()))
