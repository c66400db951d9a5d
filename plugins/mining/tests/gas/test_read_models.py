"""What the bureau sees of output, and the checklists of coal mines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import document_fields
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_mining.output import MineOutputs

Inspected = Callable[..., Step]


def shown(tonnes: str, period: str = "2026-Q3", seen_on: str = "2026-10-12") -> Step:
    """What the books of the mine show of a period."""
    return step(
        "mine_output.record",
        site="S-2",
        enterprise="E-1",
        period=period,
        tonnes=tonnes,
        source="Output ledger",
        seen_on=seen_on,
    )


def test_a_row_for_each_period(mine: Scenario) -> None:
    """`mine_outputs` has a row a mine and period, with what was shown last."""
    for one in (shown("60000"), shown("61000.5"), shown("20000", "2026-07")):
        mine.on("2026-10-12").when(one).is_recorded()
    model = MineOutputs()
    facts = list(mine.ledger.facts(types=["mine_output.recorded"]))
    keys = dict.fromkeys(key for fact in facts for key in model.keys(fact))

    rows = [model.row(key, [fact for fact in facts if key in model.keys(fact)]) for key in keys]

    assert rows == [
        {
            "output": f"S-2_{period}",
            "site": "S-2",
            "enterprise": "E-1",
            "period": period,
            "tonnes": tonnes,
            "source": "Output ledger",
            "seen_on": "2026-10-12",
        }
        for period, tonnes in (("2026-Q3", "61000.5"), ("2026-07", "20000"))
    ]
    assert model.row("S-9_2026", facts) is None


@pytest.mark.parametrize(("name", "items"), [("coal-underground/1", 35), ("coal-open-pit/1", 10)])
def test_a_checklist_of_a_coal_mine(mine: Scenario, inspected: Inspected, name: str, items: int) -> None:
    """An inspection that goes through all of a coal mine's checklist is recorded without a word."""
    answers = [{"item": str(number), "answer": "yes"} for number in range(1, items + 1)]

    mine.when(inspected({}).but(checklist=name, answers=answers)).quietly()


def test_a_no_whose_criterion_no_hazard_names(mine: Scenario, inspected: Inspected) -> None:
    """A no to the question on the head-count limit wants a hazard by its criterion."""
    answers = [{"item": str(number), "answer": "no" if number == 5 else "yes"} for number in range(1, 36)]

    mine.when(inspected({}).but(checklist="coal-underground/1", answers=answers)).is_recorded().says("coal-2026/4.3")


def test_what_an_order_says_of_the_mine(mine: Scenario) -> None:
    """The document of an order carries the approved capacity and the gas class of the mine."""
    county = given(
        mine.ledger,
        FOUND.but(site="S-2", inspected_on="2026-07-06"),
        ORDERED.but(issued_on="2026-07-07", items=[{**ITEM, "due_on": "2026-07-30"}]),
    )

    made = document_fields(county.ledger, "order:R-1", on=date(2026, 7, 7))

    fields = {one.name: one.value for one in made.fields}
    assert (fields["approved_tonnes_year"], fields["gas"]) == (300_000, "high")
