"""The drawings of a metal or non-metal mine underground: E-13 (矿安〔2022〕88号 一（四）)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, step
from regledger_mining.drawings.examination import MineDrawings
from regledger_mining.drawings.register import MineDrawingsRegister

MineOf = Callable[..., Scenario]


def shown(on: str, *, drawn_on: str = "2025-11-20", under_construction: bool = False, complete: bool = True) -> Step:
    """Drawings of 2025-11-20, shown on a day."""
    return step(
        "mine_drawings.examine",
        site="S-2",
        authority="emb",
        under_construction=under_construction,
        complete=complete,
        drawn_on=drawn_on,
        examined_on=on,
    )


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(
    ("under_construction", "on", "lawful"),
    [
        (False, "2026-02-19", True),
        (False, "2026-02-20", True),
        (False, "2026-02-21", False),
        (False, "2026-03-02", False),
        (True, "2025-12-19", True),
        (True, "2025-12-20", True),
        (True, "2025-12-21", False),
    ],
)
def test_how_old_drawings_may_be(mine: MineOf, under_construction: bool, on: str, lawful: bool) -> None:
    """Three months for a mine that produces, one for a mine that is built; the corresponding day is the last."""
    attempt = mine("metal_underground").on(on).when(shown(on, under_construction=under_construction))

    if lawful:
        attempt.then("mine_drawings.examined").quietly()
    else:
        attempt.warns("E-13", code="mine_drawings.out_of_date").says("noncoal-2022/1.4")


@pytest.mark.rule("E-13")
def test_drawings_that_are_missing(mine: MineOf) -> None:
    """A set that is not complete is told, however new it is."""
    scenario = mine("metal_underground").on("2025-11-21")

    scenario.when(shown("2025-11-21", complete=False)).warns("E-13", code="mine_drawings.missing")


@pytest.mark.rule("E-13")
def test_the_day_by_which_they_are_updated(mine: MineOf) -> None:
    """The next update is owed by the enterprise by the corresponding day of the third month."""
    scenario = mine("metal_underground").on("2025-11-21")
    scenario.when(shown("2025-11-21")).is_recorded()

    told = next_steps(scenario.ledger, "mine_drawings:S-2", on=date(2025, 12, 1)).steps

    assert [(one.command, one.due, one.owner) for one in told] == [
        ("mine_drawings.examine", date(2026, 2, 20), "enterprise")
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "rule", "code"),
    [
        ("open_pit", {}, "REF", "mine_drawings.of_another_kind"),
        ("coal_underground", {}, "REF", "mine_drawings.of_another_kind"),
        ("metal_underground", {"drawn_on": "2025-11-22"}, "SEQ", "mine_drawings.drawn_after_examined"),
        ("metal_underground", {"authority": "nobody"}, "REF", "authority.unknown"),
    ],
)
def test_what_cannot_be_examined(mine: MineOf, kind: str, changes: dict[str, str], rule: str, code: str) -> None:
    """Another kind of site, drawings of a later day and an unknown authority are refused."""
    scenario = mine(kind).on("2025-11-21")

    scenario.when(shown("2025-11-21").but(**changes)).refuses(rule, code=code)


def test_drawings_of_the_day_itself(mine: MineOf) -> None:
    """Drawings that were made on the day on which they are shown are in order."""
    mine("metal_underground").on("2025-11-21").when(shown("2025-11-21", drawn_on="2025-11-21")).quietly()


def test_a_mine_that_nobody_knows(county: Scenario) -> None:
    """A site that is not on record, and one of which nothing is known, are refused."""
    scenario = county.on("2025-11-21")

    scenario.when(shown("2025-11-21").but(site="S-9")).refuses("REF", code="site.unknown")
    scenario.when(shown("2025-11-21")).refuses("REF", code="mine.not_profiled")


def test_before_the_list_applied(mine: MineOf) -> None:
    """Before 2022-09-01 no period is known, and none is owed."""
    scenario = mine("metal_underground").on("2022-08-31")

    scenario.when(shown("2022-08-31", drawn_on="2022-02-01")).quietly()

    assert not next_steps(scenario.ledger, "mine_drawings:S-2", on=date(2022, 8, 31)).steps


def test_the_last_examination_counts(mine: MineOf) -> None:
    """A later set takes the place of the one before, in the record and in the row."""
    scenario = mine("metal_underground").on("2026-01-12")
    scenario.when(shown("2025-11-21")).is_recorded()
    scenario.when(shown("2026-01-12", drawn_on="2026-01-10")).is_recorded()

    state = scenario.state("mine_drawings:S-2")
    facts = list(scenario.ledger.facts(types=["mine_drawings.examined"]))
    model = MineDrawingsRegister()

    assert isinstance(state, MineDrawings)
    assert state.drawn_on == date(2026, 1, 10)
    assert {key for fact in facts for key in model.keys(fact)} == {"S-2"}
    assert model.row("S-9", facts) is None
    assert model.row("S-2", facts) == {
        "site": "S-2",
        "enterprise": "E-1",
        "under_construction": 0,
        "complete": 1,
        "drawn_on": "2026-01-10",
        "examined_on": "2026-01-12",
    }
