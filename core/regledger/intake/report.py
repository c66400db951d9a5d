"""What an import answers."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.intake.facts import Rewriting

__all__ = ["Counts", "FileReport", "Progress", "Report", "Rewritten"]


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """What a register changed of the past without saying so; the kinds are those of `source.row_rewritten`."""

    record: str
    key: str
    kind: Rewriting
    column: str
    """Empty where the key itself is meant."""
    before: str
    now: str
    file: str
    """Name of the export that shows it."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Rows and facts. `rows` is `new` + `changed` + `unchanged` + `rejected`."""

    rows: int
    new: int
    changed: int
    """Rows known before of which it says something else."""
    unchanged: int
    rejected: int
    refused: int
    """Of the rejected: those whose commands were refused, each with the rules that objected."""
    recorded: int
    """Facts."""


class FileReport(Counts, frozen=True, kw_only=True):
    """One file."""

    file: str
    digest: str
    as_of: date
    as_of_from: str
    """Where that day comes from: `--as-of`, `column <name>`, `file name`, `its first import`, or `today`."""
    encoding: str
    delimiter: str
    reject_file: str | None
    notes: tuple[str, ...]


class Report(Counts, frozen=True, kw_only=True):
    """An import of one or several files; the counts are sums over `files`."""

    register: str
    recorded_by_type: dict[str, int]
    reject_files: tuple[str, ...]
    rewritten: tuple[Rewritten, ...]
    files: tuple[FileReport, ...]
    head: int
    """The last fact of the ledger after the import."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is; given now and then while it runs."""

    file: str
    rows: int
    """Rows read of that file."""
    recorded: int
    """Facts recorded of that file."""
    share: float
    """Of the file's bytes, between 0 and 1; an estimate."""
