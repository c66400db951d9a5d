"""What a store with a server of its own must keep when that is killed, as tests to inherit."""

from __future__ import annotations

import random
import threading
import time
from contextlib import suppress
from typing import Any

from eventsourcing.persistence import PersistenceError

from regledger.errors import RegledgerError
from regledger.log.recorder import StoredEvent
from regledger.testing.recorder_contract import event, rounds
from regledger.testing.recorder_contract_durable import (
    DurableRecorderContract,
    acknowledged_by,
    check_whole_commits,
)
from regledger.testing.recorder_writer import start_writers

__all__ = ["ServedRecorderContract"]

_SECONDS = 60.0


class ServedRecorderContract(DurableRecorderContract):
    """What holds where the store's server is killed under load.

    Let the tests have a server of their own: whatever else lies on it is killed with it.
    """

    def kill(self, address: str) -> None:
        """Kill the server of `address` as a power cut does."""
        raise NotImplementedError

    def revive(self, address: str) -> None:
        """Start it again, under the same address, and wait until it answers."""
        raise NotImplementedError

    def test_a_killed_server_loses_nothing_acknowledged(self, shared: str) -> None:
        """After the server was killed under writers every acknowledged commit is there once and whole, and no number is missing."""
        acknowledged: dict[str, int] = {}
        for attempt in range(rounds(3)):
            names = [f"s{attempt}a", f"s{attempt}b"]
            writers = start_writers(self.opener, shared, names, facts=7, commits=1_000_000, quiet=True)

            time.sleep(random.uniform(0.1, 0.3))
            self.kill(shared)
            self.revive(shared)
            for name, writer in zip(names, writers, strict=True):
                # Some writers end with their server, some go on with the next one: both are lawful.
                acknowledged |= acknowledged_by(name, writer, random.uniform(0, 0.1))

            with self.opened(shared) as recorder:
                kept = check_whole_commits(recorder)
            assert {tag: kept.get(tag) for tag in acknowledged} == acknowledged
        assert len(acknowledged) > rounds(3), "the server was killed before anything was written"

    def test_a_recorder_outlives_its_server(self, shared: str) -> None:
        """A recorder that was open when its server was killed reads and appends again, and its subscription goes on, once the
        server is back; in between it raises errors that have names."""
        heard: list[StoredEvent] = []
        with self.opened(shared) as recorder, recorder.subscribe() as subscription:
            recorder.append([event("case:1")])
            heard.append(next(subscription))
            self.kill(shared)
            meanwhile = threading.Timer(0.3, self.revive, [shared])
            meanwhile.start()

            recorded = _until_it_answers(lambda: recorder.append([event("case:2")]))
            stored = _until_it_answers(lambda: list(recorder.stored()))
            meanwhile.join()
            while len(heard) < len(stored):
                heard.append(_until_it_answers(lambda: next(subscription)))

        assert recorded == len(stored)
        assert [e.event.tags for e in stored[:2]] == [["case:1"], ["case:2"]]
        # One whose answer was lost may have been recorded, and was then sent again.
        assert {e.event.tags[0] for e in stored[2:]} <= {"case:2"}
        assert heard == stored


def _until_it_answers(ask: Any) -> Any:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        with suppress(RegledgerError, PersistenceError):
            return ask()
        time.sleep(0.05)
    return ask()
