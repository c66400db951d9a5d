"""Every rule that is said to decide is missed when it is taken out, and the list of rules is what code and tests show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_rule_that_is_taken_out_is_missed() -> None:
    """As `make mutants`, one test a rule: of each rule's known tests one fails without it, and `law coverage` and its page are up to date."""
    done = subprocess.run(
        [sys.executable, "-m", "regledger.testing.ruling", "--check", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1_200,
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
