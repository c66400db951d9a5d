"""The steps from which the tests of the sector start: leave one out, or vary it with `but`."""

from __future__ import annotations

from typing import Any

from regledger.testing.scenario import Step, step

__all__ = [
    "ADMITTED",
    "COVERAGE",
    "EQUIPMENT",
    "FIRE",
    "GRADED",
    "OFFICERS",
    "ORGANS",
    "PARK",
    "PLANNED",
    "PLANT",
    "PROFILE",
    "PROJECT",
    "TENANCY",
    "TENANT",
    "assigned",
]

ORGANS: tuple[Step, ...] = (
    step(
        "authority.register",
        authority="zone",
        name="Agency of the chemical park",
        registered_on="2020-01-02",
        level="county",
        form="zone",
    ),
    step(
        "authority.register",
        authority="market",
        name="Market regulator",
        registered_on="2020-01-02",
        level="county",
        form="department",
    ),
    step("safety_body.name", authority="zone", body="Safety bureau", staff=5, plan="ZP-1", named_on="2020-01-02"),
)
"""The park's agency, which stands at the level of the county, with its safety body; and the market regulator."""

PARK = step(
    "park.register",
    park="P-1",
    name="Riverside chemical park",
    authority="zone",
    kind="chemical",
    market_regulator="market",
    registered_on="2020-01-03",
)
PLANT = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Chlorine plant",
    address="2 River Road",
    authority="emb",
    sector="general",
    overlays=["parks"],
    registered_on="2020-01-03",
)
PROFILE = step(
    "parks_site.profile",
    site="S-2",
    authority="emb",
    profile={"park": "P-1", "plot": "A-7", "hazardous": True, "lets": True},
    profiled_on="2020-01-03",
)
GRADED = step("park.score", park="P-1", authority="emb", score="75", valid_to="2027-12-31", scored_on="2024-03-01")
"""Grade C."""
PLANNED = step("park.make_plan", park="P-1", authority="zone", plan="ZP-1", made_on="2024-01-10")
ADMITTED = step(
    "park.admit_project",
    park="P-1",
    authority="zone",
    project="PR-1",
    hazardous=True,
    purpose="production",
    admitted_on="2026-03-02",
)
PROJECT = step(
    "project.register",
    project="PR-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    kind="hazardous_goods",
    work="new",
    registered_on="2026-03-02",
)
TENANT = step(
    "enterprise.register",
    enterprise="E-2",
    name="Tenant works",
    credit_code="91430100MA4L16JR78",
    registered_on="2020-01-02",
)
TENANCY = step(
    "tenancy.enter",
    tenancy="T-1",
    park="P-1",
    site="S-2",
    landlord="E-1",
    tenant="E-2",
    authority="zone",
    premises="Hall 3",
    agreement="AG-1",
    agreed_to="2026-06-30",
    next_check_by="2026-06-30",
    entered_on="2026-01-05",
)
"""Agreed to and to be looked at by 2026-06-30."""
EQUIPMENT = step(
    "special_equipment.enter",
    equipment="Q-1",
    site="S-2",
    enterprise="E-1",
    authority="zone",
    category="boiler",
    used_from="2026-01-01",
    entered_on="2026-01-05",
)
"""In use since 2026-01-01, so to be registered by 2026-01-31."""
OFFICERS: tuple[Step, ...] = tuple(
    step("officer.appoint", officer=officer, authority="zone", name=officer, appointed_on="2020-01-02")
    for officer in ("sun", "ma", "gu")
)
"""The agency's people: park officers `sun` and `ma`, grid officer `gu`."""


def assigned(assignment: str, role: str, authority: str, **changes: Any) -> Step:
    """An assignment over the plant since 2026-01-01, without end."""
    body = {
        "assignment": assignment,
        "subject": "site:S-2",
        "role": role,
        "authority": authority,
        "document": "Order 1",
        "valid_from": "2026-01-01",
        "assigned_on": "2026-01-01",
    }
    return step("supervision.assign", **{**body, **changes})


COVERAGE: tuple[Step, ...] = (
    *OFFICERS,
    assigned("A-1", "comprehensive", "emb"),
    assigned("A-2", "township", "zone", officer="sun", valid_to="2026-03-02"),
    assigned("A-3", "township", "zone", officer="ma", valid_from="2026-03-06"),
    assigned("A-4", "grid", "zone", officer="gu"),
)
"""Park officer `sun` until 2026-03-02, `ma` from 2026-03-06; the lead is the authority with which the plant was registered."""
FIRE = step(
    "authority.register",
    authority="fire",
    name="Fire brigade",
    registered_on="2020-01-02",
    level="county",
    form="department",
)
