"""In whose name an authority punishes and coerces (A-41, A-42, A-43; TRAP-04)."""

from __future__ import annotations

import pytest
from regledger.testing.delegation import EMPOWERED, LETTER, ORGANS, PUBLISHED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

OWN = step(
    "township_act.record",
    township="qinghe",
    matter="small-shops",
    power="fine",
    officers=["qiu", "qian"],
    done_on="2026-03-01",
)
LAST = "2026-06-30"


@pytest.mark.rule("A-43")
def test_a_township_punishes_in_its_own_name_from_the_first_day_of_its_powers(given: Scenarios) -> None:
    """On the first day of the transfer it does, the day before it is refused, and so is what was not transferred."""
    scenario = given(ORGANS, EMPOWERED).on("2026-03-02")

    scenario.when(OWN).quietly()
    scenario.when(OWN.but(done_on="2026-02-28")).refuses("A-43", code="powers.not_transferred")
    scenario.when(OWN.but(matter="mines")).refuses("A-43", code="powers.matter_not_transferred")


@pytest.mark.rule("A-43")
def test_powers_that_went_back_are_no_longer_the_townships(given: Scenarios) -> None:
    """It acts until the day before they go back."""
    ended = step("empowerment.end", empowerment="P-1", reason="No staff", ended_on="2026-05-01")
    scenario = given(ORGANS, EMPOWERED, ended).on("2026-05-02")

    scenario.when(OWN.but(done_on="2026-04-30")).quietly()
    scenario.when(OWN.but(done_on="2026-05-01")).refuses("A-43", code="powers.not_transferred")


@pytest.mark.rule("A-43")
def test_a_county_department_needs_no_transfer(given: Scenarios) -> None:
    """What a department decides in its own name is not asked for the province's decision."""
    scenario = given(ORGANS).on("2026-03-02")

    scenario.when(OWN.but(township="emb", officers=["li", "wang"])).quietly()


@pytest.mark.rule("A-41", "A-43")
def test_trap_04_a_delegated_township_has_no_transferred_power(given: Scenarios) -> None:
    """By letter alone a township does not act in its own name; with transferred powers beside the letter it does."""
    scenario = given(ORGANS, LETTER).on(LAST)

    scenario.when(OWN).refuses("A-41", code="powers.in_own_name")
    scenario.when(EMPOWERED).quietly()
    scenario.when(OWN).quietly()


@pytest.mark.rule("A-42")
def test_trap_04_a_delegate_coerces_in_nobodys_name(given: Scenarios) -> None:
    """While the letter counts the township seals nothing; with powers of its own it may."""
    sealed = OWN.but(power="seal", done_on=LAST)
    scenario = given(ORGANS, LETTER).on("2026-07-01")

    scenario.when(sealed).refuses("A-42", code="powers.coercion_delegated")
    scenario.when(EMPOWERED).quietly()
    scenario.when(sealed).quietly()


@pytest.mark.rule("A-42")
def test_officers_of_a_delegate_coerce_in_no_organs_name(given: Scenarios) -> None:
    """The bureau's measure is taken by its own officers, not by those who act for it."""
    sealed = OWN.but(township="emb", power="seal", officers=["li", "wang"], done_on=LAST)
    scenario = given(ORGANS, LETTER, PUBLISHED).on(LAST)

    scenario.when(sealed).quietly()
    scenario.when(sealed.but(officers=["li", "qiu"])).refuses("A-42", code="powers.coercion_delegated")


@pytest.mark.rule("A-41")
def test_officers_of_a_township_act_for_another_organ_by_letter_only(given: Scenarios) -> None:
    """On the last day of the letter they do, and the day after they are refused."""
    warned = OWN.but(township="emb", power="warn", officers=["qiu", "qian"], done_on=LAST)
    scenario = given(ORGANS, LETTER, PUBLISHED).on("2026-07-01")

    scenario.when(warned).quietly()
    scenario.when(warned.but(done_on="2026-07-01")).refuses("A-41", code="powers.no_letter")
