"""A fork that uses a ledger which it inherited is told so, and the ledger's own process loses nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from regledger.log.grouped import GroupedRecorder
from regledger.log.postgres import PostgresRecorder
from regledger.log.recorder import Recorder
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.postgres import PostgresServer
from regledger.testing.recorder_contract import event

LEDGER = "01900000-0000-7000-8000-000000000001"
OPTIONS: dict[str, Any] = {"ledger_id": LEDGER, "name": "county", "zone": "UTC"}
USES: dict[str, Callable[[Recorder], object]] = {
    "append": lambda recorder: recorder.append([event("case:1")]),
    "head": lambda recorder: recorder.head(),
    "stored": lambda recorder: list(recorder.stored()),
    "changed": lambda recorder: recorder.changed(),
}


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Recorder]:
    """A store with one fact, whose connections are in use."""
    made: Recorder
    if request.param == "sqlite":
        made = SQLiteRecorder.create(tmp_path / "a.db", **OPTIONS)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        made = PostgresRecorder.create(server.new_database(), **OPTIONS)
    made.append([event("case:0")])
    assert len(list(made.stored())) == 1
    yield made
    made.close()


def in_a_fork(work: Callable[[], object]) -> str:
    """What `work` raises in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing was raised"
        try:
            work()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_a_fork_is_told(store: Recorder, use: Callable[[Recorder], object], grouped: bool) -> None:
    """Whatever a fork does with an inherited ledger, it is told at once to open it anew; the first process goes on."""
    recorder = GroupedRecorder(store) if grouped else store

    said = in_a_fork(lambda: use(recorder))

    assert said.startswith("ForkedLedger")
    assert "Open the ledger anew in each process" in said
    assert recorder.append([event("case:1")]) == 2


def test_a_fork_closes_only_its_own(store: Recorder) -> None:
    """A fork that closes the inherited ledger ends nothing of the first process."""
    assert in_a_fork(store.close) == "nothing was raised"

    assert store.append([event("case:1")]) == 2
    assert [one.position for one in store.stored()] == [1, 2]
