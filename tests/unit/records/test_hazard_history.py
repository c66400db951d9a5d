"""What a hazard remembers of its loop, and what it owes in the turn that it is in (I-03, I-07, I-08)."""

from __future__ import annotations

from datetime import date
from typing import Any

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep
from regledger.ledger import Ledger
from regledger.records.hazard.state import HAZARD, Escalated, Hazard, Reinspection
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, given, step

FAILED = PASSED.but(result="failed")
ESCALATED = step("hazard.escalate", hazard="H-1", escalation="case", case="C-1", escalated_on="2026-03-23")
AGAIN = REPORTED.but(evidence="Photo 13", reported_on="2026-04-20")
PASSED_AGAIN = PASSED.but(reinspected_on="2026-04-24")
CLEARED = step("hazard.clear", hazard="H-1", cleared_on="2026-04-25")
SECOND = ORDERED.but(order="R-2", items=[ITEM | {"due_on": "2026-05-29"}], issued_on="2026-03-24")
FAILED_LOOP = (COUNTY, FOUND, ORDERED, REPORTED, FAILED)


def hazard(ledger: Ledger, on: str) -> Hazard:
    """H-1 on a day."""
    held = ledger.show("hazard:H-1", on=date.fromisoformat(on))
    assert held is not None
    assert isinstance(held.state, Hazard)
    return held.state


def steps(ledger: Ledger, on: str) -> dict[str, NextStep]:
    """What may come next on H-1 on a day, by command."""
    assert HAZARD.steps is not None
    judge = Judge(ledger.law(), on=date.fromisoformat(on), zone=ledger.zone)
    return {one.command: one for one in HAZARD.steps(hazard(ledger, on), judge)}


def test_a_cleared_hazard_remembers_its_failures_and_escalations(ledger: Ledger) -> None:
    """A later report, re-inspection or clearing takes neither a failed re-inspection nor an escalation away."""
    given(ledger, *FAILED_LOOP, ESCALATED, AGAIN, PASSED_AGAIN, CLEARED)

    state = hazard(ledger, "2026-04-25")

    assert state.cleared_on == date(2026, 4, 25)
    assert state.reinspections == (
        Reinspection(on=date(2026, 3, 20), result="failed"),
        Reinspection(on=date(2026, 4, 24), result="passed"),
    )
    assert state.escalations == (Escalated(on=date(2026, 3, 23), escalation="case", case="C-1"),)


def test_an_escalation_answers_one_failure_alone(ledger: Ledger) -> None:
    """I-08: after a second failure a second choice is owed, though the first one is remembered."""
    failed_again = FAILED.but(reinspected_on="2026-04-24")
    given(ledger, *FAILED_LOOP, ESCALATED, AGAIN, failed_again)

    assert str(steps(ledger, "2026-04-24")["hazard.escalate"].due) == "2026-05-06"  # 5 working days, 1 to 5 May off
    assert hazard(ledger, "2026-04-24").escalated_on is None


def test_after_a_failed_re_inspection_none_is_due(ledger: Ledger) -> None:
    """I-07: the report was answered; what is owed is a choice of what follows, and a new report."""
    given(ledger, *FAILED_LOOP)

    found = steps(ledger, "2026-03-23")

    assert found["hazard.reinspect"].due is None
    assert str(found["hazard.escalate"].due) == "2026-03-27"
    assert "hazard.report_rectified" in found


def test_a_new_report_is_re_inspected_from_its_own_day(ledger: Ledger) -> None:
    """I-07: ten days after the new report of 2026-04-20, neither after the first one nor after the old last day."""
    scenario = given(ledger, *FAILED_LOOP, ESCALATED, AGAIN)

    assert str(steps(ledger, "2026-04-21")["hazard.reinspect"].due) == "2026-04-30"
    scenario.on("2026-04-30").when(PASSED.but(reinspected_on="2026-04-30")).quietly()


def test_a_hazard_stands_under_one_order(ledger: Ledger) -> None:
    """I-03: a second order is refused while the first one is open, whatever day it is dated, and names it."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED).on("2026-03-24")

    scenario.when(SECOND).refuses("SEQ", code="hazard.ordered_already").says("R-1")
    scenario.when(SECOND.but(issued_on="2026-03-02")).refuses("SEQ", code="hazard.ordered_already")


def test_a_failed_re_inspection_makes_way_for_one_more_order(ledger: Ledger) -> None:
    """I-03: after it a new order sets a new last day, which is the one that counts; a third is refused again."""
    scenario = given(ledger, *FAILED_LOOP).on("2026-03-24")

    scenario.when(SECOND).quietly()

    assert hazard(ledger, "2026-03-24").order == "R-2"
    assert "hazard.escalate" in steps(ledger, "2026-03-24")
    scenario.when(SECOND.but(order="R-3")).refuses("SEQ", code="hazard.ordered_already").says("R-2")


def test_the_law_of_its_day_is_cited(ledger: Ledger) -> None:
    """I-06, I-07: the measure of 2015 is cited with the day on which it ended, beside its successor."""
    for rule in ("I-06", "I-07"):
        cited: dict[str, Any] = {one.edition: one.article for one in ledger.law().rule(rule).citations}

        assert "until 2026-01-31" in cited["2015"]
        assert "from 2026-02-01" in cited["2025"]
