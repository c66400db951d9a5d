"""The hazard loop, rule by rule: I-01 to I-04, I-06 to I-08, I-11, each on both sides of its boundary."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.due import due
from regledger.law import Lawbook
from regledger.law.core_law import common_law
from regledger.testing.rectification import CLEARED, FOUND, ITEM, ORDERED, PASSED, PLAN, REPORTED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

GENERAL = FOUND.body["hazards"][0]
BARE = FOUND.but(hazards=[GENERAL])
FAILED = PASSED.but(result="failed")
ASKED = step(
    "order.request_extension",
    hazard="H-1",
    reason="Parts abroad",
    interim_measures="Store emptied",
    asked_due_on="2026-04-30",
    requested_on="2026-03-20",
)
EXTENDED = step("order.extend", hazard="H-1", due_on="2026-04-30", approver="li", decided_on="2026-03-25")
ESCALATED = step("hazard.escalate", hazard="H-1", escalation="case", escalated_on="2026-03-27")


def on_spot(**changes: Any) -> Step:
    """An inspection whose one hazard was removed before the officers left."""
    seen = {"rectifier": "p-7", "evidence": "Photo 4: alarm reset"}
    return FOUND.but(hazards=[GENERAL | {"on_spot": seen | changes}])


def owed(scenario: Scenario, rule: str) -> list[tuple[str, str]]:
    """The steps of `rule` with a last day."""
    listed = due(scenario.ledger, until=date(2027, 12, 31)).due
    return [(one.command, one.due.isoformat()) for one in listed if one.rule == rule]


@pytest.mark.rule("I-01")
def test_a_major_hazard_names_its_criterion(given: Scenarios) -> None:
    """Called major without a criterion it is warned of; called general it is not."""
    scenario = given().on("2026-03-02")

    scenario.when(FOUND.but(hazards=[GENERAL | {"level": "major"}])).warns(
        "I-01", code="hazard.major_without_criterion"
    )
    scenario.when(BARE.but(inspection="I-2", hazards=[GENERAL | {"hazard": "H-3"}])).quietly()


@pytest.mark.rule("I-01")
def test_a_major_hazard_is_not_removed_on_the_spot(given: Scenarios) -> None:
    """A major hazard that is gone at once is looked at again; a general one is ordinary."""
    major = on_spot().body["hazards"][0] | {"level": "major", "criterion": "expert/1"}

    given().on("2026-03-02").when(FOUND.but(hazards=[major])).warns("I-01", code="hazard.major_on_spot")
    given().on("2026-03-02").when(on_spot()).quietly()


@pytest.mark.rule("I-02")
@pytest.mark.parametrize("element", sorted(PLAN))
def test_a_major_hazard_is_ordered_with_the_six_elements(given: Scenarios, element: str) -> None:
    """Each element that is blank is warned of; the whole plan is not."""
    scenario = given(FOUND).on("2026-03-03")
    item = ITEM | {"hazard": "H-2"}

    scenario.when(ORDERED.but(items=[item | {"plan": PLAN | {element: " "}}])).warns("I-02")
    given(FOUND).on("2026-03-03").when(ORDERED.but(items=[item | {"plan": PLAN}])).quietly()


@pytest.mark.rule("I-03")
@pytest.mark.parametrize("change", [{"responsible": {"value": " "}}, {"duty": ""}, {"measure": " "}])
def test_each_hazard_is_fixed_in_person_duty_and_measure(given: Scenarios, change: dict[str, Any]) -> None:
    """An item with a last day but no named person, duty or measure is refused."""
    scenario = given(BARE).on("2026-03-03")

    scenario.when(ORDERED.but(items=[ITEM | change])).refuses("I-03", code="order.item_not_fixed")
    scenario.when(ORDERED).quietly()


@pytest.mark.rule("I-03")
@pytest.mark.parametrize(("day", "fits"), [("2026-03-03", True), ("2026-03-02", False)])
def test_the_last_day_of_an_item_can_be_kept(given: Scenarios, day: str, fits: bool) -> None:
    """Due on the day of the order it can be kept, a day earlier not."""
    attempt = given(BARE).on("2026-03-03").when(ORDERED.but(items=[ITEM | {"due_on": day}]))

    if fits:
        attempt.quietly()
    else:
        attempt.refuses("I-03", code="order.due_before_issue")


@pytest.mark.rule("I-03")
def test_what_is_removed_at_once_has_its_proof_in_the_same_record(given: Scenarios) -> None:
    """Without proof the record is refused; with it the hazard can be cleared without an order."""
    clear = CLEARED.but(cleared_on="2026-03-02")

    given().on("2026-03-02").when(on_spot(evidence=" ")).refuses("I-03", code="hazard.on_spot_without_proof")
    given(on_spot()).on("2026-03-02").when(clear).then("hazard.cleared").quietly()
    given(BARE).on("2026-03-02").when(clear).refuses("I-11", code="hazard.no_passed_reinspection")


@pytest.mark.rule("I-03")
def test_a_rectification_is_due_on_the_day_of_its_order(given: Scenarios) -> None:
    """`due` tells the last day of each item of a batch, each with its own."""
    second = GENERAL | {"hazard": "H-3", "description": "Blocked exit"}
    items = [ITEM, ITEM | {"hazard": "H-3", "due_on": "2026-03-09"}]
    scenario = given(BARE.but(hazards=[GENERAL, second]), ORDERED.but(items=items)).on("2026-03-03")

    assert owed(scenario, "I-03") == [
        ("hazard.report_rectified", "2026-03-09"),
        ("hazard.report_rectified", "2026-03-30"),
    ]


@pytest.mark.rule("I-04")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"review_days": 60, "suit_months": 6, "safety": "Keep the store empty"}, ""),
        ({"review_days": 59}, "order.remedy_period"),
        ({"suit_months": 3}, "order.remedy_period"),
        ({"safety": " "}, "order.safety_missing"),
        ({"sealed": False}, "order.unsealed"),
        ({"remedies": {"review_to": "County government", "suit_to": ""}}, "order.remedy_missing"),
        ({"items": [ITEM | {"basis": " "}]}, "order.basis_missing"),
    ],
)
def test_an_order_says_what_it_must(given: Scenarios, change: dict[str, Any], code: str) -> None:
    """Remedies with their periods, basis, safety and seal; what lacks is warned of until the form is confirmed."""
    attempt = given(BARE).on("2026-03-03").when(ORDERED.but(**change))

    if code:
        attempt.warns("I-04", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("I-06")
@pytest.mark.parametrize(("asked", "late"), [("2026-03-20", False), ("2026-03-21", True)])
def test_more_time_is_asked_for_ten_days_before(given: Scenarios, asked: str, late: bool) -> None:
    """Due on 2026-03-30, asked for by 2026-03-20; a later request is warned of."""
    attempt = given(BARE, ORDERED).on(asked).when(ASKED.but(requested_on=asked))

    if late:
        attempt.warns("I-06", code="extension.asked_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-06")
@pytest.mark.parametrize(("decided", "late"), [("2026-03-25", False), ("2026-03-26", True)])
def test_a_request_is_answered_in_five_days(given: Scenarios, decided: str, late: bool) -> None:
    """Asked for on 2026-03-20, answered by 2026-03-25, as `due` says; a later answer is noted."""
    scenario = given(BARE, ORDERED, ASKED).on(decided)

    assert owed(scenario, "I-06") == [("order.extend", "2026-03-25")]
    attempt = scenario.when(EXTENDED.but(decided_on=decided))
    if late:
        attempt.warns("I-06", code="extension.answered_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-06")
def test_no_more_time_where_safety_is_not_kept(given: Scenarios) -> None:
    """Without interim measures the extension is warned of."""
    scenario = given(BARE, ORDERED, ASKED.but(interim_measures=" ")).on("2026-03-25")

    scenario.when(EXTENDED).warns("I-06", code="extension.unsafe")


@pytest.mark.rule("I-06", "I-07")
def test_trap_15_figures_of_the_2015_measure_are_cited_by_the_day_of_the_step() -> None:
    """To 2026-01-31 the figures are the repealed 2015 measure's, from then on its successor's, and neither is verified."""
    law = Lawbook.load(*common_law()).open()

    for parameter in ("I-06.lead", "I-06.answer", "I-07.reinspection"):
        values = [law.counting(parameter, on=date(2026, month, day)) for month, day in ((1, 31), (2, 1))]

        assert [one.citation.edition if one else "" for one in values] == ["2015", "2025"]
        assert {one.status if one else "" for one in values} == {"FROM MEMORY"}


@pytest.mark.rule("I-07")
@pytest.mark.parametrize(("day", "late"), [("2026-03-28", False), ("2026-03-29", True)])
def test_a_re_inspection_follows_within_ten_days(given: Scenarios, day: str, late: bool) -> None:
    """Reported on 2026-03-18, looked at by 2026-03-28; a later look is noted and stands."""
    scenario = given(BARE, ORDERED, REPORTED).on(day)

    assert owed(scenario, "I-07") == [("hazard.reinspect", "2026-03-28")]
    attempt = scenario.when(PASSED.but(reinspected_on=day))
    if late:
        attempt.warns("I-07", code="hazard.reinspected_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-07")
def test_a_re_inspection_is_signed_and_concludes(given: Scenarios) -> None:
    """A refused signature without a note, or blank findings, are warned of."""
    scenario = given(BARE, ORDERED, REPORTED).on("2026-03-20")
    unsigned = PASSED.but(unit_signature="refused")

    scenario.when(unsigned).warns("I-07", code="hazard.reinspection_unsigned")
    scenario.when(PASSED.but(findings=" ")).warns("I-07", code="hazard.no_conclusion")
    scenario.when(unsigned.but(refusal_noted=True)).quietly()
    scenario.when(PASSED.but(unit_signature="signed")).quietly()


@pytest.mark.rule("I-08")
@pytest.mark.parametrize(("day", "late"), [("2026-03-27", False), ("2026-03-30", True)])
def test_a_failed_re_inspection_is_followed_up(given: Scenarios, day: str, late: bool) -> None:
    """Failed on Fri 2026-03-20, followed up by Fri 2026-03-27, as `due` says; later is noted."""
    scenario = given(BARE, ORDERED, REPORTED, FAILED).on(day)

    assert owed(scenario, "I-08") == [("hazard.escalate", "2026-03-27")]
    attempt = scenario.when(ESCALATED.but(escalated_on=day))
    if late:
        attempt.warns("I-08", code="hazard.escalated_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-08")
def test_not_following_up_needs_its_reason(given: Scenarios) -> None:
    """Silence is refused; a reasoned `none` is recorded."""
    scenario = given(BARE, ORDERED, REPORTED, FAILED).on("2026-03-23")
    none = ESCALATED.but(escalation="none", escalated_on="2026-03-23")

    scenario.when(none).refuses("I-08", code="hazard.escalation_unreasoned")
    scenario.when(none.but(reason="Removed the next day, seen by li")).quietly()


@pytest.mark.rule("I-11")
def test_only_a_passed_re_inspection_clears(given: Scenarios) -> None:
    """Not looked at or failed, it stays open; passed, it is cleared."""
    given(BARE, ORDERED, REPORTED).on("2026-03-20").when(CLEARED).refuses("I-11")
    given(BARE, ORDERED, REPORTED, FAILED).on("2026-03-20").when(CLEARED).refuses("I-11")
    given(BARE, ORDERED, REPORTED, PASSED).on("2026-03-20").when(CLEARED).quietly()


@pytest.mark.rule("I-11")
def test_who_removed_a_hazard_does_not_verify_it(given: Scenarios) -> None:
    """Neither in a re-inspection nor on the spot."""
    by_officer = REPORTED.but(rectifier="li")

    given(BARE, ORDERED, by_officer).on("2026-03-20").when(PASSED).refuses("I-11", code="hazard.verified_by_rectifier")
    given().on("2026-03-02").when(on_spot(rectifier="li")).refuses("I-11", code="hazard.verified_by_rectifier")
    given(BARE, ORDERED, REPORTED.but(evidence="Photo")).on("2026-03-20").when(PASSED).quietly()


@pytest.mark.rule("I-11")
def test_a_report_has_its_evidence(given: Scenarios) -> None:
    """A report without evidence is refused."""
    given(BARE, ORDERED).on("2026-03-18").when(REPORTED.but(evidence="")).refuses("I-11", code="hazard.no_evidence")


@pytest.mark.rule("J-02")
def test_a_re_inspection_opinion_follows_an_order(given: Scenarios) -> None:
    """Without an order there is nothing to re-inspect."""
    given(BARE).on("2026-03-20").when(PASSED).refuses("SEQ", code="hazard.not_ordered")
