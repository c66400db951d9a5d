"""A back-up is one consistent set while writing goes on, its keys apart, and never less than it was."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from regledger.log.sqlite import SQLiteRecorder
from regledger.safekeeping import backup, check_backup, restore
from regledger.safekeeping.errors import (
    BackupBusy,
    BackupDamaged,
    BackupUnfinished,
    BadFile,
    FolderTaken,
    KeysInFolder,
    KeysUnfit,
    KeysUnsaid,
    OtherLedger,
)
from regledger.safekeeping.folder import held_folder
from regledger.safekeeping.manifest import read_manifest
from regledger.safekeeping.progress import Progress

from .conftest import end, start, writing
from .county import assert_equal, attach, create, entries, grow, opened, revealed, see


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "apart.keys"


def test_a_back_up_is_restored_equal(url: str, folder: Path, keys: Path, elsewhere: str) -> None:
    """Facts, commands, personal values and attachments come back as they were, on either kind of store."""
    made = backup(url, folder, keys=keys)
    restored = restore(folder, elsewhere, keys=keys)

    assert_equal(url, elsewhere)
    assert (made.manifest.figure.number, made.manifest.values, len(made.manifest.attachments)) == (24, 24, 6)
    assert restored.figure == made.manifest.figure
    assert (restored.values, restored.keys, restored.attachments) == (24, True, 6)


def test_a_ledger_on_postgresql_is_backed_up_as_a_file(url: str, folder: Path, keys: Path, elsewhere: str) -> None:
    """Whatever the store, the back-up holds a ledger in one SQLite file, which opens by itself."""
    first = backup(url, folder, keys=keys)
    restore(folder, elsewhere, keys=keys)
    with opened(elsewhere) as ledger:
        grow(ledger, "later", 1)

    second = backup(elsewhere, folder, keys=keys)

    assert (second.held_before, second.manifest.figure.number) == (24, 28)
    assert first.manifest.ledger_file != second.manifest.ledger_file
    with SQLiteRecorder.open(folder / second.manifest.ledger_file) as recorder, opened(elsewhere) as ledger:
        assert entries(recorder) == entries(ledger.recorder)


def test_a_back_up_of_a_busy_ledger_is_whole(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """While eight threads record, every fact of the back-up has its value, its key and its attachment in it."""
    with writing(url, 8):
        first = backup(url, folder, keys=keys)
        second = backup(url, folder, keys=keys)
    restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)

    assert 24 + 50 <= first.manifest.figure.number <= second.manifest.figure.number
    with opened(url) as one, opened(f"sqlite:///{tmp_path}/new.db") as two:
        held = entries(two.recorder)
        assert held == entries(one.recorder)[: len(held)]
        assert len(held) == second.manifest.figure.number
        assert None not in revealed(two)
        named = [tag.partition(":")[2] for fact in two.facts(types=["photo.taken"]) for tag in fact.tags]
        assert named
        assert all(two.attachments.verify(digest) == "" for digest in named)


def test_what_comes_while_values_are_copied_is_only_surplus(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """Facts that are recorded after the head was read are not in the back-up, and none that is in it lacks anything."""
    stages = []

    def tell(at: Progress) -> None:
        stages.append(at.stage)
        with opened(url) as ledger:
            see(ledger, f"m{len(stages)}")  # a person of whom there was no key yet
            attach(ledger, f"m{len(stages)}")

    made = backup(url, folder, keys=keys, tell=tell)
    restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)

    assert {"facts", "attachments", "personal values"} <= set(stages)
    assert (made.manifest.figure.number, made.source_head) == (24, 24 + 3 * len(stages))
    with opened(f"sqlite:///{tmp_path}/new.db") as ledger:
        assert None not in revealed(ledger)
        assert len(entries(ledger.recorder)) == 24


def test_the_folder_holds_no_key_and_nobody_else_reads_it(url: str, folder: Path, keys: Path) -> None:
    """Keys are in their own file alone; folder and files are their owner's."""
    backup(url, folder, keys=keys)

    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    with closing(sqlite3.connect(keys)) as connection:
        secrets = [key for (key,) in connection.execute("SELECT key FROM subject")]
    assert len(secrets) == 6
    assert not any(key in one.read_bytes() for key in secrets for one in files)


def test_keys_beside_their_values_are_refused(url: str, folder: Path, tmp_path: Path) -> None:
    """A file of keys inside the folder is refused, under a link to it too, and so is saying nothing of keys."""
    link = tmp_path / "link"
    link.symlink_to(folder)

    for inside in (folder / "x.keys", link / "deep" / "x.keys"):
        with pytest.raises(KeysInFolder):
            backup(url, folder, keys=inside)
    with pytest.raises(KeysInFolder):
        backup(url, folder, keys=Path(f"{url.removeprefix('sqlite:///')}.keys"))
    with pytest.raises(KeysUnsaid, match="--no-keys"):
        backup(url, folder)

    assert not folder.exists()


def test_a_strangers_keys_are_not_overwritten(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """A file that holds the keys of another store is named and left as it is."""
    with create(f"sqlite:///{tmp_path}/other.db") as other:
        see(other, "x")
    backup(f"sqlite:///{tmp_path}/other.db", tmp_path / "other", keys=keys)
    before = keys.read_bytes()

    with pytest.raises(KeysUnfit, match="Name another file"):
        backup(url, folder, keys=keys)

    assert keys.read_bytes() == before


def test_only_a_back_up_of_the_same_ledger_is_added_to(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """A folder with other files, or with another ledger's back-up, is left as it is."""
    with create(f"sqlite:///{tmp_path}/other.db") as other:
        attach(other, "x")
    backup(f"sqlite:///{tmp_path}/other.db", tmp_path / "other")
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")

    with pytest.raises(FolderTaken, match=r"letter\.txt"):
        backup(url, folder, keys=keys)
    with pytest.raises(OtherLedger):
        backup(url, tmp_path / "other", keys=tmp_path / "new.keys")

    assert not keys.exists()
    check_backup(tmp_path / "other")


def test_two_back_ups_into_one_folder_wait_for_each_other(url: str, folder: Path, keys: Path) -> None:
    """While one process holds the folder, another one is told so."""
    with held_folder(folder), pytest.raises(BackupBusy):
        backup(url, folder, keys=keys)

    backup(url, folder, keys=keys)


def test_a_killed_back_up_leaves_the_earlier_one(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """Killed at any moment, the folder holds the earlier back-up whole or the new one; run again it is the new one."""
    backup(url, folder, keys=keys)
    numbers = set()
    for attempt in range(6):
        with opened(url) as ledger:
            grow(ledger, f"round{attempt}", 12)
            head = ledger.recorder.head().number
        process = start("backup", url, folder, keys)
        _wait_until_at_work(folder, attempt)
        end(process)
        numbers.add(check_backup(folder, keys=keys).figure.number == head)

    made = backup(url, folder, keys=keys)
    restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)

    assert False in numbers, "no kill came half-way"
    assert made.manifest.figure.number == 24 + 6 * 48
    assert_equal(url, f"sqlite:///{tmp_path}/new.db")
    files = sorted(one.name for one in folder.iterdir())
    assert files == [".lock", "attachments", made.manifest.ledger_file, "manifest.json", made.manifest.values_file]


def _wait_until_at_work(folder: Path, attempt: int) -> None:
    deadline = time.monotonic() + 20
    wanted = ("ledger.part", "ledger.part", "personal.part", "personal.part")[attempt % 4]
    while not (folder / wanted).exists() and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(0.002 * attempt)


def test_an_unfinished_first_back_up_is_named(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """Without a manifest there is no back-up, and the next run finishes it with what is there."""
    process = start("backup", url, folder, keys)
    _wait_until_at_work(folder, 0)
    end(process)
    (folder / "manifest.json").unlink(missing_ok=True)

    for work in (lambda: check_backup(folder), lambda: restore(folder, f"sqlite:///{tmp_path}/new.db")):
        with pytest.raises(BackupUnfinished, match=r"manifest\.json is not there"):
            work()

    backup(url, folder, keys=keys)
    check_backup(folder, keys=keys)


def test_a_flipped_byte_is_named_with_its_file(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """In whichever file of the back-up a byte changes, at either end or within, the check names it and nothing is restored."""
    backup(url, folder, keys=keys)
    files = [one for one in sorted(folder.rglob("*")) if one.is_file() and one.name != ".lock"]
    assert len(files) == 1 + 1 + 1 + 6

    for file in files:
        whole = file.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(BackupDamaged) as damaged:
                restore(folder, f"sqlite:///{tmp_path}/new.db", keys=keys)
            assert file.relative_to(folder).as_posix() in str(damaged.value)
        file.write_bytes(whole)

    assert not (tmp_path / "new.db").exists()
    check_backup(folder, keys=keys)


def test_no_byte_of_the_manifest_can_change(url: str, folder: Path, keys: Path) -> None:
    """Whichever byte of the manifest is another one, it is named; none is left to chance."""
    backup(url, folder, keys=keys)
    manifest = folder / "manifest.json"
    whole = manifest.read_bytes()

    for place in range(len(whole)):
        manifest.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupDamaged, match=r"manifest\.json is not what was written"):
            read_manifest(folder)

    manifest.write_bytes(whole)
    assert read_manifest(folder).values == 24


def test_the_earlier_back_up_stands_until_the_new_manifest_does(url: str, folder: Path, keys: Path) -> None:
    """Where only the manifest cannot be written, the earlier one and all its files are still there."""
    first = backup(url, folder, keys=keys)
    with opened(url) as ledger:
        grow(ledger, "later", 1)
    (folder / ".manifest.json").mkdir()

    with pytest.raises(BadFile):
        backup(url, folder, keys=keys)

    assert check_backup(folder, keys=keys) == first.manifest
    (folder / ".manifest.json").rmdir()
    assert backup(url, folder, keys=keys).manifest.figure.number == 28


def test_a_missing_or_shortened_file_is_named(url: str, folder: Path, keys: Path) -> None:
    """Every file that is not as it was written is named at once."""
    made = backup(url, folder, keys=keys)
    assert made.manifest.values_file is not None
    (folder / made.manifest.values_file).unlink()
    with (folder / made.manifest.ledger_file).open("r+b") as file:
        file.truncate(4096)

    with pytest.raises(BackupDamaged, match=rf"{made.manifest.ledger_file} has 4096 bytes.*; .* is missing"):
        check_backup(folder)


def test_a_damaged_ledger_file_is_not_built_on(url: str, folder: Path, keys: Path) -> None:
    """Where the earlier back-up's ledger was damaged, the next one takes everything from the ledger anew."""
    first = backup(url, folder, keys=keys)
    with (folder / first.manifest.ledger_file).open("r+b") as file:
        file.seek(5000)
        file.write(b"damaged")

    second = backup(url, folder, keys=keys)

    assert second.held_before == 0
    check_backup(folder, keys=keys)


def test_an_attachment_that_the_ledger_lost_is_kept(url: str, folder: Path, keys: Path) -> None:
    """What the earlier back-up holds and the ledger no longer has whole stays in the back-up, and is named."""
    backup(url, folder, keys=keys)
    with opened(url) as ledger:
        (gone, lost), (bad, path), *_ = list(ledger.attachments.files())
    lost.unlink()
    path.write_bytes(b"damaged")

    made = backup(url, folder, keys=keys)

    assert (made.damaged, made.earlier) == ((), tuple(sorted((gone, bad))))
    assert len(check_backup(folder).attachments) == 6


def test_a_full_disk_leaves_the_earlier_back_up(url: str, folder: Path, keys: Path) -> None:
    """Where there is no room, that is said, and the earlier back-up stands; with room it is finished."""
    first = backup(url, folder, keys=keys)
    with opened(url) as ledger:
        grow(ledger, "more", 40)
        attach(ledger, "large", bytes(900_000))

    for limit in (20_000, 60_000, 300_000):
        program = _FULL.format(limit=limit)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program, url, folder, keys],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert "room" in done.stdout or "full" in done.stdout or "File too large" in done.stdout
        assert check_backup(folder, keys=keys) == first.manifest

    assert backup(url, folder, keys=keys).manifest.figure.number == 24 + 161
    check_backup(folder, keys=keys)


_FULL = """
import resource, signal, sys
from pathlib import Path
from regledger.errors import RegledgerError
from regledger.safekeeping import backup

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    backup(sys.argv[1], Path(sys.argv[2]), keys=Path(sys.argv[3]))
except RegledgerError as error:
    print(error)
"""
