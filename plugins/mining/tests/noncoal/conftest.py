"""Mines of every kind, and what an inspection finds there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from regledger.testing.looking import Installation
from regledger.testing.scenario import Scenario, Step, given, step
from regledger.testing.scenarios import Scenarios

MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]


def profile_of(kind: str, **known: Any) -> Step:
    """What is known of site S-2 since 2022-01-05."""
    return step(
        "mining_site.profile",
        site="S-2",
        authority="emb",
        profile={"kind": kind} | known,
        profiled_on="2022-01-05",
    )


SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="No. 2 mine",
    address="2 River Road",
    authority="emb",
    sector="mining",
    registered_on="2020-01-02",
)
AUTHORITIES = tuple(
    each
    for authority, region in (("county", "430922"), ("city", "430900"), ("province", "430000"))
    for each in (
        step("authority.register", authority=authority, name=f"The {authority}", registered_on="2020-01-02"),
        step("region.enter", region=region, name=f"The {authority}", authority="emb", entered_on="2020-01-02"),
        step("authority.locate", located=authority, region=region, authority="emb", located_on="2020-01-02"),
    )
)
"""One of each level, by the code of its region (GB/T 2260)."""


@pytest.fixture(name="mine")
def mine_of(installation: Installation) -> MineOf:
    """Makes a county of its own with site S-2 a mine of that kind: `mine("open_pit")`."""
    make = Scenarios(installation)
    return lambda kind, **known: make(*AUTHORITIES, SITE, profile_of(kind, **known))


@pytest.fixture
def finding() -> FindingOf:
    """Makes an inspection of S-2 that found one hazard with these figures."""

    def make(
        measured: Mapping[str, str | int],
        *,
        level: str = "general",
        criterion: str | None = None,
        on: str = "2026-03-02",
    ) -> Step:
        figures = [{"name": name, "value": str(value), "unit": "-"} for name, value in measured.items()]
        return step(
            "inspection.record",
            inspection="I-1",
            enterprise="E-1",
            site="S-2",
            authority="emb",
            officers=["li", "wang"],
            certificates_shown=True,
            place="The mine",
            content="Its major hazards",
            unit_signature="signed",
            hazards=[
                {
                    "hazard": "H-1",
                    "level": level,
                    "criterion": criterion,
                    "description": "As measured",
                    "basis": "安全生产法 Art 36",
                    "measured": figures,
                }
            ],
            inspected_on=on,
        )

    return make


CONDITIONS = (
    "responsibility",
    "investment",
    "body",
    "managers",
    "special_operators",
    "training",
    "insurance",
    "premises",
    "occupational_hazards",
    "evaluation",
    "major_sources",
    "emergency",
    "other",
)
"""The thirteen of 安全生产许可证条例 Art 6."""


def issuing(licence: str = "L-1", conditions: Sequence[str] = CONDITIONS) -> Step:
    """The grant of a licence on 2026-03-16."""
    return step(
        "licence.issue",
        licence=licence,
        number=f"(湘)FM安许证字[2026]{licence}号",
        checkers=["li", "wang"],
        conditions_met=list(conditions),
        decided_on="2026-03-16",
        valid_from="2026-03-16",
    )


@pytest.fixture
def applied() -> Callable[..., Scenario]:
    """Takes a scenario to a licence of that kind that was applied for with the province on 2026-03-02, accepted and checked."""

    def make(
        scenario: Scenario, kind: str, *, licence: str = "L-1", site: str = "S-2", by: str = "province"
    ) -> Scenario:
        asked = step(
            "licence.apply",
            licence=licence,
            enterprise="E-1",
            site=site,
            authority=by,
            kind=kind,
            activity="coal" if kind == "coal_mine_safety" else "mine",
            applied_on="2026-03-02",
        )
        checked = step(
            "licence.check",
            licence=licence,
            checkers=["li", "wang"],
            findings=[{"number": number, "met": True, "evidence": "Seen"} for number in range(1, 14)],
            checked_on="2026-03-05",
        )
        return given(scenario.ledger, asked, step("licence.accept", licence=licence, accepted_on="2026-03-03"), checked)

    return make


@pytest.fixture
def issue() -> Callable[..., Step]:
    """Makes the grant of a licence: `issue("L-1", conditions)`."""
    return issuing
