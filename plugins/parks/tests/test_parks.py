"""Registering a park; its line, evaluation, plan and drills, clusters and gates (H-05 to H-08, H-10)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

from .county import ADMITTED, GRADED, ORGANS, PARK, PLANNED, PLANT, PROFILE, PROJECT

EVALUATED = step("park.evaluate", park="P-1", authority="zone", report="EV-1", evaluated_on="2021-02-15")
LINE = step("park.draw_line", park="P-1", authority="zone", contour="0.0000003", document="L-1", drawn_on="2026-03-02")
CLUSTER = step(
    "park.name_cluster",
    park="P-1",
    authority="zone",
    cluster="K-1",
    sites=["S-1", "S-2"],
    ground="200 m apart, both with chlorine",
    named_on="2026-03-01",
)
ASSESSED = step(
    "park.assess_cluster",
    park="P-1",
    authority="zone",
    cluster="K-1",
    sites=["S-1", "S-2"],
    domino=False,
    assessed_on="2026-03-02",
)
ENCLOSED = step(
    "park.enclose",
    park="P-1",
    authority="zone",
    gates=3,
    dedicated_roads=True,
    dedicated_parking=True,
    enclosed_on="2026-03-01",
)


def owed(scenario: Scenario, rule: str) -> list[tuple[str, date | None]]:
    """What park P-1 owes next under `rule`, with the last day."""
    steps = next_steps(scenario.ledger, "park:P-1").steps
    return [(one.command, one.due) for one in steps if one.rule == rule]


def test_a_park_is_registered_once(park: Scenario) -> None:
    """REF: an id that is taken, an authority that nobody knows and a blank name are refused."""
    park.on("2026-03-02")

    park.when(PARK).refuses("REF", code="record.taken")
    park.when(PARK.but(park="P-2", authority="nobody")).refuses("REF", code="record.unknown")
    park.when(PARK.but(park="P-2", market_regulator="nobody")).refuses("REF", code="record.unknown")
    park.when(PARK.but(park="P-2", name=" ")).refuses("REF", code="parks.blank")
    park.when(PARK.but(park="P-2", market_regulator=None)).then("park.registered").quietly()


def test_a_profile_names_a_park_on_record(park: Scenario) -> None:
    """REF: a site lies in a park that was registered."""
    park.on("2026-03-02")

    park.when(PROFILE.but(profile={"park": "P-9"})).refuses("REF", code="record.unknown")
    park.when(PROFILE.but(profile={"park": "P-1"})).quietly()


@pytest.mark.rule("H-04")
def test_an_agency_has_a_safety_body(given: Scenarios) -> None:
    """H-04: a park is registered all the same where its agency has named none, and that is told."""
    given(*ORGANS).on("2020-01-03").when(PARK).quietly()

    given(*ORGANS[:2]).on("2020-01-03").when(PARK).warns("H-04", code="park.no_safety_body")


@pytest.mark.rule("H-07")
@pytest.mark.parametrize(
    ("on", "late"), [("2026-02-14", False), ("2026-02-15", False), ("2026-02-16", True), ("2026-03-02", True)]
)
def test_the_overall_risk_is_evaluated_every_five_years(given: Scenarios, on: str, late: bool) -> None:
    """H-07: five years after 2021-02-15 end with 2026-02-15; an evaluation or a grade after that is told."""
    scenario = given(*ORGANS, PARK, EVALUATED).on(on)

    graded = scenario.when(GRADED.but(scored_on=on))
    evaluated = scenario.when(EVALUATED.but(report="EV-2", evaluated_on=on))

    if late:
        graded.warns("H-07", code="park.evaluation_run_out").says("2026-02-15")
        evaluated.warns("H-07", code="park.evaluated_late").says("2026-02-15")
    else:
        graded.quietly()
        evaluated.quietly()
    assert owed(scenario, "H-07") == [("park.evaluate", date.fromisoformat(on).replace(year=2031))]


@pytest.mark.rule("H-07")
def test_the_first_evaluation_counts_from_the_registration(given: Scenarios) -> None:
    """H-07: a chemical park without one has five years from 2020-01-03; an industrial one is asked for none."""
    scenario = given(*ORGANS, PARK).on("2025-01-04")

    assert owed(scenario, "H-07") == [("park.evaluate", date(2025, 1, 3))]
    scenario.when(GRADED.but(scored_on="2025-01-03")).quietly()
    scenario.when(GRADED.but(scored_on="2025-01-04")).warns("H-07")
    industrial = given(*ORGANS, PARK.but(kind="industrial")).on("2025-01-04")
    industrial.when(GRADED.but(scored_on="2025-01-04")).quietly()
    assert owed(industrial, "H-07") == []


@pytest.mark.rule("H-07")
def test_a_major_change_asks_for_another_evaluation(given: Scenarios) -> None:
    """H-07: from the change on until the evaluation it is owed, and a grade without it is told."""
    change = step("park.change", park="P-1", authority="zone", what="Bounds moved east", changed_on="2024-05-06")
    scenario = given(*ORGANS, PARK, EVALUATED).on("2024-05-06")

    scenario.when(change.but(what=" ")).refuses("REF", code="parks.blank")
    scenario.when(change).then("park.changed").quietly()
    scenario.when(GRADED.but(scored_on="2024-05-05")).quietly()
    scenario.when(GRADED.but(scored_on="2024-05-06")).warns("H-07", code="park.changed_since")
    assert owed(scenario, "H-07") == [("park.evaluate", None)]
    scenario.on("2024-05-07").when(GRADED.but(scored_on="2024-05-07")).warns("H-07", code="park.changed_since")
    scenario.on("2024-05-08").when(EVALUATED.but(report=" ", evaluated_on="2024-05-08")).refuses("REF")
    scenario.when(EVALUATED.but(report="EV-2", evaluated_on="2024-05-08")).quietly()
    scenario.on("2024-05-09").when(GRADED.but(scored_on="2024-05-09")).quietly()


@pytest.mark.rule("H-06")
@pytest.mark.parametrize(("contour", "told"), [("0.00000029", False), ("0.0000003", False), ("0.00000031", True)])
def test_the_line_lies_where_the_risk_is_low(park: Scenario, contour: str, told: bool) -> None:
    """H-06: at most three in ten million a year at the line; a chemical park without one owes it."""
    assert owed(park, "H-06") == [("park.draw_line", None)]

    attempt = park.on("2026-03-02").when(LINE.but(contour=contour))

    if told:
        attempt.warns("H-06", code="park.line_too_near").says("0.00000031", "0.0000003 a year")
    else:
        attempt.quietly()
    assert owed(park, "H-06") == []


def test_what_is_no_line(park: Scenario) -> None:
    """REF: a risk of nothing, and a line on no paper, are refused."""
    park.on("2026-03-02")

    park.when(LINE.but(contour="0")).refuses("REF", code="park.contour_impossible")
    park.when(LINE.but(document=" ")).refuses("REF", code="parks.blank")


@pytest.mark.rule("H-06")
@pytest.mark.parametrize(
    ("inside", "sensitive", "told"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_nothing_sensitive_inside_the_line(park: Scenario, inside: bool, sensitive: bool, told: bool) -> None:
    """H-06: housing inside the line is told; outside, or something that brings nobody near, is not."""
    project = ADMITTED.but(hazardous=False, inside_control_line=inside, sensitive=sensitive)

    attempt = park.on("2026-03-02").when(project)

    if told:
        attempt.warns("H-06", code="park.sensitive_inside")
    else:
        attempt.quietly()


@pytest.mark.rule("H-10")
@pytest.mark.parametrize(("on", "late"), [("2026-01-09", False), ("2026-01-10", False), ("2026-01-11", True)])
def test_a_park_drills_every_two_years(given: Scenarios, on: str, late: bool) -> None:
    """H-10: two years after the plan of 2024-01-10 end with 2026-01-10; then two years after the drill."""
    scenario = given(*ORGANS, PARK, PLANNED).on(on)
    assert owed(scenario, "H-10") == [("park.drill", date(2026, 1, 10))]

    attempt = scenario.when("park.drill", park="P-1", authority="zone", drilled_on=on)

    if late:
        attempt.warns("H-10", code="park.drilled_late")
    else:
        attempt.quietly()
    assert owed(scenario, "H-10") == [("park.drill", date.fromisoformat(on).replace(year=2028))]


@pytest.mark.rule("H-10")
def test_a_drill_is_one_of_a_plan(park: Scenario) -> None:
    """H-10: a park owes its plan, and a drill without one is refused."""
    drill = step("park.drill", park="P-1", authority="zone", drilled_on="2026-03-02")
    park.on("2026-03-02")
    assert owed(park, "H-10") == [("park.make_plan", None)]

    park.when(drill).refuses("H-10", code="park.drilled_without_plan")
    park.when(PLANNED.but(plan=" ")).refuses("REF", code="parks.blank")
    park.when(PLANNED).quietly()
    park.when(drill.but(drilled_on="2026-01-09")).quietly()


@pytest.mark.rule("H-05")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sites": ["S-2"]}, "park.sites_left_out"),
        ({"sites": []}, "park.sites_left_out"),
        ({"domino": True, "measures": " "}, "park.nothing_together"),
        ({"domino": True, "measures": "One alarm for both"}, ""),
        ({}, ""),
    ],
)
def test_a_cluster_is_assessed_whole(given: Scenarios, changes: dict[str, object], code: str) -> None:
    """H-05: with a site left out, or an accident that spreads and nothing done together, it is refused."""
    scenario = given(*ORGANS, PARK, PLANT, CLUSTER).on("2026-03-02")
    assert owed(scenario, "H-05") == [("park.assess_cluster", None)]

    attempt = scenario.when(ASSESSED.but(**changes))

    if code:
        attempt.refuses("H-05", code=code)
    else:
        attempt.quietly()
        assert owed(scenario, "H-05") == []


@pytest.mark.rule("H-05")
def test_a_project_in_a_cluster_that_was_not_assessed(given: Scenarios) -> None:
    """H-05: a dangerous project next to others is told until the cluster was assessed."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, GRADED, CLUSTER).on("2026-03-02")

    scenario.when(PROJECT).warns("H-05", code="park.cluster_not_assessed")
    scenario.when(ASSESSED).quietly()
    scenario.when(PROJECT.but(project="PR-2")).quietly()


def test_what_is_no_cluster(park: Scenario) -> None:
    """REF: an unknown site, no ground, and a cluster that nobody named are refused."""
    park.on("2026-03-02")

    park.when(CLUSTER.but(sites=["S-1", "S-9"])).refuses("REF", code="record.unknown")
    park.when(CLUSTER.but(ground=" ")).refuses("REF", code="parks.blank")
    park.when(ASSESSED).refuses("REF", code="park.cluster_unknown")


@pytest.mark.rule("H-08")
@pytest.mark.parametrize(("score", "told"), [("69.9", True), ("70", False)])
def test_a_park_of_high_risk_is_enclosed(given: Scenarios, score: str, told: bool) -> None:
    """H-08: a chemical park of grade B is told to be enclosed, and owes it; one of grade C is not."""
    scenario = given(*ORGANS, PARK).on("2024-03-01")

    attempt = scenario.when(GRADED.but(score=score))

    if told:
        attempt.warns("H-08", code="park.not_enclosed")
    else:
        attempt.quietly()
    assert bool(owed(scenario, "H-08")) == told
    scenario.on("2026-03-01").when(ENCLOSED).quietly()
    scenario.on("2026-03-02").when(GRADED.but(score=score, scored_on="2024-12-31")).is_recorded()
    assert owed(scenario, "H-08") == []


@pytest.mark.rule("H-08")
@pytest.mark.parametrize("part", ["dedicated_roads", "dedicated_parking"])
def test_an_enclosed_park_keeps_hazardous_vehicles_apart(park: Scenario, part: str) -> None:
    """H-08: roads or a car park that are everybody's are told."""
    park.on("2026-03-01").when(ENCLOSED.but(**{part: False})).warns("H-08", code="park.not_dedicated")


TANKER = step(
    "hazardous_vehicle.preregister",
    vehicle="V-1",
    park="P-1",
    enterprise="E-1",
    authority="zone",
    cargo="liquid-chlorine",
    valid_from="2026-03-02",
    valid_to="2026-03-04",
    registered_on="2026-03-01",
)
ENTERS = step(
    "hazardous_vehicle.enter",
    vehicle="V-1",
    park="P-1",
    enterprise="E-1",
    authority="zone",
    cargo="liquid-chlorine",
    gate="North",
    entered_on="2026-03-02",
)


@pytest.mark.rule("H-08")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"entered_on": "2026-03-01"}, True),
        ({"entered_on": "2026-03-02"}, False),
        ({"entered_on": "2026-03-04"}, False),
        ({"entered_on": "2026-03-05"}, True),
        ({"cargo": "ammonia"}, True),
        ({"vehicle": "V-2"}, True),
    ],
)
def test_a_tanker_is_announced(given: Scenarios, changes: dict[str, object], told: bool) -> None:
    """H-08: announced from 2026-03-02 to 03-04 with chlorine; the day before, the day after, other cargo and others are told."""
    scenario = given(*ORGANS, PARK, ENCLOSED, TANKER).on("2026-03-05")

    attempt = scenario.when(ENTERS.but(**changes))

    if told:
        attempt.warns("H-08", code="hazardous_vehicle.not_preregistered")
    else:
        attempt.quietly()


@pytest.mark.rule("H-08")
def test_an_open_park_asks_for_no_announcement(given: Scenarios) -> None:
    """H-08: into a park that is not enclosed anybody comes; the vehicle is on record."""
    scenario = given(*ORGANS, PARK).on("2026-03-02")

    scenario.when(ENTERS).then("hazardous_vehicle.entered").quietly()
    scenario.when(ENTERS.but(park="P-9")).refuses("REF", code="record.unknown")
    scenario.when(TANKER.but(valid_to="2026-03-01")).refuses("REF", code="parks.dates_reversed")
    scenario.when(TANKER).quietly()
    assert scenario.state("hazardous_vehicle:V-1").entered_on == date(2026, 3, 2)  # type: ignore[union-attr]
