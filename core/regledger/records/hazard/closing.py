"""Closing the loop: reported, re-inspected, escalated or cleared (I-07, I-08, I-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.hazard.facts import (
    Escalation,
    HazardCleared,
    HazardEscalated,
    HazardReinspected,
    HazardReported,
)
from regledger.records.hazard.reading import found_hazard, hazard_reads, not_cleared
from regledger.records.hazard.state import Hazard, escalation_due, reinspection_due

__all__ = [
    "ClearHazard",
    "EscalateHazard",
    "ReinspectHazard",
    "ReportRectified",
    "clear_hazard",
    "escalate_hazard",
    "reinspect_hazard",
    "report_rectified",
]


class ReportRectified(Command, frozen=True, kw_only=True):
    """Record that the enterprise reports a hazard as rectified."""

    hazard: Id
    rectifier: Id
    """Surrogate id of who rectified; never a name."""
    evidence: Text
    reported_on: date


class ReinspectHazard(Command, frozen=True, kw_only=True):
    """Record a re-inspection of one hazard."""

    hazard: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed"]
    findings: Text
    unit_signature: Literal["signed", "refused"] | None = None
    refusal_noted: bool = False
    reinspected_on: date


class EscalateHazard(Command, frozen=True, kw_only=True):
    """Choose what follows a failed re-inspection; `none` needs its reason."""

    hazard: Id
    escalation: Escalation
    reason: Text = ""
    case: Id | None = None
    escalated_on: date


class ClearHazard(Command, frozen=True, kw_only=True):
    """Close a hazard."""

    hazard: Id
    cleared_on: date


def _reinspect_reads(command: ReinspectHazard, dossier: Dossier) -> Iterator[str]:
    yield from hazard_reads(command, dossier)
    yield from officer_reads(command.officers)


def _escalate_reads(command: EscalateHazard, dossier: Dossier) -> Iterator[str]:
    yield from hazard_reads(command, dossier)
    if command.case is not None and dossier.readable(f"case:{command.case}"):
        yield f"case:{command.case}"


@handles("hazard.report_rectified", ReportRectified, on="reported_on", reads=hazard_reads, world=True)
def report_rectified(command: ReportRectified, dossier: Dossier, judge: Judge) -> Outcome:
    """A report follows an order; it opens the loop for re-inspection."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from judge.rule("SEQ", "hazard.not_ordered", hazard.order is not None, hazard=command.hazard)
    yield from not_cleared(hazard, judge)
    yield from judge.rule("I-11", "hazard.no_evidence", bool(command.evidence.strip()), hazard=command.hazard)
    if hazard.order is not None:
        yield HazardReported(
            hazard=command.hazard,
            order=hazard.order,
            enterprise=hazard.enterprise,
            site=hazard.site,
            rectifier=command.rectifier,
            evidence=command.evidence,
            reported_on=command.reported_on,
        )


@handles("hazard.reinspect", ReinspectHazard, on="reinspected_on", reads=_reinspect_reads, world=True)
def reinspect_hazard(command: ReinspectHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """A-01 for the officers, I-07 for the time, I-11: who rectified does not verify."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from judge.rule("SEQ", "hazard.not_ordered", hazard.order is not None, hazard=command.hazard)
    yield from not_cleared(hazard, judge)
    yield from qualified(command.officers, command.reinspected_on, dossier, judge)
    yield from judge.rule(
        "I-11",
        "hazard.verified_by_rectifier",
        not set(hazard.rectifiers) & set(command.officers),
        hazard=command.hazard,
        officer=", ".join(one for one in hazard.rectifiers if one in command.officers),
    )
    yield from judge.rule(
        "I-07",
        "hazard.reinspection_unsigned",
        command.unit_signature != "refused" or command.refusal_noted,
        hazard=command.hazard,
    )
    yield from judge.rule("I-07", "hazard.no_conclusion", bool(command.findings.strip()), hazard=command.hazard)
    last, _ = reinspection_due(hazard, judge)
    yield from judge.note(
        "I-07",
        "hazard.reinspected_late",
        last is None or command.reinspected_on <= last,
        hazard=command.hazard,
        reinspected=command.reinspected_on,
        last=last,
    )
    if hazard.order is not None:
        yield HazardReinspected(
            hazard=command.hazard,
            order=hazard.order,
            enterprise=hazard.enterprise,
            site=hazard.site,
            officers=command.officers,
            result=command.result,
            findings=command.findings,
            unit_signature=command.unit_signature,
            refusal_noted=command.refusal_noted,
            reinspected_on=command.reinspected_on,
        )


@handles("hazard.escalate", EscalateHazard, on="escalated_on", reads=_escalate_reads, role="propose")
def escalate_hazard(command: EscalateHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """I-08: silence is not allowed; not escalating needs its reason, and being late is noted, not forbidden."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from judge.rule("SEQ", "hazard.not_failed", hazard.result == "failed", hazard=command.hazard)
    yield from judge.rule(
        "I-08",
        "hazard.escalation_unreasoned",
        command.escalation != "none" or bool(command.reason.strip()),
        hazard=command.hazard,
    )
    if command.case is not None:
        filed = dossier.last(f"case:{command.case}") is not None
        # It may be filed after it was chosen.
        yield from judge.note("REF", "hazard.case_unknown", filed, hazard=command.hazard, case=command.case)
    last, _ = escalation_due(hazard, judge)
    # A late escalation is still owed: refusing it would make the omission whole.
    yield from judge.note(
        "I-08",
        "hazard.escalated_late",
        last is None or command.escalated_on <= last,
        hazard=command.hazard,
        escalated=command.escalated_on,
        last=last,
    )
    yield HazardEscalated(
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        escalation=command.escalation,
        reason=command.reason,
        case=command.case,
        escalated_on=command.escalated_on,
    )


@handles("hazard.clear", ClearHazard, on="cleared_on", reads=hazard_reads, role="review")
def clear_hazard(command: ClearHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """I-11: only after a passed re-inspection that nobody merely asserted."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from not_cleared(dossier.latest(Hazard, command.hazard) or hazard, judge)
    yield from judge.rule(
        "I-11",
        "hazard.failed_reinspection" if hazard.result == "failed" else "hazard.no_passed_reinspection",
        hazard.result == "passed",
        hazard=command.hazard,
        reinspected=hazard.reinspected_on,
    )
    yield HazardCleared(
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        authority=hazard.authority,
        cleared_on=command.cleared_on,
    )
