"""Producing in spite of a major hazard, and closing a coal mine (E-17, E-19, E-20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step, given, step

HAZARDS = FOUND.body["hazards"]
SEEN = FOUND.but(
    site="S-2",
    hazards=[HAZARDS[0], {key: value for key, value in HAZARDS[1].items() if key != "criterion"}],
    inspected_on="2026-02-02",
)
ITEMS = ("licences", "explosives", "power", "shafts", "labour", "marker", "papers", "other")


def found(number: int, day: str, *hazards: str) -> Step:
    """A finding that the mine produced."""
    return step(
        "unsafe_production.find",
        finding=f"F-{number}",
        hazards=list(hazards or ("H-2",)),
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        description="Coal was won at face 3",
        found_on=day,
    )


def proposed(ground: str = "repeated", **changes: Any) -> Step:
    """The proposal to close it."""
    body: dict[str, Any] = {
        "closure": "K-1",
        "site": "S-2",
        "authority": "emb",
        "government": "gov",
        "ground": ground,
        "findings": "Found on two days",
        "document": "请〔2026〕1号",
        "proposed_on": "2026-06-10",
    }
    return step("coal_closure.propose", **{**body, **changes})


DECIDED = step(
    "coal_closure.decide",
    closure="K-1",
    closed=True,
    reasons="Twice within three months",
    document="府〔2026〕5号",
    decided_on="2026-06-15",
)
PUBLISHED = step("coal_closure.publish", closure="K-1", place="Site of the county", published_on="2026-06-18")
COMPLETED = step("coal_closure.complete", closure="K-1", completed_on="2026-08-03")
UNLICENSED = proposed("unlicensed")


def met(item: str, evidence: str = "Record of 2026-07-20") -> Step:
    """One item of the standard that is met."""
    return step("coal_closure.meet_item", closure="K-1", item=item, evidence=evidence, met_on="2026-07-20")


def commands(coal: Scenario, subject: str, on: date) -> list[str]:
    """The steps of E-19 and E-20 that are open on a record."""
    return [one.command for one in next_steps(coal.ledger, subject, on=on).steps if one.rule in ("E-19", "E-20")]


@pytest.fixture
def seen(coal: Scenario) -> Scenario:
    """H-1, a general hazard, and H-2, a major one, found in mine S-2 on 2026-02-02."""
    return given(coal.ledger, SEEN)


@pytest.mark.rule("E-17")
@pytest.mark.parametrize(("hazard", "lawful"), [("H-1", False), ("H-2", True)])
def test_a_major_hazard_stands(seen: Scenario, hazard: str, lawful: bool) -> None:
    """E-17: a mine produces in spite of a major hazard where one was found; a general one is none."""
    attempt = seen.on("2026-03-02").when(found(1, "2026-03-02", hazard))

    if lawful:
        attempt.then("unsafe_production.found").quietly()
    else:
        attempt.refuses("E-17", code="unsafe_production.no_major_hazard")


@pytest.mark.rule("E-19")
@pytest.mark.parametrize(
    ("second", "again"),
    [("2026-05-20", True), ("2026-06-01", True), ("2026-06-02", True), ("2026-06-03", False)],
)
def test_twice_within_three_months(seen: Scenario, second: str, again: bool) -> None:
    """E-19: after 2026-03-02 a second finding until 2026-06-02 leads to a proposal of closure, and one of 2026-06-03 does not."""
    seen = given(seen.ledger, found(1, "2026-03-02")).on(second)
    attempt = seen.when(found(2, second))
    on = date.fromisoformat("2026-06-10")

    if again:
        attempt.warns("E-19", code="unsafe_production.again").says("2 times")
        assert commands(seen, "site:S-2", on) == ["coal_closure.propose"]
        seen.on("2026-06-10").when(proposed()).quietly()
        assert "coal_closure.propose" not in commands(seen, "site:S-2", on)
    else:
        attempt.quietly()
        assert "coal_closure.propose" not in commands(seen, "site:S-2", on)
        seen.on("2026-06-10").when(proposed()).refuses("E-19", code="coal_closure.too_few_findings")


@pytest.mark.rule("E-19")
def test_one_finding_is_too_few(seen: Scenario) -> None:
    """E-19: one finding of producing with a major hazard closes no mine, nor does none."""
    seen.on("2026-06-10").when(proposed()).refuses("E-19", code="coal_closure.too_few_findings")
    seen = given(seen.ledger, found(1, "2026-05-20")).on("2026-06-10")

    seen.when(proposed()).refuses("E-19", code="coal_closure.too_few_findings")


@pytest.mark.rule("E-19")
@pytest.mark.parametrize(("opinion", "lawful"), [("", False), ("Outbursts cannot be prevented", True)])
def test_experts_show_that_nothing_helps(coal: Scenario, opinion: str, lawful: bool) -> None:
    """E-19: a disaster that cannot be prevented is shown by experts whom the government called in."""
    attempt = coal.on("2026-06-10").when(proposed("untreatable", expert_opinion=opinion))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("E-19", code="coal_closure.no_expert_opinion")


@pytest.mark.rule("E-19")
@pytest.mark.parametrize(("government", "lawful"), [("gov", True), ("zone", False), ("town", False)])
def test_a_government_closes(coal: Scenario, government: str, lawful: bool) -> None:
    """E-19: closure is proposed to a government at county level or above, not to a department or a township."""
    others = (
        step("authority.register", authority=id, name=id, level=level, form=form, registered_on="2020-01-02")
        for id, level, form in (("zone", "county", "zone"), ("town", "township", "government"))
    )
    coal = given(coal.ledger, *others).on("2026-06-10")

    attempt = coal.when(proposed("unlicensed", government=government))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("E-19", code="coal_closure.not_to_government")


@pytest.mark.rule("E-19")
@pytest.mark.parametrize("day", ["2026-06-10", "2030-06-10"])
def test_without_a_licence(coal: Scenario, day: str) -> None:
    """E-19: a mine whose licence counts is not closed for want of one; once that has lapsed it is."""
    licence = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": "emb", "kind": "mining_permit"}
    granted = step(
        "licence.issue",
        licence="L-1",
        number="No. 1",
        checkers=["li", "wang"],
        conditions_met=[],
        decided_on="2026-03-16",
        valid_from="2026-03-16",
    )
    history = (
        step("licence.apply", **licence, applied_on="2026-03-02"),
        step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
        granted,
    )
    coal = given(coal.ledger, *history).on(day)

    attempt = coal.when(proposed("unlicensed", proposed_on=day))

    if day == "2026-06-10":
        attempt.refuses("E-19", code="coal_closure.licensed").says("L-1")
    else:
        attempt.quietly()


@pytest.mark.rule("E-19")
@pytest.mark.parametrize("without", [None, *ITEMS])
def test_the_closure_standard_has_eight_items(coal: Scenario, without: str | None) -> None:
    """E-19: a closure is completed with all eight items; each that lacks is named."""
    done = [met(item) for item in ITEMS if item != without]
    coal = given(coal.ledger, UNLICENSED, DECIDED, PUBLISHED, *done).on("2026-08-03")
    left = ["coal_closure.complete"] if without is None else ["coal_closure.meet_item"]
    assert commands(coal, "coal_closure:K-1", date(2026, 8, 3)) == left

    attempt = coal.when(COMPLETED)

    if without is None:
        attempt.then("coal_closure.completed").quietly()
        coal.when(COMPLETED).refuses("SEQ", code="coal_closure.completed_already")
    else:
        attempt.refuses("E-19", code="coal_closure.items_lacking").says(f"without {without}")


@pytest.mark.rule("E-19")
@pytest.mark.parametrize("evidence", ["", "Photo 7"])
def test_an_item_is_shown(coal: Scenario, evidence: str) -> None:
    """E-19: an item of the standard is met where something shows it."""
    coal = given(coal.ledger, UNLICENSED, DECIDED).on("2026-07-20")

    attempt = coal.when(met("shafts", evidence))

    if evidence:
        attempt.quietly()
    else:
        attempt.refuses("E-19", code="coal_closure.item_unproven")


@pytest.mark.rule("E-20")
@pytest.mark.parametrize(("day", "late"), [("2026-06-22", False), ("2026-06-23", False), ("2026-06-24", True)])
def test_a_closure_is_public_within_five_working_days(coal: Scenario, day: str, late: bool) -> None:
    """E-20: decided on Monday 2026-06-15, made public by Tuesday 2026-06-23, for Friday 06-19 is a holiday."""
    coal = given(coal.ledger, UNLICENSED, DECIDED).on(day)

    attempt = coal.when(PUBLISHED.but(published_on=day))

    if late:
        attempt.warns("E-20", code="coal_closure.published_late").says("2026-06-23")
    else:
        attempt.quietly()


def test_what_a_closure_follows(coal: Scenario) -> None:
    """A closure is decided once, and carried out after the government decided for it."""
    coal = given(coal.ledger, UNLICENSED).on("2026-07-20")
    assert commands(coal, "coal_closure:K-1", date(2026, 6, 11)) == ["coal_closure.decide"]

    coal.when(met("power")).refuses("SEQ", code="coal_closure.not_closed")
    coal.when(UNLICENSED).refuses("REF", code="coal_closure.taken")
    coal.when(DECIDED.but(decided_on="2026-06-09")).refuses("SEQ", code="coal_closure.not_yet")
    coal.when(DECIDED.but(closure="K-9")).refuses("REF", code="coal_closure.unknown")
    coal.when(DECIDED).quietly()
    coal.when(DECIDED).refuses("SEQ", code="coal_closure.decided_already")


def test_a_mine_that_is_not_closed(coal: Scenario) -> None:
    """Where the government decided against it nothing is left to do."""
    coal = given(coal.ledger, UNLICENSED, DECIDED.but(closed=False)).on("2026-07-20")

    assert commands(coal, "coal_closure:K-1", date(2026, 7, 20)) == []
    coal.when(met("power")).refuses("SEQ", code="coal_closure.not_closed")


@pytest.mark.rule("E-20")
@pytest.mark.parametrize("stopped", [False, True])
def test_producing_during_a_stop(seen: Scenario, stopped: bool) -> None:
    """E-20: who produces while the mine is stopped for rectification resumed without the chain, and that is noted."""
    order = step(
        "coal_stoppage.order",
        stoppage="T-1",
        site="S-2",
        authority="emb",
        content="Ventilate face 3",
        finish_by="2026-04-30",
        basis="Art 64",
        document="停〔2026〕1号",
        ordered_on="2026-02-10",
    )
    seen = given(seen.ledger, *((order,) if stopped else ())).on("2026-03-02")

    attempt = seen.when(found(1, "2026-03-02"))

    if stopped:
        attempt.warns("E-20", code="unsafe_production.during_stop").says("T-1")
    else:
        attempt.quietly()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"site": "S-3"}, "mine.no_coal_mine"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"officers": ["nobody"]}, "officer.unknown"),
        ({"hazards": ["H-2", "H-9"]}, "hazard.unknown"),
    ],
)
def test_what_a_finding_names(seen: Scenario, changes: dict[str, Any], code: str) -> None:
    """A finding names a coal mine, an authority, officers and hazards that are on record."""
    attempt = seen.on("2026-03-02").when(found(1, "2026-03-02").but(**changes))

    said = {one.code for one in getattr(attempt.answer, "objections", ())}
    assert code in said


def test_a_finding_has_an_id_of_its_own(seen: Scenario) -> None:
    """The same id again is refused."""
    seen = given(seen.ledger, found(1, "2026-03-02")).on("2026-04-02")

    attempt = seen.when(found(1, "2026-04-02"))

    assert "unsafe_production.taken" in {one.code for one in getattr(attempt.answer, "objections", ())}
