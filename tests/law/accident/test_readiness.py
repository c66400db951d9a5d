"""Emergency plans with their drills, and the duty desk."""

from __future__ import annotations

import pytest
from regledger.history.due import due
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

PLAN = step(
    "emergency_plan.file",
    emergency_plan="EP-1",
    authority="emb",
    enterprise="E-1",
    holder="high_risk_unit",
    published=True,
    filed_on="2026-01-10",
)
DRILL = step("emergency_plan.drill", emergency_plan="EP-1", reported=True, result="Passed", drilled_on="2026-07-10")
DESK = step(
    "duty_desk.open",
    duty_desk="DD-1",
    authority="emb",
    telephone="0737-12350",
    mailbox="PO box 3",
    platform="",
    opened_on="2026-01-01",
)
ROSTER = step("duty_desk.roster", duty_desk="DD-1", first="2026-01-01", last="2026-01-31", rostered_on="2026-01-01")


@pytest.mark.rule("B-45")
def test_a_unit_of_high_risk_drills_every_half_year(given: Scenarios) -> None:
    """The corresponding day after six months is in time, the next one is noted; the drill is reported."""
    (owed,) = due(given(PLAN).on("2026-07-10").ledger, ["emergency_plan:EP-1"]).due

    assert str(owed.due) == "2026-07-10"
    given(PLAN).on("2026-07-10").when(DRILL).quietly()
    given(PLAN).on("2026-07-11").when(DRILL.but(drilled_on="2026-07-11")).warns(
        "B-45", code="emergency_plan.drilled_late"
    )
    given(PLAN).on("2026-07-10").when(DRILL.but(reported=False)).warns("B-45", code="emergency_plan.drill_unreported")


@pytest.mark.rule("B-45")
def test_an_authority_drills_every_two_years(given: Scenarios) -> None:
    """2028-01-10 after a plan of 2026-01-10."""
    own = PLAN.but(holder="authority", enterprise=None)

    given(own).on("2028-01-10").when(DRILL.but(drilled_on="2028-01-10", reported=False)).quietly()
    given(own).on("2028-01-11").when(DRILL.but(drilled_on="2028-01-11")).warns("B-45")


@pytest.mark.rule("B-45")
def test_a_plan_is_published(given: Scenarios) -> None:
    """One that is kept back is not filed."""
    given().on("2026-01-10").when(PLAN).quietly()
    given().on("2026-01-10").when(PLAN.but(published=False)).refuses("B-45", code="emergency_plan.unpublished")


@pytest.mark.rule("B-30", "C-06")
def test_an_authority_publishes_how_it_is_reached(given: Scenarios) -> None:
    """A number, and a mailbox or a platform."""
    given().on("2026-01-01").when(DESK).quietly()
    given().on("2026-01-01").when(DESK.but(mailbox="")).refuses("B-30", code="duty_desk.no_mailbox")
    given().on("2026-01-01").when(DESK.but(mailbox="", platform="www")).quietly()
    given().on("2026-01-01").when(DESK.but(telephone=" ")).refuses("C-06", code="duty_desk.no_number")


@pytest.mark.rule("C-06")
def test_a_hole_in_the_roster_is_noted(given: Scenarios) -> None:
    """The day after the last one is in time; a day later there is a hole. The next roster is due on the last day."""
    following = ROSTER.but(first="2026-02-01", last="2026-02-28")

    given(DESK, ROSTER).on("2026-01-31").when(following).quietly()
    given(DESK, ROSTER).on("2026-01-31").when(following.but(first="2026-02-02")).warns(
        "C-06", code="duty_desk.roster_hole"
    )
    (owed,) = due(given(DESK, ROSTER).on("2026-01-31").ledger, ["duty_desk:DD-1"]).due
    assert str(owed.due) == "2026-01-31"


def test_a_drill_says_what_it_showed(given: Scenarios) -> None:
    """A drill without a result is refused."""
    plan = step(
        "emergency_plan.file",
        emergency_plan="EP-1",
        authority="emb",
        holder="authority",
        published=True,
        filed_on="2026-03-02",
    )
    drill = step("emergency_plan.drill", emergency_plan="EP-1", reported=True, result=" ", drilled_on="2026-03-03")

    given(plan).on("2026-03-03").when(drill).refuses("REF", code="emergency_plan.result_blank")


@pytest.mark.rule("C-06")
def test_somebody_is_on_duty_from_the_day_the_desk_opens(given: Scenarios) -> None:
    """The first roster begins with the day of opening; one that begins the day after leaves a hole."""
    desk = step(
        "duty_desk.open", duty_desk="DD-1", authority="emb", telephone="5222111", mailbox="a@b", opened_on="2026-03-02"
    )
    roster = step("duty_desk.roster", duty_desk="DD-1", first="2026-03-02", last="2026-03-31", rostered_on="2026-03-02")

    given(desk).when(roster).quietly()
    given(desk).when(roster.but(first="2026-03-03")).warns("C-06", code="duty_desk.roster_hole")
