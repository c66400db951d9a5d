"""Sector identity: which sectors lead a site, and which are laid over one."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import COUNTY, Scenario, given

from .conftest import Drafted, Opened, store


@pytest.fixture
def scenario(drafted: Drafted, opened: Opened) -> Scenario:
    """The county with sectors fireworks and mining, and the overlays park and port."""
    installed = drafted(fireworks="", mining="", park="", port="", overlay=("park", "port"))
    return given(opened(installed), COUNTY).on("2026-03-02")


def test_a_lead_sector_under_its_overlays_is_quiet(scenario: Scenario) -> None:
    """A site of fireworks in a park and a port is as it should be."""
    scenario.when(store(overlays=["park", "port"])).quietly()


def test_an_overlay_in_the_lead_is_noted(scenario: Scenario) -> None:
    """SECTOR: a site whose lead sector is laid over others is recorded, and told."""
    scenario.when(store(sector="park")).warns("SECTOR", code="sector.is_overlay").says("park", "S-2")


def test_a_sector_that_stands_by_itself_laid_over_another_is_noted(scenario: Scenario) -> None:
    """SECTOR: each overlay that is none is told, and the others are not."""
    attempt = scenario.when(store(overlays=["park", "mining"]))

    attempt.warns("SECTOR", code="sector.is_no_overlay")
    assert [one.args["sector"] for one in attempt.answer.warnings] == ["mining"]


def test_a_sector_that_is_not_in_use_is_told_once(scenario: Scenario) -> None:
    """SECTOR: of one that is not installed nobody knows what it is; that it is not in use is all that is told."""
    attempt = scenario.when(store(sector="quarry", overlays=["harbour"]))

    assert {one.code for one in attempt.answer.warnings} == {"sector.not_in_use"}


def test_general_leads_any_site(scenario: Scenario) -> None:
    """A site of no sector may lie in a park."""
    scenario.when(store(sector="general", overlays=["park"])).quietly()


WORKS = {
    "site": "S-2",
    "overlays": ["park"],
    "authority": "emb",
    "ground": "Bounds of the park",
    "laid_over_on": "2026-03-02",
}
LIFTED = {"site": "S-2", "overlay": "park", "authority": "emb", "ground": "Bounds redrawn", "lifted_on": "2026-03-02"}


def test_an_overlay_comes_and_goes(scenario: Scenario) -> None:
    """A site comes under a park after it was registered, and leaves it again; its lead sector stays."""
    scenario = given(scenario.ledger, store()).on("2026-03-02")

    scenario.when("site.lay_over", **WORKS).then("site.laid_over").quietly()
    assert scenario.state("site:S-2").overlays == ("park",)
    scenario.when("site.lift_overlay", **LIFTED).then("site.overlay_lifted").quietly()
    assert (scenario.state("site:S-2").sector, scenario.state("site:S-2").overlays) == ("fireworks", ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"overlays": []}, "site.no_overlay"),
        ({"overlays": ["fireworks"]}, "site.laid_over"),
        ({"overlays": ["park", "park"]}, "site.laid_over"),
        ({"ground": " "}, "site.blank"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_what_cannot_be_laid_over(scenario: Scenario, changes: dict[str, object], code: str) -> None:
    """No sector, one that the site is under already, no ground, and what is unknown are refused."""
    scenario = given(scenario.ledger, store()).on("2026-03-02")

    scenario.when("site.lay_over", **{**WORKS, **changes}).refuses("REF", code=code)


def test_what_was_not_laid_over_cannot_be_lifted(scenario: Scenario) -> None:
    """REF: neither the lead sector nor a stranger is lifted."""
    scenario = given(scenario.ledger, store()).on("2026-03-02")

    for overlay in ("park", "fireworks"):
        scenario.when("site.lift_overlay", **{**LIFTED, "overlay": overlay}).refuses("REF", code="site.not_laid_over")


def test_a_sector_that_stands_by_itself_laid_over_later_is_noted(scenario: Scenario) -> None:
    """SECTOR: what is no overlay is told, as at the registration."""
    scenario = given(scenario.ledger, store()).on("2026-03-02")

    scenario.when("site.lay_over", **{**WORKS, "overlays": ["mining"]}).warns("SECTOR", code="sector.is_no_overlay")
