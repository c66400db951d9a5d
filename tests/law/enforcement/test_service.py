"""Service of the decision: how soon, in which way, and from which day it counts (A-20, A-21); numbers of documents (J-01)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.numbering import OPENED
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenarios import Scenarios

DECISION = (FILED, NOTIFIED, DECIDED)
PUBLISHED = SERVED.but(mode="public_notice", published_on="2026-03-20", served_on="2026-04-19")


@pytest.mark.rule("A-20")
def test_an_absent_party_is_served_within_seven_working_days(given: Scenarios) -> None:
    """Decided on Tue 2026-03-17, the last day is Thu the 26th, as the step says; the day after it is refused."""
    scenario = given(DECISION).on("2026-03-27")
    due = {one.command: one.due for one in next_steps(scenario.ledger, "case:C-1").steps}

    assert str(due["case.serve"]) == "2026-03-26"
    scenario.when(SERVED.but(served_on="2026-03-27")).refuses("A-20", code="case.served_late")
    scenario.when(SERVED.but(served_on="2026-03-26")).quietly()


@pytest.mark.rule("A-20")
def test_electronic_service_needs_consent(given: Scenarios) -> None:
    """Fax and e-mail only where the party signed that it agrees."""
    scenario = given(DECISION).on("2026-03-18")

    scenario.when(SERVED.but(mode="electronic")).refuses("A-20", code="case.no_consent_to_electronic")
    scenario.when(SERVED.but(mode="electronic", consented=True)).quietly()


@pytest.mark.rule("A-20", "A-21")
@pytest.mark.parametrize(
    ("mode", "proof"), [("direct", {}), ("left", {"witnessed": True}), ("entrusted", {}), ("post", {})]
)
def test_every_mode_serves(given: Scenarios, mode: str, proof: dict[str, bool]) -> None:
    """Each mode of the law on civil procedure serves on its day, and on day eight is late."""
    scenario = given(DECISION).on("2026-03-27")
    served = SERVED.but(mode=mode, **proof)

    scenario.when(served.but(served_on="2026-03-27")).refuses("A-20", code="case.served_late")
    scenario.when(served).quietly()


@pytest.mark.rule("A-21")
def test_a_decision_that_was_left_has_a_witness(given: Scenarios) -> None:
    """Nobody saw it: then nothing was served."""
    scenario = given(DECISION).on("2026-03-18")

    scenario.when(SERVED.but(mode="left")).refuses("A-21", code="case.left_without_witness")
    scenario.when(SERVED.but(mode="left", witnessed=True)).quietly()


@pytest.mark.rule("A-21")
def test_a_public_notice_serves_after_thirty_days(given: Scenarios) -> None:
    """Published on 2026-03-20, it counts on 2026-04-19 and on no day before; without a day of publication it serves nobody."""
    scenario = given(DECISION).on("2026-04-20")

    scenario.when(PUBLISHED.but(served_on="2026-04-18")).refuses("A-21", code="case.served_too_early")
    scenario.when(PUBLISHED.but(published_on=None)).refuses("A-20", "A-21", code="case.publication_misfit")
    scenario.when(PUBLISHED).quietly()


@pytest.mark.rule("J-01")
@pytest.mark.parametrize(("prefix", "usual"), [("（望）应急罚", True), ("Penalty-", False)])
def test_a_number_has_the_form_of_the_templates(given: Scenarios, prefix: str, usual: bool) -> None:
    """Region, organ and document stand in front of the year; another form is warned of, for the templates bind no court."""
    attempt = given().on("2026-03-02").when(OPENED.but(prefix=prefix))

    if usual:
        attempt.quietly()
    else:
        attempt.warns("J-01", code="series.prefix_unusual")
