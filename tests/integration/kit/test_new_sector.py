"""`regledger sectors new`: what it makes passes its own tests untouched, and nothing is ever half made."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from regledger.sectors.draft import Draft

from .conftest import environment

LONG = "a_store_of_things_that_burn_well"
MADE = [("fireworks", False), (LONG, False), ("county_rules", True), (LONG.replace("_", "x"), True)]
AWKWARD = 'He said "boxes" \\ {name} @name@ 烟花'


def new(folder: Path, *arguments: str, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """`regledger sectors new` in `folder`; no file of its may have more than `limit` bytes where that is given."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "regledger_cli", "sectors", "new", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limited,
    )


def make(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`make` in `folder`, with no package index to ask."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment(PIP_NO_INDEX="1", **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each template, with a short name, one with underscores and one as long as it may be."""
    folder = tmp_path_factory.mktemp("made")
    for name, data_only in MADE:
        ran = new(folder, name, "--title", AWKWARD, *(["--data-only"] if data_only else []))
        assert ran.returncode == 0, ran.stderr
    return {name: folder / name for name, _ in MADE}


@pytest.mark.skipif(shutil.which("make") is None, reason="platform: there is no make")
@pytest.mark.parametrize("name", [name for name, _ in MADE])
def test_what_is_made_passes_its_own_tests_untouched(made: dict[str, Path], name: str) -> None:
    """`make test` in the new folder finds its Python, tests the sector without installing it, and passes."""
    ran = make(made[name], "test")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout
    assert not [word for word in (" failed", " error", " skipped", " warning") if word in ran.stdout]


@pytest.mark.parametrize("name", [name for name, _ in MADE])
def test_what_is_made_is_a_sector_with_its_title(made: dict[str, Path], name: str) -> None:
    """It can be used as a draft, under its name, with the title that was given, whatever stands in that."""
    sectors = Draft.of(made[name]).sectors(beside=False)

    assert sectors.broken == []
    assert sectors.loaded[name].sector.title == AWKWARD
    assert sectors.loaded[name].distribution == f"regledger-{name.replace('_', '-')}"


def test_what_is_made_is_linted_and_typed(made: dict[str, Path], tmp_path: Path) -> None:
    """ruff, ruff format and mypy --strict find nothing in either template, however long its name."""
    checked = [
        ["ruff", "check", "--no-cache", *made.values()],
        ["ruff", "format", "--no-cache", "--check", *made.values()],
        [
            *("mypy", "--strict", "--cache-dir", tmp_path, "--python-version", "3.11"),
            *(made["fireworks"] / "regledger_fireworks", made["fireworks"] / "tests" / "test_stock.py"),
            made["county_rules"] / "tests" / "test_data.py",
        ],
    ]

    for command in checked:
        ran = subprocess.run(
            [sys.executable, "-m", *map(str, command)],
            env=environment(MYPYPATH=str(made["fireworks"])),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_what_is_left_to_fill_in_is_marked(made: dict[str, Path]) -> None:
    """Every citation of the template says TODO, and so does each title in Chinese that was not given."""
    text = (made["fireworks"] / "regledger_fireworks" / "sector.toml").read_text("utf-8")

    assert text.count('instrument = "TODO"') == text.count("instrument =")
    assert text.count('title_zh = "TODO"') == text.count("title_zh =")
    assert "@" not in text.replace(AWKWARD.replace("\\", "\\\\").replace('"', '\\"'), "")


@pytest.mark.parametrize("name", ["fireworks", "county_rules"])
def test_what_is_left_to_fill_in_is_all_that_is_wrong(made: dict[str, Path], tmp_path: Path, name: str) -> None:
    """`sectors check` names each TODO of what is made and finds nothing else; once they are filled in it passes."""
    folder = tmp_path / name
    shutil.copytree(made[name], folder, ignore=shutil.ignore_patterns("__pycache__"))
    files = [path for path in folder.rglob("*") if path.suffix in {".toml", ".py"}]
    marks = sum("TODO" in line for path in files for line in path.read_text("utf-8").splitlines())

    before = check(folder)
    for path in files:
        path.write_text(path.read_text("utf-8").replace("TODO", "filled in"), "utf-8")
    after = check(folder)

    assert before == {"todo": marks, "advice": 1}
    assert after == {"advice": 1}


def check(folder: Path) -> Counter[str]:
    """How many things of each severity `regledger sectors check` finds."""
    command = [sys.executable, "-m", "regledger_cli", "sectors", "check", str(folder), "--json"]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    [sector] = msgspec.json.decode(ran.stdout)["sectors"]
    return Counter(one["severity"] for each in sector["checks"] for one in each["findings"])


def test_the_answer_in_json_names_what_was_made(tmp_path: Path) -> None:
    """With --json stdout has the sector, its folder and its files; messages stay on stderr."""
    ran = new(tmp_path, "fireworks", "--folder", "here", "--json")

    answer = msgspec.json.decode(ran.stdout)
    assert (answer["sector"], answer["package"], answer["data_only"]) == ("fireworks", "regledger_fireworks", False)
    assert Path(answer["folder"]) == tmp_path / "here"
    there = [
        path.relative_to(tmp_path / "here").as_posix() for path in (tmp_path / "here").rglob("*") if path.is_file()
    ]
    assert answer["files"] == sorted(there)


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("Fireworks", 2, "lower-case letters"),
        ("fire-works", 2, "lower-case letters"),
        ("2fire", 2, "lower-case letters"),
        ("", 2, "lower-case letters"),
        ("a" * 33, 2, "at most 32"),
        ("../up", 2, "lower-case letters"),
        ("fireworks\n", 2, "lower-case letters"),
        ("lambda", 2, "a word of Python"),
        ("hazardous_chemicals", 3, "regledger-hazardous-chemicals"),
        ("general", 3, "the platform itself uses it"),
        ("hazard", 3, "there are facts of that name"),
        ("cli", 3, "there is a package regledger_cli"),
        ("a", 3, "its rules would be called as A-"),
        ("x", 3, "rules of one letter are the common law's"),
        *((name, 3, "the platform itself uses it") for name in ("ref", "role", "sector", "seq", "time")),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str, code: int, found: str) -> None:
    """What is no name, and a name that somebody has, is refused with the remedy; nothing is made."""
    ran = new(tmp_path, name)

    assert (ran.returncode, ran.stdout) == (code, "")
    assert found in ran.stderr
    assert "Choose another" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_title_of_two_lines_is_refused(tmp_path: Path) -> None:
    """A usage error; nothing is made."""
    ran = new(tmp_path, "fireworks", "--title", "Fire\nworks")

    assert ran.returncode == 2
    assert "Give one line of text." in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("full", "something is there already"),
        ("full/file", "something is there already"),
        ("full/file/below", "Not a directory"),
        ("nowhere/below", "No such file or directory"),
        ("link", "something is there already"),
    ],
)
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, target: str, found: str) -> None:
    """One that is full, a file, one below a file or below nothing: exit code 3, the remedy, and nothing is touched."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    before = sorted(tmp_path.rglob("*"))

    ran = new(tmp_path, "fireworks", "--folder", target)

    assert ran.returncode == 3
    assert found in ran.stderr
    assert "--folder" in ran.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "full" / "file").read_text() == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """A folder that is there and holds nothing is taken, and may be read by whoever reads any new folder."""
    (tmp_path / "fireworks").mkdir()

    ran = new(tmp_path, "fireworks")

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "fireworks" / "Makefile").is_file()
    assert list(tmp_path.iterdir()) == [tmp_path / "fireworks"]
    (tmp_path / "usual").mkdir()
    assert (tmp_path / "fireworks").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_the_folder_that_a_shell_stands_in_is_filled(tmp_path: Path) -> None:
    """An empty folder is filled and not replaced: whoever stands in it sees the sector there, and nothing besides."""
    here = tmp_path / "fireworks"
    here.mkdir()
    before = here.stat().st_ino

    ran = new(here, "fireworks", "--folder", ".")

    assert ran.returncode == 0, ran.stderr
    assert here.stat().st_ino == before
    assert (here / "Makefile").is_file()
    assert [path.name for path in here.iterdir() if ".part-" in path.name] == []


def test_what_is_broken_off_leaves_an_empty_folder(tmp_path: Path) -> None:
    """A disk that takes no more in the middle of filling a folder leaves it as empty as it was."""
    here = tmp_path / "fireworks"
    here.mkdir()

    ran = new(here, "fireworks", "--folder", ".", limit=1_000)

    assert ran.returncode == 3
    assert list(here.iterdir()) == []


def test_what_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    """A disk that takes no more in the middle of it: exit code 3, the reason, and no folder."""
    ran = new(tmp_path, "fireworks", limit=1_000)

    assert ran.returncode == 3
    assert "File too large" in ran.stderr
    assert "Nothing was made" in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("make") is None, reason="platform: there is no make")
def test_the_makefile_looks_for_its_python(made: dict[str, Path], tmp_path: Path) -> None:
    """Without .python it takes that of .venv, else that of the `regledger` on the path, else it says what to install."""
    folder = tmp_path / "moved"
    shutil.copytree(made["county_rules"], folder, ignore=shutil.ignore_patterns(".python", "__pycache__"))
    bare = tmp_path / "bare"
    bare.mkdir()
    for tool in ("sh", "sed", "cat", "make"):
        (bare / tool).symlink_to(str(shutil.which(tool)))

    nowhere = make(folder, "found", PATH=str(bare))
    (bare / "regledger").write_text(f"#!{sys.executable}\n")
    (bare / "regledger").chmod(0o755)
    on_path = make(folder, "-n", "test", PATH=str(bare))
    (folder / ".venv" / "bin").mkdir(parents=True)
    wrapper = folder / ".venv" / "bin" / "python"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    wrapper.chmod(0o755)
    own = make(folder, "-n", "test", PATH=str(bare))

    assert nowhere.returncode != 0
    assert "No Python here has regledger. Install it" in nowhere.stderr
    assert f'"{sys.executable}" -m pytest' in on_path.stdout
    assert '".venv/bin/python" -m pytest' in own.stdout
    assert os.access(wrapper, os.X_OK)
