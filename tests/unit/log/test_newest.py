"""The newest fact that matches is found without reading those before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBEvent, DCBQuery, DCBQueryItem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from regledger.ids import new_id
from regledger.log.sqlite import SQLiteRecorder

WANTED = DCBQuery(items=[DCBQueryItem(types=["x.done"], tags=["case:C-1"])])


def event(wanted: bool) -> DCBEvent:
    return DCBEvent("x.done", b"{}", ["case:C-1" if wanted else "case:C-2"])


OTHER = DCBEvent("x.begun", b"{}", ["case:C-1"])
"""Under the same tag, of another type."""


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[SQLiteRecorder]:
    with SQLiteRecorder.create(tmp_path / "l.db", ledger_id=new_id(), name="l", zone="Asia/Shanghai") as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    runs=st.lists(st.tuples(st.sampled_from([event(True), event(False), OTHER]), st.integers(1, 300)), max_size=6),
    back=st.integers(0, 400),
)
def test_the_newest_is_the_last_of_all_that_match(
    recorder: SQLiteRecorder, runs: list[tuple[DCBEvent, int]], back: int
) -> None:
    """In any sequence and up to any number, it is the last one that a whole read gives."""
    for one, count in runs:
        recorder.record([one] * count)
    until = max(0, recorder.head().number - back)

    newest = recorder.newest(WANTED, until=until)

    assert newest == next(iter(reversed(list(recorder.stored(WANTED, until=until)))), None)
    assert recorder.newest(WANTED) == next(iter(reversed(list(recorder.stored(WANTED)))), None)


def test_the_newest_is_found_in_few_reads(recorder: SQLiteRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind ten thousand others and before ten thousand more, it takes fewer reads than there are bits in the number."""
    for one in (event(True), OTHER):
        for _ in range(20):
            recorder.record([one] * 500)
    read: list[int] = []
    stored = recorder.stored

    def counted(*given: Any, **named: Any) -> Any:
        for one in stored(*given, **named):
            read.append(one.position)
            yield one

    monkeypatch.setattr(recorder, "stored", counted)

    newest = recorder.newest(WANTED)

    assert newest is not None
    assert newest.position == 10_000
    assert 0 < len(read) < 100


def test_the_newest_under_a_tag_is_read_at_once(recorder: SQLiteRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """One statement reads backwards from the end: what lies close under its tag is not searched for."""
    recorder.record([event(True), *[event(False)] * 500, OTHER])
    monkeypatch.setattr(recorder, "stored", None)

    newest = recorder.newest(WANTED)

    assert newest is not None
    assert newest.position == 1
    assert recorder.newest(DCBQuery(items=[DCBQueryItem(tags=["case:C-9"])])) is None
