"""Secrets in the file: marked, and covered before anybody outside sees them (行政处罚法 Art 50; A-40)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.investigation.evidence_facts import (
    EvidenceDisclosed,
    EvidenceMarkedSecret,
    Receiver,
    Secrecy,
)
from regledger.records.investigation.evidence_state import Evidence
from regledger.records.investigation.verifying import evidence_on_record, reads_of_evidence

__all__ = ["DiscloseEvidence", "MarkSecret", "disclose_evidence", "mark_secret", "secrets_covered"]


class MarkSecret(Command, frozen=True, kw_only=True):
    """Mark that evidence holds a secret."""

    evidence: Id
    secrecy: Secrecy
    ground: Text
    marked_on: date


class DiscloseEvidence(Command, frozen=True, kw_only=True):
    """Show evidence to somebody outside the authority."""

    evidence: Id
    receiver: Receiver
    redacted: bool = False
    """Whether what is secret is covered."""
    basis: Text
    disclosed_on: date


def secrets_covered(evidence: Sequence[str], redacted: bool, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-40: what holds a secret is shown to nobody outside unless that is covered.

    Args:
        evidence: ids; read `evidence:<id>` of each before.
        redacted: whether everything secret is covered.
    """
    for one in dict.fromkeys(evidence):
        held = dossier.latest(Evidence, one)
        secret = "" if held is None else held.secrecy
        yield from judge.rule("A-40", "evidence.secret_uncovered", redacted or not secret, evidence=one, secrecy=secret)


@handles("evidence.mark_secret", MarkSecret, on="marked_on", reads=reads_of_evidence, role="review")
def mark_secret(command: MarkSecret, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where no ground is given."""
    held = yield from evidence_on_record(command, dossier, judge)
    yield from judge.rule(
        "A-40", "evidence.secrecy_groundless", bool(command.ground.strip()), evidence=command.evidence
    )
    if held is not None:
        yield EvidenceMarkedSecret(
            evidence=command.evidence,
            case=held.case,
            enterprise=held.enterprise,
            site=held.site,
            authority=held.authority,
            secrecy=command.secrecy,
            ground=command.ground,
            marked_on=command.marked_on,
        )


@handles("evidence.disclose", DiscloseEvidence, on="disclosed_on", reads=reads_of_evidence, role="approve")
def disclose_evidence(command: DiscloseEvidence, dossier: Dossier, judge: Judge) -> Outcome:
    """A-40: what holds a secret is covered first."""
    held = yield from evidence_on_record(command, dossier, judge)
    if held is None:
        return
    yield from secrets_covered((command.evidence,), command.redacted, dossier, judge)
    yield from judge.rule("REF", "evidence.disclosure_baseless", bool(command.basis.strip()), evidence=command.evidence)
    yield EvidenceDisclosed(
        evidence=command.evidence,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        receiver=command.receiver,
        redacted=command.redacted,
        basis=command.basis,
        disclosed_on=command.disclosed_on,
    )
