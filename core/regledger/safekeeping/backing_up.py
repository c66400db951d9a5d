"""`backup`: one consistent set of ledger, personal values and attachments while writing goes on, the keys apart.

Order: the head is read and the facts up to it are copied; then attachments, then values, then keys. Whatever a fact
commits to is durable before the fact, and a key before its value; so each later part has all that the earlier ones need, and
at most more: what others recorded meanwhile, which nothing in the back-up names yet. The other way round a fact could
come in whose value or attachment was not copied.

A later back-up into the same folder takes over what the earlier one holds and adds to it. It writes under names of its
own, and the manifest, which comes last, changes from the earlier set to the new one at once. So a kill at any moment
leaves the earlier back-up as it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import msgspec

from regledger.clock import from_micros, system_clock
from regledger.errors import RegledgerError
from regledger.log.recorder import Recorder
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.stores import open_store, place_of
from regledger.safekeeping.attached import altered, copy_attachments, files_in, synced
from regledger.safekeeping.copying import Beside, files_beside
from regledger.safekeeping.entries import Figure, check_prefix, figure_of, first_difference, take_over
from regledger.safekeeping.erasures import attachments_of, erased_subjects
from regledger.safekeeping.errors import BadFile, CopyDiffers, KeysInFolder, KeysUnfit, KeysUnsaid, OtherLedger
from regledger.safekeeping.folder import (
    LEDGER_PART,
    VALUES_PART,
    Note,
    backup_above,
    check_folder,
    duplicate,
    held_folder,
    left_by,
    remove_database,
    sweep,
    write_note,
)
from regledger.safekeeping.manifest import ATTACHMENTS, FORMAT, MANIFEST, Manifest, kept, read_manifest, write_manifest
from regledger.safekeeping.personal_files import blank, copy_file, erased_in, merge_keys, store_id, values_in
from regledger.safekeeping.progress import Progress, Tell, nobody
from regledger.safekeeping.promised import lacking

__all__ = ["Backed", "backup"]


class Backed(msgspec.Struct, frozen=True, kw_only=True):
    """What a back-up holds now."""

    folder: str
    manifest: Manifest
    held_before: int
    """How many facts were there from earlier."""
    source_head: int
    """The ledger's last number at the end; more than the figure's where writing went on."""
    keys: str | None
    """Where the keys were put; None where they were not."""
    damaged: tuple[str, ...] = ()
    """Attachments that are not in it, for the ledger's own files no longer have the bytes of their digest."""
    earlier: tuple[str, ...] = ()
    """Attachments that the ledger no longer has whole, carried on from the earlier back-up."""
    missing: tuple[str, ...] = ()
    """Attachments that facts name and that are nowhere: neither beside the ledger nor in the earlier back-up."""


def backup(
    url: str, folder: Path, *, keys: Path | None = None, without_keys: bool = False, tell: Tell = nobody
) -> Backed:
    """Back the ledger at `url` up into `folder`, which is new or holds an earlier back-up of it.

    Args:
        url: a ledger; it may be written to meanwhile.
        folder: made where there is none.
        keys: the file that the keys are put in, outside of `folder`.
        without_keys: the keys are kept otherwise.
        tell: told how far it has come.

    Raises:
        KeysUnsaid, KeysInFolder, KeysUnfit, FolderTaken, FolderOfLedger, OtherLedger, BackupBusy: nothing was changed.
        CopyDiffers: what was written does not read as the ledger does; the earlier back-up stands.
        StoreFull, BadFile: the earlier back-up stands.
    """
    place = place_of(url)
    with closing(open_store(place, clock=system_clock, kinds=None)) as source:
        path = place.beside(source.ledger_id, source.name)
        beside = None if path is None else Beside.of(path)
        has_values = beside is not None and beside.has_values
        if has_values and keys is None and not without_keys:
            raise KeysUnsaid(ledger=place.url)
        if keys is not None:
            _check_keys(keys, folder, beside if has_values else None)
        own = (place.file,) if place.file is not None else ()
        check_folder(folder, (*own, *(() if path is None else files_beside(path))))
        with held_folder(folder):
            check_folder(folder)
            return _Backup(source, place.url, beside, folder, tell).made(keys if has_values else None)


class _Backup:
    def __init__(self, source: Recorder, url: str, beside: Beside | None, folder: Path, tell: Tell) -> None:
        self._source, self._url, self._beside, self._folder, self._tell = source, url, beside, folder, tell
        self._earlier = read_manifest(folder) if (folder / MANIFEST).exists() else None
        if self._earlier is not None and self._earlier.ledger != source.ledger_id:
            raise OtherLedger(target=folder, found=self._earlier.ledger, wanted=source.ledger_id)
        self._run = f"{from_micros(system_clock()):%Y%m%dt%H%M%Sz}-{secrets.token_hex(2)}"

    def made(self, keys: Path | None) -> Backed:
        until = self._source.head().number
        ledger_file = f"ledger.{self._run}.db"
        note = self._noted(ledger_file, f"personal.{self._run}")
        held, figure = self._copy_facts(until)
        gone = erased_subjects(self._source)
        digests, damaged, earlier, note = self._copy_attachments(gone, note)
        store = self._copy_values(keys, gone)
        values_file = f"personal.{self._run}" if store else None
        missing = self._missing(until, digests, gone, has_values=store is not None)
        # What was taken over from an earlier back-up was copied without a sync.
        synced(self._folder / LEDGER_PART)
        (self._folder / LEDGER_PART).replace(self._folder / ledger_file)
        if values_file:
            (self._folder / VALUES_PART).replace(self._folder / values_file)
        synced(self._folder)
        files = [kept(self._folder, one) for one in (ledger_file, values_file) if one]
        files += [kept(self._folder, f"{ATTACHMENTS}/{one[:2]}/{one[2:]}", one) for one in digests]
        manifest = Manifest(
            format=FORMAT,
            ledger=self._source.ledger_id,
            name=self._source.name,
            zone=self._source.zone,
            made_at=f"{from_micros(system_clock()):%Y-%m-%dT%H:%M:%SZ}",
            release=version("regledger"),
            figure=figure,
            ledger_file=ledger_file,
            values_file=values_file,
            values=values_in(self._folder / values_file) if values_file else 0,
            keys=store,
            files=tuple(files),
        )
        write_manifest(self._folder, manifest)
        sweep(self._folder, manifest, note)
        return Backed(
            folder=str(self._folder),
            manifest=read_manifest(self._folder),
            held_before=held,
            source_head=self._source.head().number,
            keys=None if keys is None else str(keys),
            damaged=damaged,
            earlier=earlier,
            missing=tuple(one for one in missing if one not in damaged),
        )

    def _noted(self, *files: str) -> Note:
        """The note of this run: what it is about to write, what the earlier back-up holds, and what broken-off runs left."""
        before, left = self._earlier, left_by(self._folder)
        found = {*files, *(one.path for one in (before.files if before else ())), *(left.files if left else ())}
        note = Note(unfinished_backup_of=self._source.ledger_id, files=tuple(sorted(found)))
        write_note(self._folder, note)
        return note

    def _missing(self, until: int, digests: list[str], gone: list[str], *, has_values: bool) -> tuple[str, ...]:
        """The attachments that facts name and the back-up has not; raises `CopyDiffers` where it has not a value."""
        assert not has_values or self._beside is not None
        values = (self._folder / VALUES_PART, self._beside.values) if has_values and self._beside else None
        erased = attachments_of(self._source, gone)
        found = lacking(self._source, until, values=values, attachments=set(digests), gone=erased)
        if found.value:
            raise CopyDiffers(source=self._url, target=self._folder, found=found.value)
        return found.attachments

    def _copy_facts(self, until: int) -> tuple[int, Figure]:
        """How many facts were there already, and what all of them sum up to."""
        with closing(self._part()) as part:
            held = check_prefix(self._source, part, (self._url, str(self._folder)), until)
            take_over(self._source, part, until, self._tell)
            figure = figure_of(self._source, until, self._tell)
            if figure_of(part, until, self._tell) != figure:
                found = first_difference(self._source, part, until) or "they were read differently"
                # What is wrong with it would be wrong again.
                remove_database(self._folder / LEDGER_PART)
                raise CopyDiffers(source=self._url, target=self._folder, found=found)
        return held, figure

    def _part(self) -> SQLiteRecorder:
        """The ledger that is being written: what a kill left, else what the earlier back-up holds, else a new one."""
        path = self._folder / LEDGER_PART
        if path.exists():
            try:
                left = SQLiteRecorder.open(path)
            except RegledgerError:
                remove_database(path)
            else:
                if left.ledger_id == self._source.ledger_id:
                    return left
                left.close()
                remove_database(path)
        if self._earlier is not None:
            before = next(one for one in self._earlier.files if one.path == self._earlier.ledger_file)
            if duplicate(self._folder, before, LEDGER_PART):
                return SQLiteRecorder.open(path)
        source = self._source
        return SQLiteRecorder.create(path, ledger_id=source.ledger_id, name=source.name, zone=source.zone)

    def _copy_attachments(
        self, gone: Iterable[str], note: Note
    ) -> tuple[list[str], tuple[str, ...], tuple[str, ...], Note]:
        """The digests that are in the back-up; the damaged ones that are not; those that it has from earlier only; and
        the note that names them all."""
        target = self._folder / ATTACHMENTS
        taken: set[str] = set()
        damaged: set[str] = set()
        if self._beside is not None:
            planned = files_in(self._beside.attachments).keys()
            note = self._noted(*note.files, *(f"{ATTACHMENTS}/{one[:2]}/{one[2:]}" for one in planned))
            copied = copy_attachments(self._beside.attachments, target, self._tell, only=planned, anew=True)
            taken, damaged = set(copied.digests), set(copied.damaged)
        before = set() if self._earlier is None else set(self._earlier.attachments)
        lost = (before & files_in(target).keys()) - taken
        lost -= attachments_of(self._source, gone) if lost else set()
        lost -= (rotten := set(altered(target, sorted(lost))))
        return sorted(taken | lost), tuple(sorted((damaged | rotten) - lost)), tuple(sorted(lost)), note

    def _copy_values(self, keys: Path | None, gone: Iterable[str]) -> str | None:
        """The id of the store, None where there are no values."""
        part = self._folder / VALUES_PART
        remove_database(part)
        if self._beside is None or not self._beside.has_values:
            return None
        self._tell(Progress(stage="personal values", done=0, of=2))
        copy_file(self._beside.values, part)
        self._tell(Progress(stage="personal values", done=1, of=2))
        if keys is not None:
            merge_keys(self._beside.keys, keys)
            synced(keys.absolute().parent)
        # Erased between the two, or at a later time than this ledger's: no key opens it, and no older back-up of the
        # keys shall open it either.
        blank(part, {*gone, *erased_in(self._beside.keys), *(() if keys is None else erased_in(keys))})
        self._tell(Progress(stage="personal values", done=2, of=2))
        return store_id(part)


def _check_keys(keys: Path, folder: Path, beside: Beside | None) -> None:
    """The file that the keys are to go to is apart, and no stranger's."""
    if keys.resolve().is_relative_to(folder.resolve()):
        raise KeysInFolder(keys=keys, folder=folder)
    if (above := backup_above(keys)) is not None:
        raise KeysInFolder(keys=keys, folder=above)
    if not keys.absolute().parent.is_dir():
        # It may be a disk that is not mounted: nothing is made in its place.
        raise BadFile(
            path=keys, found="its folder is not there", remedy="Make it, or mount its disk; nothing was changed."
        )
    if beside is None:
        return
    if keys.resolve() in (beside.keys.resolve(), beside.values.resolve()):
        raise KeysInFolder(keys=keys, folder=beside.keys.parent)
    if keys.exists() and keys.stat().st_size:
        theirs, ours = store_id(keys), store_id(beside.values)
        if theirs != ours:
            raise KeysUnfit(
                keys=keys,
                found=f"it holds the keys of store {theirs}, and the values are of store {ours}",
                remedy="Name another file to put the keys in.",
            )
