"""F-19: a plan for plant, stores and stock is filed with four departments before a closing is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import Attempt, Scenario, Step, given, step
from regledger_hazardous_chemicals.closing import SiteClosing

pytestmark = pytest.mark.rule("F-19")

ALL = ["emergency", "industry", "ecology", "police"]
PLAN = step(
    "closing_plan.file",
    site="S-2",
    authority="emb",
    event="close",
    disposal="Tanks emptied and cleaned by the supplier",
    recipients=ALL,
    filed_on="2026-03-02",
)
CHECKED = step("closing.check", site="S-2", authority="emb", disposed=True, checked_on="2026-04-10")
GOVERNMENT = step(
    "authority.register",
    authority="gov",
    name="County government",
    level="county",
    form="government",
    registered_on="2020-01-02",
)
SHUT: dict[str, Any] = {
    "enterprise": "E-1",
    "site": "S-2",
    "authority": "emb",
    "way": "closure",
    "ground": "unfit_after_stop",
    "decided_by": "gov",
    "decision": "县政关〔2026〕1号",
    "decided_on": "2026-03-05",
    "basis": ["site:S-2"],
    "shut_on": "2026-03-06",
}
CASE = (FILED.but(site="S-2"), NOTIFIED, DECIDED, SERVED, PAID)


def owed(county: Scenario, on: date) -> list[str]:
    """What comes next on the closing of S-2."""
    return [one.command for one in next_steps(county.ledger, "site_closing:S-2", on=on).steps]


@pytest.mark.parametrize("left_out", ["", *ALL])
def test_four_departments(county: Scenario, left_out: str) -> None:
    """F-19: each of the four is missed by name; the plan is recorded as filed with the others."""
    attempt = county.on("2026-03-02").when(PLAN.but(recipients=[one for one in ALL if one != left_out]))

    if left_out:
        attempt.warns("F-19", code="closing_plan.recipient_missing").says(left_out)
    else:
        attempt.then("closing_plan.filed").quietly()


def test_filed_one_after_the_other(county: Scenario) -> None:
    """F-19: what was filed before counts on, until all is disposed of; another closing begins anew."""
    county.on("2026-03-02").when(PLAN.but(recipients=ALL[:2])).is_recorded()
    assert owed(county, date(2026, 3, 3)) == ["closing_plan.file", "closing.check"]

    county.on("2026-03-04").when(PLAN.but(recipients=ALL[2:], filed_on="2026-03-04")).quietly()
    assert owed(county, date(2026, 3, 5)) == ["closing.check"]

    given(county.ledger, CHECKED)
    assert owed(county, date(2026, 4, 11)) == []

    again = PLAN.but(recipients=ALL[:1], filed_on="2026-05-04")
    county.on("2026-05-04").when(again).warns("F-19", code="closing_plan.recipient_missing")
    state = county.state("site_closing:S-2")
    assert isinstance(state, SiteClosing)
    assert state.recipients == ("emergency",)


@pytest.mark.parametrize("disposed", [True, False])
def test_what_was_disposed_of(county: Scenario, disposed: bool) -> None:
    """F-19: what was not disposed of is noted, recorded, and looked at again."""
    attempt = given(county.ledger, PLAN).on("2026-04-10").when(CHECKED.but(disposed=disposed))

    if disposed:
        attempt.then("closing.checked").quietly()
    else:
        attempt.warns("F-19", code="closing.not_disposed")
        assert owed(county, date(2026, 4, 11)) == ["closing.check"]


def test_a_site_that_was_looked_at_without_a_plan(county: Scenario) -> None:
    """F-19: also where no plan is filed a closing can be looked at; then one is owed."""
    county.on("2026-04-10").when(CHECKED.but(disposed=False)).warns("F-19", code="closing.not_disposed")

    assert owed(county, date(2026, 4, 11)) == ["closing_plan.file", "closing.check"]


@pytest.mark.parametrize("history", [(), (PLAN,)])
def test_a_plant_that_is_shut_down(county: Scenario, history: tuple[Step, ...]) -> None:
    """F-19: a closure goes ahead; that its plan is not filed is told with it."""
    county = given(county.ledger, GOVERNMENT, *history)

    attempt = county.on("2026-03-06").when("enterprise.shut_down", **SHUT)

    if history:
        attempt.quietly()
    else:
        attempt.warns("F-19", code="closing_plan.none_at_closure").says("police")


@pytest.mark.parametrize(
    ("shut", "plan", "lawful"),
    [(False, (), True), (True, (), False), (True, ALL[:3], False), (True, ALL, True)],
)
def test_a_case_about_a_plant_that_was_shut_down(county: Scenario, shut: bool, plan: list[str], lawful: bool) -> None:
    """F-19: it is not concluded while the plan lacks one of the four; a case about a plant that goes on is."""
    county = given(county.ledger, GOVERNMENT)
    if shut:
        county.on("2026-03-06").when("enterprise.shut_down", **SHUT).is_recorded()
    if plan:
        county.on("2026-03-07").when(PLAN.but(recipients=plan, filed_on="2026-03-07")).is_recorded()
    county = given(county.ledger, *CASE)

    attempt = county.on("2026-04-20").when("case.conclude", case="C-1", concluded_on="2026-04-20")

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-19", code="closing_plan.case_open").says("police")


def test_a_case_about_another_site(county: Scenario) -> None:
    """F-19: that one site was shut down holds up no case about another."""
    other = step(
        "site.register",
        site="S-3",
        enterprise="E-1",
        name="Store",
        address="3 River Road",
        authority="emb",
        sector="hazardous_chemicals",
        registered_on="2020-01-02",
    )
    county = given(county.ledger, GOVERNMENT, other)
    county.on("2026-03-06").when("enterprise.shut_down", **SHUT).is_recorded()
    county = given(county.ledger, CASE[0].but(site="S-3"), *CASE[1:])

    county.on("2026-04-20").when("case.conclude", case="C-1", concluded_on="2026-04-20").is_recorded()


@pytest.mark.parametrize("one", [PLAN, CHECKED])
def test_what_it_names(county: Scenario, one: Step) -> None:
    """Site and authority are on record."""
    county.on("2026-04-10").when(one.but(site="S-9")).refuses("REF", code="site.unknown")
    county.when(one.but(authority="nobody")).refuses("REF", code="authority.unknown")


@pytest.mark.parametrize(
    ("offence", "yuan", "refusal", "lawful"),
    [
        ("F-19.not_disposed", 49_999, False, False),
        ("F-19.not_disposed", 50_000, False, True),
        ("F-19.not_disposed", 100_000, False, True),
        ("F-19.not_disposed", 100_001, False, False),
        ("F-19.not_filed", 10_000, False, True),
        ("F-19.not_filed", 10_001, False, False),
        ("F-19.not_filed", 9_999, True, False),
        ("F-19.not_filed", 10_000, True, True),
        ("F-19.not_filed", 50_000, True, True),
        ("F-19.not_filed", 50_001, True, False),
    ],
)
def test_the_fine(
    county: Scenario, fined: Callable[..., Attempt], offence: str, yuan: int, refusal: bool, lawful: bool
) -> None:
    """F-19: 50,000 to 100,000 for what is not disposed of; up to 10,000 for no filing, 10,000 to 50,000 where refused (Art 82)."""
    attempt = fined(county, offence, yuan, refusal=refusal)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-19")
