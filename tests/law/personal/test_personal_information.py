"""What identifies a person is restricted and kept only on a ground that the law gives (X-06)."""

from __future__ import annotations

import pytest
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

RESTRICTED = step(
    "personal.restrict",
    subject="order:R-1",
    ground="retention",
    reason="The file is kept",
    authority="emb",
    document="档案法 Art 13",
    until="2036-03-02",
    restricted_on="2026-03-05",
)


@pytest.mark.rule("X-06")
def test_a_retention_names_its_law_and_its_last_day(given: Scenarios) -> None:
    """With both it is recorded; without the last day it is refused."""
    county = given(FOUND, ORDERED).on("2026-03-05")

    county.when(RESTRICTED.but(until=None)).refuses("X-06", code="personal.retention_unstated")
    county.when(RESTRICTED).then("personal.restricted")


@pytest.mark.rule("X-06")
def test_a_restriction_has_its_reason(given: Scenarios) -> None:
    """Blanks are none."""
    county = given(FOUND, ORDERED).on("2026-03-05")

    county.when(RESTRICTED.but(reason=" ")).refuses("X-06", code="personal.unreasoned")
