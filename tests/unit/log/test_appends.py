"""An append that no store can keep is told so by itself, whatever is recorded together with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.persistence import ProgrammingError
from regledger.errors import BadFact
from regledger.log.recorder import Append
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event, tagged

LEDGER = "01900000-0000-7000-8000-000000000001"


def holding(data: Any) -> Append:
    return Append([DCBEvent("T", data, ["case:1"])])


def after(number: Any) -> Append:
    return Append([event("case:1")], DCBAppendCondition(tagged("case:1"), number))


def asking(**item: Any) -> Append:
    return Append([event("case:1")], DCBAppendCondition(DCBQuery([DCBQueryItem(**item)])))


MALFORMED: dict[str, tuple[Append, type[Exception]]] = {
    "nothing": (Append([]), ProgrammingError),
    "nothing, out of a generator": (Append(iter(())), ProgrammingError),  # type: ignore[arg-type]
    "after a number below all": (after(-1), ProgrammingError),
    "after a number above all": (after(1 << 63), ProgrammingError),
    "after a text": (after("7"), ProgrammingError),
    "a type that is no text": (asking(types=[None]), ProgrammingError),
    "a tag that no text can be": (asking(tags=["\ud800"]), ProgrammingError),
    "a command that is text": (Append([event("case:1")], commands={"ab" * 32: "{}"}), ProgrammingError),  # type: ignore[dict-item]
    "a command under no digest": (Append([event("case:1")], commands={"?": b"{}"}), ProgrammingError),
    "data that are text": (holding("{}"), BadFact),
    "data that are not there": (holding(None), BadFact),
    "data that are no UTF-8": (holding(b"\xff"), BadFact),
    "data with a zero byte": (holding(b"\0"), BadFact),
}


@pytest.mark.parametrize(("malformed", "expected"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_append_is_told_by_itself(tmp_path: Path, malformed: Append, expected: type[Exception]) -> None:
    """What is malformed in an append is found before anything is written, and those beside it are recorded."""
    with SQLiteRecorder.create(tmp_path / "a.db", ledger_id=LEDGER, name="county", zone="UTC") as store:
        first, told, last = store.record_all([Append([event("case:2")]), malformed, Append([event("case:3")])])

        assert type(told) is expected
        assert [first, last] == list(map(list, zip(store.stored(), strict=False)))


def test_the_last_number_there_can_be_is_no_mistake(tmp_path: Path) -> None:
    """A condition may begin after any number that a fact can have."""
    with SQLiteRecorder.create(tmp_path / "a.db", ledger_id=LEDGER, name="county", zone="UTC") as store:
        told = store.record_all([after(0), after((1 << 63) - 1)])

        assert all(isinstance(one, list) for one in told)
