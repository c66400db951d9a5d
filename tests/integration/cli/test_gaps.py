"""`gaps`: what nobody supervises on a day, by role."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger
from regledger.testing.delegation import ORGANS
from regledger.testing.scenario import COUNTY, step

from .conftest import Run

ASSIGNED = step(
    "supervision.assign",
    assignment="A-1",
    subject="enterprise:E-1",
    role="comprehensive",
    authority="emb",
    document="county office [2026] 3",
    valid_from="2026-02-10",
    valid_to="2026-06-30",
    assigned_on="2026-02-10",
)


@pytest.fixture
def county(ledger: str) -> str:
    """Enterprise E-1 with its site under comprehensive supervision from 2026-02-10 to 2026-06-30."""
    with Ledger.open(ledger) as opened:
        for one in (*COUNTY, *ORGANS, ASSIGNED):
            opened.submit(Submission(command=one.command, body=one.body, actor="officer:li", channel="cli"))
    return ledger


def test_gaps_are_told_by_day_and_role(run: Run, county: str) -> None:
    """On the last day there is none; on the day after both the enterprise and its site have one since that day."""
    last = run("gaps", "--on", "2026-06-30", "--role", "comprehensive", "--json")
    after = run("gaps", "--on", "2026-07-01", "--role", "comprehensive", "--json")

    told: dict[str, Any] = msgspec.json.decode(after.stdout)
    assert msgspec.json.decode(last.stdout)["gaps"] == []
    assert sorted(told) == ["gaps", "known_at", "on", "subjects"]
    assert [(one["subject"], one["since"], one["last"]) for one in told["gaps"]] == [
        ("enterprise:E-1", "2026-07-01", "emb"),
        ("site:S-1", "2026-07-01", "emb"),
    ]


def test_gaps_as_csv_have_a_head_and_one_row_each(run: Run, county: str) -> None:
    """The columns are those of the JSON."""
    result = run("gaps", "--on", "2026-07-01", "--role", "comprehensive", "--csv")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))

    assert [row["subject"] for row in rows] == ["enterprise:E-1", "site:S-1"]
    assert list(rows[0]) == ["subject", "name", "role", "since", "rule", "last"]


def test_gaps_are_told_as_they_were_known(run: Run, county: str) -> None:
    """Before the assignment was recorded its days were a gap."""
    with Ledger.open(county) as opened:
        before = opened.recorder.head().number - 1

    result = run("gaps", "--on", "2026-03-01", "--role", "comprehensive", "--known-at", str(before))

    assert result.exit_code == 0
    assert "site:S-1" in result.stdout


def test_gaps_say_where_there_is_none(run: Run, county: str) -> None:
    """A sentence on stdout, and what was misused on stderr with exit code 2."""
    none = run("gaps", "--on", "2026-06-30", "--role", "lead")

    assert none.stdout.startswith("No gap on 2026-06-30 among ")
    assert run("gaps", "--csv", "--json").exit_code == 2
    assert run("gaps", "--role", "mayor").exit_code == 2
