"""F-20: the 20 items of 2017 and the clauses of AQ 3067-2026, each on its days, and what figures meet them."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.looking import Declarations, Installation
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step


def found(criterion: str | None, level: str = "major", on: str = "2026-03-02", **figures: str) -> Step:
    """One hazard, as an inspector puts it, with what was measured or looked at."""
    measured = [{"name": name, "value": value, "unit": "1"} for name, value in figures.items()]
    hazard: dict[str, Any] = {"hazard": "H-1", "level": level, "description": "Tank", "basis": "Art 24"}
    named = {"criterion": criterion} if criterion else {}
    return FOUND.but(site="S-2", hazards=[hazard | named | {"measured": measured}], inspected_on=on)


@pytest.mark.rule("F-20")
@pytest.mark.parametrize(
    ("criterion", "on", "code"),
    [
        ("hazchem-2017/18", "2026-09-28", ""),
        ("hazchem-2017/18", "2026-09-29", ""),
        ("hazchem-2017/18", "2026-09-30", "hazard.list_superseded"),
        ("hazchem-2026/5.6.1", "2026-09-28", "hazard.criterion_out_of_date"),
        ("hazchem-2026/5.6.1", "2026-09-29", "hazard.criterion_out_of_date"),
        ("hazchem-2026/5.6.1", "2026-09-30", ""),
    ],
)
def test_which_list_on_which_day(county: Scenario, criterion: str, on: str, code: str) -> None:
    """Up to 2026-09-29 the 20 items; from the next day on AQ 3067-2026, and a finding by an item of 2017 is told so."""
    attempt = county.on(on).when(found(criterion, on=on))

    if code:
        attempt.warns("F-20", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("F-20")
def test_both_lists_run_from_the_day_on(county: Scenario) -> None:
    """That the list of 2017 was repealed was not verified: a finding by it is recorded, and named with the new list."""
    attempt = county.on("2026-10-08").when(found("hazchem-2017/5", on="2026-10-08"))

    attempt.warns("F-20").says("hazchem-2017/5", "AQ 3067-2026 prevails")


def test_another_list_is_no_matter_of_this_one(county: Scenario) -> None:
    """A criterion that nobody declares, and none at all, are not told of AQ 3067-2026."""
    county.on("2026-10-08").when(found("fireworks-2017/3", on="2026-10-08")).warns("I-01")
    county.when(found(None, "general", on="2026-10-08").but(inspection="I-2", hazards=_second({}))).quietly()


MET = [
    ("1", {"managers_assessed": "0"}, {"managers_assessed": "1"}),
    ("2", {"uncertified_operators": "1"}, {"uncertified_operators": "0"}),
    (
        "3",
        {"focused_installation": "1", "safety_distance_kept": "0"},
        {"focused_installation": "0", "safety_distance_kept": "0"},
    ),
    ("4", {"focused_process": "1", "automatic_control": "0"}, {"focused_process": "1", "automatic_control": "1"}),
    ("4", {"focused_process": "1", "emergency_stop": "0"}, {"focused_process": "0", "emergency_stop": "0"}),
    ("5", {"source_grade": "1", "emergency_shutoff": "0"}, {"source_grade": "1", "emergency_shutoff": "1"}),
    ("5", {"source_grade": "2", "emergency_shutoff": "0"}, {"source_grade": "3", "emergency_shutoff": "0"}),
    (
        "5",
        {"source_grade": "2", "toxic_or_liquefied": "1", "independent_sis": "0"},
        {"source_grade": "2", "toxic_or_liquefied": "0", "independent_sis": "0"},
    ),
    (
        "6",
        {"pressurised_hydrocarbon_tanks": "1", "water_injection": "0"},
        {"pressurised_hydrocarbon_tanks": "1", "water_injection": "1"},
    ),
    ("7", {"liquefied_gas_loaded": "1", "universal_arms": "0"}, {"liquefied_gas_loaded": "0", "universal_arms": "0"}),
    ("8", {"toxic_pipes_in_public": "1"}, {"toxic_pipes_in_public": "0"}),
    (
        "9",
        {"power_lines_across": "1", "power_lines_to_standard": "0"},
        {"power_lines_across": "1", "power_lines_to_standard": "1"},
    ),
    ("10", {"formal_design": "0", "design_diagnosed": "0"}, {"formal_design": "0", "design_diagnosed": "1"}),
    ("11", {"obsolete_equipment": "1"}, {"obsolete_equipment": "0"}),
    ("12", {"gas_detectors": "0"}, {"gas_detectors": "1"}),
    ("12", {"explosion_proof_equipment": "0"}, {"explosion_proof_equipment": "1"}),
    ("13", {"control_room_protected": "0"}, {"control_room_protected": "1"}),
    ("14", {"dual_power": "0"}, {"dual_power": "1"}),
    ("14", {"control_ups": "0"}, {"control_ups": "1"}),
    ("15", {"relief_devices_in_use": "0"}, {"relief_devices_in_use": "1"}),
    ("16", {"responsibility_system": "0"}, {"responsibility_system": "1"}),
    ("16", {"hazard_system": "0"}, {"hazard_system": "1"}),
    ("17", {"operating_procedures": "0"}, {"operating_procedures": "1"}),
    ("17", {"process_limits": "0"}, {"process_limits": "1"}),
    ("18", {"special_operation_rules": "0"}, {"special_operation_rules": "1"}),
    ("18", {"special_operation_rules_followed": "0"}, {"special_operation_rules_followed": "1"}),
    ("19", {"new_process": "1", "process_proven": "0"}, {"new_process": "1", "process_proven": "1"}),
    ("19", {"new_process": "1", "reaction_risk_assessed": "0"}, {"new_process": "0", "reaction_risk_assessed": "0"}),
    ("20", {"stored_by_class": "0"}, {"stored_by_class": "1"}),
    ("20", {"incompatible_mixed": "1"}, {"incompatible_mixed": "0"}),
]


@pytest.mark.rule("F-20")
@pytest.mark.parametrize(("item", "met", "unmet"), MET)
def test_what_figures_meet_an_item(county: Scenario, item: str, met: dict[str, str], unmet: dict[str, str]) -> None:
    """A general hazard whose figures meet an item of 2017 is told that it is major; one figure less and it is not."""
    attempt = county.on("2026-03-02").when(found(None, "general", **met))

    attempt.warns("F-20", code="hazard.classified_otherwise").says(f"hazchem-2017/{item}")
    county.when(found(None, "general", **unmet).but(inspection="I-2", hazards=_second(unmet))).quietly()


def _second(figures: dict[str, str]) -> list[dict[str, Any]]:
    [hazard] = found(None, "general", **figures).body["hazards"]
    return [hazard | {"hazard": "H-2"}]


def test_the_clauses_of_2026(installation: Installation) -> None:
    """Fifty-three of them, each with its topic alone, so that none is met by figures and none was verified."""
    declared: Declarations = installation.declared["hazardous_chemicals"]
    mine = [one for _, data in declared.law for one in data.criteria if one.code.startswith("hazchem-2026/")]

    assert len(mine) == 53
    assert {one.citation.article for one in mine} == {one.code.partition("/")[2] for one in mine}
    assert {(one.rule, one.met, one.status, one.level) for one in mine} == {("F-20", (), "TRANSCRIPTION", "major")}
    assert {one.note.partition(".")[0] for one in mine} == {"Only the topic of the clause was seen"}


@pytest.mark.parametrize(("criterion", "tag"), [("hazchem-2026/5.6.1", "hazchem-2026_5-6-1")])
def test_hazards_are_found_by_a_clause(county: Scenario, criterion: str, tag: str) -> None:
    """The dots of a clause cannot stand in a tag."""
    county.on("2026-10-08").when(found(criterion, on="2026-10-08")).is_recorded()

    assert [one.name for one in county.ledger.facts(tags=[f"hazard_criterion:{tag}"])] == ["hazard.found"]
