"""Stops for rectification: content and time, the chain of signatures, and publication (E-17, E-20)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.sectors import RecordedFact
from regledger.testing.looking import due
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_mining.stoppage.read_models import CoalStoppages
from regledger_mining.stoppage.state import CoalStoppage

ORDERED = step(
    "coal_stoppage.order",
    stoppage="T-1",
    site="S-2",
    authority="emb",
    content="Ventilate face 3; repair the methane sensors",
    finish_by="2026-04-30",
    basis="煤矿安全生产条例 Art 64",
    document="停〔2026〕1号",
    ordered_on="2026-03-02",
)
PUBLISHED = step(
    "coal_stoppage.publish", stoppage="T-1", what="stop", place="Site of the county", published_on="2026-03-09"
)
APPLIED = step(
    "coal_stoppage.apply",
    stoppage="T-1",
    plan="Plan of 2026-03-05",
    evidence="Report of 2026-03-30",
    applied_on="2026-04-01",
)
PASSED = step(
    "coal_stoppage.accept",
    stoppage="T-1",
    officers=["li", "wang"],
    result="passed",
    findings="Face 3 ventilated",
    accepted_on="2026-04-10",
)


def signed(stage: str, by: str, day: str, *, principal: bool = True) -> Step:
    """One signature."""
    return step(
        "coal_stoppage.sign",
        stoppage="T-1",
        stage=stage,
        by=by,
        principal=principal,
        document="复〔2026〕1号",
        signed_on=day,
    )


DEPARTMENT = signed("department", "emb", "2026-04-11")
BUREAU = signed("bureau", "bureau", "2026-04-13")
GOVERNMENT = signed("government", "gov", "2026-04-15")
RESUMED = step("coal_stoppage.resume", stoppage="T-1", resumed_on="2026-04-16")
CHAIN = (DEPARTMENT, BUREAU, GOVERNMENT)


def waiting(coal: Scenario, on: date) -> list[tuple[str, date]]:
    """The steps of the stop by that day: command and last day."""
    found = due(coal.ledger, ["coal_stoppage:T-1"], on=on, until=date(2026, 12, 31))
    return [(one.command, one.due) for one in found.due]


@pytest.mark.rule("E-17")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content": "  "}, "coal_stoppage.content_missing"),
        ({"finish_by": "2026-03-01"}, "coal_stoppage.time_past"),
        ({"finish_by": "2026-03-02"}, ""),
    ],
)
def test_an_order_says_content_and_time(coal: Scenario, changes: dict[str, str], code: str) -> None:
    """E-17: a stop says what has to be rectified and until when; a time that is over when it is ordered is none."""
    attempt = coal.on("2026-03-02").when(ORDERED.but(**changes))

    if code:
        attempt.refuses("E-17", code=code)
    else:
        attempt.then("coal_stoppage.ordered").quietly()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"site": "S-3"}, "mine.no_coal_mine"),
        ({"site": "S-1"}, "mine.not_profiled"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_a_stop_is_of_a_coal_mine(coal: Scenario, changes: dict[str, str], code: str) -> None:
    """The chain of Art 48 is that of coal mines; a quarry and a site of which nothing is known are refused."""
    coal.on("2026-03-02").when(ORDERED.but(**changes)).refuses("REF", code=code)


def test_the_lawful_way_back(coal: Scenario) -> None:
    """Stop, publication, application, acceptance, three signatures, resumption: all recorded, nothing objected to."""
    coal = given(coal.ledger, ORDERED, PUBLISHED, APPLIED, PASSED, *CHAIN).on("2026-04-16")

    coal.when(RESUMED).then("coal_stoppage.resumed").quietly()

    state = coal.state("coal_stoppage:T-1")
    assert isinstance(state, CoalStoppage)
    assert state.signatures == (
        ("department", date(2026, 4, 11)),
        ("bureau", date(2026, 4, 13)),
        ("government", date(2026, 4, 15)),
    )
    assert state.resumed_on == date(2026, 4, 16)


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(
    ("chain", "missing"),
    [
        ((), "department, bureau, government"),
        (CHAIN[:1], "bureau, government"),
        (CHAIN[:2], "government"),
        (CHAIN, ""),
    ],
)
def test_resuming_needs_the_whole_chain(coal: Scenario, chain: tuple[Step, ...], missing: str) -> None:
    """E-20: a mine that would resume without one of the three signatures is refused, and told which are missing."""
    coal = given(coal.ledger, ORDERED, APPLIED, PASSED, *chain).on("2026-04-16")

    attempt = coal.when(RESUMED)

    if missing:
        attempt.refuses("E-20", code="coal_stoppage.chain_incomplete").says(f"without {missing}")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize("history", [(ORDERED,), (ORDERED, APPLIED), (ORDERED, APPLIED, PASSED.but(result="failed"))])
def test_nothing_is_signed_without_acceptance(coal: Scenario, history: tuple[Step, ...]) -> None:
    """E-20: before an acceptance that was passed there is nothing to sign, and no mine resumes."""
    coal = given(coal.ledger, *history).on("2026-04-16")

    coal.when(DEPARTMENT).refuses("E-20", code="coal_stoppage.not_passed")
    coal.when(RESUMED).refuses("E-20", code="coal_stoppage.chain_incomplete").says("without acceptance, department")


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(
    ("chain", "next_", "code"),
    [
        ((), BUREAU, "coal_stoppage.out_of_order"),
        ((), GOVERNMENT, "coal_stoppage.out_of_order"),
        (CHAIN[:1], GOVERNMENT, "coal_stoppage.out_of_order"),
        (CHAIN[:1], BUREAU, ""),
        (CHAIN[:2], GOVERNMENT, ""),
    ],
)
def test_the_order_of_the_signatures(coal: Scenario, chain: tuple[Step, ...], next_: Step, code: str) -> None:
    """E-20: the head of the department, then the mine safety body, then the head of the government."""
    coal = given(coal.ledger, ORDERED, APPLIED, PASSED, *chain).on("2026-04-16")

    attempt = coal.when(next_)

    if code:
        attempt.refuses("E-20", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(
    ("stage", "by", "principal", "code"),
    [
        ("department", "gov", True, "coal_stoppage.signed_by_another"),
        ("department", "emb", False, "coal_stoppage.not_by_principal"),
        ("bureau", "gov", True, "coal_stoppage.signed_by_another"),
        ("bureau", "bureau", False, ""),
        ("government", "bureau", True, "coal_stoppage.signed_by_another"),
        ("government", "emb", True, "coal_stoppage.signed_by_another"),
        ("government", "town", True, "coal_stoppage.signed_by_another"),
        ("government", "gov", False, "coal_stoppage.not_by_principal"),
    ],
)
def test_who_signs(coal: Scenario, stage: str, by: str, principal: bool, code: str) -> None:
    """E-20: each stage has its own authority, and its principal head signs; the mine safety body consents as a body."""
    town = step(
        "authority.register",
        authority="town",
        name="Town",
        level="township",
        form="government",
        registered_on="2020-01-02",
    )
    before = CHAIN[: ("department", "bureau", "government").index(stage)]
    coal = given(coal.ledger, town, ORDERED, APPLIED, PASSED, *before).on("2026-04-16")

    attempt = coal.when(signed(stage, by, "2026-04-16", principal=principal))

    if code:
        attempt.refuses("E-20", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(("day", "lawful"), [("2026-04-12", False), ("2026-04-13", True)])
def test_a_signature_follows_the_one_before(coal: Scenario, day: str, lawful: bool) -> None:
    """E-20: a signature dated before the one that it follows is refused, and so is a resumption before the approval."""
    coal = given(coal.ledger, ORDERED, APPLIED, PASSED, DEPARTMENT, BUREAU).on("2026-04-13")
    signature = coal.on(day).when(signed("government", "gov", day))

    if not lawful:
        signature.refuses("E-20", code="coal_stoppage.signed_before")
        return
    signature.quietly()
    coal.when(RESUMED.but(resumed_on="2026-04-12")).refuses("E-20", code="coal_stoppage.resumed_before")
    coal.when(RESUMED.but(resumed_on="2026-04-13")).quietly()


def test_what_is_done_once(coal: Scenario) -> None:
    """A signature is given once, an application waits for its acceptance, and a stop ends once."""
    coal = given(coal.ledger, ORDERED, APPLIED).on("2026-04-01")
    coal.when(APPLIED).refuses("SEQ", code="coal_stoppage.applied_already")
    coal.when(ORDERED).refuses("REF", code="coal_stoppage.taken")
    coal.when(PUBLISHED.but(what="resumption")).refuses("SEQ", code="coal_stoppage.not_resumed")
    coal = given(coal.ledger, PASSED, *CHAIN).on("2026-04-16")

    coal.when(GOVERNMENT).refuses("SEQ", code="coal_stoppage.signed_already")
    coal.when(PASSED).refuses("SEQ", code="coal_stoppage.not_applied")
    coal.when(RESUMED).quietly()
    coal.when(RESUMED).refuses("SEQ", code="coal_stoppage.over")
    coal.when(APPLIED).refuses("SEQ", code="coal_stoppage.over")
    coal.when(RESUMED.but(stoppage="T-9")).refuses("REF", code="coal_stoppage.unknown")


def test_a_step_before_the_order(coal: Scenario) -> None:
    """What is dated before the order of a stop is refused."""
    coal = given(coal.ledger, ORDERED).on("2026-03-02")

    coal.when(PUBLISHED.but(published_on="2026-03-01")).refuses("SEQ", code="coal_stoppage.not_yet")


@pytest.mark.rule("E-20")
@pytest.mark.parametrize("changes", [{"plan": " "}, {"evidence": ""}, {}])
def test_an_application_has_a_plan(coal: Scenario, changes: dict[str, str]) -> None:
    """E-20: a mine that is stopped makes a plan, carries it out, and then applies."""
    coal = given(coal.ledger, ORDERED).on("2026-04-01")

    attempt = coal.when(APPLIED.but(**changes))

    if changes:
        attempt.refuses("E-20", code="coal_stoppage.no_plan")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(("day", "late"), [("2026-04-20", False), ("2026-04-21", False), ("2026-04-22", True)])
def test_acceptance_within_twenty_days(coal: Scenario, day: str, late: bool) -> None:
    """E-20: applied for on 2026-04-01, the acceptance is finished by 2026-04-21; a day later it is noted."""
    coal = given(coal.ledger, ORDERED, APPLIED).on(day)
    assert ("coal_stoppage.accept", date(2026, 4, 21)) in waiting(coal, date(2026, 4, 2))

    attempt = coal.when(PASSED.but(accepted_on=day))

    if late:
        attempt.warns("E-20", code="coal_stoppage.accepted_late").says("2026-04-21")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize("changes", [{"findings": ""}, {"officers": []}, {}])
def test_an_acceptance_says_what_was_seen(coal: Scenario, changes: dict[str, object]) -> None:
    """E-20: the department organises the acceptance: officers, and what they found."""
    coal = given(coal.ledger, ORDERED, APPLIED).on("2026-04-10")

    attempt = coal.when(PASSED.but(**changes))

    if changes:
        attempt.refuses("E-20", code="coal_stoppage.acceptance_blank")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(("day", "late"), [("2026-03-06", False), ("2026-03-09", False), ("2026-03-10", True)])
def test_a_stop_is_public_within_five_working_days(coal: Scenario, day: str, late: bool) -> None:
    """E-20: ordered on Monday 2026-03-02, made public by Monday 2026-03-09; a day later it is noted."""
    coal = given(coal.ledger, ORDERED).on(day)
    assert ("coal_stoppage.publish", date(2026, 3, 9)) in waiting(coal, date(2026, 3, 3))

    attempt = coal.when(PUBLISHED.but(published_on=day))

    if late:
        attempt.warns("E-20", code="coal_stoppage.published_late").says("2026-03-09")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(("day", "late"), [("2026-04-22", False), ("2026-04-23", False), ("2026-04-24", True)])
def test_a_resumption_is_public_within_five_working_days(coal: Scenario, day: str, late: bool) -> None:
    """E-20: resumed on Thursday 2026-04-16, made public by Thursday 2026-04-23; a day later it is noted."""
    coal = given(coal.ledger, ORDERED, PUBLISHED, APPLIED, PASSED, *CHAIN, RESUMED).on(day)
    assert waiting(coal, date(2026, 4, 17)) == [("coal_stoppage.publish", date(2026, 4, 23))]

    attempt = coal.when(PUBLISHED.but(what="resumption", published_on=day))

    if late:
        attempt.warns("E-20", code="coal_stoppage.published_late")
    else:
        attempt.quietly()


@pytest.mark.rule("E-20")
def test_a_new_application_begins_the_chain_anew(coal: Scenario) -> None:
    """E-20: after an acceptance that failed the mine applies again; what was signed for an older application is gone."""
    failed = PASSED.but(result="failed")
    again = APPLIED.but(applied_on="2026-04-20")
    coal = given(coal.ledger, ORDERED, APPLIED, failed, again).on("2026-04-25")

    coal.when(DEPARTMENT.but(signed_on="2026-04-25")).refuses("E-20", code="coal_stoppage.not_passed")
    coal.when(PASSED.but(accepted_on="2026-04-25")).quietly()
    coal.when(DEPARTMENT.but(signed_on="2026-04-25")).quietly()


def test_the_table_of_stops(coal: Scenario) -> None:
    """`coal_stoppages` has one row a stop, with the days of its steps and of the three signatures."""
    coal = given(coal.ledger, ORDERED, PUBLISHED, APPLIED, PASSED, DEPARTMENT)
    model = CoalStoppages()
    facts = [one for one in coal.ledger.facts(types=list(model.types)) if isinstance(one, RecordedFact)]

    row = model.row("T-1", facts)

    assert row is not None
    assert {name: row[name] for name in ("ordered_on", "finish_by", "passed", "department_on", "bureau_on")} == {
        "ordered_on": "2026-03-02",
        "finish_by": "2026-04-30",
        "passed": 1,
        "department_on": "2026-04-11",
        "bureau_on": None,
    }
    assert set(row) == set(model.columns)
    assert [list(model.keys(one)) for one in facts] == [["T-1"]] * 5
    assert model.row("T-2", facts) is None
