"""What others read of a park: its row, and what documents say of the place in it."""

from __future__ import annotations

from typing import Any

from regledger.testing.looking import document_fields
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios
from regledger_parks.governing import regledger_read_models

from .county import GRADED, ORGANS, PARK, PLANNED, PLANT, PROFILE

EVENTS = (
    GRADED.but(score="59.5", rectify_by="2024-09-01", claimed_grade="A"),
    step("park.evaluate", park="P-1", authority="zone", report="EV-1", evaluated_on="2024-03-02"),
    step("park.draw_line", park="P-1", authority="zone", contour="0.0000003", document="L-1", drawn_on="2024-03-03"),
    step("park.drill", park="P-1", authority="zone", drilled_on="2024-03-04"),
    step(
        "park.enclose",
        park="P-1",
        authority="zone",
        gates=2,
        dedicated_roads=True,
        dedicated_parking=True,
        enclosed_on="2024-03-05",
    ),
)


def test_one_row_a_park(given: Scenarios) -> None:
    """`parks` shows the grade with its days, and when the park was last evaluated, drilled and enclosed."""
    scenario = given(*ORGANS, PARK, PLANNED, *EVENTS)
    [model] = regledger_read_models()

    facts = list(scenario.ledger.facts(types=list(model.types)))

    assert {key for fact in facts for key in model.keys(fact)} == {"P-1"}
    assert model.row("P-1", facts) == {
        "park": "P-1",
        "name": "Riverside chemical park",
        "authority": "zone",
        "kind": "chemical",
        "grade": "A",
        "score": "59.5",
        "valid_to": "2027-12-31",
        "rectify_by": "2024-09-01",
        "evaluated_on": "2024-03-02",
        "line_drawn_on": "2024-03-03",
        "plan": "ZP-1",
        "drilled_on": "2024-03-04",
        "enclosed_on": "2024-03-05",
    }
    assert model.row("P-1", facts[1:]) is None


def test_documents_say_where_in_the_park(given: Scenarios) -> None:
    """An inspection prints park and plot of its site."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, FOUND.but(site="S-2", hazards=[]))

    found: Any = document_fields(scenario.ledger, "inspection:I-1")

    printed = {one.name: one.value for one in found.fields}
    assert (printed["park"], printed["park_plot"], printed["park_lets"]) == ("P-1", "A-7", True)


def test_a_site_of_the_park_is_inspected_as_any_other(park: Scenario) -> None:
    """The sector adds nothing to an inspection by the bureau."""
    park.on("2026-03-02").when(FOUND.but(site="S-2", hazards=[FOUND.body["hazards"][0]])).quietly()
