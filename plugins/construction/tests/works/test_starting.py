"""G-02, G-03, G-19, G-20: works that begin without a permit, small ones, and those that Decree 393 leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

Make = Callable[..., Step]

TOWNSHIP = (
    step("authority.register", authority="town", name="The township", registered_on="2020-01-02"),
    step(
        "supervision.assign",
        assignment="A-1",
        subject="site:S-2",
        role="township",
        authority="town",
        document="Order 1",
        valid_from="2026-01-01",
        assigned_on="2026-01-01",
    ),
)
SMALL = {"investment_fen": 40_000_000, "floor_area_m2": 280}


@pytest.mark.rule("G-02")
def test_works_without_a_permit(county: Scenario, profiled: Make, started: Make) -> None:
    """A tower that nobody permitted is refused; that it began can be recorded as it happened."""
    found = given(county.ledger, profiled()).on("2026-04-15").when(started(permit=None))

    found.refuses("G-02", code="works.no_permit")
    found.as_it_happened("Found on a round").records_defect("G-02")


@pytest.mark.rule("G-02")
def test_works_of_which_nothing_is_known(county: Scenario, started: Make) -> None:
    """Works whose size nobody knows are not taken for small ones."""
    county.on("2026-04-15").when(started(permit=None)).refuses("G-02", code="works.no_permit")


@pytest.mark.rule("G-02")
def test_a_permit_that_was_only_asked_for(county: Scenario, applied: Make, issued: Make, started: Make) -> None:
    """An application is no permit; once it is issued works may begin."""
    county = given(county.ledger, applied())

    county.on("2026-01-15").when(started(started_on="2026-01-15")).refuses("G-02", code="works.permit_not_issued")
    given(county.ledger, issued()).on("2026-01-15").when(started(started_on="2026-01-15")).quietly()


@pytest.mark.rule("G-02", "G-03")
@pytest.mark.parametrize(
    ("size", "small"),
    [
        ({"floor_area_m2": 299}, True),
        ({"floor_area_m2": 300}, True),
        ({"floor_area_m2": 301}, False),
        ({"investment_fen": 29_999_999}, True),
        ({"investment_fen": 30_000_000}, True),
        ({"investment_fen": 30_000_001}, False),
    ],
)
def test_the_limit_of_small_works(
    county: Scenario, profiled: Make, started: Make, size: dict[str, int], small: bool
) -> None:
    """Up to 300 square metres, or 300,000 yuan, no permit is needed."""
    works = profiled(**{"floor_area_m2": 5_000, "investment_fen": 900_000_000, **size})
    attempt = given(county.ledger, TOWNSHIP, works).on("2026-04-15").when(started(permit=None))

    if small:
        attempt.quietly()
    else:
        attempt.refuses("G-02", code="works.no_permit")


@pytest.mark.rule("G-03")
def test_small_works_are_supervised_all_the_same(county: Scenario, profiled: Make, started: Make) -> None:
    """Whoever needs no permit still has somebody of the township or the grid."""
    attempt = given(county.ledger, profiled(**SMALL)).on("2026-04-15").when(started(permit=None))

    attempt.warns("G-03", code="works.small_left_alone")


@pytest.mark.rule("G-03")
@pytest.mark.parametrize(("area", "needless"), [(300, True), (301, False)])
def test_a_permit_that_nobody_needs(county: Scenario, profiled: Make, applied: Make, area: int, needless: bool) -> None:
    """A builder of small works is told that it needs no permit; the application is recorded."""
    attempt = given(county.ledger, profiled(floor_area_m2=area)).on("2026-01-09").when(applied())

    if needless:
        attempt.warns("G-03", code="works_permit.not_needed")
    else:
        attempt.quietly()


@pytest.mark.rule("G-20")
@pytest.mark.parametrize(
    ("works", "rule"),
    [
        ({"works": "relief"}, "G-20"),
        ({"works": "rural_self_build", "storeys": 1}, "G-20"),
        ({"works": "rural_self_build", "storeys": 2}, "G-20"),
        ({"works": "rural_self_build", "storeys": 3}, "G-02"),
        ({"works": "rural_self_build", "storeys": None}, "G-02"),
        ({"works": "building", "storeys": 2}, "G-02"),
    ],
)
def test_what_the_decree_leaves_out(
    county: Scenario, profiled: Make, started: Make, works: dict[str, Any], rule: str
) -> None:
    """Relief works and a farmer's own house of up to two storeys are the township's; a higher one needs its permit."""
    attempt = given(county.ledger, profiled(**works)).on("2026-04-15").when(started(permit=None))

    if rule == "G-20":
        attempt.warns("G-20", code="works.left_alone")
    else:
        attempt.refuses(rule)


@pytest.mark.rule("G-20")
def test_a_farmers_house_that_the_township_has(county: Scenario, profiled: Make, started: Make) -> None:
    """Once the township has the site nothing is objected to."""
    house = profiled(works="rural_self_build", storeys=2)

    given(county.ledger, TOWNSHIP, house).on("2026-04-15").when(started(permit=None)).quietly()


@pytest.mark.rule("G-20", "G-05")
@pytest.mark.parametrize(("works", "asked"), [("relief", False), ("building", True)])
def test_no_measures_are_asked_for_outside_the_decree(
    county: Scenario, profiled: Make, applied: Make, issued: Make, works: str, asked: bool
) -> None:
    """G-05 is a rule of the decree: it asks nothing of relief works."""
    county = given(county.ledger, profiled(works=works))
    attempt = county.on("2026-01-09").when(applied(measures_shown=False))

    if asked:
        attempt.warns("G-05")
    else:
        attempt.quietly()
        county.on("2026-01-15").when(issued(measures_reviewed=False)).quietly()


@pytest.mark.rule("G-19")
@pytest.mark.parametrize(("day", "counts"), [("2027-11-19", True), ("2027-11-20", False)])
def test_a_licence_that_ended_before_the_start(
    county: Scenario, applied: Make, issued: Make, started: Make, day: str, counts: bool
) -> None:
    """The licence of the contractor has to count on the day of the start as well."""
    permit = [applied(applied_on="2027-11-10"), issued(issued_on="2027-11-11")]
    attempt = given(county.ledger, permit).on(day).when(started(started_on=day))

    if counts:
        attempt.quietly()
    else:
        attempt.refuses("G-19", code="works.contractor_unlicensed")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"permit": "P-9"}, "works_permit.unknown"),
        ({"site": "S-1"}, "works_permit.of_another_site"),
    ],
)
def test_a_start_by_names_that_do_not_fit(
    county: Scenario, applied: Make, issued: Make, started: Make, change: dict[str, str], code: str
) -> None:
    """Site, authority and permit are on record, and the permit is that of the site."""
    day = {"started_on": "2026-01-20"}

    attempt = given(county.ledger, applied(), issued()).on("2026-01-20").when(started(**day, **change))

    attempt.refuses("REF", code=code)
