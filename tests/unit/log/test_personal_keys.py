"""The keys of the personal store: bound to their values, never replaced, and a lost key told from a destroyed one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from regledger.errors import PersonalStoreError
from regledger.log.facts import Fact, fact
from regledger.log.personal import ERASED, PersonalStore, commitments
from regledger.log.text import Id, Personal


@fact("person.known", 1, tags={"site": "site"}, occurred="known_on")
class PersonKnown(Fact, frozen=True, kw_only=True):
    """`person.known` v1."""

    site: Id
    person: Personal
    others: tuple[Personal, ...] = ()
    known_on: date


def met(value: str, *others: str) -> PersonKnown:
    return PersonKnown(
        site="S-1",
        person=Personal(subject="person:p1", value=value),
        others=tuple(Personal(value=one) for one in others),
        known_on=date(2026, 3, 2),
    )


def sealed(store: PersonalStore, body: PersonKnown, fact_id: str = "c:0") -> PersonKnown:
    [found] = store.seal([(fact_id, body)], ["site:S-1"])
    assert isinstance(found, PersonKnown)
    return found


@pytest.fixture
def store(tmp_path: Path) -> PersonalStore:
    return PersonalStore(tmp_path / "county.db")


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def test_keys_of_another_store_are_named(store: PersonalStore, tmp_path: Path) -> None:
    """Another store's keys, or an empty file, are neither used nor written to, and no value is said to be altered."""
    found = sealed(store, met("张三"))
    other = PersonalStore(tmp_path / "other.db")
    sealed(other, met("李四"))

    for content in (other._files.keys.read_bytes(), b""):
        store._files.keys.write_bytes(content)

        with pytest.raises(PersonalStoreError, match=r"is of store .* Put back"):
            store._reveal(found.person)
        with pytest.raises(PersonalStoreError, match=r"is of store .* Put back"):
            sealed(store, met("王五"))
        with pytest.raises(PersonalStoreError, match=r"is of store .* Put back"):
            store.probe()
        assert store._files.keys.read_bytes() == content


def test_keys_older_than_the_values_are_told_from_erasure_and_alteration(store: PersonalStore) -> None:
    """A value sealed after the keys' back-up was taken says so, also once its subject has got a new key."""
    first = sealed(store, met("张三"))
    older = store._files.keys.read_bytes()
    later = sealed(store, met("张三", "李四"), "c:1")
    store._files.keys.write_bytes(older)

    with pytest.raises(PersonalStoreError, match=r"never had.* restore a later county\.db\.keys"):
        store._reveal(later.others[0])
    again = sealed(store, met("张三", "王五"), "c:2")
    with pytest.raises(PersonalStoreError, match="never had"):
        store._reveal(later.others[0])

    assert store._reveal_all([first.person, *commitments(again)]) == ["张三", "张三", "王五"]


def test_an_erased_person_may_be_met_again(store: PersonalStore) -> None:
    """After a key was destroyed and a new one made, the old value reads Erased and the new one reads."""
    before = sealed(store, met("张三"))
    change(store._files.keys, "DELETE FROM subject WHERE subject = 'person:p1'")

    after = sealed(store, met("张三"), "c:1")

    assert store._reveal_all([before.person, after.person]) == [ERASED, "张三"]


def test_a_sample_of_the_values_is_opened(store: PersonalStore) -> None:
    """The probe tries as many as asked or as there are, erased ones too, and meets what was altered."""
    assert store.probe() == 0
    sealed(store, met("张三", *map(str, range(29))))
    change(store._files.keys, "DELETE FROM subject WHERE subject = 'person:p1'")

    assert (store.probe(), store.probe(most=100)) == (20, 30)

    change(store._files.values, "UPDATE value SET box = zeroblob(length(box)) WHERE path = 'others[7]'")
    with pytest.raises(PersonalStoreError, match="altered"):
        store.probe(most=30)


def test_a_crash_between_key_and_value_is_gone_on_from(store: PersonalStore) -> None:
    """Keys that were made before a crash, with no value yet, are used as they are."""
    sealed(store, met("张三"))
    with closing(sqlite3.connect(store._files.keys)) as keys:
        made = keys.execute("SELECT * FROM store, subject").fetchall()
    with closing(sqlite3.connect(store._files.values, isolation_level=None)) as values:
        values.execute("DELETE FROM value")

    found = sealed(store, met("张三"), "c:1")

    assert store._reveal(found.person) == "张三"
    with closing(sqlite3.connect(store._files.keys)) as keys:
        assert keys.execute("SELECT * FROM store, subject").fetchall() == made


def test_a_store_whose_making_was_broken_off_is_none_yet(store: PersonalStore) -> None:
    """A file of values without a value, and keys without an id, accuse nobody and are gone on from."""
    with store._files.writing_values("a" * 32):
        pass
    store._files.keys.touch(mode=0o600)

    tried, answer = store.probe(), store._reveal(Personal(subject="person:p1", commitment="0" * 64))
    found = sealed(store, met("张三"))

    assert (tried, answer) == (0, None)
    assert store._reveal(found.person) == "张三"


@pytest.mark.parametrize("left", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "emptied"])
def test_a_lost_file_of_values_is_named_and_not_remade(store: PersonalStore, left: Callable[[Path], object]) -> None:
    """Keys without their values take no new ones: the loss would no longer show."""
    sealed(store, met("张三"))
    kept = store._files.keys.read_bytes()
    left(store._files.values)

    with pytest.raises(PersonalStoreError, match=store._files.values.name):
        sealed(store, met("李四"), "c:1")
    with pytest.raises(PersonalStoreError, match=store._files.values.name):
        store.probe()

    assert store._files.keys.read_bytes() == kept
    assert not store._files.values.exists() or not store._files.values.stat().st_size


AS_NOBODY = """
import os, sys
from pathlib import Path
from regledger.log.personal import PersonalStore
from regledger.log.text import Personal

os.chdir("/")
os.setgid(65_534)
os.setuid(65_534)
print(PersonalStore(Path(sys.argv[1]))._reveal(Personal(subject="person:p1", commitment=sys.argv[2])))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="platform: becoming another user takes root's rights")
def test_values_are_read_where_nothing_may_be_written() -> None:
    """An auditor who was given both files in a read-only folder reads what is in them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = sealed(PersonalStore(folder / "county.db"), met("张三"))
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)

        command = [sys.executable, "-c", AS_NOBODY, str(folder / "county.db"), found.person.commitment]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

        assert (done.stdout.strip(), done.stderr) == ("张三", "")
