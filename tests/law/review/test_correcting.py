"""What was served is corrected by a document of its own, served again (X-05)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.review import BINDING
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

CORRECTED = step(
    "case.correct_decision",
    case="C-1",
    document="B-2026-1",
    what="The bank is at 3 River Road, not at 2",
    reason="Typing mistake",
    approver="li",
    corrected_on="2026-03-20",
)


@pytest.mark.rule("X-05")
@pytest.mark.parametrize("left_out", ["reason", "what"])
def test_a_correction_says_what_and_why(given: Scenarios, left_out: str) -> None:
    """Without one of them it is refused; with both the decision itself stays as it was recorded."""
    scenario = given(*BINDING).on("2026-03-20")
    before = scenario.state("case:C-1")

    scenario.when(CORRECTED.but(**{left_out: " "})).refuses("X-05", code="case.correction_unreasoned")
    scenario.when(CORRECTED).then("case.correction_issued").quietly()
    assert scenario.state("case:C-1") == before


@pytest.mark.rule("X-05")
def test_a_correction_is_served_anew(given: Scenarios) -> None:
    """Until the document is served it is a step of the authority; another document cannot be served in its place."""
    scenario = given(*BINDING, CORRECTED).on("2026-03-23")
    served = step("case.serve_correction", case="C-1", document="B-2026-1", served_on="2026-03-23")
    owed = [one for one in next_steps(scenario.ledger, "case:C-1").steps if one.rule == "X-05"]

    assert [(one.command, one.owner) for one in owed] == [("case.serve_correction", "authority")]
    scenario.when(served.but(document="B-2026-2")).refuses("X-05", code="case.correction_not_issued")
    scenario.when(served).quietly()
    assert [one for one in next_steps(scenario.ledger, "case:C-1").steps if one.rule == "X-05"] == []


@pytest.mark.rule("X-05")
def test_what_was_not_served_is_no_matter_of_a_document(given: Scenarios) -> None:
    """A decision that still lies with the authority is corrected in the register."""
    scenario = given(FILED, NOTIFIED, DECIDED).on("2026-03-20")

    scenario.when(CORRECTED).refuses("SEQ", code="case.not_served")
