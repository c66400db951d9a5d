"""Filing a penalty case: A-04, A-29, and what it may name."""

from __future__ import annotations

import pytest
from regledger.ledger import Ledger
from regledger.records.case import Case
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import COUNTY, Step, given

LATER = "2026-09-01"


def test_a_case_is_filed(ledger: Ledger) -> None:
    """A-04: filing founds the case, and its day starts the clock."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(FILED)

    attempt.then("case.opened").quietly()

    case = attempt.scenario.state("case:C-1")
    assert isinstance(case, Case)
    assert case.opened_on.isoformat() == "2026-03-02"


@pytest.mark.parametrize("step", [NOTIFIED, DECIDED, SERVED])
def test_no_step_without_a_filed_case(ledger: Ledger, step: Step) -> None:
    """A-04: notice, decision and service are refused where no case is filed."""
    given(ledger, COUNTY).on(LATER).when(step).refuses("A-04", code="case.not_filed")


def test_no_step_before_the_filing(ledger: Ledger) -> None:
    """A-04: a notice dated before the filing is refused, on its day it is not."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)

    scenario.when(NOTIFIED.but(served_on="2026-03-01")).refuses("A-04")
    scenario.when(NOTIFIED.but(served_on="2026-03-02")).is_recorded()


@pytest.mark.parametrize(("discovered", "barred"), [("2026-03-10", False), ("2026-03-11", True)])
def test_an_act_is_barred_after_two_years(ledger: Ledger, discovered: str, barred: bool) -> None:
    """A-29: an act that ended on 2024-03-10 can be discovered until 2026-03-10."""
    filed = FILED.but(act_on="2024-03-10", discovered_on=discovered, opened_on="2026-03-12")

    attempt = given(ledger, COUNTY).on(LATER).when(filed)

    if barred:
        attempt.refuses("A-29", code="case.time_barred").says("2 years", "2026-03-10")
    else:
        attempt.then("case.opened").quietly()


@pytest.mark.parametrize(("discovered", "barred"), [("2026-07-20", False), ("2026-07-21", True)])
def test_harm_to_life_makes_it_five_years(ledger: Ledger, discovered: str, barred: bool) -> None:
    """A-29: where life or health was harmed an act of 2021-07-20 can be discovered until 2026-07-20."""
    filed = FILED.but(act_on="2021-07-20", discovered_on=discovered, opened_on="2026-07-22", harms_life=True)

    attempt = given(ledger, COUNTY).on(LATER).when(filed)

    if barred:
        attempt.refuses("A-29", code="case.time_barred").says("5 years")
    else:
        attempt.then("case.opened").quietly()


def test_without_harm_the_longer_period_does_not_count(ledger: Ledger) -> None:
    """A-29: the same act without harm is barred after two years."""
    filed = FILED.but(act_on="2021-07-20", discovered_on="2026-07-20", opened_on="2026-07-22", harms_life=False)

    given(ledger, COUNTY).on(LATER).when(filed).refuses("A-29")


def test_an_older_act_is_judged_by_the_law_of_its_day(ledger: Ledger) -> None:
    """A-29, A-36: before 2021-07-15 the law knew only two years; that text is from memory, so the rule warns."""
    filed = FILED.but(act_on="2021-07-14", discovered_on="2026-03-02", harms_life=True)

    given(ledger, COUNTY).on(LATER).when(filed).warns("A-29", code="case.time_barred").says("2 years")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "none"}, "authority.unknown"),
        ({"inspections": ["I-9"]}, "case.evidence_unknown"),
        ({"hazards": ["H-9"]}, "case.evidence_unknown"),
    ],
)
def test_a_case_names_what_is_on_record(ledger: Ledger, changes: dict[str, object], code: str) -> None:
    """REF: enterprise, site, authority, inspections and hazards are on record."""
    given(ledger, COUNTY).on(LATER).when(FILED.but(**changes)).refuses("REF", code=code)


def test_an_id_is_used_once(ledger: Ledger) -> None:
    """REF: a case is not filed twice under one id, though the second filing is dated earlier."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)

    scenario.when(FILED).refuses("REF", code="case.taken")
    scenario.when(FILED.but(opened_on="2026-02-27")).refuses("REF", code="case.taken")


@pytest.mark.parametrize("field", ["act_on", "discovered_on"])
def test_a_case_is_filed_after_the_act_and_its_discovery(ledger: Ledger, field: str) -> None:
    """SEQ: on the same day it can be filed, a day earlier it cannot."""
    scenario = given(ledger, COUNTY).on(LATER)

    scenario.when(FILED.but(**{field: "2026-03-03"})).refuses("SEQ", code="case.filed_too_early")
    scenario.when(FILED.but(**{field: "2026-03-02"})).is_recorded()
