"""Joint operations (I-16, A-30), and activity without approval (B-27)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.delegation import ORGANS
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

PLANNED = step(
    "operation.plan",
    operation="O-1",
    lead="emb",
    participants=["emb", "fire"],
    plan="Joint plan 2026-1",
    scope="Restaurants",
    first_day="2026-03-02",
    last_day="2026-03-20",
    planned_on="2026-03-02",
)
DOCUMENTS = tuple(
    step("matter.raise", matter=one, authority="emb", ground="Stands for a document", raised_on="2026-03-02")
    for one in ("M-9", "M-10")
)
"""What the organs issue, on record; any record will do here."""
ITEM = step(
    "operation.record_item",
    operation="O-1",
    item="IT-1",
    subject="site:S-1",
    problem="Exit blocked",
    owner="fire",
    found_on="2026-03-03",
)
FINED = step(
    "operation.issue_document",
    operation="O-1",
    item="IT-1",
    authority="fire",
    document="matter:M-9",
    fine_fen=100_000,
    issued_on="2026-03-10",
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


@pytest.mark.rule("I-16")
def test_several_organs_act_under_one_of_them(given: Scenarios) -> None:
    """Two organs with the lead among them are enough; one alone, or a lead from outside, is refused."""
    scenario = given(ORGANS).on("2026-03-02")

    scenario.when(PLANNED.but(participants=["emb"])).refuses("I-16", code="operation.not_joint")
    scenario.when(PLANNED.but(lead="gov")).refuses("I-16", code="operation.not_joint")
    scenario.when(PLANNED).quietly()


@pytest.mark.rule("I-16")
def test_each_organ_issues_its_own_documents(given: Scenarios) -> None:
    """The organ that handles a problem issues on it, another does not, and one from outside handles none."""
    scenario = given(ORGANS, DOCUMENTS, PLANNED, ITEM).on("2026-03-10")

    scenario.when(ITEM.but(item="IT-2", owner="gov")).refuses("I-16", code="operation.not_a_participant")
    scenario.when(FINED.but(authority="emb")).refuses("I-16", code="operation.not_its_organ")
    scenario.when(FINED).quietly()


@pytest.mark.rule("A-30")
def test_one_problem_is_fined_once_in_a_joint_operation(given: Scenarios) -> None:
    """A second fine is refused, also by the organ that handles it then; an order beside the fine is not."""
    moved = step("operation.assign_item", operation="O-1", item="IT-1", owner="emb", assigned_on="2026-03-11")
    scenario = given(ORGANS, DOCUMENTS, PLANNED, ITEM, FINED, moved).on("2026-03-12")
    second = FINED.but(authority="emb", document="matter:M-10", issued_on="2026-03-12")

    scenario.when(second).refuses("A-30", code="operation.fined_before")
    scenario.when(second.but(fine_fen=0)).quietly()


@pytest.mark.rule("I-16")
def test_an_operation_is_closed_when_every_problem_has_an_organ(given: Scenarios) -> None:
    """While one has none it stays open, and next names it."""
    scenario = given(ORGANS, PLANNED, ITEM.but(owner=None)).on("2026-03-20")
    closed = step("operation.close", operation="O-1", summary="12 sites", closed_on="2026-03-20")

    commands = [one.command for one in next_steps(scenario.ledger, "operation:O-1").steps]

    assert commands == ["operation.assign_item"]
    scenario.when(closed).refuses("I-16", code="operation.item_ownerless")
    scenario.when(
        "operation.assign_item", operation="O-1", item="IT-1", owner="fire", assigned_on="2026-03-20"
    ).quietly()
    scenario.when(closed).quietly()
    scenario.when(closed).refuses("SEQ")


@pytest.mark.rule("B-27")
def test_activity_without_approval_is_banned_at_once(given: Scenarios) -> None:
    """On the day it was found it is quiet; the day after it warns, and until then it is due."""
    scenario = given(ORGANS, FOUND).on("2026-03-03")

    due = [(one.command, one.due) for one in next_steps(scenario.ledger, "unapproved:U-1").steps]

    assert due == [("unapproved.ban", date(2026, 3, 2))]
    scenario.when(BANNED.but(banned_on="2026-03-03")).warns("B-27", code="unapproved.late")
    scenario.when(FOUND.but(unapproved="U-2")).is_recorded()
    scenario.when(BANNED.but(unapproved="U-2")).quietly()


@pytest.mark.rule("B-27")
def test_what_was_approved_is_withdrawn_and_not_banned(given: Scenarios) -> None:
    """Each ground has its own answer."""
    lost = FOUND.but(ground="conditions_lost", licence="L-1")
    withdrawn = step(
        "unapproved.withdraw_approval", unapproved="U-1", licence="L-1", decision="2026-4", withdrawn_on="2026-03-02"
    )
    scenario = given(ORGANS, lost).on("2026-03-02")

    scenario.when(BANNED).refuses("B-27", code="unapproved.wrong_answer")
    scenario.when(withdrawn).quietly()
