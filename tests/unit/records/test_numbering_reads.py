"""What a number costs does not grow with its series, and reading one fact of it tells what reading all would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from regledger.deciding.kinds import fold
from regledger.ledger import Ledger
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, RecordedFact
from regledger.records.numbering import SERIES, NumberCancelled, NumberIssued, SeriesOpened
from regledger.testing.numbering import OPENED, numbers_before
from regledger.testing.penalty import FILED
from regledger.testing.scenario import COUNTY, given

OF_SERIES = {"series": "emb-li-2026", "authority": "emb"}
DAY = date(2026, 3, 2)


def recorded(body: Fact, number: int) -> RecordedFact:
    """`body` as fact `number`."""
    return RecordedFact(
        number=number,
        recorded_at=number,
        type=type(body).__fact__.name,
        version=1,
        tags=("series:emb-li-2026",),
        data=b"",
        body=body,
        zone="Asia/Shanghai",
        commit=Commit(id="", index=0, size=1),
    )


def issued(serial: int) -> NumberIssued:
    return NumberIssued(
        **OF_SERIES, kind="立", year=2026, serial=serial, text=str(serial), subject="case:C-1", issued_on=DAY
    )


def cancelled(serial: int) -> NumberCancelled:
    return NumberCancelled(**OF_SERIES, serial=serial, text=str(serial), reason="Void", cancelled_on=DAY)


@pytest.mark.parametrize("serial", [10, 1_000])
def test_a_number_is_given_from_the_newest_alone(ledger: Ledger, serial: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thousandth number takes as few facts of its series to read as the tenth."""
    scenario = given(ledger, COUNTY, OPENED.but(kind="立", prefix="（湘）应急立")).on("2026-03-02")
    ledger.recorder.record(list(numbers_before(ledger, serial)))
    read: list[int] = []
    stored = ledger.recorder.stored

    def counted(*given: Any, **named: Any) -> Any:
        for one in stored(*given, **named):
            read.append(one.position)
            yield one

    monkeypatch.setattr(ledger.recorder, "stored", counted)

    scenario.when(FILED).is_recorded()

    monkeypatch.undo()
    [newest] = ledger.facts(tags=["series:emb-li-2026", "case:C-1"])
    assert isinstance(newest.body, NumberIssued)
    assert newest.body.serial == serial
    assert len(read) < 100


@generated(st.lists(st.booleans(), max_size=12))
def test_the_newest_facts_fold_to_what_all_would(voids: list[bool]) -> None:
    """Whatever was given and made void, the last number and all that are void come out alike."""
    opened = SeriesOpened(**OF_SERIES, kind="立", year=2026, prefix="x", first=1, opened_on=DAY)
    bodies: list[Fact] = [opened]
    for serial, void in enumerate(voids, 1):
        bodies += [issued(serial), *([cancelled(serial)] if void else [])]
    everything = [recorded(body, number) for number, body in enumerate(bodies, 1)]
    last = [fact for fact in everything if isinstance(fact.body, NumberIssued)][-1:]
    few = sorted([*last, *(fact for fact in everything if not isinstance(fact.body, NumberIssued))], key=by_number)

    whole, short = fold(SERIES, everything), fold(SERIES, few)

    assert whole == short
    assert whole is not None
    assert whole.state.last == len(voids)
    assert whole.state.cancelled == tuple(serial for serial, void in enumerate(voids, 1) if void)


def by_number(fact: RecordedFact) -> int:
    return fact.number


def test_whoever_gives_a_number_of_the_series_collides_with_it(ledger: Ledger) -> None:
    """The append's condition covers every fact of the series, also those that were not read."""
    scenario = given(ledger, COUNTY, OPENED.but(kind="立", prefix="（湘）应急立")).on("2026-03-02")

    draft = ledger.check(scenario.submission(FILED))

    assert draft.dossier is not None
    types = {name for kind, tag in draft.dossier.reads if tag == "series:emb-li-2026" for name in kind.types}
    assert types == {"series.opened", "number.issued", "number.cancelled"}
