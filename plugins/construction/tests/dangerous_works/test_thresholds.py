"""G-10: what works are by the lists of 建办质〔2018〕31号, each threshold just under, at and just over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from regledger.testing.scenario import COUNTY, Scenario, Step, step
from regledger.testing.scenario import given as continued
from regledger.testing.scenarios import Scenarios
from regledger_construction.dangerous_works.classifier import KINDS

NEAR = Decimal("0.01")
SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Station square, plot 3",
    address="3 Station Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)
SCALES = ("none", "dangerous", "over_scale")
SUPPORT = {
    "support_height_m": "1",
    "support_span_m": "1",
    "support_load_kn_m2": "1",
    "support_line_load_kn_m": "1",
}
ERECTION = {"machine_kn": "1", "erection_height_m": "1", "base_elevation_m": "1"}
THRESHOLDS: list[tuple[str, str, str, str, str]] = [
    ("foundation_pit", "pit_depth_m", "3", "none", "dangerous"),
    ("foundation_pit", "pit_depth_m", "5", "dangerous", "over_scale"),
    ("formwork_support", "support_height_m", "5", "none", "dangerous"),
    ("formwork_support", "support_height_m", "8", "dangerous", "over_scale"),
    ("formwork_support", "support_span_m", "10", "none", "dangerous"),
    ("formwork_support", "support_span_m", "18", "dangerous", "over_scale"),
    ("formwork_support", "support_load_kn_m2", "10", "none", "dangerous"),
    ("formwork_support", "support_load_kn_m2", "15", "dangerous", "over_scale"),
    ("formwork_support", "support_line_load_kn_m", "15", "none", "dangerous"),
    ("formwork_support", "support_line_load_kn_m", "20", "dangerous", "over_scale"),
    ("load_support", "point_load_kn", "7", "dangerous", "over_scale"),
    ("unconventional_lifting", "piece_kn", "10", "none", "dangerous"),
    ("unconventional_lifting", "piece_kn", "100", "dangerous", "over_scale"),
    ("machinery_erection", "machine_kn", "300", "dangerous", "over_scale"),
    ("machinery_erection", "erection_height_m", "200", "dangerous", "over_scale"),
    ("machinery_erection", "base_elevation_m", "200", "dangerous", "over_scale"),
    ("floor_scaffold", "scaffold_height_m", "24", "none", "dangerous"),
    ("floor_scaffold", "scaffold_height_m", "50", "dangerous", "over_scale"),
    ("attached_scaffold", "lifting_height_m", "150", "dangerous", "over_scale"),
    ("cantilever_scaffold", "section_height_m", "20", "dangerous", "over_scale"),
    ("curtain_wall", "wall_height_m", "50", "dangerous", "over_scale"),
    ("steel_structure", "steel_span_m", "36", "dangerous", "over_scale"),
    ("grid_membrane", "grid_span_m", "60", "dangerous", "over_scale"),
    ("dug_pile", "pile_depth_m", "16", "dangerous", "over_scale"),
    ("jacking", "jacked_kn", "1000", "none", "over_scale"),
]
BOUNDARIES = [
    (kind, figure, Decimal(limit) + away, below if away < 0 else at)
    for kind, figure, limit, below, at in THRESHOLDS
    for away in (-NEAR, Decimal(0), NEAR)
]


def declared(pit: Step, kind: str, figures: dict[str, str], scale: str) -> Step:
    """Works of `kind` with those figures and whatever else the kind is measured by, called `scale`."""
    base: dict[str, dict[str, str]] = {"formwork_support": SUPPORT, "machinery_erection": ERECTION}
    whole = base.get(kind, {}) | figures
    return pit.but(kind=kind, figures=[{"name": name, "value": value} for name, value in whole.items()], declared=scale)


@pytest.mark.rule("G-10")
@pytest.mark.parametrize(("kind", "figure", "value", "scale"), BOUNDARIES)
def test_works_are_what_their_figure_makes_them(
    works: Scenario, pit: Step, kind: str, figure: str, value: Decimal, scale: str
) -> None:
    """G-10: called what the lists make of them works are taken quietly, called anything else they are warned of."""
    other = next(one for one in SCALES if one != scale)

    right = works.on("2026-03-02").when(declared(pit, kind, {figure: str(value)}, scale))
    wrong = works.when(declared(pit, kind, {figure: str(value)}, other).but(works="W-2"))

    right.then("dangerous_works.declared").quietly()
    wrong.warns("G-10", code="dangerous_works.scale_differs").says(f"they are {scale}")
    state: Any = works.state("dangerous_works:W-2")
    assert (state.declared, state.scale) == (other, scale)


def test_every_number_of_the_lists_is_tried() -> None:
    """Each figure with a number stands among the boundaries, on each list on which it has one."""
    listed = {
        (kind, figure, scale)
        for kind, one in KINDS.items()
        for scale, figures in (("dangerous", one.dangerous), ("over_scale", one.over_scale))
        for figure in figures
    }

    assert {(kind, figure, at) for kind, figure, _, _, at in THRESHOLDS} == listed


@pytest.mark.rule("G-10")
def test_trap_07_attached_scaffold_is_over_scale_from_150_m_not_200_m(works: Scenario, pit: Step) -> None:
    """TRAP-07: an attached lifting scaffold of 150 m is over-scale; one repository's 200 m is wrong, for 199 m is as well."""
    works.on("2026-03-02")

    for number, (height, scale) in enumerate((("149.99", "dangerous"), ("150", "over_scale"), ("199", "over_scale"))):
        figures = {"lifting_height_m": height}
        works.when(declared(pit, "attached_scaffold", figures, scale).but(works=f"W-{number}")).quietly()
    called = declared(pit, "attached_scaffold", {"lifting_height_m": "199"}, "dangerous").but(works="W-9")
    works.when(called).warns("G-10", code="dangerous_works.scale_differs").says("at least 150")


@pytest.mark.rule("G-10")
@pytest.mark.parametrize(
    ("kind", "scale"),
    [
        ("tool_formwork", "over_scale"),
        ("underground_excavation", "over_scale"),
        ("underwater", "over_scale"),
        ("new_technique", "over_scale"),
        ("machinery_installation", "dangerous"),
        ("suspended_basket", "dangerous"),
        ("platform", "dangerous"),
        ("special_scaffold", "dangerous"),
        ("prefabricated", "dangerous"),
    ],
)
def test_works_of_any_size(works: Scenario, pit: Step, kind: str, scale: str) -> None:
    """G-10: what a list takes in at any size needs no figure."""
    works.on("2026-03-02").when(declared(pit, kind, {}, scale)).quietly()
    works.when(declared(pit, kind, {}, "none").but(works="W-2")).warns("G-10", code="dangerous_works.scale_differs")


@pytest.mark.rule("G-10")
@pytest.mark.parametrize(
    ("kind", "figures", "seen", "below", "at"),
    [
        ("foundation_pit", {"pit_depth_m": "2.99"}, "pit_complex_surroundings", "none", "dangerous"),
        ("formwork_support", {}, "support_slender_and_free", "none", "dangerous"),
        ("demolition", {}, "demolition_affects_others", "none", "dangerous"),
        ("demolition", {}, "demolition_listed_object", "none", "over_scale"),
    ],
)
def test_what_is_looked_at(
    works: Scenario, pit: Step, kind: str, figures: dict[str, str], seen: str, below: str, at: str
) -> None:
    """G-10: a small pit in complex surroundings, a slender support, a demolition that affects others or of a listed object."""
    works.on("2026-03-02").when(declared(pit, kind, figures | {seen: "0"}, below)).quietly()
    works.when(declared(pit, kind, figures | {seen: "1"}, at).but(works="W-2")).quietly()
    works.when(declared(pit, kind, figures | {seen: "1"}, below).but(works="W-3")).warns("G-10")


@pytest.mark.rule("G-10")
def test_a_figure_that_is_missing(works: Scenario, pit: Step) -> None:
    """G-10: works whose size is not known are recorded with a warning, unless what is known makes them over-scale."""
    works.on("2026-03-02")
    low = pit.but(
        kind="formwork_support", figures=[{"name": "support_height_m", "value": "7.99"}], declared="dangerous"
    )
    high = low.but(works="W-2", figures=[{"name": "support_height_m", "value": "8"}], declared="over_scale")

    works.when(low).warns("G-10", code="dangerous_works.figure_missing").says("support_span_m")
    works.when(high).quietly()


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ([("scaffold_height_m", "24"), ("pit_depth_m", "5")], "dangerous_works.figure_unknown"),
        ([("pit_depth_m", "5"), ("pit_depth_m", "6")], "dangerous_works.figure_twice"),
        ([("pit_depth_m", "5"), ("pit_complex_surroundings", "-1")], "dangerous_works.figure_negative"),
    ],
)
def test_figures_that_cannot_be(works: Scenario, pit: Step, figures: list[tuple[str, str]], code: str) -> None:
    """A figure of other works, one given twice and one below 0 are refused."""
    rows = [{"name": name, "value": value} for name, value in figures]

    works.on("2026-03-02").when(pit.but(figures=rows)).refuses("REF", code=code)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"site": "S-9"}, "site.unknown"),
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"works": "W-1"}, "dangerous_works.taken"),
    ],
)
def test_what_a_declaration_names(works: Scenario, pit: Step, changes: dict[str, str], code: str) -> None:
    """A declaration names a site, an enterprise and an authority that are there, and has an id of its own."""
    works = continued(works.ledger, pit)

    works.when(pit.but(**({"works": "W-2"} | changes))).refuses("REF", code=code)


@pytest.mark.rule("G-10")
@pytest.mark.parametrize(("day", "scale"), [("2018-05-31", "dangerous"), ("2018-06-01", "over_scale")])
def test_before_the_lists_applied(given: Scenarios, pit: Step, day: str, scale: str) -> None:
    """What was declared before the lists of 2018 is what it was called then; from their first day on they say it."""
    older = [
        Step(
            command=one.command,
            body={key: "2018-01-02" if value == "2020-01-02" else value for key, value in one.body.items()},
        )
        for one in (*COUNTY, SITE)
    ]
    works = given(county=older, on="2018-01-02")

    works.on(day).when(pit.but(declared=scale, declared_on=day)).quietly()

    less = works.when(pit.but(works="W-2", declared="dangerous", declared_on=day))
    if scale == "dangerous":
        less.quietly()
    else:
        less.warns("G-10", code="dangerous_works.scale_differs")


@pytest.mark.rule("G-10")
def test_works_that_the_decree_does_not_bind(works: Scenario, pit: Step, exempt: Step) -> None:
    """G-20: relief works stay what they are called; of any others the lists say it."""
    relief = continued(works.ledger, exempt)

    relief.on("2026-03-02").when(pit.but(declared="none")).quietly()


@pytest.mark.rule("G-10")
def test_a_confirmed_list_refuses(works: Scenario, pit: Step) -> None:
    """G-10: with the rule and its numbers confirmed by the authority, works that are called less are refused."""
    confirmed = [
        step("rule.confirm", rule=name, authority="emb", document="31号, paper", confirmed_on="2026-03-01")
        for name in ("G-10", "G-10.pit_depth_m_dangerous", "G-10.pit_depth_m_over_scale")
    ]
    works = continued(works.ledger, confirmed)

    works.on("2026-03-02").when(pit.but(declared="dangerous")).refuses("G-10", code="dangerous_works.scale_differs")
    works.when(pit).quietly()
