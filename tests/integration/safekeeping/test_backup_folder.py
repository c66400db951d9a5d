"""Nothing that a back-up did not write is ever deleted, and no folder is taken that is not its own."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import pytest
from regledger.safekeeping import backup, check_backup, copy, restore
from regledger.safekeeping.errors import BackupDamaged, FolderOfLedger, FolderTaken, RegledgerError, TargetInBackup

from .conftest import start
from .county import assert_equal, attach, create, grow, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "apart.keys"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below it, and what it holds."""
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("name", ["ledger.db", "county.db"])
def test_a_ledger_is_never_backed_up_into_itself(tmp_path: Path, keys: Path, name: str) -> None:
    """A folder that holds the ledger, or one that belongs to it, is refused whatever the ledger is called."""
    here = tmp_path / "here"
    here.mkdir()
    url = f"sqlite:///{here}/{name}"
    with create(url) as ledger:
        grow(ledger, "a", 2)
    before = contents(here)

    for target in (here, here / f"{name}.attachments", here / f"{name}.attachments" / "new", here / f"{name}.streams"):
        with pytest.raises(FolderOfLedger, match="lie in one another"):
            backup(url, target, keys=keys)

    assert contents(here) == before
    assert not keys.exists()


def test_a_ledger_below_the_folder_is_not_backed_up_into_it(tmp_path: Path, keys: Path) -> None:
    """The ledger's folder may lie deeper, or behind a link: it is found all the same."""
    (tmp_path / "top" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "top")
    url = f"sqlite:///{tmp_path}/link/deep/ledger.db"
    with create(url) as ledger:
        grow(ledger, "a", 1)

    with pytest.raises(FolderOfLedger):
        backup(url, tmp_path / "top", keys=keys)

    assert (tmp_path / "top/deep/ledger.db").exists()


@pytest.mark.parametrize(
    "file",
    [
        "attachments/invoice.pdf",
        "attachments/" + "ab/" + "c" * 62,
        "ledger.db",
        "ledger.part",
        "ledger.old-copy.db",
        "personal.notes",
        "personal.part",
        "manifest.json",
        "unfinished.json",
        ".unfinished.json",
    ],
)
def test_a_folder_that_somebody_uses_is_refused(url: str, folder: Path, keys: Path, file: str) -> None:
    """Whatever lies there without a manifest or a note of ours is somebody's own, though it were called as ours are."""
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_text('{"name": "mine"}')
    before = contents(folder)

    with pytest.raises((FolderTaken, BackupDamaged)):
        backup(url, folder, keys=keys)

    assert contents(folder) == before
    assert not keys.exists()


@pytest.mark.parametrize(
    "file",
    ["attachments/mine.txt", "attachments/ab/notes", "ledger.mine.db", "personal.mine", "attachments/ab/" + "c" * 62],
)
def test_what_was_put_beside_a_back_up_is_refused_and_stays(url: str, folder: Path, keys: Path, file: str) -> None:
    """What the manifest does not name stops the next back-up by name, and is not removed by it."""
    backup(url, folder, keys=keys)
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("mine")
    before = contents(folder)

    with pytest.raises(FolderTaken):
        backup(url, folder, keys=keys)

    assert contents(folder) == before
    (folder / file).unlink()
    backup(url, folder, keys=keys)


@pytest.mark.parametrize("finished", [False, True])
def test_links_are_not_followed(url: str, folder: Path, keys: Path, tmp_path: Path, finished: bool) -> None:
    """A link in the folder is refused, and what it leads to is left alone, whatever lies there."""
    if finished:
        backup(url, folder, keys=keys)
        (folder / "attachments").rename(tmp_path / "elsewhere")
    else:
        folder.mkdir()
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "letter.txt").write_text("mine")
    before = contents(tmp_path / "elsewhere")
    (folder / "attachments").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FolderTaken, match="attachments"):
        backup(url, folder, keys=keys)

    assert contents(tmp_path / "elsewhere") == before


def test_what_a_broken_off_run_left_is_gone_on_with_and_swept(url: str, folder: Path, keys: Path) -> None:
    """Killed again and again before the first manifest, the folder is still a back-up's, and at the end nothing is left over."""
    with opened(url) as ledger:
        grow(ledger, "more", 60)
    killed = 0
    for _ in range(60):
        process = start("backup", url, folder, keys)
        while process.poll() is None and not (folder / "unfinished.json").exists():
            pass
        time.sleep(0.005 * killed)
        process.kill()
        process.communicate()
        killed += 1
        if (folder / "manifest.json").exists():  # it was quicker than the kill: begin again
            shutil.rmtree(folder)
            keys.unlink(missing_ok=True)
            killed = 0
        if killed == 4:
            break
    assert killed == 4, "no kill came half-way"

    made = backup(url, folder, keys=keys)

    assert sorted(one.name for one in folder.iterdir()) == [
        ".lock",
        "attachments",
        made.manifest.ledger_file,
        "manifest.json",
        made.manifest.values_file,
    ]
    check_backup(folder, keys=keys)


def test_an_attachment_that_no_run_finished_with_is_swept(url: str, folder: Path, keys: Path) -> None:
    """What a broken-off run copied and the ledger no longer has is removed by the next one: the note names it."""
    with opened(url) as ledger:
        path = ledger.attachments.path_of(attach(ledger, "brief"))
        content = path.read_bytes()
        target = folder / "attachments" / path.parent.name / path.name
    process = start("backup", url, folder, keys)
    while process.poll() is None and not target.exists():
        pass
    process.kill()
    process.communicate()
    assert target.read_bytes() == content
    was_done = (folder / "manifest.json").exists()
    path.unlink()

    made = backup(url, folder, keys=keys)

    kept = made.earlier if was_done else made.missing
    assert kept == (path.parent.name + path.name,)
    assert target.exists() == was_done
    check_backup(folder, keys=keys)


def test_a_rotten_attachment_in_the_back_up_is_written_anew(url: str, folder: Path, keys: Path) -> None:
    """ "Whole" is said of what was read: bytes that went bad in the back-up's own folder are replaced from the ledger."""
    backup(url, folder, keys=keys)
    file = next(one for one in sorted((folder / "attachments").rglob("*")) if one.is_file())
    whole = file.read_bytes()
    file.write_bytes(b"x" * len(whole))

    made = backup(url, folder, keys=keys)

    assert file.read_bytes() == whole
    assert (made.damaged, made.missing) == ((), ())
    check_backup(folder, keys=keys)


def test_an_attachment_that_is_nowhere_is_named(url: str, folder: Path, keys: Path, elsewhere: str) -> None:
    """A file that a fact names and nobody has is named by back-up, restore and copy; an erased person's is none."""
    with opened(url) as ledger:
        digest, path = next(iter(ledger.attachments.files()))
    path.unlink()

    made, restored = backup(url, folder, keys=keys), restore(folder, elsewhere, keys=keys)
    copied = copy(url, f"sqlite:///{folder.parent}/copied.db")

    assert (made.missing, restored.missing, copied.missing) == ((digest,),) * 3
    assert (made.damaged, copied.damaged) == ((), ())


def test_every_folder_is_its_owners_alone(url: str, tmp_path: Path, keys: Path) -> None:
    """Folders that are made on the way to a back-up, a copy or a restored ledger are for their owner, with those above them."""
    folder = tmp_path / "a" / "b" / "backup"

    before = os.umask(0o022)
    try:
        backup(url, folder, keys=keys)
        copy(url, f"sqlite:///{tmp_path}/copied.db")
    finally:
        os.umask(before)

    made = [folder, folder.parent, folder.parent.parent, tmp_path / "copied.db.attachments"]
    made += [one for top in (folder, made[-1]) for one in top.rglob("*") if one.is_dir()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o700}


def test_nothing_is_restored_or_copied_into_a_back_up(url: str, folder: Path, keys: Path) -> None:
    """A ledger below a back-up would put its keys there, and make the folder no back-up's; it is refused."""
    backup(url, folder, keys=keys)
    before = contents(folder)

    for work in (
        lambda: restore(folder, f"sqlite:///{folder}/new.db", keys=keys),
        lambda: restore(folder, f"sqlite:///{folder}/attachments/new.db"),
        lambda: copy(url, f"sqlite:///{folder}/new.db"),
    ):
        with pytest.raises(TargetInBackup):
            work()

    assert contents(folder) == before
    assert_equal(url, url)


def test_keys_go_into_no_back_up_at_all(url: str, folder: Path, keys: Path, tmp_path: Path) -> None:
    """A file for the keys inside of another back-up's folder is refused as one inside of this one's is."""
    backup(url, folder, keys=keys)

    with pytest.raises(RegledgerError, match="protect nobody"):
        backup(url, tmp_path / "second", keys=folder / "x.keys")

    assert not (tmp_path / "second").exists()
