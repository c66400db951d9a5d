"""A skipped test is named with its reason, and in CI only two kinds of reason pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("skip", "ci", "processes", "exits"),
    [
        ("pytest.skip('data: no ../shared/data here')", True, "0", 0),
        ("pytest.skip('platform: no strace')", True, "2", 0),
        ("pytest.skip('not now')", True, "0", 1),
        ("pytest.skip('not now')", True, "2", 1),
        ("pytest.skip('not now')", False, "0", 0),
        ("pytest.importorskip('no_such_module_at_all')", True, "0", 1),
    ],
)
def test_only_a_reasoned_skip_passes_in_ci(tmp_path: Path, skip: str, ci: bool, processes: str, exits: int) -> None:
    """With CI set, a run with a skip for another reason than absent data or platform fails, and lists it either way."""
    _write(tmp_path, f"import pytest\n\ndef test_it():\n    {skip}\n\ndef test_other():\n    pass\n")

    run = _pytest(tmp_path, ci=ci, processes=processes)

    assert run.returncode == exits, run.stdout
    assert "SKIPPED [1]" in run.stdout
    assert ("without an allowed reason" in run.stdout) == ("not now" in skip or "importorskip" in skip)


def test_a_module_that_skips_itself_counts(tmp_path: Path) -> None:
    """A whole module skipped while it is collected is held to the same rule."""
    _write(tmp_path, "import pytest\npytest.skip('later', allow_module_level=True)\n")
    (tmp_path / "test_other.py").write_text("def test_other():\n    pass\n")

    run = _pytest(tmp_path, ci=True, processes="0")

    assert run.returncode == 1, run.stdout
    assert "test_one.py: later" in run.stdout


def _write(folder: Path, text: str) -> None:
    shutil.copy(TESTS / "conftest.py", folder / "conftest.py")
    (folder / "test_one.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")


def _pytest(folder: Path, *, ci: bool, processes: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "--numprocesses", processes]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment | ({"CI": "true"} if ci else {}),
        capture_output=True,
        text=True,
        check=False,
    )
