"""Duties of an enterprise: the conclusion follows from the figures (B-06 to B-10, B-12 to B-14, B-17 to B-21, B-38 to B-40)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

ON = "2026-03-18"
STAFF = {"duty": "staff", "trade": "other", "employees": 101, "has_body": False, "full_time": 1, "part_time": 0}
MANAGERS = {
    "duty": "managers",
    "trade": "hazardous_goods",
    "managers": 3,
    "assessed": 3,
    "engineers": 1,
    "first_expiry": ON,
}
TRAINING = {
    "duty": "training",
    "persons": 40,
    "untrained_at_work": 0,
    "times_recorded": True,
    "contents_recorded": True,
    "participants_recorded": True,
    "results_recorded": True,
}
WELDER = {"category": "welding", "certified": True, "valid_to": ON, "review_by": ON}
EQUIPMENT = {
    "duty": "equipment",
    "signs": True,
    "to_standard": True,
    "maintained": True,
    "monitors_on": True,
    "data_true": True,
    "protective_gear": True,
}
PROCESS = {"catalogue": "list 2024", "line": "12", "phased_out_from": "2026-03-19", "in_use": True}
SOURCE = {
    "duty": "major_source",
    "grade": 2,
    "registered": True,
    "tested": True,
    "assessed": True,
    "monitored": True,
    "planned": True,
    "told": True,
    "filed_on": ON,
}
AREA = {"duty": "shared_area", "units": 2, "endangering": True, "agreement": True, "coordinators": 1}
CONTRACT = {
    "party": "X-1",
    "kind": "lease",
    "qualified": True,
    "agreement": False,
    "clause": True,
    "coordinated": True,
    "inspected": True,
}
BUILDING = {
    "duty": "building",
    "dangerous_goods": True,
    "dormitory_apart": True,
    "exits_marked": True,
    "exits_clear": True,
    "exits_unlocked": True,
}
INSURANCE = {"duty": "insurance", "injury_insured": True, "high_risk": True, "liability_until": ON}
FUNDS = {"duty": "funds", "needed_fen": 100, "spent_fen": 100, "conditions_unmet": True}
REPORT = {"duty": "agency_report", "report": "PJ-1", "deviations": 0, "fabricated": False, "lent": False}


def recorded(figures: dict[str, Any], conclusion: str) -> dict[str, Any]:
    """The body of a finding."""
    return {
        "site": "S-1",
        "enterprise": "E-1",
        "authority": "emb",
        "figures": figures,
        "conclusion": conclusion,
        "recorded_on": ON,
    }


def operators(**changes: Any) -> dict[str, Any]:
    """One welder."""
    return {"duty": "special_operators", "operators": [{**WELDER, **changes}]}


def contracts(**changes: Any) -> dict[str, Any]:
    """One lease."""
    return {"duty": "contracting", "contracts": [{**CONTRACT, **changes}]}


R = pytest.mark.rule
PAIRS = [
    *(
        pytest.param(rule, kept, breached, code, marks=R(rule), id=f"{rule} {code}")
        for rule, kept, breached, code in (
            (
                "B-06",
                {"duty": "principal", "fulfilled": [1, 2, 3, 4, 5, 6, 7]},
                {"duty": "principal", "fulfilled": [1, 2, 3, 4, 5, 6]},
                "duty.principal_duty_unfulfilled",
            ),
            ("B-07", STAFF, {**STAFF, "full_time": 0, "part_time": 1}, "duty.no_full_time_staff"),
            (
                "B-07",
                {**STAFF, "employees": 100, "full_time": 0, "part_time": 1},
                {**STAFF, "employees": 101, "full_time": 0, "part_time": 1},
                "duty.no_full_time_staff",
            ),
            (
                "B-07",
                {**STAFF, "employees": 100, "full_time": 0, "part_time": 1},
                {**STAFF, "employees": 100, "full_time": 0, "part_time": 0},
                "duty.no_safety_staff",
            ),
            (
                "B-07",
                {**STAFF, "employees": 9, "trade": "mine"},
                {**STAFF, "employees": 9, "trade": "mine", "full_time": 0, "part_time": 1},
                "duty.no_full_time_staff",
            ),
            ("B-08", MANAGERS, {**MANAGERS, "assessed": 2}, "duty.manager_unassessed"),
            ("B-08", MANAGERS, {**MANAGERS, "first_expiry": "2026-03-17"}, "duty.manager_certificate_ended"),
            ("B-08", MANAGERS, {**MANAGERS, "engineers": 0}, "duty.no_safety_engineer"),
            (
                "B-08",
                {**MANAGERS, "trade": "construction", "engineers": 0},
                {**MANAGERS, "trade": "smelting", "engineers": 0},
                "duty.no_safety_engineer",
            ),
            ("B-09", TRAINING, {**TRAINING, "untrained_at_work": 1}, "duty.untrained_at_work"),
            ("B-09", TRAINING, {**TRAINING, "results_recorded": False}, "duty.training_not_recorded"),
            ("B-10", operators(), operators(valid_to="2026-03-17"), "duty.operator_uncertified"),
            ("B-10", operators(), operators(review_by="2026-03-17"), "duty.operator_uncertified"),
            ("B-10", operators(), operators(certified=False), "duty.operator_uncertified"),
            *(
                ("B-12", EQUIPMENT, {**EQUIPMENT, part: False}, "duty.equipment_lacking")
                for part in ("signs", "maintained", "monitors_on", "data_true", "gas_alarm")
            ),
            (
                "B-13",
                {"duty": "processes", "listed": [PROCESS]},
                {"duty": "processes", "listed": [{**PROCESS, "phased_out_from": ON}]},
                "duty.obsolete_in_use",
            ),
            ("B-14", SOURCE, {**SOURCE, "monitored": False}, "duty.source_unmanaged"),
            ("B-14", SOURCE, {**SOURCE, "filed_on": None}, "duty.source_unfiled"),
            (
                "B-17",
                {"duty": "dangerous_operation", "kind": "hot_work", "supervisors": 1},
                {"duty": "dangerous_operation", "kind": "hot_work", "supervisors": 0},
                "duty.operation_unmanaged",
            ),
            (
                "B-18",
                {**AREA, "units": 1, "agreement": False},
                {**AREA, "agreement": False},
                "duty.area_without_agreement",
            ),
            ("B-18", AREA, {**AREA, "coordinators": 0}, "duty.area_uncoordinated"),
            ("B-19", contracts(), contracts(clause=False), "duty.contract_without_duties"),
            ("B-19", contracts(), contracts(qualified=False), "duty.party_unqualified"),
            ("B-19", contracts(), contracts(inspected=False), "duty.party_unsupervised"),
            ("B-20", BUILDING, {**BUILDING, "dormitory_apart": False}, "duty.dormitory_not_apart"),
            ("B-20", BUILDING, {**BUILDING, "exits_unlocked": False}, "duty.exit_closed"),
            ("B-21", INSURANCE, {**INSURANCE, "liability_until": "2026-03-17"}, "duty.liability_uninsured"),
            ("B-21", INSURANCE, {**INSURANCE, "injury_insured": False}, "duty.injury_uninsured"),
            (
                "B-38",
                {"duty": "employment", "contracts": 9, "waivers": 0},
                {"duty": "employment", "contracts": 9, "waivers": 1},
                "duty.liability_waived",
            ),
            ("B-39", FUNDS, {**FUNDS, "spent_fen": 99}, "duty.funds_short"),
            ("B-40", REPORT, {**REPORT, "deviations": 1}, "duty.report_inaccurate"),
            ("B-40", REPORT, {**REPORT, "lent": True}, "duty.report_false"),
        )
    ),
]


@pytest.mark.parametrize(("rule", "kept", "breached", "code"), PAIRS)
def test_the_conclusion_is_the_one_that_the_figures_give(
    given: Scenarios, rule: str, kept: dict[str, Any], breached: dict[str, Any], code: str
) -> None:
    """What keeps to the law is recorded as kept and not as a breach; what falls short by one is a breach and not kept."""
    scenario = given().on(ON)

    scenario.when("duty.record", **recorded(kept, "kept")).quietly()
    scenario.when("duty.record", **recorded(kept, "breached")).refuses(rule, code="duty.kept_after_all")
    scenario.when("duty.record", **recorded(breached, "kept")).refuses(rule, code=code)
    scenario.when("duty.record", **recorded(breached, "breached")).quietly()


@pytest.mark.rule("B-09", "B-21")
def test_a_breach_waits_for_its_order_and_a_policy_for_the_next(given: Scenarios) -> None:
    """A breach is a step until the duty is found kept; what was shown with a last day is due on it."""
    scenario = given().on(ON)
    scenario.when("duty.record", **recorded({**TRAINING, "untrained_at_work": 2}, "breached")).quietly()
    scenario.when("duty.record", **recorded({**INSURANCE, "liability_until": "2026-06-30"}, "kept")).quietly()

    steps = next_steps(scenario.ledger, "site:S-1", on=date(2026, 3, 18)).steps

    assert {("order.issue", "B-09", None), ("duty.record", "B-21", date(2026, 6, 30))} <= {
        (one.command, one.rule, one.due) for one in steps
    }


@pytest.mark.rule("B-40")
def test_a_false_report_sends_back_to_the_licences_that_rely_on_it(given: Scenarios) -> None:
    """Every licence that is named as relying on it is looked at again."""
    applied = step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="permit",
        applied_on="2026-03-02",
    )
    scenario = given(applied).on(ON)
    body = {**recorded({**REPORT, "fabricated": True}, "breached"), "licences": ["L-1"]}

    scenario.when("duty.record", **body).quietly()

    steps = next_steps(scenario.ledger, "site:S-1", on=date(2026, 3, 18)).steps
    assert [one.title for one in steps if one.rule == "B-40" and one.command == "licence.check"] == [
        "Look again at licence L-1, which relies on it"
    ]


@pytest.mark.parametrize(
    "figures",
    [
        {"duty": "employment", "contracts": 1, "waivers": 2},
        {"duty": "managers", "trade": "mine", "managers": 1, "assessed": 2, "engineers": 1},
        {"duty": "staff", "trade": "other", "employees": 3, "has_body": True, "full_time": 2, "part_time": 2},
    ],
)
def test_a_part_is_no_more_than_its_whole(given: Scenarios, figures: dict[str, Any]) -> None:
    """Figures that cannot be are refused, whatever is concluded from them."""
    record = step(
        "duty.record",
        site="S-1",
        enterprise="E-1",
        authority="emb",
        figures=figures,
        conclusion="breached" if figures["duty"] == "employment" else "kept",
        recorded_on="2026-03-02",
    )

    given().on("2026-03-02").when(record).refuses("REF", code="duty.figures_impossible")
