"""A ledger that is not all there yet is nobody's: not opened, not swept, not written to, and gone on with."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from regledger.errors import PersonalStoreError, RegledgerError
from regledger.ledger import Ledger
from regledger.log.attachments.added import AttachmentAdded
from regledger.log.personal.files import key_print
from regledger.log.personal.under_way import UnderWay
from regledger.log.stores import LeftBehind, RestoreUnfinished, place_of
from regledger.safekeeping import backup, check_backup, copy, restore
from regledger.safekeeping.errors import CopyDiffers, KeysUnfit
from regledger.safekeeping.progress import Progress
from regledger.testing.postgres import PostgresServer

from .county import CORE, assert_equal, beside, create, entries, opened, revealed, see
from .test_restore import record, record_erasure


class _BrokenOff(Exception):
    """What ends a restore half-way, as a kill would."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "apart.keys"


def breaking_off(stage: str) -> Callable[[Progress], None]:
    def tell(at: Progress) -> None:
        if at.stage == stage:
            raise _BrokenOff

    return tell


def test_a_half_restored_ledger_is_not_opened(
    url: str, folder: Path, keys: Path, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off with half of the facts in, it is refused by name to whoever opens, backs up or copies it; the same restore finishes it."""
    monkeypatch.setattr("regledger.safekeeping.entries.PAGE", 5)
    backup(url, folder, keys=keys)
    with pytest.raises(_BrokenOff):
        restore(folder, elsewhere, keys=keys, tell=breaking_off("facts"))

    for work in (
        lambda: opened(elsewhere),
        lambda: backup(elsewhere, tmp_path / "second", without_keys=True),
        lambda: copy(elsewhere, f"sqlite:///{tmp_path}/copied.db"),
    ):
        with pytest.raises(RestoreUnfinished, match=r'Run the same "regledger restore" again'):
            work()

    assert not (tmp_path / "second").exists()
    restore(folder, elsewhere, keys=keys)
    assert_equal(url, elsewhere)


def test_no_ledger_is_made_where_one_is_being_restored(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """Before the first fact is in, the place is taken already."""
    backup(url, folder, keys=keys)
    target = f"sqlite:///{tmp_path}/new.db"
    (tmp_path / "new.db.restoring").touch()

    with pytest.raises(LeftBehind, match="restoring"):
        Ledger.create(target, installation=CORE)

    restore(folder, target, keys=keys)
    assert_equal(url, target)


def test_a_restore_without_a_folder_is_gone_on_with(
    folder: Path, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL with nothing beside, the ledger says itself that it is not all there, and the next restore goes on."""
    monkeypatch.setattr("regledger.safekeeping.entries.PAGE", 3)
    source, target = f"sqlite:///{tmp_path}/plain.db", postgres.new_database()
    with create(source) as ledger:
        for number in range(8):
            register(ledger, f"a{number}")
    backup(source, folder)
    with pytest.raises(_BrokenOff):
        restore(folder, target, tell=breaking_off("facts"))

    with pytest.raises(RestoreUnfinished):
        opened(target)
    restored = restore(folder, target)

    assert restored.figure.number == 8
    with opened(source) as one, opened(target) as two:
        assert entries(one.recorder) == entries(two.recorder)
    with pytest.raises(RegledgerError, match="There is a ledger"):
        restore(folder, target)


def register(ledger: Ledger, id_: str) -> None:
    from regledger.deciding.answers import Submission  # noqa: PLC0415

    body = {"authority": id_, "name": id_, "registered_on": "2026-01-04"}
    ledger.submit(Submission(command="authority.register", body=body))


@pytest.mark.parametrize("how", ["restore", "copy"])
def test_a_sweep_waits_for_the_facts(url: str, folder: Path, keys: Path, tmp_path: Path, how: str) -> None:
    """While values wait for their facts, whoever sweeps at the target waits too, and takes none of them."""
    backup(url, folder, keys=keys)
    target = f"sqlite:///{tmp_path}/new.db"
    under_way = UnderWay.of(tmp_path / "new.db")
    found: list[object] = []

    def sweep() -> None:
        with under_way.nobody(), opened(target) as ledger:
            found.append(ledger.recorder.head().number)

    threads: list[threading.Thread] = []

    def tell(at: Progress) -> None:
        if at.stage == "facts" and not threads:
            threads.append(threading.Thread(target=sweep))
            threads[0].start()
            time.sleep(0.3)
            assert found == []

    if how == "restore":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("regledger.safekeeping.entries.PAGE", 5)
            restore(folder, target, keys=keys, tell=tell)
    else:
        copy(url, target, tell=tell)
    [thread] = threads
    thread.join(20)

    assert found == [24]
    assert_equal(url, target)


@pytest.mark.parametrize("how", ["restore", "copy"])
def test_a_value_that_did_not_come_with_its_fact_is_named(
    url: str, folder: Path, keys: Path, tmp_path: Path, how: str
) -> None:
    """However it got lost on the way, a value that a fact commits to fails the run with the fact's number."""
    backup(url, folder, keys=keys)
    target = f"sqlite:///{tmp_path}/new.db"

    def tell(at: Progress) -> None:
        if at.stage == "facts":
            with closing(sqlite3.connect(tmp_path / "new.db.personal")) as connection, connection:
                connection.execute("DELETE FROM value WHERE subject = 'person:first-2'")

    works = {
        "restore": lambda: restore(folder, target, keys=keys, tell=tell),
        "copy": lambda: copy(url, target, tell=tell),
    }
    with pytest.raises(CopyDiffers, match=r"the value of fact 10 under commitment [0-9a-f]{64} is missing"):
        works[how]()


def test_a_sweep_that_is_kept_waiting_removes_nothing(
    url: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as somebody copies into the ledger, a sweep there says so."""
    monkeypatch.setattr("regledger.log.personal.under_way.WAITED", 0.2)
    copy(url, elsewhere)

    with opened(elsewhere) as ledger, UnderWay.of(beside(elsewhere)).until_recorded():
        matching = ledger.personal.matching(ledger.recorder)
        with pytest.raises(PersonalStoreError, match="nothing was removed"):
            matching.sweep(-60)


def _keys(path: Path) -> tuple[set[str], set[str]]:
    with closing(sqlite3.connect(path)) as connection:
        held = {one for (one,) in connection.execute("SELECT subject FROM subject")}
        return held, {one for (one,) in connection.execute("SELECT subject FROM erased")}


def test_destroyed_keys_do_not_come_back_with_a_back_up(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """A ledger that was put back from before an erasure does not overwrite newer keys with the destroyed one."""
    backup(url, folder, keys=tmp_path / "old.keys")
    restore(folder, f"sqlite:///{tmp_path}/back.db", keys=tmp_path / "old.keys")
    with opened(url) as ledger:
        ledger.personal.erase("person:first-0")
        see(ledger, "later")
    backup(url, tmp_path / "newer", keys=keys)
    keys.chmod(0o644)

    backup(f"sqlite:///{tmp_path}/back.db", tmp_path / "third", keys=keys)

    held, erased = _keys(keys)
    assert "person:first-0" not in held
    assert erased == {"person:first-0"}
    assert {"person:later", "person:first-1"} <= held, "a newer back-up's keys are still there"
    assert keys.stat().st_mode & 0o777 == 0o600
    values = next((tmp_path / "third").glob("personal.*"))
    with closing(sqlite3.connect(values)) as connection:
        rows = connection.execute("SELECT box FROM value WHERE subject = 'person:first-0'").fetchall()
    assert [box for (box,) in rows] == [b""] * 4


def test_destroyed_keys_do_not_come_back_with_a_copy(url: str, elsewhere: str, tmp_path: Path) -> None:
    """What the target notes as erased stays so, though the source knows nothing of it."""
    copy(url, elsewhere)
    with opened(elsewhere) as ledger:
        ledger.personal.erase("person:first-0")

    copy(url, elsewhere)

    held, erased = _keys(Path(f"{beside(elsewhere)}.keys"))
    assert ("person:first-0" in held, erased) == (False, {"person:first-0"})
    with opened(elsewhere) as ledger:
        assert revealed(ledger)[:4] == ["Erased"] * 4
    assert place_of(url).file is not None


def test_damaged_keys_are_not_taken_for_whole(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """One other byte in one key is told by the check, and nothing is restored with it."""
    backup(url, folder, keys=keys)
    with closing(sqlite3.connect(keys)) as connection, connection:
        connection.execute("UPDATE subject SET key = zeroblob(32) WHERE subject = 'person:first-3'")

    with pytest.raises(KeysUnfit, match="1 of its keys are not what was made"):
        check_backup(folder, keys=keys)
    with pytest.raises(KeysUnfit):
        restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)

    assert not (tmp_path / "new.db").exists()


def test_two_keys_of_one_subject_are_told(url: str, folder: Path, keys: Path) -> None:
    """A file that holds another key of somebody, of values that were recorded elsewhere, is not overwritten."""
    backup(url, folder, keys=keys)
    key = b"k" * 32
    with closing(sqlite3.connect(keys)) as connection, connection:
        connection.execute("UPDATE subject SET key = ? WHERE subject = 'person:first-3'", (key,))
        connection.execute("DELETE FROM made")
        connection.execute("INSERT INTO made VALUES (?)", (key_print(key),))
    before = keys.read_bytes()

    with pytest.raises(KeysUnfit, match="another key of person:first-3"):
        backup(url, folder, keys=keys)

    assert keys.read_bytes() == before


def test_a_copy_takes_an_erased_persons_file_away(url: str, elsewhere: str) -> None:
    """Copied again after an erasure, the target has neither the encrypted file nor a complaint that it is missing."""
    with opened(url) as ledger:
        mine, path = next(iter(ledger.attachments.files()))
        body = AttachmentAdded(
            digest=mine,
            title="",
            media_type="image/jpeg",
            size=path.stat().st_size,
            owner="person:first-0",
            subject="authority:first-0",
            added_on=date(2026, 3, 2),
        )
        record(ledger, body)
    assert copy(url, elsewhere).attachments == 6
    there = Path(f"{beside(elsewhere)}.attachments", mine[:2], mine[2:])
    assert there.exists()
    with opened(url) as ledger:
        record_erasure(ledger, "person:first-0")

    copied = copy(url, elsewhere)

    assert (copied.attachments, copied.missing) == (5, ())
    # Before anybody opens it: whoever does carries the erasure out.
    assert not there.exists()
