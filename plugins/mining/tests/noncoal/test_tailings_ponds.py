"""The grade of a tailings pond by capacity and dam: E-15 (GB 50863-2013 §3.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as some
from regledger.testing.looking import document_fields
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_mining.tailings.grading import PondTable
from regledger_mining.tailings.pond import TailingsPond, TailingsPondGraded
from regledger_mining.tailings.register import TailingsPonds

MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]

TABLE = PondTable(
    volume=tuple((grade, Decimal(least)) for grade, least in ((1, 50_000), (2, 10_000), (3, 1_000), (4, 100), (5, 0))),
    height=tuple((grade, Decimal(least)) for grade, least in ((1, 200), (2, 100), (3, 60), (4, 30), (5, 0))),
    full_difference=1,
    lowered_by=1,
)
FIGURE = some.decimals(min_value=0, max_value=100_000, places=1)


def grading(volume: str = "99", height: str = "29", **more: Any) -> Step:
    """A pond of that capacity (10,000 m³) and that dam (m) on 2026-03-02."""
    return step(
        "tailings_pond.grade",
        site="S-2",
        authority="emb",
        volume_10k_m3=volume,
        dam_height_m=height,
        above_dwellings=False,
        graded_on="2026-03-02",
        **more,
    )


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(
    ("volume", "height", "grade"),
    [
        ("99.9", "29.9", 5),
        ("100", "29.9", 4),
        ("100.1", "29.9", 4),
        ("99.9", "30", 4),
        ("999.9", "30", 4),
        ("1000", "30", 3),
        ("100", "59.9", 4),
        ("100", "60", 3),
        ("9999.9", "60", 3),
        ("10000", "60", 2),
        ("1000", "99.9", 3),
        ("1000", "100", 2),
        ("49999.9", "100", 2),
        ("50000", "100", 1),
        ("10000", "199.9", 2),
        ("10000", "200", 1),
        ("99.9", "60", 4),
        ("1000", "29.9", 4),
        ("99.9", "100", 3),
        ("50000", "29.9", 2),
    ],
)
def test_the_grade_that_figures_give(mine: MineOf, volume: str, height: str, grade: int) -> None:
    """Each bound of the table just below and at it; grades that lie more than one apart give the higher less one."""
    pond = mine("tailings").on("2026-03-02")

    pond.when(grading(volume, height, stated_grade=grade)).then("tailings_pond.graded").quietly()

    state = pond.state("tailings_pond:S-2")
    assert isinstance(state, TailingsPond)
    assert state.grade == grade


@pytest.mark.rule("E-15")
def test_a_grade_that_the_papers_state_otherwise(mine: MineOf) -> None:
    """Capacity of grade 5 and dam of grade 3 are grade 4; papers that say 3 are told so, and both are recorded."""
    pond = mine("tailings").on("2026-03-02")

    attempt = pond.when(grading("99", "60", stated_grade=3))

    attempt.warns("E-15", code="tailings_pond.grade_differs").says("grade 5", "of 3", "grade 4")
    body = pond.ledger.at(attempt.recorded.numbers[0])
    assert body is not None
    assert isinstance(body.body, TailingsPondGraded)
    assert (body.body.stated_grade, body.body.grade) == (3, 4)


@pytest.mark.rule("E-15")
def test_a_stated_grade_once_the_table_is_confirmed(mine: MineOf) -> None:
    """With the rule confirmed papers of another grade are refused, and those of the right one are recorded."""
    confirmed = step("rule.confirm", rule="E-15", authority="emb", document="GB 50863", confirmed_on="2026-02-02")
    pond = given(mine("tailings").ledger, confirmed).on("2026-03-02")

    pond.when(grading("99", "60", stated_grade=3)).refuses("E-15", code="tailings_pond.grade_differs")
    pond.when(grading("99", "60", stated_grade=4)).quietly()


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("open_pit", {}, "tailings_pond.not_a_pond"),
        ("tailings", {"volume_10k_m3": "-0.1"}, "tailings_pond.figure_wrong"),
        ("tailings", {"dam_height_m": "-0.1"}, "tailings_pond.figure_wrong"),
        ("tailings", {"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_what_is_no_pond(mine: MineOf, kind: str, changes: dict[str, str], code: str) -> None:
    """Another kind of site, a figure below 0 and an unknown authority are refused."""
    mine(kind).on("2026-03-02").when(grading().but(**changes)).refuses("REF", code=code)


def test_a_pond_of_nothing(mine: MineOf) -> None:
    """A pond that is not filled yet is of the lowest grade."""
    pond = mine("tailings").on("2026-03-02")

    pond.when(grading("0", "0", stated_grade=5)).quietly()


def test_a_table_that_is_none(mine: MineOf) -> None:
    """A law pack with a table that nobody can read is named, and nothing is graded by it."""
    text = """
[pack]
id = "pack"
version = 1
title = "A table"
title_zh = "等别表"
issuer = "The county"
citation = { instrument = "Order", edition = "2026", article = "Art 1" }

[[amendment]]
parameter = "E-15.height_bands"
[[amendment.value]]
value = "30 60 100"
valid_from = 2026-01-05
citation = { instrument = "Order", edition = "2026", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-01-05
"""
    pack = step(
        "law_pack.load",
        authority="emb",
        text=text,
        applies_from="2026-01-05",
        document="Order",
        loaded_on="2026-01-05",
    )

    attempt = given(mine("tailings").ledger, pack).on("2026-03-02").when(grading())

    attempt.refuses("REF", code="tailings_pond.no_table").says("E-15.height_bands")


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(
    ("changes", "lawful"),
    [
        ({"grade": 3}, False),
        ({"dam_height_m": "60"}, False),
        ({"dam_height_m": "60", "height_grade": 3, "grade": 4}, True),
        ({"above_dwellings": True}, True),
    ],
)
def test_what_is_corrected_follows_from_its_figures(mine: MineOf, changes: dict[str, Any], lawful: bool) -> None:
    """A correction whose grades do not follow from capacity and dam is told so; one that keeps them together is not."""
    pond = mine("tailings").on("2026-03-02")
    number = pond.when(grading("99", "29")).recorded.numbers[0]
    wish = {"reason": "Copied wrongly", "authority": "emb", "corrected_on": "2026-03-02"}

    attempt = pond.when("fact.correct", number=number, body=changes, **wish)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.warns("E-15", code="tailings_pond.grade_differs")


@any_of(FIGURE, FIGURE, FIGURE)
def test_a_larger_pond_is_of_no_lower_grade(volume: Decimal, height: Decimal, more: Decimal) -> None:
    """Whatever a pond is, the grade is that of one figure or of the next below it, and never below both."""
    found = TABLE.grade(volume, height)
    larger = TABLE.grade(volume + more, height + more)

    assert min(found.by_volume, found.by_height) <= found.grade <= max(found.by_volume, found.by_height)
    assert larger.by_volume <= found.by_volume
    assert larger.by_height <= found.by_height


def test_ponds_as_rows(mine: MineOf) -> None:
    """A pond is one row, as it was graded last; another pond is none of its facts."""
    pond = mine("tailings").on("2026-03-02")
    pond.when(grading("99", "29")).is_recorded()
    pond.when(grading("1200.5", "61", stated_grade=3)).is_recorded()
    facts = list(pond.ledger.facts(types=["tailings_pond.graded"]))
    model = TailingsPonds()

    rows = {key: model.row(key, facts) for fact in facts for key in model.keys(fact)}

    assert rows == {
        "S-2": {
            "site": "S-2",
            "enterprise": "E-1",
            "volume_10k_m3": "1200.5",
            "dam_height_m": "61",
            "grade": 3,
            "stated_grade": 3,
            "above_dwellings": 0,
            "graded_on": "2026-03-02",
        }
    }
    assert model.row("S-9", facts) is None


def test_documents_say_the_grade(mine: MineOf, finding: FindingOf) -> None:
    """The record of an inspection carries the grade of the pond."""
    pond = mine("tailings").on("2026-03-02")
    pond.when(grading("1200", "61")).is_recorded()
    pond.when(finding({})).is_recorded()

    made = document_fields(pond.ledger, "inspection:I-1", on=date(2026, 3, 2))

    fields = {one.name: one.value for one in made.fields}

    assert fields["pond_grade"] == 3
