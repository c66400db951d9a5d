"""`regledger import`: a register comes in by its mapping, once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from regledger.ledger import Ledger
from regledger_cli.who import os_actor

from .conftest import Run, Spawn

ROOT = Path(__file__).resolve().parents[3]
PHMSA = ROOT / "examples" / "imports" / "phmsa.toml"
SMALL_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, resource.RLIM_INFINITY))
from regledger_cli.main import main
main()
"""
EXPORTS = ROOT.parent / "shared" / "data" / "phmsa_enforcement"


@pytest.fixture
def exports(folder: Path) -> tuple[Path, Path]:
    """The first 200 lines of two exports of a real register."""
    if not EXPORTS.is_dir():
        pytest.skip("data: the PHMSA exports are not there")
    cut = []
    for name in ("asof_2025-09-03.csv", "asof_2025-12-02.txt"):
        lines = (EXPORTS / name).read_bytes().splitlines(keepends=True)[:200]
        (folder / name).write_bytes(b"".join(lines))
        cut.append(folder / name)
    return cut[0], cut[1]


def test_a_register_comes_in_and_the_ledger_is_made(run: Run, exports: tuple[Path, Path], folder: Path) -> None:
    """The counts are told, every row is accounted for, and a second run records nothing."""
    first = run("import", str(PHMSA), str(exports[0]), "--ledger", "sqlite:///p.db", "--json")
    again = run("import", str(PHMSA), str(exports[0]), "--ledger", "sqlite:///p.db", "--json")

    report, repeated = (msgspec.json.decode(each.stdout) for each in (first, again))
    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr
    assert report["rows"] == report["new"] > 100
    assert report["recorded"] > report["rows"]
    assert repeated["recorded"] == 0
    assert {"rows", "recorded", "unchanged", "changed", "rejected", "rewritten"} <= report.keys()


def test_an_imported_case_is_found_and_read_back(run: Run, exports: tuple[Path, Path]) -> None:
    """Its history names the register that asserted each fact, and `show` says that nobody judged it."""
    run("import", str(PHMSA), str(exports[0]))
    listed = msgspec.json.decode(run("find", "CPF", "--limit", "1", "--json").stdout)
    records = listed["records"] or msgspec.json.decode(run("find", "1-2", "--limit", "1", "--json").stdout)["records"]

    subject = records[0]["subject"]
    history = run("history", subject)
    shown = run("show", subject, "--json")

    assert "asserted by " in history.stdout
    assert shown.exit_code == 0
    assert msgspec.json.decode(shown.stdout)["asserted"] is True


def test_the_plain_report_has_every_count(run: Run, exports: tuple[Path, Path]) -> None:
    """What --json calls rows, recorded and the rest is printed for people too."""
    result = run("import", str(PHMSA), *map(str, exports))

    for name in ("rows", "new", "changed", "unchanged", "rejected", "recorded"):
        assert f"  {name} " in result.stdout


def test_a_mapping_that_cannot_be_used_leaves_no_ledger(run: Run, folder: Path) -> None:
    """A mapping with a mistake is named; exit code 3, and no file is made."""
    (folder / "bad.toml").write_text("[register]\nid = 3\n", encoding="utf-8")
    (folder / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    result = run("import", "bad.toml", "x.csv", "--ledger", "sqlite:///p.db")

    assert result.exit_code == 3
    assert "bad.toml" in result.stderr
    assert not (folder / "p.db").exists()


def test_a_missing_file_is_a_usage_error(run: Run, folder: Path) -> None:
    """A file that is not there is named before anything is made; exit code 2."""
    (folder / "m.toml").touch()

    result = run("import", "m.toml", "nowhere.csv")

    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr
    assert not (folder / "regledger.db").exists()


def county_register(folder: Path) -> None:
    """The example of a county's own register, five licences, as `m.toml` and `c.csv`."""
    (folder / "m.toml").write_bytes((ROOT / "examples" / "imports" / "county_licences.toml").read_bytes())
    (folder / "c.csv").write_bytes((ROOT / "examples" / "imports" / "county_licences.csv").read_bytes())


def test_a_mapping_as_windows_saves_it_is_read(run: Run, folder: Path) -> None:
    """A byte order mark before the first line is no part of it."""
    county_register(folder)
    (folder / "m.toml").write_bytes(b"\xef\xbb\xbf" + (folder / "m.toml").read_bytes())

    result = run("import", "m.toml", "c.csv", "--json")

    assert result.exit_code == 0, result.stderr
    assert msgspec.json.decode(result.stdout)["rows"] == 5


def test_a_mapping_that_is_nested_without_end_is_named(run: Run, folder: Path) -> None:
    """Brackets in brackets end with a message, not with a trace; exit code 3."""
    county_register(folder)
    (folder / "m.toml").write_text("a = " + "[" * 5_000 + "]" * 5_000, encoding="utf-8")

    result = run("import", "m.toml", "c.csv")

    assert result.exit_code == 3
    assert "m.toml: the file is nested too deep" in result.stderr


def test_what_was_recorded_before_it_stopped_is_told(spawn: Spawn, folder: Path) -> None:
    """Out of room in mid-file, it says which facts are recorded; with room the rest is, and nothing twice."""
    county_register(folder)
    title, header, row, *_ = (folder / "c.csv").read_bytes().decode("gb18030").splitlines()
    rows = [row.replace("001", f"{number:06d}", 1) for number in range(1_500)]
    (folder / "c.csv").write_text("\n".join((title, header, *rows)), encoding="gb18030")

    stopped = subprocess.run(
        [sys.executable, "-c", SMALL_FILES, "import", "m.toml", "c.csv"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    with Ledger.open(f"sqlite:///{folder}/regledger.db") as ledger:
        head = ledger.recorder.head().number
    again = spawn("import", "m.toml", "c.csv", "--json")

    assert stopped.returncode == 3, stopped.stderr
    assert head > 0
    assert f"recorded, as facts 1 to {head}; running it again records the rest" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert (again.returncode, msgspec.json.decode(again.stdout)["rows"]) == (0, 1_500)
    with Ledger.open(f"sqlite:///{folder}/regledger.db") as ledger:
        assert len(list(ledger.facts(types=["licence.issued"]))) == 1_500


def test_what_can_be_read_only_once_is_named(spawn: Spawn, folder: Path) -> None:
    """A pipe would never end, for a file is read twice: named at once, exit code 3."""
    county_register(folder)
    os.mkfifo(folder / "pipe.csv")

    done = spawn("import", "m.toml", "pipe.csv")

    assert done.returncode == 3
    assert "pipe.csv cannot be imported: it is no regular file" in done.stderr


def test_a_wide_header_takes_no_long_time(run: Run, folder: Path) -> None:
    """100,000 columns are read in a second, not in minutes; what cannot hold their names says so."""
    county_register(folder)
    title, header, *rows = (folder / "c.csv").read_bytes().splitlines()
    wide = b",".join([header, *(b"c%d" % number for number in range(100_000))])
    (folder / "c.csv").write_bytes(b"\n".join([title, wide, *(row + b"," * 100_000 for row in rows)]))
    began = time.monotonic()

    result = run("import", "m.toml", "c.csv")

    assert result.exit_code == 3
    assert "source.export_seen" in result.stderr
    assert time.monotonic() - began < 15


def test_imports_that_start_together_make_one_ledger(spawn: Spawn, folder: Path) -> None:
    """One makes the ledger; whoever finds it made goes on with it, and together they record each row once."""
    county_register(folder)

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: spawn("import", "m.toml", "c.csv", "--json"), range(3)))
    again = spawn("import", "m.toml", "c.csv", "--json")

    assert {one.returncode for one in done} <= {0, 3}
    assert all("Somebody else recorded" in one.stderr for one in done if one.returncode == 3)
    assert (again.returncode, msgspec.json.decode(again.stdout)["recorded"]) == (0, 0)
    with Ledger.open(f"sqlite:///{folder}/regledger.db") as ledger:
        assert len(list(ledger.facts(types=["licence.issued"]))) == 5


def test_who_imports_is_known_by_the_login(run: Run, folder: Path) -> None:
    """What a register asserts was brought in by the login that typed the import, and is known as such."""
    county_register(folder)

    run("import", "m.toml", "c.csv")

    with Ledger.open(f"sqlite:///{folder}/regledger.db") as ledger:
        senders = {(by.actor, by.known, by.via) for fact in ledger.facts() if (by := fact.commit.by) is not None}
    assert senders == {(os_actor(), "os", "")}
