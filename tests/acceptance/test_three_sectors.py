"""A chemical plant inside a park on a construction day: one site, three sectors in one answer, one range of fines."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import Recorded, Refused
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

YUAN = 100
LAID_OVER = "2026-03-02"
"""From this day on the plant is a construction site as well."""

PARK = (
    step(
        "authority.register",
        authority="zone",
        name="Agency of the chemical park",
        registered_on="2020-01-02",
        level="county",
        form="zone",
    ),
    step("safety_body.name", authority="zone", body="Safety bureau", staff=5, plan="ZP-1", named_on="2020-01-02"),
    step(
        "park.register",
        park="P-1",
        name="Riverside chemical park",
        authority="zone",
        kind="chemical",
        registered_on="2020-01-03",
    ),
)
PLANT = (
    step(
        "site.register",
        site="S-2",
        enterprise="E-1",
        name="Chlorine plant",
        address="2 River Road",
        authority="emb",
        sector="hazardous_chemicals",
        overlays=["parks"],
        registered_on="2020-01-03",
    ),
    step(
        "hazardous_chemicals_site.profile",
        site="S-2",
        authority="emb",
        profile={
            "stores": True,
            "highly_toxic": True,
            "explosive_precursors": False,
            "licensed_tonnes": "90",
            "double_custody": True,
            "pipeline": True,
        },
        profiled_on="2020-01-03",
    ),
    step(
        "parks_site.profile",
        site="S-2",
        authority="emb",
        profile={"park": "P-1", "plot": "A-7", "hazardous": True, "lets": True},
        profiled_on="2020-01-03",
    ),
    step(
        "park.name_cluster",
        park="P-1",
        authority="zone",
        cluster="K-1",
        sites=["S-1", "S-2"],
        ground="200 m apart",
        named_on="2026-01-05",
    ),
)
WORKS = step(
    "site.lay_over",
    site="S-2",
    overlays=["construction"],
    authority="emb",
    ground="A new store is built in the plant",
    laid_over_on=LAID_OVER,
)
STARTED = step("works.start", site="S-2", authority="emb", started_on=LAID_OVER)
FINDINGS = {
    "H-1": ("stored_tonnes", "91"),
    "H-2": ("safety_licence_held", "0"),
    "H-3": ("tenants_without_agreement", "1"),
}
"""What an inspection measured: by hazard, a figure of each sector."""


def inspected(on: str, *hazards: str) -> Step:
    """An inspection of the plant that calls what it found general, and names no criterion."""
    found = [
        {
            **FOUND.body["hazards"][0],
            "hazard": hazard,
            "measured": [{"name": FINDINGS[hazard][0], "value": FINDINGS[hazard][1], "unit": "1"}],
        }
        for hazard in hazards
    ]
    return FOUND.but(site="S-2", hazards=found, inspected_on=on)


def said(answer: Recorded | Refused) -> list[Any]:
    """Everything that an answer objects to or warns of."""
    return [*answer.warnings, *(answer.objections if isinstance(answer, Refused) else answer.defects)]


def sectors(answer: Recorded | Refused) -> dict[str, set[str]]:
    """Sector → the rules that it objects by, of those with a label of their own."""
    found: dict[str, set[str]] = {}
    for one in said(answer):
        if one.by:
            found.setdefault(one.by.split()[0], set()).add(one.rule)
    return found


@pytest.fixture(scope="module")
def county() -> Scenarios:
    """Scenarios with every sector that is installed."""
    return Scenarios()


@pytest.fixture
def plant(county: Scenarios) -> Scenario:
    """The plant in its park, a construction site from 2026-03-02 on."""
    return county(*PARK, *PLANT, WORKS)


def test_works_that_begin_are_judged_by_three_sectors(plant: Scenario) -> None:
    """Without permit (construction), over a pipeline whose owner was not told (chemicals), among neighbours whose risk
    together nobody assessed (parks): one answer, each objection with its sector and version."""
    answer = plant.on(LAID_OVER).when(STARTED).answer

    assert isinstance(answer, Refused)
    found = sectors(answer)
    assert found["construction"] == {"G-02"}
    assert found["hazardous_chemicals"] == {"F-13"}
    assert found["parks"] == {"H-05"}
    assert all(len(one.by.split()) == 2 for one in said(answer) if one.by)


def test_before_the_construction_day_two_sectors_judge(plant: Scenario) -> None:
    """What the plant is laid under counts from its day: on the day before, the construction sector finds nothing in its figures."""
    before = plant.on("2026-03-01").when(inspected("2026-03-01", "H-1", "H-2", "H-3")).answer

    named = {one.args["sector"] for one in said(before) if one.code == "hazard.classified_otherwise"}
    assert named == {"hazardous_chemicals", "parks"}


def test_findings_of_one_inspection_are_classified_by_three_sectors(plant: Scenario) -> None:
    """Each finding is told by the sector whose figures it meets: too much in store, no safety licence, a tenant without agreement."""
    answer = plant.on(LAID_OVER).when(inspected(LAID_OVER, "H-1", "H-2", "H-3")).answer

    named = {
        one.args["hazard"]: (one.args["sector"], one.args["level"])
        for one in said(answer)
        if one.code == "hazard.classified_otherwise"
    }
    assert named == {
        "H-1": ("hazardous_chemicals", "major"),
        "H-2": ("construction", "major"),
        "H-3": ("parks", "general"),
    }


def test_the_range_of_a_fine_comes_from_the_sector_that_leads(county: Scenarios) -> None:
    """Custody that was ordered to be put right and was not is fined in the range of the chemical sector alone, to the yuan."""
    case = FILED.but(
        site="S-2", hazards=["H-1"], act_on="2026-04-06", discovered_on="2026-04-07", opened_on="2026-04-08"
    )
    notice = NOTIFIED.but(served_on="2026-04-13", fine_fen=500_000 * YUAN)
    found = FOUND.but(site="S-2", hazards=FOUND.body["hazards"][:1])
    scenario = county(*PARK, *PLANT, WORKS, found, ORDERED, case, notice).on("2026-04-21")
    decided = DECIDED.but(offence="F-03.no_double_custody", decided_on="2026-04-21")

    scenario.when(decided.but(fine_fen=49_999 * YUAN)).refuses("A-32", code="case.fine_below_range")
    scenario.when(decided.but(fine_fen=100_001 * YUAN)).refuses("A-34", code="case.fine_above_range")
    scenario.when(decided.but(fine_fen=100_000 * YUAN)).quietly()
