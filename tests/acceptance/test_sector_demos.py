"""`regledger demo --sector NAME`: each shipped sector tells its story with the program's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORIES = {path.parents[1].name: path for path in sorted(ROOT.glob("plugins/*/regledger_*/demo.toml"))}


def regledger(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program, as a stranger runs it."""
    return subprocess.run(
        [sys.executable, "-m", "regledger_cli", *arguments],
        cwd=folder,
        env=os.environ | {"REGLEDGER_LEDGER": "sqlite:///county.db"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_every_shipped_sector_has_a_story() -> None:
    """Each folder of plugins has a demo.toml."""
    assert sorted(STORIES) == sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))


@pytest.mark.parametrize("sector", STORIES)
def test_a_story_is_told_to_its_end(tmp_path: Path, sector: str) -> None:
    """It ends with what to try next, shows a refusal with its remedy, and its ledger can be looked at."""
    told = regledger("demo", "--sector", sector, "story", folder=tmp_path)
    looked = regledger("doctor", folder=tmp_path / "story")

    assert told.returncode == 0, told.stdout + told.stderr
    assert "Now you" in told.stdout
    assert "refused" in told.stdout
    assert looked.returncode == 0, looked.stdout + looked.stderr


@pytest.mark.parametrize(("name", "found"), [("fishing", "is not in use"), ("general", "is not in use")])
def test_a_sector_that_is_not_in_use_has_no_story(tmp_path: Path, name: str, found: str) -> None:
    """An unknown sector is a mistake of the call: exit 2, those in use are named, and no folder is made."""
    told = regledger("demo", "--sector", name, "story", folder=tmp_path)

    assert told.returncode == 2
    assert found in told.stderr
    assert "parks" in told.stderr
    assert not (tmp_path / "story").exists()


def test_a_folder_of_the_reader_is_kept(tmp_path: Path) -> None:
    """A folder that no demo made is not touched."""
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "notes.txt").write_text("mine", encoding="utf-8")

    told = regledger("demo", "--sector", "mining", "story", folder=tmp_path)

    assert told.returncode == 3
    assert (tmp_path / "story" / "notes.txt").read_text("utf-8") == "mine"
