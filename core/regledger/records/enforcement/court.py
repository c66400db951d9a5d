"""What the court does with an application, and the authority with its refusal (A-57)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.case.relief import whose
from regledger.records.enforcement.facts import CourtAccepted, CourtObjected, CourtRefused, CourtRuled
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, said
from regledger.records.enforcement.windows import acceptance_due, objection_due, ruling_due

__all__ = ["COURT_HANDLERS", "AcceptApplication", "ObjectToRefusal", "RefuseApplication", "RuleOnApplication"]


class AcceptApplication(Command, frozen=True, kw_only=True):
    """Record that the court accepted the application."""

    case: Id
    document: Code
    accepted_on: date


class RefuseApplication(Command, frozen=True, kw_only=True):
    """Record that the court did not accept the application."""

    case: Id
    document: Code
    ground: Text
    refused_on: date
    """When the authority received the ruling."""


class RuleOnApplication(Command, frozen=True, kw_only=True):
    """Record whether the court permits execution."""

    case: Id
    document: Code
    permitted: bool
    heard: bool = False
    """Whether it heard the parties on obvious illegality."""
    ground: Text = ""
    """Why it does not."""
    ruled_on: date


class ObjectToRefusal(Command, frozen=True, kw_only=True):
    """Record that the authority went to the higher court."""

    case: Id
    court: Text
    reasons: Text
    objected_on: date


@handles("court.accept", AcceptApplication, on="accepted_on", reads=enforcement_reads, world=True)
def accept_application(command: AcceptApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """A-57: in five working days; the court's delay is noted and hinders nothing."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "court.not_asked", held.applied_on is not None, case=case.case)
    accepted = finally_held(held, dossier).accepted_on
    yield from judge.rule("SEQ", "court.accepted_already", accepted is None, case=case.case, accepted=accepted)
    last = acceptance_due(held, judge)
    if last is not None and held.objected_on is None:
        in_time = command.accepted_on <= last.day
        yield from judge.note("A-57", "court.accepted_late", in_time, case=case.case, last=last.day)
    yield CourtAccepted(**whose(case), document=command.document, accepted_on=command.accepted_on)


@handles("court.refuse", RefuseApplication, on="refused_on", reads=enforcement_reads, world=True)
def refuse_application(command: RefuseApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """A-57: with a ground; from its receipt fifteen days run to go to the higher court."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    waits = held.applied_on is not None and finally_held(held, dossier).accepted_on is None
    yield from judge.rule("SEQ", "court.not_asked", waits, case=case.case)
    yield from said(judge, case.case, "A-57", ground=command.ground)
    yield CourtRefused(**whose(case), document=command.document, ground=command.ground, refused_on=command.refused_on)


@handles("court.rule", RuleOnApplication, on="ruled_on", reads=enforcement_reads, world=True)
def rule_on_application(command: RuleOnApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """A-57: in seven working days of acceptance, thirty days where it heard the parties; a refusal has a ground."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "court.not_accepted", held.accepted_on is not None, case=case.case)
    final = finally_held(held, dossier)
    open_ = final.permitted is None or final.objected_on is not None
    yield from judge.rule("SEQ", "court.ruled_already", open_, case=case.case, ruled=final.ruled_on)
    if not command.permitted:
        yield from said(judge, case.case, "A-57", ground=command.ground)
    last = ruling_due(held, judge, heard=command.heard)
    if last is not None and held.objected_on is None:
        in_time = command.ruled_on <= last.day
        yield from judge.note("A-57", "court.ruled_late", in_time, case=case.case, last=last.day)
    yield CourtRuled(
        **whose(case),
        document=command.document,
        permitted=command.permitted,
        heard=command.heard,
        ground=command.ground,
        ruled_on=command.ruled_on,
    )


@handles("court.object", ObjectToRefusal, on="objected_on", reads=enforcement_reads, world=True)
def object_to_refusal(command: ObjectToRefusal, dossier: Dossier, judge: Judge) -> Outcome:
    """A-57: in fifteen days of receiving the refusal, to accept or to execute."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "court.not_refused", held.refused_on is not None, case=case.case)
    yield from said(judge, case.case, "A-57", reasons=command.reasons)
    last = objection_due(held, judge)
    if last is not None:
        in_time = command.objected_on <= last.day
        yield from judge.rule("A-57", "court.objected_late", in_time, case=case.case, last=last.day)
    yield CourtObjected(**whose(case), court=command.court, reasons=command.reasons, objected_on=command.objected_on)


COURT_HANDLERS = (accept_application, refuse_application, rule_on_application, object_to_refusal)
