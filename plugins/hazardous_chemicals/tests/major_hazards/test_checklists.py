"""What inspections of production, stores, trade and special operations go through."""

from __future__ import annotations

import pytest
from regledger.sectors import Checklist
from regledger.testing.looking import Declarations, Installation
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario

NAMES = {
    "hazardous_chemicals.production/1": 13,
    "hazardous_chemicals.storage/1": 11,
    "hazardous_chemicals.trade/1": 13,
    "hazardous_chemicals.special_operations/1": 18,
}


@pytest.fixture(scope="module")
def checklists(installation: Installation) -> dict[str, Checklist]:
    """Those of these four fields, by name."""
    declared: Declarations = installation.declared["hazardous_chemicals"]
    return {one.name: one for _, data in declared.law for one in data.checklists if one.name in NAMES}


def test_each_question_stands_on_an_article(checklists: dict[str, Checklist]) -> None:
    """More than forty questions, each with an article, each once in its list, each in both languages."""
    assert {name: len(one.items) for name, one in checklists.items()} == NAMES
    for one in checklists.values():
        assert len({item.code for item in one.items}) == len(one.items)
        assert all(
            item.article and item.question.endswith("?") and item.question_zh.endswith("？") for item in one.items
        )


def test_a_no_names_its_criterion(county: Scenario, checklists: dict[str, Checklist]) -> None:
    """A no that meets an item of 2017 and that no hazard names is noted."""
    answers = [{"item": "permit", "answer": "no", "note": "Expired at 16:00"}]
    rest = [item.code for item in checklists["hazardous_chemicals.special_operations/1"].items if item.code != "permit"]
    answers += [{"item": code, "answer": "yes", "note": ""} for code in rest]
    inspection = FOUND.but(
        site="S-2", hazards=[], checklist="hazardous_chemicals.special_operations/1", answers=answers
    )

    attempt = county.on("2026-03-02").when(inspection)

    attempt.is_recorded().says("hazchem-2017/18")
