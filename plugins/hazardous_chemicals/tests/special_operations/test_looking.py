"""F-17: what was seen on the spot, and the read model of permits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_hazardous_chemicals.special_operations.permit_list import SpecialOperationPermits

At = Callable[..., str]


@pytest.fixture
def look(at: At) -> Step:
    """Work that goes on under its permit, with somebody in charge."""
    return step(
        "special_operation.look_at", permit="Z-1", working=True, supervised=True, seen_at=at("15:30"), remarks="None"
    )


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("seen", "warned"), [("15:59", False), ("16:00", False), ("16:01", True)])
def test_work_after_the_permit_ended(
    county: Scenario, at: At, hot_work: Step, look: Step, seen: str, warned: bool
) -> None:
    """Work a minute after the permit's end is a finding, and what was seen is recorded all the same."""
    county = given(county.ledger, hot_work).on("2026-03-05")

    attempt = county.when(look.but(seen_at=at(seen)))

    if warned:
        attempt.warns("F-17", code="special_operation.seen_beyond")
    else:
        attempt.then("special_operation.looked_at").quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("working", "supervised", "warned"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_nobody_in_charge(
    county: Scenario, hot_work: Step, look: Step, working: bool, supervised: bool, warned: bool
) -> None:
    """Work without anybody who manages safety on the spot is a finding; where nobody works nobody has to."""
    county = given(county.ledger, hot_work).on("2026-03-05")

    attempt = county.when(look.but(working=working, supervised=supervised))

    if warned:
        attempt.warns("F-17", code="special_operation.seen_unsupervised")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_even_a_confirmed_rule_keeps_no_finding_out(confirmed: Scenario, at: At, hot_work: Step, look: Step) -> None:
    """What an inspector saw is recorded, whatever the permit says."""
    county = given(confirmed.ledger, hot_work).on("2026-03-05")

    county.when(look.but(seen_at=at("17:00"))).warns("F-17")


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("day", "shown", "warned"),
    [
        ("2027-03-03", False, True),
        ("2027-03-04", False, True),
        ("2027-03-05", False, False),
        ("2027-03-04", True, False),
    ],
)
def test_a_permit_is_kept_for_a_year(
    county: Scenario, at: At, hot_work: Step, look: Step, day: str, shown: bool, warned: bool
) -> None:
    """A permit of 2026-03-04 is shown up to 2027-03-04, and need not be afterwards."""
    county = given(county.ledger, hot_work).on(day)

    attempt = county.when(look.but(working=False, sheet_shown=shown, seen_at=at("12:00", day)))

    if warned:
        attempt.warns("F-17", code="special_operation.not_kept").says("2027-03-04")
    else:
        attempt.quietly()


def test_a_permit_that_nobody_entered(county: Scenario, look: Step) -> None:
    """What is looked at was entered before."""
    county.on("2026-03-04").when(look).refuses("REF", code="special_operation.unknown")


def test_its_read_model(county: Scenario, hot_work: Step, look: Step) -> None:
    """One row a permit, with what was last seen."""
    county = given(county.ledger, hot_work, look)
    model = SpecialOperationPermits()
    facts = list(county.ledger.facts(types=model.types))

    rows = [model.row("Z-1", known) for known in (facts[:1], facts)]

    assert {key for fact in facts for key in model.keys(fact)} == {"Z-1"}
    assert [tuple(row) for row in rows if row is not None] == [tuple(model.columns)] * 2
    assert [row and (row["kind"], row["managed_as"], row["seen_working"]) for row in rows] == [
        ("hot_work", "first", None),
        ("hot_work", "first", 1),
    ]
    assert model.row("Z-2", facts) is None


def test_it_looks_at_nothing_else(county: Scenario) -> None:
    """A fact of another kind has no key in it."""
    assert [key for fact in county.ledger.facts() for key in SpecialOperationPermits().keys(fact)] == []
