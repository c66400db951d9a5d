"""Three lists, each for its own kind of site, and the checklists that go through them: E-13 to E-15."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.looking import Installation
from regledger.testing.scenario import Scenario, Step, given, step

MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]


@pytest.mark.rule("E-13", "E-14", "E-15")
@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("2022/1.19", "metal_underground"),
        ("2022/2.12", "open_pit"),
        ("2022/3.11", "tailings"),
        ("2024/1.2", "metal_underground"),
    ],
)
def test_each_list_is_for_its_own_kind_of_site(mine: MineOf, finding: FindingOf, item: str, kind: str) -> None:
    """An item is quiet at the kind of site that its list is for."""
    named = finding({}, level="major", criterion=f"noncoal-{item}")

    mine(kind).on("2026-03-02").when(named).quietly()


@pytest.mark.rule("E-13", "E-14", "E-15")
@pytest.mark.parametrize(
    ("rule", "item", "kind"),
    [
        ("E-13", "2022/1.19", "open_pit"),
        ("E-13", "2022/1.19", "coal_underground"),
        ("E-14", "2022/2.12", "metal_underground"),
        ("E-15", "2022/3.11", "metal_underground"),
    ],
)
def test_a_list_for_another_kind_of_site(mine: MineOf, finding: FindingOf, rule: str, item: str, kind: str) -> None:
    """An item of a list for another kind of site is told under the rule of that list."""
    named = finding({}, level="major", criterion=f"noncoal-{item}")

    mine(kind).on("2026-03-02").when(named).warns(rule, code="noncoal.list_of_another_kind")


@pytest.mark.rule("E-14")
def test_a_list_for_another_kind_of_site_once_its_rule_is_confirmed(mine: MineOf, finding: FindingOf) -> None:
    """With the rule confirmed a quarry's item is refused at a pond, and recorded at a quarry."""
    confirmed = step(
        "rule.confirm", rule="E-14", authority="emb", document="矿安〔2022〕88号", confirmed_on="2026-02-02"
    )
    named = finding({}, level="major", criterion="noncoal-2022/2.12")

    given(mine("tailings").ledger, confirmed).on("2026-03-02").when(named).refuses("E-14")
    given(mine("open_pit").ledger, confirmed).on("2026-03-02").when(named).quietly()


def test_a_list_at_a_site_that_nothing_is_known_of(county: Scenario, finding: FindingOf) -> None:
    """Without a profile no list is held to be the wrong one."""
    named = finding({}, level="major", criterion="noncoal-2022/1.19")

    county.on("2026-03-02").when(named).quietly()


@pytest.mark.parametrize(("name", "items"), [("metal-underground/1", 36), ("open-pit/1", 15), ("tailings/1", 21)])
def test_checklists_go_through_every_item_of_their_list(installation: Installation, name: str, items: int) -> None:
    """Each question about an item names its criterion, and the list is gone through whole; two more ask for papers."""
    checklist = installation.lawbook.checklists[name]

    criteria = [item.criterion for item in checklist.items if item.criterion]

    assert len(checklist.items) == items + 2
    assert len(set(criteria)) == items
    assert all(one in installation.lawbook.criteria for one in criteria)
    assert all(item.question and item.question_zh and item.article for item in checklist.items)


def test_a_no_that_nobody_follows_up(mine: MineOf, finding: FindingOf) -> None:
    """A question that was answered with no, and whose criterion no hazard names, is noted."""
    gone_through = finding({}, level="major", criterion="noncoal-2022/3.11").but(
        checklist="tailings/1", answers=[{"item": "3.15", "answer": "no"}]
    )

    mine("tailings").on("2026-03-02").when(gone_through).warns("REF", "I-01")
