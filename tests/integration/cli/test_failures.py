"""What a user can cause ends with a message and an exit code, never with a trace; in processes of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from regledger.ledger import Ledger

from .conftest import AUTHORITY, Run, Spawn, line

GOOD = line("authority.register", AUTHORITY)


def a_folder(path: Path) -> None:
    path.mkdir()


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(10_000))


def empty(path: Path) -> None:
    path.touch()


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE t (a)")


def cut_short(path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "regledger_cli", "init", "--ledger", f"sqlite:///{path}"],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes()[:2_000])


@pytest.mark.parametrize("make", [a_folder, garbage, empty, another_database, cut_short])
def test_what_is_no_ledger_is_named(spawn: Spawn, folder: Path, make: object) -> None:
    """A folder, garbage, an empty file, another program's database, half a ledger: exit code 3, a remedy, no trace."""
    assert callable(make)
    make(folder / "x.db")

    done = spawn("submit", "--ledger", "sqlite:///x.db", input=GOOD)

    assert done.returncode == 3
    assert "x.db is not a regledger ledger" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_missing_ledger_is_named_with_the_command_that_makes_one(spawn: Spawn) -> None:
    """Exit code 3, and `regledger init` with the same URL."""
    done = spawn("history", "site:S-1", "--ledger", "sqlite:///none.db")

    assert done.returncode == 3
    assert "regledger init --ledger sqlite:///" in done.stderr


def test_no_ledger_named_is_a_usage_error_with_the_remedy(spawn: Spawn) -> None:
    """With neither option, variable nor file the three ways to name one are given; exit code 2."""
    done = spawn("history", "site:S-1")

    assert done.returncode == 2
    for words in ("--ledger sqlite:///FILE", "REGLEDGER_LEDGER", "regledger init"):
        assert words in done.stderr


def test_a_url_of_another_kind_is_named(spawn: Spawn) -> None:
    """A usage error, exit code 2, and the form that is read; by doctor as well."""
    for command in (("history", "site:S-1"), ("doctor",)):
        done = spawn(*command, "--ledger", "mysql://county")

        assert done.returncode == 2
        assert "sqlite:///folder/file.db" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        (("history", "site:S-1", "--ledger", "sqlite:///none.db"), "LedgerMissing", 3),
        (("history", "site:S-1", "--ledger", "mysql://county"), "BadUrl", 2),
        (("history", "site:S-1"), "UsageError", 2),
        (("histroy", "site:S-1"), "UsageError", 2),
        (("streams", "rebuild", "nothing", "--bogus"), "NoSuchOption", 2),
    ],
)
def test_a_failure_is_an_answer_in_json_too(run: Run, arguments: tuple[str, ...], error: str, code: int) -> None:
    """With --json stdout has one object that names the failure and the exit code; the message stays on stderr."""
    result = run(*arguments, "--json")

    answer = msgspec.json.decode(result.stdout)
    assert (answer["answer"], answer["error"], answer["exit"], result.exit_code) == ("failed", error, code, code)
    assert answer["message"] in " ".join(result.stderr.split())
    assert run(*arguments).stdout == ""


def test_the_environment_names_the_ledger(spawn: Spawn, run: Run) -> None:
    """REGLEDGER_LEDGER is used where no option is given, and the option goes before it."""
    run("init", "--ledger", "sqlite:///a.db")

    by_variable = spawn("submit", input=GOOD, env={"REGLEDGER_LEDGER": "sqlite:///a.db"})
    by_option = spawn("doctor", "--ledger", "sqlite:///b.db", env={"REGLEDGER_LEDGER": "sqlite:///a.db"})

    assert by_variable.returncode == 0
    assert "b.db" in by_option.stdout


def test_init_touches_nothing_that_exists(spawn: Spawn, folder: Path) -> None:
    """A file that is there stays as it is; exit code 3."""
    (folder / "x.db").write_text("precious")

    done = spawn("init", "--ledger", "sqlite:///x.db")

    assert done.returncode == 3
    assert (folder / "x.db").read_text() == "precious"


@pytest.mark.parametrize(("option", "value"), [("--name", "Xiang County"), ("--zone", "Asia/Nowhere")])
def test_init_names_a_setting_that_cannot_be(spawn: Spawn, folder: Path, option: str, value: str) -> None:
    """A bad name or zone is named, a usage error with exit code 2; no file is made."""
    done = spawn("init", option, value)

    assert done.returncode == 2
    assert value in done.stderr
    assert list(folder.iterdir()) == []


def test_a_read_only_ledger_is_read_and_not_written(spawn: Spawn, run: Run, ledger: str, folder: Path) -> None:
    """On a disk-like read-only file history answers; submit says why it cannot, and stops at that line."""
    if os.geteuid() == 0:
        pytest.skip("platform: the superuser may write anything")
    run("submit", stdin=GOOD)
    (folder / "regledger.db").chmod(0o400)

    written = spawn(
        "submit", "--json", input=f"{line('authority.register', {**AUTHORITY, 'authority': 'b'})}\n{GOOD}\n"
    )

    assert written.returncode == 3
    assert written.stdout.count("\n") == 1
    assert "StoreReadOnly" in written.stdout


def test_a_reader_that_goes_away_ends_it_quietly(run: Run, ledger: str) -> None:
    """`regledger history … | head -0`: no trace and no message, exit code 141 as shells know it."""
    run("submit", stdin=GOOD)
    read, write = os.pipe()
    os.close(read)

    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "regledger_cli", "history", "authority:emb"],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )

    assert (done.returncode, done.stderr) == (141, "")


def test_a_terminal_without_chinese_shows_escapes(spawn: Spawn, run: Run, ledger: str) -> None:
    """On a terminal of Latin letters the name is shown by its escapes; JSON is UTF-8 all the same."""
    run("submit", stdin=GOOD)

    plain = spawn("history", "authority:emb", env={"PYTHONIOENCODING": "latin-1"})
    json = spawn("history", "authority:emb", "--json", env={"PYTHONIOENCODING": "latin-1"}, encoding="utf-8")

    assert plain.returncode == 0
    assert "\\u5e94" in plain.stdout
    assert "应急管理局" in json.stdout


def test_a_full_disk_stops_at_that_line(ledger: str, folder: Path) -> None:
    """What had room is recorded, the line that had none is answered as failed, and no later one is tried; exit code 3."""
    room = max(file.stat().st_size for file in folder.iterdir()) + 20_000
    code = (
        f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "from regledger_cli.main import main\nmain()"
    )
    lines = [line("authority.register", {**AUTHORITY, "authority": f"a-{number}"}) for number in range(300)]

    done = subprocess.run(
        [sys.executable, "-c", code, "submit", "--json"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    *recorded, failed = [msgspec.json.decode(each) for each in done.stdout.splitlines()]
    assert done.returncode == 3
    assert (failed["answer"], failed["error"]) == ("failed", "StoreFull")
    assert 0 < len(recorded) < 299
    assert {answer["answer"] for answer in recorded} == {"recorded"}
    assert "Free space on that disk" in done.stderr
    with Ledger.open(ledger) as opened:
        assert opened.recorder.head().number == len(recorded)


def test_a_defect_of_regledger_is_said_to_be_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is named in one line, with how to get the trace; --debug gives it."""

    def broken(_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr("regledger_cli.health.check_all", broken)

    plain = run("doctor")
    debug = run("--debug", "doctor")

    assert plain.exit_code == 3
    assert "This is a defect in regledger" in plain.stderr
    assert "regledger --debug" in plain.stderr
    assert isinstance(debug.exception, KeyError)
