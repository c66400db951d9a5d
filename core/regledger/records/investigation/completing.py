"""The file of a case: each stage recorded, the investigation reported, the whole archived (行政处罚法 Arts 47, 57; A-38, J-03)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Sha256, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.reading import open_case
from regledger.records.case.state import Case
from regledger.records.identity.heirs import acting
from regledger.records.investigation.case_file import CaseFile
from regledger.records.investigation.file_facts import (
    CaseArchived,
    CaseInvestigated,
    Document,
    Medium,
    ProcessRecorded,
    Stage,
)
from regledger.records.investigation.recusal import file_reads, not_recused
from regledger.records.investigation.reliance import evidence_reads, evidence_stands

__all__ = [
    "ArchiveCase",
    "CompleteInvestigation",
    "RecordProcess",
    "archive_case",
    "complete_investigation",
    "record_process",
]


class RecordProcess(Command, frozen=True, kw_only=True):
    """Record one stage of the procedure, in text, sound or picture."""

    case: Id
    stage: Stage
    medium: Medium
    content: Text
    attachment: Sha256 | None = None
    officers: tuple[Id, ...]
    recorded_on: date


class CompleteInvestigation(Command, frozen=True, kw_only=True):
    """Report the end of the investigation, with its findings and a proposal."""

    case: Id
    officers: tuple[Id, ...]
    evidence: tuple[Id, ...]
    findings: Text
    proposal: Text
    completed_on: date


class ArchiveCase(Command, frozen=True, kw_only=True):
    """Archive the file of a concluded case."""

    case: Id
    documents: tuple[Document, ...]
    archived_on: date


def _with_officers(command: RecordProcess, dossier: Dossier) -> Iterator[str]:
    yield from file_reads(command, dossier)
    yield from officer_reads(command.officers)


def _complete_reads(command: CompleteInvestigation, dossier: Dossier) -> Iterator[str]:
    yield from file_reads(command, dossier)
    yield from officer_reads(command.officers)
    yield from evidence_reads(command.case, command.evidence)


@handles("case.record_process", RecordProcess, on="recorded_on", reads=_with_officers, world=True)
def record_process(command: RecordProcess, dossier: Dossier, judge: Judge) -> Outcome:
    """A-38: a record says something, and sound and pictures lie with it as a file. Concluded cases are still recorded."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    yield from qualified(command.officers, command.recorded_on, dossier, judge)
    kept = command.medium == "text" or command.attachment is not None
    there = bool(command.content.strip()) and kept
    yield from judge.rule("A-38", "process.not_kept", there, case=command.case, stage=command.stage)
    if case is not None:
        yield ProcessRecorded(
            case=command.case,
            enterprise=case.enterprise,
            site=case.site,
            authority=acting(case.authority, dossier),
            stage=command.stage,
            medium=command.medium,
            content=command.content,
            attachment=command.attachment,
            officers=command.officers,
            recorded_on=command.recorded_on,
        )


@handles("case.complete_investigation", CompleteInvestigation, on="completed_on", reads=_complete_reads, role="propose")
def complete_investigation(command: CompleteInvestigation, dossier: Dossier, judge: Judge) -> Outcome:
    """A-05: the findings stand on verified evidence; J-03: nothing preserved is left without its decision."""
    case = yield from open_case(command, dossier, judge)
    yield from qualified(command.officers, command.completed_on, dossier, judge)
    yield from not_recused(command.case, command.officers, dossier, judge)
    yield from judge.rule("A-05", "investigation.without_evidence", bool(command.evidence), case=command.case)
    yield from evidence_stands(command.case, command.evidence, command.completed_on, dossier, judge)
    said = bool(command.findings.strip() and command.proposal.strip())
    yield from judge.rule("J-03", "investigation.report_blank", said, case=command.case)
    file = dossier.get(CaseFile, command.case)
    left = () if file is None else file.preserved
    yield from judge.rule(
        "J-03", "investigation.preserved_undisposed", not left, case=command.case, preservation=", ".join(left)
    )
    if case is not None:
        yield from judge.rule("SEQ", "case.decided_already", case.decision is None, case=command.case)
        yield CaseInvestigated(
            case=command.case,
            enterprise=case.enterprise,
            site=case.site,
            authority=case.authority,
            officers=command.officers,
            evidence=command.evidence,
            findings=command.findings,
            proposal=command.proposal,
            completed_on=command.completed_on,
        )


@handles("case.archive", ArchiveCase, on="archived_on", reads=file_reads, role="review")
def archive_case(command: ArchiveCase, dossier: Dossier, judge: Judge) -> Outcome:
    """A-38: every stage that took place is recorded; J-03: the file holds the documents of each."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.not_concluded", case.concluded_on is not None, case=command.case)
    final = dossier.latest(CaseFile, command.case)
    archived = None if final is None else final.archived_on
    yield from judge.rule("SEQ", "case.archived_already", archived is None, case=command.case, archived=archived)
    file = dossier.get(CaseFile, command.case)
    recorded = () if file is None else file.recorded
    for stage in _stages(case):
        yield from judge.rule("A-38", "process.unrecorded", stage in recorded, case=command.case, stage=stage)
    missing = [one for one in _documents(case) if one not in command.documents]
    yield from judge.rule("J-03", "file.document_missing", not missing, case=command.case, documents=", ".join(missing))
    yield CaseArchived(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=acting(case.authority, dossier),
        documents=command.documents,
        archived_on=command.archived_on,
    )


def _stages(case: Case) -> Iterator[Stage]:
    yield "start"
    yield "investigation"
    if case.decision is not None:
        yield "review"
        yield "decision"
    if case.served_on is not None:
        yield "service"
    if case.payments:
        yield "execution"


def _documents(case: Case) -> Iterator[Document]:
    yield "filing_approval"
    yield "investigation_report"
    if case.decision is not None:
        yield "prior_notice"
        yield "penalty_decision"
    if case.served_on is not None:
        yield "service_receipt"
    yield "conclusion_approval"
