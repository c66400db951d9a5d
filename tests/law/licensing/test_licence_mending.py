"""What a licence goes through beside its plain life: extended within a limit, lent, passed on, looked at again, heard once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.records.licence import Licence
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

from .test_licence_ending import ACCEPTED, APPLIED, CHECKED, HELD, ISSUED, MINE, RENEWED, REQUESTED, commands

FOUND = step(
    "production.find",
    site="S-1",
    enterprise="E-1",
    authority="emb",
    activity="mine",
    conclusion="expired",
    observed="Stone is broken",
    extend_by="2026-05-20",
    found_on="2026-04-20",
)
WITHIN = REQUESTED.but(requested_on="2026-05-20")
EXTENDED = RENEWED.but(reexamined=True, decided_on="2026-06-01")
DEAD = step(
    "accident.receive_report",
    accident="A-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    happened_at="2025-03-02T08:00:00+08:00",
    profile="Quarry",
    scene="Face 2",
    course="A slope slid",
    measures="Stopped",
    deaths=1,
    injuries=0,
    missing=0,
    loss_fen=100,
    received_at="2025-03-02T08:40:00+08:00",
)
LENT = step("licence.find_transfer", licence="L-1", how="lent", finding="A contract", found_on="2026-03-02")
PERMIT = (APPLIED.but(track="general"), ACCEPTED, ISSUED)
OTHER = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)
PASSING = step("licence.transfer", licence="L-1", to="E-2", basis="建筑法 Art 9", transferred_on="2026-03-02")
TOLD = step("licence.tell_hearing", licence="L-1", interests="Neighbours", told_on="2023-03-02")
ASKED = step("licence.request_hearing", licence="L-1", by="affected", requested_on="2023-03-03")
CALLED = step(
    "licence.call_hearing", licence="L-1", chair="li", place="Hall", notified_on="2023-03-06", hearing_on="2023-03-20"
)
HEARD = step("licence.hold_hearing", licence="L-1", public=True, record_signed=True, held_on="2023-03-20")


def licence(scenario: Scenario, on: str) -> Licence:
    state = scenario.state("licence:L-1", on=on)
    assert isinstance(state, Licence)
    return state


@pytest.mark.rule("D-05", "D-11")
def test_what_expired_is_extended_within_the_limit_that_was_set(given: Scenarios) -> None:
    """Valid to 2026-04-02, found on 04-20 with a limit of 05-20: asked for on that day it is taken, on the next refused."""
    unfound = given(*MINE).on("2026-05-20")
    found = given(*MINE, FOUND).on("2026-05-21")

    unfound.when(WITHIN).refuses("D-05", code="licence.lapsed")
    found.when(REQUESTED.but(requested_on="2026-05-21")).refuses("D-05", code="licence.lapsed")
    found.when(WITHIN).quietly()


@pytest.mark.rule("D-05", "D-09", "D-11")
def test_what_expired_counts_again_from_the_decision_only(given: Scenarios) -> None:
    """The time between stays a time without a licence, and silence makes nothing good."""
    waiting = given(*MINE, FOUND, WITHIN).on("2026-06-01")
    assert not licence(waiting, "2026-06-01").deemed_renewed_on(date(2026, 6, 1))

    waiting.when(EXTENDED).quietly()

    state = licence(waiting, "2026-06-01")
    counts = [state.valid_on(date(2026, month, day)) for month, day in ((4, 2), (4, 3), (5, 31), (6, 1))]
    assert counts == [True, False, False, True]
    assert (state.lapsed_on(date(2026, 5, 31)), state.valid_to) == (True, date(2029, 5, 31))


@pytest.mark.rule("D-11")
def test_the_steps_on_a_finding_end_when_they_are_done(given: Scenarios) -> None:
    """A case is to be opened and extension to be asked for, until each is done."""
    scenario = given(*MINE, FOUND)
    before = {one.command for one in next_steps(scenario.ledger, "production:S-1", on=date(2026, 5, 1)).steps}
    scenario.on("2026-05-20").when(WITHIN).quietly()
    scenario.when(FILED.but(opened_on="2026-05-20", discovered_on="2026-04-20", act_on="2026-04-20")).is_recorded()
    left = {one.command for one in _own(scenario)}

    assert {"case.open", "licence.request_renewal"} <= before
    assert not {"case.open", "licence.request_renewal"} & left


def _own(scenario: Scenario) -> list[Any]:
    return [one for one in next_steps(scenario.ledger, "production:S-1").steps if one.subject == "production:S-1"]


@pytest.mark.rule("D-11")
def test_who_asked_within_the_limit_is_not_treated_as_one_without(given: Scenarios) -> None:
    """After the limit, who let it pass is unlicensed; who asked within it is still expired."""
    again = FOUND.but(found_on="2026-05-25", extend_by="2026-06-25")
    passed, asked = (given(*MINE, FOUND, *more).on("2026-05-25") for more in ((), (WITHIN,)))

    passed.when(again).refuses("D-11", code="production.wrong_conclusion")
    asked.when(again).quietly()


@pytest.mark.rule("D-05")
def test_a_fatal_accident_on_record_is_not_denied(given: Scenarios) -> None:
    """With a death in the term an extension says so; a death before the term, or none, changes nothing."""
    scenario = given(*HELD, DEAD, REQUESTED).on("2026-04-02")

    scenario.when(RENEWED).refuses("D-05", code="licence.fatal_accident_on_record")
    scenario.when(RENEWED.but(fatal_accident=True, reexamined=True)).quietly()
    early = {"happened_at": "2023-04-02T08:00:00+08:00", "received_at": "2023-04-02T08:40:00+08:00"}
    first = {"happened_at": "2023-04-03T08:00:00+08:00", "received_at": "2023-04-03T08:40:00+08:00"}
    given(*HELD, DEAD.but(**early), REQUESTED).on("2026-04-02").when(RENEWED).quietly()
    given(*HELD, DEAD.but(**first), REQUESTED).on("2026-04-02").when(RENEWED).refuses("D-05")
    given(*HELD, DEAD.but(deaths=0), REQUESTED).on("2026-04-02").when(RENEWED).quietly()


@pytest.mark.rule("D-12")
def test_a_licence_that_was_lent_is_not_revoked_for_a_transfer(given: Scenarios) -> None:
    """Art 21 is of transfers; a lease or a loan leads to a case, by other law."""
    scenario = given(*HELD, LENT, FILED, NOTIFIED, DECIDED).on("2026-03-18")
    revoke = step("licence.revoke", licence="L-1", case="C-1", ground="transfer", revoked_on="2026-03-18")
    told = commands(scenario, "2026-03-03")

    assert "licence.revoke" not in told
    assert "case.open" in told
    scenario.when(revoke).refuses("D-12", code="licence.transfer_not_found")


def test_what_does_not_count_is_not_passed_on(given: Scenarios) -> None:
    """Valid to 2026-04-02: on that day a permit can be passed on, on the next no more."""
    last, after = (given(OTHER, *PERMIT).on(day) for day in ("2026-04-02", "2026-04-03"))

    last.when(PASSING.but(transferred_on="2026-04-02")).quietly()
    after.when(PASSING.but(transferred_on="2026-04-03")).refuses("SEQ", code="licence.transferred_without_force")


@pytest.mark.rule("D-07")
def test_a_trade_licence_is_granted_after_a_look_on_the_spot(given: Scenarios) -> None:
    """Without a check of the premises it is not granted."""
    trade = (APPLIED.but(track="trade"), ACCEPTED)
    seen = CHECKED.but(findings=[], on_site=True)

    grant = ISSUED.but(decided_on="2023-03-20", valid_from="2023-03-20")
    given(*trade).on("2023-03-20").when(grant).refuses("D-07", code="licence.not_on_site")
    given(*trade, seen).on("2023-03-20").when(grant).quietly()


@pytest.mark.rule("D-08")
def test_a_special_step_after_the_period_does_not_bring_it_back(given: Scenarios) -> None:
    """The 20 working days end on 2023-03-29: a step begun that day is not counted, one begun on the next is."""
    late = ISSUED.but(decided_on="2023-04-10", valid_from="2023-04-10")

    for begun, warned in (("2023-03-29", False), ("2023-03-30", True)):
        special = step(
            "licence.exclude_time",
            licence="L-1",
            step="expert_review",
            needed=20,
            notified_on=begun,
            begun_on=begun,
        )
        resumed = step("licence.resume_time", licence="L-1", ended_on="2023-04-10")
        scenario = given(APPLIED.but(track="general"), ACCEPTED, special, resumed).on("2023-04-10")
        attempt = scenario.when(late)
        attempt.warns("D-08", code="licence.decided_late") if warned else attempt.quietly()


def test_a_hearing_is_held_once(given: Scenarios) -> None:
    """Neither called nor held again."""
    scenario = given(APPLIED, ACCEPTED, TOLD, ASKED, CALLED, HEARD).on("2023-03-20")

    scenario.when(HEARD).refuses("SEQ", code="licence.hearing_held_already")
    scenario.when(CALLED).refuses("SEQ", code="licence.hearing_held_already")


@pytest.mark.rule("D-15")
def test_a_hearing_has_a_place(given: Scenarios) -> None:
    """Time and place are told (Art 48)."""
    scenario = given(APPLIED, ACCEPTED, TOLD, ASKED).on("2023-03-06")

    scenario.when(CALLED.but(place=" ")).refuses("D-15", code="licence.hearing_place_blank")
    scenario.when(CALLED).quietly()


@pytest.mark.parametrize(
    ("history", "act"),
    [
        ((), APPLIED.but(kind=" ")),
        ((APPLIED,), ACCEPTED.but(receipt=" ")),
        ((APPLIED, ACCEPTED), ISSUED.but(number=" ")),
        (
            (APPLIED, ACCEPTED.but(receipt=None)),
            step("licence.hand_receipt", licence="L-1", receipt=" ", handed_on="2023-03-02"),
        ),
    ],
)
def test_a_blank_number_is_none(given: Scenarios, history: tuple[Step, ...], act: Step) -> None:
    """Kind, receipt and number are not blank where they are given."""
    given(*history).on("2023-04-03").when(act).refuses("REF", code="licence.part_blank")


def test_a_granted_licence_is_looked_at_again(given: Scenarios) -> None:
    """What relies on a duty that is breached is checked, and the step ends with the check."""
    breach = step(
        "duty.record",
        site="S-1",
        enterprise="E-1",
        authority="emb",
        figures={"duty": "employment", "contracts": 10, "waivers": 1},
        conclusion="breached",
        licences=["L-1"],
        recorded_on="2025-03-03",
    )
    scenario = given(*HELD, breach).on("2025-03-10")
    before = [one.command for one in next_steps(scenario.ledger, "site_duties:S-1", on=date(2025, 3, 4)).steps]
    scenario.when(CHECKED.but(checked_on="2025-03-10")).quietly()
    left = [one.command for one in next_steps(scenario.ledger, "site_duties:S-1", on=date(2025, 3, 10)).steps]

    assert ("licence.check" in before, "licence.check" in left) == (True, False)
