"""`loops` and `inspections`: what is open by age, and whether inspections hit."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, Step

from .conftest import Run

AGAIN = FOUND.but(
    inspection="I-2",
    inspected_on="2026-05-06",
    occasion="tipoff",
    hazards=[{"hazard": "H-3", "level": "general", "description": "氯气报警器失效", "basis": "安全生产法 Art 36"}],
)
LOOP: tuple[Step, ...] = (*COUNTY, FOUND, ORDERED, REPORTED, PASSED, CLEARED, AGAIN)


@pytest.fixture
def county(ledger: str) -> str:
    """H-1 found on 2026-03-02 and cleared on 2026-03-20, H-2 found with it and open, H-3 the same as H-1 on 2026-05-06."""
    with Ledger.open(ledger) as opened:
        for step in LOOP:
            opened.submit(Submission(command=step.command, body=step.body, actor="officer:li", channel="cli"))
    return ledger


def asked(run: Run, *words: str) -> dict[str, Any]:
    """The answer as JSON."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = msgspec.json.decode(result.stdout)
    return answer


def test_open_loops_are_listed_by_age(county: str, run: Run) -> None:
    """As of any day and as known at any number, the oldest first; what was cleared by then is not among them."""
    march = asked(run, "loops", "--on", "2026-03-10")
    may = asked(run, "loops", "--on", "2026-05-10")
    known = asked(run, "loops", "--on", "2026-05-10", "--known-at", str(march["known_at"] - 1))

    assert [(one["subject"], one["age"]) for one in march["loops"]] == [("hazard:H-1", 8), ("hazard:H-2", 8)]
    assert [(one["subject"], one["age"]) for one in may["loops"]] == [("hazard:H-2", 69), ("hazard:H-3", 4)]
    assert [one["subject"] for one in known["loops"]] == ["hazard:H-2"]


def test_only_older_loops_are_listed(county: str, run: Run) -> None:
    """--older leaves the younger ones out: 69 days are old enough, and no more."""
    exact = asked(run, "loops", "--on", "2026-05-10", "--older", "69")
    more = asked(run, "loops", "--on", "2026-05-10", "--older", "70")

    assert [one["subject"] for one in exact["loops"]] == ["hazard:H-2"]
    assert more["loops"] == []


def test_loops_are_written_as_csv_and_as_a_table(county: str, run: Run) -> None:
    """One row a record, with the level and the days past the limit."""
    rows = list(csv.DictReader(io.StringIO(run("loops", "--on", "2026-03-10", "--csv").stdout)))
    shown = run("loops", "--on", "2026-03-10")

    assert [(one["subject"], one["level"], one["due"]) for one in rows] == [
        ("hazard:H-1", "general", "2026-03-30"),
        ("hazard:H-2", "major", ""),
    ]
    assert "hazard:H-2" in shown.stdout
    assert "2 open on 2026-03-10" in shown.stderr
    assert run("loops", "--csv", "--json").exit_code == 2


def test_inspections_tell_whether_they_hit(county: str, run: Run) -> None:
    """Visits, findings a visit, and what came back at the same site."""
    found = asked(run, "inspections", "--effect", "--on", "2026-05-10")["authorities"]

    assert [(one["authority"], one["visits"], one["findings"], one["major"]) for one in found] == [("emb", 2, 3, 1)]
    assert (found[0]["per_visit"], found[0]["recurred"]) == ("1.50", 1)
    assert found[0]["otherwise"] == {"visits": 2, "hits": 2, "rate": "1.00"}
    assert found[0]["by_lot"] == {"visits": 0, "hits": 0, "rate": None}


def test_inspections_count_what_is_overdue_by_risk_and_the_days_asked_for(county: str, run: Run) -> None:
    """Past its last day and not cleared it is overdue, of an ungraded site; --from leaves earlier visits out."""
    with Ledger.open(county) as opened:
        late = ORDERED.but(order="R-3", inspection="I-2", issued_on="2026-05-07")
        items = [late.body["items"][0] | {"hazard": "H-3", "due_on": "2026-05-08"}]
        opened.submit(Submission(command=late.command, body=late.body | {"items": items}, actor="officer:li"))

    on_time = asked(run, "inspections", "--effect", "--on", "2026-05-08", "--from", "2026-05-01")["authorities"]
    after = asked(run, "inspections", "--effect", "--on", "2026-05-09", "--from", "2026-05-01")["authorities"]

    assert (on_time[0]["visits"], on_time[0]["overdue"]) == (1, {})
    assert after[0]["overdue"] == {"ungraded": 1}
    assert run("inspections", "--effect", "--from", "2026-05-01", "--to", "2026-04-30").exit_code == 2
    assert "emb" in run("inspections", "--effect").stdout
