"""How many people may be under ground, and none of them dispatched (E-08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given

Inspected = Callable[..., Step]
LIMIT = "coal-law-2024/24.2-limit"
DISPATCHED = "coal-law-2024/24.2-dispatched"


@pytest.mark.rule("E-08")
@pytest.mark.parametrize(
    ("figures", "item"),
    [
        ({"people_at_face": 25}, LIMIT),
        ({"people_in_heading": 19}, LIMIT),
        ({"people_under_ground": 101}, LIMIT),
        ({"people_under_ground": 120}, LIMIT),
        ({"people_at_face": 22, "people_limit": 21}, LIMIT),
        ({"dispatched_people": 1}, DISPATCHED),
        ({"dispatched_people": 2}, DISPATCHED),
    ],
)
def test_above_the_limit_or_dispatched(
    mine: Scenario, inspected: Inspected, figures: dict[str, Any], item: str
) -> None:
    """One above the limit of a place up to 120 % of it, or one dispatched worker, is a general hazard by its article."""
    mine.when(inspected(figures)).warns("E-08", code="hazard.classified_otherwise").says(item)
    again = inspected(figures, criterion=item).but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).quietly()


@pytest.mark.rule("E-08")
@pytest.mark.parametrize(
    ("figures", "item"),
    [
        ({"people_at_face": 23}, LIMIT),
        ({"people_at_face": 24}, LIMIT),
        ({"people_in_heading": 18}, LIMIT),
        ({"people_under_ground": 100}, LIMIT),
        ({"people_at_face": 21, "people_limit": 21}, LIMIT),
        ({"dispatched_people": 0}, DISPATCHED),
    ],
)
def test_within_the_limit_and_employed(
    mine: Scenario, inspected: Inspected, figures: dict[str, Any], item: str
) -> None:
    """At the limit and under it, and with nobody dispatched, nothing is breached; who names the article is told."""
    mine.when(inspected(figures)).quietly()
    again = inspected(figures, criterion=item).but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).warns("E-08", code="mining_finding.figures_short")


@pytest.mark.rule("E-08")
def test_a_dispatched_worker_is_no_major_hazard(mine: Scenario, inspected: Inspected) -> None:
    """Nobody may call a general hazard of the article major: the text was verified, so it is refused."""
    finding = inspected({"dispatched_people": 1}, level="major", criterion=DISPATCHED)

    mine.when(finding).refuses("E-08", code="hazard.level_differs")


def test_a_major_hazard_with_a_few_people_too_many(mine: Scenario, inspected: Inspected) -> None:
    """What is major by another item stays so, however few people are above the limit."""
    mine.when(inspected({"people_at_face": 25}, level="major", criterion="coal-2026/20.13")).quietly()


def test_people_where_no_limit_is_known(county: Scenario, known: Callable[..., Step], inspected: Inspected) -> None:
    """Without a limit in the profile or beside the count nothing can be said."""
    mine = given(county.ledger, known(face_people=None)).on("2026-07-06")

    mine.when(inspected({"people_at_face": 99})).quietly()


def test_the_greatest_share_counts(mine: Scenario, inspected: Inspected) -> None:
    """Counted at several places, the place with the greatest share of its limit says what the finding is."""
    figures = {"people_at_face": 24, "people_in_heading": 22, "people_under_ground": 60}

    mine.when(inspected(figures)).warns("E-02", code="hazard.classified_otherwise").says("coal-2026/4.3")
