"""F-02: safety evaluations, every three years, filed with how their rectification was carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import due
from regledger.testing.scenario import Scenario, given, step
from regledger_hazardous_chemicals.evaluations import SafetyEvaluation, SafetyEvaluationFiled

pytestmark = pytest.mark.rule("F-02")

FILE = "safety_evaluation.file"
Report = dict[str, Any]


def waiting(county: Scenario, site: str, on: date) -> list[tuple[str, date, date | None]]:
    """What is due on a site by the end of 2030, as code, last day and the first day overdue."""
    found = due(county.ledger, [f"site:{site}"], on=on, until=date(2030, 12, 31), sector="hazardous_chemicals")
    return [(one.obligation, one.due, one.overdue_since) for one in found.due]


def test_a_report_is_filed(county: Scenario, report: Report) -> None:
    """A report that was filed in order and with its rectification is recorded, and nothing is objected to."""
    county.on("2023-03-10").when(FILE, **report).then("safety_evaluation.filed").quietly()

    assert county.state("safety_evaluation:V-1") == SafetyEvaluation(
        evaluation="V-1", site="S-2", evaluated_on=date(2023, 3, 1), filed_on=date(2023, 3, 10)
    )


@pytest.mark.parametrize(("evaluated_on", "late"), [("2026-03-01", False), ("2026-03-02", True)])
def test_three_years_after_the_report_before(county: Scenario, report: Report, evaluated_on: str, late: bool) -> None:
    """F-02: after a report of 2023-03-01 the next is of 2026-03-01 at the latest, a Sunday; a day later it is noted."""
    county = given(county.ledger, step(FILE, **report))
    second = report | {"evaluation": "V-2", "evaluated_on": evaluated_on, "filed_on": "2026-03-10"}

    attempt = county.on("2026-03-10").when(FILE, **second)

    if late:
        attempt.warns("F-02", code="safety_evaluation.overdue").says("2026-03-01")
    else:
        attempt.quietly()


def test_a_report_that_is_filed_after_a_later_one(county: Scenario, report: Report) -> None:
    """F-02: three years run from the report before it, not from one that was made since: 2021 was too late after 2017."""
    early = report | {"evaluation": "V-0", "evaluated_on": "2017-03-01", "filed_on": "2020-03-10"}
    between = report | {"evaluation": "V-2", "evaluated_on": "2021-03-01", "filed_on": "2023-03-12"}
    county = given(county.ledger, step(FILE, **early), step(FILE, **report))

    county.on("2023-03-12").when(FILE, **between).warns("F-02", code="safety_evaluation.overdue").says("2020-03-01")


@pytest.mark.parametrize("said", [None, "  "])
def test_a_report_without_its_rectification(county: Scenario, report: Report, said: str | None) -> None:
    """F-02: what is filed without how the rectification was carried out is recorded, with a warning."""
    attempt = county.on("2023-03-10").when(FILE, **(report | {"rectification": said}))

    attempt.warns("F-02", code="safety_evaluation.rectification_missing")


@pytest.mark.parametrize(("evaluated_on", "lawful"), [("2023-03-10", True), ("2023-03-11", False)])
def test_a_report_is_made_before_it_is_filed(county: Scenario, report: Report, evaluated_on: str, lawful: bool) -> None:
    """A report of the day of its filing is taken, one of the day after is refused; a correction is held to the same."""
    county.on("2023-03-20")
    number = county.when(FILE, **report).recorded.numbers[0]
    other = county.when(FILE, **(report | {"evaluation": "V-2", "evaluated_on": evaluated_on}))
    correction = step(
        "fact.correct",
        number=number,
        body={"evaluated_on": evaluated_on},
        reason="A slip",
        authority="emb",
        corrected_on="2023-03-20",
    )

    if lawful:
        other.quietly()
        county.when(correction).quietly()
    else:
        other.refuses("SEQ", code="safety_evaluation.filed_before_made")
        county.when(correction).refuses("SEQ", code="safety_evaluation.filed_before_made")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"enterprise": "E-2"}, "site.of_another"),
        ({"evaluation": "V-1"}, "safety_evaluation.taken"),
    ],
)
def test_what_a_report_names(county: Scenario, report: Report, changes: dict[str, str], code: str) -> None:
    """A report names an enterprise, its site and an authority that are there, and has an id of its own."""
    other = step(
        "enterprise.register",
        enterprise="E-2",
        name="Paint shop",
        credit_code="91430922MA4R2KD47X",
        registered_on="2020-01-02",
    )
    county = given(county.ledger, other, step(FILE, **report))

    county.on("2023-03-10").when(FILE, **(report | {"evaluation": "V-2"} | changes)).refuses("REF", code=code)


def test_the_next_evaluation_falls_due(county: Scenario, report: Report) -> None:
    """F-02: three years run from the day of the report, to its corresponding day, and anew with each report."""
    county = given(county.ledger, step(FILE, **report))

    assert waiting(county, "S-2", date(2026, 3, 1)) == [("safety_evaluation.due", date(2026, 3, 1), None)]
    assert waiting(county, "S-2", date(2026, 3, 2)) == [("safety_evaluation.due", date(2026, 3, 1), date(2026, 3, 2))]

    second = report | {"evaluation": "V-2", "evaluated_on": "2026-02-20", "filed_on": "2026-03-10"}
    county = given(county.ledger, step(FILE, **second))
    assert waiting(county, "S-2", date(2026, 3, 10)) == [("safety_evaluation.due", date(2029, 2, 20), None)]


@pytest.mark.parametrize(
    ("kind", "authority", "begun"),
    [
        ("hazardous_chemicals_production", "province", [("safety_evaluation.due", date(2029, 3, 16), None)]),
        ("hazardous_chemicals_trade", "city", []),
    ],
)
def test_a_licence_to_produce_begins_the_period(county: Scenario, kind: str, authority: str, begun: Any) -> None:
    """F-02 binds producers: their licence starts the clock where no report is on file, and one to trade starts none."""
    [declared] = [one for one in county.ledger.installation.licence_kinds.values() if one.code == kind]
    who = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": authority, "kind": kind}
    granted = step(
        "licence.issue",
        licence="L-1",
        number="No. 1",
        checkers=["li", "wang"],
        conditions_met=[one.code for one in declared.conditions],
        decided_on="2026-03-16",
        valid_from="2026-03-16",
    )

    county = given(
        county.ledger,
        step("licence.apply", **who, applied_on="2026-03-02"),
        step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
        granted,
    )

    assert waiting(county, "S-2", date(2026, 3, 17)) == begun


def test_a_report_is_a_fact_without_persons(county: Scenario, report: Report) -> None:
    """The agency is a company: nothing of the fact is personal, and it carries four tags."""
    number = county.on("2023-03-10").when(FILE, **report).recorded.numbers[0]

    fact = county.ledger.at(number)

    assert fact is not None
    assert isinstance(fact.body, SafetyEvaluationFiled)
    assert set(fact.tags) == {"safety_evaluation:V-1", "enterprise:E-1", "site:S-2", "authority:county"}
