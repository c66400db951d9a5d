"""`regledger sectors check`: a folder, an installed sector, releases, and what cannot be checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.testing.conformance import subjects_of

from .conftest import Spawn

TABLES = """
[sector]
name = "kites"
title = "Kites"
title_zh = "风筝"
contract = 2
scope = "Kite makers."
"""
PROJECT = """
[project]
name = "regledger-kites"
version = "0.1.0"

[project.entry-points."regledger.sectors"]
kites = "regledger_kites"
"""


@pytest.fixture
def kites(folder: Path) -> Path:
    """A sector that is data alone, with a test."""
    (folder / "regledger_kites").mkdir()
    (folder / "tests").mkdir()
    (folder / "pyproject.toml").write_text(PROJECT, "utf-8")
    (folder / "regledger_kites" / "sector.toml").write_text(TABLES, "utf-8")
    (folder / "tests" / "test_kites.py").write_text("def test_kites():\n    assert True\n", "utf-8")
    return folder


def test_a_sector_that_is_well(kites: Path, spawn: Spawn) -> None:
    """Exit code 0, one line a check on stdout, and what is only advice below it."""
    done = spawn("sectors", "check", ".")

    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "kites 0.1.0 (regledger-kites)"
    for name in ("loads", "filled", "law", "pure", "tests", "boundaries", "time", "schemas", "privacy", "docs", "demo"):
        assert any(line.startswith(f"{name} ") for line in lines), name
    assert lines[-1] == "0 wrong, 0 to be filled in, 1 advice"


def test_what_is_to_be_filled_in(kites: Path, spawn: Spawn) -> None:
    """Exit code 1, and a finding in JSON has check, place, words, remedy and severity."""
    with (kites / "regledger_kites" / "sector.toml").open("a", encoding="utf-8") as file:
        file.write("# TODO: the rules\n")

    done = spawn("sectors", "check", ".", "--json")

    answer: dict[str, Any] = msgspec.json.decode(done.stdout)
    assert done.returncode == 1
    assert answer.keys() == {"passed", "released", "sectors"}
    (sector,) = answer["sectors"]
    assert sector.keys() == {"sector", "version", "distribution", "folder", "passed", "checks"}
    assert [one["verdict"] for one in sector["checks"] if one["check"] == "filled"] == ["todo"]
    assert [one["findings"] for one in sector["checks"] if one["check"] == "filled"] == [
        [
            {
                "check": "filled",
                "where": "regledger_kites/sector.toml:8",
                "found": "# TODO: the rules",
                "remedy": "Fill it in, and take the mark away.",
                "severity": "todo",
            }
        ]
    ]


def test_a_release(kites: Path, spawn: Spawn) -> None:
    """`--release` writes what the next release has to keep, and nothing where something is wrong."""
    with (kites / "tests" / "test_kites.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef test_wrong():\n    assert False\n")
    refused = spawn("sectors", "check", ".", "--release")
    before = (kites / "released.json").exists()
    (kites / "tests" / "test_kites.py").write_text("def test_kites():\n    assert True\n", "utf-8")

    done = spawn("sectors", "check", ".", "--release", "--json")

    assert (refused.returncode, before) == (1, False)
    assert "Not released" in refused.stderr
    assert done.returncode == 0
    assert [Path(one).name for one in msgspec.json.decode(done.stdout)["released"]] == ["released.json"]
    assert msgspec.json.decode((kites / "released.json").read_bytes())["kites"]["version"] == "0.1.0"


def test_a_sector_that_does_not_load(kites: Path, spawn: Spawn) -> None:
    """A sector that cannot be used is a finding, not a failure of the command."""
    (kites / "regledger_kites" / "sector.toml").write_text("[sector", "utf-8")

    done = spawn("sectors", "check", ".")

    assert done.returncode == 1
    assert "is not TOML" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_installed_sector(kites: Path, spawn: Spawn) -> None:
    """A sector that was installed without its project is checked by name; its tests are said not to be looked at."""
    info = kites / "regledger_kites-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: regledger-kites\nVersion: 0.1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[regledger.sectors]\nkites = regledger_kites\n", "utf-8")
    elsewhere = kites / "elsewhere"
    elsewhere.mkdir()

    done = spawn("sectors", "check", "kites", "--json", env={"PYTHONPATH": str(kites)}, cwd=elsewhere)

    answer: dict[str, Any] = msgspec.json.decode(done.stdout)
    verdicts = {one["check"]: one["verdict"] for one in answer["sectors"][0]["checks"]}
    assert (done.returncode, answer["sectors"][0]["folder"]) == (0, "")
    assert {name for name, verdict in verdicts.items() if verdict == "not looked at"} == {
        "pure",
        "tests",
        "boundaries",
        "time",
        "schemas",
    }


def test_an_editable_sector() -> None:
    """A sector that was installed in editable form is checked where its project lies, with its tests."""
    (subject,) = subjects_of("hazardous_chemicals")

    assert subject.folder is not None
    assert (subject.folder / "tests").is_dir()
    assert subject.files.parent == subject.folder


@pytest.mark.parametrize("named", ["nothing_of_that_name", "./nowhere", "."])
def test_what_is_no_sector(folder: Path, spawn: Spawn, named: str) -> None:
    """A name that nothing brings, and a folder without a sector, are named with the remedy."""
    done = spawn("sectors", "check", named)

    assert done.returncode == 3
    assert "regledger sectors" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_reference(kites: Path, spawn: Spawn) -> None:
    """`sectors docs` prints the reference, writes it to a file, or gives it as JSON; the three agree."""
    printed = spawn("sectors", "docs", ".")
    written = spawn("sectors", "docs", ".", "--output", "REFERENCE.md")
    given = spawn("sectors", "docs", ".", "--json")

    assert (printed.returncode, written.returncode, given.returncode) == (0, 0, 0)
    assert printed.stdout.startswith("# Kites 风筝\n")
    assert written.stdout == ""
    assert (kites / "REFERENCE.md").read_text("utf-8") == printed.stdout
    assert msgspec.json.decode(given.stdout) == {"sectors": [{"sector": "kites", "markdown": printed.stdout}]}


def test_a_reference_that_cannot_be_written(kites: Path, spawn: Spawn) -> None:
    """A file that cannot be written is named, with exit code 3."""
    done = spawn("sectors", "docs", ".", "--output", "nowhere/REFERENCE.md")

    assert done.returncode == 3
    assert "nowhere/REFERENCE.md cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
