"""Programs that write, copy, back up and restore, to be killed; a place on each kind of store."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from regledger.testing.postgres import PostgresServer

from .county import create, grow, opened

PROGRAM = Path(__file__).with_name("county.py")
Kill = Callable[..., bool]


def start(*arguments: object) -> subprocess.Popen[str]:
    """A program of `county.py`, which has said that it is ready."""
    command = [sys.executable, "-W", "error", str(PROGRAM), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """SIGKILL, and wait until it is gone."""
    process.kill()
    process.communicate()


@contextmanager
def writing(url: str, threads: int) -> Iterator[None]:
    """Threads of another process that go on recording until the end."""
    process = start("write", url, threads)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        with opened(url) as ledger:
            begun = ledger.recorder.head().number
            while ledger.recorder.head().number < begun + 50:
                time.sleep(0.01)
        yield
        assert process.poll() is None, "the writer ended by itself"
    finally:
        end(process)


def killed_and_run_again(*arguments: object, kills: int = 4, within: float = 0.4) -> int:
    """Kill a program at random moments, then let it end by itself; how often it was really killed."""
    chance = random.Random(len(arguments) * 7919 + kills)
    killed = 0
    for _ in range(kills):
        process = start(*arguments)
        time.sleep(chance.random() * within)
        killed += process.poll() is None
        end(process)
    last = start(*arguments)
    told = last.communicate(timeout=120)[1]
    # A kill may come when all is done, and a restore refuses what is there; whoever asks compares it anyway.
    assert last.returncode == 0 or "LedgerExists" in told, told
    return killed


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A ledger of some decisions, personal values and attachments."""
    (tmp_path / "here").mkdir()
    url = f"sqlite:///{tmp_path}/here/county.db"
    with create(url) as ledger:
        grow(ledger, "first", 6)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place where there is nothing yet."""
    folder = tmp_path / "there"
    folder.mkdir()
    if request.param == "sqlite":
        return f"sqlite:///{folder}/moved.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return f"{server.new_database()}?beside={folder}"
