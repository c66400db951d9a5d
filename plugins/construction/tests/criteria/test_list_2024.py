"""The list of 2024 (建质规〔2024〕5号): what figures say of a construction site (G-15)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Attempt, Scenario, step
from regledger.testing.scenarios import Scenarios

SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Tower on River Road",
    address="2 River Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)


@pytest.fixture
def site(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1 in this sector."""
    return given(SITE).on("2026-03-02")


def inspected(site: Scenario, figures: dict[str, str], level: str = "general", criterion: str | None = None) -> Attempt:
    """An inspection with one finding, its figures by name."""
    hazard: dict[str, Any] = {
        "hazard": "H-1",
        "level": level,
        "description": "As measured",
        "basis": "建设工程安全生产管理条例(2003) Art 26",
        "measured": [{"name": name, "value": value, "unit": "1"} for name, value in figures.items()],
    }
    return site.when(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Floor 7",
        content="Pit, formwork, machinery",
        unit_signature="signed",
        hazards=[hazard | ({"criterion": criterion} if criterion else {})],
        inspected_on="2026-03-02",
    )


LIMITS = [
    ("4.1", {"safety_licence_held": "0"}, {"safety_licence_held": "1"}),
    ("4.2", {"safety_staff_short": "1"}, {"safety_staff_short": "0"}),
    ("4.2", {"managers_uncertified": "1"}, {"managers_uncertified": "0"}),
    ("4.4", {"over_scale_works": "1", "expert_review": "0"}, {"over_scale_works": "1", "expert_review": "1"}),
    (
        "5.3",
        {"pit_depth_m": "5", "third_party_monitoring": "0"},
        {"pit_depth_m": "4.99", "third_party_monitoring": "0"},
    ),
    ("5.3", {"slope_grade": "2", "third_party_monitoring": "0"}, {"slope_grade": "3", "third_party_monitoring": "0"}),
    (
        "5.4",
        {"deformation_of_limit": "1.001", "collapse_signs_handled": "0"},
        {"deformation_of_limit": "1", "collapse_signs_handled": "0"},
    ),
    ("6.2", {"formwork_load_of_design": "1.001"}, {"formwork_load_of_design": "1"}),
    (
        "6.3",
        {"formwork_removed_or_climbed": "1", "concrete_strength_of_required": "0.999"},
        {"formwork_removed_or_climbed": "1", "concrete_strength_of_required": "1"},
    ),
    ("8.1", {"machine_in_use": "1", "machine_accepted": "0"}, {"machine_in_use": "1", "machine_accepted": "1"}),
    (
        "8.1",
        {"days_since_acceptance": "31", "machine_registered": "0"},
        {"days_since_acceptance": "30", "machine_registered": "0"},
    ),
    ("8.9", {"scrapped_machine_in_use": "1"}, {"scrapped_machine_in_use": "0"}),
]


@pytest.mark.rule("G-15")
@pytest.mark.parametrize(("item", "over", "under"), LIMITS)
def test_both_sides_of_a_figure(site: Scenario, item: str, over: dict[str, str], under: dict[str, str]) -> None:
    """What meets an item is told with it where the inspector calls it general, and what just does not is not."""
    inspected(site, over).warns("G-15", code="hazard.classified_otherwise").says(f"works-2024/{item}")


@pytest.mark.rule("G-15")
@pytest.mark.parametrize(("item", "over", "under"), LIMITS)
def test_what_just_meets_no_item(site: Scenario, item: str, over: dict[str, str], under: dict[str, str]) -> None:
    """A figure on the lawful side of its limit makes nothing major."""
    inspected(site, under).quietly()


@pytest.mark.rule("G-15")
@pytest.mark.parametrize(("item", "over", "under"), LIMITS)
def test_a_finding_by_its_item(site: Scenario, item: str, over: dict[str, str], under: dict[str, str]) -> None:
    """Called major by the item that it meets, a finding is as it should be."""
    inspected(site, over, level="major", criterion=f"works-2024/{item}").quietly()


@pytest.mark.rule("G-15")
def test_an_item_of_the_list_is_major(site: Scenario) -> None:
    """A finding that names an item and is called general is told so, whatever was measured."""
    inspected(site, {}, criterion="works-2024/8.2").warns("G-15", code="hazard.level_differs")
