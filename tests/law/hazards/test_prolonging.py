"""More time for one hazard (I-06): asked for once, answered either way, and never of a hazard that is closed."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

ASKED = step(
    "order.request_extension",
    hazard="H-1",
    reason="The part is late",
    interim_measures="Store emptied",
    asked_due_on="2026-04-20",
    requested_on="2026-03-16",
)
GIVEN = step("order.extend", hazard="H-1", due_on="2026-04-20", approver="li", decided_on="2026-03-18")
REFUSED = step(
    "order.refuse_extension", hazard="H-1", reason="The part is in stock", approver="li", decided_on="2026-03-18"
)
BEFORE = (FOUND, ORDERED, ASKED)


def waiting(scenario: Scenario, on: str) -> list[str]:
    """What waits for hazard H-1 on a day."""
    return [one.command for one in next_steps(scenario.ledger, "hazard:H-1", on=date.fromisoformat(on)).steps]


@pytest.mark.rule("I-06")
def test_a_request_can_be_refused_and_then_waits_no_longer(given: Scenarios) -> None:
    """A refusal has its reason, leaves the last day as it is, and the next request can be made."""
    scenario = given(BEFORE).on("2026-03-19")

    given(BEFORE).on("2026-03-19").when(REFUSED.but(reason=" ")).warns("I-06", code="extension.unreasoned")
    assert "order.extend" in waiting(scenario, "2026-03-19")
    scenario.when(REFUSED).then("order.extension_refused").quietly()
    assert "order.extend" not in waiting(scenario, "2026-03-19")
    scenario.when(REFUSED).refuses("SEQ", code="extension.not_asked")
    scenario.when(ASKED.but(requested_on="2026-03-19")).quietly()


@pytest.mark.rule("I-06")
@pytest.mark.parametrize(("decided", "late"), [("2026-03-21", False), ("2026-03-22", True)])
def test_a_refusal_comes_in_five_days_as_well(given: Scenarios, decided: str, late: bool) -> None:
    """Asked on 2026-03-16, it is answered by 2026-03-21."""
    attempt = given(BEFORE).on(decided).when(REFUSED.but(decided_on=decided))

    if late:
        attempt.warns("I-06", code="extension.answered_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-06")
def test_a_request_says_why_and_until_when(given: Scenarios) -> None:
    """Without a reason it is warned of; for a day that is no later, or while another one waits, it is refused."""
    scenario = given(FOUND, ORDERED).on("2026-03-20")

    scenario.when(ASKED.but(asked_due_on="2026-03-30")).refuses("SEQ", code="extension.not_later")
    given(FOUND, ORDERED).on("2026-03-20").when(ASKED.but(reason=" ")).warns("I-06", code="extension.unreasoned")
    scenario.when(ASKED.but(asked_due_on="2026-03-31")).quietly()
    scenario.when(ASKED.but(requested_on="2026-03-17")).refuses("SEQ", code="extension.asked_already")


def test_a_cleared_hazard_gets_no_more_time(given: Scenarios) -> None:
    """Neither is it asked for, nor given."""
    cleared = (REPORTED, PASSED, CLEARED)

    given(FOUND, ORDERED, cleared).on("2026-03-21").when(ASKED.but(requested_on="2026-03-20")).refuses(
        "SEQ", code="hazard.cleared_already"
    )
    given(BEFORE, cleared).on("2026-03-21").when(GIVEN.but(decided_on="2026-03-20")).refuses(
        "SEQ", code="hazard.cleared_already"
    )


def test_who_gives_more_time_is_an_officer(given: Scenarios) -> None:
    """An approver whom nobody appointed is refused."""
    scenario = given(BEFORE).on("2026-03-18")

    scenario.when(GIVEN.but(approver="nobody")).refuses("REF", code="officer.unknown")
    scenario.when(REFUSED.but(approver="nobody")).refuses("REF", code="officer.unknown")
    scenario.when(GIVEN).quietly()


def test_a_new_order_leaves_the_request_under_the_old_one_behind(given: Scenarios) -> None:
    """After a failed re-inspection a new order has its own last day, and nobody waits for an answer."""
    failed = PASSED.but(result="failed", reinspected_on="2026-03-17")
    again = ORDERED.but(order="R-2", issued_on="2026-03-18")

    scenario = given(BEFORE, failed, again).on("2026-03-19")

    assert "order.extend" not in waiting(scenario, "2026-03-19")
