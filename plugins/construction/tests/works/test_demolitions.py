"""G-05, G-06: a demolition is filed with four papers 15 days before, and given to a contractor of the grade (393 Art 11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

Make = Callable[..., Step]

PAPERS = ["qualification", "description", "scheme", "waste"]
FILED = step(
    "demolition.file",
    site="S-2",
    contractor="E-1",
    authority="emb",
    qualified=True,
    papers=PAPERS,
    start_on="2026-03-16",
    filed_on="2026-03-01",
)


@pytest.fixture
def site(county: Scenario, profiled: Make, applied: Make, issued: Make) -> Scenario:
    """A demolition with permit P-1 of 2026-01-15."""
    return given(county.ledger, profiled(works="demolition"), applied(), issued())


@pytest.mark.rule("G-05")
@pytest.mark.parametrize(("filed", "late"), [("2026-02-28", False), ("2026-03-01", False), ("2026-03-02", True)])
def test_fifteen_days_before(site: Scenario, filed: str, late: bool) -> None:
    """Planned for 2026-03-16 it is filed by 2026-03-01; later is noted."""
    attempt = site.on(filed).when(FILED.but(filed_on=filed))

    if late:
        attempt.warns("G-05", code="demolition.planned_too_early").says("2026-03-01")
    else:
        attempt.quietly()


@pytest.mark.rule("G-05")
@pytest.mark.parametrize(("day", "early"), [("2026-03-15", True), ("2026-03-16", False), ("2026-03-17", False)])
def test_a_start_less_than_fifteen_days_after(site: Scenario, started: Make, day: str, early: bool) -> None:
    """Filed on 2026-03-01 it may begin on 2026-03-16 and not before."""
    attempt = given(site.ledger, FILED).on(day).when(started(started_on=day))

    if early:
        attempt.refuses("G-05", code="demolition.filed_late")
    else:
        attempt.quietly()


@pytest.mark.rule("G-05")
def test_a_demolition_that_was_not_filed(site: Scenario, started: Make) -> None:
    """Without a filing it does not begin."""
    site.on("2026-03-16").when(started(started_on="2026-03-16")).refuses("G-05", code="demolition.not_filed")


@pytest.mark.rule("G-05")
@pytest.mark.parametrize("missing", PAPERS)
def test_a_paper_that_lacks(site: Scenario, missing: str) -> None:
    """All four papers are filed."""
    attempt = site.on("2026-03-01").when(FILED.but(papers=[one for one in PAPERS if one != missing]))

    attempt.refuses("G-05", code="demolition.paper_missing").says(missing)


@pytest.mark.rule("G-06")
def test_a_contractor_without_the_grade(site: Scenario, started: Make) -> None:
    """The filing tells of it and is recorded; the start is refused."""
    site.on("2026-03-01").when(FILED.but(qualified=False)).warns("G-06", code="demolition.given_to_unqualified")

    attempt = site.on("2026-03-16").when(started(started_on="2026-03-16"))

    attempt.refuses("G-06", code="demolition.contractor_unqualified")


@pytest.mark.rule("G-06")
def test_a_contractor_of_the_grade(site: Scenario, started: Make) -> None:
    """Filed in time by a contractor of the grade it begins without objection."""
    given(site.ledger, FILED).on("2026-03-16").when(started(started_on="2026-03-16")).quietly()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"contractor": "E-9"}, "enterprise.unknown"),
    ],
)
def test_a_filing_of_strangers(county: Scenario, change: dict[str, str], code: str) -> None:
    """Site, authority and contractor are on record."""
    county.on("2026-03-01").when(FILED.but(**change)).refuses("REF", code=code)
