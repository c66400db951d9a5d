"""Special equipment in a park (H-12)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios
from regledger_parks.equipment import regledger_read_models

from .county import EQUIPMENT, ORGANS, PARK, PLANT, PROFILE, TENANT

REGISTER = step(
    "special_equipment.register", equipment="Q-1", authority="zone", certificate="SE-1", registered_on="2026-01-31"
)
INSPECTED = step(
    "special_equipment.inspect",
    equipment="Q-1",
    authority="zone",
    report="IR-1",
    passed=True,
    valid_to="2026-04-30",
    inspected_on="2026-01-10",
)
ASK = step("special_equipment.ask_inspection", equipment="Q-1", authority="zone", asked_on="2026-03-31")
SEEN = step("special_equipment.see", equipment="Q-1", authority="zone", seen_on="2026-03-02")
REFERRAL = step(
    "referral.note",
    referral="RF-1",
    finder="zone",
    subject="site:S-2",
    issue="Boiler in use without inspection",
    noted_on="2026-02-01",
)


@pytest.fixture
def boiler(given: Scenarios) -> Scenario:
    """Boiler Q-1 in the plant, in use since 2026-01-01."""
    return given(*ORGANS, PARK, PLANT, PROFILE, EQUIPMENT)


def owed(scenario: Scenario) -> list[tuple[str, date | None]]:
    """What the boiler is owed next, with the last day."""
    return [(one.command, one.due) for one in next_steps(scenario.ledger, "special_equipment:Q-1").steps]


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(
    ("on", "late"), [("2025-12-20", False), ("2026-01-30", False), ("2026-01-31", False), ("2026-02-01", True)]
)
def test_it_is_registered_within_thirty_days(boiler: Scenario, on: str, late: bool) -> None:
    """H-12: before it is used or by the thirtieth day after 2026-01-01, which is 01-31; later is told."""
    assert ("special_equipment.register", date(2026, 1, 31)) in owed(boiler)

    attempt = boiler.on("2026-02-01").when(REGISTER.but(registered_on=on if on > "2026-01-05" else "2026-01-05"))

    if late:
        attempt.warns("H-12", code="special_equipment.registered_late").says("2026-01-31")
    else:
        attempt.quietly()
    assert "special_equipment.register" not in [command for command, _ in owed(boiler)]


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(
    ("valid_to", "on", "late"),
    [
        ("2026-04-30", "2026-03-30", False),
        ("2026-04-30", "2026-03-31", False),
        ("2026-04-30", "2026-04-01", True),
        ("2026-05-31", "2026-04-30", False),
        ("2026-05-31", "2026-05-01", True),
        ("2026-03-15", "2026-02-15", False),
        ("2026-03-15", "2026-02-16", True),
    ],
)
def test_the_inspection_is_asked_for_a_month_before(boiler: Scenario, valid_to: str, on: str, late: bool) -> None:
    """H-12: counted forward, a month from 03-31 ends with 04-30 and is in time for it; from 04-01 it is not."""
    boiler.on("2026-01-10").when(INSPECTED.but(valid_to=valid_to)).quietly()

    attempt = boiler.on(on).when(ASK.but(asked_on=on))

    if late:
        attempt.warns("H-12", code="special_equipment.asked_late").says(valid_to)
    else:
        attempt.quietly()
    assert ("special_equipment.inspect", date.fromisoformat(valid_to)) in owed(boiler)


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(
    ("valid_to", "last"),
    [("2026-04-30", date(2026, 3, 31)), ("2026-03-15", date(2026, 2, 15)), ("2026-02-28", date(2026, 1, 31))],
)
def test_the_last_day_to_ask(boiler: Scenario, valid_to: str, last: date) -> None:
    """H-12: what is owed shows the last day from which a month, counted forward, ends in time."""
    boiler.on("2026-01-10").when(INSPECTED.but(valid_to=valid_to)).quietly()

    assert ("special_equipment.ask_inspection", last) in owed(boiler)


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(("seen_on", "lawful"), [("2026-04-29", True), ("2026-04-30", True), ("2026-05-01", False)])
def test_an_inspection_that_ran_out_is_handed_over(given: Scenarios, seen_on: str, lawful: bool) -> None:
    """H-12: on the last day of its inspection it is used lawfully; on the day after it has to be handed over."""
    history = (*ORGANS, PARK, PLANT, PROFILE, EQUIPMENT, REGISTER, INSPECTED, REFERRAL)
    scenario = given(*history).on(seen_on)

    alone = scenario.when(SEEN.but(seen_on=seen_on))
    handed = scenario.when(SEEN.but(seen_on=seen_on, referral="RF-1"))

    if lawful:
        alone.quietly()
    else:
        alone.refuses("H-12", code="special_equipment.not_handed_over").says("referral.send")
    handed.then("special_equipment.seen_in_use").quietly()


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(("seen_on", "lawful"), [("2026-01-31", True), ("2026-02-01", False)])
def test_what_is_not_registered_in_time_is_handed_over(boiler: Scenario, seen_on: str, lawful: bool) -> None:
    """H-12: on the thirtieth day it may still wait for its registration; on the next it may not."""
    boiler.on("2026-01-10").when(INSPECTED).quietly()

    attempt = boiler.on(seen_on).when(SEEN.but(seen_on=seen_on))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("H-12", code="special_equipment.not_handed_over")


@pytest.mark.rule("H-12")
def test_what_failed_is_handed_over(boiler: Scenario) -> None:
    """H-12: equipment that failed its inspection, or never had one, is not used; an unknown referral hands nothing over."""
    boiler.on("2026-01-31").when(SEEN.but(seen_on="2026-01-31")).refuses("H-12")
    boiler.when(INSPECTED.but(passed=False, valid_to=None)).quietly()

    boiler.when(SEEN.but(seen_on="2026-01-31")).refuses("H-12")
    boiler.when(SEEN.but(seen_on="2026-01-31", referral="RF-9")).refuses("H-12")
    assert ("special_equipment.inspect", None) in owed(boiler)


def test_what_equipment_names(given: Scenarios) -> None:
    """REF: a taken id, an unknown site, authority or boiler, another's site, and papers that say nothing are refused."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, TENANT, EQUIPMENT).on("2026-03-02")
    other = EQUIPMENT.but(equipment="Q-2")

    scenario.when(EQUIPMENT).refuses("REF", code="record.taken")
    scenario.when(other.but(site="S-9")).refuses("REF", code="record.unknown")
    scenario.when(other.but(authority="nobody")).refuses("REF", code="record.unknown")
    scenario.when(other.but(enterprise="E-2")).refuses("REF", code="parks.site_of_another")
    scenario.when(REGISTER.but(equipment="Q-9")).refuses("REF", code="record.unknown")
    scenario.when(REGISTER.but(certificate=" ")).refuses("REF", code="parks.blank")
    scenario.when(INSPECTED.but(report=" ")).refuses("REF", code="parks.blank")
    scenario.when(INSPECTED.but(valid_to=None)).refuses("REF", code="special_equipment.no_last_day")
    scenario.when(INSPECTED.but(valid_to="2026-01-09")).refuses("REF", code="special_equipment.no_last_day")
    scenario.when(INSPECTED.but(valid_to="2026-01-10")).quietly()
    scenario.when(ASK.but(equipment="Q-1", asked_on="2026-01-11")).is_recorded()


def test_one_row_a_piece(given: Scenarios) -> None:
    """`special_equipment` shows certificate and inspection; what is asked for shows until it is answered."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, EQUIPMENT, INSPECTED, REGISTER, ASK).on("2026-03-31")
    [model] = regledger_read_models()
    row = {
        "equipment": "Q-1",
        "site": "S-2",
        "enterprise": "E-1",
        "category": "boiler",
        "used_from": "2026-01-01",
        "certificate": "SE-1",
        "asked_on": "2026-03-31",
        "passed": 1,
        "valid_to": "2026-04-30",
    }

    asked = list(scenario.ledger.facts(types=list(model.types)))
    scenario.when(INSPECTED.but(report="IR-2", passed=False, valid_to=None, inspected_on="2026-03-31")).quietly()
    answered = list(scenario.ledger.facts(types=list(model.types)))

    assert {key for fact in answered for key in model.keys(fact)} == {"Q-1"}
    assert model.row("Q-1", asked) == row
    assert model.row("Q-1", answered) == row | {"asked_on": None, "passed": 0, "valid_to": None}
    assert model.row("Q-1", asked[1:]) is None
