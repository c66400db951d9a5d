"""What the record of an accident does not bear: other figures, another level, fines that no law sets, parties that merged."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .flow import CLOSED, EDUCATED, GOV, MEASURES, PENALTY, REPLIED, REPORTED, SUBMITTED, TEAM

INQUIRY = (GOV, REPORTED, TEAM)
CITY = step("authority.register", authority="city", name="City government", registered_on="2020-01-02")
PLACED = tuple(
    each
    for authority, code, name in (("city", "430100", "长沙市"), ("gov", "430181", "浏阳市"))
    for each in (
        step("region.enter", region=code, name=name, authority="emb", entered_on="2020-01-02"),
        step("authority.locate", located=authority, region=code, authority="emb", located_on="2020-01-03"),
    )
)
SETTLED = step("accident.settle_licences", accident="A-1", outcome="kept", ground="Art 40", settled_on="2026-04-01")
THIRD_DEATH = step(
    "accident.supplement",
    accident="A-1",
    deaths=3,
    injuries=2,
    missing=0,
    loss_fen=300_000_000,
    ground="Two died in hospital",
    changed_on="2026-03-25",
    supplemented_on="2026-03-25",
)


@pytest.mark.parametrize("figures", [{"deaths": 0}, {"injuries": 5}])
def test_a_report_tells_of_the_casualties_on_record(given: Scenarios, figures: dict[str, int]) -> None:
    """A report with other casualties than the record is handed in after the record was supplemented."""
    scenario = given(*INQUIRY).on("2026-04-20")

    scenario.when(SUBMITTED.but(**figures)).refuses("SEQ", code="accident.figures_differ")
    scenario.when(SUBMITTED).quietly()


@pytest.mark.rule("C-08")
def test_a_government_does_not_name_itself_of_another_level(given: Scenarios) -> None:
    """The code of its region says of which level a government is."""
    larger = (CITY, GOV, *PLACED, REPORTED.but(deaths=3))
    scenario = given(*larger).on("2026-03-05")

    scenario.when(TEAM.but(level="city")).refuses("C-08", code="accident.level_misnamed")
    scenario.when(TEAM.but(level="city", government="city")).quietly()


@pytest.mark.rule("C-05", "C-08")
def test_a_higher_government_takes_over_after_the_report(given: Scenarios) -> None:
    """With a third death within 30 days the city investigates anew, though the county's report is there (Art 20)."""
    county = (CITY, GOV, *PLACED, REPORTED, TEAM, SUBMITTED.but(submitted_on="2026-03-20"), THIRD_DEATH)
    scenario = given(*county).on("2026-03-28")
    over = TEAM.but(government="city", level="city", taken_over=True, formed_on="2026-03-28")

    scenario.when(over.but(taken_over=False)).refuses("SEQ", code="accident.team_formed_already")
    scenario.when(over).quietly()

    again = SUBMITTED.but(grade="larger", deaths=3, injuries=2, submitted_on="2026-04-20")
    scenario.on("2026-04-20").when(again).quietly()


@pytest.mark.rule("C-08")
def test_nobody_takes_over_from_an_equal(given: Scenarios) -> None:
    """A team of the same level does not take over."""
    again = TEAM.but(taken_over=True, formed_on="2026-03-10")

    given(*INQUIRY).on("2026-03-10").when(again).refuses("C-08", code="accident.taken_over_from_none_lower")


def test_licences_are_settled_after_the_reply(given: Scenarios) -> None:
    """Before the reply nobody knows whether the unit is responsible."""
    scenario = given(*INQUIRY).on("2026-04-01")

    scenario.when(SETTLED).refuses("SEQ", code="accident.not_replied")


def test_measures_answer_a_report(given: Scenarios) -> None:
    """Measures that were reported before the investigation report do not count as its measures."""
    scenario = given(*INQUIRY).on("2026-04-01")

    scenario.when(MEASURES.but(reported_on="2026-04-01")).refuses("SEQ", code="accident.not_investigated")


def test_a_closed_file_waits_for_no_figures(given: Scenarios) -> None:
    """Nothing is asked about the missing of an accident whose file is closed, for nothing more is entered there."""
    missing = REPORTED.but(missing=1)
    open_ = given(GOV, missing, TEAM, SUBMITTED, REPLIED, MEASURES, EDUCATED)
    asked = {one.command for one in next_steps(open_.ledger, "accident:A-1").steps}
    closed = given(GOV, missing, TEAM, SUBMITTED, REPLIED, MEASURES, EDUCATED, CLOSED)
    left = {one.command for one in next_steps(closed.ledger, "accident:A-1").steps}

    assert "accident.supplement" in asked
    assert not {"accident.supplement", "accident.grade", "accident.record_scene"} & left


@pytest.mark.rule("B-37")
def test_a_late_report_is_fined_by_the_law_and_not_by_the_decree(given: Scenarios) -> None:
    """Art 110 prevails over Decree 493 Art 35 for a late report."""
    late = REPORTED.but(received_at="2026-03-02T11:10:00+08:00")
    found = step(
        "accident.find_conduct",
        accident="A-1",
        conduct="late",
        by="principal",
        intent=False,
        verified=True,
        findings="Three hours",
        found_on="2026-04-15",
    )
    income = step(
        "accident.determine_income",
        accident="A-1",
        person="p-1",
        target="principal",
        year=2025,
        income_fen=20_000_000,
        determined_on="2026-04-15",
    )
    scenario = given(GOV, late, TEAM, found, income).on("2026-04-21")
    fine = PENALTY.but(target="principal", person="p-1", conduct="late", fine_fen=14_000_000)

    scenario.when(fine.but(basis="decree_35")).refuses("B-37", code="accident.basis_of_another")
    scenario.when(fine).quietly()


@pytest.mark.rule("C-16", "B-36")
def test_whom_no_law_fines_is_not_fined(given: Scenarios) -> None:
    """A unit is not fined for leaving, nor a worker for the accident; a disposal without a fine may be proposed."""
    left = step(
        "accident.find_conduct",
        accident="A-1",
        conduct="leaving",
        by="unit",
        intent=True,
        verified=True,
        findings="Nobody stayed",
        found_on="2026-04-15",
    )
    scenario = given(*INQUIRY, left).on("2026-04-21")

    scenario.when(PENALTY.but(conduct="leaving")).refuses("C-16", code="accident.no_fine_for_conduct")
    scenario.when(PENALTY.but(target="other", person="w-1")).refuses("B-36", code="accident.no_fine_for_conduct")
    scenario.when(PENALTY.but(target="other", person="w-1", fine_fen=0, disposal="记过")).quietly()


@pytest.mark.rule("C-17")
def test_the_law_of_2021_fines_no_accident_before_it(given: Scenarios) -> None:
    """An accident of 2021-08-31 is fined by Decree 493, one of the next day by the Law."""
    last, first = (
        given(
            REPORTED.but(
                happened_at=f"{day}T08:00:00+08:00",
                head_told_at=f"{day}T08:10:00+08:00",
                received_at=f"{day}T08:50:00+08:00",
            )
        ).on("2026-04-21")
        for day in ("2021-08-31", "2021-09-01")
    )

    last.when(PENALTY).refuses("C-17", code="accident.basis_not_yet")
    first.when(PENALTY).quietly()


@pytest.mark.parametrize("event", ["accident", "near_miss"])
def test_a_merged_enterprise_reports_on_the_site_it_took_over(given: Scenarios, event: str) -> None:
    """The site of an enterprise that merged into another is the other's, for accidents and incidents as well."""
    merged = (
        step(
            "enterprise.register",
            enterprise="E-2",
            name="湘江新材料有限公司",
            credit_code="91430100MA4L110J01",
            registered_on="2021-01-02",
        ),
        step(
            "subject.succeed",
            predecessors=["enterprise:E-1"],
            successors=["enterprise:E-2"],
            how="merged",
            ground="Contract of merger",
            document="湘市监 2026-7",
            authority="emb",
            decided_on="2026-01-05",
            effective_on="2026-02-01",
        ),
    )
    near = step(
        "near_miss.report",
        near_miss="N-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        trapped=3,
        course="Lift stuck",
        happened_at="2026-03-02T08:00:00+08:00",
        received_at="2026-03-02T08:30:00+08:00",
    )
    told = REPORTED if event == "accident" else near
    scenario = given(*merged).on("2026-03-03")

    scenario.when(told.but(enterprise="E-2")).is_recorded()


def test_an_incident_says_what_happened(given: Scenarios) -> None:
    """A larger-risk incident without its course is refused."""
    near = step(
        "near_miss.report",
        near_miss="N-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        trapped=3,
        course=" ",
        happened_at="2026-03-02T08:00:00+08:00",
        received_at="2026-03-02T08:30:00+08:00",
    )

    given().on("2026-03-03").when(near).refuses("REF", code="accident.part_missing")
