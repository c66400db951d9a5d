"""Several writers on one ledger, threads and processes: whoever loses decides anew, on what the winner recorded."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from eventsourcing.persistence import IntegrityError
from regledger.deciding import submit as submit_module
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.errors import Conflict
from regledger.ledger import Installation, Ledger
from regledger.testing.scenario import Scenario

WRITER = Path(__file__).with_name("racing_writer.py")
CLEAR = Submission(command="hazard.clear", body={"hazard": "H-1", "cleared_on": "2026-03-21"})


def register(number: int, key: str = "") -> Submission:
    body = {"authority": f"a-{number}", "name": "Another", "registered_on": "2026-03-02"}
    return Submission(command="authority.register", body=body, key=key)


def in_threads(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered; all start at once."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def in_processes(ledger: Ledger, folder: Path, *lists: Sequence[Submission]) -> list[list[str]]:
    """What each process was answered, line by line; all start at once."""
    started = []
    for number, sent in enumerate(lists):
        lines = folder / f"lines-{number}.ndjson"
        lines.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in sent))
        command = [sys.executable, str(WRITER), str(ledger.place.file), str(lines)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for one in started:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate(timeout=120)[0].splitlines() for one in started]
    assert [one.returncode for one in started] == [0] * len(started)
    return answers


def test_two_threads_never_both_clear_one_hazard(ready: Scenario, core: Installation) -> None:
    """Eight writers, each on its own opened ledger: one clears, seven are refused because it is cleared already."""
    url = f"sqlite:///{ready.ledger.place.file}"
    ledgers = [Ledger.open(url, clock=ready.clock, installation=core) for _ in range(8)]

    answers = in_threads(*(lambda one=one: one.submit(CLEAR) for one in ledgers))  # type: ignore[misc]

    for one in ledgers:
        one.close()
    assert sum(isinstance(answer, Recorded) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert {one.code for answer in refused for one in answer.objections} == {"hazard.cleared_already"}
    assert len(list(ready.ledger.facts(types=["hazard.cleared"]))) == 1


def test_two_processes_never_both_clear_one_hazard(ready: Scenario, tmp_path: Path) -> None:
    """As with threads: one wins, and the other is told why not."""
    first, second = in_processes(ready.ledger, tmp_path, [CLEAR], [CLEAR])

    assert sorted(answer.partition(" ")[0] for answer in (*first, *second)) == ["recorded", "refused"]
    assert "refused hazard.cleared_already" in {*first, *second}
    assert len(list(ready.ledger.facts(types=["hazard.cleared"]))) == 1


def test_one_key_from_many_threads_is_recorded_once(county: Scenario) -> None:
    """Eight threads send forty keyed lines each, all the same: forty facts, and every answer names the same numbers."""
    sent = [register(number, key=f"k-{number}") for number in range(40)]
    before = county.ledger.recorder.head().number

    answers = in_threads(*(lambda: [county.ledger.submit(one) for one in sent] for _ in range(8)))

    assert county.ledger.recorder.head().number == before + 40
    for of_one in zip(*answers, strict=True):
        assert all(isinstance(answer, Recorded) for answer in of_one)
        assert len({answer.numbers for answer in of_one}) == 1
        assert Counter(answer.again for answer in of_one) == {False: 1, True: 7}


def test_one_key_from_several_processes_is_recorded_once(county: Scenario, tmp_path: Path) -> None:
    """Three processes send the same thirty keyed lines."""
    sent = [register(number, key=f"k-{number}") for number in range(30)]
    before = county.ledger.recorder.head().number

    answers = in_processes(county.ledger, tmp_path, sent, sent, sent)

    assert county.ledger.recorder.head().number == before + 30
    for of_one in zip(*answers, strict=True):
        assert sorted(answer.split()[0] for answer in of_one) == ["again", "again", "recorded"]
        assert len({answer.split()[1] for answer in of_one}) == 1


def test_a_key_is_recorded_once_though_nothing_else_collides(
    county: Scenario, core: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key stands in the append's condition: what another writer sent under it between decision and append is answered."""
    confirm = Submission(
        command="rule.confirm",
        body={"rule": "I-04", "authority": "emb", "document": "应急〔2020〕9号", "confirmed_on": "2026-03-09"},
        key="line-1",
    )
    record = county.ledger.recorder.record

    def beaten(*given: Any, **named: Any) -> Any:
        monkeypatch.undo()
        with Ledger.open(f"sqlite:///{county.ledger.place.file}", clock=county.clock, installation=core) as other:
            assert isinstance(other.submit(confirm), Recorded)
        return record(*given, **named)

    monkeypatch.setattr(county.ledger.recorder, "record", beaten)

    answer = county.ledger.submit(confirm)

    assert isinstance(answer, Recorded)
    assert answer.again
    assert len(list(county.ledger.facts(types=["rule.confirmed"]))) == 1


def test_writers_on_one_record_all_get_through(ready: Scenario, tmp_path: Path) -> None:
    """Four processes report the same hazard rectified twenty-five times each: every report conflicts with every other,
    all are recorded in the end, and none gives up."""
    lists = [
        [
            Submission(
                command="hazard.report_rectified",
                body={
                    "hazard": "H-1",
                    "rectifier": "p-7",
                    "evidence": f"Photo {writer}-{number}",
                    "reported_on": "2026-03-19",
                },
            )
            for number in range(25)
        ]
        for writer in range(4)
    ]

    answers = in_processes(ready.ledger, tmp_path, *lists)

    assert Counter(answer.split()[0] for one in answers for answer in one) == {"recorded": 100}
    numbers = sorted(int(answer.split()[1]) for one in answers for answer in one)
    assert numbers == list(range(numbers[0], numbers[0] + 100))


def test_whoever_always_loses_is_told(county: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """A boundary that changes at every try ends in `Conflict`, with the last number, and nothing recorded."""
    tries = []
    before = county.ledger.recorder.head().number

    def lose(*_: Any, **__: Any) -> Any:
        tries.append(1)
        raise IntegrityError

    monkeypatch.setattr(county.ledger.recorder, "record", lose)
    monkeypatch.setattr(submit_module, "PATIENCE", 0.0)

    with pytest.raises(Conflict, match=f"fact {before} "):
        county.ledger.submit(register(1))

    assert len(tries) == submit_module.TRIES
    assert county.ledger.recorder.head().number == before
