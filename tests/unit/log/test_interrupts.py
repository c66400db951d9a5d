"""An interrupt may strike a thread that records at any step: nobody waits for it ever after, and no lock stays shut."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STRUCK = "tests/unit/log/struck_threads.py"


@pytest.mark.parametrize("test", ["test_whoever_leads_may_be_struck_at_any_step", "test_room_in_the_queue_is_told"])
def test_threads_that_are_struck(test: str) -> None:
    """Wherever a thread is struck, who waits behind it is told soon, and who comes later is recorded.

    In a process of its own: which steps a thread comes to, and when, is not to hang on what other tests left running.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"{STRUCK}::{test}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout[-8_000:]
