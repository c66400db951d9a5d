"""Agreements in enforcement: A-28."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.enforcement import AGREED, UNPAID, URGED
from regledger.testing.penalty import FINE_FEN, PAID
from regledger.testing.scenarios import Scenarios


@pytest.mark.rule("A-28")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"waived_fen": FINE_FEN + 1}, "agreement.waives_too_much"),
        ({"remedied": ""}, "agreement.not_remedied"),
        ({"harms_others": True}, "agreement.harms_others"),
        ({"stages": [{"due_on": "2026-10-30", "amount_fen": FINE_FEN - 1}]}, "agreement.stages_misfit"),
        ({"waived_fine_fen": 1}, "agreement.waives_fine"),
    ],
)
def test_only_the_surcharge_is_waived(given: Scenarios, change: dict[str, object], code: str) -> None:
    """All of the surcharge for remedial measures, and not a fen of the fine."""
    urged = given(*UNPAID, URGED).on("2026-09-16")

    urged.when(AGREED.but(**change)).refuses("A-28", code=code)
    urged.when(AGREED).then("agreement.made").quietly()


@pytest.mark.rule("A-28")
def test_the_catalogue_s_example(given: Scenarios) -> None:
    """Of 50,000 yuan fine and as much surcharge, an agreement that waives 20,000 of the fine is refused."""
    lighter = AGREED.but(waived_fine_fen=2_000_000, stages=[{"due_on": "2026-10-30", "amount_fen": 3_000_000}])

    given(*UNPAID, URGED).on("2026-09-16").when(lighter).refuses("A-28", code="agreement.waives_fine")


def test_an_agreement_belongs_to_enforcement(given: Scenarios) -> None:
    """Before the party was urged nothing is agreed."""
    given(*UNPAID).on("2026-09-16").when(AGREED).refuses("SEQ", code="urging.missing")


@pytest.mark.rule("A-28")
def test_what_was_waived_is_not_owed_until_the_agreement_is_broken(given: Scenarios) -> None:
    """The fine alone ends the case while the agreement stands; once it is broken the surcharge is owed again."""
    scenario = given(*UNPAID, URGED, AGREED).on("2026-10-30")
    paid = PAID.but(paid_on="2026-10-30")
    concluded = {"case": "C-1", "concluded_on": "2026-10-30"}
    broken = {"case": "C-1", "broken_on": "2026-10-30"}

    scenario.when("agreement.break", found=" ", **broken).refuses("A-28", code="agreement.break_unfounded")
    scenario.when(paid.but(amount_fen=FINE_FEN + 1)).refuses("A-22", code="case.overpaid")
    scenario.when(paid).warns("A-22")
    scenario.when("agreement.break", found="The stage of 30 October was not kept", **broken).then("agreement.broken")
    scenario.when("case.conclude", **concluded).refuses("A-25", code="case.surcharge_unpaid")
    kept = given(*UNPAID, URGED, AGREED).on("2026-10-30")
    kept.when(paid).warns("A-22")
    kept.when("case.conclude", **concluded).then("case.concluded")


@pytest.mark.rule("A-28")
def test_each_stage_is_due_from_the_party(given: Scenarios) -> None:
    """The stage that is not paid has its last day."""
    scenario = given(*UNPAID, URGED, AGREED)

    found = next_steps(scenario.ledger, "case:C-1", on=date(2026, 10, 1)).steps

    assert [(one.command, one.due) for one in found if one.rule == "A-28"] == [("case.pay", date(2026, 10, 30))]


def test_what_is_broken_was_agreed(given: Scenarios) -> None:
    """No agreement, no breach."""
    given(*UNPAID, URGED).on("2026-10-30").when(
        "agreement.break", case="C-1", found="Not kept", broken_on="2026-10-30"
    ).refuses("SEQ", code="agreement.missing")


def test_one_agreement_stands_at_a_time(given: Scenarios) -> None:
    """A second one waits for the breach of the first, whatever its date; nothing is agreed on what is paid."""
    agreed = given(*UNPAID, URGED, AGREED).on("2026-09-20")
    paid = PAID.but(paid_on="2026-09-10", amount_fen=2 * FINE_FEN)

    second = AGREED.but(made_on="2026-09-10", stages=[{"due_on": "2026-10-30", "amount_fen": 2 * FINE_FEN}])
    agreed.when(second.but(waived_fen=0)).refuses("SEQ", code="agreement.made_already")
    done = given(*UNPAID, URGED).on("2026-09-16")
    done.when(paid).warns("A-22")
    done.when(AGREED.but(waived_fen=0, stages=[])).refuses("SEQ", code="enforcement.nothing_owed")
