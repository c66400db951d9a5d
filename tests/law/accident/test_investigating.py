"""The investigation of an accident: who, with whom, how long, and the reply."""

from __future__ import annotations

import pytest
from regledger.history.due import due
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .flow import GOV, ORGANS, REPLIED, REPORTED, SUBMITTED, TEAM, members

LARGER = REPORTED.but(deaths=3)
EXTENDED = step(
    "accident.extend_investigation",
    accident="A-1",
    government="gov",
    days=60,
    ground="Much to be tested",
    extended_on="2026-04-20",
)


@pytest.mark.rule("C-08")
def test_trap_03_the_level_follows_the_grade(given: Scenarios) -> None:
    """A county investigates a general accident and no larger one; a higher government takes over only by saying so.

    That coal accidents are not the county's is a sector's own rule in the place of C-08.
    """
    given(GOV, REPORTED).on("2026-03-05").when(TEAM).quietly()
    given(GOV, LARGER).on("2026-03-05").when(TEAM).refuses("C-08", code="accident.level_too_low")
    given(GOV, LARGER).on("2026-03-05").when(TEAM.but(level="city")).quietly()
    given(GOV, REPORTED).on("2026-03-05").when(TEAM.but(level="city")).refuses("C-08", code="accident.level_too_high")
    given(GOV, REPORTED).on("2026-03-05").when(TEAM.but(level="city", taken_over=True)).quietly()


@pytest.mark.rule("C-08")
def test_only_an_accident_without_casualties_is_entrusted_to_the_unit(given: Scenarios) -> None:
    """One injured is enough to keep the unit from investigating itself."""
    own = TEAM.but(through="unit", members=members("unit"), leader="m-unit")
    unhurt = REPORTED.but(deaths=0, injuries=0)

    given(GOV, unhurt).on("2026-03-05").when(own).quietly()
    given(GOV, unhurt.but(injuries=1)).on("2026-03-05").when(own).refuses("C-08", code="accident.entrusted_to_unit")


@pytest.mark.rule("C-09")
@pytest.mark.parametrize("organ", ORGANS)
def test_each_organ_sends_a_member(given: Scenarios, organ: str) -> None:
    """Without a member of one of the organs the team is not complete."""
    others = [one for one in ORGANS if one != organ]
    team = TEAM.but(members=members(*others), leader=f"m-{others[0]}")

    given(GOV, REPORTED).on("2026-03-05").when(team).refuses("C-09", code="accident.organ_missing")


@pytest.mark.rule("C-09")
def test_members_are_without_interest_and_led_by_one_of_them(given: Scenarios) -> None:
    """A direct interest, a leader from outside, and a procuratorate that was not invited are refused."""
    interested = [one | {"interest": one["organ"] == "sector"} for one in members(*ORGANS)]
    scenario = given(GOV, REPORTED).on("2026-03-05")

    scenario.when(TEAM.but(members=interested)).refuses("C-09", code="accident.member_interested")
    scenario.when(TEAM.but(leader="stranger")).refuses("C-09", code="accident.leader_no_member")
    scenario.when(TEAM.but(procuratorate_invited=False)).refuses("C-09", code="accident.procuratorate_not_invited")
    scenario.when(TEAM).quietly()


@pytest.mark.rule("C-10")
@pytest.mark.parametrize(
    ("history", "last", "late"),
    [
        ((), "2026-05-01", "2026-05-02"),
        ((EXTENDED,), "2026-06-30", "2026-07-01"),
        (
            (
                step(
                    "accident.begin_appraisal",
                    accident="A-1",
                    appraisal="T-1",
                    institution="Institute",
                    qualified=True,
                    begun_on="2026-03-20",
                ),
                step("accident.end_appraisal", accident="A-1", appraisal="T-1", ended_on="2026-04-08"),
            ),
            "2026-05-21",
            "2026-05-22",
        ),
    ],
)
def test_the_report_is_due_in_60_days(given: Scenarios, history: tuple[Step, ...], last: str, late: str) -> None:
    """From the accident, with the extension and the 20 days of an appraisal added; a late one is noted."""
    running = (GOV, REPORTED, TEAM, *history)

    (owed,) = [
        one
        for one in due(given(*running).on(last).ledger, ["accident:A-1"]).due
        if one.command == "accident.submit_report"
    ]
    assert str(owed.due) == last
    given(*running).on(last).when(SUBMITTED.but(submitted_on=last)).quietly()
    given(*running).on(late).when(SUBMITTED.but(submitted_on=late)).warns("C-10", code="accident.report_late")


@pytest.mark.rule("C-10")
def test_the_investigation_is_extended_by_60_days_at_most(given: Scenarios) -> None:
    """By the investigating government alone, while the period runs."""
    running = given(GOV, REPORTED, TEAM).on("2026-05-02")

    running.when(EXTENDED.but(days=61)).refuses("C-10", code="accident.extended_too_far")
    running.when(EXTENDED.but(government="emb")).refuses("C-10", code="accident.another_government")
    running.when(EXTENDED.but(extended_on="2026-05-02")).refuses("C-10", code="accident.extended_late")
    running.when(EXTENDED.but(extended_on="2026-05-01")).quietly()


@pytest.mark.rule("C-10")
def test_an_appraiser_is_qualified(given: Scenarios) -> None:
    """An institution without the qualification is refused."""
    begun = step(
        "accident.begin_appraisal",
        accident="A-1",
        appraisal="T-1",
        institution="Institute",
        qualified=False,
        begun_on="2026-03-20",
    )

    given(GOV, REPORTED, TEAM).on("2026-03-20").when(begun).refuses("C-10", code="accident.appraiser_unqualified")
    given(GOV, REPORTED, TEAM).on("2026-03-20").when(begun.but(qualified=True)).quietly()


@pytest.mark.rule("C-11")
def test_every_member_signs_or_dissents(given: Scenarios) -> None:
    """One member without signature or noted dissent keeps the report from being handed in."""
    scenario = given(GOV, REPORTED, TEAM).on("2026-04-20")
    most = [f"m-{organ}" for organ in ORGANS[:-1]]

    scenario.when(SUBMITTED.but(signed=most)).refuses("C-11", code="accident.member_unsigned")
    scenario.when(SUBMITTED.but(cause="")).refuses("C-11", code="accident.part_missing")
    scenario.when(SUBMITTED.but(evidence_attached=False)).refuses("C-11", code="accident.evidence_not_attached")
    scenario.when(SUBMITTED.but(grade="larger")).refuses("C-01", code="accident.graded_wrong")
    scenario.when(SUBMITTED.but(signed=most, dissents=["m-union"])).quietly()


@pytest.mark.rule("C-12")
def test_the_government_replies_in_15_days(given: Scenarios) -> None:
    """The 15th day is in time, the 16th is noted; another government does not reply."""
    waiting = (GOV, REPORTED, TEAM, SUBMITTED)

    given(*waiting).on("2026-05-05").when(REPLIED.but(replied_on="2026-05-05")).quietly()
    given(*waiting).on("2026-05-06").when(REPLIED.but(replied_on="2026-05-06")).warns(
        "C-12", code="accident.reply_late"
    )
    given(*waiting).on("2026-05-05").when(REPLIED.but(government="emb")).refuses(
        "C-12", code="accident.another_government"
    )


@pytest.mark.rule("C-12")
def test_only_the_reply_to_a_particularly_major_accident_is_extended(given: Scenarios) -> None:
    """It has 30 days, and 30 more at most."""
    extend = step("accident.extend_reply", accident="A-1", days=30, ground="Hard to judge", extended_on="2026-05-01")
    top = (GOV, REPORTED.but(deaths=30), TEAM.but(level="state"), SUBMITTED.but(grade="particularly_major", deaths=30))

    given(GOV, REPORTED, TEAM, SUBMITTED).on("2026-05-01").when(extend).refuses(
        "C-12", code="accident.reply_not_extendable"
    )
    given(*top).on("2026-05-01").when(extend.but(days=31)).refuses("C-12", code="accident.extended_too_far")
    given(*top, extend).on("2026-06-19").when(REPLIED.but(replied_on="2026-06-19")).quietly()
    given(*top, extend).on("2026-06-20").when(REPLIED.but(replied_on="2026-06-20")).warns("C-12")


@pytest.mark.rule("B-44")
@pytest.mark.parametrize(
    ("figures", "main", "consequence"),
    [
        ({"injuries": 2}, True, ""),
        ({"injuries": 3}, True, "grave"),
        ({"deaths": 1}, True, "grave"),
        ({"loss_fen": 99_999_999}, True, ""),
        ({"loss_fen": 100_000_000}, True, "grave"),
        ({"deaths": 3}, False, "grave"),
        ({"deaths": 3}, True, "especially_grave"),
        ({"injuries": 10}, True, "especially_grave"),
        ({"loss_fen": 500_000_000}, True, "especially_grave"),
    ],
)
def test_the_consequences_of_a_crime_have_their_thresholds(
    given: Scenarios, figures: dict[str, int], main: bool, consequence: str
) -> None:
    """What reaches no threshold is not handed over as grave, and what is aggravated needs the main responsibility."""
    hurt = REPORTED.but(**{"deaths": 0, "injuries": 0, "loss_fen": 0, **figures})
    refer = step(
        "accident.refer_crime",
        accident="A-1",
        crime="重大责任事故罪",
        main_responsibility=main,
        referred_on="2026-03-09",
    )
    scenario = given(hurt).on("2026-03-09")

    wrong = "grave" if consequence != "grave" else "especially_grave"
    scenario.when(refer.but(consequence=wrong)).refuses("B-44", code="accident.consequence_wrong")
    if consequence:
        scenario.when(refer.but(consequence=consequence)).quietly()
