"""What is SQLite's own: the file, its errors, and how the tag index is used."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from regledger.errors import LaterFormat, LedgerExists, LedgerMissing, NotALedger, StoreBusy
from regledger.log.query import matching, tag_hash, type_hash
from regledger.log.recorder import ConditionFailed
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.sqlite.file import BadLedgerSetting
from regledger.log.sqlite.query import WORDS
from regledger.testing.recorder_contract import event, tagged

LEDGER = "01900000-0000-7000-8000-000000000001"


def create(path: Path, **options: Any) -> SQLiteRecorder:
    settings = {"ledger_id": LEDGER, "name": "county", "zone": "Asia/Shanghai", **options}
    return SQLiteRecorder.create(path, **settings)


def change(path: Path, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, values)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed ledger of 2,000 facts."""
    ledger = tmp_path / "county.db"
    with create(ledger) as recorder:
        recorder.append([event("site:1", f"row:{n}", data=b'{"n":%d}' % n) for n in range(2_000)])
    return ledger


def test_a_ledger_is_one_private_file(path: Path) -> None:
    """A closed ledger is one file that its owner alone may read, and nothing else is left in the folder."""
    assert [p.name for p in path.parent.iterdir()] == ["county.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with SQLiteRecorder.open(str(path)) as recorder:
        assert (recorder.ledger_id, recorder.name, recorder.zone) == (LEDGER, "county", "Asia/Shanghai")


def test_a_ledger_is_never_made_over_another_file(path: Path) -> None:
    """Making a ledger where a file is, even a forgotten -wal, changes nothing and says so."""
    before = path.read_bytes()
    forgotten = path.with_name("other.db-wal")
    forgotten.write_bytes(b"frames")

    with pytest.raises(LedgerExists, match=r"county\.db"):
        create(path)
    with pytest.raises(LedgerExists, match="-wal"):
        create(path.with_name("other.db"))

    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["county.db", "other.db-wal"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [("name", "County"), ("name", ""), ("name", "x" * 33), ("zone", "Mars/Olympus"), ("ledger_id", "seven")],
)
def test_a_ledger_with_bad_settings_is_not_made(tmp_path: Path, setting: str, value: str) -> None:
    """A name, zone or id that cannot be used is named, and no file is made."""
    with pytest.raises(BadLedgerSetting, match=setting.removeprefix("ledger_")):
        create(tmp_path / "a.db", **{setting: value})

    assert list(tmp_path.iterdir()) == []


def test_a_missing_ledger_is_named(tmp_path: Path) -> None:
    """Opening what is not there says how to make it, and makes nothing."""
    with pytest.raises(LedgerMissing, match="regledger init"):
        SQLiteRecorder.open(tmp_path / "none.db")

    assert list(tmp_path.iterdir()) == []


def _other_database(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE meta (key, value)")


def _other_database_with_our_mark(path: Path) -> None:
    mark = path.read_bytes()[68:72]
    _other_database(path)
    change(path, f"PRAGMA application_id = {int.from_bytes(mark, 'big')}")


def _overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)


NOT_LEDGERS = {
    "zero bytes": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("id,name\n1,甲\n" * 50),
    "garbage": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "cut in the header": lambda path: path.write_bytes(path.read_bytes()[:60]),
    "cut after the header": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "cut after a page": lambda path: path.write_bytes(path.read_bytes()[:4096]),
    "cut in the middle": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 7]),
    "overwritten": _overwritten,
    "another program's database": _other_database,
    "another database with our mark": _other_database_with_our_mark,
}


@pytest.mark.parametrize("spoil", NOT_LEDGERS.values(), ids=NOT_LEDGERS.keys())
def test_what_is_no_ledger_is_named(path: Path, spoil: Any) -> None:
    """A file that is not a ledger, or no longer one, is named and left exactly as it was."""
    spoil(path)
    before = path.read_bytes()

    with pytest.raises(NotALedger, match=r"county\.db is not a regledger ledger: "):
        SQLiteRecorder.open(path)

    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["county.db"]


def test_a_fact_of_no_type_is_damage(path: Path) -> None:
    """A fact whose interned type is gone is named as damage, for one and for many."""
    change(path, "DELETE FROM type")

    with SQLiteRecorder.open(path) as recorder:
        for read in (lambda: recorder.at(1), lambda: list(recorder.stored())):
            with pytest.raises(NotALedger, match="damaged"):
                read()


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    """A folder is named as one."""
    with pytest.raises(NotALedger, match="folder"):
        SQLiteRecorder.open(tmp_path)


def test_a_later_format_is_named(path: Path) -> None:
    """A ledger of a later format is refused with both formats."""
    change(path, "UPDATE meta SET value = '2' WHERE key = 'format'")

    with pytest.raises(LaterFormat, match="format 2; this release reads format 1"):
        SQLiteRecorder.open(path)


def test_facts_are_never_edited(path: Path) -> None:
    """The file itself refuses to edit or delete a fact."""
    for sql in ("UPDATE fact SET data = x'7B7D' WHERE number = 1", "DELETE FROM fact WHERE number = 2000"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            change(path, sql)


def test_a_busy_ledger_is_named(path: Path) -> None:
    """An append waits a bounded time for another writer, then says so, and works once that one is done."""
    with SQLiteRecorder.open(path, busy_seconds=0.05) as recorder:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusy, match=r"0\.05 seconds"):
                recorder.append([event()])

        assert recorder.append([event()]) == 2_001


def test_a_failed_condition_names_the_fact(path: Path) -> None:
    """The error of a failed condition carries the number of the first fact that matched."""
    with SQLiteRecorder.open(path) as recorder, pytest.raises(ConditionFailed) as caught:
        recorder.append([event()], DCBAppendCondition(tagged("row:7"), after=3))

    assert caught.value.number == 8


def test_a_collision_of_hashes_never_shows(path: Path) -> None:
    """A fact that the index offers under a tag it does not have is not answered, and fails no condition."""
    change(path, "INSERT INTO tag (hash, number) VALUES (?, 7)", tag_hash("case:9"))
    change(path, "INSERT INTO tag (hash, number) VALUES (?, 7)", type_hash("case.opened"))

    with SQLiteRecorder.open(path) as recorder:
        assert list(recorder.stored(tagged(types=["case.opened"]))) == []
        assert list(recorder.stored(tagged("case:9"))) == []
        assert list(recorder.stored(tagged("case:9", "site:1"))) == []


def test_types_of_a_rolled_back_commit_are_forgotten(path: Path) -> None:
    """A type first seen in a commit that failed is recorded rightly in the next one."""
    with SQLiteRecorder.open(path) as recorder:
        with pytest.raises(Exception, match="limit"):
            recorder.append([event(type="a.new"), event(data=b"x" * 70_000)])
        recorder.append([event(type="b.new"), event(type="a.new")])

        assert [e.event.type for e in recorder.stored(after=2_000)] == ["b.new", "a.new"]


def test_types_of_another_process_are_learnt(path: Path) -> None:
    """A type that another recorder interned later is read under its name."""
    with SQLiteRecorder.open(path) as one, SQLiteRecorder.open(path) as other:
        assert next(one.stored()).event.type == "hazard.found"
        other.append([event(type="b.new")])

        assert [e.event.type for e in one.stored(after=2_000)] == ["b.new"]


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger of 20,000 facts that all share one tag, half of them another, and one of them a third."""
    path = tmp_path / "crowded.db"
    with create(path) as recorder:
        facts = [DCBEvent("a.b", b"{}", ["authority:1", f"half:{n % 2}", f"case:{n}"]) for n in range(20_000)]
        recorder.append(facts)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("item", "numbers"),
    [
        (DCBQueryItem(tags=["authority:1", "half:1", "case:12345"]), [12_346]),
        (DCBQueryItem(tags=["case:12344", "half:1", "authority:1"]), []),
        (DCBQueryItem(tags=["authority:1", "never:1"]), []),
        (DCBQueryItem(types=["a.b"], tags=["authority:1", "case:3"]), [4]),
        (DCBQueryItem(types=["never.recorded"], tags=["authority:1"]), []),
    ],
)
def test_the_rarest_tag_drives(crowded: sqlite3.Connection, item: DCBQueryItem, numbers: list[int]) -> None:
    """An item with a rare tag costs the steps of the rare one, however common its others are."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    crowded.set_progress_handler(count, 1)
    found = matching(
        WORDS.speech,
        lambda sql, values: crowded.execute(sql, values).fetchall(),
        lambda _: "a.b",
        DCBQuery([item]),
        after=0,
        until=20_000,
    )

    assert [row[0] for row in found] == numbers
    assert steps < 1_500


def test_the_terms_of_all_items_are_counted_in_one_statement(crowded: sqlite3.Connection) -> None:
    """However many items a query has, finding the rarest term of each is one statement where each has a rare one."""
    items = [DCBQueryItem(types=["a.b", "a.c"], tags=["authority:1", f"case:{n}"]) for n in range(0, 400, 10)]
    said: list[str] = []

    def read(sql: str, values: dict[str, Any]) -> list[Any]:
        said.append(sql)
        return crowded.execute(sql, values).fetchall()

    found = [row[0] for row in matching(WORDS.speech, read, lambda _: "a.b", DCBQuery(items), after=0, until=20_000)]

    assert found == list(range(1, 401, 10))
    assert sum("count(*)" in sql for sql in said) == 1


@pytest.mark.parametrize("items", [[], [DCBQueryItem(tags=["authority:1"])]])
def test_no_statement_reads_the_whole_log(crowded: sqlite3.Connection, items: list[DCBQueryItem]) -> None:
    """However much a query matches, it is read in pages of a few hundred facts."""
    pages: list[int] = []

    def read(sql: str, values: dict[str, Any]) -> list[Any]:
        rows = crowded.execute(sql, values).fetchall()
        pages.append(len(rows))
        return rows

    found = matching(WORDS.speech, read, lambda _: "a.b", DCBQuery(items), after=0, until=20_000)

    assert sum(1 for _ in found) == 20_000
    assert max(pages) <= 512


def test_a_query_of_many_items_is_answered(path: Path) -> None:
    """More items than one statement can hold are merged in order, each fact once."""
    items = [DCBQueryItem(tags=[f"row:{n}"]) for n in range(1_999, 0, -3)]

    with SQLiteRecorder.open(path) as recorder:
        found = [e.position for e in recorder.stored(DCBQuery([*items, *items, DCBQueryItem(tags=["row:0"])]))]

    assert found == [1, *range(2, 2_001, 3)]


def test_an_item_of_many_tags_is_answered(path: Path) -> None:
    """An item with more tags than the index looks up is still matched on each of them."""
    with SQLiteRecorder.open(path) as recorder:
        recorder.append([event(*(f"t:{n}" for n in range(40))), event(*(f"t:{n}" for n in range(39)))])

        assert [e.position for e in recorder.stored(tagged(*(f"t:{n}" for n in range(40))))] == [2_001]
