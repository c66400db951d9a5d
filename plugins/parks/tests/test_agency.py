"""What a park's agency does in its own name (H-04), and who punishes over special equipment (H-12)."""

from __future__ import annotations

import pytest
from regledger.testing.delegation import EMPOWERED, LETTER
from regledger.testing.delegation import ORGANS as GOVERNMENTS
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

from .county import ORGANS, PARK, PLANT, PROFILE

HISTORY = (*ORGANS, PARK, PLANT, PROFILE)
AGENTS = tuple(
    each
    for officer in ("sun", "ma")
    for each in (
        step("officer.appoint", officer=officer, authority="zone", name=officer, appointed_on="2020-01-02"),
        step(
            "officer.certify",
            officer=officer,
            certificate=f"HN-{officer}",
            valid_from="2020-01-02",
            valid_to="2029-12-31",
            certified_on="2020-01-02",
        ),
    )
)
CASE = FILED.but(site="S-2", authority="zone")
LENT = LETTER.but(delegate="zone", staff=["sun", "ma"])
TOWNSHIP = tuple(one.but(level="township") if one.body.get("authority") == "zone" else one for one in ORGANS[:1])
LOCAL = (*TOWNSHIP, *ORGANS[1:], PARK, PLANT, PROFILE)
GIVEN = EMPOWERED.but(township="zone", matters=["chlorine"])


def codes(scenario: Scenario, act: Step) -> list[tuple[str, str]]:
    """The H-04 that an act is told, each with how grave it is."""
    answer = scenario.when(act).answer
    said = [*answer.warnings, *getattr(answer, "objections", ())]
    return [(one.code, one.severity) for one in said if one.rule == "H-04"]


@pytest.mark.rule("H-04")
def test_an_agency_opens_no_case(given: Scenarios) -> None:
    """H-04: an agency of the county's level has no power to punish, and the bureau has."""
    scenario = given(*HISTORY).on("2026-03-02")

    scenario.when(CASE).refuses("H-04", code="park.punishes_in_own_name").says("referral.send")
    scenario.when(FILED.but(site="S-2")).quietly()


@pytest.mark.rule("H-04")
def test_an_agency_without_a_form_is_known_by_its_park(given: Scenarios) -> None:
    """H-04: of which authority nobody said what it is, the park that it manages says it."""
    plain = step("authority.register", authority="zone", name="Agency", registered_on="2020-01-02")
    scenario = given(plain, *ORGANS[1:], PARK, PLANT, PROFILE).on("2026-03-02")

    scenario.when(CASE).refuses("H-04", code="park.punishes_in_own_name")


@pytest.mark.rule("H-04")
def test_an_agency_that_acts_by_letter_is_refused_once(given: Scenarios) -> None:
    """H-04: where the core refuses what a delegate does in its own name (A-41), H-04 is told beside it and refuses no second time."""
    scenario = given(*HISTORY, *AGENTS, LENT).on("2026-03-02")

    scenario.when(CASE).refuses("A-41")
    assert codes(scenario, CASE) == [("park.punishes_in_own_name", "warn")]


@pytest.mark.rule("H-04")
def test_an_agency_of_a_township_is_refused_once(given: Scenarios) -> None:
    """H-04: nor where the core refuses a township (A-43); with powers that were transferred to it neither says anything."""
    scenario = given(*LOCAL).on("2026-03-02")

    scenario.when(CASE).refuses("A-43")
    assert codes(scenario, CASE) == [("park.punishes_in_own_name", "warn")]


@pytest.mark.rule("H-04")
@pytest.mark.parametrize(("on", "allowed"), [("2026-02-28", False), ("2026-03-01", True), ("2026-03-02", True)])
def test_powers_that_were_transferred(given: Scenarios, on: str, allowed: bool) -> None:
    """H-04: from the first day of a transfer, 2026-03-01, the agency punishes in its own name."""
    scenario = given(*LOCAL, *GOVERNMENTS[:2], GIVEN).on(on)

    found = codes(scenario, CASE.but(opened_on=on))

    assert found == ([] if allowed else [("park.punishes_in_own_name", "warn")])


@pytest.mark.rule("H-04")
def test_notice_and_decision_are_asked_too(given: Scenarios) -> None:
    """H-04: a case that was opened before the site was known to lie in the park does not become the agency's by going on."""
    plain = step("authority.register", authority="zone", name="Agency", registered_on="2020-01-02")
    scenario = given(plain, *ORGANS[1:], PARK, PLANT, CASE, PROFILE.but(profiled_on="2026-03-03")).on("2026-03-09")

    scenario.when(NOTIFIED).refuses("H-04", code="park.punishes_in_own_name")
    assert ("park.punishes_in_own_name", "refuse") in codes(scenario.on("2026-03-17"), DECIDED)


@pytest.mark.rule("H-04")
@pytest.mark.parametrize(("lent", "told"), [(False, True), (True, False)])
def test_an_agency_orders_by_authorisation(given: Scenarios, lent: bool, told: bool) -> None:
    """H-04: it may inspect; what it orders in its own name is told, unless a letter authorises it."""
    history = (*HISTORY, *AGENTS, *((LENT,) if lent else ()))
    hazards = [FOUND.body["hazards"][0]]
    inspected = FOUND.but(site="S-2", authority="zone", officers=["sun", "ma"], hazards=hazards)
    scenario = given(*history, inspected).on("2026-03-03")
    items = [{**ORDERED.body["items"][0], "supervising_officer": "sun"}]

    found = codes(scenario, ORDERED.but(officers=["sun", "ma"], items=items))

    assert found == ([("park.orders_in_own_name", "warn")] if told else [])


@pytest.mark.rule("H-12")
@pytest.mark.parametrize(("authority", "refused"), [("emb", True), ("market", False)])
def test_who_punishes_over_special_equipment(given: Scenarios, authority: str, refused: bool) -> None:
    """H-12: the market regulator of the park punishes what was not inspected, and nobody else does."""
    scenario = given(*HISTORY, FILED.but(site="S-2", authority=authority)).on("2026-03-09")

    answer = scenario.when(NOTIFIED.but(offence="H-12.uninspected", tier=None)).answer

    said = {one.code for one in (*answer.warnings, *getattr(answer, "objections", ()))}
    assert ("special_equipment.not_competent" in said) == refused
