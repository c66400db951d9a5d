"""TRAP-11 at the door: what is fined at once, and what only after an order to correct was not obeyed."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import Step
from regledger.testing.scenarios import Scenarios

NOT_OBEYED = "The order of 2026-01-12 ended on 2026-01-30; nothing was corrected"


def objected(given: Scenarios, notice: Step) -> set[tuple[str, str]]:
    """What was said of an order that was or was not obeyed."""
    answer = given(FILED).on("2026-03-09").when(notice).answer
    found = [*getattr(answer, "objections", ()), *answer.warnings]
    return {(one.rule, one.code) for one in found if one.code == "case.not_disobeyed"}


@pytest.mark.rule("B-09", "B-26", "B-12")
@pytest.mark.parametrize(
    ("offence", "fine", "rule"),
    [
        ("WSL-97.training_overdue", 15_000_000, "B-09"),
        ("WSL-99.signs_overdue", 15_000_000, "B-12"),
        ("WSL-108.obstruction", 5_000_000, "B-26"),
    ],
)
def test_trap_11_what_is_overdue_waits_for_the_order(given: Scenarios, offence: str, fine: int, rule: str) -> None:
    """Without a disobeyed order the heavier fine is objected to; with one, named, it is not."""
    notice = NOTIFIED.but(offence=offence, fine_fen=fine)

    assert objected(given, notice) == {(rule, "case.not_disobeyed")}
    assert objected(given, notice.but(disobeyed=NOT_OBEYED)) == set()


@pytest.mark.rule("B-09")
@pytest.mark.parametrize(
    "offence",
    ["WSL-94.duties", "WSL-97.training", "WSL-98.acceptance", "WSL-99.signs", "WSL-101.operations", "WSL-102.hazards"],
)
def test_trap_11_what_is_fined_at_once_needs_no_order_before(given: Scenarios, offence: str) -> None:
    """Arts 94, 97, 98, 99, 101 and 102 fine at the first finding."""
    assert objected(given, NOTIFIED.but(offence=offence)) == set()
