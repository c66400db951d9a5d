"""Responsibility assessment: computed from facts by a stated formula, objected to, settled (I-21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from regledger.history.assessing import NothingToAssess, assess
from regledger.log.facts import Fact
from regledger.records.assessment.countable import Done
from regledger.records.assessment.facts import Indicator
from regledger.records.assessment.scoring import EVER, scored
from regledger.testing.assessment import CONCLUDED, FORMULA, INDICATORS, JUDGED, SETTLED, TARGET, WORKED
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

OBJECTED = step("assessment.object", assessment="AS-1", grounds="MT-2 was in time", objected_on="2026-01-20")
ANSWERED = step(
    "assessment.answer_objection", assessment="AS-1", result="rejected", reasons="It was not", answered_on="2026-02-02"
)


def _result(scenario: Scenario) -> Any:
    state: Any = scenario.state("assessment:AS-1")
    return state.result


def _to_the_result(given: Scenarios) -> Scenario:
    return given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED)


def test_points_follow_from_facts(given: Scenarios) -> None:
    """Half of the matters in time, one meeting of two, nothing escalated, and what was judged."""
    result = _result(_to_the_result(given))

    assert [one.points for one in result.scores] == [Decimal(20), Decimal(10), Decimal(20), Decimal(18)]
    assert [len(one.facts) for one in result.scores] == [1, 1, 0, 0]
    assert (result.points, result.grade) == (Decimal(68), "passed")


def test_anybody_gets_the_same_result(given: Scenarios) -> None:
    """Computed anew from the log it is the same, at the moment of the result and later, with every fact named."""
    county = _to_the_result(given)
    found = assess(county.ledger, "hcb", 2025)

    assert found.recorded is not None
    assert found.recorded.same
    assert (found.points, found.grade, found.complete) == (Decimal(68), "passed", True)
    assert [one.fact for one in found.items[0].of] == ["matter.assigned", "matter.assigned"]
    then = assess(county.ledger, "hcb", 2025, known_at=found.recorded.known_at)
    assert then.recorded is None
    assert not then.complete
    with pytest.raises(NothingToAssess):
        assess(county.ledger, "hcb", 2024)


def test_a_withdrawn_fact_changes_what_is_computed(given: Scenarios) -> None:
    """The result on record stays as it was; computed anew it differs, and that is said."""
    county = _to_the_result(given)
    held = next(fact.number for fact in county.ledger.facts() if fact.name == "meeting.held")
    county.on("2026-01-13").when(
        step("fact.withdraw", number=held, reason="Not held", authority="gov", withdrawn_on="2026-01-13")
    ).is_recorded()

    found = assess(county.ledger, "hcb", 2025)

    assert found.recorded is not None
    assert not found.recorded.same
    assert found.points == Decimal(58)


@pytest.mark.rule("I-21")
def test_what_is_done_twice_on_one_matter_makes_up_for_no_other(given: Scenarios) -> None:
    """One of two matters was answered, and then once more: that is half of them still."""
    county = _to_the_result(given)
    told = {
        name: [fact for fact in county.ledger.facts(types=[name]) if "authority:hcb" in fact.tags]
        for name in ("matter.assigned", "matter.answered")
    }
    done = [
        Done(
            name=fact.name,
            number=fact.number + again,
            on=fact.effective_day or date.min,
            recorded_at=fact.recorded_at,
            body=fact.body,
            corrects=False,
        )
        for again, facts in ((0, told["matter.assigned"]), (0, told["matter.answered"]), (900, told["matter.answered"]))
        for fact in facts
        if isinstance(fact.body, Fact)
    ]

    score = scored(
        msgspec.convert(INDICATORS[0], Indicator), done, "hcb", 2025, EVER, lambda record: record == "matter:MT-1"
    )

    assert len(score.facts) == 2
    assert score.points == Decimal(20)


@pytest.mark.parametrize(("points", "grade"), [("20", "excellent"), ("19.99", "good")])
def test_grades_begin_at_their_points(given: Scenarios, points: str, grade: str) -> None:
    """Ninety points are excellent, a hundredth less is good."""
    formula = FORMULA.but(indicators=[{**INDICATORS[0], "by": "deduct", "each": "5", "points": 40}, *INDICATORS[1:]])
    judged = [{**JUDGED, "points": points}]
    county = given(GOVERNED, formula, TARGET, WORKED[:2], CONCLUDED.but(judged=judged))

    assert _result(county).grade == grade


def test_a_veto_fails_whatever_the_points(given: Scenarios) -> None:
    """An official of the unit who was found responsible fails it; one who was not does not."""
    decided = step(
        "accountability.decide",
        accountability="AC-1",
        official="zhou",
        authority="hcb",
        ground="other",
        sanction="warning",
        basis=["matter:MT-1"],
        decided_by="县监察委员会",
        document="县监〔2025〕7号",
        decided_on="2025-06-01",
    )
    failed = given(GOVERNED, FORMULA, TARGET, WORKED, decided, CONCLUDED)
    cleared = given(GOVERNED, FORMULA, TARGET, WORKED, decided.but(responsible=False, sanction="none"), CONCLUDED)

    assert _result(failed).grade == "failed"
    assert _result(cleared).grade == "passed"


@pytest.mark.rule("I-21")
def test_what_was_recorded_late_is_left_out(given: Scenarios) -> None:
    """Recorded on the day as of which it is assessed it counts; recorded on the next day it is left out, and said."""
    late = step(
        "meeting.hold",
        meeting="M-2",
        committee="AWH",
        number="2025-2",
        chair="chen",
        attendees=["hcb"],
        agenda="四月例会",
        held_on="2025-04-10",
    )
    county = given(GOVERNED, FORMULA, TARGET, WORKED).on("2026-01-11")
    county.when(late).is_recorded()
    county.on("2026-01-12").when(CONCLUDED).warns("I-21", code="assessment.recorded_late")
    assert _result(county).scores[1].points == Decimal(10)
    county = given(GOVERNED, FORMULA, TARGET, WORKED).on("2026-01-10")
    county.when(late).is_recorded()
    county.on("2026-01-12").when(CONCLUDED).quietly()
    assert _result(county).scores[1].points == Decimal(20)


@pytest.mark.rule("I-21")
def test_the_points_of_a_formula_add_up(given: Scenarios) -> None:
    """A hundred points in all; a formula of ninety-nine is warned of."""
    county = given(GOVERNED).on("2025-01-10")
    short = [*INDICATORS[:3], {**INDICATORS[3], "points": 19}]
    county.when(FORMULA.but(indicators=short)).warns("I-21", code="formula.points_differ")
    county.when(FORMULA.but(version=2)).quietly()


@pytest.mark.rule("I-21")
def test_who_judges_says_why(given: Scenarios) -> None:
    """A judged item without a ground is warned of; one beyond its points is refused."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED).on("2026-01-12")
    county.when(CONCLUDED.but(judged=[{**JUDGED, "points": "20.5"}])).refuses("REF", code="assessment.judged_beyond")
    county.when(CONCLUDED.but(judged=[])).refuses("REF", code="assessment.judged_differs")
    county.when(CONCLUDED.but(judged=[{**JUDGED, "ground": " "}])).warns(
        "I-21", code="assessment.judged_without_ground"
    )
    other = given(GOVERNED, FORMULA, TARGET, WORKED).on("2026-01-12")
    other.when(CONCLUDED).quietly()


@pytest.mark.rule("I-21")
def test_a_unit_has_its_time_to_object(given: Scenarios) -> None:
    """The last day of ten working days is in time, the next is warned of; until then nothing is settled quietly."""
    county = _to_the_result(given)
    assert owed(county, "assessment:AS-1", "2026-01-12")["assessment.object"] == date(2026, 1, 26)
    county.on("2026-01-27").when(OBJECTED.but(objected_on="2026-01-27")).warns("I-21", code="assessment.objected_late")
    _to_the_result(given).on("2026-01-26").when(OBJECTED.but(objected_on="2026-01-26")).quietly()
    early = SETTLED.but(settled_on="2026-01-26")
    _to_the_result(given).on("2026-01-26").when(early).warns("I-21", code="assessment.settled_early")
    _to_the_result(given).on("2026-01-27").when(SETTLED).quietly()


@pytest.mark.rule("I-21")
def test_an_objection_is_answered(given: Scenarios) -> None:
    """Fifteen working days are the time for it; later it is noted; while it waits nothing is settled."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED, OBJECTED)
    assert owed(county, "assessment:AS-1", "2026-01-20") == {"assessment.answer_objection": date(2026, 2, 10)}
    county.on("2026-02-11").when(SETTLED.but(settled_on="2026-02-11")).refuses("SEQ", code="assessment.objection_open")
    county.when(ANSWERED.but(answered_on="2026-02-11")).warns("I-21", code="assessment.answered_late")
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED, OBJECTED).on("2026-02-10")
    county.when(ANSWERED.but(answered_on="2026-02-10")).quietly()
    county.when(SETTLED.but(settled_on="2026-02-10")).quietly()


def test_a_new_result_follows_an_accepted_objection(given: Scenarios) -> None:
    """A second result is refused, until an objection was accepted."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED).on("2026-02-03")
    again = CONCLUDED.but(concluded_on="2026-02-03")
    county.when(again).refuses("SEQ", code="assessment.concluded_already")
    county.when(again.but(assessment="AS-2")).refuses("SEQ", code="assessment.concluded_already")
    county.when(OBJECTED).is_recorded()
    county.when(ANSWERED.but(result="accepted")).is_recorded()
    county.when(again).is_recorded()


@pytest.mark.rule("I-21")
def test_who_failed_is_not_rewarded(given: Scenarios) -> None:
    """A failed unit's reward is warned of, its sanction is not; nothing follows before the result is final."""
    follow = step(
        "assessment.follow",
        assessment="AS-1",
        kind="reward",
        what="先进单位",
        document="县政发〔2026〕2号",
        followed_on="2026-02-10",
    )
    poor = CONCLUDED.but(judged=[{**JUDGED, "points": "0"}])
    county = given(GOVERNED, FORMULA, TARGET, WORKED, poor).on("2026-02-10")
    county.when(follow).refuses("SEQ", code="assessment.not_settled")
    county.when(SETTLED).is_recorded()
    county.when(follow).warns("I-21", code="assessment.failed_and_rewarded")
    county.when(follow.but(kind="sanction", what="约谈")).quietly()


@pytest.mark.rule("I-21")
def test_a_year_with_targets_is_owed_a_result(given: Scenarios) -> None:
    """From the targets to the result its conclusion is a step."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED)

    assert "assessment.conclude" in owed(county, "target:TG-1", "2026-01-11")
    assert "assessment.conclude" not in owed(county, "target:TG-1", "2026-01-12")


def test_targets_are_set_once_and_in_their_year(given: Scenarios) -> None:
    """A second set for the year, one after the year, and an unknown version are refused; so is a result before its end."""
    county = given(GOVERNED, FORMULA, TARGET).on("2026-01-05")
    county.when(TARGET.but(target="TG-2")).refuses("SEQ", code="target.set_already")
    county.when(TARGET.but(target="TG-2", unit="emb", set_on="2026-01-01")).refuses("SEQ", code="target.year_over")
    county.when(TARGET.but(target="TG-2", unit="emb", version=2)).refuses("REF", code="formula.version_unknown")
    county.when(CONCLUDED.but(as_of="2025-12-31", concluded_on="2025-12-31")).refuses(
        "SEQ", code="assessment.year_open"
    )
    county.when(CONCLUDED.but(as_of="2026-01-02", concluded_on="2026-01-01")).refuses(
        "SEQ", code="assessment.as_of_ahead"
    )


@pytest.mark.rule("B-05")
def test_targets_go_by_the_units_own_duty_list(given: Scenarios) -> None:
    """From the first day of the unit's list they can name it; a day before, or by another's list, they cannot."""
    duties = step(
        "duty_list.publish",
        duty_list="DL-1",
        authority="hcb",
        version="2025",
        items=[{"code": "1", "text": "监督检查", "safety": True}],
        place="县政府网站",
        valid_from="2025-01-15",
        published_on="2025-01-12",
    )
    county = given(GOVERNED, FORMULA, duties).on("2025-01-15")
    county.when(TARGET.but(set_on="2025-01-14", duty_list="DL-1")).refuses("B-05", code="target.duty_list_unfit")
    county.when(TARGET.but(unit="qinghe", duty_list="DL-1")).refuses("B-05", code="target.duty_list_unfit")
    county.when(TARGET.but(duty_list="DL-1")).quietly()


@pytest.mark.rule("B-05")
def test_targets_without_a_duty_list_are_noted(given: Scenarios) -> None:
    """They are set all the same."""
    given(GOVERNED, FORMULA).on("2025-01-15").when(TARGET).warns("B-05", code="target.without_duty_list")


@pytest.mark.rule("I-21")
def test_a_result_is_objected_to_and_answered_once_whatever_the_day(given: Scenarios) -> None:
    """An earlier day makes no second objection, and no second answer."""
    county = given(GOVERNED, FORMULA, TARGET, WORKED, CONCLUDED, OBJECTED, ANSWERED).on("2026-02-20")
    county.when(OBJECTED.but(objected_on="2026-01-19")).refuses("SEQ", code="assessment.objected_already")
    county.when(ANSWERED.but(answered_on="2026-01-21")).refuses("SEQ", code="assessment.no_objection")
