"""Verifying evidence, excluding it, telling the party (行政处罚法 Arts 41, 46; A-05, A-08)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.investigation.evidence_facts import (
    EvidenceExcluded,
    EvidencePartyTold,
    EvidenceVerified,
    RecordReview,
)
from regledger.records.investigation.evidence_state import Evidence
from regledger.records.investigation.recusal import not_recused

__all__ = [
    "ExcludeEvidence",
    "TellParty",
    "VerifyEvidence",
    "evidence_on_record",
    "exclude_evidence",
    "reads_of_evidence",
    "tell_party",
    "verify_evidence",
]


class VerifyEvidence(Command, frozen=True, kw_only=True):
    """Find evidence true."""

    evidence: Id
    findings: Text
    """How it was verified."""
    officers: tuple[Id, ...]
    record_review: RecordReview | None = None
    """For a record of the authority's monitoring device."""
    verified_on: date


class ExcludeEvidence(Command, frozen=True, kw_only=True):
    """Exclude evidence that was obtained unlawfully or proved false."""

    evidence: Id
    ground: Text
    excluded_on: date


class TellParty(Command, frozen=True, kw_only=True):
    """Record that the party was told what a monitoring device recorded."""

    evidence: Id
    means: Text
    """By which it can look at the record, state its case and defend itself."""
    told_on: date


class OnEvidence(Protocol):
    """A command on a piece of evidence."""

    @property
    def evidence(self) -> str:
        """Its id."""
        ...


def reads_of_evidence(command: OnEvidence, dossier: Dossier) -> Iterator[str]:
    """The evidence, its case, its file, and the site, which leads to the sectors to ask."""
    yield f"evidence:{command.evidence}"
    held = dossier.loaded(Evidence, command.evidence)
    if held is not None:
        yield f"case:{held.case}"
        yield f"case_file:{held.case}"
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


def evidence_on_record(
    command: OnEvidence, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, Evidence | None]:
    """REF: the evidence is on record; SEQ: it was not excluded. Returns it, in the hands of the authority that goes on with it."""
    held = dossier.get(Evidence, command.evidence)
    yield from judge.rule("REF", "evidence.unknown", held is not None, evidence=command.evidence, day=judge.day)
    if held is None:
        return None
    final = dossier.latest(Evidence, command.evidence) or held
    yield from judge.rule(
        "SEQ",
        "evidence.excluded_already",
        final.excluded_on is None,
        evidence=command.evidence,
        excluded=final.excluded_on,
    )
    return msgspec.structs.replace(held, authority=acting(held.authority, dossier))


def _verify_reads(command: VerifyEvidence, dossier: Dossier) -> Iterator[str]:
    yield from reads_of_evidence(command, dossier)
    yield from officer_reads(command.officers)


@handles("evidence.verify", VerifyEvidence, on="verified_on", reads=_verify_reads, role="review")
def verify_evidence(command: VerifyEvidence, dossier: Dossier, judge: Judge) -> Outcome:
    """A-08: a record of a monitoring device passes both reviews before it can be verified."""
    held = yield from evidence_on_record(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Evidence, command.evidence) or held
    yield from judge.rule(
        "SEQ",
        "evidence.verified_already",
        final.verified_on is None,
        evidence=command.evidence,
        verified=final.verified_on,
    )
    yield from qualified(command.officers, command.verified_on, dossier, judge)
    yield from not_recused(held.case, command.officers, dossier, judge)
    yield from judge.rule("A-05", "evidence.findings_blank", bool(command.findings.strip()), evidence=command.evidence)
    if held.monitoring is not None:
        lacks = held.monitoring.missing()
        yield from judge.rule(
            "A-08", "evidence.device_unfit", not lacks, evidence=command.evidence, missing=", ".join(lacks)
        )
        review = command.record_review
        failed = ("review",) if review is None else review.missing()
        yield from judge.rule(
            "A-08", "evidence.record_unreviewed", not failed, evidence=command.evidence, missing=", ".join(failed)
        )
    yield EvidenceVerified(
        evidence=command.evidence,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        findings=command.findings,
        officers=command.officers,
        record_review=command.record_review,
        verified_on=command.verified_on,
    )


@handles("evidence.exclude", ExcludeEvidence, on="excluded_on", reads=reads_of_evidence, role="review")
def exclude_evidence(command: ExcludeEvidence, dossier: Dossier, judge: Judge) -> Outcome:
    """A-05: with its ground; what is excluded grounds nothing any more."""
    held = yield from evidence_on_record(command, dossier, judge)
    yield from judge.rule(
        "A-05", "evidence.exclusion_groundless", bool(command.ground.strip()), evidence=command.evidence
    )
    if held is not None:
        yield EvidenceExcluded(
            evidence=command.evidence,
            case=held.case,
            enterprise=held.enterprise,
            site=held.site,
            authority=held.authority,
            ground=command.ground,
            excluded_on=command.excluded_on,
        )


@handles("evidence.tell_party", TellParty, on="told_on", reads=reads_of_evidence, world=True)
def tell_party(command: TellParty, dossier: Dossier, judge: Judge) -> Outcome:
    """A-08: the party learns what was recorded, and by what means it can look and object."""
    held = yield from evidence_on_record(command, dossier, judge)
    yield from judge.rule("A-08", "evidence.no_means", bool(command.means.strip()), evidence=command.evidence)
    if held is not None:
        yield from judge.rule("SEQ", "evidence.not_monitored", held.monitoring is not None, evidence=command.evidence)
        yield EvidencePartyTold(
            evidence=command.evidence,
            case=held.case,
            enterprise=held.enterprise,
            site=held.site,
            authority=held.authority,
            means=command.means,
            told_on=command.told_on,
        )
