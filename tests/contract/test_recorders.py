"""The recorder contract, run over the library's in-memory recorder and over ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.dcb.popo import InMemoryDCBRecorder
from regledger.log.grouped import GroupedRecorder
from regledger.log.memory import MemoryRecorder
from regledger.log.postgres import PostgresRecorder
from regledger.log.recorder import StoredEvent
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.postgres import PostgresMissing, PostgresServer
from regledger.testing.recorder_contract import RecorderContract, event
from regledger.testing.recorder_contract_durable import DurableRecorderContract
from regledger.testing.recorder_contract_served import ServedRecorderContract
from regledger.testing.recorder_contract_stamped import StampedRecorderContract

LEDGER = "01900000-0000-7000-8000-000000000001"


class TestInMemory(RecorderContract):
    """The library's own store, which keeps nothing and stamps nothing: it shows that the contract is the library's."""

    def make(self, address: str, **_: Any) -> InMemoryDCBRecorder:  # noqa: ARG002 - it lies nowhere
        return InMemoryDCBRecorder()


class TestMemory(StampedRecorderContract):
    """Our own store in memory, on which scenarios run."""

    def make(self, address: str, **options: Any) -> MemoryRecorder:  # noqa: ARG002 - it lies nowhere
        return MemoryRecorder(ledger_id=LEDGER, name="contract", zone="Asia/Shanghai", **options)

    def test_what_was_answered_can_be_changed_without_harm(self, recorder: MemoryRecorder) -> None:
        """Whoever changes the tags of a fact that he wrote or was given changes nothing in the store."""
        mine = event("case:1", "site:1")
        given = [*recorder.record([mine]), recorder.at(1), *recorder.stored(), *recorder.search("case")]
        copied = [StoredEvent(event("case:2"), 2, given[0].recorded_at)]
        recorder.replicate(copied)

        mine.tags.clear()
        for one in (*given, *copied):
            assert one is not None
            one.event.tags.clear()

        assert [one.event.tags for one in recorder.stored()] == [["case:1", "site:1"], ["case:2"]]


class TestGroupedMemory(TestMemory):
    """The same as a scenario's ledger uses it."""

    def make(self, address: str, **options: Any) -> Any:
        return GroupedRecorder(super().make(address, **options))


class TestSQLite(DurableRecorderContract):
    """The embedded store."""

    opener = "regledger.log.sqlite:SQLiteRecorder.open"

    def make(self, address: str, **options: Any) -> SQLiteRecorder:
        return SQLiteRecorder.create(address, ledger_id=LEDGER, name="contract", zone="Asia/Shanghai", **options)


class TestGroupedSQLite(TestSQLite):
    """The embedded store as a ledger uses it: threads share its transactions."""

    def make(self, address: str, **options: Any) -> Any:
        return GroupedRecorder(super().make(address, **options))


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[PostgresServer]:
    """A server that may be killed."""
    try:
        server = PostgresServer()
    except PostgresMissing:
        pytest.skip("platform: no PostgreSQL binaries are published for this Python and machine")
    with server:
        yield server


class TestPostgres(ServedRecorderContract):
    """The scale-out store, on a real server; each store is a schema of its own."""

    opener = "regledger.log.postgres:PostgresRecorder.open"

    @pytest.fixture(autouse=True)
    def _server(self, own_postgres: PostgresServer) -> Iterator[None]:
        self.server, self.database, self.schemas = own_postgres, own_postgres.new_database(), count()
        yield
        self.server.drop_database(self.database)

    def address(self, folder: Path) -> str:  # noqa: ARG002 - it lies in no folder
        return f"{self.database}?schema=s{next(self.schemas)}"

    def make(self, address: str, **options: Any) -> PostgresRecorder:
        return PostgresRecorder.create(address, ledger_id=LEDGER, name="contract", zone="Asia/Shanghai", **options)

    def kill(self, address: str) -> None:  # noqa: ARG002 - it is the server of all of them
        self.server.kill()

    def revive(self, address: str) -> None:  # noqa: ARG002
        self.server.start()
