"""Joint rescue teams, and what an enterprise was found to have (H-09)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .county import ORGANS, PARK, PLANT, PROFILE, TENANT

HISTORY = (*ORGANS, PARK, PLANT, PROFILE, TENANT)
TEAM = step(
    "rescue_team.agree",
    team="R-1",
    park="P-1",
    authority="zone",
    name="Riverside joint team",
    enterprises=["E-1", "E-2"],
    valid_from="2026-01-01",
    valid_to="2026-03-31",
    agreed_on="2026-01-01",
)
FOUND = step(
    "rescue.record",
    site="S-2",
    enterprise="E-1",
    authority="zone",
    own_team=False,
    small=True,
    part_time=0,
    sufficient=True,
    found_on="2026-03-02",
)


@pytest.mark.rule("H-09")
@pytest.mark.parametrize(
    ("changes", "enough"),
    [
        ({}, False),
        ({"part_time": 1}, True),
        ({"part_time": 2}, True),
        ({"part_time": 1, "small": False}, False),
        ({"own_team": True, "small": False}, True),
    ],
)
def test_what_is_enough(given: Scenarios, changes: dict[str, object], enough: bool) -> None:
    """H-09: one part-time rescuer is enough for a small enterprise alone, a team of its own for any."""
    scenario = given(*HISTORY).on("2026-03-02")

    said = scenario.when(FOUND.but(**changes))
    unsaid = scenario.when(FOUND.but(**changes, sufficient=False))

    if enough:
        said.quietly()
        unsaid.refuses("H-09", code="rescue.enough_after_all")
    else:
        said.refuses("H-09", code="rescue.nobody")
        unsaid.quietly()
        steps = next_steps(scenario.ledger, "site_rescue:S-2").steps
        assert [one.command for one in steps if one.rule == "H-09"] == ["rescue.record"]


@pytest.mark.rule("H-09")
@pytest.mark.parametrize(
    ("on", "covered"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_a_joint_team_counts_while_its_agreement_does(given: Scenarios, on: str, covered: bool) -> None:
    """H-09: from the first to the last day of the agreement, and no day before or after."""
    scenario = given(*HISTORY, TEAM.but(agreed_on="2025-12-01")).on(on)

    attempt = scenario.when(FOUND.but(found_on=on))

    if covered:
        attempt.quietly()
    else:
        attempt.refuses("H-09", code="rescue.nobody")


@pytest.mark.rule("H-09")
def test_a_team_of_others_is_none_of_ones_own(given: Scenarios) -> None:
    """H-09: an enterprise that the agreement does not name has nobody; what is not dangerous is asked for nobody."""
    third = TENANT.but(enterprise="E-3", credit_code="91430100MA4L16JT3W")
    scenario = given(*HISTORY, third, TEAM.but(enterprises=["E-2", "E-3"])).on("2026-03-02")

    scenario.when(FOUND).refuses("H-09", code="rescue.nobody")
    harmless = PROFILE.but(profile={"park": "P-1"}, profiled_on="2026-03-02")
    scenario.when(harmless).quietly()
    scenario.when(FOUND).quietly()


@pytest.mark.rule("H-09")
@pytest.mark.parametrize(("enterprises", "joint"), [(["E-1"], False), (["E-1", "E-1"], False), (["E-1", "E-2"], True)])
def test_a_joint_team_is_of_two(given: Scenarios, enterprises: list[str], joint: bool) -> None:
    """H-09: one enterprise alone makes no joint team; two do, and renew it before its last day."""
    scenario = given(*HISTORY).on("2026-01-01")

    attempt = scenario.when(TEAM.but(enterprises=enterprises))

    if joint:
        attempt.then("rescue_team.agreed").quietly()
        steps = next_steps(scenario.ledger, "rescue_team:R-1").steps
        assert [(one.command, one.due) for one in steps if one.rule == "H-09"] == [
            ("rescue_team.agree", date(2026, 3, 31))
        ]
    else:
        attempt.refuses("H-09", code="rescue_team.not_joint")


def test_what_a_team_names(given: Scenarios) -> None:
    """REF: unknown park, authority, enterprise or site, a blank name and days that run backwards are refused."""
    scenario = given(*HISTORY).on("2026-03-02")

    for changes in ({"park": "P-9"}, {"authority": "nobody"}, {"enterprises": ["E-1", "E-9"]}):
        scenario.when(TEAM.but(**changes)).refuses("REF", code="record.unknown")
    scenario.when(TEAM.but(name=" ")).refuses("REF", code="parks.blank")
    scenario.when(TEAM.but(valid_to="2025-12-31")).refuses("REF", code="parks.dates_reversed")
    scenario.when(FOUND.but(site="S-9")).refuses("REF", code="record.unknown")
    scenario.when(FOUND.but(part_time=1, authority="nobody")).refuses("REF", code="record.unknown")
    scenario.when(FOUND.but(part_time=1, enterprise="E-2")).refuses("REF", code="parks.site_of_another")
