"""Criteria that figures meet by themselves: thresholds as data, of the day of the act, under the rule they belong to."""

from __future__ import annotations

import pytest
from regledger.errors import LawError
from regledger.law.source import LawSource
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

from .conftest import Drafted, Opened, store

RULE = """
[[rule]]
id = "K-03"
title = "Boxes in store"
title_zh = "储存数量"
citations = [{ instrument = "烟花爆竹判定标准", edition = "2017", article = "item 3" }]
status = "VERIFIED"
"""
CRITERION = """
[[criterion]]
code = "fw-2017/3"
title = "Too much in store"
title_zh = "超量储存"
citation = { instrument = "烟花爆竹判定标准", edition = "2017", article = "item 3" }
status = "VERIFIED"
valid_from = 2017-11-13
valid_to = 2026-03-31
rule = "K-03"
met = [
    [{ figure = "boxes", above = "100" }],
    [{ figure = "boxes", least = "60", most = "80" }, { figure = "sprinklers", below = "1" }],
]
"""


def inspect(on: str = "2026-03-02", level: str = "general", criterion: str | None = None, **figures: str) -> Step:
    """An inspection of S-2 with one finding, its figures by name."""
    measured = [{"name": name, "value": value, "unit": "count"} for name, value in figures.items()]
    hazard = {"hazard": "H-1", "level": level, "description": "Full", "basis": "Art 20", "measured": measured}
    return step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Store",
        content="Quantity",
        unit_signature="signed",
        hazards=[hazard | ({"criterion": criterion} if criterion else {})],
        inspected_on=on,
    )


@pytest.fixture
def scenario(drafted: Drafted, opened: Opened) -> Scenario:
    """The county with a fireworks store, its sector declaring the criterion."""
    confirmed = step("rule.confirm", rule="K-03", authority="emb", document="Order", confirmed_on="2020-01-02")
    installed = drafted(fireworks="", toml=RULE + CRITERION)
    return given(opened(installed), COUNTY, store(), confirmed).on("2026-03-02")


@pytest.mark.parametrize(
    ("figures", "major"),
    [
        ({"boxes": "100"}, False),
        ({"boxes": "100.1"}, True),
        ({"boxes": "59.9", "sprinklers": "0"}, False),
        ({"boxes": "60", "sprinklers": "0"}, True),
        ({"boxes": "80", "sprinklers": "0"}, True),
        ({"boxes": "80.1", "sprinklers": "0"}, False),
        ({"boxes": "70", "sprinklers": "1"}, False),
        ({"boxes": "70"}, False),
        ({}, False),
    ],
)
def test_what_figures_meet(scenario: Scenario, figures: dict[str, str], major: bool) -> None:
    """One list of bounds is enough, all of a list have to hold, ends belong to least and most alone, and what was not measured meets none."""
    attempt = scenario.when(inspect(**figures))

    if major:
        attempt.refuses("K-03", code="hazard.classified_otherwise").says("boxes is", "fw-2017/3")
    else:
        attempt.quietly()


def test_a_finding_of_that_level_and_criterion_is_quiet(scenario: Scenario) -> None:
    """Who calls it what its figures say, by the criterion that they meet, hears nothing."""
    scenario.when(inspect(level="major", criterion="fw-2017/3", boxes="101")).quietly()


@pytest.mark.parametrize(("on", "major"), [("2026-03-31", True), ("2026-04-01", False)])
def test_a_criterion_out_of_use_is_met_by_nothing(scenario: Scenario, on: str, major: bool) -> None:
    """On its last day figures still meet it, and on the day after they do not."""
    attempt = scenario.on(on).when(inspect(on=on, boxes="101"))

    attempt.refuses("K-03") if major else attempt.quietly()


def test_naming_it_afterwards_is_told_under_its_rule(scenario: Scenario) -> None:
    """A finding that names a criterion whose days are over is objected to by the rule that the criterion belongs to."""
    attempt = scenario.on("2026-04-01").when(inspect(on="2026-04-01", level="major", criterion="fw-2017/3", boxes="1"))

    attempt.refuses("K-03", code="hazard.criterion_out_of_date")


@pytest.mark.parametrize(
    ("bound", "found"),
    [
        ('{ figure = "boxes" }', "says nothing"),
        ('{ figure = " ", least = "1" }', "says nothing"),
        ('{ figure = "boxes", least = "NaN" }', "says nothing"),
        ('{ figure = "boxes", least = "many" }', "decimal"),
        ('{ figure = "boxes", at_least = "1" }', "unknown field"),
    ],
)
def test_a_bound_that_bounds_nothing(bound: str, found: str) -> None:
    """A bound without an end, without a figure, or with an end that is no number is refused with its criterion."""
    text = CRITERION.partition("met =")[0] + f"met = [[{bound}]]\n"

    with pytest.raises(LawError, match=f"(?s)fw-2017/3.*{found}"):
        LawSource("pack", RULE + text).read()


def test_the_rule_of_a_criterion_has_to_be_declared(drafted: Drafted) -> None:
    """A criterion that belongs to a rule which nothing declares keeps its sector out."""
    [broken] = drafted(fireworks="", toml=CRITERION).sectors.broken

    assert "rule K-03" in broken.found


PACK = """
[pack]
id = "county"
version = 1
title = "The county's own"
title_zh = "县定标准"
issuer = "The county"
citation = { instrument = "Order", edition = "2026", article = "Art 1" }

[[criterion]]
code = "county-2026/1"
title = "Thirty boxes"
title_zh = "三十箱"
citation = { instrument = "Order", edition = "2026", article = "Art 1" }
status = "VERIFIED"
valid_from = 2026-01-05
met = [[{ figure = "boxes", least = "30" }]]
"""


@pytest.mark.parametrize(("value", "major"), [("29", False), ("30", True)])
def test_a_criterion_of_a_law_pack_holds_on_every_site(scenario: Scenario, value: str, major: bool) -> None:
    """What an authority lays down itself needs no sector: figures meet its criteria wherever they were measured."""
    pack = step(
        "law_pack.load", authority="emb", text=PACK, applies_from="2026-01-05", document="Order", loaded_on="2026-01-05"
    )
    confirmed = step("rule.confirm", rule="I-01", authority="emb", document="Order", confirmed_on="2020-01-02")
    scenario = given(scenario.ledger, pack, confirmed).on("2026-03-02")

    attempt = scenario.when(inspect(boxes=value).but(site="S-1"))

    attempt.refuses("I-01", code="hazard.classified_otherwise").says("county/1") if major else attempt.quietly()
