"""Importing: files of a register, read by a mapping, become facts in a ledger (DESIGN §10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import Clock, day_of, from_micros, system_clock
from regledger.deciding.answers import Sent
from regledger.deciding.asserting import assert_rows
from regledger.intake.as_of import as_of_of
from regledger.intake.commands import CommandReader, command_readers
from regledger.intake.comparing import Told
from regledger.intake.delimited import BadExport, Layout, layout_of
from regledger.intake.facts import ExportSeen
from regledger.intake.judging import Judging
from regledger.intake.known import Known, KnownExport
from regledger.intake.mapping import LoadedMapping
from regledger.intake.reading import Reader
from regledger.intake.rejects import Rejects
from regledger.intake.report import Counts, FileReport, Progress, Report, Rewritten
from regledger.intake.sector_mappings import mapping_of
from regledger.intake.taking import Taking
from regledger.log.envelope import Known as HowKnown
from regledger.log.envelope import Source
from regledger.log.facts import NewFact

if TYPE_CHECKING:
    from regledger.installation import Installation
    from regledger.ledger import Ledger

__all__ = ["check_files", "import_files"]

_NAMED = 300  # rejected rows that a fact names: with a wide header they fit into an entry


def check_files(
    mapping: Path | str,
    files: Iterable[Path],
    installation: Installation,
    *,
    actor: str = "officer:unknown",
    as_of: date | None = None,
) -> None:
    """Raise what `import_files` into a new ledger would raise before it reads a row, for who has none yet.

    Raises:
        BadMapping, MappingUnknown, BadExport, AsOfUnknown.
    """
    loaded = mapping_of(mapping, installation)
    today = _today(loaded, system_clock)
    for one in _exports(loaded, files, as_of, (), today):
        _bound(loaded, one.layout, installation, {"actor": actor, "known": "asserted", "via": ""}, today)


def import_files(
    ledger: Ledger,
    mapping: Path | str,
    files: Iterable[Path],
    *,
    progress: Callable[[Progress], None] | None = None,
    actor: str = "officer:unknown",
    known: HowKnown = "asserted",
    via: str = "",
    as_of: date | None = None,
    rejects_in: Path | None = None,
) -> Report:
    """Record what is new in `files`, which are exports of one register, oldest first.

    A mapping of records asserts what they say; a mapping of commands has every line judged, and what is refused is
    rejected. What is recorded stays when an import is broken off; running it again goes on from there. Running it on
    the same files records nothing.

    Args:
        mapping: the file of the mapping (TOML), or the name of one that a sector brings, `SECTOR:NAME`.
        files: exports; they are taken in order of their as-of day, whatever order they are named in.
        progress: called after each batch.
        actor: who imports, as `kind:id`.
        known: how the actor is known.
        via: through whom it came where the actor is only asserted.
        as_of: the as-of day of the files, in the place of what the mapping says.
        rejects_in: folder of the reject files; the current one where it is None.

    Raises:
        AsOfUnknown: nothing says as of which day a file is.
        BadMapping: the mapping cannot be used; nothing was recorded.
        MappingUnknown: no sector in use brings one of that name.
        BadExport: a file cannot be read, or is older than an export that was taken in.
        Conflict: somebody else recorded on the same subjects at the same time; import again.
    """
    loaded = mapping_of(mapping, ledger.installation)
    sent: Sent = {"actor": actor, "known": known, "via": via}
    run = _Import(ledger, loaded, progress, sent, rejects_in or Path())
    for export in _exports(loaded, files, as_of, run.known.exports, run.today):
        run.take(export)
    return run.report()


class _Export(msgspec.Struct, frozen=True):
    layout: Layout
    as_of: date
    as_of_from: str


def _today(loaded: LoadedMapping, clock: Clock) -> date:
    return day_of(from_micros(clock()), loaded.mapping.register.zone)


def _exports(
    loaded: LoadedMapping, files: Iterable[Path], as_of: date | None, known: Sequence[KnownExport], today: date
) -> list[_Export]:
    """The files, each read as far as its header and dated, oldest first."""
    found = []
    for layout in [layout_of(path, loaded) for path in files]:
        first_import = next((one.seen_on for one in known if one.file == layout.digest), None)
        found.append(_Export(layout, *as_of_of(layout, loaded, given=as_of, first_import=first_import, today=today)))
    return sorted(found, key=lambda one: one.as_of)


def _bound(
    loaded: LoadedMapping, layout: Layout, installed: Installation | Ledger, sent: Sent, today: date
) -> tuple[Reader, list[CommandReader]]:
    """The mapping bound to a file's columns and to what is installed; raises `BadMapping`."""
    at = {column: index for index, column in enumerate(layout.header)}
    return (
        Reader(loaded, layout, installed.catalogue, installed.handlers, today),
        command_readers(loaded, at, installed.handlers, sent),
    )


class _Import:
    def __init__(
        self,
        ledger: Ledger,
        loaded: LoadedMapping,
        progress: Callable[[Progress], None] | None,
        sent: Sent,
        rejects_in: Path,
    ) -> None:
        self._ledger = ledger
        self._loaded = loaded
        self._progress = progress
        self._sent = sent
        self._rejects_in = rejects_in
        self._register = loaded.mapping.register.id
        self.today = _today(loaded, ledger.clock)
        self.known = Known.read(ledger, self._register)
        self._files: list[FileReport] = []
        self._rewritten: list[Rewritten] = []
        self._types: Counter[str] = Counter()

    def report(self) -> Report:
        """All files together."""
        files = self._files
        return Report(
            **{name: sum(getattr(one, name) for one in files) for name in Counts.__struct_fields__},
            register=self._register,
            recorded_by_type=dict(sorted(self._types.items())),
            reject_files=tuple(one.reject_file for one in files if one.reject_file is not None),
            rewritten=tuple(self._rewritten),
            files=tuple(files),
            head=self._ledger.recorder.head().number,
        )

    def take(self, export: _Export) -> None:
        """One export."""
        layout, as_of = export.layout, export.as_of
        exports = self.known.exports
        wanted = (layout.digest, self._loaded.digest, as_of)
        seen = next((one for one in exports if (one.file, one.mapping, one.seen_on) == wanted), None)
        judged = bool(self._loaded.mapping.command)
        # What is judged is compared with nothing, so its exports may come in any order, and again.
        if seen is not None and seen is not exports[-1] and not judged:
            counts = Counts(rows=seen.rows, new=0, changed=0, unchanged=seen.rows, rejected=0, refused=0, recorded=0)
            self._tell(export, counts, None, ["taken in before, and later exports after it: not read again"])
            return
        if exports and as_of < exports[-1].seen_on and not judged:
            raise BadExport(
                path=layout.path,
                found=f"it is as of {as_of} ({export.as_of_from}), and an export as of {exports[-1].seen_on} was taken "
                "in already",
                remedy="Import exports oldest first.",
            )
        reader, commands = _bound(self._loaded, layout, self._ledger, self._sent, self.today)
        rejects = Rejects(self._loaded, layout, self._rejects_in)
        work: Judging | Taking
        if judged:
            earlier = dict.fromkeys(one.by for one in exports)
            work = Judging(self._ledger, layout, reader, commands, self._sent["actor"], earlier)
            batches = work.batches(rejects)
        else:
            work = Taking(self._ledger, self._loaded, layout, reader, self.known, as_of)
            batches = map(self._record, work.batches(rejects))
        recorded = 0
        try:
            for number in batches:
                recorded += number
                if self._progress is not None:
                    self._progress(Progress(file=layout.path.name, rows=work.rows, recorded=recorded, share=work.share))
        except OSError as error:
            raise BadExport(
                path=layout.path, found=f"it could not be read to its end ({error.strerror})", remedy="Import it again."
            ) from None
        finally:
            reject_file = rejects.close()
        if isinstance(work, Judging):
            self._types.update(work.types)
        if seen is None:
            recorded += self._record([self._export_seen(export, work, rejects.count)])
        counts = Counts(
            rows=work.rows,
            new=work.new,
            changed=work.changed,
            unchanged=work.rows - work.new - work.changed - rejects.count,
            rejected=rejects.count,
            refused=work.refused,
            recorded=recorded,
        )
        self._tell(export, counts, reject_file, work.notes)

    def _tell(self, export: _Export, counts: Counts, reject_file: str | None, notes: Sequence[str]) -> None:
        layout = export.layout
        self._files.append(
            FileReport(
                **msgspec.structs.asdict(counts),
                file=layout.path.name,
                digest=layout.digest,
                as_of=export.as_of,
                as_of_from=export.as_of_from,
                encoding=layout.encoding,
                delimiter=layout.delimiter,
                reject_file=reject_file,
                notes=tuple(notes),
            )
        )

    def _export_seen(self, export: _Export, work: Judging | Taking, rejected: int) -> Told:
        layout, mapping = export.layout, self._loaded.mapping
        rows, unnamed = ((), rejected) if isinstance(work, Judging) else (tuple(work.rejected), work.unreadable)
        body = ExportSeen(
            register=self._register,
            file=layout.digest,
            name=layout.path.name[:200],
            mapping=self._loaded.digest,
            encoding=layout.encoding,
            columns=layout.header,
            rows=work.rows,
            rejected=rejected,
            rejected_rows=rows[:_NAMED],
            rejected_unnamed=unnamed + len(rows[_NAMED:]),
            whole=mapping.register.export == "whole",
            seen_on=export.as_of,
        )
        source = Source(register=self._register, file=layout.digest, row=0, column="", key="")
        self.known.exports.append(KnownExport.of(body, self._sent["actor"]))
        return Told([NewFact(body=body, zone=mapping.register.zone, source=source)], [None], [])

    def _record(self, told: Sequence[Told]) -> int:
        rows = [one for one in told if one.facts]
        if not rows:
            return 0
        numbers = assert_rows(
            self._ledger,
            [one.facts for one in rows],
            register=self._register,
            mapping=self._loaded.source,
            **self._sent,
            after=self.known.head,
        )
        self.known.head = numbers[-1]
        slots = (slot for one in rows for slot in one.slots)
        for number, slot in zip(numbers, slots, strict=True):
            if slot is not None:
                slot.number = number
        for one in rows:
            self._rewritten += one.rewritten
            self._types.update(type(fact.body).__fact__.name for fact in one.facts)
        return len(numbers)
