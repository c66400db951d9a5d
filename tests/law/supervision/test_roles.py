"""Roles over enterprises, sites and key projects (B-01 to B-05)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.delegation import BODY, LISTED, ORGANS
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

ASSIGNED = step(
    "supervision.assign",
    assignment="A-1",
    subject="site:S-1",
    role="lead",
    authority="fire",
    duty="fire-exits",
    document="county office [2026] 3",
    valid_from="2026-02-01",
    valid_to="2026-06-30",
    assigned_on="2026-01-20",
)
GRID = ASSIGNED.but(assignment="A-9", role="grid", authority="qinghe", officer="qiu", duty=None)
DESIGNATED = step(
    "sector.designate",
    designation="SD-1",
    government="gov",
    department="fire",
    business="escape-rooms",
    similar_to="public entertainment venues",
    document="county government [2026] 1",
    valid_from="2026-02-01",
    designated_on="2026-01-15",
)


@pytest.mark.rule("B-02")
@pytest.mark.parametrize("role", ["lead", "comprehensive"])
def test_one_role_has_one_holder_on_a_day(given: Scenarios, role: str) -> None:
    """The next holder begins on the day after the last one; on the last day itself it is refused."""
    scenario = given(ORGANS, LISTED, ASSIGNED.but(role=role)).on("2026-01-20")
    second = ASSIGNED.but(assignment="A-2", role=role, authority="emb", duty=None, valid_to=None)

    scenario.when(second.but(valid_from="2026-06-30")).refuses("B-02", code="supervision.overlaps")
    scenario.when(second.but(valid_from="2026-07-01")).is_recorded()
    scenario.when(second.but(assignment="A-3", valid_from="2027-01-01")).refuses("B-02")


@pytest.mark.rule("B-02")
def test_other_roles_stand_beside_one_another(given: Scenarios) -> None:
    """The comprehensive regulator does not exclude the sector's."""
    scenario = given(ORGANS, LISTED, ASSIGNED).on("2026-01-20")

    scenario.when(ASSIGNED.but(assignment="A-2", role="comprehensive", authority="emb", duty=None)).quietly()


@pytest.mark.rule("B-02")
def test_an_ended_role_is_free_from_the_day_after(given: Scenarios) -> None:
    """Ending an assignment early lets the next one begin early; it is ended once."""
    ended = step("supervision.end", assignment="A-1", reason="Moved", valid_to="2026-03-31", ended_on="2026-03-20")
    scenario = given(ORGANS, LISTED, ASSIGNED, ended).on("2026-03-21")
    second = ASSIGNED.but(assignment="A-2", valid_from="2026-04-01", assigned_on="2026-03-20")

    scenario.when(second.but(valid_from="2026-03-31")).refuses("B-02", code="supervision.overlaps")
    scenario.when(second).quietly()
    scenario.when(ended).refuses("SEQ", code="supervision.ended_already")


@pytest.mark.rule("B-03")
def test_an_unclear_sector_is_led_by_whom_the_government_designated(given: Scenarios) -> None:
    """From the first day of the designation by the department that it names, and by no other."""
    scenario = given(ORGANS, LISTED, DESIGNATED).on("2026-01-20")
    unclear = ASSIGNED.but(unclear=True, designation="SD-1")

    scenario.when(unclear.but(designation=None)).refuses("B-03", code="supervision.not_designated")
    scenario.when(unclear.but(authority="emb", duty=None)).refuses("B-03", code="supervision.not_designated")
    scenario.when(unclear.but(valid_from="2026-01-31")).refuses("B-03", code="supervision.not_designated")
    scenario.when(unclear).quietly()


@pytest.mark.rule("B-03")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"government": "qinghe"}, "designation.wrong_organ"),
        ({"government": "emb"}, "designation.wrong_organ"),
        ({"similar_to": " "}, "designation.no_similar_business"),
    ],
)
def test_a_government_of_a_county_designates_by_similar_business(
    given: Scenarios, changes: dict[str, Any], code: str
) -> None:
    """A township or a department designates nobody, nor does anybody without naming the similar business."""
    scenario = given(ORGANS).on("2026-01-15")

    scenario.when(DESIGNATED.but(**changes)).refuses("B-03", code=code)
    scenario.when(DESIGNATED).quietly()


@pytest.mark.rule("B-01", "B-05")
def test_a_list_says_its_safety_duties_and_is_public(given: Scenarios) -> None:
    """Without a safety duty B-01 refuses; empty, or before its publication, B-05 does."""
    scenario = given(ORGANS).on("2026-01-05")
    other = [{"code": "parking", "text": "Parking", "safety": False}]

    scenario.when(LISTED.but(items=other)).refuses("B-01", code="duty_list.no_safety_duty")
    scenario.when(LISTED.but(items=[])).refuses("B-05", code="duty_list.not_published")
    scenario.when(LISTED.but(valid_from="2026-01-04")).refuses("B-05", code="duty_list.counts_too_early")
    scenario.when(LISTED).quietly()


@pytest.mark.rule("B-01")
def test_a_department_without_a_list_is_told_so(given: Scenarios) -> None:
    """It gets the role and a warning; from the first day of its list there is none."""
    scenario = given(ORGANS, LISTED).on("2026-01-20")
    bare = ASSIGNED.but(duty=None)

    scenario.when(bare.but(valid_from="2026-01-04", valid_to="2026-01-31")).warns(
        "B-01", code="supervision.no_duty_list"
    )
    scenario.when(bare.but(assignment="A-2", valid_from="2026-02-01")).quietly()


@pytest.mark.rule("B-05")
def test_a_duty_outside_the_list_of_that_day_warns(given: Scenarios) -> None:
    """An item of the list is quiet; one that is not in the version of that day warns."""
    scenario = given(ORGANS, LISTED).on("2026-01-20")

    scenario.when(ASSIGNED.but(duty="mines")).warns("B-05", code="supervision.duty_not_listed")
    scenario.when(ASSIGNED.but(assignment="A-2", role="comprehensive")).quietly()


@pytest.mark.rule("B-04")
def test_a_township_names_a_body_with_people(given: Scenarios) -> None:
    """One person is enough, none is not; before it is named the township's roles warn."""
    scenario = given(ORGANS).on("2026-01-20")

    scenario.when(BODY.but(staff=0)).refuses("B-04", code="safety_body.no_staff")
    scenario.when(GRID).warns("B-04", code="supervision.no_safety_body")
    scenario.when(BODY.but(staff=1)).quietly()
    scenario.when(GRID.but(assignment="A-8", subject="enterprise:E-1")).quietly()


@pytest.mark.rule("B-04")
def test_local_roles_are_a_townships(given: Scenarios) -> None:
    """A county department is neither township nor grid."""
    scenario = given(ORGANS, LISTED, BODY).on("2026-01-20")

    scenario.when(ASSIGNED.but(role="township", duty=None)).refuses("B-04")
    scenario.when(ASSIGNED.but(role="township", authority="qinghe", duty=None)).quietly()


@pytest.mark.rule("B-04")
def test_a_patrol_is_the_grid_officers_and_its_findings_go_on(given: Scenarios) -> None:
    """On the last day of the grid it is recorded, the day after refused or told as it happened; a loose finding warns."""
    raised = step("matter.raise", matter="M-1", authority="qinghe", ground="Exit blocked", raised_on="2026-06-30")
    scenario = given(ORGANS, BODY, GRID, raised).on("2026-07-01")
    patrol = step(
        "patrol.record",
        patrol="PT-1",
        subject="site:S-1",
        authority="qinghe",
        officer="qiu",
        found="Exit blocked",
        matter="M-1",
        patrolled_on="2026-06-30",
    )

    scenario.when(patrol).quietly()
    scenario.when(patrol.but(patrol="PT-2", matter=None)).warns("B-04", code="patrol.finding_goes_nowhere")
    scenario.when(patrol.but(patrol="PT-3", patrolled_on="2026-07-01")).refuses("B-04")
    scenario.when(patrol.but(patrol="PT-3", officer="qian")).refuses("B-04", code="patrol.not_the_grid_officer")
    scenario.when(patrol.but(patrol="PT-3", officer="qian")).as_it_happened("Stood in").records_defect("B-04")


@pytest.mark.rule("B-04")
def test_a_patrol_names_what_is_on_record(given: Scenarios) -> None:
    """A matter or a referral that nobody recorded is refused, and so is an officer of another authority."""
    scenario = given(ORGANS, BODY, GRID).on("2026-07-01")
    patrol = step(
        "patrol.record",
        patrol="PT-1",
        subject="site:S-1",
        authority="qinghe",
        officer="qiu",
        patrolled_on="2026-06-30",
    )

    scenario.when(patrol.but(found="Exit blocked", matter="M-404")).refuses("REF", code="record.unknown")
    scenario.when(patrol.but(found="Exit blocked", referral="R-404")).refuses("REF", code="record.unknown")
    scenario.when(patrol.but(authority="emb")).refuses("REF", code="supervision.no_grid_officer")
    scenario.when(patrol).quietly()


@pytest.mark.rule("B-03")
def test_an_unclear_sector_is_a_question_of_its_lead(given: Scenarios) -> None:
    """Without a designation nobody leads it; the comprehensive regulator and its township are clear all the same."""
    scenario = given(ORGANS, LISTED, BODY).on("2026-01-20")
    unclear = ASSIGNED.but(unclear=True)

    scenario.when(unclear).refuses("B-03", code="supervision.not_designated")
    scenario.when(unclear.but(role="comprehensive")).quietly()
    scenario.when(ASSIGNED.but(document=" ")).refuses("REF", code="record.blank")


@pytest.mark.rule("B-04")
def test_an_older_body_is_not_held_to_a_younger_number(given: Scenarios) -> None:
    """From the first day of the law of 2021 a safety body has people; the day before nobody counts them."""
    scenario = given(ORGANS).on("2026-01-20")

    scenario.when(BODY.but(staff=0, named_on="2021-08-31")).quietly()
    scenario.when(BODY.but(staff=0, named_on="2021-09-01")).refuses("B-04", code="safety_body.no_staff")


@pytest.mark.rule("B-02")
def test_an_assignment_lasts_a_day_and_has_an_id_of_its_own(given: Scenarios) -> None:
    """It ends on its first day at the earliest; another under its id is refused."""
    scenario = given(ORGANS, LISTED).on("2026-01-20")
    one = ASSIGNED.but(valid_from="2026-01-20", valid_to="2026-01-20")

    scenario.when(one.but(valid_to="2026-01-19")).refuses("SEQ", code="supervision.ends_before_it_begins")
    scenario.when(one).quietly()
    scenario.when(one.but(subject="enterprise:E-1")).refuses("REF", code="supervision.taken")
