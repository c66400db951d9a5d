"""Terms, silence, and how a licence ends or rests: D-01, D-05, D-09 to D-13, D-16."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.records.licence import Licence
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="permit",
    applied_on="2023-03-01",
)
ACCEPTED = step("licence.accept", licence="L-1", receipt="RC-1", accepted_on="2023-03-01")
ALL_MET = [{"number": number, "met": True, "evidence": "seen"} for number in range(1, 14)]
CHECKED = step("licence.check", licence="L-1", checkers=["li", "wang"], findings=ALL_MET, checked_on="2023-03-10")
ISSUED = step(
    "licence.issue",
    licence="L-1",
    number="N-1",
    checkers=["li", "wang"],
    decided_on="2023-04-03",
    valid_from="2023-04-03",
)
HELD = (APPLIED, ACCEPTED, ISSUED)
MINE = (APPLIED.but(activity="mine"), ACCEPTED, CHECKED, ISSUED)
BUILDER = (APPLIED.but(activity="construction"), ACCEPTED, CHECKED, ISSUED)
REQUESTED = step("licence.request_renewal", licence="L-1", requested_on="2026-01-02")
RENEWED = step("licence.renew", licence="L-1", law_abiding=True, fatal_accident=False, decided_on="2026-04-02")


def commands(scenario: Scenario, on: str, subject: str = "licence:L-1") -> dict[str, date | None]:
    """The steps on a record with their last days."""
    return {one.command: one.due for one in next_steps(scenario.ledger, subject, on=date.fromisoformat(on)).steps}


@pytest.mark.rule("D-05")
def test_extension_is_asked_for_three_months_before_the_end(given: Scenarios) -> None:
    """Valid to 2026-04-02: asked for on 2026-01-02 in time, on the next day refused; a fatal accident asks for examination."""
    given(*HELD).on("2026-01-03").when(REQUESTED).quietly()
    given(*HELD).on("2026-01-03").when(REQUESTED.but(requested_on="2026-01-03")).refuses(
        "D-05", code="licence.renewal_asked_late"
    )
    scenario = given(*HELD, REQUESTED).on("2026-04-02")
    scenario.when(RENEWED.but(fatal_accident=True)).refuses("D-05", code="licence.examination_needed")
    scenario.when(RENEWED).quietly()


@pytest.mark.rule("D-09")
def test_a_permit_s_extension_is_asked_for_thirty_days_before(given: Scenarios) -> None:
    """Of a permit that is no work-safety licence: valid to 2026-04-02, so until 2026-03-03."""
    history = (APPLIED.but(track="general"), ACCEPTED, ISSUED)
    given(*history).on("2026-03-04").when(REQUESTED.but(requested_on="2026-03-03")).quietly()
    given(*history).on("2026-03-04").when(REQUESTED.but(requested_on="2026-03-04")).refuses(
        "D-09", code="licence.renewal_asked_late"
    )


@pytest.mark.rule("D-09")
def test_silence_until_the_end_renews(given: Scenarios) -> None:
    """A request in time and no answer by 2026-04-02: the licence stands as renewed, and refusing it comes too late."""
    refusal = step(
        "licence.refuse_renewal", licence="L-1", reasons="No alarm", remedies_told=True, refused_on="2026-04-02"
    )
    scenario = given(*HELD, REQUESTED).on("2026-04-03")
    state = scenario.state("licence:L-1", on="2026-04-03")
    assert isinstance(state, Licence)
    assert state.deemed_renewed_on(date(2026, 4, 3))
    assert state.valid_on(date(2026, 4, 3))
    assert not state.lapsed_on(date(2026, 4, 3))
    assert commands(scenario, "2026-04-03")["licence.renew"] == date(2026, 4, 2)

    scenario.when(refusal.but(refused_on="2026-04-03")).refuses("D-09", code="licence.renewed_by_silence")
    scenario.when(RENEWED.but(decided_on="2026-04-03")).warns("D-09", code="licence.renewed_late")
    given(*HELD, REQUESTED).on("2026-04-03").when(refusal).quietly()


def found(conclusion: str, on: str, **changes: Any) -> Step:
    """Production in a quarry, found on a day."""
    body = {
        "site": "S-1",
        "enterprise": "E-1",
        "authority": "emb",
        "activity": "mine",
        "conclusion": conclusion,
        "observed": "Stone is broken",
        "found_on": on,
    }
    return step("production.find", **{**body, **changes})


@pytest.mark.rule("D-01")
def test_a_quarry_needs_a_licence_and_a_bakery_none(given: Scenarios) -> None:
    """What stands among the kinds of Art 2 is not concluded to need none, nor what does not to need one."""
    scenario = given().on("2026-03-02")
    scenario.when(found("not_needed", "2026-03-02")).refuses("D-01", code="production.licence_needed")
    scenario.when(found("unlicensed", "2026-03-02", activity=None)).refuses("D-01")
    scenario.when(found("not_needed", "2026-03-02", activity=None)).quietly()


@pytest.mark.rule("D-10")
def test_without_a_licence_production_is_not_called_licensed(given: Scenarios) -> None:
    """No licence on record: unlicensed alone is right; with one in its term: licensed alone is."""
    none = given().on("2026-03-02")
    none.when(found("licensed", "2026-03-02")).refuses("D-10", code="production.wrong_conclusion")
    none.when(found("unlicensed", "2026-03-02")).quietly()
    assert "case.open" in commands(none, "2026-03-02", "site:S-1")
    held = given(*MINE).on("2026-03-02")
    held.when(found("unlicensed", "2026-03-02")).refuses("D-10", code="production.wrong_conclusion")
    held.when(found("licensed", "2026-03-02")).quietly()


@pytest.mark.rule("D-11")
def test_an_expired_licence_is_found_with_a_limit_to_apply(given: Scenarios) -> None:
    """On its last valid day licensed, on the next expired with a limit; after the limit it is as without a licence."""
    limit = {"extend_by": "2026-04-30"}
    given(*MINE).on("2026-04-02").when(found("licensed", "2026-04-02")).quietly()
    scenario = given(*MINE).on("2026-04-03")
    scenario.when(found("licensed", "2026-04-03")).refuses("D-11", code="production.wrong_conclusion")
    scenario.when(found("expired", "2026-04-03")).refuses("D-11", code="production.no_limit")
    scenario.when(found("expired", "2026-04-03", **limit)).quietly()
    assert commands(scenario, "2026-04-30", "site:S-1")["licence.request_renewal"] == date(2026, 4, 30)
    scenario.on("2026-05-06").when(found("expired", "2026-05-06", extend_by="2026-05-30")).refuses("D-11")
    scenario.when(found("unlicensed", "2026-05-06")).quietly()


OTHER = step(
    "enterprise.register",
    enterprise="E-2",
    name="青岭建材有限公司",
    credit_code="91430922MA4L16JQ8F",
    registered_on="2020-01-02",
)


@pytest.mark.rule("D-12")
def test_a_work_safety_licence_is_not_passed_on(given: Scenarios) -> None:
    """It is refused whatever the basis; another permit passes where a provision is named."""
    passing = step("licence.transfer", licence="L-1", to="E-2", basis="条例(2020) Art 9", transferred_on="2026-03-02")
    given(OTHER, *HELD).on("2026-03-02").when(passing).refuses("D-12", code="licence.not_transferable")
    history = (OTHER, APPLIED.but(track="general"), ACCEPTED, ISSUED)
    given(*history).on("2026-03-02").when(passing.but(basis=" ")).refuses("D-12", code="licence.transfer_without_basis")
    given(*history).on("2026-03-02").when(passing).quietly()


@pytest.mark.rule("D-12")
def test_a_transfer_that_was_found_ends_in_revocation_by_a_case(given: Scenarios) -> None:
    """No transfer found, no revocation for it; found, it is the next step."""
    found_out = step(
        "licence.find_transfer", licence="L-1", how="transferred", finding="A contract", found_on="2026-03-02"
    )
    revoke = step("licence.revoke", licence="L-1", case="C-1", ground="transfer", revoked_on="2026-03-18")
    case = (FILED, NOTIFIED, DECIDED)
    given(*HELD, *case).on("2026-03-18").when(revoke).refuses("D-12", code="licence.transfer_not_found")
    scenario = given(*HELD, found_out, *case).on("2026-03-18")
    assert "licence.revoke" in commands(scenario, "2026-03-18")
    scenario.when(revoke).is_recorded()
    assert "licence.cancel" in commands(scenario, "2026-03-19")


@pytest.mark.rule("D-03")
def test_a_licence_is_taken_in_for_conditions_and_given_back_with_them(given: Scenarios) -> None:
    """By a decided case, for named conditions; given back when each of them is met again."""
    rest = step(
        "licence.suspend", licence="L-1", case="C-1", conditions=[3, 8], decided_on="2026-03-18", until="2026-03-31"
    )
    back = step("licence.reinstate", licence="L-1", conditions_met=[3, 8], reinstated_on="2026-03-25")
    undecided = given(*HELD, FILED, NOTIFIED).on("2026-03-25")
    undecided.when(rest).refuses("SEQ", code="licence.case_undecided")
    scenario = given(*HELD, FILED, NOTIFIED, DECIDED).on("2026-03-25")
    scenario.when(rest.but(conditions=[])).refuses("D-03", code="licence.suspended_without_ground")
    scenario.when(rest.but(conditions=[14])).refuses("D-03", code="licence.suspended_without_ground")
    scenario.when(rest).is_recorded()
    assert commands(scenario, "2026-03-20")["licence.reinstate"] == date(2026, 3, 31)
    scenario.when(back.but(conditions_met=[3])).refuses("D-03", code="licence.condition_still_unmet")
    scenario.when(back).is_recorded()
    state = scenario.state("licence:L-1", on="2026-03-25")
    assert isinstance(state, Licence)
    assert (state.valid_on(date(2026, 3, 24)), state.valid_on(date(2026, 3, 25))) == (False, True)


@pytest.mark.rule("D-13")
def test_annulment_may_must_and_must_not(given: Scenarios) -> None:
    """For deceit that was found; on the organ's fault with the loss considered; never to the public's great harm."""
    annul = step(
        "licence.annul",
        licence="L-1",
        ground="wrong_procedure",
        reasons="One checker",
        harms_public=False,
        compensation="The fee is paid back",
        annulled_on="2026-03-02",
    )
    scenario = given(*HELD).on("2026-03-02")
    scenario.when(annul.but(harms_public=True)).refuses("D-13", code="licence.annulment_harms_public")
    scenario.when(annul.but(compensation="")).refuses("D-13", code="licence.loss_not_considered")
    scenario.when(annul.but(ground="deceit")).refuses("D-13", code="licence.deceit_not_found")
    scenario.when(annul).quietly()
    deceit = step("licence.find_deceit", licence="L-1", finding="A bribe", found_on="2026-03-02")
    must = given(*HELD, deceit).on("2026-03-02")
    assert "licence.annul" in commands(must, "2026-03-02")
    must.when(annul).refuses("D-13", code="licence.deceit_passed_over")
    must.when(annul.but(ground="deceit", compensation="")).quietly()


@pytest.mark.rule("D-13")
def test_a_licence_is_struck_on_a_ground_that_is_there(given: Scenarios) -> None:
    """Expired on the day after its last valid day and not on it; annulled and revoked where it was."""
    cancel = step("licence.cancel", licence="L-1", ground="expired", reasons="Not extended", cancelled_on="2026-04-03")
    scenario = given(*HELD).on("2026-04-03")
    assert "licence.cancel" in commands(scenario, "2026-04-03")
    scenario.when(cancel.but(cancelled_on="2026-04-02")).refuses("D-13", code="licence.no_ground_to_cancel")
    for ground in ("ended", "annulled", "revoked"):
        scenario.when(cancel.but(ground=ground)).refuses("D-13", code="licence.no_ground_to_cancel")
    scenario.when(cancel).quietly()
    given(*HELD, REQUESTED).on("2026-04-03").when(cancel).refuses("D-13")


@pytest.mark.rule("D-16")
def test_an_issuer_of_builders_licences_reports_every_year(given: Scenarios) -> None:
    """It is due by the year's end, and no more once it is sent; to a department of the same level, not to itself."""
    to = step("authority.register", authority="mem", name="Emergency Department", registered_on="2020-01-02")
    report = step(
        "licence_report.send",
        authority="emb",
        to="mem",
        activity="construction",
        year=2023,
        issued=1,
        sent_on="2023-12-20",
    )
    scenario = given(to, *BUILDER).on("2023-12-20")
    assert commands(scenario, "2023-12-20", "authority:emb")["licence_report.send"] == date(2023, 12, 31)
    scenario.when(report.but(to="emb")).refuses("D-16", code="licence_report.other_level")
    scenario.when(report).quietly()
    assert "licence_report.send" not in commands(scenario, "2023-12-20", "authority:emb")
    scenario.when(report).refuses("SEQ", code="licence_report.sent_already")
