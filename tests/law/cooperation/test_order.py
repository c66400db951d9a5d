"""Cooperation in its order: what is named is on record, nothing is dated before what it follows (A-47, B-27, I-16)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.delegation import ORGANS
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

NOTED = step(
    "referral.note", referral="R-1", finder="emb", subject="site:S-1", issue="Exit blocked", noted_on="2026-03-02"
)
SENT = step(
    "referral.send",
    referral="R-1",
    addressee="fire",
    record="Transfer record 12",
    accept_by="2026-03-09",
    answer_by="2026-03-20",
    sent_on="2026-03-03",
)
ACCEPTED = step("referral.accept", referral="R-1", by="fire", accepted_on="2026-03-04")
ANSWERED = step("referral.answer", referral="R-1", by="fire", handling="Cleared", answered_on="2026-03-12")
ASKED = step(
    "assistance.request",
    assistance="AS-1",
    asking="emb",
    asked="fire",
    matter="Expert on exits",
    answer_by="2026-03-10",
    requested_on="2026-03-02",
)
HELPED = step(
    "assistance.answer",
    assistance="AS-1",
    given=True,
    within_competence=True,
    answer="An expert came",
    answered_on="2026-03-10",
)
PLANNED = step(
    "operation.plan",
    operation="O-1",
    lead="emb",
    participants=["emb", "fire"],
    plan="Joint plan 2026-1",
    scope="Restaurants",
    first_day="2026-03-03",
    last_day="2026-03-20",
    planned_on="2026-03-02",
)
ITEM = step(
    "operation.record_item",
    operation="O-1",
    item="IT-1",
    subject="site:S-1",
    problem="Exit blocked",
    owner="fire",
    found_on="2026-03-05",
)
ORDERED = step(
    "operation.issue_document",
    operation="O-1",
    item="IT-1",
    authority="fire",
    document="referral:R-1",
    issued_on="2026-03-05",
)
FOUND = step(
    "unapproved.find",
    unapproved="U-1",
    authority="emb",
    subject="site:S-1",
    ground="no_approval",
    activity="Sells fireworks",
    found_on="2026-03-02",
)
BANNED = step("unapproved.ban", unapproved="U-1", handling="Closed on the spot", banned_on="2026-03-02")
LATER = "2026-07-01"


@pytest.mark.rule("A-47", "B-27", "I-16")
@pytest.mark.parametrize("subject", ["nosuch:X-1", "capacity:emb", "site:S-404"])
def test_what_a_record_is_about_is_on_record(given: Scenarios, subject: str) -> None:
    """A kind that does not exist, one that is no subject, and a site that nobody registered are refused alike."""
    scenario = given(ORGANS, PLANNED, ITEM, NOTED).on(LATER)

    scenario.when(NOTED.but(referral="R-2", subject=subject)).refuses("REF", code="record.unknown")
    scenario.when(FOUND.but(subject=subject)).refuses("REF", code="record.unknown")
    scenario.when(ITEM.but(item="IT-2", subject=subject)).refuses("REF", code="record.unknown")
    scenario.when(ORDERED.but(document=subject)).refuses("REF", code="record.unknown")


@pytest.mark.rule("A-47")
@pytest.mark.parametrize(
    ("history", "act", "code"),
    [
        ((NOTED,), SENT.but(sent_on="2026-03-01"), "supervision.unknown"),
        ((NOTED,), SENT.but(accept_by="2026-03-02"), "record.ends_before_it_begins"),
        ((NOTED,), SENT.but(answer_by="2026-03-08"), "record.ends_before_it_begins"),
        ((NOTED, SENT), ACCEPTED.but(accepted_on="2026-03-02"), "referral.out_of_order"),
        ((NOTED, SENT, ACCEPTED), ANSWERED.but(answered_on="2026-03-03"), "referral.out_of_order"),
        ((NOTED, SENT, ACCEPTED), ANSWERED.but(handling=" "), "record.blank"),
        ((), ASKED.but(answer_by="2026-03-01"), "record.ends_before_it_begins"),
        ((ASKED,), HELPED.but(answered_on="2026-03-01"), "supervision.unknown"),
        ((ASKED,), HELPED.but(answer=" "), "record.blank"),
    ],
)
def test_a_referral_goes_its_way_day_by_day(given: Scenarios, history: tuple[Step, ...], act: Step, code: str) -> None:
    """A step dated before the one that it follows, or without its text, is refused."""
    attempt = given(ORGANS, history).on(LATER).when(act)

    attempt.refuses("REF" if code in ("supervision.unknown", "record.blank") else "SEQ", code=code)


@pytest.mark.rule("A-47")
def test_whoever_goes_on_for_the_addressee_handles_a_referral(given: Scenarios) -> None:
    """After the addressee was replaced its successor accepts and answers, and nobody else does."""
    replaced = step(
        "subject.succeed",
        predecessors=["authority:fire"],
        successors=["authority:rescue"],
        how="replaced",
        ground="Reform",
        authority="gov",
        decided_on="2026-03-04",
        effective_on="2026-03-04",
    )
    rescue = step("authority.register", authority="rescue", name="Rescue brigade", registered_on="2026-03-04")
    scenario = given(ORGANS, NOTED, SENT, rescue, replaced).on(LATER)

    scenario.when(ACCEPTED.but(by="gov")).refuses("A-47", code="referral.not_the_addressee")
    scenario.when(ACCEPTED.but(by="rescue")).quietly()
    scenario.when(ANSWERED.but(by="rescue")).quietly()


@pytest.mark.rule("A-47")
def test_help_is_asked_of_another_and_late_help_warns(given: Scenarios) -> None:
    """An organ does not ask itself; an answer is quiet on the last day asked for, and warns the day after."""
    scenario = given(ORGANS, ASKED, ASKED.but(assistance="AS-2")).on(LATER)

    scenario.when(ASKED.but(assistance="AS-3", asked="emb")).refuses("A-47", code="assistance.asks_itself")
    scenario.when(HELPED.but(answered_on="2026-03-11")).warns("A-47", code="assistance.late")
    scenario.when(HELPED.but(assistance="AS-2")).quietly()


@pytest.mark.rule("I-16")
def test_an_operation_finds_in_its_days(given: Scenarios) -> None:
    """On its first day a problem is recorded, the day before it is refused."""
    scenario = given(ORGANS, PLANNED).on(LATER)

    scenario.when(ITEM.but(found_on="2026-03-02")).refuses("I-16", code="operation.before_its_days")
    scenario.when(ITEM.but(found_on="2026-03-03")).quietly()


@pytest.mark.rule("I-16")
@pytest.mark.parametrize(
    ("act", "rule", "code"),
    [
        (ORDERED.but(issued_on="2026-03-04"), "REF", "supervision.unknown"),
        (
            step("operation.assign_item", operation="O-1", item="IT-1", owner="emb", assigned_on="2026-03-04"),
            "REF",
            "supervision.unknown",
        ),
        (
            step("operation.close", operation="O-1", summary="Done", closed_on="2026-03-02"),
            "SEQ",
            "record.too_early",
        ),
        (step("operation.close", operation="O-1", summary=" ", closed_on="2026-03-20"), "REF", "record.blank"),
        (ITEM.but(item="IT-2", problem=" "), "REF", "record.blank"),
    ],
)
def test_an_operation_keeps_its_order(given: Scenarios, act: Any, rule: str, code: str) -> None:
    """Nothing is issued on or assigned of what is found later, and it is not closed before it begins."""
    scenario = given(ORGANS, PLANNED, NOTED, ITEM).on(LATER)

    scenario.when(act).refuses(rule, code=code)


@pytest.mark.rule("B-27")
def test_a_ban_follows_what_was_found(given: Scenarios) -> None:
    """The day before it was found nothing is banned, and a ban says how; the licence withdrawn is the one that was found."""
    lost = FOUND.but(unapproved="U-2", ground="conditions_lost", licence="L-1")
    withdrawn = step(
        "unapproved.withdraw_approval", unapproved="U-2", licence="L-2", decision="2026-4", withdrawn_on="2026-03-02"
    )
    scenario = given(ORGANS, FOUND, lost).on(LATER)

    scenario.when(BANNED.but(banned_on="2026-03-01")).refuses("REF", code="supervision.unknown")
    scenario.when(BANNED.but(handling=" ")).refuses("REF", code="record.blank")
    scenario.when(withdrawn).refuses("B-27", code="unapproved.another_licence")
    scenario.when(withdrawn.but(licence="L-1")).quietly()
    scenario.when(FOUND.but(unapproved="U-3", activity=" ")).refuses("REF", code="record.blank")


@pytest.mark.rule("I-16")
def test_an_older_operation_is_not_held_to_a_younger_number(given: Scenarios) -> None:
    """From the first day of the law of 2021 two organs take part; the day before one may."""
    alone = PLANNED.but(participants=["emb"], first_day="2021-09-01")
    scenario = given(ORGANS).on(LATER)

    scenario.when(alone.but(planned_on="2021-08-31")).quietly()
    scenario.when(alone.but(operation="O-2", planned_on="2021-09-01")).refuses("I-16", code="operation.not_joint")
