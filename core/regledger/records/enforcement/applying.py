"""Asking the court to enforce a decision, and what comes of it in the end (A-56, A-62)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.case import Case
from regledger.records.case.facts import Fen
from regledger.records.case.money import yuan
from regledger.records.case.relief import EnforcementApplied, EnforcementFinished, whose
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, owed_fen
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.enforcement.windows import court_window, urging_wait

__all__ = ["APPLYING_HANDLERS", "ApplyForEnforcement", "FinishEnforcement", "Material"]

Material = Literal["application", "decision", "opinion_and_urging", "subject"]
"""强制执行申请书; 行政决定书及作出决定的事实、理由和依据; 当事人的意见及行政机关催告情况; 申请强制执行标的情况 (行政强制法 Art 55)."""


class ApplyForEnforcement(Command, frozen=True, kw_only=True):
    """Ask the court to enforce the decision."""

    case: Id
    court: Text
    head: Text
    """The head of the authority, who signs."""
    sealed: bool
    """Whether the application bears the seal of the authority."""
    amount_fen: Fen
    """Fine and surcharge that are open."""
    materials: tuple[Material, ...]
    good_cause: Text = ""
    """Why it comes after the three months."""
    applied_on: date


class FinishEnforcement(Command, frozen=True, kw_only=True):
    """Record that the court carried the decision out."""

    case: Id
    recovered_fen: Fen
    document: Code
    finished_on: date


@handles("enforcement.apply", ApplyForEnforcement, on="applied_on", reads=enforcement_reads, role="approve")
def apply_for_enforcement(command: ApplyForEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-55: ten working days after urging; A-56: in the three months after the period to sue, with all papers."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    final = finally_held(held, dossier)
    again = final.applied_on is None or final.refused_on is not None
    yield from judge.rule("SEQ", "enforcement.applied_already", again, case=case.case, applied=final.applied_on)
    yield from _urged(command, held, judge)
    yield from _in_window(command, case, held, judge)
    yield from _papers(command, held, judge)
    owed = owed_fen(case, judge)
    yield from judge.rule(
        "A-56",
        "enforcement.amount_wrong",
        command.amount_fen == owed and owed > 0,
        case=case.case,
        amount=yuan(command.amount_fen),
        owed=yuan(owed),
    )
    yield EnforcementApplied(
        **whose(case),
        court=command.court,
        head=command.head,
        amount_fen=command.amount_fen,
        materials=command.materials,
        applied_on=command.applied_on,
    )


def _urged(command: ApplyForEnforcement, held: CaseEnforcement, judge: Judge) -> Iterator[Objection]:
    urged = held.urged_on
    yield from judge.rule("A-55", "urging.not_served", urged is not None, case=command.case)
    if urged is None:
        return
    wait = urging_wait(held, judge)
    over = wait is None or command.applied_on > wait.day
    last = None if wait is None else wait.day
    yield from judge.rule("A-55", "urging.waiting", over, case=command.case, urged=urged, last=last)


def _in_window(command: ApplyForEnforcement, case: Case, held: CaseEnforcement, judge: Judge) -> Iterator[Objection]:
    under_way = [one.kind for one in case.reviews if one.closed_on is None]
    yield from judge.rule("A-56", "enforcement.review_open", not under_way, case=case.case, kind=", ".join(under_way))
    if under_way or any(one.kind == "suit" for one in case.reviews):
        return  # a judgment is executed as such; its period is none of these
    window = court_window(held, judge)
    if window is None:
        return
    yield from judge.rule(
        "A-56",
        "enforcement.too_early",
        command.applied_on > window.start_day,
        case=case.case,
        last=window.start_day,
    )
    judged = judge.note if command.good_cause.strip() else judge.rule
    yield from judged("A-56", "enforcement.too_late", command.applied_on <= window.day, case=case.case, last=window.day)


def _papers(command: ApplyForEnforcement, held: CaseEnforcement, judge: Judge) -> Iterator[Objection]:
    signed = command.sealed and bool(command.head.strip())
    yield from judge.rule("A-56", "enforcement.unsigned", signed, case=command.case)
    lacking = [one for one in get_args(Material) if one not in command.materials]
    yield from judge.rule(
        "A-56", "enforcement.material_missing", not lacking, case=command.case, missing=", ".join(lacking)
    )
    unproved = [one for one in ("decision", "urging") if held.proof(one) is None]
    yield from judge.rule(
        "J-08", "enforcement.service_unproved", not unproved, case=command.case, documents=", ".join(unproved)
    )


@handles("enforcement.finish", FinishEnforcement, on="finished_on", reads=enforcement_reads, world=True)
def finish_enforcement(command: FinishEnforcement, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of what the court permitted."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "enforcement.not_permitted", held.permitted is True, case=case.case)
    ended = finally_held(held, dossier).case.relief.ended_on
    yield from judge.rule("SEQ", "enforcement.ended_already", ended is None, case=case.case, ended=ended)
    owed = owed_fen(case, judge)
    yield from judge.rule(
        "SEQ",
        "enforcement.recovered_too_much",
        command.recovered_fen <= owed,
        case=case.case,
        recovered=yuan(command.recovered_fen),
        owed=yuan(owed),
    )
    yield EnforcementFinished(
        **whose(case),
        recovered_fen=command.recovered_fen,
        document=command.document,
        finished_on=command.finished_on,
    )


APPLYING_HANDLERS = (apply_for_enforcement, finish_enforcement)
