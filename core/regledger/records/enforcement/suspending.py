"""Suspending execution, going on with it, and ending it (A-62)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.case import Case
from regledger.records.case.relief import EnforcementEnded, whose
from regledger.records.enforcement.facts import EnforcementResumed, EnforcementSuspended, SuspendGround
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, owing_still, said
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.enforcement.windows import three_years

__all__ = ["SUSPENDING_HANDLERS", "EndEnforcement", "GiveUpEnforcement", "ResumeEnforcement", "SuspendEnforcement"]

Ended = Literal["no_estate", "organisation_ended", "object_lost", "annulled", "other"]
"""The five grounds of 行政强制法 Art 40."""


class SuspendEnforcement(Command, frozen=True, kw_only=True):
    """Suspend the execution of a decision."""

    case: Id
    ground: SuspendGround
    reasons: Text
    harms_public: bool = False
    """Whether suspending it harms the public interest."""
    suspended_on: date


class ResumeEnforcement(Command, frozen=True, kw_only=True):
    """Go on with an execution that was suspended."""

    case: Id
    reasons: Text
    resumed_on: date


class EndEnforcement(Command, frozen=True, kw_only=True):
    """End execution without result (终结执行)."""

    case: Id
    ground: Ended
    reasons: Text
    ended_on: date


class GiveUpEnforcement(Command, frozen=True, kw_only=True):
    """Execute no further what was suspended for three years (不再执行)."""

    case: Id
    social_harm: bool
    """Whether the violation does obvious harm to society."""
    unable: bool
    """Whether the party truly cannot perform."""
    reasons: Text
    ended_on: date


@handles("enforcement.suspend", SuspendEnforcement, on="suspended_on", reads=enforcement_reads, role="approve")
def suspend_enforcement(command: SuspendEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-62: on one of four grounds; for a loss that is hard to repair only where the public interest is not harmed."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from _running(case, held, finally_held(held, dossier), judge)
    yield from said(judge, case.case, "A-62", reasons=command.reasons)
    fits = command.ground != "irreparable_loss" or not command.harms_public
    yield from judge.rule("A-62", "enforcement.suspension_harms", fits, case=case.case)
    yield EnforcementSuspended(
        **whose(case),
        ground=command.ground,
        reasons=command.reasons,
        harms_public=command.harms_public,
        suspended_on=command.suspended_on,
    )


def _running(case: Case, held: CaseEnforcement, final: CaseEnforcement, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("SEQ", "urging.missing", held.urged_on is not None, case=case.case)
    yield from owing_still(case, judge)
    yield from judge.rule(
        "SEQ", "enforcement.suspended_already", final.suspended_on is None, case=case.case, on=final.suspended_on
    )
    ended = final.case.relief.ended_on
    yield from judge.rule("SEQ", "enforcement.ended_already", ended is None, case=case.case, ended=ended)


@handles("enforcement.resume", ResumeEnforcement, on="resumed_on", reads=enforcement_reads, role="approve")
def resume_enforcement(command: ResumeEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-62: when the ground fell away."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    halted = held.suspended_on is not None and finally_held(held, dossier).suspended_on is not None
    yield from judge.rule("SEQ", "enforcement.not_suspended", halted, case=case.case)
    yield from said(judge, case.case, "A-62", reasons=command.reasons)
    yield EnforcementResumed(**whose(case), reasons=command.reasons, resumed_on=command.resumed_on)


@handles("enforcement.end", EndEnforcement, on="ended_on", reads=enforcement_reads, role="approve")
def end_enforcement(command: EndEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-62: on a ground of Art 40 alone, which the record bears."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    ended = finally_held(held, dossier).case.relief.ended_on
    yield from judge.rule("SEQ", "enforcement.ended_already", ended is None, case=case.case, ended=ended)
    yield from said(judge, case.case, "A-62", reasons=command.reasons)
    fell = command.ground != "annulled" or case.relief.annulled_on is not None
    yield from judge.rule("A-62", "enforcement.not_annulled", fell, case=case.case)
    yield EnforcementEnded(**whose(case), ground=command.ground, reasons=command.reasons, ended_on=command.ended_on)


@handles("enforcement.give_up", GiveUpEnforcement, on="ended_on", reads=enforcement_reads, role="approve")
def give_up_enforcement(command: GiveUpEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-62: after three full years of suspension, without obvious harm to society, where the party truly cannot perform."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    ended = finally_held(held, dossier).case.relief.ended_on
    yield from judge.rule("SEQ", "enforcement.ended_already", ended is None, case=case.case, ended=ended)
    yield from judge.rule("SEQ", "enforcement.not_suspended", held.suspended_on is not None, case=case.case)
    last = three_years(held, judge)
    if last is not None:
        full = command.ended_on > last.day
        yield from judge.rule("A-62", "enforcement.three_years_open", full, case=case.case, last=last.day)
    fits = command.unable and not command.social_harm
    yield from judge.rule("A-62", "enforcement.not_to_be_given_up", fits, case=case.case)
    yield from said(judge, case.case, "A-62", reasons=command.reasons)
    yield EnforcementEnded(**whose(case), ground="never_found", reasons=command.reasons, ended_on=command.ended_on)


SUSPENDING_HANDLERS = (suspend_enforcement, resume_enforcement, end_enforcement, give_up_enforcement)
