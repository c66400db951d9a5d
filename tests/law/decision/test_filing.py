"""Filing: by whom, within which time of the act, and how soon (A-03, A-04, A-29, A-64)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
THEIRS = FILED.but(case="C-2", authority="fire", opened_on="2026-03-03")
PLACED = (
    step("region.enter", region="430922", name="County", authority="emb", entered_on="2020-01-03"),
    step("region.enter", region="430923", name="Next county", authority="emb", entered_on="2020-01-03"),
    step("region.enter", region="430900", name="City", authority="emb", entered_on="2020-01-03"),
    step("site.locate", site="S-1", region="430922", authority="emb", located_on="2020-01-03"),
)


def seated(region: str) -> object:
    """The authority is of that region."""
    return step("authority.locate", located="emb", region=region, authority="emb", located_on="2020-01-03")


@pytest.mark.rule("A-03")
@pytest.mark.parametrize("region", ["430922", "430900"])
def test_the_authority_of_the_place_files(given: Scenarios, region: str) -> None:
    """That of the county, or of its city; the one of the next county is refused."""
    given(*PLACED, seated(region)).on("2026-03-02").when(FILED).quietly()
    given(*PLACED, seated("430923")).on("2026-03-02").when(FILED).refuses("A-03", code="case.outside_territory")


@pytest.mark.rule("A-03")
def test_the_first_that_filed_goes_on(given: Scenarios) -> None:
    """The second is warned when it files, and refused when it serves its notice; the first goes on."""
    scenario = given(FIRE, FILED).on("2026-03-09")

    scenario.when(THEIRS).warns("A-03", code="case.filed_by_another")
    scenario.when(NOTIFIED.but(case="C-2")).refuses("A-03", code="case.another_filed_first")
    scenario.when(NOTIFIED).quietly()


@pytest.mark.rule("A-03")
def test_the_superior_designates_the_other(given: Scenarios) -> None:
    """From then on the second goes on, and the first is refused; a designation names superior and document."""
    scenario = given(FIRE, FILED, THEIRS).on("2026-03-09")
    designation = step(
        "case.designate", case="C-2", superior="County government", document="No. 7", designated_on="2026-03-05"
    )

    scenario.when(designation.but(document=" ")).refuses("A-03", code="case.designation_undocumented")
    scenario.when(designation).quietly()
    scenario.when(NOTIFIED.but(case="C-2")).quietly()
    scenario.when(NOTIFIED).refuses("A-03", code="case.another_filed_first")


@pytest.mark.rule("A-04")
def test_a_notice_follows_a_filing(given: Scenarios) -> None:
    """Without a case it is refused, with one it is recorded."""
    given().on("2026-03-09").when(NOTIFIED).refuses("A-04", code="case.not_filed")
    given(FILED).on("2026-03-09").when(NOTIFIED).quietly()


@pytest.mark.rule("A-29")
@pytest.mark.parametrize(
    ("harms", "last", "after"), [(False, "2026-03-01", "2026-03-02"), (True, "2029-03-01", "2029-03-02")]
)
def test_an_act_is_punished_within_two_years_or_five(given: Scenarios, harms: bool, last: str, after: str) -> None:
    """Found on the last day it is filed, a day later not; five years where life was harmed."""
    act = FILED.but(act_on="2024-03-01", harms_life=harms)

    scenario = given().on(after)
    late = act.but(discovered_on=after, opened_on=after)
    scenario.when(late).refuses("A-29", code="case.time_barred")
    scenario.when(act.but(discovered_on=last, opened_on=after)).is_recorded()


@pytest.mark.rule("A-64")
def test_trap_15_the_measure_of_2015_is_dead_since_february_2026(given: Scenarios) -> None:
    """TRAP-15: filed seven working days after the discovery it warns in January 2026, and in February nothing is asked."""
    january = FILED.but(act_on="2026-01-05", discovered_on="2026-01-06", opened_on="2026-01-15")
    february = FILED.but(act_on="2026-01-20", discovered_on="2026-01-21", opened_on="2026-02-03")

    given().on("2026-01-15").when(january).warns("A-64", code="case.filed_late")
    given().on("2026-01-15").when(january.but(opened_on="2026-01-13")).quietly()
    given().on("2026-02-03").when(february).quietly()


@pytest.mark.rule("A-64")
def test_an_ordinary_case_of_then_is_decided_within_thirty_days(given: Scenarios) -> None:
    """Filed on 2025-06-03 the last day was 2025-07-03, and the day after it warns; a ground for the extension answers it."""
    filed = FILED.but(act_on="2025-06-02", discovered_on="2025-06-02", opened_on="2025-06-03")
    notice = NOTIFIED.but(served_on="2025-06-09", fine_fen=4_000_000)
    decision = DECIDED.but(fine_fen=4_000_000, number="(湘)应急罚〔2025〕3号")

    for on, ground, late in (("2025-07-03", "", False), ("2025-07-04", "", True), ("2025-07-04", "Extended", False)):
        attempt = given(filed, notice).on(on).when(decision.but(decided_on=on, late_ground=ground))
        attempt.warns("A-64", code="case.decided_late_by_measure") if late else attempt.quietly()


@pytest.mark.rule("A-64")
def test_a_large_penalty_of_then_is_filed_with_the_city(given: Scenarios) -> None:
    """Decided on 2025-06-17 it is owed until 2025-06-27, and a day later it warns; a smaller one is not owed."""
    filed = FILED.but(act_on="2025-06-02", discovered_on="2025-06-02", opened_on="2025-06-03")
    decision = DECIDED.but(number="(湘)应急罚〔2025〕3号", decided_on="2025-06-17")
    history = (filed, NOTIFIED.but(served_on="2025-06-09"), decision)
    report = step("case.report", case="C-1", superior="City bureau", reported_on="2025-06-27")

    scenario = given(*history, SERVED.but(served_on="2025-06-18")).on("2025-06-28")
    owed = {one.command: one.due for one in next_steps(scenario.ledger, "case:C-1").steps}
    assert owed["case.report"] == date(2025, 6, 27)
    scenario.when(report.but(reported_on="2025-06-28")).warns("A-64", code="case.report_due")
    small = (filed, NOTIFIED.but(served_on="2025-06-09", fine_fen=4_999_999), decision.but(fine_fen=4_999_999))
    steps = next_steps(given(*small).on("2025-06-18").ledger, "case:C-1").steps
    assert "case.report" not in [one.command for one in steps]
    given(*history).on("2025-06-27").when(report).quietly()
