"""Correcting a decision that was served: a document of its own, served again; the original stays (X-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Officer
from regledger.records.review.reading import about, review_reads, reviewed

__all__ = ["CASE_CORRECTION", "CaseCorrection", "CorrectDecision", "ServeCorrection"]

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("case.correction_issued", 1, tags={**_TAGS, "approver": "officer"}, occurred="corrected_on", mends=("approver",))
class CaseCorrectionIssued(Fact, frozen=True, kw_only=True):
    """`case.correction_issued` v1: the authority corrected a served decision by a document of its own, on a legal day (补正)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Code
    """The number of the correcting document."""
    what: Text
    """What stood there, and what stands there now."""
    reason: Text
    approver: Id
    corrected_on: date


@fact("case.correction_served", 1, tags=_TAGS, occurred="served_on")
class CaseCorrectionServed(Fact, frozen=True, kw_only=True):
    """`case.correction_served` v1: the party received the correcting document on a legal day."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Code
    served_on: date


class CaseCorrection(State, frozen=True, kw_only=True):
    """The corrections of a served decision; read as `case_correction:<case>`."""

    case: str
    open: tuple[tuple[str, date], ...] = ()
    """Those that were not served yet: number and day."""
    corrected_on: date
    """The day of the last one."""


def _evolve(state: CaseCorrection | None, recorded: RecordedFact) -> CaseCorrection | None:
    match recorded.body:
        case CaseCorrectionIssued() as body:
            before = () if state is None else state.open
            waits = (*before, (body.document, body.corrected_on))
            return CaseCorrection(case=body.case, open=waits, corrected_on=body.corrected_on)
        case CaseCorrectionServed() as body if state is not None:
            left = tuple(one for one in state.open if one[0] != body.document)
            return msgspec.structs.replace(state, open=left)
    return state


def _steps(state: CaseCorrection, judge: Judge) -> Iterator[NextStep]:
    for _, day in state.open:
        yield NextStep(command="case.serve_correction", rule="X-05", owner="authority", since=day)


CASE_CORRECTION = Kind(
    name="case_correction",
    tag="case",
    state=CaseCorrection,
    evolve=_evolve,
    facts=(CaseCorrectionIssued, CaseCorrectionServed),
    steps=_steps,
)


class CorrectDecision(Command, frozen=True, kw_only=True):
    """Correct a decision that was served."""

    case: Id
    document: Code
    what: Text
    """What stood there, and what stands there now."""
    reason: Text
    approver: Id
    corrected_on: date


class ServeCorrection(Command, frozen=True, kw_only=True):
    """Record that the party received the correcting document."""

    case: Id
    document: Code
    served_on: date


def _reads(command: CorrectDecision | ServeCorrection, dossier: Dossier) -> Iterator[str]:
    yield from review_reads(command, dossier)
    yield f"case_correction:{command.case}"
    if isinstance(command, CorrectDecision):
        yield f"officer:{command.approver}"


@handles("case.correct_decision", CorrectDecision, on="corrected_on", reads=_reads, role="approve")
def correct_decision(command: CorrectDecision, dossier: Dossier, judge: Judge) -> Outcome:
    """X-05: with reason, approver and what changes; SEQ: of a decision that was served."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    yield from judge.rule("SEQ", "case.not_served", state.served_on is not None, case=command.case)
    known = dossier.get(Officer, command.approver) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.approver)
    said = bool(command.reason.strip() and command.what.strip())
    yield from judge.rule("X-05", "case.correction_unreasoned", said, case=command.case)
    yield CaseCorrectionIssued(
        **about(command.case, dossier),
        document=command.document,
        what=command.what,
        reason=command.reason,
        approver=command.approver,
        corrected_on=command.corrected_on,
    )


@handles("case.serve_correction", ServeCorrection, on="served_on", reads=_reads, world=True)
def serve_correction(command: ServeCorrection, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a correcting document that was issued and not served yet."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    held = dossier.get(CaseCorrection, command.case)
    waits = held is not None and command.document in {one for one, _ in held.open}
    yield from judge.rule("X-05", "case.correction_not_issued", waits, case=command.case, document=command.document)
    yield CaseCorrectionServed(**about(command.case, dossier), document=command.document, served_on=command.served_on)
