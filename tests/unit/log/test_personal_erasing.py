"""Erasing: a key destroyed for good, its values blanked, and nothing under it ever again."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.errors import PersonalStoreError
from regledger.log.facts import Fact, Unknown, fact
from regledger.log.personal import ERASED, PersonalStore, SubjectErased
from regledger.log.personal.values import values_under
from regledger.log.text import Id, Personal


@fact("person.named", 1, tags={"site": "site"}, occurred="named_on")
class PersonNamed(Fact, frozen=True, kw_only=True):
    """`person.named` v1."""

    site: Id
    person: Personal
    named_on: date


def sealed(store: PersonalStore, value: str, subject: str = "person:p1", fact_id: str = "c:0") -> Personal:
    body = PersonNamed(site="S-1", person=Personal(subject=subject, value=value), named_on=date(2026, 3, 2))
    [found] = store.seal([(fact_id, body)], ["site:S-1"])
    assert isinstance(found, PersonNamed)
    return found.person


@pytest.fixture
def store(tmp_path: Path) -> PersonalStore:
    return PersonalStore(tmp_path / "county.db")


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_key_is_made_once_and_kept(store: PersonalStore) -> None:
    """32 bytes, the same for whoever asks, and none where none was asked for."""
    assert store._key_held("person:p1") is None

    key = store._key_for("person:p1")

    assert len(key) == 32
    assert store._key_for("person:p1") == key == store._key_held("person:p1")
    assert store._key_held("person:p2") is None
    assert rows(store._files.keys, "SELECT key FROM subject") == [(key,)]


def test_an_erased_subject_reads_erased_and_takes_nothing_more(store: PersonalStore) -> None:
    """Its values read Erased, no key is made or given for it again, and other subjects go on."""
    gone, stays = sealed(store, "张三"), sealed(store, "李四", "person:p2", "c:1")

    store.erase("person:p1")

    assert (store.erased("person:p1"), store.erased("person:p2")) == (True, False)
    assert store._reveal_all([gone, stays]) == [ERASED, "李四"]
    for ask in (store._key_for, store._key_held, lambda subject: sealed(store, "张三", subject, "c:2")):
        with pytest.raises(SubjectErased, match="person:p1 was erased"):
            ask("person:p1")
    assert store._reveal(sealed(store, "王五", "person:p2", "c:3")) == "王五"


def test_a_subject_may_be_erased_before_anything_lies_under_it(store: PersonalStore) -> None:
    """Nothing can be put away under it afterwards either, by whoever opens the store."""
    store.erase("person:p1")

    with pytest.raises(SubjectErased):
        sealed(PersonalStore(store._files.values.with_suffix("")), "张三")


def test_nothing_of_a_value_or_a_key_is_left_in_the_files(store: PersonalStore) -> None:
    """Among thousands of keys, moved from page to page as they were made, the bytes of an erased one are nowhere."""
    subjects = [f"row:{number:x}" for number in random.Random(3).sample(range(1 << 60), 1500)]
    for start in range(0, len(subjects), 100):
        several = subjects[start : start + 100]
        body = [
            (
                f"{one[4:]}:0",
                PersonNamed(
                    site="S-1", person=Personal(subject=one, value=f"name of {one}"), named_on=date(2026, 3, 2)
                ),
            )
            for one in several
        ]
        store.seal(body, ["site:S-1"] * len(several))
    chosen = subjects[::75]
    keys = {one: store._key_for(one) for one in chosen}
    boxes: dict[str, bytes] = dict(rows(store._files.values, "SELECT subject, box FROM value"))
    written = [store._files.keys.read_bytes(), store._files.values.read_bytes()]
    assert all(keys[one] in written[0] and boxes[one] in written[1] for one in chosen)

    for one in chosen:
        store.erase(one)

    left = b"".join(path.read_bytes() for path in store._files.keys.parent.iterdir())
    assert [one for one in chosen if keys[one] in left or boxes[one] in left] == []


def test_a_blanked_box_whose_subject_was_not_erased_is_an_alteration(store: PersonalStore) -> None:
    """Whoever empties a box makes no erasure of it."""
    found = sealed(store, "张三")
    with closing(sqlite3.connect(store._files.values)) as values, values:
        values.execute("UPDATE value SET nonce = x'', box = x''")

    with pytest.raises(PersonalStoreError, match="altered"):
        store._reveal(found)


class Broken(Exception):
    """Stands for a crash."""


def test_an_erasure_that_was_broken_off_is_finished_by_doing_it_again(store: PersonalStore) -> None:
    """Whoever keeps something under the key is told until it has thrown that away, and once more is no harm."""
    found, told = sealed(store, "张三"), []

    def failing(subject: str) -> None:
        told.append(subject)
        if len(told) == 1:
            raise Broken

    store.on_erase.append(failing)
    with pytest.raises(Broken):
        store.erase("person:p1")
    begun = rows(store._files.keys, "SELECT subject, finished FROM erased")

    for _ in range(2):
        store.erase("person:p1")

    assert begun == [("person:p1", 0)]
    assert rows(store._files.keys, "SELECT subject, finished FROM erased") == [("person:p1", 1)]
    assert told == ["person:p1"] * 3
    assert store._reveal(found) == ERASED


def test_an_erasure_that_overtakes_a_value_on_its_way_stops_it(
    store: PersonalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased by another process after its key was given and before its value lies there: no value is put away."""
    sealed(store, "张三")
    other = PersonalStore(store._files.values.with_suffix(""))
    writing: Callable[..., object] = store._files.writing_values

    def overtaken(bound: str) -> object:
        other.erase("person:p1")
        return writing(bound)

    monkeypatch.setattr(store._files, "writing_values", overtaken)

    with pytest.raises(SubjectErased):
        sealed(store, "张三", fact_id="c:1")

    assert rows(store._files.values, "SELECT count(*), max(length(box)) FROM value") == [(1, 0)]


def test_keys_of_the_release_before_know_of_no_erasure_and_learn_it(store: PersonalStore) -> None:
    """Files of 0.1.0 are read as they are, and take an erasure when there is one."""
    found = sealed(store, "张三")
    with closing(sqlite3.connect(store._files.keys)) as keys, keys:
        keys.execute("DROP TABLE erased")

    assert (store._reveal(found), store.erased("person:p1")) == ("张三", False)

    store.erase("person:p1")

    assert store._reveal(found) == ERASED


def test_values_are_found_where_nothing_declares_the_fact(store: PersonalStore) -> None:
    """In the stored JSON of a sector that is not installed a committed value is known by its shape, each with its field path."""
    found = sealed(store, "张三")
    plain = {"items": [{"who": msgspec.to_builtins(found)}, {"who": {"subject": "person:p2", "commitment": "0" * 64}}]}

    [(path, one)] = values_under(Unknown(body=plain), "person:p1")

    assert (path, store._reveal(one)) == ("items[0].who", "张三")


def test_nothing_public_gives_a_value_or_a_key(store: PersonalStore) -> None:
    """Whatever can be called on a store without an underscore, with a subject or a commitment, answers neither text nor key."""
    found, key = sealed(store, "张三"), store._key_for("person:p1")
    names = [name for name in dir(store) if not name.startswith("_") and callable(getattr(store, name))]
    asked: list[tuple[Any, ...]] = [(), ("person:p1",), (found,), ([found],), (["person:p1"],)]
    answers = []

    for name in sorted(names, key=lambda name: name == "erase"):
        for words in asked:
            try:
                answers.append(getattr(store, name)(*words))
            except (TypeError, AttributeError, PersonalStoreError):
                continue

    assert len(answers) > len(names)
    assert not any("张三" in repr(one) or repr(key)[2:-1] in repr(one) for one in answers)
