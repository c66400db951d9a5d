"""F-09: what the process logs of grave sources (`regledger_observed`)."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from regledger.testing.scenario import Scenario

IDENTIFY = "major_hazard_source.identify"
LOGGER = "regledger_hazardous_chemicals.watching"


@pytest.mark.parametrize(("people", "tonnes", "said"), [(50, "60", 1), (50, "42", 1), (50, "41.6", 0), (50, "4", 0)])
def test_sources_of_grades_1_and_2_are_logged(
    county: Scenario, tanks: dict[str, Any], caplog: pytest.LogCaptureFixture, people: int, tonnes: str, said: int
) -> None:
    """R of 72 and 50.4 are grade 2 and logged with source, site and grade; R of 49.92, or no source at all, is not."""
    unit = tanks | {"people_within_500_m": people, "quantities": [{"substance": "氯", "tonnes": tonnes}]}

    with caplog.at_level(logging.INFO, logger=LOGGER):
        county.on("2026-03-02").when(IDENTIFY, **unit).is_recorded()

    lines = [one.getMessage() for one in caplog.records if one.name == LOGGER]
    assert len(lines) == said
    assert all("M-1" in line and "S-2" in line and "grade 2" in line and "F-09" in line for line in lines)


@pytest.mark.parametrize("change", [{"enterprise": "E-9"}, {"quantities": [{"substance": "甲醇", "tonnes": "99999"}]}])
def test_what_was_refused_or_not_graded_is_not(
    county: Scenario, tanks: dict[str, Any], caplog: pytest.LogCaptureFixture, change: dict[str, Any]
) -> None:
    """A refused identification, and one whose beta is not known, have no grade that could be reported."""
    with caplog.at_level(logging.INFO, logger=LOGGER):
        _ = county.on("2026-03-02").when(IDENTIFY, **(tanks | change)).answer

    assert [one for one in caplog.records if one.name == LOGGER] == []
