"""What may be imposed after an accident, and what newer law replaced."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

from .flow import CONFIRM, GOV, INCOME, PENALTY, REPORTED

WAN = 1_000_000
"""10,000 yuan in fen."""
FIGURES = {"general": 1, "larger": 3, "major": 10, "particularly_major": 30}
CONDUCT = step(
    "accident.find_conduct",
    accident="A-1",
    conduct="concealed",
    by="principal",
    intent=True,
    verified=True,
    findings="Told nobody for a day",
    found_on="2026-04-14",
)


def proposing(given: Scenarios, *history: Step, deaths: int = 1) -> Scenario:
    """A scenario on the day on which penalties are proposed."""
    return given(REPORTED.but(deaths=deaths), *history).on("2026-04-21")


@pytest.mark.rule("B-34")
@pytest.mark.parametrize(
    ("grade", "least", "most"),
    [("general", 30, 100), ("larger", 100, 200), ("major", 200, 1000), ("particularly_major", 1000, 2000)],
)
@pytest.mark.parametrize("serious", [False, True])
def test_the_unit_is_fined_by_the_grade(given: Scenarios, grade: str, least: int, most: int, serious: bool) -> None:
    """Both ends of the range are lawful, twice and five times in especially serious circumstances; a fen beyond is refused."""
    low, high = (least * 2 * WAN, most * 5 * WAN) if serious else (least * WAN, most * WAN)

    def fined(fen: int) -> Any:
        scenario = proposing(given, deaths=FIGURES[grade])
        return scenario.when(PENALTY.but(fine_fen=fen, serious=serious))

    fined(low).quietly()
    fined(high).quietly()
    fined(low - 1).refuses("B-34", code="accident.fine_out_of_range")
    fined(high + 1).refuses("B-34")


@pytest.mark.rule("C-17", "B-34")
def test_trap_01_the_superseded_amounts_are_dead_since_september_2021(given: Scenarios) -> None:
    """Arts 37 and 38 of the decree ground no penalty for an accident on or after 2021-09-01, and 100,000 yuan is too little."""

    def on(day: str) -> Scenario:
        times = {
            "happened_at": f"{day}T08:00:00+08:00",
            "head_told_at": None,
            "received_at": f"{day}T08:50:00+08:00",
        }
        return given(REPORTED.but(**times)).on("2026-04-21")

    old = PENALTY.but(basis="decree_37", fine_fen=10 * WAN)
    on("2021-08-31").when(old).quietly()
    on("2021-09-01").when(old).refuses("C-17", code="accident.basis_superseded")
    on("2021-09-01").when(PENALTY.but(fine_fen=10 * WAN)).refuses("B-34")
    on("2021-08-31").when(old.but(fine_fen=10 * WAN - 1)).refuses("C-17", code="accident.fine_out_of_range")


@pytest.mark.rule("B-35")
@pytest.mark.parametrize(
    ("grade", "part"), [("general", 40), ("larger", 60), ("major", 80), ("particularly_major", 100)]
)
def test_the_principal_is_fined_by_last_years_income(given: Scenarios, grade: str, part: int) -> None:
    """Of 200,000 yuan 80,000 after a general accident; a fen more or less is refused."""
    own = PENALTY.but(target="principal", person="p-1", fine_fen=200_000 * part)

    def fined(fen: int) -> Any:
        return proposing(given, INCOME, deaths=FIGURES[grade]).when(own.but(fine_fen=fen))

    fined(200_000 * part).quietly()
    fined(200_000 * part + 1).refuses("B-35")
    fined(200_000 * part - 1).refuses("B-35")


@pytest.mark.rule("B-35")
def test_the_income_is_that_of_the_year_before(given: Scenarios) -> None:
    """Another year's income is refused, and without one no part of it is fined."""
    proposing(given).when(INCOME).quietly()
    proposing(given).when(INCOME.but(year=2024)).refuses("B-35", code="accident.income_of_another_year")
    proposing(given).when(PENALTY.but(target="principal", person="p-1")).refuses("SEQ", code="accident.income_unknown")


@pytest.mark.rule("B-36")
def test_other_managers_are_fined_20_to_50_parts(given: Scenarios) -> None:
    """Of 200,000 yuan 40,000 to 100,000."""
    own = PENALTY.but(target="manager", person="p-1")
    income = INCOME.but(target="manager")

    for fen in (4_000_000, 10_000_000):
        proposing(given, income).when(own.but(fine_fen=fen)).quietly()
    for fen in (3_999_999, 10_000_001):
        proposing(given, income).when(own.but(fine_fen=fen)).refuses("B-36")


@pytest.mark.rule("B-37")
def test_a_principal_who_conceals_is_fined_60_to_100_parts(given: Scenarios) -> None:
    """By Art 110 and not by the lower band of the decree."""
    own = PENALTY.but(target="principal", person="p-1", conduct="concealed")

    for fen in (12_000_000, 20_000_000):
        proposing(given, INCOME, CONDUCT).when(own.but(fine_fen=fen)).quietly()
    for fen in (11_999_999, 20_000_001):
        proposing(given, INCOME, CONDUCT).when(own.but(fine_fen=fen)).refuses("B-37")
    proposing(given, INCOME).when(own.but(fine_fen=12_000_000)).refuses("SEQ", code="accident.conduct_not_found")


@pytest.mark.rule("B-37")
def test_only_who_fled_is_detained_and_15_days_at_most(given: Scenarios) -> None:
    """The 16th day is refused, and so is any day for another conduct."""
    fled = CONDUCT.but(conduct="fleeing")
    own = PENALTY.but(target="principal", conduct="fleeing", fine_fen=0, detention_days=15)

    proposing(given, fled).when(own).quietly()
    proposing(given, fled).when(own.but(detention_days=16)).refuses("B-37", code="accident.detention_too_long")
    proposing(given, CONDUCT).when(own.but(conduct="concealed")).refuses("B-37")


@pytest.mark.rule("C-16")
def test_conduct_of_the_unit_and_of_others_has_its_own_range(given: Scenarios) -> None:
    """The unit 1 to 5 million yuan, other persons 60 to 100 parts of their income, beside the fine for the accident."""
    unit, other = CONDUCT.but(by="unit"), CONDUCT.but(by="other")
    fine = PENALTY.but(conduct="concealed", basis="decree_36")
    person = fine.but(target="other", person="p-1")

    for fen in (100 * WAN, 500 * WAN):
        proposing(given, unit, PENALTY.but(penalty="P-0")).when(fine.but(fine_fen=fen)).quietly()
    for fen in (100 * WAN - 1, 500 * WAN + 1):
        proposing(given, unit).when(fine.but(fine_fen=fen)).refuses("C-16")
    proposing(given, other, INCOME).when(person.but(fine_fen=12_000_000)).quietly()
    proposing(given, other, INCOME).when(person.but(fine_fen=11_999_999)).refuses("C-16")


@pytest.mark.rule("C-15")
def test_a_late_report_is_not_a_concealed_one(given: Scenarios) -> None:
    """Three hours with true content are late; concealing needs intent and verification; the definitions warn until confirmed."""
    late = REPORTED.but(received_at="2026-03-02T11:10:00+08:00")
    in_time = given(REPORTED, CONFIRM["C-15"].but(confirmed_on="2026-03-03")).on("2026-04-14")
    too_late = given(late, CONFIRM["C-15"].but(confirmed_on="2026-03-03")).on("2026-04-14")

    too_late.when(CONDUCT.but(conduct="late", intent=False)).quietly()
    in_time.when(CONDUCT.but(conduct="late", intent=False)).refuses("C-15", code="accident.conduct_misnamed")
    too_late.when(CONDUCT.but(verified=False)).refuses("C-15")
    too_late.when(CONDUCT.but(conduct="false", intent=False)).refuses("C-15")
    too_late.when(CONDUCT.but(conduct="omitted")).refuses("C-15")
    given(REPORTED).on("2026-04-14").when(CONDUCT.but(verified=False)).warns("C-15")


@pytest.mark.rule("C-15")
def test_an_omitted_report_keeps_the_band_of_the_decree(given: Scenarios) -> None:
    """40 to 80 parts of the income."""
    omitted = CONDUCT.but(conduct="omitted", intent=False)
    own = PENALTY.but(target="principal", person="p-1", conduct="omitted", basis="decree_35")

    proposing(given, omitted, INCOME).when(own.but(fine_fen=8_000_000)).quietly()
    proposing(given, omitted, INCOME).when(own.but(fine_fen=7_999_999)).warns("C-15")


@pytest.mark.rule("C-19")
def test_a_fine_on_an_institution_is_noted(given: Scenarios) -> None:
    """There the decree is applied by reference only."""
    given(REPORTED.but(institutional=True)).on("2026-04-21").when(PENALTY).warns("C-19")


@pytest.mark.rule("C-21")
def test_an_income_that_cannot_be_found_is_a_multiple_of_the_average_wage(given: Scenarios) -> None:
    """5 to 10 times for the principal, 1 to 5 times for others; from memory, so it warns until it is confirmed."""
    unknown = INCOME.but(proven=False, average_wage_fen=8_000_000)

    def income(fen: int, target: str = "principal") -> Any:
        return proposing(given).when(unknown.but(income_fen=fen, target=target))

    for fen in (40_000_000, 80_000_000):
        income(fen).quietly()
    for fen in (39_999_999, 80_000_001):
        income(fen).warns("C-21", code="accident.income_off_multiple")
    income(8_000_000, "other").quietly()
    income(7_999_999, "other").warns("C-21")
    given(GOV, CONFIRM["C-21"], REPORTED).on("2026-04-21").when(unknown.but(income_fen=1)).refuses("C-21")
