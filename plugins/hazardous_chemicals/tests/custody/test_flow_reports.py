"""The read model of sales and purchases."""

from __future__ import annotations

from regledger.testing.scenario import Scenario, given, step
from regledger_hazardous_chemicals.custody.flow_reports import FlowReports

BOUGHT = step(
    "controlled_flow.record",
    flow="T-1",
    site="S-2",
    authority="emb",
    direction="purchase",
    category="explosive_precursor",
    substance="硝酸铵",
    quantity="2.5",
    unit="t",
    credential="use_licence",
    traded_on="2026-03-04",
)
REPORT = step("controlled_flow.report", flow="T-1", police="County police", reported_on="2026-03-06")


def test_a_row_before_and_after_its_report(county: Scenario) -> None:
    """One row a purchase; the day of its report comes with the report."""
    county = given(county.ledger, BOUGHT, REPORT)
    model = FlowReports()
    facts = list(county.ledger.facts(types=model.types))

    rows = [model.row("T-1", known) for known in (facts[:1], facts)]

    assert {key for fact in facts for key in model.keys(fact)} == {"T-1"}
    assert [tuple(row) for row in rows if row is not None] == [tuple(model.columns)] * 2
    assert [row and (row["quantity"], row["unit"], row["individual"]) for row in rows] == [("2.5", "t", 0)] * 2
    assert [row and row["reported_on"] for row in rows] == [None, "2026-03-06"]
    assert model.row("T-2", facts) is None


def test_it_looks_at_nothing_else(county: Scenario) -> None:
    """A fact of another kind has no key in it."""
    assert [key for fact in county.ledger.facts() for key in FlowReports().keys(fact)] == []
