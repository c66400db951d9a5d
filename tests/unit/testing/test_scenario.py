"""The scenario kit: it passes what is so, and fails what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from regledger.ledger import Installation, Ledger
from regledger.records.authority import AuthorityRegistered, RegisterAuthority
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import COUNTY, Attempt, Scenario, county_ledger, given, step

FIRE = RegisterAuthority(authority="fire", name="Fire brigade", registered_on=date(2026, 3, 2))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=Installation(Sectors())) as opened:
        yield opened


def test_a_lawful_act_is_recorded_as_the_facts_it_brings_about(ledger: Ledger) -> None:
    """`then` compares names, or whole bodies, and `quietly` knows that nothing was warned of."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(FIRE)

    attempt.then("authority.registered").quietly()
    attempt.then(AuthorityRegistered(authority="fire", name="Fire brigade", registered_on=date(2026, 3, 2)))
    assert attempt.scenario.state("authority:fire") is not None
    assert attempt.scenario.state("authority:fire", on="2026-03-01") is None


def test_an_act_is_refused_by_exactly_the_rules_named(ledger: Ledger) -> None:
    """`refuses` needs every refusing rule, and the code where one is given."""
    attempt = given(ledger, COUNTY).on("2026-03-01").when(FIRE)

    attempt.refuses("TIME", code="fact.in_the_future").says("2026-03-01")


def test_the_clock_stands_where_the_test_puts_it(ledger: Ledger) -> None:
    """The day before an act it lies in the future, on its day it does not."""
    scenario = given(ledger, COUNTY)

    scenario.on("2026-03-01").when(FIRE).refuses("TIME").on("2026-03-02").when(FIRE).is_recorded()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda scenario: scenario.on("2026-03-01").when(FIRE).is_recorded(),
        lambda scenario: scenario.on("2026-03-01").when(FIRE).refuses("REF"),
        lambda scenario: scenario.on("2026-03-01").when(FIRE).refuses("TIME", "REF"),
        lambda scenario: scenario.on("2026-03-01").when(FIRE).refuses("TIME", code="authority.taken"),
        lambda scenario: scenario.on("2026-03-01").when(FIRE).refuses("TIME").says("yesterday"),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).refuses("TIME"),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).then("officer.appointed"),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).then(),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).then("authority.registered", "authority.registered"),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).warns("A-14"),
        lambda scenario: scenario.on("2026-03-02").when(FIRE).records_defect("A-14"),
        lambda scenario: given(scenario.ledger, step("officer.appoint", officer="x", authority="none", name="X",
                                                     appointed_on="2026-03-02")),
    ],
)  # fmt: skip
def test_an_assertion_that_does_not_hold_fails(ledger: Ledger, wrong: Callable[[Scenario], Attempt]) -> None:
    """Each assertion raises `AssertionError` where it is not so."""
    scenario = given(ledger, COUNTY)

    with pytest.raises(AssertionError):
        wrong(scenario)


def test_an_attempt_is_made_once(ledger: Ledger) -> None:
    """Several assertions look at one answer; the command is not sent again."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(FIRE).is_recorded()
    head = ledger.recorder.head().number

    attempt.then("authority.registered").quietly()

    assert ledger.recorder.head().number == head


def test_a_ledger_with_another_clock_is_turned_away(tmp_path: Path) -> None:
    """A scenario cannot set the machine's clock, and says how to make its ledger."""
    with (
        Ledger.create(f"sqlite:///{tmp_path}/own.db") as own,
        pytest.raises(TypeError, match="county_ledger"),
    ):
        given(own)
