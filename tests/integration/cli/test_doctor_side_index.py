"""What `doctor` says of the side index: nothing in it is ever lost, so nothing is bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY

from .conftest import Run, line


@pytest.fixture
def found(run: Run, ledger: str) -> None:
    """A county with a major hazard, and its index made by one question."""
    lines = "\n".join(line(one.command, one.body) for one in (*COUNTY, FOUND))
    assert run("submit", stdin=lines).exit_code == 0
    assert run("history", "hazard_criterion:hazchem-2017_5").exit_code == 0


def checked(run: Run) -> dict[str, Any]:
    checks = msgspec.json.decode(run("doctor", "--json").stdout)["checks"]
    return next(one for one in checks if one["name"] == "side index")


def test_a_hazard_is_looked_up_by_a_kind_of_tag_that_came_later(run: Run, found: None) -> None:
    """`history`, `show` and `find` know the derived tag of an installed sector."""
    shown = msgspec.json.decode(run("show", "hazard_criterion:hazchem-2017_5", "--json").stdout)
    listed = msgspec.json.decode(run("history", "hazard_criterion:hazchem-2017_5", "--json").stdout)
    records = msgspec.json.decode(run("find", "hazchem-2017_5", "--json").stdout)["records"]

    assert [one["type"] for one in shown["facts"]] == [one["type"] for one in listed["facts"]] == ["hazard.found"]
    assert [one["subject"] for one in records] == ["hazard_criterion:hazchem-2017_5"]
    assert run("history", "hazard_criterion:hazchem-2017_6").exit_code == 3


def test_doctor_says_up_to_where_it_is_derived(run: Run, found: None) -> None:
    """By kind; and it makes no index where none is."""
    assert (checked(run)["verdict"], checked(run)["found"]) == ("ok", "hazard_criterion up to #12")

    index = Path("regledger.db.index")
    index.unlink()

    assert checked(run)["verdict"] == "ok"
    assert not index.exists()


def test_a_damaged_index_is_told_and_made_anew_by_the_next_question(run: Run, found: None) -> None:
    """Doctor changes nothing; history does."""
    Path("regledger.db.index").write_bytes(b"garbage" * 999)

    damaged = checked(run)
    run("history", "hazard_criterion:hazchem-2017_5")

    assert damaged["verdict"] == "warn"
    assert "Nothing is lost" in damaged["remedy"]
    assert checked(run)["found"] == "hazard_criterion up to #12"


def test_an_index_that_cannot_be_kept_is_told(run: Run, found: None) -> None:
    """Whatever stands in its place."""
    Path("regledger.db.index").unlink()
    Path("regledger.db.index").mkdir()

    assert run("history", "hazard_criterion:hazchem-2017_5").exit_code == 0
    assert checked(run)["verdict"] == "warn"
