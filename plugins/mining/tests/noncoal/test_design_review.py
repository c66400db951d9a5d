"""The design of the safety facilities of coal projects: E-25 (煤矿安全生产条例 Arts 14, 41)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import due
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_mining.design_review.acceptance import CoalDesign

MineOf = Callable[..., Scenario]

REGISTERED = step(
    "project.register",
    project="P-1",
    enterprise="E-1",
    site="S-2",
    authority="province",
    kind="mine",
    work="new",
    registered_on="2026-01-05",
)
EVALUATED = step("project.evaluate", project="P-1", report="PJ-1", evaluated_on="2026-01-12")
SUBMITTED = step("project.submit_design", project="P-1", design="D-1", submitted_on="2026-01-19")
ACCEPTED = step("coal_design.accept", project="P-1", accepted_on="2026-01-21")
APPROVED = step("project.review_design", project="P-1", approved=True, reviewed_on="2026-02-02")
BEGUN = step("project.begin", project="P-1", begun_on="2026-02-09")
CHANGED = step("project.submit_design", project="P-1", design="D-2", submitted_on="2026-03-02")
COMPLETED = step("project.complete", project="P-1", by_design=True, completed_on="2026-04-01")
PASSED = step("project.accept", project="P-1", passed=True, accepted_on="2026-04-15")
WAITING = (REGISTERED, EVALUATED, SUBMITTED, ACCEPTED)
COUNTY_OFFICE = REGISTERED.but(authority="county")


def test_a_coal_project_from_its_design_to_its_acceptance(mine: MineOf) -> None:
    """Handed in, accepted, reviewed by the province, built and accepted: recorded without a word."""
    scenario = mine("coal_underground")
    for one in (*WAITING, APPROVED, BEGUN, COMPLETED, PASSED):
        day = next(value for name, value in one.body.items() if name.endswith("_on"))
        scenario.on(day).when(one).quietly()

    state = scenario.state("coal_design:P-1")

    assert isinstance(state, CoalDesign)
    assert (state.design, state.accepted_on) == ("D-1", date(2026, 1, 21))


@pytest.mark.rule("E-25")
@pytest.mark.parametrize(("day", "lawful"), [("2026-02-19", True), ("2026-02-20", True), ("2026-02-21", False)])
def test_thirty_days_from_acceptance(mine: MineOf, day: str, lawful: bool) -> None:
    """Accepted on 2026-01-21, so the last day is 2026-02-20; a day later it is noted, and decided all the same."""
    attempt = given(mine("coal_underground").ledger, *WAITING).on(day).when(APPROVED.but(reviewed_on=day))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("E-25", code="coal_design.reviewed_late").says("2026-02-20")


@pytest.mark.rule("E-25")
def test_the_last_day_of_the_review_is_owed(mine: MineOf) -> None:
    """The province owes its review from the acceptance on, and no longer once it has decided."""
    scenario = given(mine("coal_underground").ledger, *WAITING)

    before = review_owed(scenario, date(2026, 1, 22))
    given(scenario.ledger, APPROVED)
    after = review_owed(scenario, date(2026, 2, 3))

    assert before == [(date(2026, 2, 20), "authority", "project.review_design")]
    assert not after


def review_owed(scenario: Scenario, on: date) -> list[tuple[date, str, str]]:
    """Last day, owner and command of the reviews that are owed on a day."""
    owed = due(scenario.ledger, on=on, until=date(2026, 12, 31), sector="mining").due
    return [(one.due, one.owner, one.command) for one in owed if one.obligation == "coal_design.review_due"]


@pytest.mark.rule("E-25")
def test_a_review_of_what_was_not_accepted(mine: MineOf) -> None:
    """A review without an acceptance on record is noted, and so is one whose acceptance is that of an older design."""
    never = given(mine("coal_underground").ledger, REGISTERED, EVALUATED, SUBMITTED)
    older = given(mine("coal_underground").ledger, *WAITING, APPROVED, CHANGED)

    never.on("2026-02-02").when(APPROVED).warns("E-25", code="coal_design.not_accepted")
    older.on("2026-03-09").when(APPROVED.but(reviewed_on="2026-03-09")).warns("E-25", code="coal_design.not_accepted")


@pytest.mark.rule("E-25")
@pytest.mark.parametrize(("authority", "lawful"), [("province", True), ("city", False), ("county", False)])
def test_who_reviews(mine: MineOf, authority: str, lawful: bool) -> None:
    """The department of the province; a county or city is told when the project is registered, and cannot accept or decide."""
    registered = REGISTERED.but(authority=authority)
    scenario = mine("coal_underground").on("2026-01-05")
    submitted = given(mine("coal_underground").ledger, registered, EVALUATED, SUBMITTED).on("2026-02-02")

    if lawful:
        scenario.when(registered).quietly()
        submitted.when(ACCEPTED).quietly()
        return
    scenario.when(registered).warns("E-25", code="coal_design.reviewer_not_provincial")
    submitted.when(ACCEPTED).refuses("E-25", code="coal_design.reviewer_not_provincial")
    submitted.when(APPROVED).refuses("E-25", code="coal_design.reviewer_not_provincial")


@pytest.mark.rule("E-25")
def test_a_reviewer_of_no_known_level(mine: MineOf) -> None:
    """An authority of which neither level nor region is known is not held against anybody; one that says its level is."""
    named = step("authority.register", authority="other", name="Other", level="city", registered_on="2020-01-02")

    mine("coal_underground").on("2026-01-05").when(REGISTERED.but(authority="emb")).quietly()
    city = given(mine("coal_underground").ledger, named).on("2026-01-05")
    city.when(REGISTERED.but(authority="other")).warns("E-25", code="coal_design.reviewer_not_provincial")


@pytest.mark.rule("E-25")
def test_a_major_change_is_reviewed_before_it_is_built(mine: MineOf) -> None:
    """A second design that waits for its review keeps the project from being completed and accepted."""
    changed = given(mine("coal_underground").ledger, *WAITING, APPROVED, BEGUN, CHANGED)
    again = step("coal_design.accept", project="P-1", accepted_on="2026-03-04")
    reviewed = given(changed.ledger, again, APPROVED.but(reviewed_on="2026-03-23"))

    given(mine("coal_underground").ledger, *WAITING, APPROVED, BEGUN, CHANGED).on("2026-04-01").when(COMPLETED).refuses(
        "E-25", code="coal_design.change_not_reviewed"
    )
    reviewed.on("2026-04-01").when(COMPLETED).quietly()
    late = given(reviewed.ledger, CHANGED.but(design="D-3", submitted_on="2026-04-08")).on("2026-04-15")
    late.when(PASSED).refuses("E-25", code="coal_design.change_not_reviewed").says("D-3")


@pytest.mark.rule("E-25")
def test_a_coal_project_that_is_built_first(mine: MineOf) -> None:
    """Begun while its design waits it is refused with the fine of Art 98(2), and recorded as it happened; approved it is begun."""
    waiting = given(mine("coal_underground").ledger, *WAITING).on("2026-02-09")
    seen = given(mine("coal_underground").ledger, *WAITING).on("2026-02-09")

    waiting.when(BEGUN).refuses("B-11", "E-25", code="coal_design.begun_before_approval").says("Art 98(2)")
    seen.when(BEGUN).as_it_happened("seen at an inspection").records_defect("B-11", "E-25")
    given(waiting.ledger, APPROVED).on("2026-02-09").when(BEGUN).quietly()


@pytest.mark.rule("E-25")
def test_a_coal_project_that_departs_from_its_design(mine: MineOf) -> None:
    """Completed otherwise than approved it is refused with the fine of Art 98(3); by its design it is recorded."""
    built = given(mine("coal_underground").ledger, *WAITING, APPROVED, BEGUN).on("2026-04-01")

    built.when(COMPLETED.but(by_design=False)).refuses("B-11", "E-25", code="coal_design.departed_from")
    built.when(COMPLETED).quietly()


@pytest.mark.parametrize("kind", ["metal_underground", "open_pit", "tailings"])
def test_projects_of_other_mines(mine: MineOf, kind: str) -> None:
    """The regulation binds coal mines: another mine's project is reviewed by whom it was registered under, in its own time."""
    scenario = given(mine(kind).ledger, COUNTY_OFFICE, EVALUATED, SUBMITTED)

    scenario.on("2026-03-09").when(APPROVED.but(reviewed_on="2026-03-09")).quietly()
    changed = given(mine(kind).ledger, COUNTY_OFFICE, EVALUATED, SUBMITTED, APPROVED, BEGUN, CHANGED)
    changed.on("2026-04-01").when(COMPLETED).quietly()


@pytest.mark.parametrize("built", ["other", "hazardous_goods"])
def test_what_is_built_beside_a_coal_mine(mine: MineOf, built: str) -> None:
    """What is no mine is not held to it, though it stands at one."""
    mine("coal_underground").on("2026-01-05").when(COUNTY_OFFICE.but(kind=built)).quietly()


@pytest.mark.parametrize(
    ("kind", "history", "rule", "code"),
    [
        ("coal_underground", (), "REF", "project.unknown"),
        ("open_pit", (REGISTERED, EVALUATED, SUBMITTED), "REF", "coal_design.not_coal"),
        ("coal_underground", (REGISTERED.but(kind="other"), SUBMITTED), "REF", "coal_design.not_coal"),
        ("coal_underground", (REGISTERED, EVALUATED), "SEQ", "coal_design.nothing_submitted"),
        ("coal_underground", (*WAITING, APPROVED), "SEQ", "coal_design.nothing_submitted"),
        ("coal_underground", WAITING, "SEQ", "coal_design.accepted_already"),
    ],
)
def test_what_cannot_be_accepted(mine: MineOf, kind: str, history: tuple[Step, ...], rule: str, code: str) -> None:
    """An unknown project, one of no coal mine, one without a design that waits, and a second acceptance are refused."""
    scenario = given(mine(kind).ledger, *history).on("2026-02-03")

    scenario.when(ACCEPTED.but(accepted_on="2026-02-03")).refuses(rule, code=code)
