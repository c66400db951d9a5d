"""Annual plans and what is inspected by them (B-22, I-14), and the papers of a visit (J-02, J-04, B-25)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.due import due
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

SITES = tuple(
    step(
        "site.register",
        site=f"S-{number}",
        enterprise="E-1",
        name=f"Plant {number}",
        address="2 River Road",
        authority="emb",
        sector="general",
        registered_on="2020-01-02",
    )
    for number in range(2, 6)
)
FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")


def unit(site: str, weight: str, **rest: Any) -> dict[str, Any]:
    """An entry of a plan."""
    return {"site": site, "weight": weight, "grade": "红", "visits": 1, **rest}


UNITS = [*(unit(f"S-{number}", "key") for number in (1, 2, 3)), *(unit(f"S-{number}", "general") for number in (4, 5))]
PLANNED = step("plan.draw_up", plan="P-1", authority="emb", year=2026, units=UNITS, drawn_up_on="2025-12-10")
APPROVED = step(
    "plan.approve", plan="P-1", approver="County head", document="县政办〔2025〕9号", approved_on="2025-12-20"
)
SCHEME = step(
    "scheme.approve",
    inspection="I-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    plan="P-1",
    officers=["li", "wang"],
    content="Chlorine store, alarms",
    approver="Head of the bureau",
    visit_on="2026-03-02",
    approved_on="2026-02-27",
)
FORM: dict[str, Any] = {
    "address": "1 River Road",
    "representative": {"value": "王五"},
    "post": "Director",
    "phone": {"value": "0731-0000000"},
    "started_at": "2026-03-02T09:00:00+08:00",
    "ended_at": "2026-03-02T11:30:00+08:00",
}
BARE = FOUND.but(hazards=[])
VISIT = BARE.but(plan="P-1", **FORM)
BEFORE = (*SITES, PLANNED, APPROVED)


def visit(number: int, day: str, **changes: Any) -> tuple[Step, Step]:
    """The scheme and the record of one more planned visit to S-1."""
    times = {"started_at": f"{day}T09:00:00+08:00", "ended_at": f"{day}T10:00:00+08:00"}
    named = {"inspection": f"I-{number}"}
    return (
        SCHEME.but(**named, visit_on=day, approved_on=day),
        VISIT.but(**named, **times, inspected_on=day, **changes),
    )


def owed(scenario: Scenario, rule: str) -> list[tuple[str, str]]:
    """What waits by that rule in the year, by title and last day."""
    return [
        (one.title, one.due.isoformat())
        for one in due(scenario.ledger, until=date(2026, 12, 31)).due
        if one.rule == rule and one.subject.startswith("plan:")
    ]


@pytest.mark.rule("B-22")
def test_a_plan_is_by_class_and_grade(given: Scenarios) -> None:
    """A unit without its grade, and a plan without units, are refused."""
    scenario = given(*SITES).on("2025-12-10")

    scenario.when(PLANNED.but(units=[UNITS[0] | {"grade": " "}, *UNITS[1:]])).refuses("B-22", code="plan.unit_ungraded")
    scenario.when(PLANNED.but(units=[])).refuses("B-22", code="plan.empty")
    scenario.when(PLANNED).then("plan.drawn_up").quietly()


@pytest.mark.rule("I-14")
@pytest.mark.parametrize(("key", "low"), [(3, False), (2, True)])
def test_the_greater_part_of_a_plan_is_key_units(given: Scenarios, key: int, low: bool) -> None:
    """Of five visits three to key units are 60 %; two are less, which is warned of until the figure is confirmed."""
    units = [unit(f"S-{number}", "key" if number <= key else "general") for number in range(1, 6)]
    attempt = given(*SITES).on("2025-12-10").when(PLANNED.but(units=units))

    if low:
        attempt.warns("I-14", code="plan.key_share_low")
    else:
        attempt.quietly()


@pytest.mark.rule("I-14")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"visits": 2}, ""),
        ({"visits": 3}, "plan.over_cap"),
        ({"visits": 3, "reason": "Two accidents"}, ""),
        ({"visits": 0}, "plan.key_unit_left_out"),
    ],
)
def test_a_key_unit_is_visited_each_year_and_not_beyond_the_cap(
    given: Scenarios, change: dict[str, Any], code: str
) -> None:
    """Once at least, twice at most, unless a reason is given."""
    others = [unit(f"S-{number}", "key") for number in (2, 3)]
    attempt = given(*SITES).on("2025-12-10").when(PLANNED.but(units=[UNITS[0] | change, *others]))

    if code:
        attempt.warns("I-14", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("I-14")
def test_one_enterprise_is_inspected_by_one_level(given: Scenarios) -> None:
    """A site that stands in another authority's plan of the year is noted; one of the next year is not."""
    scenario = given(*SITES, FIRE, PLANNED).on("2025-12-10")
    other = PLANNED.but(plan="P-2", authority="fire", units=UNITS[:1])

    scenario.when(other).warns("I-14", code="plan.unit_of_another")
    scenario.when(other.but(plan="P-3", year=2025)).quietly()


@pytest.mark.rule("I-14")
def test_a_plan_is_approved_by_the_head_with_a_document(given: Scenarios) -> None:
    """An approval that names no head is warned of; a second one is refused."""
    scenario = given(*SITES, PLANNED).on("2025-12-20")

    scenario.when(APPROVED.but(approver="")).warns("I-14", code="plan.approval_blank")
    scenario.when(APPROVED).refuses("SEQ", code="plan.approved_already")


@pytest.mark.rule("B-22")
def test_an_authority_follows_one_plan_a_year(given: Scenarios) -> None:
    """A second plan of the year is not approved; the next year's is."""
    scenario = given(*BEFORE, PLANNED.but(plan="P-2"), PLANNED.but(plan="P-3", year=2025)).on("2025-12-20")

    scenario.when(APPROVED.but(plan="P-2")).refuses("B-22", code="plan.second_of_year")
    scenario.when(APPROVED.but(plan="P-3")).quietly()


def test_an_approved_plan_is_published_once(given: Scenarios) -> None:
    """Not before its approval, and not twice."""
    publish = step("plan.publish", plan="P-1", where="County website", published_on="2025-12-25")

    given(*SITES, PLANNED).on("2025-12-25").when(publish).refuses("SEQ", code="plan.not_approved")
    given(*BEFORE).on("2025-12-25").when(publish).quietly()
    given(*BEFORE, publish).on("2025-12-25").when(publish).refuses("SEQ", code="plan.published_already")


@pytest.mark.rule("B-22", "I-14")
def test_due_says_which_units_of_the_plan_are_left(given: Scenarios) -> None:
    """By the end of the year: key units under I-14, the others under B-22; a visit by the plan takes its unit off."""
    before, after = given(*BEFORE).on("2026-03-02"), given(*BEFORE, SCHEME, VISIT).on("2026-03-02")

    assert owed(before, "I-14") == [("3 key units of the plan are not inspected yet", "2026-12-31")]
    assert owed(after, "I-14") == [("2 key units of the plan are not inspected yet", "2026-12-31")]
    assert owed(after, "B-22") == [("2 general units of the plan are not inspected yet", "2026-12-31")]


@pytest.mark.rule("B-22")
def test_an_inspection_outside_the_plan_says_why(given: Scenarios) -> None:
    """Where the authority follows a plan, one without plan, draw or occasion is noted; a tip-off is a reason."""
    scenario = given(*BEFORE).on("2026-03-02")

    scenario.when(BARE).warns("B-22", code="inspection.outside_plan")
    scenario.when(BARE.but(inspection="I-2", occasion="tipoff")).quietly()
    given(*SITES).on("2026-03-02").when(BARE).quietly()


def test_an_inspection_is_occasioned_by_a_record_that_can_do_so(given: Scenarios) -> None:
    """A tip-off gives rise to a visit, one that nobody has entered yet with a warning; a licence does not."""
    scenario = given().on("2026-03-02")

    scenario.when(BARE.but(occasion="other", occasion_of="licence:L-1")).refuses(
        "REF", code="inspection.occasion_unfit"
    )
    scenario.when(BARE.but(occasion="tipoff", occasion_of="tipoff:T-1")).warns(
        "REF", code="inspection.occasion_unknown"
    )
    given(FOUND.but(inspection="I-0")).when(BARE.but(occasion="recheck", occasion_of="hazard:H-1")).quietly()


@pytest.mark.rule("B-22")
def test_an_inspection_by_plan_is_of_its_sites_and_year(given: Scenarios) -> None:
    """A site that the plan does not hold, a plan of another year or of another authority are refused."""
    fewer = PLANNED.but(units=UNITS[:2])
    elsewhere = given(*SITES, fewer, APPROVED, SCHEME.but(site="S-4")).on("2026-03-02")
    old = given(*SITES, PLANNED.but(year=2025), APPROVED, SCHEME).on("2026-03-02")
    other = given(*BEFORE, FIRE, SCHEME.but(authority="fire")).on("2026-03-02")

    elsewhere.when(VISIT.but(site="S-4")).refuses("B-22", code="inspection.site_not_planned")
    old.when(VISIT).refuses("B-22", code="inspection.other_year")
    other.when(VISIT.but(authority="fire")).refuses("B-22", code="inspection.plan_of_another")
    given(*BEFORE, SCHEME).on("2026-03-02").when(VISIT).quietly()


@pytest.mark.rule("I-14")
@pytest.mark.parametrize(
    ("change", "over"), [({}, True), ({"beyond_cap": "Red after a fire"}, False), ({"occasion": "accident"}, False)]
)
def test_a_third_routine_visit_has_its_reason(given: Scenarios, change: dict[str, Any], over: bool) -> None:
    """The second routine visit is within the cap; the third is warned of without a reason or an occasion."""
    scenario = given(*BEFORE, *visit(1, "2026-03-02"))
    scenario = scenario.on("2026-04-02")
    scenario.when(visit(2, "2026-04-02")[0]).is_recorded()
    scenario.when(visit(2, "2026-04-02")[1]).quietly()
    scheme, third = visit(3, "2026-05-06", **change)
    scenario.on("2026-05-06").when(scheme).is_recorded()

    attempt = scenario.when(third)

    if over:
        attempt.warns("I-14", code="inspection.over_cap")
    else:
        attempt.quietly()


@pytest.mark.rule("J-02")
def test_a_planned_visit_has_a_scheme_before_it(given: Scenarios) -> None:
    """Without a scheme it is warned of; with one of another site it is refused."""
    given(*BEFORE).on("2026-03-02").when(VISIT).warns("J-02", code="inspection.scheme_missing")
    given(*BEFORE, SCHEME).on("2026-03-02").when(VISIT).quietly()
    given(*BEFORE, SCHEME.but(site="S-2")).on("2026-03-02").when(VISIT).refuses(
        "REF", code="inspection.scheme_of_another"
    )


@pytest.mark.rule("J-02")
@pytest.mark.parametrize(("approved", "late"), [("2026-03-02", False), ("2026-03-03", True)])
def test_a_scheme_comes_before_its_visit(given: Scenarios, approved: str, late: bool) -> None:
    """On the day of the visit at the latest; a blank content is warned of as well."""
    scenario = given(*BEFORE).on("2026-03-03")

    attempt = scenario.when(SCHEME.but(approved_on=approved))

    if late:
        attempt.warns("J-02", code="scheme.after_visit")
    else:
        attempt.quietly()
    scenario.when(SCHEME.but(inspection="I-9", content=" ")).warns("J-02", code="scheme.blank")


@pytest.mark.rule("J-04")
@pytest.mark.parametrize("part", sorted(FORM))
def test_the_record_of_a_planned_visit_is_whole(given: Scenarios, part: str) -> None:
    """Each field of the form that is left out refuses it; the whole form is recorded."""
    whole = given(*BEFORE, SCHEME).on("2026-03-02")
    left = Step(command=VISIT.command, body={name: value for name, value in VISIT.body.items() if name != part})

    whole.when(left).refuses("J-04", code="inspection.field_missing")
    whole.when(VISIT).quietly()


@pytest.mark.rule("J-04")
def test_the_times_of_a_visit_lie_on_its_day_in_their_order(given: Scenarios) -> None:
    """An end before the beginning, or times of the day before, are refused also without a plan; equal times are not."""
    scenario = given().on("2026-03-02")
    times = {"started_at": "2026-03-02T09:00:00+08:00"}

    scenario.when(BARE.but(**times, ended_at="2026-03-02T08:59:00+08:00")).refuses(
        "J-04", code="inspection.ends_before_it_begins"
    )
    scenario.when(BARE.but(started_at="2026-03-01T23:59:00+08:00")).refuses(
        "J-04", code="inspection.times_of_another_day"
    )
    scenario.when(BARE.but(**times, ended_at="2026-03-02T09:00:00+08:00")).quietly()


@pytest.mark.rule("B-25")
def test_a_record_is_signed_or_the_refusal_is_noted(given: Scenarios) -> None:
    """A refused signature without a note is refused, with it recorded; a blank place or content is refused."""
    scenario = given().on("2026-03-02")
    unsigned = BARE.but(unit_signature="refused")

    scenario.when(unsigned).refuses("B-25", code="inspection.unsigned")
    scenario.when(BARE.but(place=" ")).refuses("B-25", code="inspection.part_missing")
    scenario.when(unsigned.but(refusal_noted=True)).quietly()
