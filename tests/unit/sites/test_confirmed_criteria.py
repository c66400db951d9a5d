"""Criteria whose text nobody verified: they warn, and refuse from the day on which an authority confirmed them or their rule."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import COUNTY, Scenario, given, step

from .conftest import Drafted, Opened, store
from .test_measured_criteria import CRITERION, RULE, inspect


def confirmed(what: str, on: str = "2026-03-02") -> object:
    """The county compared `what` with its text."""
    return step("rule.confirm", rule=what, authority="emb", document="Order 16", confirmed_on=on)


@pytest.fixture
def scenario(drafted: Drafted, opened: Opened) -> Scenario:
    """The county with a fireworks store; rule K-03 is VERIFIED, and the criterion that belongs to it was transcribed."""
    transcribed = CRITERION.replace('status = "VERIFIED"', 'status = "TRANSCRIPTION"')
    installed = drafted(fireworks="", toml=RULE + transcribed)
    return given(opened(installed), COUNTY, store()).on("2026-03-02")


@pytest.mark.parametrize("what", ["K-03", "fw-2017/3"])
@pytest.mark.parametrize(("on", "refused"), [("2026-03-02", True), ("2026-03-03", False)])
def test_it_refuses_from_the_day_on_which_it_was_confirmed(
    scenario: Scenario, what: str, on: str, refused: bool
) -> None:
    """By its rule or by its own code; on the day before it warned."""
    scenario = given(scenario.ledger, confirmed(what, on))

    attempt = scenario.on("2026-03-03").when(inspect(boxes="101"))

    attempt.refuses("K-03") if refused else attempt.warns("K-03")


def test_until_then_it_warns(scenario: Scenario) -> None:
    """A rule that is VERIFIED does not vouch for the wording of a criterion."""
    scenario.when(inspect(boxes="101")).warns("K-03", code="hazard.classified_otherwise")


@pytest.mark.parametrize("what", ["fw-2017/9", "fw-2017", "fw-2017/"])
def test_what_nothing_declares_cannot_be_confirmed(scenario: Scenario, what: str) -> None:
    """Neither another item of the list nor the list itself has a text that could be compared."""
    if what.endswith("/"):
        with pytest.raises(Exception, match="rule"):
            _ = scenario.when(confirmed(what)).answer
    else:
        scenario.when(confirmed(what)).refuses("REF", code="rule.unknown")
