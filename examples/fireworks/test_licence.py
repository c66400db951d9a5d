"""Licences of stores: how far they are from a school."""

from __future__ import annotations

from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

AT = {"site": "S-2", "enterprise": "E-1", "authority": "emb"}
COUNTY = (
    step("region.enter", region="430181", name="County", authority="emb", entered_on="2020-01-02"),
    step("authority.locate", located="emb", region="430181", authority="emb", located_on="2020-01-02"),
    step("site.register", **AT, name="Store", address="2 River Road", sector="fireworks", registered_on="2020-01-02"),
)
ASKED = (
    step("licence.apply", **AT, licence="L-1", kind="fireworks_retail", applied_on="2026-03-02"),
    step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
)
GRANT = step(
    "licence.issue",
    licence="L-1",
    number="R-1",
    checkers=["li", "wang"],
    conditions_met=["trained", "equipped"],
    decided_on="2026-03-09",
    valid_from="2026-03-09",
)
CONFIRMED = step("rule.confirm", rule="FIREWORKS-05", authority="emb", document="the text", confirmed_on="2026-03-01")


def store(metres: int) -> Step:
    """Store S-2, licensed for 30 boxes, so far from a school."""
    known = {"floor_area_m2": 20, "boxes_licensed": 30, "school_metres": metres}
    return step("fireworks_site.profile", site="S-2", authority="emb", profile=known, profiled_on="2020-01-02")


def asked(given: Scenarios, *history: Step) -> Scenario:
    """An application for a licence of S-2 was accepted; it is 2026-03-09."""
    return given(COUNTY, *history, ASKED).on("2026-03-09")


def test_a_store_that_is_far_enough(given: Scenarios) -> None:
    """FIREWORKS-05: at 100 m a licence is granted."""
    asked(given, store(100)).when(GRANT).then("licence.issued").quietly()


def test_a_store_that_is_too_near(given: Scenarios) -> None:
    """FIREWORKS-05: at 99 m it is warned of, for nobody compared the rule with its text yet."""
    asked(given, store(99)).when(GRANT).warns("FIREWORKS-05", code="fireworks.too_near").says("99 m", "at least 100 m")


def test_a_store_that_is_too_near_once_the_rule_is_confirmed(given: Scenarios) -> None:
    """FIREWORKS-05: once an authority has confirmed the rule, a licence at 99 m is refused."""
    asked(given, store(99), CONFIRMED).when(GRANT).refuses("FIREWORKS-05", code="fireworks.too_near")


def test_a_store_that_nobody_measured(given: Scenarios) -> None:
    """FIREWORKS-05: without a profile no distance is known, and that is not enough."""
    asked(given).when(GRANT).warns("FIREWORKS-05")
