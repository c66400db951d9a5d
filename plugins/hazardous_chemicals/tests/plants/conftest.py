"""What the records of plants start from: authorities with their levels, licences, projects, and a case at the plant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Attempt, Scenario, Step, given, step

YUAN = 100
LEVELS = tuple(
    step(
        "authority.register",
        authority=f"{level}-bureau",
        name=f"The {level}'s",
        level=level,
        registered_on="2020-01-02",
    )
    for level in ("county", "city", "province")
)


@pytest.fixture
def levelled(county: Scenario) -> Scenario:
    """The county with a department of each level: county-bureau, city-bureau, province-bureau."""
    return given(county.ledger, *LEVELS)


@pytest.fixture
def licensed() -> Callable[..., Scenario]:
    """Gives site S-2 a licence of a kind that stands from 2026-03-16 on."""

    def grant(county: Scenario, kind: str, authority: str) -> Scenario:
        [declared] = [one for one in county.ledger.installation.licence_kinds.values() if one.code == kind]
        who = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": authority, "kind": kind}
        return given(
            county.ledger,
            step("licence.apply", **who, applied_on="2026-03-02"),
            step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
            step(
                "licence.issue",
                licence="L-1",
                number="No. 1",
                checkers=["li", "wang"],
                conditions_met=[one.code for one in declared.conditions],
                decided_on="2026-03-16",
                valid_from="2026-03-16",
            ),
        )

    return grant


@pytest.fixture
def project() -> tuple[Step, ...]:
    """A new tank farm P-1 at S-2 whose safety facilities were designed and approved by 2026-02-20."""
    return (
        step(
            "project.register",
            project="P-1",
            enterprise="E-1",
            site="S-2",
            authority="emb",
            kind="hazardous_goods",
            work="new",
            registered_on="2026-01-05",
        ),
        step("project.evaluate", project="P-1", report="PJ-1", evaluated_on="2026-01-15"),
        step("project.submit_design", project="P-1", design="SJ-1", submitted_on="2026-02-02"),
        step("project.review_design", project="P-1", approved=True, reviewed_on="2026-02-20"),
    )


@pytest.fixture
def fined() -> Callable[..., Attempt]:
    """Tries to decide a fine in yuan for an offence at S-2; `refusal` after an order whose last day went by."""

    def decide(county: Scenario, offence: str, yuan: int, *, refusal: bool = False, authority: str = "emb") -> Attempt:
        case = FILED.but(
            site="S-2",
            authority=authority,
            hazards=["H-1"] if refusal else [],
            act_on="2026-04-06",
            discovered_on="2026-04-07",
            opened_on="2026-04-08",
        )
        found = (FOUND.but(site="S-2", hazards=FOUND.body["hazards"][:1]), ORDERED) if refusal else ()
        notice = NOTIFIED.but(served_on="2026-04-13", fine_fen=2_000_000 * YUAN)
        county = given(county.ledger, *found, case, notice).on("2026-04-21")
        return county.when(DECIDED.but(offence=offence, fine_fen=yuan * YUAN, decided_on="2026-04-21"))

    return decide


@pytest.fixture
def graded(tanks: dict[str, Any]) -> Callable[..., Step]:
    """Identifies unit M-1 with so many tonnes of chlorine and people around: 60 t with 50 people are grade 2."""

    def identify(tonnes: str = "60", people: int = 50, on: str = "2026-02-02") -> Step:
        quantities = [{"substance": "氯", "tonnes": tonnes}]
        changed = {"quantities": quantities, "people_within_500_m": people, "identified_on": on}
        return step("major_hazard_source.identify", **(tanks | changed))

    return identify
