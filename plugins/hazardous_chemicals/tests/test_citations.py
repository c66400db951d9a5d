"""F-01: which text prevails, on both sides of 2026-05-01."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, given, step

pytestmark = pytest.mark.rule("F-01")

DECREE = "《危险化学品安全管理条例》第八十条第一款第二项"
LAW = "《危险化学品安全法》第一百条"


def accused(county: Scenario, act_on: str) -> Scenario:
    """The county after a case C-1 was filed for an act of that day."""
    return given(
        county.ledger,
        step(
            "case.open",
            case="C-1",
            enterprise="E-1",
            site="S-2",
            authority="emb",
            act="Safety facilities not kept up",
            act_on=act_on,
            discovered_on="2026-05-04",
            harms_life=False,
            opened_on="2026-05-06",
        ),
    )


def notice(basis: str) -> dict[str, Any]:
    """A notice of the intended fine of 60,000 yuan on 2026-05-11."""
    return {
        "case": "C-1",
        "fine_fen": 6_000_000,
        "facts": "Gas alarms out of order",
        "basis": basis,
        "hearing_right_told": True,
        "evidence_summary": "Record of the inspection",
        "defence_told": True,
        "contact": "Enforcement office",
        "sealed": True,
        "served_on": "2026-05-11",
    }


@pytest.mark.parametrize(
    ("act_on", "basis", "warned"),
    [
        ("2026-04-30", DECREE, False),
        ("2026-05-01", DECREE, True),
        ("2026-05-02", DECREE, True),
        ("2026-05-02", LAW, False),
        ("2026-05-02", f"{LAW}；{DECREE}", False),
        ("2026-05-02", "《安全生产法》第九十九条", False),
    ],
)
def test_a_notice_that_cites_the_decree_alone(county: Scenario, act_on: str, basis: str, warned: bool) -> None:
    """F-01: for acts from 2026-05-01 on, a notice that cites Decree 591 alone warns: check the new Law."""
    attempt = accused(county, act_on).on("2026-05-11").when("case.serve_notice", **notice(basis))

    if warned:
        attempt.warns("F-01", code="citation.superseded").says("check the new Law", "危险化学品安全法(2025)")
    else:
        attempt.quietly()


def test_a_decision_that_cites_the_decree_alone(county: Scenario) -> None:
    """F-01: the decision is warned about as the notice is; confirmed, the rule refuses it."""
    county = given(accused(county, "2026-05-02").ledger, step("case.serve_notice", **notice(LAW)))
    decision = {
        "case": "C-1",
        "number": "(湘)应急罚[2026]1号",
        "fine_fen": 6_000_000,
        "reasons": "Gas alarms out of order",
        "bank": "County Bank, 1 Main Street",
        "surcharge_told": True,
        "correction": "Repair the alarms within ten days",
        "performance": "To the bank within 15 days",
        "remedies": "Reconsideration within 60 days, or a suit within six months",
        "review_body": "County government",
        "court": "County court",
        "publicity": "On the site of the authority",
        "sealed": True,
        "decided_on": "2026-06-01",
    }

    confirmed = step("rule.confirm", rule="F-01", authority="emb", document="Law of 2025", confirmed_on="2026-06-01")

    given(county.ledger, confirmed).on("2026-06-01").when("case.decide", basis=DECREE, **decision).refuses("F-01")
    county.when("case.decide", basis=LAW, **decision).quietly()


def test_a_decision_before_the_rule_is_confirmed(county: Scenario) -> None:
    """F-01 is SECONDARY: until an authority confirms it, the decision is recorded with a warning."""
    county = given(accused(county, "2026-05-02").ledger, step("case.serve_notice", **notice(LAW)))

    attempt = county.on("2026-06-01").when(
        "case.decide",
        case="C-1",
        number="(湘)应急罚[2026]1号",
        fine_fen=6_000_000,
        reasons="Gas alarms out of order",
        basis=DECREE,
        bank="County Bank, 1 Main Street",
        surcharge_told=True,
        correction="Repair the alarms within ten days",
        performance="To the bank within 15 days",
        remedies="Reconsideration within 60 days, or a suit within six months",
        review_body="County government",
        court="County court",
        publicity="On the site of the authority",
        sealed=True,
        decided_on="2026-06-01",
    )

    attempt.warns("F-01")


@pytest.mark.parametrize(("day", "warned"), [("2026-04-30", False), ("2026-05-01", True)])
def test_an_order_that_cites_the_decree_alone(county: Scenario, day: str, warned: bool) -> None:
    """F-01: an order of 2026-05-01 or later that grounds a measure on Decree 591 alone warns."""
    county = given(
        county.ledger,
        step(
            "inspection.record",
            inspection="I-1",
            enterprise="E-1",
            site="S-2",
            authority="emb",
            officers=["li", "wang"],
            certificates_shown=True,
            place="Chlorine store",
            content="Alarms",
            unit_signature="signed",
            hazards=[{"hazard": "H-1", "level": "general", "description": "Alarm off", "basis": DECREE}],
            inspected_on="2026-04-29",
        ),
    )
    item = {
        "hazard": "H-1",
        "measure": "Repair the alarm",
        "basis": DECREE,
        "responsible": {"value": "张三"},
        "duty": "Head of works",
        "due_on": "2026-05-29",
        "supervising_officer": "li",
    }

    attempt = county.on(day).when(
        "order.issue",
        order="R-1",
        inspection="I-1",
        officers=["li", "wang"],
        items=[item],
        remedies={"review_to": "County government", "suit_to": "County court"},
        issued_on=day,
    )

    if warned:
        attempt.warns("F-01").says(day)
    else:
        attempt.quietly()
