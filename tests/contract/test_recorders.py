"""The recorder contract, run over the library's in-memory recorder and over ours."""

from __future__ import annotations

from typing import Any

from eventsourcing.dcb.popo import InMemoryDCBRecorder
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import RecorderContract
from regledger.testing.recorder_contract_durable import DurableRecorderContract

LEDGER = "01900000-0000-7000-8000-000000000001"


class TestInMemory(RecorderContract):
    """The library's own store, which keeps nothing and stamps nothing: it shows that the contract is the library's."""

    def make(self, address: str, **_: Any) -> InMemoryDCBRecorder:  # noqa: ARG002 - it lies nowhere
        return InMemoryDCBRecorder()


class TestSQLite(DurableRecorderContract):
    """The embedded store."""

    opener = "regledger.log.sqlite:SQLiteRecorder.open"

    def make(self, address: str, **options: Any) -> SQLiteRecorder:
        return SQLiteRecorder.create(address, ledger_id=LEDGER, name="contract", zone="Asia/Shanghai", **options)
