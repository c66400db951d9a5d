"""F-12: to whom highly toxic chemicals and explosive precursors go, what the register says, and the report to the police."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, given, step

SALE = step(
    "controlled_flow.record",
    flow="T-1",
    site="S-2",
    authority="emb",
    direction="sale",
    category="highly_toxic",
    substance="氰化钠",
    quantity="50",
    unit="kg",
    partner="County electroplating works",
    partner_seat="5 River Road",
    handler_identified=True,
    use="Electroplating",
    credential="purchase_licence",
    licensed_quantity="50",
    traded_on="2026-03-04",
)
REPORT = step("controlled_flow.report", flow="T-1", police="County police", reported_on="2026-03-09")


@pytest.mark.rule("F-12")
def test_a_sale_as_the_law_asks(county: Scenario) -> None:
    """What was sold against a purchase licence and stands whole in the register is recorded without a word."""
    county.on("2026-03-04").when(SALE).then("controlled_flow.recorded").quietly()


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(("quantity", "refused"), [("49.999", False), ("50", False), ("50.001", True)])
def test_no_more_than_the_purchase_licence_says(county: Scenario, quantity: str, refused: bool) -> None:
    """Art 40: the last kilogram of a purchase licence may be sold, and nothing beyond it."""
    attempt = county.on("2026-03-04").when(SALE.but(quantity=quantity))

    if refused:
        attempt.refuses("F-12", code="controlled_flow.beyond_licence").says(f"{quantity} kg", "for 50")
    else:
        attempt.quietly()


@pytest.mark.rule("F-12")
def test_a_purchase_licence_without_a_quantity(county: Scenario) -> None:
    """A purchase licence that names no quantity covers none."""
    county.on("2026-03-04").when(SALE.but(licensed_quantity=None)).refuses(
        "F-12", code="controlled_flow.beyond_licence"
    )


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(
    ("category", "credential", "refused"),
    [
        ("highly_toxic", "trade_licence", False),
        ("highly_toxic", "statement_of_use", True),
        ("highly_toxic", "explosives_licence", True),
        ("highly_toxic", "none", True),
        ("explosive_precursor", "statement_of_use", False),
        ("explosive_precursor", "explosives_licence", False),
        ("explosive_precursor", "purchase_licence", True),
        ("explosive_precursor", "none", True),
    ],
)
def test_which_paper_the_buyer_shows(county: Scenario, category: str, credential: str, refused: bool) -> None:
    """Art 38: a statement of use is enough for explosive precursors, and not for highly toxic chemicals."""
    attempt = county.on("2026-03-04").when(SALE.but(category=category, credential=credential))

    if refused:
        attempt.refuses("F-12", code="controlled_flow.no_credential").says(credential)
    else:
        attempt.quietly()


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(
    ("category", "pesticide", "refused"),
    [
        ("highly_toxic", True, False),
        ("highly_toxic", False, True),
        ("explosive_precursor", True, True),
        ("explosive_precursor", False, True),
    ],
)
def test_a_sale_to_an_individual(county: Scenario, category: str, pesticide: bool, refused: bool) -> None:
    """Art 40: only a pesticide that is a highly toxic chemical is sold to individuals."""
    sold = SALE.but(category=category, pesticide=pesticide, individual=True, credential="none", partner="")

    attempt = county.on("2026-03-04").when(sold)

    if refused:
        attempt.refuses("F-12", code="controlled_flow.sold_to_individual")
    else:
        attempt.quietly()


@pytest.mark.rule("F-12")
def test_an_illegal_sale_as_it_happened(county: Scenario) -> None:
    """What was sold to whom it may not be is recorded as it happened, with the defect."""
    sold = county.on("2026-03-04").when(SALE.but(credential="none"))

    sold.as_it_happened("Seen in the register").records_defect("F-12", code="controlled_flow.no_credential")


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(("traded_on", "refused"), [("2026-04-30", True), ("2026-05-01", False)])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"credential": "none"}, "controlled_flow.no_credential"),
        ({"individual": True}, "controlled_flow.sold_to_individual"),
        ({"quantity": "51"}, "controlled_flow.beyond_licence"),
    ],
)
def test_a_sale_after_the_new_law_only_warns(
    county: Scenario, traded_on: str, refused: bool, change: dict[str, Any], code: str
) -> None:
    """F-01: who may buy was not compared with the new Law, so from 2026-05-01 on it warns."""
    attempt = county.on(traded_on).when(SALE.but(traded_on=traded_on, **change))

    if refused:
        attempt.refuses("F-12", code=code)
    else:
        attempt.warns("F-12", code=code)


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"partner": " "}, "the name of the buyer"),
        ({"partner_seat": ""}, "the address of the buyer"),
        ({"handler_identified": False}, "who handled it"),
        ({"use": ""}, "the use"),
    ],
)
def test_what_the_register_lacks(county: Scenario, change: dict[str, Any], part: str) -> None:
    """Art 41: name, address, handler and use stand in the register of a sale; what lacks is a finding."""
    attempt = county.on("2026-03-04").when(SALE.but(**change))

    attempt.warns("F-12", code="controlled_flow.register_incomplete").says(part)


@pytest.mark.rule("F-12")
def test_a_purchase_needs_no_buyers_register(county: Scenario) -> None:
    """Art 41(1) binds the seller: a buyer's entry says what it bought, against which paper, and from whom."""
    bought = SALE.but(direction="purchase", partner_seat="", use="", handler_identified=False)

    county.on("2026-03-04").when(bought).quietly()


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(("asked", "warned"), [("2026-03-03", True), ("2026-03-04", True), ("2026-03-05", False)])
def test_papers_are_kept_for_a_year(county: Scenario, asked: str, warned: bool) -> None:
    """Art 41: of a sale on 2025-03-04 record and papers are shown up to 2026-03-04, and need not be afterwards."""
    sold = SALE.but(traded_on="2025-03-04", papers_asked_on=asked, papers_shown=False)

    attempt = county.on(asked).when(sold)

    if warned:
        attempt.warns("F-12", code="controlled_flow.papers_missing").says(asked, "2026-03-04")
    else:
        attempt.quietly()
    assert attempt.recorded.facts == ("controlled_flow.recorded",)


@pytest.mark.rule("F-12")
def test_papers_that_were_shown(county: Scenario) -> None:
    """Papers that were asked for and shown are in order, on whatever day."""
    county.on("2026-03-04").when(SALE.but(papers_asked_on="2026-03-04")).quietly()


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(("reported", "warned"), [("2026-03-08", False), ("2026-03-09", False), ("2026-03-10", True)])
def test_reported_within_five_days(county: Scenario, reported: str, warned: bool) -> None:
    """Art 41: of a sale on Wed 2026-03-04 the last day to report is Mon 2026-03-09."""
    attempt = given(county.ledger, SALE).on(reported).when(REPORT.but(reported_on=reported))

    if warned:
        attempt.warns("F-12", code="controlled_flow.reported_late").says("2026-03-09")
    else:
        attempt.then("controlled_flow.reported").quietly()


@pytest.mark.rule("F-12")
def test_the_report_is_owed_until_it_is_made(county: Scenario) -> None:
    """The enterprise owes the report with its last day; once it is made nothing is owed."""
    county = given(county.ledger, SALE)

    before = owed(county, "2026-03-10")
    county = given(county.ledger, REPORT.but(reported_on="2026-03-10"))

    assert before == [("controlled_flow.report", date(2026, 3, 9), "F-12", "enterprise")]
    assert owed(county, "2026-03-10") == []


def test_a_report_of_nothing(county: Scenario) -> None:
    """What is reported was entered."""
    county.on("2026-03-09").when(REPORT).refuses("REF", code="controlled_flow.unknown")


@pytest.mark.parametrize(("reported_on", "refused"), [("2026-03-03", True), ("2026-03-04", False)])
def test_nobody_reports_before_the_sale(county: Scenario, reported_on: str, refused: bool) -> None:
    """A sale is reported on its day, or after."""
    attempt = given(county.ledger, SALE).on("2026-03-09").when(REPORT.but(reported_on=reported_on))

    if refused:
        attempt.refuses("SEQ", code="controlled_flow.reported_before_traded")
    else:
        attempt.quietly()


def test_a_second_report(county: Scenario) -> None:
    """One sale is reported once."""
    given(county.ledger, SALE, REPORT).when(REPORT).refuses("REF", code="controlled_flow.reported_twice")


@pytest.mark.parametrize(("quantity", "refused"), [("-1", True), ("0", True), ("0.001", False)])
def test_a_quantity_is_above_zero(county: Scenario, quantity: str, refused: bool) -> None:
    """Nothing, and less than nothing, is not sold."""
    attempt = county.on("2026-03-04").when(SALE.but(quantity=quantity))

    if refused:
        attempt.refuses("REF", code="controlled_flow.quantity_wrong")
    else:
        attempt.quietly()


def test_a_sale_that_stands_already(county: Scenario) -> None:
    """One id names one sale, of a site that is on record."""
    county = given(county.ledger, SALE)

    county.when(SALE).refuses("REF", code="record.taken")
    county.when(SALE.but(flow="T-2", site="S-9")).refuses("REF", code="site.unknown")


def owed(county: Scenario, day: str) -> list[tuple[str, date | None, str, str]]:
    """The next steps on the sale: command, last day, rule, and who owes it."""
    found = next_steps(county.ledger, "controlled_flow:T-1", on=date.fromisoformat(day))
    return [(one.command, one.due, one.rule, one.owner) for one in found.steps]
