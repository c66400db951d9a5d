"""The read model of dangerous works."""

from __future__ import annotations

from regledger.testing.scenario import Scenario, Step, given, step
from regledger_construction.dangerous_works.read_models import DangerousWorksTable


def test_one_row_for_works_of_either_list(
    works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step
) -> None:
    """A row says what works are and how far they have come; works on neither list have none, nor has another fact."""
    small = pit.but(works="W-3", figures=[{"name": "pit_depth_m", "value": "1"}], declared="none")
    watched = step(
        "dangerous_works.watch", works="W-1", watcher="p-3", full_time=True, found="Dry", watched_on="2026-03-17"
    )
    works = given(works.ledger, pit, planned, reviewed, started, watched, small)
    model = DangerousWorksTable()
    facts = list(works.ledger.facts())

    keys = [key for fact in facts for key in model.keys(fact)]
    row, none = model.row("W-1", facts), model.row("W-3", facts)

    assert set(keys) == {"W-1", "W-3"}
    assert none is None
    assert row is not None
    assert tuple(row) == tuple(model.columns)
    assert row == {
        "works": "W-1",
        "site": "S-2",
        "enterprise": "E-1",
        "kind": "foundation_pit",
        "part": "Pit of block A, axes 1 to 9",
        "declared": "over_scale",
        "scale": "over_scale",
        "declared_on": "2026-03-02",
        "planned_on": "2026-03-04",
        "reviewed_on": "2026-03-09",
        "result": "passed",
        "started_on": "2026-03-16",
        "watched_on": "2026-03-17",
        "accepted_on": None,
    }
