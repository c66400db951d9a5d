"""A county in which a hazard was found and ordered to be rectified, with one fact corrected and one withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Step, county_ledger, given, step


def lapsed_inspection() -> dict[str, Any]:
    """An inspection by an officer whose certificate had lapsed."""
    return {**FOUND.body, "inspection": "I-2", "officers": ["li", "zhao"], "hazards": []}


CORRECTED = step(
    "fact.correct",
    number=8,
    body={
        "enterprise": "E-1",
        "name": "湘江氯碱股份有限公司",
        "credit_code": "91430100MA4L16JQ9D",
        "registered_on": "2020-01-02",
    },
    reason="The name was misspelt",
    authority="emb",
    corrected_on="2026-03-05",
)


@pytest.fixture(scope="session")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture
def ledger(tmp_path: Path, core: Installation) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=core) as opened:
        yield opened


@pytest.fixture
def county(ledger: Ledger) -> Ledger:
    """Facts 1 to 9 the county, 10 to 12 the inspection with H-1 and H-2, 13 the order, 14 corrects 8, 15 withdraws 12."""
    given(ledger, COUNTY, FOUND, ORDERED, CORRECTED)
    withdrawn: Step = step(
        "fact.withdraw", number=12, reason="Another site's", authority="emb", withdrawn_on="2026-03-06"
    )
    given(ledger, withdrawn)
    return ledger
