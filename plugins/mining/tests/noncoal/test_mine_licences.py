"""Licences of mines: their issuers and conditions (D-02, D-03, D-05), and one for each production system (E-27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.sectors import Licence, Refused
from regledger.testing.looking import document_fields
from regledger.testing.scenario import Scenario, Step, given, step

MineOf = Callable[..., Scenario]
Applied = Callable[..., Scenario]
Issue = Callable[..., Step]

NONCOAL, COAL = "noncoal_mine_safety", "coal_mine_safety"
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
POND = step(
    "site.register",
    site="S-3",
    enterprise="E-1",
    name="Tailings pond",
    address="3 River Road",
    authority="emb",
    sector="mining",
    registered_on="2020-01-02",
)
PROFILED = step(
    "mining_site.profile", site="S-3", authority="emb", profile={"kind": "tailings"}, profiled_on="2022-01-05"
)


def asking(kind: str = NONCOAL, *, licence: str = "L-9", site: str = "S-2") -> Step:
    """An application with the province on 2026-04-01."""
    return step(
        "licence.apply",
        licence=licence,
        enterprise="E-1",
        site=site,
        authority="province",
        kind=kind,
        activity="coal" if kind == COAL else "mine",
        applied_on="2026-04-01",
    )


@pytest.mark.rule("E-27")
@pytest.mark.parametrize(("systems", "lawful"), [(0, True), (1, True), (2, False), (3, False)])
def test_one_licence_for_one_system(mine: MineOf, systems: int, lawful: bool) -> None:
    """A site that is one production system is applied for quietly; with two of them each is asked to have its own."""
    attempt = mine("open_pit", production_systems=systems).on("2026-04-01").when(asking())

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("E-27", code="mine_licence.several_systems").says(f"has {systems} independent")


@pytest.mark.rule("E-27")
@pytest.mark.parametrize(
    ("mine_kind", "kind", "lawful"),
    [
        ("open_pit", NONCOAL, True),
        ("metal_underground", NONCOAL, True),
        ("tailings", NONCOAL, True),
        ("coal_underground", COAL, True),
        ("coal_open_pit", COAL, True),
        ("open_pit", COAL, False),
        ("coal_underground", NONCOAL, False),
    ],
)
def test_each_mine_has_the_licence_of_its_kind(mine: MineOf, mine_kind: str, kind: str, lawful: bool) -> None:
    """A coal mine has the licence of coal mines, every other mine or pond that of non-coal mines."""
    attempt = mine(mine_kind).on("2026-04-01").when(asking(kind))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("E-27", code="mine_licence.kind_of_another_mine")


@pytest.mark.rule("E-27")
def test_a_mine_of_which_nothing_is_known(county: Scenario) -> None:
    """Without a profile it is told that the kind of mine is not known."""
    county.on("2026-04-01").when(asking()).warns("E-27", code="mine_licence.not_profiled")


@pytest.mark.rule("E-27")
def test_a_second_licence_for_one_system(mine: MineOf, applied: Applied, issue: Issue) -> None:
    """Who applies again while a licence counts is told to extend it; another site of the enterprise is not held to it."""
    pit = given(applied(mine("open_pit"), NONCOAL).ledger, issue(), POND, PROFILED).on("2026-04-01")

    pit.when(asking()).warns("E-27", code="mine_licence.licensed_already").says("L-1", "2029-03-15")
    pit.when(asking(licence="L-8", site="S-3")).quietly()


@pytest.mark.rule("E-27")
@pytest.mark.parametrize(("day", "told"), [("2029-03-15", True), ("2029-03-16", False)])
def test_until_when_a_licence_stands_in_the_way(
    mine: MineOf, applied: Applied, issue: Issue, day: str, told: bool
) -> None:
    """On its last day a licence still counts, and a new one is not asked for; the day after it may be."""
    pit = given(applied(mine("open_pit"), NONCOAL).ledger, issue())

    attempt = pit.on(day).when(asking().but(applied_on=day))

    if told:
        attempt.warns("E-27", code="mine_licence.licensed_already")
    else:
        attempt.quietly()


@pytest.mark.rule("E-27")
def test_production_of_a_second_system_without_its_licence(mine: MineOf, applied: Applied, issue: Issue) -> None:
    """A pit and a pond with the pit's licence alone: the pond is not licensed by it, and its production is found so."""
    pit = given(applied(mine("open_pit"), NONCOAL).ledger, issue(), POND, PROFILED).on("2026-04-01")
    found = step(
        "production.find",
        site="S-3",
        enterprise="E-1",
        authority="emb",
        activity="mine",
        conclusion="licensed",
        observed="Tailings come in",
        found_on="2026-04-01",
    )

    attempt = pit.when(found)

    assert isinstance(attempt.answer, Refused)
    attempt.refuses("D-10").says("mine_licence.of_another_system", "licence that counts; L-1")
    pit.when(found.but(conclusion="unlicensed")).quietly()
    pit.when(found.but(site="S-2")).quietly()


@pytest.mark.rule("E-27")
def test_what_is_asked_for_once_the_measure_is_confirmed(mine: MineOf) -> None:
    """With the rule confirmed an application for two systems is refused, one for a single system is recorded."""
    confirmed = step("rule.confirm", rule="E-27", authority="emb", document="Order 20", confirmed_on="2026-02-02")

    two = given(mine("open_pit", production_systems=2).ledger, confirmed).on("2026-04-01")
    one = given(mine("open_pit").ledger, confirmed).on("2026-04-01")

    two.when(asking()).refuses("E-27", code="mine_licence.several_systems")
    one.when(asking()).quietly()


def test_another_kind_of_licence(mine: MineOf) -> None:
    """A licence that is none of mines is not held to what mines are asked for."""
    other = asking("waste_water").but(activity=None)

    mine("open_pit", production_systems=2).on("2026-04-01").when(other).warns("REF", code="licence.kind_unknown")


@pytest.mark.parametrize(
    ("mine_kind", "kind", "article"),
    [
        ("open_pit", NONCOAL, "安全生产许可证条例(2014) Art 3"),
        ("coal_underground", COAL, "煤矿安全生产条例(2024) Art 42"),
    ],
)
@pytest.mark.parametrize(("by", "lawful"), [("province", True), ("city", False), ("county", False)])
def test_who_licenses_a_mine(
    mine: MineOf, issue: Issue, applied: Applied, mine_kind: str, kind: str, article: str, by: str, lawful: bool
) -> None:
    """D-02: the province; city and county are refused, with the article of that kind of mine."""
    attempt = applied(mine(mine_kind), kind, by=by).on("2026-03-16").when(issue())

    if lawful:
        attempt.quietly()
        return
    attempt.refuses("D-02")
    assert isinstance(attempt.answer, Refused)
    assert {one.article for one in attempt.answer.objections} == {article}


@pytest.mark.parametrize("left_out", CONDITIONS)
@pytest.mark.parametrize(("mine_kind", "kind"), [("open_pit", NONCOAL), ("coal_underground", COAL)])
def test_a_condition_that_is_not_met(
    mine: MineOf, issue: Issue, applied: Applied, mine_kind: str, kind: str, left_out: str
) -> None:
    """D-03: each of the thirteen conditions is asked for by name, and cites its own item of Art 6."""
    met = [one for one in CONDITIONS if one != left_out]

    attempt = applied(mine(mine_kind), kind).on("2026-03-16").when(issue("L-1", met))

    attempt.refuses("D-03", code="licence.condition_unmet")
    assert isinstance(attempt.answer, Refused)
    [objection] = attempt.answer.objections
    assert objection.article == f"安全生产许可证条例(2014) Art 6({CONDITIONS.index(left_out) + 1})"


def test_how_long_a_licence_counts(mine: MineOf, issue: Issue, applied: Applied) -> None:
    """D-05: three years, and its document says what it is for."""
    pit = given(applied(mine("open_pit", approved_tonnes_year=100_000), NONCOAL).ledger, issue())

    state = pit.state("licence:L-1")
    made = document_fields(pit.ledger, "licence:L-1", on=date(2026, 3, 16))

    assert isinstance(state, Licence)
    assert state.valid_to == date(2029, 3, 15)
    fields = {one.name: one.value for one in made.fields}
    assert (fields["mine_kind"], fields["approved_tonnes_year"]) == ("open_pit", 100_000)
