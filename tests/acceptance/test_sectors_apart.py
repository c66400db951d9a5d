"""Each shipped sector stands by itself: its own tests pass with no other sector there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_sector_needs_no_other(plugin: Path) -> None:
    """With the others taken out every test of a sector passes, as it does with all of them in use."""
    alone = ("-c", str(plugin / "pyproject.toml"), "-o", "regledger_beside=false", "-p", "no:cacheprovider", "-n0")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", ".", *alone, str(plugin / "tests")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
