"""Each of these is objected to for its own reason alone."""

from __future__ import annotations

import pytest
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Step
from regledger.testing.scenarios import Scenarios

from .test_listing import LISTED
from .test_own_hazards import LEDGER, OWN, REPORTED, STATISTICS
from .test_planning import PLANNED, SITES, UNITS


@pytest.mark.parametrize(
    ("history", "attempt", "code"),
    [
        ((FOUND,), LISTED.but(due_on="2026-03-04"), "listing.due_before_listing"),
        (SITES, PLANNED.but(units=[*UNITS[:4], UNITS[4] | {"visits": -1}]), "plan.visits_unsound"),
        ((LEDGER, OWN.but(level="general")), REPORTED, "own_hazard.not_major"),
        ((LEDGER,), OWN.but(due_on="2026-03-01"), "own_hazard.due_before_finding"),
        ((LEDGER,), LEDGER, "hazard_ledger.opened_already"),
        (
            (LEDGER,),
            STATISTICS.but(signed=False, year=2026, quarter=3, reported_on="2026-10-15"),
            "statistics.unsigned",
        ),
    ],
)
def test_it_is_objected_to_for_that_alone(
    given: Scenarios, history: tuple[Step, ...], attempt: Step, code: str
) -> None:
    """A last day before the first, a negative number, what is not major, a second ledger, what nobody signed."""
    answer = given(history).on("2026-12-20").when(attempt).answer

    said = [*getattr(answer, "objections", ()), *answer.warnings]
    assert {one.code for one in said} == {code}
