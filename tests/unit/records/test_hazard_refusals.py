"""What orders, extensions, measures and the closing of hazards are refused for; each rule by itself."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, Step, given, step

ELSEWHERE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Warehouse",
    address="2 River Road",
    authority="emb",
    sector="general",
    registered_on="2020-01-02",
)
APPOINTED = step("officer.appoint", officer="chen", authority="emb", name="Chen", appointed_on="2020-01-02")


def inspected(inspection: str, hazard: str, site: str = "S-1", level: str = "general") -> Step:
    """An inspection that found one hazard."""
    finding = {"hazard": hazard, "level": level, "description": "Alarm off", "basis": "安全生产法 Art 36"}
    return step(
        "inspection.record",
        inspection=inspection,
        enterprise="E-1",
        site=site,
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Store",
        content="Storage",
        unit_signature="signed",
        hazards=[finding if level == "general" else finding | {"criterion": "hazchem-2017/5"}],
        inspected_on="2026-03-02",
    )


def item(hazard: str, **changes: Any) -> dict[str, Any]:
    """An order's item for `hazard`."""
    fixed = {
        "hazard": hazard,
        "measure": "Repair the alarm",
        "basis": "安全生产法 Art 36",
        "responsible": {"value": "张三"},
        "duty": "Head of works",
        "due_on": "2026-03-30",
        "supervising_officer": "li",
    }
    return fixed | changes


ORDER = step(
    "order.issue",
    order="R-1",
    inspection="I-1",
    officers=["li", "wang"],
    items=[item("H-1")],
    remedies={"review_to": "County government", "suit_to": "County court"},
    issued_on="2026-03-03",
)
ASKED = step(
    "order.request_extension",
    hazard="H-1",
    reason="Parts are late",
    interim_measures="Guard posted",
    asked_due_on="2026-04-20",
    requested_on="2026-03-18",
)
EXTEND = step("order.extend", hazard="H-1", due_on="2026-04-20", approver="li", decided_on="2026-03-19")
REPORT = step("hazard.report_rectified", hazard="H-1", rectifier="p-7", evidence="Photo 12", reported_on="2026-03-18")
REINSPECT = step(
    "hazard.reinspect",
    hazard="H-1",
    officers=["li", "wang"],
    result="passed",
    findings="Works",
    reinspected_on="2026-03-20",
)
ESCALATE = step("hazard.escalate", hazard="H-1", escalation="case", escalated_on="2026-03-23")
CLEAR = step("hazard.clear", hazard="H-1", cleared_on="2026-03-23")
MEASURE = step(
    "measure.order",
    measure="M-1",
    hazards=["H-1"],
    what=["eliminate_now"],
    basis="安全生产法 Art 65",
    officers=["li", "wang"],
    consent_to_resume=False,
    ordered_on="2026-03-02",
)
LIFT = step("measure.lift", measure="M-1", lifted_on="2026-03-20")

FOUND = (COUNTY, inspected("I-1", "H-1"))
CLEARED = (*FOUND, ORDER, REPORT, REINSPECT, CLEAR)
LATER = "2026-05-06"


@pytest.mark.parametrize("act", [EXTEND, ASKED, REPORT, REINSPECT, ESCALATE, CLEAR], ids=lambda act: act.command)
def test_nothing_is_done_about_a_hazard_nobody_found(ledger: Ledger, act: Step) -> None:
    """REF: each step of the loop names a hazard that is on record."""
    scenario = given(ledger, FOUND).on(LATER)

    scenario.when(act.but(hazard="H-9")).refuses("REF", code="hazard.unknown").says("H-9")


@pytest.mark.parametrize("act", [ASKED, REPORT, REINSPECT], ids=lambda act: act.command)
def test_not_even_as_it_happened(ledger: Ledger, act: Step) -> None:
    """REF: what happened to an unknown hazard cannot be recorded as it happened either."""
    attempt = given(ledger, FOUND).on(LATER).when(act.but(hazard="H-9")).as_it_happened("It was done")

    attempt.refuses("REF", code="hazard.unknown")


@pytest.mark.parametrize("act", [ASKED, REPORT, REINSPECT], ids=lambda act: act.command)
def test_what_follows_an_order_needs_one(ledger: Ledger, act: Step) -> None:
    """SEQ: more time, a report and a re-inspection each follow an order."""
    given(ledger, FOUND).on(LATER).when(act).refuses("SEQ", code="hazard.not_ordered")


@pytest.mark.parametrize(
    "act",
    [
        REPORT.but(reported_on="2026-03-24"),
        REINSPECT.but(reinspected_on="2026-03-24"),
        ORDER.but(order="R-2", issued_on="2026-03-24"),
    ],
    ids=lambda act: act.command,
)
def test_a_cleared_hazard_is_closed(ledger: Ledger, act: Step) -> None:
    """SEQ: it is not reported, re-inspected or ordered again."""
    given(ledger, CLEARED).on(LATER).when(act).refuses("SEQ", code="hazard.cleared_already").says("2026-03-23")


def test_a_report_shows_what_was_done(ledger: Ledger) -> None:
    """I-11: a report without evidence is refused."""
    scenario = given(ledger, FOUND, ORDER).on(LATER)

    scenario.when(REPORT.but(evidence=" ")).refuses("I-11", code="hazard.no_evidence")


def test_an_order_names_a_hazard_on_record(ledger: Ledger) -> None:
    """REF: an item for a hazard nobody found is refused, whatever else the order names."""
    scenario = given(ledger, FOUND).on(LATER)

    scenario.when(ORDER.but(items=[item("H-1"), item("H-9")])).refuses("REF", code="hazard.unknown").says("H-9")


def test_the_number_of_an_order_is_given_once(ledger: Ledger) -> None:
    """REF: a second order under a number that is taken is refused."""
    scenario = given(ledger, FOUND, inspected("I-2", "H-2"), ORDER).on(LATER)
    other = ORDER.but(inspection="I-2", items=[item("H-2")])

    scenario.when(other).refuses("REF", code="order.taken").says("R-1")
    scenario.when(other.but(order="R-2")).quietly()


def test_an_order_orders_something(ledger: Ledger) -> None:
    """I-04: an order without an item has no effect, and once the rule is confirmed it is unlawful as well."""
    confirm = step("rule.confirm", rule="I-04", authority="emb", document="应急〔2020〕9号", confirmed_on="2026-03-03")
    scenario = given(ledger, FOUND).on(LATER)
    empty = ORDER.but(items=[])

    scenario.when(empty).refuses("SEQ", code="command.without_effect")
    given(ledger, confirm).on(LATER).when(empty).refuses("I-04", code="order.empty")


def test_an_order_stays_with_its_inspection(ledger: Ledger) -> None:
    """REF: a hazard that another inspection found is ordered there."""
    scenario = given(ledger, FOUND, inspected("I-2", "H-2")).on(LATER)

    attempt = scenario.when(ORDER.but(items=[item("H-1"), item("H-2")]))

    attempt.refuses("REF", code="order.of_another_inspection").says("H-2", "I-2")


def test_an_item_has_a_supervising_officer_on_record(ledger: Ledger) -> None:
    """REF: who supervises is an officer."""
    attempt = given(ledger, FOUND).on(LATER).when(ORDER.but(items=[item("H-1", supervising_officer="nobody")]))

    attempt.refuses("REF", code="officer.unknown").says("nobody")


@pytest.mark.parametrize(
    ("act", "history"),
    [(ORDER, ()), (REINSPECT, (ORDER, REPORT)), (MEASURE, ())],
    ids=["order.issue", "hazard.reinspect", "measure.order"],
)
def test_officers_without_certificate_are_named_and_do_not_count(
    ledger: Ledger, act: Step, history: tuple[Step, ...]
) -> None:
    """A-01: an officer who never had a certificate is named; alone with one other they are too few."""
    scenario = given(ledger, FOUND, APPOINTED, *history).on(LATER)

    scenario.when(act.but(officers=["li", "wang", "chen"])).refuses("A-01", code="officer.no_certificate").says("chen")
    scenario.when(act.but(officers=["li"])).refuses("A-01", code="officers.too_few")
    scenario.when(act.but(officers=["li", "li"])).refuses("A-01", code="officers.too_few")


# ── more time ────────────────────────────────────────────────────────────────────────────────────────────


def test_more_time_is_not_given_where_it_is_unsafe(ledger: Ledger) -> None:
    """I-06: once confirmed, no extension without measures that keep safe meanwhile."""
    confirm = step("rule.confirm", rule="I-06", authority="emb", document="应急〔2020〕9号", confirmed_on="2026-03-03")
    scenario = given(ledger, FOUND, confirm, ORDER, ASKED.but(interim_measures=" ")).on(LATER)

    scenario.when(EXTEND).refuses("I-06", code="extension.unsafe")


@pytest.mark.parametrize("due", ["2026-03-29", "2026-03-30"])
def test_more_time_is_more(ledger: Ledger, due: str) -> None:
    """SEQ: the new last day lies after the old one, 2026-03-30."""
    scenario = given(ledger, FOUND, ORDER, ASKED).on(LATER)

    scenario.when(EXTEND.but(due_on=due)).refuses("SEQ", code="extension.not_later").says("2026-03-30")


@pytest.mark.parametrize(("day", "late"), [("2026-03-23", False), ("2026-03-24", True)])
def test_a_late_answer_is_noted(ledger: Ledger, day: str, late: bool) -> None:
    """I-06: asked on 2026-03-18 it is answered by 2026-03-23; later is noted, never refused."""
    confirm = step("rule.confirm", rule="I-06", authority="emb", document="应急〔2020〕9号", confirmed_on="2026-03-03")

    attempt = given(ledger, FOUND, confirm, ORDER, ASKED).on(LATER).when(EXTEND.but(decided_on=day))

    if late:
        attempt.warns("I-06", code="extension.answered_late").says("2026-03-23")
    else:
        attempt.quietly()


# ── measures on the spot ─────────────────────────────────────────────────────────────────────────────────


def test_the_number_of_a_measure_is_given_once(ledger: Ledger) -> None:
    """REF: a second measure under a number that is taken is refused."""
    given(ledger, FOUND, MEASURE).on(LATER).when(MEASURE).refuses("REF", code="measure.taken").says("M-1")


def test_a_measure_names_hazards_on_record(ledger: Ledger) -> None:
    """REF, I-05: an unknown hazard is named, and a measure for none at all is refused."""
    scenario = given(ledger, FOUND).on(LATER)

    scenario.when(MEASURE.but(hazards=["H-1", "H-9"])).refuses("REF", code="hazard.unknown").says("H-9")
    scenario.when(MEASURE.but(hazards=[])).refuses("I-05", code="measure.without_hazard")


def test_a_measure_is_for_one_site(ledger: Ledger) -> None:
    """REF: hazards of two sites are not met by one measure."""
    scenario = given(ledger, FOUND, ELSEWHERE, inspected("I-2", "H-2", site="S-2")).on(LATER)

    scenario.when(MEASURE.but(hazards=["H-1", "H-2"])).refuses("REF", code="measure.of_several_sites")


@pytest.mark.parametrize("change", [{"basis": " "}, {"what": []}], ids=["basis", "what"])
def test_a_measure_says_what_and_why(ledger: Ledger, change: dict[str, Any]) -> None:
    """I-05: a measure without its basis, or without anything to be done, is refused."""
    given(ledger, FOUND).on(LATER).when(MEASURE.but(**change)).refuses("I-05", code="measure.incomplete")


def test_what_is_lifted_was_ordered(ledger: Ledger) -> None:
    """REF: a measure nobody ordered is not lifted."""
    given(ledger, FOUND).on(LATER).when(LIFT).refuses("REF", code="measure.unknown")


@pytest.mark.parametrize("day", ["2026-03-19", "2026-03-20", "2026-03-21"])
def test_a_measure_is_lifted_once(ledger: Ledger, day: str) -> None:
    """SEQ: whatever day the second lifting is dated."""
    scenario = given(ledger, FOUND, MEASURE, LIFT).on(LATER)

    scenario.when(LIFT.but(lifted_on=day)).refuses("SEQ", code="measure.lifted_already").says("2026-03-20")
