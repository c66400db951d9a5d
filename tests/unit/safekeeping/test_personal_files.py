"""The two files of the personal store, copied and compared."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from regledger.log.personal.files import PersonalFiles
from regledger.safekeeping.errors import BadFile
from regledger.safekeeping.personal_files import blank, copy_file, merge_keys, never_had, store_id, unlike, values_in

_COLUMNS = "commitment, subject, fact, path, nonce, box, key_print, put_at"


@pytest.fixture
def files(tmp_path: Path) -> PersonalFiles:
    """Two values of one subject, as they lie there; nothing here opens them."""
    files = PersonalFiles(tmp_path / "l.db")
    with files.writing_keys() as (keys, store):
        keys.execute("INSERT INTO subject VALUES ('person:p1', x'01')")
        keys.execute("INSERT INTO made VALUES (x'aa')")
    with files.writing_values(store) as values:
        for number in (1, 2):
            row = (f"c{number}", "person:p1", "f", "p", b"n", b"box%d" % number, b"\xaa")
            values.execute(f"INSERT INTO value ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, 0)", row)
    return files


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def test_a_copy_is_like_its_original(files: PersonalFiles, tmp_path: Path) -> None:
    """Bound to the same store, with the same values, for its owner alone; and nothing is left beside it."""
    copy = tmp_path / "copy"

    copy_file(files.values, copy)

    assert (store_id(copy), values_in(copy), unlike(copy, files.values)) == (store_id(files.values), 2, "")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy", "l.db.keys", "l.db.personal"]


def test_another_value_is_named(files: PersonalFiles, tmp_path: Path) -> None:
    """A value with other bytes is named; what the original has got, blanked or swept since is not."""
    copy = tmp_path / "copy"
    copy_file(files.values, copy)

    change(files.values, f"INSERT INTO value ({_COLUMNS}) VALUES ('c3', 's', 'f', 'p', x'00', x'00', x'aa', 0)")
    change(files.values, "UPDATE value SET nonce = x'', box = x'' WHERE commitment = 'c1'")
    assert unlike(copy, files.values) == ""
    change(copy, "UPDATE value SET box = x'77' WHERE commitment = 'c2'")
    assert unlike(copy, files.values) == "the value under commitment c2 has other bytes"
    change(files.values, "DELETE FROM value WHERE commitment = 'c2'")
    assert unlike(copy, files.values) == ""


def test_values_whose_key_never_was_there_are_counted(files: PersonalFiles) -> None:
    """Every value counts whose key's print is not among those made, unless it was blanked."""
    assert never_had(files.keys, files.values) == 0
    change(files.values, "UPDATE value SET key_print = x'bb'")
    assert never_had(files.keys, files.values) == 2

    change(files.values, "UPDATE value SET nonce = x'', box = x'' WHERE commitment = 'c1'")

    assert never_had(files.keys, files.values) == 1


def test_blanked_values_leave_no_byte(files: PersonalFiles) -> None:
    """Of a blanked subject not one byte of a sealed value is left in the file; others are as they were."""
    change(
        files.values,
        f"INSERT INTO value ({_COLUMNS}) VALUES ('c3', 'person:p2', 'f', 'p', x'6e', x'6f74686572', x'aa', 0)",
    )

    blank(files.values, ["person:p1"])

    text = files.values.read_bytes()
    assert (b"box1" in text, b"box2" in text, b"other" in text) == (False, False, True)
    assert values_in(files.values) == 3


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 2_000])
def test_what_is_no_such_file_is_named(tmp_path: Path, content: bytes) -> None:
    """A stranger's or a damaged file is named, and left as it is."""
    path = tmp_path / "x.keys"
    path.write_bytes(content)

    for work in (store_id, values_in):
        with pytest.raises(BadFile, match=r"x\.keys cannot be read"):
            work(path)

    assert path.read_bytes() == content


def test_a_locked_file_is_not_waited_for_for_ever(
    files: PersonalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another process holds the file it is tried again for a while, and then said so."""
    monkeypatch.setattr("regledger.safekeeping.personal_files._BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(files.values, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")

        with pytest.raises(BadFile, match="lock"):
            copy_file(files.values, tmp_path / "copy")


def test_a_key_of_whom_the_target_calls_erased_does_not_come_in(files: PersonalFiles, tmp_path: Path) -> None:
    """Also where the target never had that key: the note of the erasure is enough, and it stays."""
    target = tmp_path / "apart.keys"
    copy_file(files.keys, target)
    change(target, "DELETE FROM subject")
    change(target, "DELETE FROM made")
    change(target, "INSERT INTO erased VALUES ('person:p1', 1)")

    merge_keys(files.keys, target)

    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT * FROM subject").fetchall() == []
        assert connection.execute("SELECT * FROM erased").fetchall() == [("person:p1", 1)]
        assert connection.execute("SELECT key_print FROM made").fetchall() == [(b"\xaa",)]
