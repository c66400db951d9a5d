"""Scenarios in memory: they decide as a ledger in a file does, and leave nothing behind."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, county_ledger, given
from regledger.testing.scenarios import Scenarios


@pytest.fixture(scope="module")
def installation() -> Installation:
    return Installation(Sectors())


def told(ledger: Ledger) -> list[tuple[int, str, tuple[str, ...], int]]:
    """What is in the log, without the ids that are drawn anew each time."""
    return [(fact.number, fact.type, fact.tags, fact.recorded_at) for fact in ledger.facts()]


def test_a_scenario_in_memory_is_one_in_a_file(installation: Installation, tmp_path: Path) -> None:
    """The same history leaves the same facts, tags and stamps in both, and the same record."""
    history = (*COUNTY, FOUND, ORDERED)

    in_memory = Scenarios(installation)(FOUND, ORDERED)
    with county_ledger(tmp_path, installation=installation) as ledger:
        in_file = given(ledger, *history)

        assert told(in_memory.ledger) == told(ledger)
        assert in_memory.state("site:S-1") == in_file.state("site:S-1")


def test_a_personal_value_is_kept_apart_in_memory_too(installation: Installation) -> None:
    """It stands in no fact but in files of its own, and those go with the scenario."""
    scenario = Scenarios(installation)(FOUND, ORDERED)
    secret: str = ITEM["responsible"]["value"]
    folder = scenario.ledger.place.folder

    assert folder is not None
    assert {path.suffix for path in folder.iterdir()} >= {".personal", ".keys"}
    assert not any(secret.encode() in fact.data for fact in scenario.ledger.facts())
    del scenario
    gc.collect()
    assert not folder.exists()
