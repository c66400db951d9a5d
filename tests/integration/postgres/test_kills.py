"""kill -9 of server and writers under load, and a crowd of writers under the eyes of readers."""

from __future__ import annotations

import os
import random
import time

from regledger.log.postgres import PostgresRecorder
from regledger.testing.crowd import run
from regledger.testing.postgres import PostgresServer
from regledger.testing.recorder_contract_durable import check_whole_commits
from regledger.testing.recorder_writer import start_writers

from .conftest import made

OPENER = "regledger.log.postgres:PostgresRecorder.open"
FULL = os.environ.get("REGLEDGER_FAULTS") == "full"
KILLS = 25 if FULL else 3
FACTS = 100_000 if FULL else 8_000
SEED = 20_261_123


def test_kills_lose_nothing_acknowledged(mortal: PostgresServer) -> None:
    """The server loses its power and is started again while writers write, and then they are killed as well: every
    acknowledged commit is there once and whole, no number is missing, and the writers went on by themselves."""
    url = mortal.new_database()
    made(url).close()
    moments = random.Random(SEED)
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS):
        names = [f"k{kill}a", f"k{kill}b", f"k{kill}c"]
        writers = start_writers(OPENER, url, names, facts=7, commits=1_000_000)
        try:
            with PostgresRecorder.open(url) as recorder:
                before = recorder.head().number
                time.sleep(moments.uniform(0.05, 0.4))
                mortal.kill(postmaster_only=bool(kill % 2))
                mortal.start()
                after = recorder.head().number
                deadline = time.monotonic() + 20
                while recorder.head().number < after + 50 and time.monotonic() < deadline:
                    time.sleep(0.02)
                assert recorder.head().number >= after + 50 > before, "the writers did not go on"
                time.sleep(moments.uniform(0, 0.1))
        finally:
            for writer in writers:
                writer.kill()
        for name, writer in zip(names, writers, strict=True):
            told = writer.communicate()[0]
            for line in told[: told.rfind("\n") + 1].splitlines():
                commit, last = line.split()
                acknowledged[f"commit:{name}-{commit}"] = int(last)

        with PostgresRecorder.open(url) as recorder:
            kept = check_whole_commits(recorder)

        assert {tag: kept.get(tag) for tag in acknowledged} == acknowledged
    assert len(acknowledged) > KILLS


def test_a_crowd_is_seen_whole(postgres: PostgresServer) -> None:
    """Of what 8 processes record in conflict with each other a polling and a subscribed reader miss nothing and see nothing
    out of order; no slot is claimed twice and what was acknowledged is there."""
    url = postgres.new_database()
    made(url).close()

    outcome = run(OPENER, url, facts=FACTS, seed=SEED)

    assert outcome.facts == outcome.acknowledged >= FACTS
    assert (outcome.gaps, outcome.claimed_twice) == (0, 0)
    assert outcome.refused > 0, "nobody was in conflict"
    for seen in outcome.readers:
        assert (seen.facts, seen.missed, seen.disordered, seen.halves) == (outcome.facts, 0, 0, 0), seen.how


def test_the_same_crowd_shows_the_loss_of_another_store(postgres: PostgresServer) -> None:
    """The crowd can fail: on the library's own recorder, whose unconditional appends take no lock, its readers miss facts."""
    for attempt in range(5):
        outcome = run(
            "regledger.testing.crowd:library_recorder", postgres.new_database(), facts=FACTS, seed=SEED + attempt
        )
        if any(seen.missed for seen in outcome.readers):
            break

    assert outcome.facts == outcome.acknowledged
    assert max(seen.missed for seen in outcome.readers) > 0
