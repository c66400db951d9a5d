"""Stops that are obeyed, disobeyed, cut off and ended: order, proof, and what still waits (B-23, B-24, I-05, I-10)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import FILED
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

from .histories import APPLIED, CUT, DEFIED, INTERVIEW, LIFTED, REVIEWED, STOPPED
from .test_measures import LATER

RESTORED = step("supply.restore", measure="M-1", supply="power", restored_on="2026-03-12")
AFTER = APPLIED.but(applied_on="2026-03-06")


def waiting(scenario: Scenario, on: str) -> list[str]:
    """What waits for measure M-1 on a day."""
    return [one.command for one in next_steps(scenario.ledger, "measure:M-1", on=date.fromisoformat(on)).steps]


@pytest.mark.rule("B-23")
def test_a_cut_off_waits_until_the_stop_is_obeyed(given: Scenarios) -> None:
    """Disobeyed, it is to be answered; after a passed review or after supply came back it is not."""
    disobeyed = (FOUND, STOPPED, DEFIED)

    assert "supply.order_cut" in waiting(given(disobeyed).on(LATER), "2026-03-13")
    assert "supply.order_cut" not in waiting(given(disobeyed, AFTER, REVIEWED).on(LATER), "2026-03-13")
    assert "supply.order_cut" not in waiting(given(disobeyed, CUT, RESTORED).on(LATER), "2026-03-13")


@pytest.mark.rule("B-24")
def test_supply_that_came_back_is_cut_off_again_only_after_another_refusal(given: Scenarios) -> None:
    """What was restored was obeyed; a new refusal is recorded first."""
    again = CUT.but(
        enterprise_told_at="2026-03-16T10:00:00+08:00",
        cut_from="2026-03-17T10:00:00+08:00",
        ordered_at="2026-03-16T10:00:00+08:00",
    )
    history = (FOUND, STOPPED, DEFIED, CUT, RESTORED)

    given(history).on(LATER).when(again).refuses("B-24", code="supply.condition_missing")
    given(history, DEFIED.but(found_on="2026-03-15")).on(LATER).when(again).quietly()


@pytest.mark.rule("B-24")
def test_the_supplier_is_told_before_it_stops_supplying(given: Scenarios) -> None:
    """An order at the instant of the cut-off is in order, one a second later is not."""
    disobeyed = (FOUND, STOPPED, DEFIED)

    given(disobeyed).on(LATER).when(CUT.but(ordered_at="2026-03-05T10:00:00+08:00")).quietly()
    given(disobeyed).on(LATER).when(CUT.but(ordered_at="2026-03-05T10:00:01+08:00")).refuses(
        "SEQ", code="supply.out_of_order"
    )


@pytest.mark.rule("B-23")
def test_it_is_said_how_a_stop_was_disobeyed(given: Scenarios) -> None:
    """A blank description is refused."""
    given(FOUND, STOPPED).on(LATER).when(DEFIED.but(description=" ")).refuses(
        "B-23", code="measure.defiance_undescribed"
    )


@pytest.mark.rule("I-10")
def test_a_review_says_what_it_found(given: Scenarios) -> None:
    """Blank findings are refused."""
    given(FOUND, STOPPED, APPLIED).on(LATER).when(REVIEWED.but(findings=" ")).refuses(
        "I-10", code="measure.review_blank"
    )


@pytest.mark.rule("I-10")
def test_a_second_application_does_not_begin_the_period_again(given: Scenarios) -> None:
    """While one waits for its review another is refused; after a failed review it is not."""
    failed = REVIEWED.but(result="failed", reviewed_on="2026-03-05")

    given(FOUND, STOPPED, APPLIED).on(LATER).when(AFTER).refuses("SEQ", code="measure.applied_already")
    given(FOUND, STOPPED, APPLIED, failed).on(LATER).when(AFTER).quietly()


def test_what_is_lifted_is_reviewed_no_more(given: Scenarios) -> None:
    """A review dated after the end of the stop is refused."""
    history = (FOUND, STOPPED, APPLIED, REVIEWED, APPLIED.but(applied_on="2026-03-12"), LIFTED)

    given(history).on(LATER).when(REVIEWED.but(reviewed_on="2026-03-14")).refuses("SEQ", code="measure.lifted_already")


@pytest.mark.rule("I-05")
def test_consent_is_that_of_an_officer(given: Scenarios) -> None:
    """Somebody whom nobody appointed consents to nothing."""
    given(FOUND, STOPPED, APPLIED, REVIEWED).on(LATER).when(LIFTED.but(consent_by="nobody")).refuses(
        "REF", code="officer.unknown"
    )


def test_nothing_is_stopped_for_a_hazard_that_is_cleared(given: Scenarios) -> None:
    """On the day before it was cleared it could be ordered, from that day on it cannot."""
    cleared = (FOUND, ORDERED, REPORTED, PASSED, CLEARED)
    measure = STOPPED.but(hazards=["H-1"], what=["eliminate_now"], consent_to_resume=False)

    given(cleared).on(LATER).when(measure.but(ordered_on="2026-03-19")).quietly()
    given(cleared).on(LATER).when(measure.but(ordered_on="2026-03-20")).refuses("SEQ", code="hazard.cleared_already")


@pytest.mark.rule("A-06")
def test_a_witness_without_a_copy_of_the_identity_paper_is_pointed_out(given: Scenarios) -> None:
    """The record of an interview shows a copy only where one lies with it."""
    witness = INTERVIEW.but(standing="witness", evidence="EV-7")

    given(FILED).on(LATER).when(witness).warns("A-06", code="evidence.form_incomplete")
    given(FILED).on(LATER).when(witness.but(id_copy=True)).quietly()
    given(FILED).on(LATER).when(witness.but(standing="party")).quietly()


def test_an_instant_at_the_end_of_the_calendar_is_answered(given: Scenarios) -> None:
    """The first instant of the calendar has no local day everywhere; it is refused like any other that does not fit."""
    first = "0001-01-01T00:00:00+08:00"

    given(FOUND, STOPPED, DEFIED).on(LATER).when(CUT.but(cut_from=first)).refuses("SEQ", code="supply.out_of_order")
