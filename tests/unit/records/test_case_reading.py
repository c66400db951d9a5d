"""What every later step of a case, and of a licence, needs: that it is on record, and not over (A-04, REF, SEQ)."""

from __future__ import annotations

import pytest
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import COUNTY, Step, given, step

LATER = "2026-10-01"
STATED = step("case.make_statement", case="C-1", kind="statement", made_on="2026-03-10")
REVIEW = step("case.accept_review", case="C-1", kind="reconsideration", accepted_on="2026-04-05")
REVIEWED = step("case.close_review", case="C-1", kind="reconsideration", closed_on="2026-05-10")
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-04-20")
ON_CASE = (NOTIFIED, STATED, DECIDED, SERVED, PAID, REVIEW, REVIEWED, CONCLUDED)

APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="producer",
    applied_on="2026-03-02",
)
ON_LICENCE = (
    step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
    step(
        "licence.issue",
        licence="L-1",
        number="X-1",
        checkers=["li", "wang"],
        decided_on="2026-03-20",
        valid_from="2026-03-20",
    ),
    step("licence.request_renewal", licence="L-1", requested_on="2026-04-02"),
    step("licence.renew", licence="L-1", law_abiding=True, fatal_accident=False, decided_on="2026-04-03"),
)


def dated(act: Step, day: str) -> Step:
    """The same act on another day."""
    field = next(name for name in reversed(act.body) if name.endswith("_on"))
    return act.but(**{field: day})


@pytest.mark.parametrize("act", ON_CASE, ids=lambda act: act.command)
def test_no_step_is_taken_in_a_case_nobody_filed(ledger: Ledger, act: Step) -> None:
    """A-04: each step needs a case that was filed by its day; a day earlier is too early."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)

    scenario.when(act.but(case="C-9")).refuses("A-04", code="case.not_filed").says("C-9")
    scenario.when(dated(act, "2026-03-01")).refuses("A-04", code="case.not_filed")


@pytest.mark.parametrize("act", ON_CASE, ids=lambda act: act.command)
def test_no_step_is_taken_in_a_case_that_is_over(ledger: Ledger, act: Step) -> None:
    """SEQ: a concluded case stays as it is, whatever else the step lacks."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, SERVED, PAID, CONCLUDED).on(LATER)

    answer = scenario.when(dated(act, "2026-05-20")).answer

    assert "case.concluded_already" in {one.code for one in getattr(answer, "objections", ())}


@pytest.mark.parametrize("act", [SERVED, PAID, REVIEW], ids=lambda act: act.command)
def test_what_follows_a_decision_needs_one(ledger: Ledger, act: Step) -> None:
    """SEQ: nothing is served, paid or reviewed that was not decided."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(act).refuses("SEQ", code="case.not_decided")


def test_a_case_without_decision_is_not_concluded(ledger: Ledger) -> None:
    """SEQ: what was never decided cannot be concluded."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(CONCLUDED).refuses("SEQ", code="case.not_decided")


@pytest.mark.parametrize("act", ON_LICENCE, ids=lambda act: act.command)
def test_no_step_is_taken_on_a_licence_nobody_applied_for(ledger: Ledger, act: Step) -> None:
    """REF, SEQ: the licence is on record, and was applied for by the day of the step."""
    scenario = given(ledger, COUNTY, APPLIED).on(LATER)

    scenario.when(act.but(licence="L-9")).refuses("REF", code="licence.unknown").says("L-9")
    scenario.when(dated(act, "2026-03-01")).refuses("SEQ", code="licence.not_yet")
