"""Reports of accidents: the hour, the chain, contents, supplements, grades, the scene."""

from __future__ import annotations

from datetime import datetime

import pytest
from regledger.history.due import due
from regledger.records.accident import Accident
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

from .flow import CONFIRM, GOV, REPORTED, TEAM


def at(clock: str) -> str:
    """An instant of the day of the accident."""
    return f"2026-03-02T{clock}+08:00"


@pytest.mark.rule("C-02")
def test_the_head_reports_within_an_hour(given: Scenarios) -> None:
    """A report that comes one hour after the head was told is in time; one second later it is noted as late."""
    in_time, late = (
        given().on("2026-03-03").when(REPORTED.but(received_at=at(clock))) for clock in ("09:10:00", "09:10:01")
    )

    in_time.quietly()
    late.warns("C-02", code="accident.reported_late")


@pytest.mark.rule("C-03")
def test_each_level_passes_the_report_on_within_two_hours(given: Scenarios) -> None:
    """The city is reached within two hours of the county's receipt; the province two hours after the city."""
    reported = given(REPORTED).on("2026-03-03")
    reported.when("accident.report_up", accident="A-1", level="city", reached_at=at("10:50:00")).quietly()
    later = (
        given(REPORTED)
        .on("2026-03-03")
        .when("accident.report_up", accident="A-1", level="city", reached_at=at("10:50:01"))
    )

    later.warns("C-03", code="accident.passed_on_late")
    reported.when("accident.report_up", accident="A-1", level="province", reached_at=at("12:50:00")).quietly()


@pytest.mark.rule("C-03")
def test_what_the_chain_still_owes_is_due_at_an_instant(given: Scenarios) -> None:
    """Until the city is reached and the others are told, both wait with the instant by which they are due."""
    scenario = given(REPORTED).on("2026-03-03")
    instant = datetime.fromisoformat(at("10:50:00"))

    found = {
        one.command: one.due_at
        for one in due(scenario.ledger, ["accident:A-1"], on=datetime.fromisoformat(at("11:00:00"))).due
    }
    assert found["accident.report_up"] == instant
    assert found["accident.notify"] == instant

    told = ["government", "police", "human_resources", "union", "procuratorate"]
    scenario.when("accident.notify", accident="A-1", recipients=told, notified_at=at("09:00:00")).quietly()
    scenario.when("accident.report_up", accident="A-1", level="city", reached_at=at("10:00:00")).quietly()
    left = {one.command for one in due(scenario.ledger, ["accident:A-1"]).due}
    assert left & {"accident.report_up", "accident.notify"} == set()


@pytest.mark.rule("C-04")
@pytest.mark.parametrize("part", ["profile", "scene", "course", "measures"])
def test_an_incomplete_report_is_returned(given: Scenarios, part: str) -> None:
    """Each of the parts that the decree lists is filled in."""
    given().on("2026-03-03").when(REPORTED).is_recorded()

    given().on("2026-03-03").when(REPORTED.but(**{part: " "})).refuses("C-04", code="accident.part_missing")


@pytest.mark.rule("C-01")
@pytest.mark.parametrize(
    ("figures", "grade"),
    [
        ({"deaths": 2}, "general"),
        ({"deaths": 3}, "larger"),
        ({"deaths": 9}, "larger"),
        ({"deaths": 10}, "major"),
        ({"deaths": 29}, "major"),
        ({"deaths": 30}, "particularly_major"),
        ({"injuries": 9}, "general"),
        ({"injuries": 10, "deaths": 2}, "larger"),
        ({"injuries": 50}, "major"),
        ({"injuries": 100}, "particularly_major"),
        ({"loss_fen": 999_999_999}, "general"),
        ({"loss_fen": 1_000_000_000}, "larger"),
        ({"loss_fen": 5_000_000_000}, "major"),
        ({"loss_fen": 10_000_000_000}, "particularly_major"),
    ],
)
def test_the_grade_is_that_of_the_highest_criterion(given: Scenarios, figures: dict[str, int], grade: str) -> None:
    """The number itself belongs to the higher grade, and any other grade is refused."""
    reported = given(REPORTED.but(**{"deaths": 0, "injuries": 0, "loss_fen": 1, **figures})).on("2026-03-03")
    wrong = "larger" if grade == "general" else "general"

    reported.when("accident.grade", accident="A-1", grade=wrong, graded_on="2026-03-03").refuses("C-01")
    reported.when("accident.grade", accident="A-1", grade=grade, graded_on="2026-03-03").quietly()


@pytest.mark.rule("C-05")
@pytest.mark.parametrize(
    ("category", "last", "after"),
    [("production", "2026-04-01", "2026-04-02"), ("fire", "2026-03-09", "2026-03-10")],
)
def test_casualties_count_for_the_grade_within_the_period(
    given: Scenarios, category: str, last: str, after: str
) -> None:
    """A death on the 30th day (7th of a fire) makes the accident larger; one a day later is recorded and changes no grade."""
    body = {"accident": "A-1", "deaths": 3, "injuries": 2, "missing": 0, "loss_fen": 1, "ground": "Two died"}

    def changed(day: str) -> Scenario:
        scenario = given(REPORTED.but(category=category)).on(day)
        attempt = scenario.when("accident.supplement", changed_on=day, supplemented_on=day, **body)
        attempt.quietly() if day == last else attempt.warns("C-05", code="accident.changed_after_period")
        return scenario

    changed(last).when("accident.grade", accident="A-1", grade="larger", graded_on=last).quietly()
    changed(after).when("accident.grade", accident="A-1", grade="general", graded_on=after).quietly()


@pytest.mark.rule("C-05")
def test_the_missing_are_owed_a_supplement(given: Scenarios) -> None:
    """While somebody is missing, a supplement is due by the end of the period."""
    scenario = given(REPORTED.but(missing=1)).on("2026-04-01")

    (owed,) = [one for one in due(scenario.ledger, ["accident:A-1"]).due if one.command == "accident.supplement"]
    assert str(owed.due) == "2026-04-01"
    assert owed.owner == "enterprise"


@pytest.mark.rule("C-07")
def test_what_is_moved_is_marked_sketched_and_written_down(given: Scenarios) -> None:
    """A missing record of what was moved is a finding and refuses nothing."""
    scene = step(
        "accident.record_scene",
        accident="A-1",
        moved=True,
        ground="Rescue",
        marked=True,
        sketched=True,
        written=True,
        recorded_on="2026-03-02",
    )

    given(REPORTED).when(scene).quietly()
    given(REPORTED).when(scene.but(written=False)).warns("C-07", code="accident.move_unrecorded")
    given(REPORTED).when(scene.but(ground="")).warns("C-07", code="accident.moved_without_need")


@pytest.mark.rule("C-19")
def test_an_accident_without_harm_is_investigated_for_its_influence(given: Scenarios) -> None:
    """Where nobody was hurt and nothing lost, the government states the bad influence."""
    harmless = REPORTED.but(deaths=0, injuries=0, loss_fen=0, injured=[])

    given(GOV, harmless).on("2026-03-05").when(TEAM).refuses("C-19", code="accident.influence_not_stated")
    given(GOV, harmless).on("2026-03-05").when(TEAM.but(influence="Seen all over the county")).quietly()


@pytest.mark.rule("C-20")
@pytest.mark.parametrize(("name", "most"), [("endangered", 9), ("trapped", 2), ("evacuated", 499)])
def test_a_larger_risk_incident_meets_a_criterion(given: Scenarios, name: str, most: int) -> None:
    """Its number itself is enough; below it the report is no such incident, and is refused once the rule is confirmed."""
    report = step(
        "near_miss.report",
        near_miss="N-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        course="Roof fall",
        happened_at=at("08:00:00"),
        received_at=at("08:30:00"),
    )

    given().on("2026-03-03").when(report.but(**{name: most})).warns("C-20", code="near_miss.not_of_larger_risk")
    given().on("2026-03-03").when(report.but(**{name: most + 1})).quietly()
    given(CONFIRM["C-20"]).on("2026-03-03").when(report.but(**{name: most})).refuses("C-20")


@pytest.mark.rule("C-20")
def test_a_larger_risk_incident_is_passed_on(given: Scenarios) -> None:
    """It waits to be passed on within two hours, once."""
    report = step(
        "near_miss.report",
        near_miss="N-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        trapped=3,
        course="Roof fall",
        happened_at=at("08:00:00"),
        received_at=at("08:30:00"),
    )
    scenario = given(report).on("2026-03-03")

    (owed,) = due(scenario.ledger, ["accident:N-1"]).due
    assert (owed.command, owed.due_at) == ("near_miss.report_up", datetime.fromisoformat(at("10:30:00")))
    scenario.when("near_miss.report_up", near_miss="N-1", reached_at=at("09:00:00")).quietly()
    assert due(scenario.ledger, ["accident:N-1"]).due == ()
    scenario.when("near_miss.report_up", near_miss="N-1", reached_at=at("09:30:00")).refuses("SEQ")


def test_the_injured_stand_in_no_entry(given: Scenarios) -> None:
    """Who was hurt is a commitment in the log, never a name."""
    scenario = given(REPORTED)

    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert "李四" not in repr(fact)
    assert isinstance(scenario.state("accident:A-1"), Accident)


@pytest.mark.rule("C-03", "C-05")
def test_new_figures_are_passed_on_further(given: Scenarios) -> None:
    """A third death makes the accident larger: the province is reached on the same day, a day later is noted."""
    more = {"deaths": 3, "injuries": 2, "missing": 0, "loss_fen": 1, "ground": "Two died in hospital"}
    grown = step("accident.supplement", accident="A-1", changed_on="2026-03-10", supplemented_on="2026-03-10", **more)
    city = step("accident.report_up", accident="A-1", level="city", reached_at=at("10:00:00"))
    province = city.but(level="province", reached_at="2026-03-10T18:00:00+08:00")

    scenario = given(REPORTED, city, grown).on("2026-03-12")
    (owed,) = [one for one in due(scenario.ledger, ["accident:A-1"]).due if one.command == "accident.report_up"]
    assert str(owed.due) == "2026-03-10"
    scenario.when(province).quietly()
    late = province.but(reached_at="2026-03-11T18:00:00+08:00")
    given(REPORTED, city, grown).on("2026-03-12").when(late).warns("C-03", code="accident.passed_on_late")
