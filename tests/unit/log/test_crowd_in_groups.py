"""Many threads that record through one queue of groups."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eventsourcing.dcb.api import DCBAppendCondition
from regledger.log.grouped import GroupedRecorder
from regledger.log.recorder import Append
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event, tagged

LEDGER = "01900000-0000-7000-8000-000000000001"


def test_many_threads_in_groups_lose_and_repeat_nothing(tmp_path: Path) -> None:
    """Every answered fact of 12 writers, a third of whom are refused, is there once under the number it was told."""
    store = SQLiteRecorder.create(tmp_path / "a.db", ledger_id=LEDGER, name="county", zone="UTC")
    with GroupedRecorder(store, group=5, queue=4) as recorder:

        def write(writer: int) -> dict[int, list[str]]:
            told = {}
            for n in range(40):
                contested = DCBAppendCondition(tagged(f"site:{n}")) if writer % 3 == 0 else None
                answer = recorder.record_all(
                    [
                        Append([event(f"case:{writer}-{n}", f"site:{n}")] * 2, contested),
                        Append([event(f"row:{writer}-{n}")]),
                    ]
                )
                for one in answer:
                    if not isinstance(one, Exception):
                        told |= {fact.position: fact.event.tags for fact in one}
            return told

        with ThreadPoolExecutor(12) as pool:
            told = {number: tags for answers in pool.map(write, range(12)) for number, tags in answers.items()}
        kept = {fact.position: fact.event.tags for fact in recorder.stored()}

    assert kept == told
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert len(kept) < 12 * 40 * 3
