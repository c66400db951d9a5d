"""What a sector changes in the common law for its licences of one kind, and for no other licence."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import Scenario, given, step

from .conftest import Drafted, Opened, exception, parameter, rule


def kind(code: str) -> str:
    """A kind of licence, as TOML."""
    return f"""
[[licence_kind]]
code = "{code}"
title = "Licence"
title_zh = "许可证"
article = "窑炉条例(2026) Art 3"
term_years = "D-05.term"
renewal_months = "D-05.lead"
"""


def bound(of: str, by: str, *kinds: str) -> str:
    """An exception that holds for licences of these kinds."""
    return exception(of, by) + f"licence_kinds = {list(kinds)}\n"


OWN = (
    rule("K-04")
    + parameter("K-04.review", 10, "calendar day")
    + parameter("K-04.breach", 10, "working day")
    + kind("firing")
    + kind("glazing")
)
FIRING = OWN + bound("D-04.review", "K-04.review", "firing") + bound("D-04.breach", "K-04.breach", "firing")
"""A licence to fire is decided on within ten days."""


def applied(scenario: Scenario, licence: str, code: str, site: str = "S-2") -> Scenario:
    """The county after a licence of that kind was applied for on Mon 2026-03-02, and accepted."""
    who = {"enterprise": "E-1", "site": site, "authority": "emb", "kind": code}
    return given(
        scenario.ledger,
        step("licence.apply", licence=licence, **who, applied_on="2026-03-02"),
        step("licence.accept", licence=licence, accepted_on="2026-03-02"),
    )


def granted(licence: str, day: str) -> dict[str, object]:
    """The grant of a licence on that day."""
    return {
        "licence": licence,
        "number": f"No. {licence}",
        "checkers": ["li", "wang"],
        "decided_on": day,
        "valid_from": day,
    }


def due(scenario: Scenario, licence: str) -> date | None:
    """The day by which `next` asks for the grant."""
    found = next_steps(scenario.ledger, f"licence:{licence}", on=date(2026, 3, 3))
    return next(one.due for one in found.steps if one.command == "licence.issue")


def test_the_number_of_the_sector_counts_for_licences_of_the_kind(drafted: Drafted, opened: Opened) -> None:
    """Ten working days after Mon 2026-03-02 is Mon 03-16: a grant on that day is in time, on the next it is late."""
    scenario = applied(opened(drafted(kiln=FIRING)), "L-1", "firing")
    scenario = applied(scenario, "L-2", "firing")

    scenario.on("2026-03-16").when("licence.issue", **granted("L-1", "2026-03-16")).quietly()
    late = scenario.on("2026-03-17").when("licence.issue", **granted("L-2", "2026-03-17"))

    late.warns("D-04", code="licence.granted_late").says("2026-03-16")


@pytest.mark.parametrize(("code", "site"), [("glazing", "S-2"), ("firing", "S-1")])
def test_the_common_number_counts_for_other_licences(drafted: Drafted, opened: Opened, code: str, site: str) -> None:
    """A licence of another kind, or for a site of another sector, has the common period."""
    scenario = applied(opened(drafted(kiln=FIRING)), "L-1", code, site)

    scenario.on("2026-03-17").when("licence.issue", **granted("L-1", "2026-03-17")).quietly()


def test_what_is_shown_of_a_licence_follows_its_kind(drafted: Drafted, opened: Opened) -> None:
    """`next` gives the last day of the sector's own period for a licence of the kind, and the common one for another."""
    scenario = applied(opened(drafted(kiln=FIRING)), "L-1", "firing")
    scenario = applied(scenario, "L-2", "glazing")

    assert (due(scenario, "L-1"), due(scenario, "L-2")) == (date(2026, 3, 12), date(2026, 4, 16))


def test_each_kind_may_have_its_own_number(drafted: Drafted, opened: Opened) -> None:
    """One parameter is excepted for one kind by one number, and for another by another."""
    both = OWN + parameter("K-04.glaze", 20, "calendar day")
    both += bound("D-04.review", "K-04.review", "firing") + bound("D-04.review", "K-04.glaze", "glazing")
    scenario = applied(opened(drafted(kiln=both)), "L-1", "firing")
    scenario = applied(scenario, "L-2", "glazing")

    assert (due(scenario, "L-1"), due(scenario, "L-2")) == (date(2026, 3, 12), date(2026, 3, 22))


APPLYING = """
@hookimpl
def regledger_texts():
    return {"kiln.days": {"found": "{days} days", "asks": "", "remedy": ""}}

@hookimpl
def regledger_objections(act, judge):
    if act.name == "licence.apply":
        yield from judge.note("K-04", "kiln.days", False, days=judge.whole("D-04.review"))
"""


@pytest.mark.parametrize(("code", "days"), [("firing", "10 days"), ("glazing", "45 days")])
def test_an_application_is_judged_by_the_law_of_its_kind(
    drafted: Drafted, opened: Opened, code: str, days: str
) -> None:
    """The licence is not on record yet when it is applied for; the application names its kind."""
    scenario = opened(drafted(APPLYING, kiln=FIRING)).on("2026-03-02")
    who = {"enterprise": "E-1", "site": "S-2", "authority": "emb", "kind": code}

    scenario.when("licence.apply", licence="L-1", **who, applied_on="2026-03-02").warns("K-04").says(days)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (bound("D-04.review", "K-04.review", "brewing"), "no kind of licence brewing"),
        (bound("D-04.review", "K-04.review", "firing") * 2, "twice"),
        (bound("D-04.review", "K-04.review", "firing") + exception("D-04.review", "K-04.review"), "twice"),
    ],
)
def test_an_exception_for_a_kind_that_cannot_be_made(drafted: Drafted, tables: str, said: str) -> None:
    """A sector that excepts for a kind of licence that is not its own, or for one twice, is left out and told why."""
    [broken] = drafted(kiln=OWN + tables).sectors.broken

    assert said in broken.found
