"""Many writers on one series: n decisions get the numbers 1…n, each in the commit of its decision, whoever is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Installation, Ledger
from regledger.records.case.facts import CaseOpened
from regledger.records.numbering import NumberIssued
from regledger.sectors.loading import Sectors
from regledger.testing.numbering import OPENED, filing
from regledger.testing.scenario import COUNTY

WRITER = Path(__file__).with_name("filing_writer.py")
FILINGS = OPENED.but(kind="立", prefix="（湘）应急立", year=2024, opened_on="2024-01-02")


@pytest.fixture(scope="session")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, core: Installation) -> str:
    """A ledger of a county with a series for filings, as processes and threads open it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/county.db"
    else:
        url = f"{request.getfixturevalue('postgres').new_database()}?beside={tmp_path}"
    with Ledger.create(url, name="county", installation=core) as ledger:
        for one in (*COUNTY, FILINGS):
            assert isinstance(ledger.submit(Submission(command=one.command, body=one.body)), Recorded)
    return url


def numbers(url: str, core: Installation) -> dict[str, int]:
    """Case → serial, each out of one whole commit of the number and the filing."""
    found: dict[str, int] = {}
    with Ledger.open(url, installation=core) as ledger:
        filed = {fact.commit.id: fact.body for fact in ledger.facts(types=["case.opened"])}
        for fact in ledger.facts(types=["number.issued"]):
            body, opened = fact.body, filed.pop(fact.commit.id)
            assert isinstance(body, NumberIssued)
            assert isinstance(opened, CaseOpened)
            assert body.subject == f"case:{opened.case}"
            found[opened.case] = body.serial
        assert not filed
    return found


def test_threads_on_one_series_leave_no_gap(url: str, core: Installation) -> None:
    """Eight writers, each on its own opened ledger, file six cases each: all are recorded, with the numbers 1 to 48."""
    start = threading.Barrier(8)

    def file_six(writer: int) -> list[object]:
        with Ledger.open(url, installation=core) as ledger:
            start.wait()
            return [ledger.submit(filing(f"T{writer}-{number}")) for number in range(6)]

    with ThreadPoolExecutor(8) as pool:
        answers = [answer for each in pool.map(file_six, range(8)) for answer in each]

    assert all(isinstance(answer, Recorded) for answer in answers)
    assert sorted(numbers(url, core).values()) == list(range(1, 49))


def test_one_opened_ledger_serves_many_threads_without_a_gap(url: str, core: Installation) -> None:
    """Eight threads on one opened ledger file six cases each: the numbers 1 to 48."""
    with Ledger.open(url, installation=core) as ledger, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: ledger.submit(filing(f"S-{number}")), range(48)))

    assert all(isinstance(answer, Recorded) for answer in answers)
    assert sorted(numbers(url, core).values()) == list(range(1, 49))


def test_a_killed_writer_leaves_no_gap(url: str, core: Installation) -> None:
    """Three processes file cases and two are killed at any moment: what was told is there, and no number is missing."""
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), url, f"P{number}", "25"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for one in writers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for delay, one in zip((0.11, 0.07), writers, strict=False):
        time.sleep(delay)
        one.send_signal(signal.SIGKILL)
    told = [line.split() for one in writers for line in one.communicate(timeout=120)[0].splitlines()]

    found = numbers(url, core)

    assert [one.returncode for one in writers] == [-signal.SIGKILL, -signal.SIGKILL, 0]
    assert {answer for answer, _ in told} == {"recorded"}
    assert {case for _, case in told} <= found.keys()
    assert sorted(found.values()) == list(range(1, len(found) + 1))
