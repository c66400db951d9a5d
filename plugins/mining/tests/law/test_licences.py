"""The licence of a coal mine that is stopped for rectification (E-17; 煤矿安全生产条例 Art 73)."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, given, step

STOPPED = step(
    "coal_stoppage.order",
    stoppage="T-1",
    site="S-2",
    authority="emb",
    content="Ventilate face 3",
    finish_by="2026-04-30",
    basis="煤矿安全生产条例 Art 64",
    document="停〔2026〕1号",
    ordered_on="2026-03-18",
)
SUSPENDED = step(
    "licence.suspend", licence="L-1", case="C-1", conditions=[8], decided_on="2026-03-20", until="2026-06-30"
)
APPLIED = step(
    "coal_stoppage.apply",
    stoppage="T-1",
    plan="Plan of 2026-03-20",
    evidence="Report of 2026-03-30",
    applied_on="2026-04-01",
)
CHAIN = (
    APPLIED,
    step(
        "coal_stoppage.accept",
        stoppage="T-1",
        officers=["li"],
        result="passed",
        findings="Face 3 ventilated",
        accepted_on="2026-04-10",
    ),
    *(
        step(
            "coal_stoppage.sign",
            stoppage="T-1",
            stage=stage,
            by=by,
            principal=True,
            document="复〔2026〕1号",
            signed_on="2026-04-13",
        )
        for stage, by in (("department", "emb"), ("bureau", "bureau"), ("government", "gov"))
    ),
    step("coal_stoppage.resume", stoppage="T-1", resumed_on="2026-04-16"),
)
REINSTATED = step("licence.reinstate", licence="L-1", conditions_met=[8], reinstated_on="2026-04-16")


@pytest.fixture
def licensed(coal: Scenario) -> Scenario:
    """Coal mine S-2 with a licence since 2026-02-16, a decided case C-1 and a stop T-1."""
    who = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": "emb", "kind": "mining_permit"}
    granted = step(
        "licence.issue",
        licence="L-1",
        number="No. 1",
        checkers=["li", "wang"],
        conditions_met=[],
        decided_on="2026-02-16",
        valid_from="2026-02-16",
    )
    return given(
        coal.ledger,
        step("licence.apply", **who, applied_on="2026-02-02"),
        step("licence.accept", licence="L-1", accepted_on="2026-02-03"),
        granted,
        FILED.but(site="S-2"),
        NOTIFIED,
        DECIDED,
        STOPPED,
    )


@pytest.mark.rule("E-17")
@pytest.mark.parametrize("taken_in", [False, True])
def test_the_licence_is_taken_in_meanwhile(licensed: Scenario, taken_in: bool) -> None:
    """E-17: a mine that asks to resume while its licence counted on is recorded, and the missing suspension is noted."""
    licensed = given(licensed.ledger, *((SUSPENDED,) if taken_in else ())).on("2026-04-01")

    attempt = licensed.when(APPLIED)

    if taken_in:
        attempt.quietly()
    else:
        attempt.warns("E-17", code="coal_stoppage.licence_kept").says("L-1")


@pytest.mark.rule("E-17")
@pytest.mark.parametrize("resumed", [False, True])
def test_the_licence_comes_back_with_the_resumption(licensed: Scenario, resumed: bool) -> None:
    """E-17: while the stop lasts the licence is not given back; with the resumption it may be."""
    licensed = given(licensed.ledger, SUSPENDED, *(CHAIN if resumed else ())).on("2026-04-16")

    attempt = licensed.when(REINSTATED)

    if resumed:
        attempt.quietly()
    else:
        attempt.refuses("E-17", code="coal_stoppage.licence_back_early").says("T-1")


@pytest.mark.rule("E-17")
def test_a_licence_of_a_mine_that_was_never_stopped(licensed: Scenario) -> None:
    """E-17: another mine's stop keeps no licence back."""
    other = STOPPED.but(stoppage="T-2", site="S-4")
    licensed = given(licensed.ledger, SUSPENDED, *CHAIN, other).on("2026-04-16")

    licensed.when(REINSTATED).quietly()
