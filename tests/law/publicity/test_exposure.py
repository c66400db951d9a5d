"""Decisions published in time, and withdrawn when they no longer stand (A-39, B-28)."""

from __future__ import annotations

import pytest
from regledger.history.steps import Step, next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.review import ACCEPTED, APPLIED, BINDING, RECEIVED, REVOKED, RULED
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

EXPOSED = step("exposure.publish", case="C-1", place="Public system of the county", published_on="2026-03-26")
WITHDRAWN = step("exposure.withdraw", case="C-1", reason="Revoked on 2026-05-20", withdrawn_on="2026-05-28")
FELL = (*BINDING, EXPOSED, APPLIED, ACCEPTED, REVOKED, RECEIVED)
TOLD = step(
    "exposure.tell",
    case="C-1",
    receivers=["sector", "investment", "natural_resources", "ecology", "securities", "finance"],
    told_on="2026-03-30",
)


def _step(scenario: Scenario, command: str) -> Step | None:
    steps = next_steps(scenario.ledger, "case:C-1").steps
    return next((one for one in steps if one.command == command), None)


@pytest.mark.rule("B-28")
def test_trap_10_exposure_counts_from_the_decision_and_not_from_service(given: Scenarios) -> None:
    """Decided on Tue 2026-03-17 and served on Wed 2026-03-25, it is exposed by Thu 2026-03-26."""
    late_service = (FILED, NOTIFIED, DECIDED, SERVED.but(served_on="2026-03-25"))

    given(*late_service).on("2026-03-26").when(EXPOSED).quietly()
    late = given(*late_service).on("2026-03-27").when(EXPOSED.but(published_on="2026-03-27"))
    late.warns("B-28", code="publicity.exposed_late")


@pytest.mark.rule("A-39")
def test_trap_10_a_fallen_decision_is_withdrawn_in_three_working_days(given: Scenarios) -> None:
    """Revoked with effect from Mon 2026-05-25, it is withdrawn by Thu 2026-05-28."""
    given(*FELL).on("2026-05-28").when(WITHDRAWN).quietly()

    late = given(*FELL).on("2026-05-29").when(WITHDRAWN.but(withdrawn_on="2026-05-29"))
    late.warns("A-39", code="publicity.withdrawn_late")


@pytest.mark.rule("B-28")
def test_next_shows_the_exposure_that_is_owed(given: Scenarios) -> None:
    """From the decision on it is a step of the authority with its last day; once done it is gone."""
    scenario = given(FILED, NOTIFIED, DECIDED).on("2026-03-26")
    owed = _step(scenario, "exposure.publish")

    assert owed is not None
    assert (str(owed.due), owed.rule, owed.owner) == ("2026-03-26", "B-28", "authority")
    scenario.when(EXPOSED.but(place=" ")).refuses("B-28", code="publicity.place_missing")
    scenario.when(EXPOSED).quietly()
    assert _step(scenario, "exposure.publish") is None


@pytest.mark.rule("A-39")
def test_next_shows_the_withdrawal_that_is_owed(given: Scenarios) -> None:
    """Once the ruling was received it is a step with its last day; the reason belongs to it."""
    scenario = given(*FELL).on("2026-05-28")
    owed = _step(scenario, "exposure.withdraw")

    assert owed is not None
    assert (str(owed.due), owed.rule, owed.owner) == ("2026-05-28", "A-39", "authority")
    scenario.when(WITHDRAWN.but(reason="")).refuses("A-39", code="publicity.withdrawal_unreasoned")
    scenario.when(WITHDRAWN).quietly()
    assert _step(scenario, "exposure.withdraw") is None


@pytest.mark.rule("A-39")
def test_what_stands_is_not_withdrawn(given: Scenarios) -> None:
    """A decision that was upheld stays public."""
    upheld = (*BINDING, EXPOSED, APPLIED, ACCEPTED, RULED, RECEIVED)

    given(*upheld).on("2026-05-28").when(WITHDRAWN).refuses("A-39", code="publicity.withdrawal_unfounded")


@pytest.mark.rule("A-39")
def test_what_fell_is_not_published(given: Scenarios) -> None:
    """A revoked decision is not exposed any more; one that was changed is, as changed."""
    changed = REVOKED.but(result="changed", flaw="inappropriate", fine_fen=4_000_000, remake=False)
    late = EXPOSED.but(published_on="2026-05-28")

    given(*BINDING, APPLIED, ACCEPTED, REVOKED, RECEIVED).on("2026-05-28").when(late).refuses(
        "A-39", code="publicity.undone"
    )
    given(*BINDING, APPLIED, ACCEPTED, changed, RECEIVED).on("2026-05-28").when(late).warns(
        "B-28", code="publicity.exposed_late"
    )


@pytest.mark.rule("A-39")
def test_the_basis_of_penalties_is_published_whole(given: Scenarios) -> None:
    """Without the remedies it is refused."""
    whole = step(
        "basis.publish",
        authority="emb",
        parts=["organ", "basis", "procedure", "remedies"],
        place="Site of the authority",
        published_on="2026-03-02",
    )
    scenario = given().on("2026-03-02")

    scenario.when(whole.but(parts=["organ", "basis", "procedure"])).refuses("A-39", code="basis.incomplete")
    scenario.when(whole).quietly()


@pytest.mark.rule("B-28")
def test_of_a_serious_violation_all_are_told(given: Scenarios) -> None:
    """It is a step after a serious decision only, and names every receiver of the law."""
    review = step("case.discuss", case="C-1", leaders=["li", "wang"], record="M", conclusion="Fine")
    serious = (FILED, NOTIFIED, review.but(discussed_on="2026-03-16"), DECIDED.but(serious=True), SERVED)
    scenario = given(*serious).on("2026-03-30")

    assert _step(given(*BINDING).on("2026-03-30"), "exposure.tell") is None
    owed = _step(scenario, "exposure.tell")
    assert owed is not None
    assert owed.rule == "B-28"
    scenario.when(TOLD.but(receivers=["sector"])).refuses("B-28", code="publicity.receivers_missing")
    scenario.when(TOLD).quietly()
    assert _step(scenario, "exposure.tell") is None
