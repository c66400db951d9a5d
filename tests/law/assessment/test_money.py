"""Fines and confiscations are no indicator, in whatever form (A-46)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.assessment import CONCLUDED, FORMULA, INDICATORS, JUDGED, SETTLED, TARGET, WORKED
from regledger.testing.governance import GOVERNED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios


def _with(**changes: Any) -> Any:
    return FORMULA.but(indicators=[{**INDICATORS[0], **changes}, *INDICATORS[1:]])


@pytest.mark.rule("A-46")
@pytest.mark.parametrize(
    ("money", "work"),
    [
        ({"title": "年度罚款总额"}, {"title": "年度隐患总数"}),
        ({"title": "罚没收入完成率"}, {"title": "整改完成率"}),
        ({"indicator": "sum_of_fines"}, {"indicator": "sum_of_refined_plans"}),
        ({"title": "Confiscated goods", "indicator": "confiscat"}, {"title": "Inspected goods"}),
        ({"title": "Penalty sum"}, {"title": "Sum of visits"}),
        (
            {"where": [{"field": "answer", "value": "fine_fen 5000000"}]},
            {"where": [{"field": "answer", "value": "Closed"}]},
        ),
    ],
)
def test_no_indicator_counts_fines(given: Scenarios, money: dict[str, Any], work: dict[str, Any]) -> None:
    """By name, title or field of a fine it is refused; the same about work is not."""
    county = given(GOVERNED).on("2025-01-10")
    county.when(_with(**money)).refuses("A-46", code="assessment.counts_money")
    county.when(_with(**work)).is_recorded()


@pytest.mark.rule("A-46")
def test_no_indicator_counts_facts_of_money(given: Scenarios) -> None:
    """Decisions and payments of penalty cases carry sums; they are refused though their title is harmless."""
    county = given(GOVERNED).on("2025-01-10")
    county.when(_with(fact="case.decided")).refuses("A-46", "REF", code="assessment.counts_money")
    county.when(_with(fact="inspection.recorded")).is_recorded()


@pytest.mark.rule("A-46")
def test_no_veto_counts_fines(given: Scenarios) -> None:
    """A veto for too few fines is refused as an indicator is."""
    county = given(GOVERNED).on("2025-01-10")
    veto = {"veto": "v", "title": "罚款任务未完成", "fact": "inspection.recorded"}
    county.when(FORMULA.but(vetoes=[veto])).refuses("A-46", code="assessment.counts_money")
    county.when(FORMULA.but(vetoes=[{**veto, "title": "检查任务未完成"}])).is_recorded()


@pytest.mark.rule("A-46")
def test_nobody_judges_by_fines(given: Scenarios) -> None:
    """A judged item on the ground of fines collected is refused."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED).on("2026-01-12")
    county.when(CONCLUDED.but(judged=[{**JUDGED, "ground": "Collected 300,000 yuan in fines"}])).refuses(
        "A-46", code="assessment.counts_money"
    )
    county.when(CONCLUDED).quietly()


@pytest.mark.rule("A-46")
def test_no_reward_is_a_share_of_fines(given: Scenarios) -> None:
    """A bonus out of what was collected is refused; a commendation is not."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED, SETTLED).on("2026-02-10")
    reward = step(
        "assessment.follow",
        assessment="AS-1",
        kind="reward",
        what="通报表扬",
        document="县政发〔2026〕2号",
        followed_on="2026-02-10",
    )
    county.when(reward.but(what="按罚没收入的百分之五奖励")).refuses("A-46", code="assessment.counts_money")
    county.when(reward).quietly()


@pytest.mark.rule("A-46")
@pytest.mark.parametrize(
    "title", ["罚 款 完成率", "罚·没·收入", "罰款", "非税收入完成率", "办案收入", "FINES collected"]
)
def test_fines_in_disguise_are_fines(given: Scenarios, title: str) -> None:
    """Characters drawn apart, other script and other words for the same money are refused."""
    county = given(GOVERNED).on("2026-01-10")
    county.when(_with(title=title)).refuses("A-46", code="assessment.counts_money")


@pytest.mark.rule("A-46")
def test_a_reward_is_money_and_may_be(given: Scenarios) -> None:
    """A sum for a good result is given; a share of what was collected is not."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED, SETTLED).on("2026-03-01")
    reward = step(
        "assessment.follow",
        assessment="AS-1",
        kind="reward",
        what="奖金 5000 yuan",
        document="县政办发〔2026〕8号",
        followed_on="2026-03-01",
    )
    county.when(reward.but(what="5% of the fines")).refuses("A-46", code="assessment.counts_money")
    county.when(reward).quietly()


@pytest.mark.rule("I-21")
def test_a_formula_counts_by_fields_that_there_are(given: Scenarios) -> None:
    """A field that the fact lacks would never take a point off: it is refused, and so is one veto told twice."""
    county = given(GOVERNED).on("2026-01-10")
    veto = FORMULA.body["vetoes"][0]
    county.when(_with(unit_field="nobody")).refuses("REF", code="formula.field_unknown")
    county.when(_with(where=[{"field": "nothing", "value": "x"}])).refuses("REF", code="formula.field_unknown")
    county.when(FORMULA.but(vetoes=[{**veto, "unit_field": "nobody"}])).refuses("REF", code="formula.field_unknown")
    county.when(FORMULA.but(vetoes=[veto, veto])).refuses("REF", code="formula.indicator_twice")
    county.when(FORMULA).quietly()
