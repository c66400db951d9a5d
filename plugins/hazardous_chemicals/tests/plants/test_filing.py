"""F-09: a major hazard source is assessed, filed with the county within 15 days, and reported upwards by its grade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_hazardous_chemicals.sources.filing import SourceFiling

pytestmark = pytest.mark.rule("F-09")

Graded = Callable[..., Step]
ASSESSED = step(
    "major_hazard_source.assess",
    source="M-1",
    authority="county-bureau",
    assessor="Hunan Safety Evaluation Ltd",
    assessed_on="2026-02-05",
)
FILED = step("major_hazard_source.file", source="M-1", authority="county-bureau", filed_on="2026-02-20")
TO_CITY = step(
    "major_hazard_source.report_up",
    source="M-1",
    authority="county-bureau",
    to="city-bureau",
    level="city",
    reported_on="2026-03-31",
)
TO_PROVINCE = TO_CITY.but(authority="city-bureau", to="province-bureau", level="province", reported_on="2026-06-30")


def steps(county: Scenario, on: str) -> list[tuple[str, date | None]]:
    """What is owed on the filing of M-1, with its last day."""
    found = next_steps(county.ledger, "source_filing:M-1", on=date.fromisoformat(on))
    return [(one.command.removeprefix("major_hazard_source."), one.due) for one in found.steps]


@pytest.mark.parametrize(("filed_on", "late"), [("2026-02-19", False), ("2026-02-20", False), ("2026-02-21", True)])
def test_fifteen_days(levelled: Scenario, graded: Graded, filed_on: str, late: bool) -> None:
    """F-09: assessed on 2026-02-05, filed by 2026-02-20 at the latest; a day later is noted, and recorded."""
    county = given(levelled.ledger, graded(), ASSESSED)

    attempt = county.on(filed_on).when(FILED.but(filed_on=filed_on))

    if late:
        attempt.warns("F-09", code="major_hazard_source.filed_late").says("2026-02-20")
    else:
        attempt.then("major_hazard_source.filed").quietly()


def test_a_filing_without_an_assessment(levelled: Scenario, graded: Graded) -> None:
    """F-09: a source that nobody assessed since it was identified is filed with a note; once assessed it is not."""
    county = given(levelled.ledger, graded())

    county.on("2026-02-20").when(FILED).warns("F-09", code="major_hazard_source.filed_unassessed")


@pytest.mark.parametrize(
    ("authority", "lawful"),
    [("county-bureau", True), ("emb", True), ("city-bureau", False), ("province-bureau", False)],
)
def test_it_is_filed_with_the_county(levelled: Scenario, graded: Graded, authority: str, lawful: bool) -> None:
    """F-09: with the county's department; of one whose level is not known nothing is asked."""
    county = given(levelled.ledger, graded(), ASSESSED)

    attempt = county.on("2026-02-20").when(FILED.but(authority=authority))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("F-09", code="major_hazard_source.filed_elsewhere").says(authority)


@pytest.mark.parametrize(("assessed_on", "late"), [("2029-02-05", False), ("2029-02-06", True)])
def test_three_years(levelled: Scenario, graded: Graded, assessed_on: str, late: bool) -> None:
    """F-09: three years after 2026-02-05 the source is assessed again by 2029-02-05; later is noted, and counts."""
    county = given(levelled.ledger, graded(), ASSESSED, FILED)

    attempt = county.on(assessed_on).when(ASSESSED.but(assessed_on=assessed_on))

    if late:
        attempt.warns("F-09", code="major_hazard_source.assessed_late").says("2029-02-05")
    else:
        attempt.then("major_hazard_source.assessed").quietly()


def test_a_source_that_has_changed_is_assessed_anew(levelled: Scenario, graded: Graded) -> None:
    """F-09: another grade asks for another assessment; the same grade, entered anew, for none."""
    county = given(levelled.ledger, graded(), ASSESSED, FILED, TO_CITY, graded(on="2026-04-01"))
    same = county.state("source_filing:M-1")
    county = given(county.ledger, graded("120", 100, on="2026-04-02"))
    other = county.state("source_filing:M-1")

    assert isinstance(same, SourceFiling)
    assert isinstance(other, SourceFiling)
    assert (same.filed_on, same.identified_on) == (date(2026, 2, 20), date(2026, 4, 1))
    assert (other.grade, other.assessed_on, other.filed_on) == (1, None, None)
    assert steps(county, "2026-04-02") == [("assess", None)]


@pytest.mark.parametrize(("on", "late"), [("2026-03-30", False), ("2026-03-31", False), ("2026-04-01", True)])
def test_county_to_city_by_the_end_of_the_quarter(levelled: Scenario, graded: Graded, on: str, late: bool) -> None:
    """F-09: grade 2, filed in February, is reported to the city by 2026-03-31; a day later is noted."""
    county = given(levelled.ledger, graded(), ASSESSED, FILED)

    attempt = county.on(on).when(TO_CITY.but(reported_on=on))

    if late:
        attempt.warns("F-09", code="major_hazard_source.reported_late").says("2026-03-31")
    else:
        attempt.then("major_hazard_source.reported_up").quietly()


@pytest.mark.parametrize(("on", "late"), [("2026-06-30", False), ("2026-07-01", True)])
def test_city_to_province_by_the_end_of_the_half_year(levelled: Scenario, graded: Graded, on: str, late: bool) -> None:
    """F-09: grade 1, with the city in March, is reported to the province by 2026-06-30; a day later is noted."""
    county = given(levelled.ledger, graded("120", 100), ASSESSED, FILED, TO_CITY)

    attempt = county.on(on).when(TO_PROVINCE.but(reported_on=on))

    if late:
        attempt.warns("F-09", code="major_hazard_source.reported_late").says("2026-06-30")
    else:
        attempt.quietly()
        assert steps(county, "2026-07-02") == [("assess", date(2029, 2, 5))]


@pytest.mark.parametrize(("to", "lawful"), [("city-bureau", True), ("emb", True), ("province-bureau", False)])
def test_to_whom_it_is_reported(levelled: Scenario, graded: Graded, to: str, lawful: bool) -> None:
    """F-09: the county reports to the city and not past it."""
    county = given(levelled.ledger, graded(), ASSESSED, FILED)

    attempt = county.on("2026-03-31").when(TO_CITY.but(to=to))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("F-09", code="major_hazard_source.reported_elsewhere")


@pytest.mark.parametrize(
    ("tonnes", "people", "owed"),
    [
        ("6", 0, []),
        ("41.6", 50, []),
        ("42", 50, [("report_up", date(2026, 3, 31))]),
        ("120", 100, [("report_up", date(2026, 3, 31))]),
    ],
)
def test_which_grades_are_reported(
    levelled: Scenario, graded: Graded, tonnes: str, people: int, owed: list[tuple[str, date]]
) -> None:
    """F-09: R of 49.92 is grade 3 and stays with the county; from 50 on it goes to the city."""
    county = given(levelled.ledger, graded(tonnes, people), ASSESSED, FILED)

    assert steps(county, "2026-03-01") == [*owed, ("assess", date(2029, 2, 5))]


@pytest.mark.parametrize(
    ("tonnes", "people", "owed"), [("60", 50, []), ("120", 100, [("report_up", date(2026, 6, 30))])]
)
def test_which_grade_goes_to_the_province(
    levelled: Scenario, graded: Graded, tonnes: str, people: int, owed: list[tuple[str, date]]
) -> None:
    """F-09: the city reports grade 1 to the province, grade 2 not."""
    county = given(levelled.ledger, graded(tonnes, people), ASSESSED, FILED, TO_CITY)

    assert steps(county, "2026-04-01") == [*owed, ("assess", date(2029, 2, 5))]


def test_what_comes_next(levelled: Scenario, graded: Graded) -> None:
    """F-09: an assessment, then the filing within 15 days; nothing of a unit that is no major hazard source."""
    county = given(levelled.ledger, graded())
    assert steps(county, "2026-02-03") == [("assess", None)]

    county = given(county.ledger, ASSESSED)
    assert steps(county, "2026-02-06") == [("file", date(2026, 2, 20)), ("assess", date(2029, 2, 5))]

    county = given(county.ledger, graded("1", on="2026-02-07"))
    assert steps(county, "2026-02-08") == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (ASSESSED.but(source="M-9"), "major_hazard_source.none_of_that_id"),
        (FILED.but(source="M-9"), "major_hazard_source.none_of_that_id"),
        (TO_CITY.but(source="M-9"), "major_hazard_source.none_of_that_id"),
        (TO_CITY.but(to="nobody"), "authority.unknown"),
        (FILED.but(authority="nobody"), "authority.unknown"),
    ],
)
def test_what_it_names(levelled: Scenario, graded: Graded, wrong: Step, code: str) -> None:
    """A source and authorities that are on record."""
    county = given(levelled.ledger, graded(), ASSESSED, FILED)

    county.on("2026-03-31").when(wrong).refuses("REF", code=code)


def test_a_unit_that_is_no_major_hazard_source(levelled: Scenario, graded: Graded) -> None:
    """A unit under the threshold is not assessed, filed or reported."""
    county = given(levelled.ledger, graded("1"))

    county.on("2026-02-05").when(ASSESSED).refuses("REF", code="major_hazard_source.none_of_that_id")


@pytest.mark.parametrize("wrong", [TO_CITY.but(reported_on="2026-02-20"), TO_PROVINCE.but(reported_on="2026-03-31")])
def test_one_after_the_other(levelled: Scenario, graded: Graded, wrong: Step) -> None:
    """It is filed before it goes to the city, and with the city before it goes to the province."""
    county = given(levelled.ledger, graded("120", 100), ASSESSED).on("2026-06-30")
    before = (FILED,) if wrong.body["level"] == "city" else (FILED, TO_CITY)

    county.when(wrong).refuses("SEQ", code="major_hazard_source.not_received")
    given(county.ledger, *before).on("2026-06-30").when(wrong).quietly()


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ((), "major_hazard_source.unidentified_at_acceptance"),
        ((("1", False),), ""),
        ((("60", False),), "major_hazard_source.unfiled_at_acceptance"),
        ((("60", True),), ""),
    ],
)
@pytest.mark.parametrize("kind", ["hazardous_goods", "other"])
def test_before_a_project_is_accepted(
    levelled: Scenario,
    project: tuple[Step, ...],
    graded: Graded,
    units: tuple[tuple[str, bool], ...],
    code: str,
    kind: str,
) -> None:
    """F-09: the units of a new project are identified, and its sources filed, before it is accepted (Order 40 Art 24)."""
    built = (
        step(
            "project_conditions.submit",
            project="P-1",
            authority="city-bureau",
            agency="A",
            argued=True,
            submitted_on="2026-01-20",
        ),
        step("project_conditions.review", project="P-1", approved=True, reviewed_on="2026-02-20"),
        step("project.begin", project="P-1", facilities_with_it=True, begun_on="2026-03-02"),
        step("project.complete", project="P-1", by_design=True, completed_on="2026-04-01"),
    )
    found = [one for tonnes, filed in units for one in (graded(tonnes), *((ASSESSED, FILED) if filed else ()))]
    county = given(levelled.ledger, *found, project[0].but(kind=kind), *project[1:], *built)

    attempt = county.on("2026-04-15").when("project.accept", project="P-1", passed=True, accepted_on="2026-04-15")

    if code and kind == "hazardous_goods":
        attempt.warns("F-09", code=code)
    else:
        attempt.quietly()
