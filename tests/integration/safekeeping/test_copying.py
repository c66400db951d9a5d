"""A ledger is copied whole: numbers, stamps, bytes, commands, personal values, keys and attachments."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from regledger.log.stores import NoFolder, place_of
from regledger.safekeeping import copy
from regledger.safekeeping.errors import (
    CommitCut,
    CopyDiffers,
    CopyOntoItself,
    NumberUnknown,
    OtherLedger,
    TargetAhead,
    TargetDiverged,
)
from regledger.safekeeping.personal_files import never_had
from regledger.safekeeping.progress import Progress
from regledger.testing.postgres import PostgresServer

from .conftest import killed_and_run_again, writing
from .county import assert_equal, attach, beside, create, entries, grow, opened, revealed, see


def test_a_ledger_is_copied_to_another_store(url: str, elsewhere: str) -> None:
    """Everything is equal at the other place, personal values read there, and both can be added to."""
    copied = copy(url, elsewhere)

    assert_equal(url, elsewhere)
    assert (copied.held_before, copied.figure.number, copied.attachments, copied.values) == (0, 24, 6, 24)
    assert copied.figure.commands == 6
    with opened(elsewhere) as ledger:
        assert "张三 first-0 0" in revealed(ledger)
        grow(ledger, "second", 1)
        assert None not in revealed(ledger)


def test_there_and_back_is_byte_identical(url: str, tmp_path: Path, postgres: PostgresServer) -> None:
    """SQLite → PostgreSQL → SQLite gives the same entries, values and attachments."""
    (tmp_path / "pg").mkdir()
    over, back = f"{postgres.new_database()}?beside={tmp_path}/pg", f"sqlite:///{tmp_path}/back.db"

    there, here = copy(url, over), copy(over, back)

    assert_equal(url, back)
    assert there.figure == here.figure


def test_a_copy_goes_on_where_it_ended(url: str, elsewhere: str) -> None:
    """What was recorded since the last copy is copied, and nothing else; who has all gets nothing."""
    copy(url, elsewhere)
    with opened(url) as ledger:
        grow(ledger, "later", 2)

    second, third = copy(url, elsewhere), copy(url, elsewhere)

    assert_equal(url, elsewhere)
    assert (second.held_before, second.figure.number) == (24, 32)
    assert (third.held_before, third.figure) == (32, second.figure)


def test_a_part_is_copied_up_to_a_whole_commit(url: str, elsewhere: str) -> None:
    """`until` ends with a commit; half of one is refused with the numbers that would do."""
    with pytest.raises(CommitCut, match="Name 1 or 3"):
        copy(url, elsewhere, until=2)
    with pytest.raises(NumberUnknown, match="its last one is 24"):
        copy(url, elsewhere, until=25)

    part = copy(url, elsewhere, until=3)

    assert part.figure.number == 3
    with opened(url) as one, opened(elsewhere) as two:
        assert entries(two.recorder) == entries(one.recorder)[:3]
    copy(url, elsewhere)
    assert_equal(url, elsewhere)


def test_no_reader_of_a_copy_sees_half_a_commit(url: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page ends with a commit, wherever its size would cut one."""
    monkeypatch.setattr("regledger.safekeeping.entries.PAGE", 2)
    seen = []

    def tell(at: Progress) -> None:
        if at.stage == "facts":
            with opened(elsewhere) as ledger:
                last = list(ledger.facts())[-1]
            seen.append((last.commit.index + 1, last.commit.size))

    copy(url, elsewhere, tell=tell)

    assert len(seen) > 5
    assert all(index == size for index, size in seen)


def test_a_copy_has_the_values_before_the_facts(url: str, elsewhere: str) -> None:
    """Whenever a fact is there, its personal values and attachments are there too."""
    seen = []

    def tell(at: Progress) -> None:
        if at.stage == "facts":
            with opened(elsewhere) as ledger:
                seen.append(revealed(ledger))

    copy(url, elsewhere, tell=tell)

    assert seen
    assert all(None not in one for one in seen)


def test_a_copy_has_the_key_of_every_value(url: str, elsewhere: str) -> None:
    """Of whatever is recorded while values and keys are copied, the copy has no value without its key."""
    added = []

    def tell(at: Progress) -> None:
        added.append(at.stage)
        with opened(url) as ledger:
            see(ledger, f"m{len(added)}")

    copy(url, elsewhere, until=24, tell=tell)

    there = beside(elsewhere)
    assert added.count("personal values") == 3
    assert never_had(Path(f"{there}.keys"), Path(f"{there}.personal")) == 0


def test_a_copy_keeps_up_with_writers(url: str, elsewhere: str) -> None:
    """While eight threads record, what is copied is whole: each fact has its values, its command and its attachment."""
    with writing(url, 8):
        copied = copy(url, elsewhere)

    assert copied.figure.number >= 24 + 50
    with opened(url) as one, opened(elsewhere) as two:
        assert entries(two.recorder) == entries(one.recorder)[: copied.figure.number]
        assert None not in revealed(two)
        named = [tag.partition(":")[2] for fact in two.facts(types=["photo.taken"]) for tag in fact.tags]
        assert all(two.attachments.verify(digest) == "" for digest in named)
    copy(url, elsewhere)
    assert_equal(url, elsewhere)


def test_what_is_recorded_meanwhile_is_copied_too(url: str, elsewhere: str) -> None:
    """Facts that come while others are copied are copied in the next round, with their values and attachments."""
    added = []

    def tell(at: Progress) -> None:
        if at.stage == "facts" and not added:
            with opened(url) as ledger:
                grow(ledger, "meanwhile", 1)
            added.append(at.done)

    copied = copy(url, elsewhere, tell=tell)

    assert (added, copied.figure.number, copied.source_head) == ([24], 28, 28)
    assert_equal(url, elsewhere)


def test_a_copy_that_was_killed_is_finished_by_the_next(url: str, elsewhere: str) -> None:
    """However often `copy` is killed, running it again makes both equal."""
    with opened(url) as ledger:
        grow(ledger, "more", 60)

    killed = killed_and_run_again("copy", url, elsewhere)

    assert killed > 0
    assert_equal(url, elsewhere)


def test_a_copy_onto_itself_is_refused(url: str, tmp_path: Path) -> None:
    """The same file under another name is the same ledger; two ledgers may not share personal values either."""
    link = tmp_path / "link.db"
    link.symlink_to(place_of(url).file or "")

    with pytest.raises(CopyOntoItself, match="both keep the ledger"):
        copy(url, url)
    with pytest.raises(CopyOntoItself):
        copy(url, f"sqlite:///{link}")


def test_a_copy_into_another_ledger_is_refused(url: str, elsewhere: str) -> None:
    """Where another ledger lies, nothing is written."""
    with create(elsewhere) as other:
        grow(other, "other", 1)
        before = entries(other.recorder)

    with pytest.raises(OtherLedger, match="keeps another ledger"):
        copy(url, elsewhere)

    with opened(elsewhere) as other:
        assert entries(other.recorder) == before
        assert None not in revealed(other)


def test_a_copy_that_was_written_to_is_refused(url: str, elsewhere: str) -> None:
    """A copy that went on by itself is ahead, or differs from the first fact that is its own."""
    copy(url, elsewhere)
    with opened(elsewhere) as ledger:
        grow(ledger, "own", 1)
    with pytest.raises(TargetAhead, match="holds 28 facts of this ledger, more than the 24"):
        copy(url, elsewhere)
    with opened(url) as ledger:
        grow(ledger, "ours", 2)

    with pytest.raises(TargetDiverged, match="from fact 25 on"):
        copy(url, elsewhere)


def test_personal_values_need_a_folder(url: str, tmp_path: Path, postgres: PostgresServer) -> None:
    """A PostgreSQL URL without `beside` takes no ledger that keeps personal values; nothing is made there."""
    address = postgres.new_database()

    with pytest.raises(NoFolder, match="personal values"):
        copy(url, address)

    copy(url, f"{address}?beside={tmp_path}/there")
    assert_equal(url, f"{address}?beside={tmp_path}/there")


def test_a_strangers_keys_are_not_overwritten(url: str, tmp_path: Path) -> None:
    """Keys of another store beside the target are named and left as they are."""
    with create(f"sqlite:///{tmp_path}/other.db") as other:
        attach(other, "x")
        see(other, "y")
    target = f"sqlite:///{tmp_path}/taken.db"
    keys = tmp_path / "taken.db.keys"
    shutil.copyfile(tmp_path / "other.db.keys", keys)
    before = keys.read_bytes()

    with pytest.raises(OtherLedger, match=r"taken\.db\.keys"):
        copy(url, target)

    assert keys.read_bytes() == before
    assert not (tmp_path / "taken.db").exists()


def test_what_was_erased_is_not_copied(url: str, elsewhere: str) -> None:
    """An erased subject reads so at the other place, and its sealed values are blank there, whenever it was erased."""
    copy(url, elsewhere)
    with opened(url) as ledger:
        ledger.personal.erase("person:first-0")
        see(ledger, "first-1")

    copy(url, elsewhere)

    with opened(elsewhere) as ledger:
        assert revealed(ledger)[:4] == ["Erased"] * 4
        assert "张三 first-1 0" in revealed(ledger)
        values = ledger.file_beside(".personal", "values")
    with closing(sqlite3.connect(values)) as connection:
        boxes = [box for (box,) in connection.execute("SELECT box FROM value WHERE subject = 'person:first-0'")]
    assert boxes == [b""] * 4


def test_an_erasure_that_was_broken_off_is_not_undone_by_a_copy(url: str, elsewhere: str) -> None:
    """Where the key was destroyed and the sealed values are still there, the copy has them blank."""
    path = place_of(url).file
    with closing(sqlite3.connect(f"{path}.keys")) as connection, connection:
        connection.execute("INSERT INTO erased VALUES ('person:first-0', 0)")
        connection.execute("DELETE FROM subject WHERE subject = 'person:first-0'")

    copy(url, elsewhere)

    there = beside(elsewhere)
    with closing(sqlite3.connect(f"{there}.personal")) as connection:
        sizes = [
            size for (size,) in connection.execute("SELECT length(box) FROM value WHERE subject = 'person:first-0'")
        ]
    assert sizes == [0] * 4


def test_two_ledgers_never_share_personal_values(tmp_path: Path, postgres: PostgresServer) -> None:
    """A target whose personal values would lie in the source's own files is refused: erasing in one would erase in both."""
    source = f"{postgres.new_database()}?beside={tmp_path}"
    with create(source) as ledger:
        grow(ledger, "a", 1)

    with pytest.raises(CopyOntoItself, match="both keep personal values in"):
        copy(source, f"{postgres.new_database()}?beside={tmp_path}")


def test_a_full_disk_stops_a_copy_that_the_next_one_finishes(url: str, tmp_path: Path) -> None:
    """Where there is no room, that is said without a trace; with room the same command makes both equal."""
    with opened(url) as ledger:
        grow(ledger, "more", 40)
        attach(ledger, "large", bytes(700_000))
    target = f"sqlite:///{tmp_path}/moved.db"

    for limit in (30_000, 100_000, 300_000):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", _FULL.format(limit=limit), url, target],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert "room" in done.stdout or "full" in done.stdout

    copy(url, target)
    assert_equal(url, target)


_FULL = """
import resource, signal, sys
from regledger.errors import RegledgerError
from regledger.safekeeping import copy

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    copy(sys.argv[1], sys.argv[2])
except RegledgerError as error:
    print(error)
"""


def test_a_damaged_attachment_is_named_and_left_out(url: str, elsewhere: str) -> None:
    """A file that no longer has the bytes of its digest is not spread; all else is copied."""
    with opened(url) as ledger:
        digest, path = next(iter(ledger.attachments.files()))
        path.write_bytes(b"x" * path.stat().st_size)

    copied = copy(url, elsewhere)

    assert copied.damaged == (digest,)
    with opened(elsewhere) as ledger:
        held = dict(ledger.attachments.files())
    assert len(held) == 5
    assert all(hashlib.sha256(file.read_bytes()).hexdigest() == one for one, file in held.items())


def test_a_copy_that_differs_is_named(url: str, elsewhere: str, tmp_path: Path) -> None:
    """What lies at the target is read anew: a value, an attachment, a command or an early fact with other bytes is named."""
    copy(url, elsewhere)
    with opened(elsewhere) as ledger:
        _, path = next(iter(ledger.attachments.files()))
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(CopyDiffers, match=r"attachment .* is not whole"):
        copy(url, elsewhere)
    path.unlink()
    copy(url, elsewhere)

    if elsewhere.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "there/moved.db")) as connection, connection:
            connection.execute("UPDATE command SET body = x'7b7d' WHERE rowid = (SELECT max(rowid) FROM command)")
        with pytest.raises(CopyDiffers, match="command of fact"):
            copy(url, elsewhere)
        with closing(sqlite3.connect(tmp_path / "there/moved.db")) as connection, connection:
            connection.execute("DROP TRIGGER fact_never_edited")
            connection.execute("UPDATE fact SET data = x'7b7d' WHERE number = 2")
        with pytest.raises(CopyDiffers, match="fact 2 has other bytes"):
            copy(url, elsewhere)
