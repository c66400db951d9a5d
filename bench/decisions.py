"""Durable decisions a second: an inspection with one hazard, decided with all its rules, one fsync each.

Side by side in one run, interleaved, medians of five: the whole decision through `Ledger.submit`; the same events
through the recorder alone; the same rows through bare SQLite with the same pragmas.

    python bench/decisions.py [ROUNDS]
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from eventsourcing.dcb.api import DCBEvent
from regledger.ids import new_id
from regledger.log.recorder import StoredEvent
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.scenario import COUNTY, county_ledger, given

ROUNDS = 200
RUNS = 5


def inspection(number: int) -> dict[str, object]:
    """The body of the n-th inspection."""
    return {
        "inspection": f"I-{number}",
        "enterprise": "E-1",
        "site": "S-1",
        "authority": "emb",
        "officers": ["li", "wang"],
        "certificates_shown": True,
        "place": "Chlorine store",
        "content": "Storage, alarms, interlocks, ledger",
        "problems": "The alarm is off",
        "handling": "Order to rectify",
        "unit_signature": "signed",
        "hazards": [{"hazard": f"H-{number}", "level": "general", "description": "Alarm off", "basis": "Art 36"}],
        "inspected_on": "2025-03-03",
    }


def timed(rounds: int, work: Callable[[int], object]) -> float:
    """Rounds a second."""
    started = time.perf_counter()
    for number in range(rounds):
        work(number)
    return rounds / (time.perf_counter() - started)


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    figures: dict[str, list[float]] = {"decide and record": [], "record alone": [], "bare SQLite": []}
    with tempfile.TemporaryDirectory() as folder:
        ledger = county_ledger(Path(folder))
        scenario = given(ledger, COUNTY).on("2026-03-02")
        bare = SQLiteRecorder.create(Path(folder) / "bare.db", ledger_id=new_id(), name="bare", zone=ledger.zone)
        with ledger, bare, closing(sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)) as raw:
            raw.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE fact (number INTEGER PRIMARY KEY,"
                " recorded_at INTEGER, type TEXT, tags TEXT, data BLOB); CREATE TABLE tag (hash INTEGER, number INTEGER,"
                " PRIMARY KEY (hash, number)) WITHOUT ROWID"
            )
            for run in range(RUNS):
                first = ledger.recorder.head().number
                figures["decide and record"].append(
                    timed(
                        rounds,
                        lambda n, run=run: scenario.when(
                            "inspection.record", **inspection(run * rounds + n)
                        ).is_recorded(),
                    )
                )
                stored = list(ledger.recorder.stored(after=first))
                pairs = [stored[at : at + 2] for at in range(0, len(stored), 2)]
                figures["record alone"].append(timed(rounds, lambda n, pairs=pairs: bare.record(events(pairs[n]))))
                figures["bare SQLite"].append(timed(rounds, lambda n, pairs=pairs: insert(raw, pairs[n])))
    floor = statistics.median(figures["bare SQLite"])
    for name, found in figures.items():
        middle = statistics.median(found)
        print(f"{name:<18} {middle:8.0f}/s  {middle / floor:5.2f} × bare  ({min(found):.0f} to {max(found):.0f})")


def events(stored: list[StoredEvent]) -> list[DCBEvent]:
    """The events of one commit, to be recorded again."""
    return [one.event for one in stored]


def insert(raw: sqlite3.Connection, stored: list[StoredEvent]) -> None:
    """The same rows and as many index entries, in one durable transaction."""
    raw.execute("BEGIN IMMEDIATE")
    for one in stored:
        cursor = raw.execute(
            "INSERT INTO fact (recorded_at, type, tags, data) VALUES (?, ?, ?, ?)",
            (one.recorded_at, one.event.type, " ".join(one.event.tags), one.event.data),
        )
        raw.executemany(
            "INSERT INTO tag VALUES (?, ?)",
            [(hash(tag), cursor.lastrowid) for tag in (one.event.type, *one.event.tags)],
        )
    raw.execute("COMMIT")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
