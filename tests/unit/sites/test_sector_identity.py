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
