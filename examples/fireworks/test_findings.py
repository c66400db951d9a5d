"""Inspections of stores: what makes a finding a major hazard."""

from __future__ import annotations

from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

AT = {"site": "S-2", "enterprise": "E-1", "authority": "emb"}
STORE = (
    step("site.register", **AT, name="Store", address="2 River Road", sector="fireworks", registered_on="2020-01-02"),
    step(
        "fireworks_site.profile",
        site="S-2",
        authority="emb",
        profile={"floor_area_m2": 20, "boxes_licensed": 30, "school_metres": 120},
        profiled_on="2020-01-02",
    ),
)


def inspected(boxes: str) -> Step:
    """An inspection that counted so many boxes, and called that a general hazard."""
    measured = [{"name": "boxes", "value": boxes, "unit": "box"}]
    return step(
        "inspection.record",
        **AT,
        inspection="I-1",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Store",
        content="Stock",
        unit_signature="signed",
        hazards=[{"hazard": "H-1", "level": "general", "description": "Full", "basis": "Art 35", "measured": measured}],
        inspected_on="2026-03-09",
    )


def test_as_many_boxes_as_are_licensed_are_no_major_hazard(given: Scenarios) -> None:
    """fireworks-2017/19: 30 boxes where 30 are licensed."""
    given(STORE).on("2026-03-09").when(inspected("30")).quietly()


def test_more_boxes_than_are_licensed_are_a_major_hazard(given: Scenarios) -> None:
    """fireworks-2017/19: 31 boxes are more than a general hazard, which is warned of, for the list was not verified."""
    attempt = given(STORE).on("2026-03-09").when(inspected("31"))

    attempt.warns("I-01", code="hazard.classified_otherwise").says("31 boxes, 30 licensed")
