"""`regledger assess`: a unit's year from the facts, with what each point counts."""

from __future__ import annotations

import msgspec
from regledger.testing.assessment import CONCLUDED, FORMULA, TARGET, WORKED
from regledger.testing.governance import GOVERNED
from regledger.testing.scenario import Step, step

from .conftest import AUTHORITY, Run, line

HISTORY: tuple[Step, ...] = (
    step("authority.register", **AUTHORITY),
    *GOVERNED,
    FORMULA,
    TARGET,
    *WORKED,
    CONCLUDED.but(as_of=None),
)


def _submitted(run: Run) -> None:
    lines = "\n".join(line(one.command, one.body) for one in HISTORY)
    result = run("submit", stdin=lines)
    assert result.exit_code == 0, result.stdout


def test_a_year_is_computed_and_compared(run: Run, ledger: str) -> None:
    """Points, grade and counted facts come out, and the result on record is the same."""
    _submitted(run)

    found = msgspec.json.decode(run("assess", "hcb", "2025", "--explain", "--json").stdout)
    told = run("assess", "hcb", "2025", "--explain").stdout

    assert (found["points"], found["grade"], found["recorded"]["same"]) == ("68.00", "passed", True)
    assert "hcb 2025: 68.00 points, passed" in told
    assert "meeting.held" in told


def test_before_the_result_nothing_is_judged(run: Run, ledger: str) -> None:
    """As of a day before it, the judged indicator has no points yet."""
    _submitted(run)

    told = run("assess", "hcb", "2025", "--on", "2026-01-11").stdout

    assert "not judged yet" in told
    assert "On record" not in told


def test_a_unit_without_targets_is_named(run: Run, ledger: str) -> None:
    """There is nothing to assess, and the remedy is said."""
    _submitted(run)

    result = run("assess", "qinghe", "2025")

    assert result.exit_code == 3
    assert "target.set" in result.stderr
