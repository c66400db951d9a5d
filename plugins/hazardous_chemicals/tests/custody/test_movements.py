"""F-03: two persons sign for what is highly toxic or makes a major hazard source, and everything is registered."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Scenario, given, step

OUT = step(
    "store_movement.record",
    movement="W-1",
    site="S-2",
    authority="emb",
    direction="out",
    stored="highly_toxic",
    substance="氯",
    quantity="1.2",
    unit="t",
    keepers=["k-1", "k-2"],
    registered=True,
    moved_on="2026-03-04",
)


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(
    ("stored", "keepers", "refused"),
    [
        ("highly_toxic", ["k-1"], True),
        ("highly_toxic", ["k-1", "k-1"], True),
        ("highly_toxic", ["k-1", "k-2"], False),
        ("highly_toxic", ["k-1", "k-2", "k-3"], False),
        ("major_source", ["k-1", "k-1"], True),
        ("major_source", ["k-1", "k-2"], False),
        ("other", ["k-1"], False),
    ],
)
def test_two_different_persons_sign(county: Scenario, stored: str, keepers: list[str], refused: bool) -> None:
    """Art 24: one person who signs twice is one person; other chemicals take one keeper."""
    attempt = county.on("2026-03-04").when(OUT.but(stored=stored, keepers=keepers))

    if refused:
        attempt.refuses("F-03", code="store_movement.too_few_keepers").says("are 1 in number", "2 different persons")
    else:
        attempt.then("store_movement.recorded").quietly()


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(("moved_on", "refused"), [("2026-04-30", True), ("2026-05-01", False)])
def test_a_single_keeper_after_the_new_law(county: Scenario, moved_on: str, refused: bool) -> None:
    """F-01: from 2026-05-01 on the number was not compared with the new Law: it warns."""
    attempt = county.on(moved_on).when(OUT.but(keepers=["k-1"], moved_on=moved_on))

    if refused:
        attempt.refuses("F-03")
    else:
        attempt.warns("F-03", code="store_movement.too_few_keepers")


@pytest.mark.rule("F-03")
def test_what_stands_in_no_register(county: Scenario) -> None:
    """Art 25: a movement that the unit did not register is a finding."""
    county.on("2026-03-04").when(OUT.but(registered=False)).warns("F-03", code="store_movement.not_in_register")


@pytest.mark.parametrize(("quantity", "refused"), [("0", True), ("0.001", False)])
def test_a_quantity_moves(county: Scenario, quantity: str, refused: bool) -> None:
    """A movement of nothing is none."""
    attempt = county.on("2026-03-04").when(OUT.but(quantity=quantity))

    if refused:
        attempt.refuses("REF", code="store_movement.quantity_wrong")
    else:
        attempt.quietly()


def test_a_movement_that_stands_already(county: Scenario) -> None:
    """One id names one movement, of a site that is on record."""
    county = given(county.ledger, OUT)

    county.when(OUT).refuses("REF", code="record.taken")
    county.when(OUT.but(movement="W-2", site="S-9")).refuses("REF", code="site.unknown")
