"""`regledger serve` and `regledger streams`, as processes of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from .conftest import AUTHORITY, Run, Spawn, line

PATIENCE = 30


def status(spawn: Spawn) -> tuple[int, dict[str, Any]]:
    """Exit code and answer of `regledger streams status --json`."""
    done = spawn("streams", "status", "--json")
    return done.returncode, msgspec.json.decode(done.stdout)


@contextmanager
def serving(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`regledger serve` on the ledger in this folder."""
    with (folder / "serve.log").open("wb") as log:
        service = subprocess.Popen([sys.executable, "-m", "regledger_cli", "serve"], stdout=log, stderr=log)
        try:
            yield service
        finally:
            service.kill()
            service.wait()


def test_serve_brings_stream_and_views_to_the_ledgers_head(run: Run, spawn: Spawn, ledger: str, folder: Path) -> None:
    """Store head, stream head and every projection's number are one; Ctrl-C ends it with exit code 0."""
    run("submit", stdin=line("authority.register", AUTHORITY))

    with serving(folder) as service:
        end = time.monotonic() + PATIENCE
        code, found = status(spawn)
        while code != 0 and time.monotonic() < end:
            time.sleep(0.2)
            code, found = status(spawn)
        service.send_signal(signal.SIGINT)
        ended = service.wait(PATIENCE)

    assert code == 0
    assert (found["store_head"], found["stream"]["head"], found["stream"]["state"]) == (1, 1, "exact")
    assert {one["number"] for one in found["projections"]} == {1}
    assert found["caught_up"] is True
    assert ended == 0
    assert "Stopped cleanly" in (folder / "serve.log").read_text("utf-8")


def test_serving_once_says_how_far_it_came(run: Run, spawn: Spawn, ledger: str) -> None:
    """The last line names the fact up to which everything is published and projected; in JSON it is `reached`."""
    run("submit", stdin=line("authority.register", AUTHORITY))

    plain = spawn("serve", "--once")
    json = spawn("serve", "--once", "--json")

    assert (plain.returncode, json.returncode) == (0, 0)
    assert plain.stderr.splitlines()[-1] == "Published and projected to #1."
    assert msgspec.json.decode(json.stdout.splitlines()[-1])["reached"] == 1


def test_asking_says_nothing_but_the_answer(run: Run, ledger: str) -> None:
    """`streams status` against a port that nobody listens on has no log lines in its answer or beside it."""
    result = run("streams", "status", "--nats", "nats://127.0.0.1:9")

    assert result.exit_code == 3
    assert "unreachable" in result.stdout
    assert "[debug" not in result.output


def test_rebuilding_without_a_server_is_what_cannot_be_done(run: Run, ledger: str) -> None:
    """Exit code 3, and how to start one."""
    result = run("streams", "rebuild", "open_hazards")

    assert result.exit_code == 3
    assert "regledger serve" in result.stderr


def test_a_stream_whose_files_are_garbage_is_named_and_serve_ends(
    run: Run, spawn: Spawn, ledger: str, folder: Path
) -> None:
    """What the server can no longer read is named, and every part of the service ends; exit code 3."""
    run("submit", stdin=line("authority.register", AUTHORITY))
    assert spawn("serve", "--once").returncode == 0
    for block in (folder / "regledger.db.streams" / "nats").rglob("*.blk"):
        block.write_bytes(b"\xff\x00garbage" * 300)

    done = spawn("serve", "--once", timeout=PATIENCE)

    assert done.returncode == 3
    assert "REG_REGLEDGER exists and cannot carry this ledger" in done.stderr


def test_status_of_what_cannot_be_asked_says_so(run: Run, ledger: str) -> None:
    """With no server running the stream is unreachable, and how to start one is said; exit code 3."""
    result = run("streams", "status", "--json")
    plain = run("streams", "status")

    assert result.exit_code == 3
    assert msgspec.json.decode(result.stdout)["stream"]["state"] == "unreachable"
    assert "regledger serve" in plain.stdout


def test_a_server_that_does_not_answer_is_named(spawn: Spawn, run: Run, ledger: str) -> None:
    """`serve --once` against a port that nobody listens on names it within seconds, with the remedy; exit code 3."""
    run("submit", stdin=line("authority.register", AUTHORITY))

    done = spawn("serve", "--once", "--nats", "nats://127.0.0.1:9", timeout=20)

    assert done.returncode == 3
    assert "nats://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_read_model_is_a_usage_error(run: Run, ledger: str) -> None:
    """`streams rebuild` names the read models there are."""
    result = run("streams", "rebuild", "nothing")

    assert result.exit_code == 2
    assert "open_hazards" in result.stderr
