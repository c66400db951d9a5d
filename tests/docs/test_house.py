"""What a stranger's machine needs is in the clone, and nothing in it points at the machine where it was written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Spelled in two parts, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "index" + "-url", r"https?://[^ \"')]+/sim" + "ple/"))
)
PATHS = re.compile(r"(?<![\w.$}/-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers")) + r")/\w")


def _tracked() -> list[Path]:
    """The files of the project; in an unpacked archive all but what `make` and the tools leave behind."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()} | {".git"}
    found = (Path(folder) / name for folder, _, names in os.walk(ROOT) for name in names)
    return [
        path for path in found if ignored.isdisjoint(path.relative_to(ROOT).parts) and f"*{path.suffix}" not in ignored
    ]


def test_no_file_names_a_registry_or_a_machine() -> None:
    """No file of the project holds the address of a package index or an absolute path of somebody's machine."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if HOSTS.search(line) or PATHS.search(line) or (len(ROOT.parts) > 2 and f"{ROOT}/" in line)
    ]

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_whole(lock: str) -> None:
    """Every requirement of a lock is one version with hashes, and every direct dependency is in it."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    locked = {entry.partition("==")[0] for entry in entries}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    plugins = [tomllib.loads(path.read_text("utf-8")) for path in ROOT.glob("plugins/*/pyproject.toml")]
    groups = ("build", "dev") if lock == "requirements-dev.lock" else ("build",)
    direct = [
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *(one for group in groups for one in project["dependency-groups"][group]),
        *(one for plugin in plugins for one in plugin["project"]["dependencies"]),
        *(one for plugin in plugins for one in plugin["build-system"]["requires"]),
    ]

    assert [
        entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL)
    ] == []
    assert {re.split(r"[<>=!~;\[ ]", one)[0].lower() for one in direct} - locked <= {"regledger"}


def test_the_locks_agree() -> None:
    """What both locks hold, they hold at one version with the same hashes."""
    locks = [
        {entry.partition("==")[0]: entry for entry in re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())}
        for lock in LOCKS
    ]

    assert {name: entry for name, entry in locks[1].items() if name in locks[0]} == locks[0]


def test_what_is_installed_fits_together() -> None:
    """No installed distribution misses a dependency or has one at a version that it excludes."""
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_distributions_carry_the_licence() -> None:
    """Every distribution declares Apache-2.0 and brings the whole text, the same everywhere."""
    licence = (ROOT / "LICENSE").read_bytes()

    for folder in (ROOT, *(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))):
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        assert project["license"] == "Apache-2.0"
        assert project["license-files"] == ["LICENSE"]
        assert (folder / "LICENSE").read_bytes() == licence
    assert b"END OF TERMS AND CONDITIONS" in licence


def test_the_wheels_are_whole(tmp_path: Path) -> None:
    """A wheel of each distribution, made without an index, holds every file of its packages and the licence."""
    folders = [ROOT, *(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]
    command = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    made = subprocess.run([*command, "-w", tmp_path, *folders], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr

    held = {name for wheel in tmp_path.glob("*.whl") for name in zipfile.ZipFile(wheel).namelist()}

    sources = ("core/", "projections/", "cli/", "plugins/")
    packaged = [path.relative_to(ROOT).as_posix() for path in _tracked()]
    wanted = {
        re.sub(r"^(core|projections|cli|plugins/\w+)/", "", name) for name in packaged if name.startswith(sources)
    }
    left_out = {name for name in wanted - held if name.startswith("regledger")}
    assert left_out == set()
    assert sum(name.endswith("licenses/LICENSE") for name in held) == len(folders)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "Makefile", "README.md", ".ci/run"])
def test_make_knows_every_target_that_is_told_of(page: str) -> None:
    """Every `make …` that a page names is a target, and what it would run starts from the environment that make makes."""
    told = re.findall(r"(?:^#   |`|\$ |^)make ([a-z-]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE)

    for target in told:
        planned = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert planned.returncode == 0, planned.stderr
        assert ".venv" in planned.stdout

    assert told != []
