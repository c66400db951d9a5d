"""F-12: a loss or theft is told to the police at once (Art 23)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, given, step

FOUND_AT = "2026-03-04T08:00:00+08:00"
LOST = step(
    "controlled_loss.record",
    loss="L-1",
    site="S-2",
    authority="emb",
    category="explosive_precursor",
    substance="硝酸铵",
    quantity="25",
    unit="kg",
    manner="stolen",
    told_police_at="2026-03-04T08:10:00+08:00",
    found_at=FOUND_AT,
)
UNTOLD = LOST.but(told_police_at=None)
TOLD = step("controlled_loss.report_to_police", loss="L-1", told_at="2026-03-04T09:00:00+08:00")


@pytest.mark.rule("F-12")
def test_the_police_was_told(county: Scenario) -> None:
    """A loss of which the police was told is recorded without a word, and nothing is owed."""
    county.on("2026-03-04").when(LOST).then("controlled_loss.found").quietly()

    assert next_steps(county.ledger, "controlled_loss:L-1", on=date(2026, 3, 4)).steps == ()


@pytest.mark.rule("F-12")
def test_the_police_was_not_told(county: Scenario) -> None:
    """A loss of which it was not told is noted, and telling it is owed until that was done."""
    county.on("2026-03-04").when(UNTOLD).warns("F-12", code="controlled_loss.police_not_told")
    [owed] = next_steps(county.ledger, "controlled_loss:L-1", on=date(2026, 3, 4)).steps
    county.when(TOLD).then("controlled_loss.reported").quietly()

    assert (owed.command, owed.rule, owed.owner) == ("controlled_loss.report_to_police", "F-12", "enterprise")
    assert next_steps(county.ledger, "controlled_loss:L-1", on=date(2026, 3, 4)).steps == ()


@pytest.mark.parametrize(
    ("told_at", "refused"),
    [("2026-03-04T07:59:59+08:00", True), (FOUND_AT, False), ("2026-03-04T08:00:01+08:00", False)],
)
def test_nobody_tells_before_it_was_found(county: Scenario, told_at: str, refused: bool) -> None:
    """The police is told when the loss is found, or after."""
    attempt = county.on("2026-03-04").when(LOST.but(told_police_at=told_at))

    if refused:
        attempt.refuses("SEQ", code="controlled_loss.told_before_found")
    else:
        attempt.quietly()


def test_what_is_no_report(county: Scenario) -> None:
    """Neither of a loss that nobody entered, nor of one of which the police knows."""
    county = given(county.ledger, LOST).on("2026-03-04")

    county.when(TOLD.but(loss="L-9")).refuses("REF", code="controlled_loss.unknown")
    county.when(TOLD).refuses("REF", code="controlled_loss.told_twice")
    county.when(LOST).refuses("REF", code="record.taken")
    county.when(LOST.but(loss="L-2", site="S-9")).refuses("REF", code="site.unknown")
