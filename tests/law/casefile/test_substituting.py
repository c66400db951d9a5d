"""Performance by substitute and obstruction: what ends them, and what they may not hide (A-59, A-61, B-26)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import FILED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .histories import PRESERVED, SEALED
from .test_measures import BARRED, CONTINUED, CORRECT, FINE, LATER, ORDERED, PERFORMED, RELEASED, TESTED, URGED

OBEYED = step("substitution.record_obeyed", substitution="SB-1", evidence="The yard is empty", obeyed_on="2026-03-04")
SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)
OTHER_SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-2",
    name="Depot",
    address="2 River Road",
    authority="emb",
    sector="general",
    registered_on="2021-01-02",
)


@pytest.mark.rule("A-61")
def test_nobody_performs_in_the_place_of_who_performed(given: Scenarios) -> None:
    """What the party did itself is recorded with its proof, ends the matter, and bars the substitute."""
    scenario = given(ORDERED, URGED).on(LATER)

    scenario.when(OBEYED.but(evidence=" ")).refuses("A-61", code="substitution.obeyed_unshown")
    scenario.when(OBEYED).then("substitution.obeyed").quietly()
    assert next_steps(scenario.ledger, "substitution:SB-1", on=date(2026, 3, 5)).steps == ()
    scenario.when(PERFORMED).refuses("A-61", code="substitution.obeyed_already")
    given(ORDERED, URGED, PERFORMED).on(LATER).when(OBEYED).refuses("SEQ", code="substitution.performed_already")


@pytest.mark.rule("A-61")
def test_urging_again_takes_nothing_from_the_first_time(given: Scenarios) -> None:
    """Urged three working days before, the party may be urged once more on the day before."""
    again = URGED.but(urged_on="2026-03-04")

    given(ORDERED, URGED, again).on(LATER).when(PERFORMED).quietly()
    given(ORDERED, again).on(LATER).when(PERFORMED).refuses("A-61", code="substitution.urged_too_late")


def test_who_watches_a_substitute_is_an_officer(given: Scenarios) -> None:
    """Somebody whom nobody appointed is refused."""
    given(ORDERED, URGED).on(LATER).when(PERFORMED.but(staff=["nobody"])).refuses("REF", code="officer.unknown")


@pytest.mark.rule("B-26")
@pytest.mark.parametrize(
    ("due", "seen", "early"),
    [("2026-03-04", "2026-03-04", True), ("2026-03-04", "2026-03-05", False), ("2026-03-02", "2026-03-02", False)],
)
def test_an_order_is_disobeyed_when_its_last_day_is_over(given: Scenarios, due: str, seen: str, early: bool) -> None:
    """On its last day it can still be obeyed, unless it is to be obeyed at once."""
    attempt = given(BARRED, CORRECT.but(due_on=due)).on(LATER).when(CONTINUED.but(continued_on=seen))

    if early:
        attempt.refuses("B-26", code="obstruction.continued_early")
    else:
        attempt.quietly()


@pytest.mark.rule("B-26")
def test_it_is_said_how_an_order_was_disobeyed(given: Scenarios) -> None:
    """A blank description is refused."""
    given(BARRED, CORRECT).on(LATER).when(CONTINUED.but(description=" ")).refuses("B-26", code="obstruction.blank")


def test_one_refusal_is_one_fine_of_the_unit_in_its_own_case(given: Scenarios) -> None:
    """A second fine of the unit and a case of another enterprise are refused; several persons may be fined."""
    history = (BARRED, CORRECT, CONTINUED, FILED)
    other = (SECOND, OTHER_SITE, FILED.but(case="C-2", enterprise="E-2", site="S-2"))
    person = FINE.but(target="person", fine_fen=1_000_000)

    scenario = given(history, other).on(LATER)

    scenario.when(FINE.but(case="C-2")).refuses("REF", code="obstruction.case_of_another")
    scenario.when(FINE.but(case="C-1")).quietly()
    scenario.when(FINE).refuses("SEQ", code="obstruction.proposed_already")
    scenario.when(person).quietly()
    scenario.when(person).quietly()


@pytest.mark.rule("A-59")
def test_no_day_of_testing_counts_twice(given: Scenarios) -> None:
    """A test that shares a day with another one is refused; the next day begins a new one."""
    scenario = given(SEALED, TESTED).on(LATER)

    scenario.when(TESTED.but(started_on="2026-03-14", ended_on="2026-03-16")).refuses(
        "SEQ", code="constraint.test_overlaps"
    )
    scenario.when(TESTED.but(started_on="2026-03-15", ended_on="2026-03-16")).quietly()
    scenario.when(RELEASED.but(lifted_on="2026-04-09")).warns("A-59")


@pytest.mark.rule("A-59")
@pytest.mark.parametrize(("started", "late"), [("2026-04-01", False), ("2026-04-02", True)])
def test_what_has_run_out_is_not_prolonged_by_a_test(given: Scenarios, started: str, late: bool) -> None:
    """Sealed until 2026-04-01, a test that begins on that day is left out, one of the next day is refused."""
    attempt = given(SEALED).on(LATER).when(TESTED.but(started_on=started, ended_on="2026-04-05"))

    if late:
        attempt.refuses("A-59", code="constraint.tested_late")
    else:
        attempt.quietly()


@pytest.mark.parametrize("item", [{"name": " ", "quantity": "1"}, {"name": "Log", "quantity": " "}])
def test_what_is_taken_is_named_with_its_quantity(given: Scenarios, item: dict[str, Any]) -> None:
    """Sealed or preserved, a thing without name or quantity is refused."""
    given().on(LATER).when(SEALED.but(items=[item])).refuses("B-23", code="constraint.ungrounded")
    given(FILED).on(LATER).when(PRESERVED.but(items=[item])).refuses("A-07", code="preservation.ungrounded")
    given(FILED).on(LATER).when(PRESERVED.but(place=" ")).refuses("A-07", code="preservation.ungrounded")
