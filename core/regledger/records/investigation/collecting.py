"""Taking evidence into a case: collected and sampled (行政处罚法 Arts 46, 56; A-05, A-06, A-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.reading import open_case
from regledger.records.investigation.evidence_facts import EvidenceCollected, EvidenceSampled
from regledger.records.investigation.evidence_state import Evidence
from regledger.records.investigation.forms import EvidenceKind, Form, Monitoring
from regledger.records.investigation.recusal import file_reads, not_recused

__all__ = ["CollectEvidence", "SampleEvidence", "collect_evidence", "sample_evidence", "well_formed"]


class CollectEvidence(Command, frozen=True, kw_only=True):
    """Take evidence into a case."""

    evidence: Id
    case: Id
    kind: EvidenceKind
    description: Text
    source: Text
    """Where it comes from."""
    officers: tuple[Id, ...]
    form: Form = Form()
    monitoring: Monitoring | None = None
    """The authority's own device that recorded it, if one did."""
    obtained_on: date | None = None
    """The earlier day on which it was obtained, such as at the inspection before the case was filed."""
    collected_on: date


class SampleEvidence(Command, frozen=True, kw_only=True):
    """Take samples as evidence."""

    evidence: Id
    case: Id
    description: Text
    lot: Text
    taken: Text
    receipt: Code
    """The number of the receipt that is left (抽样取证凭证)."""
    officers: tuple[Id, ...]
    sampled_on: date


def _reads(command: CollectEvidence | SampleEvidence, dossier: Dossier) -> Iterator[str]:
    yield f"evidence:{command.evidence}"
    yield from file_reads(command, dossier)
    yield from officer_reads(command.officers)


def well_formed(evidence: str, kind: EvidenceKind, form: Form, judge: Judge) -> Iterator[Objection]:
    """A-06: a warning for all that evidence of that kind has to show and does not; a court weighs it, and the file keeps it."""
    missing = form.missing(kind)
    yield from judge.note(
        "A-06", "evidence.form_incomplete", not missing, evidence=evidence, kind=kind, missing=", ".join(missing)
    )


@handles("evidence.collect", CollectEvidence, on="collected_on", reads=_reads, world=True)
def collect_evidence(command: CollectEvidence, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers; warned of what the evidence does not show (A-06)."""
    yield from judge.rule(
        "REF", "evidence.taken", not dossier.known(Evidence, command.evidence), evidence=command.evidence
    )
    case = yield from open_case(command, dossier, judge)
    obtained = command.obtained_on or command.collected_on
    yield from judge.rule(
        "SEQ",
        "evidence.obtained_later",
        obtained <= command.collected_on,
        evidence=command.evidence,
        obtained=obtained,
        collected=command.collected_on,
    )
    yield from qualified(command.officers, obtained, dossier, judge)
    yield from not_recused(command.case, command.officers, dossier, judge)
    described = bool(command.description.strip() and command.source.strip())
    yield from judge.rule("REF", "evidence.blank", described, evidence=command.evidence)
    yield from well_formed(command.evidence, command.kind, command.form, judge)
    if case is not None:
        yield EvidenceCollected(
            evidence=command.evidence,
            case=command.case,
            enterprise=case.enterprise,
            site=case.site,
            authority=case.authority,
            kind=command.kind,
            description=command.description,
            source=command.source,
            officers=command.officers,
            form=command.form,
            monitoring=command.monitoring,
            obtained_on=command.obtained_on,
            interview=None,
            collected_on=command.collected_on,
        )


@handles("evidence.sample", SampleEvidence, on="sampled_on", reads=_reads, world=True)
def sample_evidence(command: SampleEvidence, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers, or where lot and quantity are not said."""
    yield from judge.rule(
        "REF", "evidence.taken", not dossier.known(Evidence, command.evidence), evidence=command.evidence
    )
    case = yield from open_case(command, dossier, judge)
    yield from qualified(command.officers, command.sampled_on, dossier, judge)
    yield from not_recused(command.case, command.officers, dossier, judge)
    whole = all(one.strip() for one in (command.description, command.lot, command.taken))
    yield from judge.rule("A-07", "evidence.sample_undescribed", whole, evidence=command.evidence)
    if case is not None:
        yield EvidenceSampled(
            evidence=command.evidence,
            case=command.case,
            enterprise=case.enterprise,
            site=case.site,
            authority=case.authority,
            description=command.description,
            lot=command.lot,
            taken=command.taken,
            receipt=command.receipt,
            officers=command.officers,
            sampled_on=command.sampled_on,
        )
