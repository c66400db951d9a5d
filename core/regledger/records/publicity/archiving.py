"""Handing the electronic file of a case over to the archive: unaltered, tested, on a safe medium (J-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.case.reading import case_reads
from regledger.records.case.state import Case
from regledger.records.publicity.facts import ArchiveTransferred, SentFile
from regledger.records.review.reading import about

__all__ = ["CASE_ARCHIVE", "CaseArchive", "TransferArchive"]

_TESTS = ("authentic", "intact", "usable", "safe")


class CaseArchive(State, frozen=True, kw_only=True):
    """The electronic file of a case in the archive; read as `case_archive:<case>`."""

    case: str
    transferred_on: date
    files: tuple[str, ...]


def _evolve(state: CaseArchive | None, recorded: RecordedFact) -> CaseArchive | None:
    match recorded.body:
        case ArchiveTransferred() as body:
            files = tuple(one.file for one in body.files)
            return CaseArchive(case=body.case, transferred_on=body.transferred_on, files=files)
    return state


CASE_ARCHIVE = Kind(name="case_archive", tag="case", state=CaseArchive, evolve=_evolve, facts=(ArchiveTransferred,))


class TransferArchive(Command, frozen=True, kw_only=True):
    """Record that the electronic file of a case was handed over to the archive."""

    case: Id
    archive: Text
    medium: Text
    """On what, or over which line, it was handed over."""
    files: tuple[SentFile, ...]
    authentic: bool
    intact: bool
    usable: bool
    safe: bool
    transferred_on: date


def _reads(command: TransferArchive, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    yield f"case_archive:{command.case}"


@handles("archive.transfer", TransferArchive, on="transferred_on", reads=_reads, world=True)
def transfer_archive(command: TransferArchive, dossier: Dossier, judge: Judge) -> Outcome:
    """J-10: every digest is received as it was sent, all four tests are passed, and the medium is named; SEQ: of a closed case, once."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.not_concluded", case.concluded_on is not None, case=command.case)
    held = dossier.latest(CaseArchive, command.case)
    done = None if held is None else held.transferred_on
    yield from judge.rule("SEQ", "archive.transferred_already", done is None, case=command.case, transferred=done)
    yield from judge.rule("J-10", "archive.no_files", bool(command.files), case=command.case)
    for one in command.files:
        same = one.sent == one.received
        yield from judge.rule("J-10", "archive.file_altered", same, case=command.case, file=one.file)
    failed = [one for one in _TESTS if not getattr(command, one)]
    yield from judge.rule("J-10", "archive.test_failed", not failed, case=command.case, tests=", ".join(failed))
    named = bool(command.medium.strip())
    yield from judge.rule("J-10", "archive.unsafe_medium", named, case=command.case)
    yield ArchiveTransferred(
        **about(command.case, dossier),
        archive=command.archive,
        medium=command.medium,
        files=command.files,
        authentic=command.authentic,
        intact=command.intact,
        usable=command.usable,
        safe=command.safe,
        transferred_on=command.transferred_on,
    )
