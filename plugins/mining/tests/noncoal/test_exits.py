"""The exits of a mine underground: E-11 (矿山安全法 Art 10; 矿安〔2022〕88号 一（一）)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_mining.exits.survey import MineExits

MineOf = Callable[..., Scenario]
Applied = Callable[..., Scenario]
Issue = Callable[..., Step]


def exits(*passable: bool) -> list[dict[str, Any]]:
    """An adit each, and whether people can pass it."""
    return [{"exit": f"A-{number}", "way": "adit", "passable": each} for number, each in enumerate(passable, start=1)]


def surveyed(*passable: bool, on: str = "2026-03-02", **more: Any) -> Step:
    """A survey of so many exits."""
    return step("mine_exits.survey", site="S-2", authority="emb", exits=exits(*passable), surveyed_on=on, **more)


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(
    ("passable", "lawful"),
    [((True,), False), ((True, False), False), ((True, True), True), ((True, True, True), True), ((), False)],
)
@pytest.mark.parametrize("kind", ["metal_underground", "coal_underground"])
def test_how_many_exits_a_mine_has(mine: MineOf, kind: str, passable: tuple[bool, ...], lawful: bool) -> None:
    """Every mine underground, of coal too, has two exits that people can pass; a blocked one is none."""
    attempt = mine(kind).on("2026-03-02").when(surveyed(*passable))

    if lawful:
        attempt.then("mine_exits.surveyed").quietly()
    else:
        attempt.warns("E-11", code="mine_exits.too_few")


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(
    ("passable", "spacing", "lawful"),
    [
        ((True, True), "24", False),
        ((True, True), "29.9", False),
        ((True, True), "30", True),
        ((True, True), "30.1", True),
        ((True, True, True), "24", True),
        ((True, True, False), "24", False),
    ],
)
def test_how_far_two_exits_are_apart(mine: MineOf, passable: tuple[bool, ...], spacing: str, lawful: bool) -> None:
    """Where there are only two they are at least 30 m apart; a third makes up for it."""
    attempt = mine("metal_underground").on("2026-03-02").when(surveyed(*passable, spacing_m=spacing))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("E-11", code="mine_exits.too_near").says("30 m apart")


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(
    ("length", "count", "lawful"), [("999.9", 0, True), ("1000", 0, True), ("1000.1", 0, False), ("1000.1", 1, True)]
)
def test_a_long_wing(mine: MineOf, length: str, count: int, lawful: bool) -> None:
    """A wing of more than 1,000 m has an exit of its own."""
    wings = [{"wing": "east", "length_m": length, "exits": count}]

    attempt = mine("metal_underground").on("2026-03-02").when(surveyed(True, True, wings=wings))

    if lawful:
        attempt.quietly()
    else:
        attempt.warns("E-11", code="mine_exits.wing_without_exit").says("wing east")


def test_distances_of_a_coal_mine(mine: MineOf) -> None:
    """The distances are those of the list for metal and non-metal mines; a coal mine is not held to them."""
    mine("coal_underground").on("2026-03-02").when(surveyed(True, True, spacing_m="24")).quietly()


def test_distances_before_the_list(mine: MineOf) -> None:
    """Before 2022-09-01 the distances were another list's, which is not here."""
    near = surveyed(True, True, spacing_m="24", on="2022-08-31")

    mine("metal_underground").on("2022-08-31").when(near).quietly()


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("open_pit", {}, "mine_exits.not_underground"),
        ("tailings", {}, "mine_exits.not_underground"),
        ("metal_underground", {"spacing_m": "-0.1"}, "mine_exits.figure_wrong"),
        ("metal_underground", {"exits": exits(True) * 2}, "mine_exits.exit_twice"),
        ("metal_underground", {"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_what_is_no_survey(mine: MineOf, kind: str, changes: dict[str, Any], code: str) -> None:
    """A site without shafts, a length below 0, an exit that is named twice and an unknown authority are refused."""
    mine(kind).on("2026-03-02").when(surveyed(True, True).but(**changes)).refuses("REF", code=code)


def test_the_last_survey_counts(mine: MineOf) -> None:
    """What a later survey shows takes the place of the one before."""
    scenario = mine("metal_underground").on("2026-03-02")
    scenario.when(surveyed(True)).is_recorded()
    scenario.when(surveyed(True, True, False, spacing_m="40")).is_recorded()

    state = scenario.state("mine_exits:S-2")

    assert isinstance(state, MineExits)
    assert state.passable == 2


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(("kind", "licence"), [("metal_underground", "noncoal"), ("coal_underground", "coal")])
def test_no_licence_for_a_mine_with_one_exit(
    mine: MineOf, applied: Applied, issue: Issue, kind: str, licence: str
) -> None:
    """A mine that was shown to have one exit is not licensed; once a survey shows two it is."""
    scenario = applied(given(mine(kind).ledger, surveyed(True, on="2026-02-02")), f"{licence}_mine_safety")

    scenario.on("2026-03-16").when(issue()).refuses("E-11", code="mine_exits.too_few_for_licence")
    given(scenario.ledger, surveyed(True, True, on="2026-03-16")).when(issue()).quietly()


def test_a_mine_of_which_no_survey_is_known(mine: MineOf, applied: Applied, issue: Issue) -> None:
    """Nothing is held against a mine that nobody surveyed."""
    applied(mine("metal_underground"), "noncoal_mine_safety").on("2026-03-16").when(issue()).quietly()
