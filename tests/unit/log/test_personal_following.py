"""The log says who was erased, and every process that uses the store first does what it says; what no fact promises is swept."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.disclosing import facts_holding
from regledger.errors import PersonalStoreError
from regledger.ledger import Installation, Ledger
from regledger.log.personal import ERASED, ErasureUnfinished, SubjectErased, commitments
from regledger.log.personal.matching import Matching
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Step, county_ledger, given, step

WRITER = Path(__file__).with_name("personal_writer.py")
P1 = "person:p1"
HOUR = 3600.0


def ordering(name: str, hazard: str, subject: str = P1) -> Step:
    return ORDERED.but(
        order=f"R-{hazard}", items=[{**ITEM, "hazard": hazard, "responsible": {"subject": subject, "value": name}}]
    )


ERASE = step(
    "personal.erase", subject=P1, ground="purpose_served", reason="Cleared", authority="emb", erased_on="2026-03-04"
)


@pytest.fixture(scope="module")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture
def ledger(tmp_path: Path, core: Installation) -> Iterator[Ledger]:
    """A county whose order R-H-1 names person:p1; the clock stands on the 4th of March 2026."""
    with county_ledger(tmp_path, installation=core) as opened:
        given(opened, COUNTY, FOUND, ordering("张三", "H-1")).on("2026-03-04")
        yield opened


@pytest.fixture
def reopened(ledger: Ledger, core: Installation) -> Iterator[Ledger]:
    """The same ledger in what stands for another process: nothing is shared but the files."""
    with Ledger.open(ledger.place.url, installation=core, clock=ledger.clock) as other:
        yield other


def submit(ledger: Ledger, one: Step) -> Recorded:
    answer = ledger.submit(Submission(command=one.command, body=one.body))
    assert isinstance(answer, Recorded), answer
    return answer


def name_in(ledger: Ledger, number: int) -> str | None:
    fact = ledger.at(number)
    assert fact is not None
    return ledger.personal._reveal(commitments(fact.body)[0])


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
@pytest.mark.parametrize("then", ["open", "seal", "reveal"])
def test_an_erasure_whose_process_died_is_finished_by_the_next(
    ledger: Ledger, core: Installation, killed_at: int, then: str
) -> None:
    """kill -9 between the fact and the key, the key and the values, the values and whoever is told, and while it is told."""
    [number] = facts_holding(ledger, P1)
    files, place = ledger.personal._files, ledger.place
    key = ledger.personal._key_for(P1)

    done = subprocess.run(
        [sys.executable, str(WRITER), "erase", str(place.file), str(killed_at)], check=False, timeout=60
    )

    assert done.returncode == -signal.SIGKILL
    assert next(iter(ledger.facts(types=["personal.erased"])))
    assert (key in files.keys.read_bytes()) == (killed_at == 1)
    if then == "open":
        with Ledger.open(place.url, installation=core):
            pass
    elif then == "seal":
        draft = ledger.check(Submission(command="order.issue", body=ordering("张三", "H-2").body))
        assert [one.code for one in draft.objections] == ["personal.erased"]
        with pytest.raises(SubjectErased):
            ledger.personal._key_for(P1)
    else:
        assert name_in(ledger, number) == ERASED
    assert key not in files.keys.read_bytes()
    assert rows(files.values, "SELECT box FROM value") == [(b"",)]
    assert rows(files.keys, "SELECT subject, finished FROM erased") == [(P1, 1)]


def test_the_key_is_gone_when_the_erasure_is_answered(ledger: Ledger) -> None:
    """Whoever is told that it is recorded need not use the store again for the key and the values to be destroyed."""
    files, key = ledger.personal._files, ledger.personal._key_for(P1)

    submit(ledger, ERASE)

    assert key not in files.keys.read_bytes()
    assert rows(files.values, "SELECT box FROM value") == [(b"",)]


def test_older_values_beside_the_newest_keys_are_blanked_again(ledger: Ledger, core: Installation) -> None:
    """Where a file of values of before the erasure is put back, whoever opens the ledger next blanks what was erased."""
    files = ledger.personal._files
    before = files.values.read_bytes()
    submit(ledger, ERASE)
    files.values.write_bytes(before)

    with Ledger.open(ledger.place.url, installation=core):
        pass

    assert rows(files.values, "SELECT box FROM value") == [(b"",)]


def test_an_erasure_that_was_not_recorded_destroys_nothing(ledger: Ledger) -> None:
    """Refused, nothing is erased: there is no note of the wish that anybody could carry out later."""
    [number] = facts_holding(ledger, P1)

    ledger.submit(Submission(command=ERASE.command, body={**ERASE.body, "authority": "nobody"}))
    ledger.personal.reapply()

    assert name_in(ledger, number) == "张三"


def test_another_process_neither_reads_nor_adds_after_an_erasure(ledger: Ledger, reopened: Ledger) -> None:
    """It keeps no keys: what was erased here reads Erased there, and a value for it is refused there."""
    [number] = facts_holding(reopened, P1)
    before = name_in(reopened, number)

    submit(ledger, ERASE)

    assert (before, name_in(reopened, number)) == ("张三", ERASED)
    answer = reopened.submit(Submission(command="order.issue", body=ordering("张三", "H-2").body))
    assert [one.code for one in answer.objections] == ["personal.erased"]  # type: ignore[union-attr]


def test_an_erasure_between_deciding_and_recording_stops_the_value(ledger: Ledger, reopened: Ledger) -> None:
    """The boundary of a command that carries a value holds its subject: decided before the erasure it is not recorded after it."""
    asked = ledger.recorder.store._clock  # type: ignore[attr-defined]

    def overtaken() -> int:
        # Asked for the stamp, between the values and the fact: the other process is done by then.
        ledger.recorder.store._clock = asked  # type: ignore[attr-defined]
        return int(asked())

    seal = ledger.personal.seal

    def sealed(*given: object) -> object:
        found = seal(*given)  # type: ignore[arg-type]
        ledger.personal.seal = seal  # type: ignore[method-assign]
        submit(reopened, ERASE)
        return found

    ledger.recorder.store._clock = overtaken  # type: ignore[attr-defined]
    ledger.personal.seal = sealed  # type: ignore[method-assign,assignment]

    answer = ledger.submit(Submission(command="order.issue", body=ordering("张三", "H-2").body))

    assert [one.code for one in answer.objections] == ["personal.erased"]  # type: ignore[union-attr]
    assert [fact.type for fact in ledger.facts(types=["order.issued", "personal.erased"])] == [
        "order.issued",
        "personal.erased",
    ]


@pytest.mark.parametrize("older", ["both", "keys", "values"])
def test_an_older_store_that_was_put_back_is_erased_anew(ledger: Ledger, core: Installation, older: str) -> None:
    """Files from a back-up of before the erasure show nothing: whoever opens the ledger does what its log says."""
    files, [number] = ledger.personal._files, facts_holding(ledger, P1)
    kept = {path: path.read_bytes() for path in (files.keys, files.values)}
    key = ledger.personal._key_for(P1)
    submit(ledger, ERASE)
    for path in {"both": list(kept), "keys": [files.keys], "values": [files.values]}[older]:
        path.write_bytes(kept[path])

    with Ledger.open(ledger.place.url, installation=core) as opened:
        opened.personal.reapply()

        assert name_in(opened, number) == ERASED
    assert key not in files.keys.read_bytes()
    assert rows(files.values, "SELECT box FROM value") == [(b"",)]


def test_where_nothing_can_be_destroyed_nothing_is_shown_either(
    ledger: Ledger, core: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unfinished erasure whose keys somebody holds locked reads Erased, and adding a value is told why it cannot be."""
    files, [number] = ledger.personal._files, facts_holding(ledger, P1)
    kept = files.keys.read_bytes()
    submit(ledger, ERASE)
    files.keys.write_bytes(kept)
    monkeypatch.setattr("regledger.log.personal.files._BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(files.keys, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with Ledger.open(ledger.place.url, installation=core) as opened:
            assert opened.personal.erased(P1)
            assert name_in(opened, number) == ERASED
            with pytest.raises(ErasureUnfinished, match="next use of it finishes"):
                opened.personal._key_for("person:p2")


def orphan(ledger: Ledger, tmp_path: Path) -> None:
    """A value whose process was killed before its fact."""
    order = tmp_path / "order.json"
    order.write_text(json.dumps(ordering("李四", "H-2", "person:p2").body))
    done = subprocess.run(
        [sys.executable, str(WRITER), "die", str(ledger.place.file), str(order)], check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL


def test_an_orphan_is_swept_once_it_is_old(ledger: Ledger, tmp_path: Path) -> None:
    """A value that no fact commits to stays for an hour, for its fact may be on its way; then it goes, and no other does."""
    orphan(ledger, tmp_path)
    files, matching = ledger.personal._files, ledger.personal.matching(ledger.recorder)

    young = matching.sweep()
    change(files.values, f"UPDATE value SET put_at = put_at - {int(HOUR * 1_000_000)}")
    left = matching.orphans()
    old = matching.sweep()

    assert (young, left.old, left.young, old) == (0, 1, 0, 1)
    assert rows(files.values, "SELECT subject FROM value") == [(P1,)]
    assert name_in(ledger, facts_holding(ledger, P1)[0]) == "张三"


def test_nothing_is_swept_between_a_value_and_its_fact(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a recording takes, the value that it put away stays: the sweep says that it cannot, and the fact has its value."""
    monkeypatch.setattr("regledger.log.personal.under_way.WAITED", 0.1)
    stamp = ledger.recorder.store._clock  # type: ignore[attr-defined]
    told = []

    def slow() -> int:
        change(ledger.personal._files.values, "UPDATE value SET put_at = 0")
        with pytest.raises(PersonalStoreError, match="Sweep again"):
            ledger.personal.matching(ledger.recorder).sweep()
        told.append(True)
        return int(stamp())

    ledger.recorder.store._clock = slow  # type: ignore[attr-defined]

    number = submit(ledger, ordering("李四", "H-2", "person:p2")).numbers[0]

    assert told
    assert name_in(ledger, number) == "李四"


def test_a_fact_recorded_since_the_last_search_keeps_its_value(ledger: Ledger) -> None:
    """However old the value is: the log is searched up to its head before anything goes."""
    matching = ledger.personal.matching(ledger.recorder)
    matching.sweep()
    number = submit(ledger, ordering("李四", "H-2", "person:p2")).numbers[0]
    change(ledger.personal._files.values, "UPDATE value SET put_at = 0")

    assert matching.sweep() == 0
    assert name_in(ledger, number) == "李四"
    assert matching.numbers("person:p2") == [number]


def test_a_fact_recorded_while_the_log_is_searched_keeps_its_value(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in behind the search, before the sweep was alone, is searched too."""
    matching, search = ledger.personal.matching(ledger.recorder), Matching._match
    recorded: list[int] = []

    def searched(self: Matching) -> None:
        search(self)
        recorded.extend(submit(ledger, ordering("李四", "H-2", "person:p2")).numbers)
        change(ledger.personal._files.values, "UPDATE value SET put_at = 0")

    monkeypatch.setattr(Matching, "_match", searched)

    assert matching.sweep() == 0
    assert name_in(ledger, recorded[0]) == "李四"


def test_a_log_that_was_put_back_is_searched_from_its_beginning(ledger: Ledger) -> None:
    """Where another fact has the number up to which it was searched, what was found before says nothing."""
    matching = ledger.personal.matching(ledger.recorder)
    matching.sweep()
    change(ledger.personal._files.values, "UPDATE value SET put_at = 0, number = NULL")
    change(ledger.personal._files.values, "UPDATE matched SET digest = x'00'")

    assert matching.sweep() == 0


@pytest.mark.parametrize("act", ["seal", "sweep"])
def test_values_of_the_release_before_are_read_and_age_from_now(ledger: Ledger, act: str) -> None:
    """A file of values of 0.1.0, without stamps, opens as it is; its first writer stamps what is in it as put there now."""
    files, [number] = ledger.personal._files, facts_holding(ledger, P1)
    with closing(sqlite3.connect(files.values, isolation_level=None)) as values:
        values.executescript(
            """
            DROP INDEX value_subject; DROP TABLE matched;
            CREATE TABLE old (
                commitment TEXT PRIMARY KEY, subject TEXT NOT NULL, fact TEXT NOT NULL, path TEXT NOT NULL,
                nonce BLOB NOT NULL, box BLOB NOT NULL, key_print BLOB NOT NULL
            ) WITHOUT ROWID;
            INSERT INTO old SELECT commitment, subject, fact, path, nonce, box, key_print FROM value;
            DROP TABLE value; ALTER TABLE old RENAME TO value;
            """
        )
    read = name_in(ledger, number)

    if act == "seal":
        submit(ledger, ordering("李四", "H-2", "person:p2"))
    swept = ledger.personal.matching(ledger.recorder).sweep()

    assert (read, swept) == ("张三", 0)
    assert name_in(ledger, number) == "张三"
    assert all(put_at > 1_700_000_000_000_000 for (put_at,) in rows(files.values, "SELECT put_at FROM value"))  # type: ignore[operator]


def test_a_store_that_cannot_be_swept_says_why(ledger: Ledger) -> None:
    """Damaged, the file of values is named."""
    ledger.personal._files.values.write_bytes(b"no database" * 1000)

    with pytest.raises(PersonalStoreError, match=r"\.personal"):
        ledger.personal.matching(ledger.recorder).sweep()
