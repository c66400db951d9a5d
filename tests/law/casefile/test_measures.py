"""Measures: sealing and its clocks, substitutes, stops, cut-offs, resuming, obstruction."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .histories import APPLIED, CUT, DEFIED, HEAD, LIFTED, ON_SITE, REVIEWED, SEALED, STOPPED

LATER = "2026-12-20"
URGENT = SEALED.but(urgent=True, approval=None)
GOOD = step(
    "constraint.make_good",
    constraint="Q-1",
    approver="zhao",
    post="deputy",
    reported_at="2026-03-02T18:00:00+08:00",
    approved_at="2026-03-03T10:00:00+08:00",
)
EXTENDED = step(
    "constraint.extend",
    constraint="Q-1",
    complicated=True,
    reason="Three owners",
    told_in_writing=True,
    approval=HEAD,
    days=30,
    decided_on="2026-04-01",
)
RELEASED = step("constraint.lift", constraint="Q-1", ground="not_needed", lifted_on="2026-04-01")
TESTED = step(
    "constraint.record_test",
    constraint="Q-1",
    told_in_writing=True,
    started_on="2026-03-10",
    ended_on="2026-03-14",
)
ORDERED = step(
    "substitution.order",
    substitution="SB-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    duty="Remove the drums",
    harm="environment",
    performer="River Services",
    independent=True,
    cost_fen=500_000,
    served_on="2026-02-24",
)
URGED = step("substitution.urge", substitution="SB-1", urged_on="2026-03-02")
PERFORMED = step(
    "substitution.perform",
    substitution="SB-1",
    staff=["li"],
    cost_fen=500_000,
    record_signed=True,
    performed_at="2026-03-05T10:00:00+08:00",
)
BARRED = step(
    "obstruction.record",
    obstruction="OB-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    description="The gate was kept shut",
    obstructed_on="2026-03-02",
)
CORRECT = step("obstruction.order_correction", obstruction="OB-1", due_on="2026-03-04", ordered_on="2026-03-02")
CONTINUED = step(
    "obstruction.record_continued", obstruction="OB-1", description="Still shut", continued_on="2026-03-05"
)
FINE = step("obstruction.propose_fine", obstruction="OB-1", target="unit", fine_fen=2_000_000, proposed_on="2026-03-06")


@pytest.mark.rule("A-58")
def test_sealing_takes_approval_and_its_forms(given: Scenarios) -> None:
    """A head approves by the instant of it, unless it is urgent; each form of Art 18 is kept."""
    exact = {**HEAD, "approved_at": "2026-03-02T10:00:00+08:00"}
    after = {**HEAD, "approved_at": "2026-03-02T10:00:01+08:00"}

    given().on(LATER).when(SEALED.but(approval=exact)).quietly()
    given().on(LATER).when(SEALED.but(approval=after)).refuses("A-58", code="approval.afterwards")
    given().on(LATER).when(SEALED.but(approval=None)).refuses("A-58", code="approval.missing")
    given().on(LATER).when(URGENT).quietly()
    given().on(LATER).when(SEALED.but(on_site={**ON_SITE, "heard": False})).refuses("A-58")


@pytest.mark.rule("A-58")
def test_an_urgent_measure_is_made_good_within_24_hours(given: Scenarios) -> None:
    """Report and approval have a clock of their own: the 24th hour is in time, one second later is not."""
    late = GOOD.but(approved_at="2026-03-03T10:00:01+08:00")

    given(URGENT).on(LATER).when(GOOD).quietly()
    given(URGENT).on(LATER).when(late).warns("A-58")


@pytest.mark.rule("A-59")
def test_sealing_lasts_thirty_days(given: Scenarios) -> None:
    """Sealed on 2026-03-02, it is lifted by 2026-04-01; time of testing that was told does not count."""
    scenario = given(SEALED)
    found = next_steps(scenario.ledger, "constraint:Q-1", on=date(2026, 3, 20)).steps
    assert [(one.command, one.due) for one in found] == [("constraint.lift", date(2026, 4, 1))]
    scenario.on(LATER).when(RELEASED).quietly()
    given(SEALED).on(LATER).when(RELEASED.but(lifted_on="2026-04-02")).warns("A-59")
    given(SEALED, TESTED).on(LATER).when(RELEASED.but(lifted_on="2026-04-06")).quietly()
    given(SEALED, TESTED).on(LATER).when(RELEASED.but(lifted_on="2026-04-07")).warns("A-59")
    given(SEALED).on(LATER).when(TESTED.but(told_in_writing=False)).warns("A-59")


@pytest.mark.rule("A-59")
@pytest.mark.parametrize(
    "change",
    [
        {"days": 31},
        {"complicated": False},
        {"told_in_writing": False},
        {"approval": None},
        {"decided_on": "2026-04-02"},
    ],
)
def test_one_extension_of_thirty_days(given: Scenarios, change: dict[str, Any]) -> None:
    """Once, before it runs out, for thirty days at most, for a complicated matter, told, and approved."""
    given(SEALED).on(LATER).when(EXTENDED).quietly()
    given(SEALED).on(LATER).when(EXTENDED.but(**change)).refuses("A-59")
    given(SEALED, EXTENDED).on(LATER).when(EXTENDED).refuses("A-59", code="constraint.extended_twice")


@pytest.mark.rule("A-59")
def test_decision_and_list_are_handed_over(given: Scenarios) -> None:
    """The list has two copies; what is held too long is given back and not disposed of."""
    resolve = step(
        "constraint.resolve", constraint="Q-1", resolution="confiscated", basis="Art 27", resolved_on="2026-04-01"
    )

    given().on(LATER).when(SEALED.but(list_copies=1)).refuses("A-59")
    given(SEALED).on(LATER).when(resolve).quietly()
    given(SEALED).on(LATER).when(resolve.but(resolved_on="2026-04-02")).refuses("A-59")


@pytest.mark.rule("A-60")
def test_nothing_is_enforced_on_a_holiday_or_at_night(given: Scenarios) -> None:
    """On a statutory holiday it is refused, at night warned of; an emergency allows both."""
    holiday = PERFORMED.but(performed_at="2026-10-01T10:00:00+08:00")

    given(ORDERED, URGED).on(LATER).when(holiday).refuses("A-60", code="enforcing.on_holiday")
    given(ORDERED, URGED).on(LATER).when(holiday.but(emergency=True)).quietly()
    given(ORDERED, URGED).on(LATER).when(PERFORMED.but(performed_at="2026-03-05T21:59:00+08:00")).quietly()
    given(ORDERED, URGED).on(LATER).when(PERFORMED.but(performed_at="2026-03-05T22:00:00+08:00")).warns("A-60")


@pytest.mark.rule("A-60")
def test_residents_keep_their_power(given: Scenarios) -> None:
    """A cut-off spares whoever lives there."""
    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT.but(residents="spared")).quietly()
    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT.but(residents="cut_off")).refuses("A-60")


@pytest.mark.rule("A-61")
def test_a_substitute_follows_urging_by_three_working_days(given: Scenarios) -> None:
    """Urged on Mon 2026-03-02: performed on Thursday it is lawful, on Wednesday not; spills are cleared at once."""
    early = PERFORMED.but(performed_at="2026-03-04T10:00:00+08:00")

    given(ORDERED, URGED).on(LATER).when(PERFORMED).quietly()
    given(ORDERED, URGED).on(LATER).when(early).refuses("A-61")
    given(ORDERED.but(clearing="road")).on(LATER).when(early).quietly()
    given(ORDERED, URGED).on(LATER).when(PERFORMED.but(staff=[])).refuses("A-61")
    given().on(LATER).when(ORDERED.but(harm="other")).refuses("A-61")


@pytest.mark.rule("B-23")
def test_stops_and_seals_have_their_grounds(given: Scenarios) -> None:
    """A stop is for a major hazard, a seal has grounds, and a stop that is not obeyed is answered."""
    general = STOPPED.but(hazards=["H-1"], consent_to_resume=False)

    given(FOUND).on(LATER).when(STOPPED).quietly()
    given(FOUND).on(LATER).when(general).refuses("B-23")
    given(FOUND).on(LATER).when(general.but(what=["eliminate_now"])).quietly()
    given().on(LATER).when(SEALED.but(grounds=" ")).refuses("B-23")
    given(FOUND, STOPPED).on(LATER).when(DEFIED).warns("B-23")


@pytest.mark.rule("B-24")
@pytest.mark.parametrize(
    "change",
    [
        {"approval": {**CUT.body["approval"], "post": "deputy"}},
        {"enterprise_told_at": "2026-03-04T10:00:01+08:00"},
        {"danger": ""},
        {"safety": ""},
        {"in_writing": False},
    ],
)
def test_a_cut_off_needs_every_condition(given: Scenarios, change: dict[str, Any]) -> None:
    """The principal head approves, the notice is 24 hours old, and danger, safety and writing are there."""
    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT).quietly()
    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT.but(**change)).refuses("B-24")


@pytest.mark.rule("B-24")
def test_nothing_is_cut_off_unless_the_stop_was_refused(given: Scenarios) -> None:
    """Without a finding that the stop was not obeyed there is no cut-off; in an emergency no notice is needed."""
    given(FOUND, STOPPED).on(LATER).when(CUT).refuses("B-24")
    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT.but(enterprise_told_at=None, emergency=True)).quietly()


@pytest.mark.rule("B-26")
def test_obstruction_is_fined_only_after_an_order(given: Scenarios) -> None:
    """Order first; then from 20,000 to 200,000 yuan for the unit."""
    given(BARRED).on(LATER).when(FINE).refuses("B-26", code="obstruction.not_disobeyed")
    told = (BARRED, CORRECT, CONTINUED)
    given(told).on(LATER).when(FINE).quietly()
    given(told).on(LATER).when(FINE.but(fine_fen=1_999_999)).refuses("B-26")
    given(told).on(LATER).when(FINE.but(fine_fen=20_000_000)).quietly()
    given(told).on(LATER).when(FINE.but(fine_fen=20_000_001)).refuses("B-26")
    given(told).on(LATER).when(FINE.but(case="C-9")).refuses("A-04")
    given(told).on(LATER).when(FINE.but(target="person")).quietly()
    given(told).on(LATER).when(FINE.but(target="person", fine_fen=2_000_001)).refuses("B-26")


@pytest.mark.rule("I-10")
def test_production_resumes_after_a_review_on_the_spot(given: Scenarios) -> None:
    """Applied on 2026-03-02, reviewed by 2026-03-12; consent follows a passed review only."""
    stopped = (FOUND, STOPPED, APPLIED)
    found = next_steps(given(stopped).ledger, "measure:M-1", on=date(2026, 3, 4)).steps
    assert [(one.command, one.due) for one in found] == [("measure.review_resumption", date(2026, 3, 12))]
    given(stopped).on(LATER).when(REVIEWED).quietly()
    given(stopped).on(LATER).when(REVIEWED.but(reviewed_on="2026-03-13")).warns("I-10")
    given(stopped, REVIEWED).on(LATER).when(LIFTED).quietly()
    given(stopped, REVIEWED.but(result="failed")).on(LATER).when(LIFTED).refuses("I-10")


@pytest.mark.rule("I-05")
def test_a_stop_for_a_major_hazard_ends_by_consent(given: Scenarios) -> None:
    """Somebody consents, or it is not lifted."""
    stopped = (FOUND, STOPPED, APPLIED, REVIEWED)

    given(stopped).on(LATER).when(LIFTED).quietly()
    given(stopped).on(LATER).when(LIFTED.but(consent_by=None)).refuses("I-05")
