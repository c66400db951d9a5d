"""What is done once is done once, also where the second time is dated before the first; blank texts say nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .flow import CLOSED, EDUCATED, GOV, INCOME, MEASURES, PENALTY, REPLIED, REPORTED, SUBMITTED, TEAM

INQUIRY = (GOV, REPORTED, TEAM)
SETTLED = step(
    "accident.settle_licences", accident="A-1", outcome="suspended", ground="Art 40", settled_on="2026-05-10"
)
CRIME = step(
    "accident.refer_crime",
    accident="A-1",
    crime="重大责任事故罪",
    main_responsibility=True,
    consequence="grave",
    referred_on="2026-04-25",
)
APPRAISAL = step(
    "accident.begin_appraisal",
    accident="A-1",
    appraisal="T-1",
    institution="Steel Institute",
    qualified=True,
    begun_on="2026-03-20",
)
ENDED = step("accident.end_appraisal", accident="A-1", appraisal="T-1", ended_on="2026-04-08")
HANDLED = step("accident.handle", accident="A-1", penalty="P-1", document="罚〔2026〕3号", handled_on="2026-05-05")
EVALUATED = step(
    "accident.evaluate",
    accident="A-1",
    government="gov",
    implemented=True,
    findings="All valves replaced",
    evaluated_on="2026-09-01",
)
BAR = step(
    "principal.bar",
    barred="p-1",
    accident="A-1",
    ground="dismissal",
    since="2026-05-02",
    industry="chemicals",
    barred_on="2026-05-06",
)


def _day_before(act: Step, on: str) -> Step:
    return act.but(**{on: str(date.fromisoformat(act.body[on]) - timedelta(days=1))})


@pytest.mark.parametrize(
    ("history", "act", "on", "code"),
    [
        (INQUIRY, SUBMITTED, "submitted_on", "accident.investigated_already"),
        ((*INQUIRY, APPRAISAL), ENDED, "ended_on", "accident.appraisal_not_running"),
        ((*INQUIRY, SUBMITTED), CRIME, "referred_on", "accident.crime_referred_already"),
        ((*INQUIRY, SUBMITTED), REPLIED, "replied_on", "accident.no_report_to_reply_to"),
        ((*INQUIRY, SUBMITTED, PENALTY, REPLIED), HANDLED, "handled_on", "accident.penalty_not_open"),
        ((*INQUIRY, SUBMITTED, REPLIED), SETTLED, "settled_on", "accident.licences_settled_already"),
        ((*INQUIRY, SUBMITTED, REPLIED), EVALUATED, "evaluated_on", "accident.evaluated_already"),
        ((*INQUIRY, SUBMITTED, REPLIED, MEASURES, EDUCATED), CLOSED, "closed_on", "accident.closed_already"),
        ((*INQUIRY, SUBMITTED, REPLIED), BAR, "barred_on", "principal.barred_already"),
    ],
)
def test_a_second_time_dated_before_the_first_is_the_second_time(
    given: Scenarios, history: tuple[Step, ...], act: Step, on: str, code: str
) -> None:
    """What was done once is not done again under an earlier date."""
    scenario = given(*history, act)

    scenario.when(_day_before(act, on)).refuses("SEQ", code=code)


@pytest.mark.parametrize(("history", "act"), [(INQUIRY, APPRAISAL), ((*INQUIRY, SUBMITTED), PENALTY)])
def test_an_id_is_taken_also_before_the_day_of_its_own(given: Scenarios, history: tuple[Step, ...], act: Step) -> None:
    """An appraisal and a penalty keep their ids for acts that are dated before them."""
    on = "begun_on" if act is APPRAISAL else "proposed_on"

    given(*history, act).when(_day_before(act, on)).refuses("REF")


def test_extensions_add_up_whatever_their_dates(given: Scenarios) -> None:
    """Sixty more days are all there are, also where the last of them are dated before the others."""
    more = step(
        "accident.extend_investigation",
        accident="A-1",
        government="gov",
        days=60,
        ground="Samples",
        extended_on="2026-04-20",
    )
    scenario = given(*INQUIRY, more)

    scenario.when(more.but(days=1, extended_on="2026-04-19")).refuses("C-10", code="accident.extended_too_far")


@pytest.mark.parametrize(
    ("history", "act", "part"),
    [
        (INQUIRY, APPRAISAL, "institution"),
        ((*INQUIRY, SUBMITTED), CRIME, "crime"),
        ((*INQUIRY, SUBMITTED, PENALTY, REPLIED), HANDLED, "document"),
        ((*INQUIRY, SUBMITTED, REPLIED), EVALUATED, "findings"),
        ((*INQUIRY, SUBMITTED, REPLIED), BAR, "industry"),
    ],
)
def test_a_blank_text_says_nothing(given: Scenarios, history: tuple[Step, ...], act: Step, part: str) -> None:
    """A step whose text is blank is refused."""
    scenario = given(*history).on("2026-10-01")

    scenario.when(act.but(**{part: " "})).refuses("REF", code="accident.part_missing")


@pytest.mark.rule("C-10")
def test_an_appraisal_after_the_period_does_not_bring_it_back(given: Scenarios) -> None:
    """The period ended on 2026-05-01: an appraisal begun that day adds its days, one begun on the next adds none."""
    on_time, late = (
        given(*INQUIRY, APPRAISAL.but(begun_on=day), ENDED.but(ended_on="2026-05-10"))
        for day in ("2026-05-01", "2026-05-02")
    )

    on_time.on("2026-05-11").when(SUBMITTED.but(submitted_on="2026-05-11")).quietly()
    late.on("2026-05-11").when(SUBMITTED.but(submitted_on="2026-05-11")).warns("C-10", code="accident.report_late")


def test_an_income_may_be_determined_anew(given: Scenarios) -> None:
    """A better finding takes the place of the one before."""
    given(*INQUIRY, INCOME).when(INCOME.but(income_fen=21_000_000)).quietly()


def test_who_took_office_though_barred_is_recorded_as_it_happened(given: Scenarios) -> None:
    """Taking office is a fact of the world: it is recorded with its defect."""
    scenario = given(*INQUIRY, SUBMITTED, REPLIED, BAR).on("2026-06-01")
    office = step("principal.register", barred="p-1", enterprise="E-1", industry="trade", since="2026-06-01")

    scenario.when(office).refuses("C-18", code="principal.barred")
    scenario.when(office).as_it_happened("Found at an inspection").records_defect("C-18")


def test_a_bar_does_not_begin_before_its_accident(given: Scenarios) -> None:
    """A bar runs from a sentence or a dismissal, and neither lies before the accident."""
    scenario = given(*INQUIRY, SUBMITTED, REPLIED).on("2026-05-06")

    scenario.when(BAR.but(since="2026-03-01")).refuses("SEQ", code="principal.barred_before_accident")
    scenario.when(BAR.but(since="2026-03-02")).quietly()


@pytest.mark.rule("C-12")
def test_a_reply_is_extended_while_its_period_runs(given: Scenarios) -> None:
    """A report of 2026-04-20 on a particularly major accident is replied to by 05-20: extended on that day, not on the next."""
    top = (
        GOV,
        REPORTED.but(deaths=30),
        TEAM.but(level="state"),
        SUBMITTED.but(grade="particularly_major", deaths=30),
    )
    more = step("accident.extend_reply", accident="A-1", days=30, ground="Two provinces", extended_on="2026-05-20")
    scenario = given(*top).on("2026-05-21")

    scenario.when(more.but(extended_on="2026-05-21")).refuses("C-12", code="accident.extended_late")
    scenario.when(more.but(ground=" ")).refuses("C-12", code="accident.part_missing")
    scenario.when(more).quietly()
