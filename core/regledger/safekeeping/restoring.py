"""`restore`: from a back-up to a ledger, and `check_backup`, which says whether that would work.

Everything is verified before anything is written. While it goes on, `<ledger>.restoring` lies beside the ledger, and one on
PostgreSQL says so itself; so nobody opens what is not all there, and a restore that was broken off is gone on with. What the log says was erased
is erased again, so that neither an older file of keys nor an older attachment brings anybody back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from regledger.clock import system_clock
from regledger.errors import LedgerExists, LedgerMissing, StoreReadOnly
from regledger.log.personal import PersonalStore
from regledger.log.personal.under_way import UnderWay
from regledger.log.recorder import Recorder
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.stores import NoFolder, Place, all_there, create_store, open_store, place_of, says_restoring
from regledger.safekeeping.attached import altered, copy_attachments, synced
from regledger.safekeeping.copying import Beside
from regledger.safekeeping.entries import Figure, check_prefix, figure_of, take_over
from regledger.safekeeping.erasures import attachments_of, erased_subjects
from regledger.safekeeping.errors import BackupDamaged, CopyDiffers, KeysUnfit, OtherLedger, TargetInBackup
from regledger.safekeeping.folder import backup_above
from regledger.safekeeping.manifest import ATTACHMENTS, Manifest, read_manifest, wrong_in
from regledger.safekeeping.personal_files import (
    altered_keys,
    blank,
    copy_file,
    erased_in,
    merge_keys,
    never_had,
    store_id,
    unlike,
)
from regledger.safekeeping.progress import Progress, Tell, nobody
from regledger.safekeeping.promised import lacking

__all__ = ["Restored", "check_backup", "restore"]


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored, and found equal to the back-up."""

    ledger: str
    name: str
    target: str
    figure: Figure
    values: int
    keys: bool
    """Whether the keys came with it."""
    attachments: int
    missing: tuple[str, ...] = ()
    """Attachments that facts name and that are not in the back-up."""
    erased: tuple[str, ...] = ()
    """Subjects whose erasure is in the log, and who were erased again."""


def check_backup(folder: Path, *, keys: Path | None = None, tell: Tell = nobody) -> Manifest:
    """Read all of the back-up in `folder`; what it holds.

    Args:
        folder: of the back-up; it may be read-only.
        keys: whether this file opens its personal values is asked too.

    Raises:
        BackupUnfinished: there is none.
        BackupDamaged: with every file that is not as it was written.
        KeysUnfit: they are other keys, or older than the values.
    """
    manifest = read_manifest(folder)
    tell(Progress(stage="verifying", done=0, of=manifest.figure.number))
    if wrong := wrong_in(folder, manifest):
        raise BackupDamaged(folder=folder, found="; ".join(wrong))
    with closing(SQLiteRecorder.open(folder / manifest.ledger_file)) as recorder:
        if figure_of(recorder, manifest.figure.number, tell) != manifest.figure:
            raise BackupDamaged(
                folder=folder, found=f"{manifest.ledger_file} has not the entries that the manifest says"
            )
    if bad := altered(folder / ATTACHMENTS, manifest.attachments):
        raise BackupDamaged(folder=folder, found=f"attachment {bad[0]} has other bytes than its digest says")
    if keys is not None:
        _check_keys(keys, folder, manifest)
    return manifest


def restore(folder: Path, target_url: str, *, keys: Path | None = None, tell: Tell = nobody) -> Restored:
    """Make the ledger that is backed up in `folder` again at `target_url`, where there is none.

    Args:
        folder: of the back-up.
        target_url: where there is nothing yet, or a restore of this back-up that was broken off.
        keys: those that were put apart; without them personal values stay sealed.
        tell: told how far it has come.

    Raises:
        BackupUnfinished, BackupDamaged, KeysUnfit: as `check_backup`; nothing was changed.
        TargetInBackup: `target_url` lies in the folder of a back-up; nothing was changed.
        LedgerExists: there is a ledger, or personal values or attachments of one; nothing was changed.
        NoFolder: the back-up holds personal values or attachments, and `target_url` names no folder for them.
        CopyDiffers: what was written does not read as the back-up does.
    """
    manifest = check_backup(folder, keys=keys, tell=tell)
    place = place_of(target_url)
    path = place.beside(manifest.ledger, manifest.name)
    if path is None and (manifest.values_file or manifest.attachments):
        raise NoFolder(url=place.url, what="personal values" if manifest.values_file else "attachments")
    if path is not None and (above := backup_above(path)) is not None:
        raise TargetInBackup(target=path, folder=above)
    with closing(SQLiteRecorder.open(folder / manifest.ledger_file)) as source:
        marker = place.restoring(manifest.ledger, manifest.name)
        _check_free(place, path, marker, manifest)
        if marker is not None:
            place.make_folder()
            _mark(marker, manifest.ledger)
        # No sweep comes between the facts and the marker's end: whoever waited for the facts finds a ledger that opens.
        with _facts_awaited(path, manifest):
            with closing(_target(place, manifest)) as target:
                check_prefix(source, target, (str(folder), place.url), manifest.figure.number)
                gone = erased_subjects(source)
                digests: tuple[str, ...] = ()
                if path is not None:
                    digests = _restore_beside(folder, manifest, path, keys, gone, source, tell)
                take_over(source, target, manifest.figure.number, tell)
                if figure_of(target, manifest.figure.number, tell) != manifest.figure:
                    raise CopyDiffers(source=folder, target=place.url, found="it has other entries")
                missing = _missing(target, folder, manifest, path, digests, gone)
                all_there(target)
            if marker is not None:
                marker.unlink()
                synced(marker.parent)
    return Restored(
        ledger=manifest.ledger,
        name=manifest.name,
        target=place.url,
        figure=manifest.figure,
        values=manifest.values,
        keys=keys is not None and manifest.values_file is not None,
        attachments=len(digests),
        missing=missing,
        erased=tuple(gone),
    )


def _check_keys(keys: Path, folder: Path, manifest: Manifest) -> None:
    if manifest.values_file is None:
        return
    found = store_id(keys)
    if found != manifest.keys:
        told = f"it holds those of store {found}" if found else "it holds none" if keys.exists() else "it is not there"
        raise KeysUnfit(
            keys=keys,
            found=f"{told}, and the values are of store {manifest.keys}",
            remedy="Name the file that was written with this back-up, or a later one of the same ledger.",
        )
    if altered := altered_keys(keys):
        raise KeysUnfit(
            keys=keys,
            found=f"it is damaged: {altered} of its keys are not what was made",
            remedy="Name another copy of the file that was written with this back-up, or a later one.",
        )
    if missing := never_had(keys, folder / manifest.values_file):
        raise KeysUnfit(
            keys=keys,
            found=f"it is older than the back-up, and {missing} of {manifest.values} values were sealed under keys that it never had",
            remedy="Name the file that was written with this back-up, or a later one.",
        )


def _check_free(place: Place, path: Path | None, marker: Path | None, manifest: Manifest) -> None:
    """Nothing lies where the ledger is to be, or only what a broken-off restore of the same ledger left there."""
    if marker is not None and marker.exists():
        told = marker.read_text("utf-8").strip()
        if told and told != manifest.ledger:
            raise OtherLedger(target=marker, found=told, wanted=manifest.ledger)
        return
    with suppress(LedgerMissing), closing(open_store(place, clock=system_clock, kinds=None, restoring=True)) as found:
        if not says_restoring(found):
            raise LedgerExists(path=place.file or place.url)
        if found.ledger_id != manifest.ledger:
            raise OtherLedger(target=place.url, found=found.ledger_id, wanted=manifest.ledger)
        return
    if path is not None:
        beside = Beside.of(path)
        for one in (beside.values, beside.keys, beside.attachments):
            if one.exists():
                raise LedgerExists(path=one)


def _mark(marker: Path, ledger: str) -> None:
    try:
        marker.write_text(f"{ledger}\n", "utf-8")
        synced(marker.parent)
    except OSError as error:
        raise StoreReadOnly(path=marker, found=error.strerror or str(error)) from error


def _target(place: Place, manifest: Manifest) -> Recorder:
    try:
        return open_store(place, clock=system_clock, kinds=None, restoring=True)
    except LedgerMissing:
        return create_store(
            place,
            ledger_id=manifest.ledger,
            name=manifest.name,
            zone=manifest.zone,
            clock=system_clock,
            kinds=None,
            restoring=True,
        )


@contextmanager
def _facts_awaited(path: Path | None, manifest: Manifest) -> Iterator[None]:
    """Until the facts are in, no sweep takes their values for orphans."""
    if path is None or manifest.values_file is None:
        yield
        return
    with UnderWay.of(path).until_recorded():
        yield


def _missing(
    target: Recorder, folder: Path, manifest: Manifest, path: Path | None, digests: tuple[str, ...], gone: list[str]
) -> tuple[str, ...]:
    """The attachments that facts name and the back-up has not; raises `CopyDiffers` where a value did not come with its fact."""
    values = None
    if path is not None and manifest.values_file is not None:
        values = (Beside.of(path).values, folder / manifest.values_file)
    erased = attachments_of(target, gone)
    found = lacking(target, manifest.figure.number, values=values, attachments=set(digests), gone=erased)
    if found.value:
        raise CopyDiffers(source=folder, target=target.ledger_id, found=found.value)
    return found.attachments


def _restore_beside(
    folder: Path,
    manifest: Manifest,
    path: Path,
    keys: Path | None,
    gone: list[str],
    source: Recorder,
    tell: Tell,
) -> tuple[str, ...]:
    """Personal values, keys and attachments, without what was erased; the attachments' digests."""
    beside = Beside.of(path)
    if manifest.values_file is not None:
        values = folder / manifest.values_file
        tell(Progress(stage="personal values", done=0, of=1))
        copy_file(values, beside.values)
        if found := unlike(beside.values, values):
            raise CopyDiffers(source=folder, target=beside.values, found=found)
        blank(beside.values, {*gone, *([] if keys is None else erased_in(keys))})
        if keys is not None:
            merge_keys(keys, beside.keys)
            store = PersonalStore(path)
            for subject in gone:
                store.erase(subject)
        tell(Progress(stage="personal values", done=1, of=1))
    erased = attachments_of(source, gone)
    taken = copy_attachments(folder / ATTACHMENTS, beside.attachments, tell, without=erased)
    return taken.digests
