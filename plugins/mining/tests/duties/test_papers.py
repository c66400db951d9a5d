"""What a mine plans, reports and designs, and where its bounds are (E-05, E-12, E-23, E-24)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step

REPORT = step(
    "hazard_report.examine",
    site="S-2",
    authority="emb",
    quarter_on="2026-06-30",
    reported=True,
    signed_by="p-1",
    received_by=["department", "bureau"],
    examined_on="2026-07-01",
)


@pytest.mark.rule("E-05")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"signed_by": "p-3"}, ""),
        ({"signed_by": None}, "hazard_report.unsigned"),
        ({"received_by": ["department"]}, "hazard_report.not_received"),
        ({"received_by": ["bureau"]}, "hazard_report.not_received"),
        ({"reported": False, "signed_by": None, "received_by": []}, "hazard_report.missing"),
    ],
)
def test_the_report_of_a_quarter(mines: Scenario, change: dict[str, Any], code: str) -> None:
    """Written, signed by any person in charge, and with both; what lacks is noted and owed until it is there."""
    attempt = mines.on("2026-07-01").when(REPORT.but(**change))

    attempt.warns("E-05", code=code) if code else attempt.quietly()
    owed = [one for one in next_steps(mines.ledger, "site:S-2").steps if one.rule == "E-05"]
    assert len(owed) == bool(code)


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"quarter_on": "2026-06-29"}, "REF", "hazard_report.no_quarter"),
        ({"examined_on": "2026-06-30"}, "SEQ", "hazard_report.quarter_not_over"),
        ({"site": "S-5"}, "REF", "mine.no_coal_mine"),
    ],
)
def test_reports_that_cannot_be_looked_for(mines: Scenario, change: dict[str, Any], rule: str, code: str) -> None:
    """Only of a quarter that is over, by its last day, and of a coal mine."""
    mines.on("2026-07-01").when(REPORT.but(**change)).refuses(rule, code=code)


MADE = step("mine_plan.make", site="S-2", authority="emb", year=2026, document="Plan 2026", made_on="2026-01-05")
REVISED = step("mine_plan.revise", site="S-2", authority="emb", revised_on="2026-03-31")
DRILL = step("mine_drill.hold", site="S-2", authority="emb", held_on="2027-01-05")
RESCUE = step("mine_rescue.examine", site="S-2", authority="emb", team="full_time", examined_on="2026-03-02")


@pytest.mark.rule("E-12")
@pytest.mark.parametrize(("made_on", "noted"), [("2025-12-20", False), ("2026-12-31", False), ("2027-01-01", True)])
def test_a_plan_for_each_year(mines: Scenario, made_on: str, noted: bool) -> None:
    """The plan of a year is made in it at the latest."""
    attempt = mines.on("2027-01-01").when(MADE.but(made_on=made_on))

    attempt.warns("E-12", code="mine_plan.late") if noted else attempt.quietly()


@pytest.mark.rule("E-12")
@pytest.mark.parametrize(
    ("before", "revised_on", "noted"),
    [
        ((), "2026-03-31", False),
        ((), "2026-04-01", True),
        ((REVISED,), "2026-06-30", False),
        ((REVISED,), "2026-07-01", True),
    ],
)
def test_revised_by_the_end_of_each_quarter(
    mines: Scenario, before: tuple[Step, ...], revised_on: str, noted: bool
) -> None:
    """The first revision is due on 31 March, the next one on 30 June."""
    mines = given(mines.ledger, MADE, *before).on("2026-07-01")

    attempt = mines.when(REVISED.but(revised_on=revised_on))

    attempt.warns("E-12", code="mine_plan.revised_late") if noted else attempt.quietly()


@pytest.mark.rule("E-12")
def test_what_is_owed_by_the_plan(mines: Scenario) -> None:
    """A revision each quarter, the plan of the next year before it, and a drill within a year."""
    mines = given(mines.ledger, MADE, REVISED).on("2026-04-02")

    owed = {one.command: one.due for one in next_steps(mines.ledger, "site:S-2").steps if one.rule == "E-12"}

    assert owed == {
        "mine_plan.revise": date(2026, 6, 30),
        "mine_plan.make": date(2026, 12, 31),
        "mine_drill.hold": date(2027, 1, 5),
    }


@pytest.mark.rule("E-12")
@pytest.mark.parametrize(("held_on", "noted"), [("2027-01-05", False), ("2027-01-06", True)])
def test_a_drill_a_year(mines: Scenario, held_on: str, noted: bool) -> None:
    """Within a year of the plan, or of the drill before."""
    mines = given(mines.ledger, MADE).on("2027-01-06")

    attempt = mines.when(DRILL.but(held_on=held_on))

    attempt.warns("E-12", code="mine_drill.late").says("2027-01-05") if noted else attempt.quietly()


@pytest.mark.rule("E-12")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"team": "none"}, "mine_rescue.no_team"),
        ({"team": "part_time"}, "mine_rescue.no_agreement"),
        ({"team": "part_time", "agreement_to": "2026-03-01"}, "mine_rescue.no_agreement"),
        ({"team": "part_time", "agreement_to": "2026-03-02"}, ""),
    ],
)
def test_who_would_rescue(mines: Scenario, change: dict[str, Any], code: str) -> None:
    """A full-time team, or a part-time one with an agreement that still counts on the day."""
    attempt = mines.when(RESCUE.but(**change))

    attempt.warns("E-12", code=code) if code else attempt.quietly()


def test_a_plan_that_was_never_made_is_not_revised(mines: Scenario) -> None:
    """SEQ: a revision needs a plan."""
    mines.on("2026-03-31").when(REVISED).refuses("SEQ", code="mine_plan.none")


DESIGNS = ("outburst", "rock_burst", "beneath_structures", "water", "combustion")
SHOWN = step("coal_designs.examine", site="S-2", authority="emb", designs=list(DESIGNS), examined_on="2026-03-02")
OPERATION = step(
    "coal_operation.begin",
    operation="OP-1",
    site="S-2",
    authority="emb",
    kind="hot_work",
    measures="Permit, water, gas test",
    watched_by="p-4",
    begun_on="2026-03-02",
)


@pytest.mark.rule("E-23")
@pytest.mark.parametrize("missing", [*DESIGNS, ""])
def test_a_special_design_for_each_danger(mines: Scenario, missing: str) -> None:
    """Each danger of the profile asks for its design; those of a mine without dangers ask for none."""
    attempt = mines.when(SHOWN.but(designs=[one for one in DESIGNS if one != missing]))

    attempt.warns("E-23", code="coal_designs.missing").says(missing) if missing else attempt.quietly()
    mines.when(SHOWN.but(site="S-4", designs=[])).quietly()


@pytest.mark.rule("E-23")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"measures": " "}, "coal_operation.no_measures"),
        ({"watched_by": None}, "coal_operation.unwatched"),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "cross_cut_uncovering",
        "water_probing",
        "break_through",
        "bin_clearing",
        "forced_caving",
        "fire_zone",
        "hot_work",
    ],
)
def test_dangerous_operations(mines: Scenario, kind: str, change: dict[str, Any], code: str) -> None:
    """Each of the seven has special measures, and somebody who manages safety on the spot."""
    attempt = mines.when(OPERATION.but(kind=kind, **change))

    attempt.warns("E-23", code=code) if code else attempt.quietly()


SURVEY = step(
    "mine_boundary.survey",
    survey="SV-1",
    site="S-2",
    authority="emb",
    beyond_m="0",
    document="Survey 3",
    surveyed_on="2026-03-02",
)
TRANSFER = step("mine_boundary.transfer", survey="SV-1", referral="RF-1", transferred_on="2026-03-05")


@pytest.mark.rule("E-24")
@pytest.mark.parametrize(("metres", "noted"), [("0", False), ("0.01", True), ("12.5", True)])
def test_workings_beyond_the_range(mines: Scenario, metres: str, noted: bool) -> None:
    """A centimetre beyond the permitted range is noted, and its transfer is owed."""
    attempt = mines.when(SURVEY.but(beyond_m=metres))

    attempt.warns("E-24", code="mine_boundary.beyond").says(metres) if noted else attempt.quietly()
    owed = [one.command for one in next_steps(mines.ledger, "mine_survey:SV-1").steps if one.rule == "E-24"]
    assert owed == (["mine_boundary.transfer"] if noted else [])


@pytest.mark.rule("E-24")
@pytest.mark.parametrize("sent", [True, False])
def test_it_is_handed_over_by_a_referral(mines: Scenario, sent: bool) -> None:
    """A transfer names a referral that is on record; with it nothing is owed any more."""
    mines.when(SURVEY.but(beyond_m="3")).is_recorded()
    noted = step(
        "referral.note",
        referral="RF-1",
        finder="emb",
        subject="site:S-2",
        issue="Over the bounds",
        noted_on="2026-03-02",
    )
    told = step(
        "referral.send",
        referral="RF-1",
        addressee="resources",
        record="Transfer record 12",
        accept_by="2026-03-09",
        answer_by="2026-03-20",
        sent_on="2026-03-03",
    )
    other = step("authority.register", authority="resources", name="Natural resources", registered_on="2020-01-02")
    mines = given(mines.ledger, other, noted, *([told] if sent else []))

    attempt = mines.on("2026-03-05").when(TRANSFER)

    attempt.is_recorded() if sent else attempt.refuses("E-24", code="mine_boundary.no_referral")
    owed = [one.command for one in next_steps(mines.ledger, "mine_survey:SV-1").steps if one.rule == "E-24"]
    assert owed == ([] if sent else ["mine_boundary.transfer"])


@pytest.mark.parametrize(
    ("then", "rule", "code"),
    [
        (SURVEY.but(beyond_m="-1"), "REF", "mine_boundary.below_nothing"),
        (TRANSFER.but(survey="SV-9"), "REF", "mine_boundary.unknown"),
        (OPERATION.but(site="S-5"), "REF", "mine.no_coal_mine"),
    ],
)
def test_what_cannot_be_entered(mines: Scenario, then: Step, rule: str, code: str) -> None:
    """A distance below nothing, an unknown survey and a mine of another kind are refused."""
    mines.on("2026-03-05").when(then).refuses(rule, code=code)


def test_nothing_beyond_the_range_is_not_handed_over(mines: Scenario) -> None:
    """SEQ: only workings beyond the range go to natural resources; and an id names one survey."""
    mines.when(SURVEY).is_recorded()

    mines.when(SURVEY).refuses("REF", code="mine_boundary.taken")
    mines.on("2026-03-05").when(TRANSFER).refuses("SEQ", "E-24", code="mine_boundary.nothing_beyond")


@pytest.mark.parametrize("again", [OPERATION])
def test_an_operation_is_entered_once(mines: Scenario, again: Step) -> None:
    """REF: another operation takes another id."""
    mines.when(OPERATION).is_recorded()

    mines.when(again).refuses("REF", code="coal_operation.taken")
