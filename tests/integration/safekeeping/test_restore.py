"""A restore verifies before it writes, refuses what is taken, and brings no erased person back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from eventsourcing.dcb.api import DCBEvent
from regledger.errors import LedgerExists, PersonalStoreError
from regledger.ids import new_id
from regledger.ledger import Ledger
from regledger.log.attachments.added import AttachmentAdded
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, NewFact
from regledger.log.stores import NoFolder
from regledger.records.personal.facts import PersonalErased
from regledger.safekeeping import backup, check_backup, restore
from regledger.safekeeping.errors import KeysUnfit
from regledger.testing.postgres import PostgresServer

from .conftest import killed_and_run_again
from .county import assert_equal, create, grow, opened, revealed, see


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "apart.keys"


def record_erasure(ledger: Ledger, subject: str) -> None:
    """The fact, as the command records it; the key is another matter."""
    body = PersonalErased(
        subject=subject, ground="purpose_served", reason="案结", authority="emb", erased_on=date(2026, 5, 4)
    )
    record(ledger, body)


def record(ledger: Ledger, body: Fact) -> None:
    """One fact, a commit of its own."""
    mark = Commit(id=new_id(), index=0, size=1)
    kind, tags, data = ledger.catalogue.encode(NewFact(body=body), zone=ledger.zone, commit=mark)
    ledger.recorder.record([DCBEvent(kind, data, list(tags))])


def test_a_restore_that_was_killed_is_finished_by_the_next(url: str, folder: Path, keys: Path, elsewhere: str) -> None:
    """However often it is killed, running it again makes the ledger equal."""
    with opened(url) as ledger:
        grow(ledger, "more", 60)
    backup(url, folder, keys=keys)

    killed = killed_and_run_again("restore", folder, elsewhere, keys)

    assert killed > 0
    assert_equal(url, elsewhere)
    with pytest.raises(LedgerExists):
        restore(folder, elsewhere, keys=keys)


def test_nothing_that_exists_is_touched(url: str, folder: Path, keys: Path, elsewhere: str, tmp_path: Path) -> None:
    """A place with a ledger, or with the personal values of one, is refused, though it were a copy of the same."""
    backup(url, folder, keys=keys)
    restore(folder, elsewhere, keys=keys)

    with pytest.raises(LedgerExists):
        restore(folder, elsewhere, keys=keys)
    with pytest.raises(LedgerExists):
        restore(folder, url, keys=keys)
    (tmp_path / "free.db.keys").write_bytes(b"somebody's")
    with pytest.raises(LedgerExists, match=r"free\.db\.keys"):
        restore(folder, f"sqlite:///{tmp_path}/free.db", keys=keys)

    assert not (tmp_path / "free.db").exists()
    assert_equal(url, elsewhere)


def test_without_keys_values_stay_sealed(url: str, folder: Path, keys: Path, elsewhere: str) -> None:
    """Everything else works; a personal value names the file of keys that is missing, and reads once it is put there."""
    backup(url, folder, keys=keys)

    restored = restore(folder, elsewhere)

    assert not restored.keys
    with opened(elsewhere) as ledger:
        assert len(list(ledger.facts())) == 24
        assert len(list(ledger.attachments.files())) == 6
        with pytest.raises(PersonalStoreError, match=r"\.keys is not there"):
            revealed(ledger)
        grow_refused = pytest.raises(PersonalStoreError, match="no personal value can be read or added")
        with grow_refused:
            see(ledger, "new")
        ledger.file_beside(".keys", "keys").write_bytes(keys.read_bytes())
        assert "张三 first-0 0" in revealed(ledger)


def test_wrong_keys_are_refused(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """Another ledger's keys, older ones and what holds no keys are each named, and nothing is written."""
    with create(f"sqlite:///{tmp_path}/other.db") as other:
        see(other, "x")
    old, empty = tmp_path / "old.keys", tmp_path / "empty.keys"
    backup(url, tmp_path / "old", keys=old)
    with opened(url) as ledger:
        grow(ledger, "later", 2)
    backup(url, folder, keys=keys)
    empty.touch()
    new = f"sqlite:///{tmp_path}/new.db"

    with pytest.raises(KeysUnfit, match="holds those of store"):
        restore(folder, new, keys=tmp_path / "other.db.keys")
    with pytest.raises(KeysUnfit, match="8 of 32 values were sealed under keys that it never had"):
        restore(folder, new, keys=old)
    with pytest.raises(KeysUnfit, match="it holds none"):
        check_backup(folder, keys=empty)

    assert not (tmp_path / "new.db").exists()


def test_later_keys_open_an_older_back_up(url: str, folder: Path, tmp_path: Path) -> None:
    """Keys only grow, but for those that were destroyed: the latest file of them is always the right one."""
    backup(url, folder, without_keys=True)
    with opened(url) as ledger:
        grow(ledger, "later", 2)
        ledger.personal.erase("person:first-0")
    keys = tmp_path / "later.keys"
    backup(url, tmp_path / "later", keys=keys)

    restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)

    with opened(f"sqlite:///{tmp_path}/new.db") as ledger:
        texts = revealed(ledger)
    assert texts[:4] == ["Erased"] * 4
    assert "张三 first-1 0" in texts
    assert _boxes(tmp_path / "new.db.personal", "person:first-0") == [b""] * 4


@pytest.mark.parametrize("with_keys", [True, False])
def test_an_old_key_brings_no_erased_person_back(url: str, folder: Path, tmp_path: Path, with_keys: bool) -> None:
    """What the log says was erased is erased again, though keys and values of before the erasure are put together."""
    old = tmp_path / "old.keys"
    backup(url, folder, keys=old)
    values = next(folder.glob("personal.*")).read_bytes()
    with opened(url) as ledger:
        record_erasure(ledger, "person:first-0")
    made = backup(url, folder, keys=tmp_path / "new.keys")
    assert made.manifest.values_file is not None
    assert (folder / made.manifest.values_file).read_bytes() != values

    restored = restore(folder, f"sqlite:///{tmp_path}/new.db", keys=old if with_keys else None)

    assert restored.erased == ("person:first-0",)
    assert _boxes(tmp_path / "new.db.personal", "person:first-0") == [b""] * 4
    if with_keys:
        with closing(sqlite3.connect(tmp_path / "new.db.keys")) as connection:
            assert connection.execute("SELECT 1 FROM subject WHERE subject = 'person:first-0'").fetchone() is None
    else:
        (tmp_path / "new.db.keys").write_bytes(old.read_bytes())
    with opened(f"sqlite:///{tmp_path}/new.db") as ledger:
        assert ledger.personal.erased("person:first-0")
        assert revealed(ledger)[:4] == ["Erased"] * 4


def test_an_old_attachment_of_an_erased_person_is_not_brought_back(
    url: str, folder: Path, keys: Path, tmp_path: Path
) -> None:
    """A personal file that was put away before its subject was erased is not restored, nor kept by the next back-up."""
    with opened(url) as ledger:
        (mine, path), *_ = list(ledger.attachments.files())
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
        record_erasure(ledger, "person:first-0")
    first = backup(url, folder, keys=keys)
    assert mine in first.manifest.attachments

    restored = restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)
    path.unlink(missing_ok=True)
    second = backup(url, folder, keys=keys)

    assert restored.attachments == 5
    assert mine not in {one.parent.name + one.name for one in (tmp_path / "new.db.attachments").rglob("*")}
    assert (second.earlier, len(second.manifest.attachments)) == ((), 5)
    assert mine not in {one.parent.name + one.name for one in (folder / "attachments").rglob("*")}


def test_values_need_a_folder(url: str, folder: Path, keys: Path, postgres: PostgresServer) -> None:
    """A PostgreSQL URL without `beside` takes no back-up that holds personal values."""
    backup(url, folder, keys=keys)

    with pytest.raises(NoFolder, match="personal values"):
        restore(folder, postgres.new_database(), keys=keys)


def test_a_back_up_can_be_read_where_nothing_may_be_written(url: str, folder: Path, keys: Path) -> None:
    """Checking changes no byte of the back-up."""
    backup(url, folder, keys=keys)
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    check_backup(folder, keys=keys)
    check_backup(folder, keys=keys)

    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


def _boxes(values: Path, subject: str) -> list[bytes]:
    with closing(sqlite3.connect(values)) as connection:
        rows = connection.execute("SELECT box FROM value WHERE subject = ?", (subject,)).fetchall()
    return [box for (box,) in rows]
