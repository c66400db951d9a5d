"""From one store to another: `copy` takes a whole ledger over, numbers, stamps and bytes as they are.

The head is read first, then values, keys and attachments are copied, then the facts up to that head. All that a fact
commits to is durable before the fact is recorded; so whatever the facts up to the head need was copied, though
writing goes on, and the copy never holds a fact whose values it lacks. What was recorded meanwhile comes in the next round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from regledger.clock import system_clock
from regledger.errors import LedgerMissing
from regledger.log.folders import private_folder
from regledger.log.personal.under_way import UnderWay
from regledger.log.recorder import Recorder
from regledger.log.stores import NoFolder, Place, create_store, open_store, place_of
from regledger.safekeeping.attached import altered, copy_attachments, files_in, remove_attachments
from regledger.safekeeping.entries import PAGE, Figure, check_prefix, figure_of, first_difference, take_over, until_of
from regledger.safekeeping.erasures import attachments_of, erased_subjects
from regledger.safekeeping.errors import CopyDiffers, CopyOntoItself, OtherLedger, TargetInBackup
from regledger.safekeeping.folder import backup_above
from regledger.safekeeping.personal_files import blank, copy_file, erased_in, merge_keys, store_id, unlike, values_in
from regledger.safekeeping.progress import Progress, Tell, nobody
from regledger.safekeeping.promised import lacking

__all__ = ["Beside", "Copied", "copy", "files_beside"]

_ROUNDS = 100


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """The paths of what lies beside a ledger."""

    values: Path
    keys: Path
    attachments: Path

    @classmethod
    def of(cls, path: Path) -> Beside:
        """Of the path that the suffixes are added to."""
        values, keys, attachments = (path.with_name(path.name + one) for one in (".personal", ".keys", ".attachments"))
        return cls(values=values, keys=keys, attachments=attachments)

    @property
    def has_values(self) -> bool:
        """Whether personal values are kept there."""
        return store_id(self.values) is not None

    @property
    def empty(self) -> bool:
        """Whether nothing is kept there."""
        return not self.has_values and not files_in(self.attachments)


def files_beside(path: Path) -> tuple[Path, ...]:
    """Every file and folder that lies beside a ledger, there or not; `path` is what the suffixes are added to."""
    suffixes = (".personal", ".keys", ".attachments", ".journal", ".index", ".streams")
    return tuple(path.with_name(path.name + one) for one in suffixes)


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What was copied, and found equal."""

    ledger: str
    name: str
    source: str
    target: str
    figure: Figure
    held_before: int
    """How many facts the target held already."""
    source_head: int
    """The source's last number at the end; more than the figure's where writing went on."""
    values: int
    """Personal values in the copy."""
    attachments: int
    damaged: tuple[str, ...] = ()
    """Attachments that were left out, for the source's own files no longer have the bytes of their digest."""
    missing: tuple[str, ...] = ()
    """Attachments that facts name and that the source has not."""


def copy(source_url: str, target_url: str, *, until: int | None = None, tell: Tell = nobody) -> Copied:
    """Copy the ledger at `source_url` to `target_url`; one that was broken off is gone on with by doing it again.

    Args:
        source_url: a ledger; it may be written to meanwhile.
        target_url: where there is nothing yet, or an earlier copy that nobody wrote to.
        until: the last number to copy; all there are, and those that are recorded meanwhile, unless given.
        tell: told how far it has come.

    Raises:
        CopyOntoItself, OtherLedger, TargetAhead, TargetDiverged, NumberUnknown: nothing was changed.
        TargetInBackup: `target_url` lies in the folder of a back-up; nothing was changed.
        NoFolder: there are personal values or attachments, and `target_url` names no folder for them; nothing was changed.
        CopyDiffers: what was copied is not equal to the source.
    """
    places = place_of(source_url), place_of(target_url)
    _check_apart(*places)
    with _Opened(open_store(places[0], clock=system_clock, kinds=None)) as source:
        wanted = until_of(source, source_url, until)
        beside = _beside(places[0], source)
        there = _beside(places[1], source)
        _check_beside(beside, there, places)
        if there is not None and (above := backup_above(there.values)) is not None:
            raise TargetInBackup(target=places[1].url, folder=above)
        places[1].make_folder()
        with _Opened(_target(places[1], source)) as target:
            urls = places[0].url, places[1].url
            held = check_prefix(source, target, urls, wanted)
            copying = _Copying(source, target, beside, there, tell)
            with copying.facts_awaited():
                reached = copying.rounds(wanted, follow=until is None)
            return copying.verified(reached, held, urls)


class _Opened:
    """A recorder that is closed at the end."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def __enter__(self) -> Recorder:
        return self._recorder

    def __exit__(self, *_: object) -> None:
        self._recorder.close()


class _Copying:
    def __init__(
        self, source: Recorder, target: Recorder, beside: Beside | None, there: Beside | None, tell: Tell
    ) -> None:
        self._source, self._target, self._tell = source, target, tell
        self._beside, self._there = beside, there
        self._digests: tuple[str, ...] = ()
        self._damaged: tuple[str, ...] = ()

    @contextmanager
    def facts_awaited(self) -> Iterator[None]:
        """Until the facts are in, no sweep at the target takes their values for orphans."""
        if self._beside is None or self._there is None or not self._beside.has_values:
            yield
            return
        with UnderWay(self._there.values.with_name(f"{self._there.values.name}.lock")).until_recorded():
            yield

    def rounds(self, until: int, *, follow: bool) -> int:
        """Copy up to `until`, and then what was recorded meanwhile; the last number."""
        for turn in range(_ROUNDS):
            gap = until - self._target.head().number
            self._copy_beside()
            take_over(self._source, self._target, until, self._tell)
            head = self._source.head().number
            # While others write there is always more; what is less than a page is as near as one can come.
            if not follow or head == until or (turn and gap < PAGE):
                break
            until = head
        return until

    def _copy_beside(self) -> None:
        if self._beside is None or self._there is None:
            return
        if self._beside.has_values:
            self._tell(Progress(stage="personal values", done=0, of=2))
            private_folder(self._there.values.parent)
            copy_file(self._beside.values, self._there.values)
            self._tell(Progress(stage="personal values", done=1, of=2))
            if self._beside.keys.exists():
                merge_keys(self._beside.keys, self._there.keys)
            # Erased between the two: no key opens it, and no key that is put back opens it either.
            blank(self._there.values, erased_in(self._there.keys))
            self._tell(Progress(stage="personal values", done=2, of=2))
        gone = self._gone()
        taken = copy_attachments(self._beside.attachments, self._there.attachments, self._tell, without=gone)
        # An earlier copy may have them still.
        remove_attachments(self._there.attachments, gone)
        self._digests, self._damaged = taken.digests, taken.damaged

    def _gone(self) -> set[str]:
        """The digests of the files of erased subjects."""
        subjects = set(erased_subjects(self._source))
        if self._there is not None:
            subjects.update(erased_in(self._there.keys))
        return attachments_of(self._source, subjects)

    def verified(self, until: int, held: int, urls: tuple[str, str]) -> Copied:
        """Read both anew and compare; raises `CopyDiffers`."""
        figure = figure_of(self._source, until, self._tell)
        if figure_of(self._target, until, self._tell) != figure:
            found = first_difference(self._source, self._target, until) or "they were read differently"
            raise CopyDiffers(source=urls[0], target=urls[1], found=found)
        values, missing = 0, self._missing(until, urls)
        if self._beside is not None and self._there is not None:
            if self._beside.has_values and (found := unlike(self._there.values, self._beside.values)):
                raise CopyDiffers(source=urls[0], target=urls[1], found=found)
            values = values_in(self._there.values)
            if bad := altered(self._there.attachments, self._digests):
                raise CopyDiffers(source=urls[0], target=urls[1], found=f"attachment {bad[0]} is not whole")
        return Copied(
            ledger=self._source.ledger_id,
            name=self._source.name,
            source=urls[0],
            target=urls[1],
            figure=figure,
            held_before=held,
            source_head=self._source.head().number,
            values=values,
            attachments=len(self._digests),
            damaged=self._damaged,
            missing=missing,
        )

    def _missing(self, until: int, urls: tuple[str, ...]) -> tuple[str, ...]:
        """The attachments that facts name and neither has; raises `CopyDiffers` where a value did not come with its fact."""
        beside, there = self._beside, self._there
        pair = None
        if beside is not None and there is not None and beside.has_values:
            pair = (there.values, beside.values)
        present = {*self._digests, *self._damaged}
        found = lacking(self._source, until, values=pair, attachments=present, gone=self._gone())
        if found.value:
            raise CopyDiffers(source=urls[0], target=urls[1], found=found.value)
        return found.attachments


def _check_apart(source: Place, target: Place) -> None:
    same_file = source.file is not None and target.file is not None and source.file.resolve() == target.file.resolve()
    if same_file or (source.address and source.address == target.address):
        raise CopyOntoItself(source=source.url, target=target.url, what="the ledger")


def _beside(place: Place, source: Recorder) -> Beside | None:
    path = place.beside(source.ledger_id, source.name)
    return None if path is None else Beside.of(path)


def _check_beside(beside: Beside | None, there: Beside | None, places: tuple[Place, Place]) -> None:
    """What lies beside the source has a place to go to, and no stranger's lies there."""
    if beside is None or beside.empty:
        return
    if there is None:
        what = "personal values" if beside.has_values else "attachments"
        raise NoFolder(url=places[1].url, what=what)
    if there.values.resolve() == beside.values.resolve():
        raise CopyOntoItself(source=places[0].url, target=places[1].url, what=f"personal values in {beside.values}")
    ours = store_id(beside.values)
    for file in (there.values, there.keys):
        theirs = store_id(file)
        if theirs is not None and theirs != ours:
            raise OtherLedger(target=file, found=f"that of store {theirs}", wanted=f"that of store {ours}")


def _target(place: Place, source: Recorder) -> Recorder:
    try:
        return open_store(place, clock=system_clock, kinds=None)
    except LedgerMissing:
        return create_store(
            place, ledger_id=source.ledger_id, name=source.name, zone=source.zone, clock=system_clock, kinds=None
        )
