"""What sectors cost that have no say in an act."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]


def test_four_sectors_cost_at_most_a_third_more_than_one() -> None:
    """Deciding with four sectors installed takes at most 1.3 times deciding with one, measured in turns in one run."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "sectors.py"), "--rounds", "25", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert msgspec.json.decode(done.stdout)["four_to_one"] <= 1.3
