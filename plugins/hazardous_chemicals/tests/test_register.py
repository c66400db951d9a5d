"""A county's register of sites (`regledger_import_mappings`), on the example that the repository brings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import regledger_hazardous_chemicals as sector
from regledger.testing.looking import import_files
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios
from regledger_hazardous_chemicals.profile import ChemicalSite

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "imports" / "chemical_sites.csv"
BUREAU = (
    step("authority.register", authority="qx-emb", name="清溪县应急管理局", registered_on="2019-01-02"),
    step("region.enter", region="430999", name="清溪县", authority="qx-emb", entered_on="2019-01-02"),
    step("authority.locate", located="qx-emb", region="430999", authority="qx-emb", located_on="2019-01-02"),
)


@pytest.fixture
def imported(given: Scenarios, tmp_path: Path) -> Scenario:
    """A county of its own after its register was imported."""
    scenario = given(*BUREAU, county=(), on="2026-04-01").on("2026-04-01")
    [mapping] = sector.regledger_import_mappings()
    form = tmp_path / "sites.toml"
    form.write_text(mapping.text, encoding="utf-8")

    report = import_files(scenario.ledger, form, [EXAMPLE], actor="officer:li", rejects_in=tmp_path)

    assert (report.new, report.rejected) == (3, 0)
    return scenario


def test_a_row_says_what_a_site_is_like(imported: Scenario) -> None:
    """Words become true and false, a dash becomes nothing; what the register says is asserted."""
    plant, shop = (
        imported.ledger.show(f"hazardous_chemicals_site:{site(imported, name)}") for name in ("氯碱厂区", "门店")
    )

    assert plant is not None
    assert plant.asserted
    assert plant.state == ChemicalSite(
        stores=True, highly_toxic=True, explosive_precursors=False, licensed_tonnes=Decimal(90), double_custody=True
    )
    assert shop is not None
    assert shop.state == ChemicalSite(stores=False, highly_toxic=False, explosive_precursors=False)


def site(scenario: Scenario, name: str) -> str:
    """The id of the site of that name."""
    bodies: list[Any] = [fact.body for fact in scenario.ledger.facts(types=["site.registered"])]
    return next(str(body.site) for body in bodies if body.name == name)


@pytest.mark.parametrize(("name", "rules"), [("门店", []), ("仓库", ["D-02"])])
def test_what_a_register_says_routes_a_licence(imported: Scenario, name: str, rules: list[str]) -> None:
    """F-04: the county is competent for the shop; for the store with explosive precursors it is told that the city is."""
    [body] = [one.body for one in imported.ledger.facts(types=["site.registered"]) if one.body.name == name]  # type: ignore[union-attr]
    asked: Any = body

    attempt = imported.on("2026-04-01").when(
        "licence.apply",
        licence="L-1",
        enterprise=asked.enterprise,
        site=asked.site,
        authority="qx-emb",
        kind="hazardous_chemicals_trade",
        applied_on=date(2026, 4, 1).isoformat(),
    )

    if rules:
        attempt.warns(*rules)
    else:
        attempt.quietly()
