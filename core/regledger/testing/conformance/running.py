"""Running a sector's own tests: watched, then in other surroundings, and with its rules turned round."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import msgspec

from regledger.sectors.loading import GROUP
from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.observations import Observations, Turned, Turns
from regledger.testing.conformance.properties import UNUSED, has_properties
from regledger.testing.conformance.subject import Subject

__all__ = ["Runs", "run_tests"]

SEEDS = ("0", "4242", "1", "7")
"""Of Python's hashes: the first run is watched; of the others only the answers are compared."""
ELSEWHERE = "Pacific/Chatham"
"""The time zone of the others, whose home and working directory are others too."""
LONGEST = 600
"""Seconds that one run may take."""
LONGEST_NAME = 100
TURNING = 60.0
"""Seconds after which no other rule is turned round."""


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the tests."""

    checked: Checked
    seen: tuple[Observations, ...] = ()
    """One a run; empty where they could not be run."""
    turned: Turned = Turned()
    """Which rules could be turned round without a failing test."""

    @property
    def first(self) -> Observations:
        """What the first run saw."""
        return self.seen[0] if self.seen else Observations()


def run_tests(subject: Subject) -> Runs:
    """Run the tests of its folder; a failing test, or none at all, is a finding."""
    if subject.folder is None:
        return Runs(checked=Checked(check="tests", looked_at="it was installed without its tests", made=False))
    tests = subject.folder / "tests"
    if not any(tests.rglob("test_*.py")):
        missing = Finding(
            check="tests",
            where="tests",
            found="there is no test: no file test_*.py",
            remedy="Write scenarios with regledger.testing: what is lawful, and what is refused.",
        )
        return Runs(checked=checked("tests", "no tests", [missing]))
    if find_spec("pytest") is None:
        lacking = Finding(
            check="tests",
            where="pytest",
            found="pytest is not installed",
            remedy='Install it with "pip install regledger[testing]".',
        )
        return Runs(checked=checked("tests", "no pytest", [lacking]))
    with tempfile.TemporaryDirectory() as scratch:
        return _runs(subject, subject.folder, Path(scratch))


def _runs(subject: Subject, folder: Path, scratch: Path) -> Runs:
    first, said = _run(subject, folder, scratch / "first", SEEDS[0])
    findings = [*_failures(first, said, f"PYTHONHASHSEED={SEEDS[0]}")]
    seen = [] if first is None else [first]
    turned = Turned()
    if first is not None and first.passed and not first.failed:
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            turning = pool.submit(_turn, subject, folder, scratch / "turned", first)
            later = [pool.submit(_run, subject, folder, scratch / seed, seed, elsewhere=True) for seed in SEEDS[1:]]
            for seed, run in zip(SEEDS[1:], later, strict=True):
                one, said = run.result()
                findings += _failures(one, said, f"PYTHONHASHSEED={seed}, TZ={ELSEWHERE}, an empty HOME")
                if one is not None:
                    seen.append(one)
            turned = turning.result()
    looked_at = f"{first.passed if first else 0} tests passed, run under {len(seen)} hash seeds"
    skipped = () if first is None else first.skipped
    findings += [
        Finding(
            check="tests",
            where=test,
            found="it is skipped, or expected to fail: it proves nothing",
            remedy="Let it run, or take it out.",
            severity="advice",
        )
        for test in skipped
    ]
    return Runs(checked=checked("tests", looked_at, findings), seen=tuple(seen), turned=turned)


def _run(
    subject: Subject, folder: Path, scratch: Path, seed: str, *, elsewhere: bool = False
) -> tuple[Observations | None, str]:
    file = scratch / "observations.json"
    home = scratch / "home"
    home.mkdir(parents=True)
    own = scratch / "own.json"
    own.write_bytes(msgspec.json.encode(subject.own))
    options = [
        *("-p", "regledger.testing.conformance.observing", "--regledger-observe", subject.name),
        *("--regledger-own", str(own), "--regledger-observations", str(file)),
        *(["--regledger-elsewhere", str(home)] if elsewhere else []),
    ]
    # Where packages of one's own are found follows from the home, and they are no part of the surroundings.
    other = {"TZ": ELSEWHERE, "HOME": str(home), "PYTHONUSERBASE": site.getuserbase()} if elsewhere else {}
    said = _pytest(subject, folder, scratch, options, {**other, "PYTHONHASHSEED": seed}, LONGEST)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Observations), said
    except (OSError, msgspec.MsgspecError):
        return None, said.splitlines()[-1] if said else "pytest said nothing"


def _turn(subject: Subject, folder: Path, scratch: Path, first: Observations) -> Turned:
    """What came of turning its rules round; less of it where the tests did not end."""
    scratch.mkdir()
    turns, file = scratch / "turns.json", scratch / "turned.json"
    turns.write_bytes(msgspec.json.encode(Turns(pairs=first.asked_in, seconds=TURNING)))
    options = [
        *("-p", "regledger.testing.conformance.turning"),
        *("--regledger-turn", str(turns), "--regledger-turned", str(file)),
    ]
    _pytest(subject, folder, scratch, options, {"PYTHONHASHSEED": SEEDS[0]}, 3 * TURNING)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Turned)
    except (OSError, msgspec.MsgspecError):
        return Turned()


def _pytest(
    subject: Subject,
    folder: Path,
    scratch: Path,
    options: Sequence[str],
    environment: Mapping[str, str],
    longest: float,
) -> str:
    """Run the tests; gives what is said of them, errors first."""
    shared = [
        *("-q", "-p", "no:cacheprovider", "--basetemp", str(scratch / "tmp"), "--tb=line"),
        *(["-n0"] if find_spec("xdist") else []),
        *(() if has_properties(folder / "tests") else UNUSED),
    ]
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "tests", *shared, *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": _path(subject, folder, scratch), **environment},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=longest,
        )
    except subprocess.TimeoutExpired:
        return f"they did not end within {longest:g} s"
    return ran.stderr.strip() or ran.stdout.strip() or f"pytest ended with {ran.returncode}"


def _path(subject: Subject, folder: Path, scratch: Path) -> str:
    """A path on which the draft stands as if it were installed, before what is installed under its name."""
    shelf = scratch / "shelf"
    # The name of the folder is what one installed under this name is known by; the version may be anything.
    stem = re.sub(r"[^A-Za-z0-9]+", "_", subject.distribution)[:LONGEST_NAME]
    info = shelf / f"{stem}-0.dist-info"
    info.mkdir(parents=True)
    said = {"Name": subject.distribution, "Version": subject.version}
    metadata = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in said.items())
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\n{metadata}", encoding="utf-8")
    points = "".join(f"{name} = {package}\n" for name, package in subject.points)
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}", encoding="utf-8")
    before = os.environ.get("PYTHONPATH", "")
    places = [str(shelf), str(folder), str(folder / "src"), *([before] if before else [])]
    return os.pathsep.join(places)


def _failures(one: Observations | None, said: str, surroundings: str) -> Sequence[Finding]:
    remedy = 'Run "python -m pytest" in its folder, and mend what fails.'
    if one is None:
        return [Finding(check="tests", where="tests", found=f"they could not be run: {said}", remedy=remedy)]
    findings = [
        Finding(check="tests", where=test, found=f"it fails ({surroundings})", remedy=remedy) for test in one.failed
    ]
    if not findings and not one.passed:
        findings = [Finding(check="tests", where="tests", found="no test passed", remedy=remedy)]
    return findings
