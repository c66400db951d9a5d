"""The personal store: values apart from the log, keys apart from the values, and nothing promised that is not kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.errors import BadFact, PersonalStoreError
from regledger.ledger import Installation, Ledger
from regledger.log.entry import render_entry
from regledger.log.facts import Fact, fact
from regledger.log.personal import ERASED, PersonalStore, commitments, open_values, redacted, redacted_plain
from regledger.log.text import Id, Personal, Text
from regledger.records.hazard.facts import OrderIssued
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, county_ledger, given

WRITER = Path(__file__).with_name("personal_writer.py")
SECRET = "张三的身份"
ORDER = ORDERED.but(items=[{**ITEM, "responsible": {"subject": "person:p1", "value": SECRET}}]).body


@fact("person.met", 1, tags={"site": "site"}, occurred="met_on")
class PersonMet(Fact, frozen=True, kw_only=True):
    """`person.met` v1."""

    site: Id
    person: Personal
    others: tuple[Personal, ...] = ()
    met_on: date


def met(value: str, *others: str) -> PersonMet:
    return PersonMet(
        site="S-1",
        person=Personal(subject="person:p1", value=value),
        others=tuple(Personal(value=one) for one in others),
        met_on=date(2026, 3, 2),
    )


def sealed(store: PersonalStore, body: PersonMet, fact_id: str = "c:0") -> PersonMet:
    [found] = store.seal([(fact_id, body)], ["site:S-1"])
    assert isinstance(found, PersonMet)
    return found


@pytest.fixture
def store(tmp_path: Path) -> PersonalStore:
    return PersonalStore(tmp_path / "county.db")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A county whose inspection found H-1; the clock stands on the day after."""
    with county_ledger(tmp_path, installation=Installation(Sectors())) as opened:
        given(opened, COUNTY, FOUND).on("2026-03-03")
        yield opened


def rows(store: PersonalStore, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store._files.values)) as values:
        return values.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def test_a_commitment_is_the_documented_hash(store: PersonalStore) -> None:
    """SHA-256 over domain, fact id, field path, 32 bytes of salt and value, each part after its length in four bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    found = sealed(store, met("张三", "李四"))

    [(box, nonce, path)] = rows(
        store, f"SELECT box, nonce, path FROM value WHERE commitment = '{found.others[0].commitment}'"
    )
    with closing(sqlite3.connect(store._files.keys)) as keys:
        [(key,)] = keys.execute("SELECT key FROM subject WHERE subject = 'site:S-1'").fetchall()
    plain = AESGCM(key).decrypt(nonce, box, found.others[0].commitment.encode())
    parts = [b"regledger/personal/1", b"c:0", b"others[0]", plain[:32], "李四".encode()]
    expected = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()
    assert (path, found.others[0].commitment) == ("others[0]", expected)


def test_one_value_in_two_places_is_committed_to_at_each(store: PersonalStore) -> None:
    """The same object twice in a fact, or in two facts, has a commitment for each fact id and field path."""
    shared = Personal(subject="person:p1", value="张三")
    body = PersonMet(site="S-1", person=shared, others=(shared,), met_on=date(2026, 3, 2))

    facts = store.seal([("c:0", body), ("c:1", body)], ["site:S-1", "site:S-1"])

    found = [one.commitment for each in facts for one in commitments(each)]
    stored = rows(store, "SELECT commitment, fact, path FROM value ORDER BY fact, path DESC")
    assert stored == list(zip(found, ["c:0", "c:0", "c:1", "c:1"], ["person", "others[0]"] * 2, strict=True))


def test_the_same_value_has_another_commitment_each_time(store: PersonalStore) -> None:
    """Equal names cannot be told from the log: each has its own salt."""
    found = sealed(store, met("张三", "张三", "张三"))

    assert len({one.commitment for one in commitments(found)}) == 3


def test_what_was_put_away_can_be_read_by_whoever_may(store: PersonalStore) -> None:
    """The sealed body carries commitments only, each under its subject, and the store gives the values back."""
    found = sealed(store, met("张三", "李四"))

    assert open_values(found) == []
    assert [one.subject for one in commitments(found)] == ["person:p1", "site:S-1"]
    assert store._reveal_all(commitments(found)) == ["张三", "李四"]


def test_a_value_whose_key_was_destroyed_reads_erased(store: PersonalStore) -> None:
    """Only the values of that subject are gone; a commitment that the store never had reads as nothing."""
    found = sealed(store, met("张三", "李四"))

    change(store._files.keys, "DELETE FROM subject WHERE subject = 'person:p1'")

    assert store._reveal_all([found.person, *found.others]) == [ERASED, "李四"]
    assert store._reveal(Personal(subject="person:p1", commitment="0" * 64)) is None


@pytest.mark.parametrize(
    ("file", "sql"),
    [
        ("values", "UPDATE value SET box = zeroblob(length(box))"),
        ("values", "UPDATE value SET box = x'00'"),
        ("values", "UPDATE value SET nonce = zeroblob(12)"),
        ("values", "UPDATE value SET nonce = x''"),
        ("values", "UPDATE value SET fact = 'other:0'"),
        ("values", "UPDATE value SET path = 'elsewhere'"),
        ("values", "UPDATE value SET box = (SELECT box FROM value WHERE path = 'others[0]')"),
        ("keys", "UPDATE subject SET key = zeroblob(32)"),
        ("keys", "UPDATE subject SET key = x'0102'"),
    ],
)
def test_an_altered_value_or_key_is_never_shown(store: PersonalStore, file: str, sql: str) -> None:
    """Whatever was altered in either file, the value is not shown as what was committed to."""
    found = sealed(store, met("张三", "李四"))

    change(getattr(store._files, file), sql)

    with pytest.raises(PersonalStoreError, match="altered"):
        store._reveal(found.person)


def test_keys_that_are_not_there_are_no_erasure(store: PersonalStore) -> None:
    """Where the file of keys is missing it is asked for, and reading makes no empty one in its place."""
    found = sealed(store, met("张三"))
    store._files.keys.rename(store._files.keys.with_name("elsewhere"))

    with pytest.raises(PersonalStoreError, match="not there"):
        store._reveal(found.person)

    assert not store._files.keys.exists()


def test_lost_keys_are_never_replaced(ledger: Ledger) -> None:
    """Where the keys are gone an order is not recorded; once they are put back everything reads and goes on."""
    answer = ledger.submit(Submission(command="order.issue", body=ORDER))
    assert isinstance(answer, Recorded)
    keys, head = ledger.personal._files.keys, ledger.recorder.head().number
    second = {**ORDER["items"][0], "hazard": "H-2"}
    keys.rename(keys.with_name("elsewhere"))

    with pytest.raises(PersonalStoreError, match=r"\.keys is not there.* Restore county.*\.keys"):
        ledger.submit(Submission(command="order.issue", body={**ORDER, "order": "R-2", "items": [second]}))

    assert not keys.exists()
    assert ledger.recorder.head().number == head
    keys.with_name("elsewhere").rename(keys)
    recorded = ledger.at(answer.numbers[0])
    assert recorded is not None
    assert ledger.personal._reveal_all(commitments(recorded.body)) == [SECRET]


@pytest.mark.parametrize("file", ["values", "keys"])
def test_a_file_that_is_no_store_is_named(store: PersonalStore, file: str) -> None:
    """A damaged file gives a named error on writing and on reading, and nothing is put away."""
    found = sealed(store, met("张三"))
    path: Path = getattr(store._files, file)
    path.write_bytes(b"not a database, whatever its name says" * 100)

    with pytest.raises(PersonalStoreError, match=path.name):
        store._reveal(found.person)
    with pytest.raises(PersonalStoreError, match=path.name):
        sealed(store, met("李四"))


def test_both_files_are_their_owners_alone(store: PersonalStore) -> None:
    """Values and keys are made with mode 0600, whatever the umask."""
    before = os.umask(0)
    try:
        sealed(store, met("张三"))
    finally:
        os.umask(before)

    assert {stat.S_IMODE(path.stat().st_mode) for path in (store._files.values, store._files.keys)} == {0o600}


def test_a_body_without_open_values_needs_no_store(store: PersonalStore) -> None:
    """Where nothing is personal no file is made, and a body that is sealed already is left as it is."""
    body = PersonMet(site="S-1", person=Personal(subject="person:p1", commitment="0" * 64), met_on=date(2026, 3, 2))

    assert sealed(store, body) is body
    assert store._reveal(body.person) is None
    assert not store._files.values.exists()


def test_a_value_that_is_not_unicode_is_refused(store: PersonalStore) -> None:
    """Half a surrogate pair has no bytes to commit to."""
    with pytest.raises(BadFact, match="not Unicode"):
        sealed(store, met("ok", "\ud800"))

    assert not store._files.values.exists()


def test_what_is_kept_of_a_command_names_nobody() -> None:
    """Values are left out of typed commands, and of plain bodies wherever a text stands as a value."""
    plain = {"items": [{"responsible": {"value": SECRET, "subject": "person:p1", "more": 1}, "n": 1}], "value": 7}

    typed = redacted(met(SECRET, SECRET))

    assert SECRET not in str(typed)
    assert SECRET not in str(redacted_plain(plain))
    assert redacted_plain({"value": 7, "note": "kept"}) == {"value": 7, "note": "kept"}


def test_threads_and_processes_share_one_key_for_one_subject(store: PersonalStore) -> None:
    """Eight threads and three processes put values of one subject away at once: one key, and each value is there."""
    processes = [
        subprocess.Popen(
            [sys.executable, str(WRITER), "seal", str(store._files.values).removesuffix(".personal"), name, "15"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]

    def put(number: int) -> tuple[str, str]:
        return sealed(store, met(f"thread {number}"), f"thread:{number}").person.commitment, f"thread {number}"

    with ThreadPoolExecutor(8) as pool:
        told = dict(pool.map(put, range(40)))
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        told.update(line.split(" ", 1) for line in out.splitlines())  # type: ignore[arg-type]

    assert len(told) == 40 + 3 * 15
    asked = [Personal(subject="person:p1", commitment=one) for one in told]
    assert store._reveal_all(asked) == list(told.values())
    with closing(sqlite3.connect(store._files.keys)) as keys:
        assert keys.execute("SELECT count(*) FROM subject WHERE subject = 'person:p1'").fetchone() == (1,)


@pytest.mark.skipif(shutil.which("strace") is None, reason="platform: strace is not here")
def test_key_and_value_are_durable_before_the_fact(tmp_path: Path) -> None:
    """First the key, then the value: each file is synced, and its folder after the journal is gone, before the next is touched."""
    trace = tmp_path / "trace"
    watched = "trace=fsync,fdatasync,unlink"
    subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-e",
            watched,
            "-o",
            trace,
            sys.executable,
            WRITER,
            "seal",
            tmp_path / "county.db",
            "a",
            "1",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )

    calls = [line.split(" ", 1)[1] for line in trace.read_text().splitlines() if str(tmp_path) in line]

    said = [
        "folder" if f"<{tmp_path}>" in call else re.findall(r"county\.db\.(\w+)(-journal)?", call)[0] for call in calls
    ]
    acts = [call.strip().split("(")[0].replace("fdatasync", "fsync") for call in calls]
    done = list(zip(acts, said, strict=True))
    for kind in ("keys", "personal"):
        synced, gone = done.index(("fsync", (kind, ""))), done.index(("unlink", (kind, "-journal")))
        assert synced < gone
        assert done[gone + 1] == ("fsync", "folder")
    # The file of values is made empty before the first key; what counts is the sync of the value itself, the last one.
    last = len(done) - 1 - done[::-1].index(("fsync", ("personal", "")))
    assert done.index(("unlink", ("keys", "-journal"))) < last
    assert done[last + 1 :] == [("unlink", ("personal", "-journal")), ("fsync", "folder")]


def test_a_personal_value_stands_nowhere_but_in_its_store(ledger: Ledger, tmp_path: Path) -> None:
    """Neither the ledger's file and WAL, nor the kept command, the entry, the journal or the store's own bytes show it."""
    answer = ledger.submit(Submission(command="order.issue", body=ORDER))
    assert isinstance(answer, Recorded)
    body = {**ORDER, "items": [{**ORDER["items"][0], "responsible": {"value": SECRET + "二"}}]}
    correction = {
        "number": answer.numbers[0],
        "body": {**body, "enterprise": "E-1", "site": "S-1", "authority": "emb"},
        "reason": "Another name",
        "authority": "emb",
        "corrected_on": "2026-03-03",
    }
    assert isinstance(ledger.submit(Submission(command="fact.correct", body=correction)), Recorded)
    ledger.submit(Submission(command="order.issue", body=body))  # refused: the order is taken
    stored = [ledger.recorder.at(number) for number in (answer.numbers[0], ledger.recorder.head().number)]

    everywhere = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert {"", "-wal", ".journal", ".personal", ".keys"} <= {name.partition(".db")[2] for name in everywhere}
    needles = [SECRET.encode(), json.dumps(SECRET)[1:-1].encode(), SECRET.encode("utf-16-le")]
    assert [name for name, content in everywhere.items() for needle in needles if needle in content] == []
    for one in stored:
        assert one is not None
        entry = render_entry(
            ledger.recorder.ledger_id, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data
        )
        by = ledger.catalogue.decode(one).commit.by
        kept = ledger.recorder.command(by.digest if by else "")
        assert kept is not None
        assert not any(needle in entry + kept for needle in needles)
        assert b"(personal)" in kept
    body_found = ledger.catalogue.decode(stored[0]).body  # type: ignore[arg-type]
    assert isinstance(body_found, OrderIssued)
    assert ledger.personal._reveal(body_found.items[0].responsible) == SECRET


def test_a_crash_between_value_and_fact_leaves_only_an_orphan(ledger: Ledger, tmp_path: Path) -> None:
    """kill -9 after the value was put away and before the fact: the value lies there, no fact promises it, and it can be sent again."""
    path, before = ledger.place.file, ledger.recorder.head().number
    order = tmp_path / "order.json"
    order.write_text(json.dumps(ORDER))

    killed = subprocess.run([sys.executable, str(WRITER), "die", str(path), str(order)], check=False, timeout=60)

    assert killed.returncode == -signal.SIGKILL
    assert ledger.recorder.head().number == before
    assert rows(ledger.personal, "SELECT subject, path FROM value") == [("person:p1", "items[0].responsible")]
    answer = ledger.submit(Submission(command="order.issue", body=ORDER))
    assert isinstance(answer, Recorded)
    recorded = ledger.at(answer.numbers[0])
    assert recorded is not None
    assert ledger.personal._reveal_all(commitments(recorded.body)) == [SECRET]


def test_a_refused_batch_puts_nothing_away(ledger: Ledger) -> None:
    """Values of a lawful line are not put away where another line stops the batch."""
    ledger.submit_all([Submission(command="order.issue", body=ORDER), Submission(command="order.issue", body=ORDER)])

    assert not ledger.personal._files.values.exists()


def test_a_subject_is_a_surrogate_id() -> None:
    """Whose key it is stands in the log for all to read, so it is an id and never a name."""
    import msgspec  # noqa: PLC0415

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"subject": "张三", "value": "张三"}, Personal)

    assert msgspec.convert({"value": "张三"}, Personal).subject == ""


def test_text_fields_are_public_by_declaration() -> None:
    """Only the value of a `Personal` is declared personal."""
    import msgspec.inspect  # noqa: PLC0415

    kind = msgspec.inspect.type_info(Text)

    assert isinstance(kind, msgspec.inspect.Metadata)
    assert kind.extra == {"privacy": "public"}
