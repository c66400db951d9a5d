"""G-01, G-05, G-19: permits issued, extended and lapsed (建筑法 Arts 7–9; 393 Arts 10, 42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step

EXTENDED = step(
    "works_permit.extend",
    permit="P-1",
    reason="Archaeology",
    until="2026-07-15",
    requested_on="2026-04-15",
    extended_on="2026-04-15",
)
AGAIN = EXTENDED.but(until="2026-10-15", requested_on="2026-07-15", extended_on="2026-07-15")

Make = Callable[..., Step]


@pytest.mark.rule("G-01", "G-05", "G-19")
def test_a_permit_for_what_meets_every_condition(county: Scenario, applied: Make, issued: Make) -> None:
    """Applied for, then issued under all conditions of Art 8 to a licensed contractor: nothing is objected to."""
    given(county.ledger, applied()).on("2026-01-15").when(issued()).quietly()


@pytest.mark.rule("G-01")
@pytest.mark.parametrize("left_out", ["land", "contractor", "funds_and_drawings", "measures", "planning"])
def test_a_condition_that_nothing_says_is_met(county: Scenario, applied: Make, issued: Make, left_out: str) -> None:
    """Each condition of Art 8 is asked for; what it is not said of is named."""
    met = [one for one in issued().body["conditions_met"] if one != left_out]

    attempt = given(county.ledger, applied()).on("2026-01-15").when(issued(conditions_met=met))

    attempt.refuses("G-01", code="works_permit.condition_missing").says(left_out)


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(("day", "late"), [("2026-01-15", False), ("2026-01-16", False), ("2026-01-17", True)])
def test_the_seven_days_to_issue_it(county: Scenario, applied: Make, issued: Make, day: str, late: bool) -> None:
    """Applied for on 2026-01-09: issued by 2026-01-16; later is noted, for it is owed still."""
    attempt = given(county.ledger, applied()).on(day).when(issued(issued_on=day))

    if late:
        attempt.warns("G-01", code="works_permit.issued_late").says("2026-01-16")
    else:
        attempt.quietly()


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(("day", "lapsed"), [("2026-04-14", False), ("2026-04-15", False), ("2026-04-16", True)])
def test_the_three_months_to_start(
    county: Scenario, applied: Make, issued: Make, started: Make, day: str, lapsed: bool
) -> None:
    """A permit of 2026-01-15 lapses by itself after 2026-04-15."""
    attempt = given(county.ledger, applied(), issued()).on(day).when(started(started_on=day))

    if lapsed:
        attempt.refuses("G-01", code="works.permit_lapsed").says("2026-04-15")
    else:
        attempt.quietly()


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(("until", "refused"), [("2026-07-14", False), ("2026-07-15", False), ("2026-07-16", True)])
def test_how_long_one_extension_is(county: Scenario, applied: Make, issued: Make, until: str, refused: bool) -> None:
    """Three months at most from the last day before it."""
    attempt = given(county.ledger, applied(), issued()).on("2026-04-15").when(EXTENDED.but(until=until))

    if refused:
        attempt.refuses("G-01", code="works_permit.extended_too_long")
    else:
        attempt.quietly()


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(("asked", "lapsed"), [("2026-04-15", False), ("2026-04-16", True)])
def test_an_extension_asked_for_too_late(
    county: Scenario, applied: Make, issued: Make, asked: str, lapsed: bool
) -> None:
    """Whoever neither starts nor asks by the last day has a permit no more."""
    attempt = given(county.ledger, applied(), issued()).on(asked)
    attempt_made = attempt.when(EXTENDED.but(requested_on=asked, extended_on=asked))

    if lapsed:
        attempt_made.refuses("G-01", code="works_permit.lapsed")
    else:
        attempt_made.quietly()


@pytest.mark.rule("G-01")
def test_a_third_extension(county: Scenario, applied: Make, issued: Make) -> None:
    """Two extensions are granted, a third is not: nine months at most."""
    twice = given(county.ledger, applied(), issued(), EXTENDED, AGAIN).on("2026-10-15")

    third = EXTENDED.but(until="2027-01-15", requested_on="2026-10-15", extended_on="2026-10-15")

    twice.when(third).refuses("G-01", code="works_permit.extended_too_often")


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(("day", "lapsed"), [("2026-10-15", False), ("2026-10-16", True)])
def test_a_start_after_two_extensions(
    county: Scenario, applied: Make, issued: Make, started: Make, day: str, lapsed: bool
) -> None:
    """Twice extended, it lapses nine months after its issue."""
    attempt = given(county.ledger, applied(), issued(), EXTENDED, AGAIN).on(day).when(started(started_on=day))

    if lapsed:
        attempt.refuses("G-01", code="works.permit_lapsed")
    else:
        attempt.quietly()


@pytest.mark.rule("G-01")
def test_what_is_next_on_a_permit(county: Scenario, applied: Make, issued: Make) -> None:
    """First the issue within seven days, then the start within three months; `lapsed` follows from the day."""
    before = given(county.ledger, applied())
    [first] = [one for one in next_steps(before.ledger, "works_permit:P-1").steps if one.rule == "G-01"]
    after = given(county.ledger, issued()).on("2026-04-16")
    [second] = [one for one in next_steps(after.ledger, "works_permit:P-1").steps if one.rule == "G-01"]

    assert (first.command, first.due) == ("works_permit.issue", date(2026, 1, 16))
    assert (second.command, second.due) == ("works.start", date(2026, 4, 15))


@pytest.mark.rule("G-05")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measures_reviewed": False}, "works_permit.measures_not_reviewed"),
        ({"review_fee_fen": 1}, "works_permit.review_charged"),
    ],
)
def test_the_review_of_safety_measures(
    county: Scenario, applied: Make, issued: Make, changes: dict[str, object], code: str
) -> None:
    """No permit without a look at the measures for safe works, and not a fen for it."""
    given(county.ledger, applied()).on("2026-01-15").when(issued(**changes)).refuses("G-05", code=code)


@pytest.mark.rule("G-05")
def test_an_application_without_the_measures(county: Scenario, applied: Make) -> None:
    """The builder hands in the papers on safety measures with the application."""
    attempt = county.on("2026-01-09").when(applied(measures_shown=False))

    attempt.warns("G-05", code="works_permit.no_measures_shown")


@pytest.mark.rule("G-19")
def test_a_contractor_without_a_licence(unlicensed: Scenario, applied: Make, issued: Make) -> None:
    """No permit goes to a contractor without a construction safety licence."""
    attempt = given(unlicensed.ledger, applied()).on("2026-01-15").when(issued())

    attempt.refuses("G-19", code="works_permit.contractor_unlicensed")


@pytest.mark.rule("G-19")
@pytest.mark.parametrize(("day", "counts"), [("2027-11-19", True), ("2027-11-20", False)])
def test_the_last_day_of_the_licence(county: Scenario, applied: Make, issued: Make, day: str, counts: bool) -> None:
    """On its last valid day a licence counts, on the next one works under the permit do not begin."""
    attempt = given(county.ledger, applied(applied_on="2027-11-15")).on(day).when(issued(issued_on=day))

    if counts:
        attempt.quietly()
    else:
        attempt.refuses("G-19")


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("issued", "works_permit.issued_already"),
        ("applied", "works_permit.taken"),
        ("started", "works.started_already"),
    ],
)
def test_what_happens_once(
    county: Scenario, applied: Make, issued: Make, started: Make, second: str, code: str
) -> None:
    """A permit is applied for, issued and started under once."""
    made = {"issued": issued(), "applied": applied(), "started": started(started_on="2026-01-20")}

    attempt = given(county.ledger, applied(), issued(), made["started"]).on("2026-01-20").when(made[second])

    attempt.refuses("REF" if second == "applied" else "SEQ", code=code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_an_application_of_strangers(county: Scenario, applied: Make, change: dict[str, str], code: str) -> None:
    """Builder, site and authority are on record."""
    county.on("2026-01-09").when(applied(**change)).refuses("REF", code=code)


def test_what_is_not_extended(county: Scenario, applied: Make, issued: Make, started: Make) -> None:
    """Only the time to start of an issued permit is extended, while works have not begun."""
    waiting = given(county.ledger, applied()).on("2026-01-10")
    early = EXTENDED.but(requested_on="2026-01-10", extended_on="2026-01-10")
    waiting.when(early).refuses("SEQ", code="works_permit.not_issued")
    begun = given(county.ledger, issued(), started(started_on="2026-01-20")).on("2026-01-21")

    attempt = begun.when(EXTENDED.but(requested_on="2026-01-21", extended_on="2026-01-21", until="2026-05-01"))

    attempt.refuses("SEQ", code="works_permit.not_extendable")


@pytest.mark.parametrize("what", [EXTENDED, step("works_permit.verify", permit="P-1", verified_on="2026-04-15")])
def test_a_permit_that_nobody_knows(county: Scenario, what: Step) -> None:
    """What goes on with a permit names one that is on record."""
    county.on("2026-04-15").when(what).refuses("REF", code="works_permit.unknown")
