"""Proposing to close a unit: on one of four grounds, each borne out by records, to a government (B-33)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.accident import Accident
from regledger.records.authority import Authority
from regledger.records.case import Case
from regledger.records.enforcement.closure_facts import ClosureAnswered, ClosureGround, ClosureProposed
from regledger.records.enforcement.closure_state import Closure, Penalties, repeated
from regledger.records.presence import (
    authorities_stand,
    enterprise_stands,
    filled,
    free,
    governs,
    on_record,
    owner_reads,
    readable,
    records_known,
    site_belongs,
)

__all__ = ["CLOSURE_HANDLERS", "AnswerClosure", "ProposeClosure"]

_GRAVE = ("major", "particularly_major")
"""重大, 特别重大 (安全生产法 Art 113(3))."""


class ProposeClosure(Command, frozen=True, kw_only=True):
    """Ask the local government to close a unit."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    ground: ClosureGround
    basis: tuple[Tag, ...] = ()
    """The records that bear it out, such as `case:C-1` or `accident:A-1`."""
    findings: Text
    """Which conditions of safe production are lacking, or how the decision was refused."""
    document: Code
    proposed_on: date


class AnswerClosure(Command, frozen=True, kw_only=True):
    """Record what the government decided."""

    closure: Id
    closed: bool
    serious: bool = False
    """Whether the principal may be none in the sector for life."""
    document: Code
    reasons: Text
    answered_on: date


def _reads(command: ProposeClosure, dossier: Dossier) -> Iterator[str]:
    yield f"closure:{command.closure}"
    yield f"enterprise:{command.enterprise}"
    yield f"penalties:{command.enterprise}"
    yield from owner_reads(command.site, dossier)
    yield from (f"authority:{one}" for one in (command.authority, command.government))
    yield from readable(command.basis, dossier)


@handles("closure.propose", ProposeClosure, on="proposed_on", reads=_reads, role="approve")
def propose_closure(command: ProposeClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """B-33: to a government, on a ground that the records bear out."""
    yield from free(Closure, f"closure:{command.closure}", dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from site_belongs(command.site, command.enterprise, dossier, judge)
    yield from authorities_stand((command.authority, command.government), dossier, judge)
    yield from records_known(command.basis, dossier, judge)
    yield from filled(f"closure:{command.closure}", judge, findings=command.findings, document=command.document)
    government = dossier.get(Authority, command.government)
    yield from judge.rule(
        "B-33",
        "closure.not_to_government",
        government is None or governs(government),
        closure=command.closure,
        government=command.government,
    )
    yield from _grounded(command, dossier, judge)
    yield ClosureProposed(
        closure=command.closure,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        government=command.government,
        ground=command.ground,
        basis=command.basis,
        findings=command.findings,
        document=command.document,
        proposed_on=command.proposed_on,
    )


def _grounded(command: ProposeClosure, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    of = command.enterprise
    if command.ground == "repeated_penalties":
        held = dossier.get(Penalties, of) or Penalties(enterprise=of)
        yield from judge.rule("B-33", "closure.too_few_penalties", bool(repeated(held, judge)), enterprise=of)
        yield from judge.rule("B-33", "closure.no_major_hazard", bool(held.major), enterprise=of)
        return
    ids = [split_tag(one) for one in command.basis]
    if command.ground == "accident_unfit":
        accidents = [dossier.get(Accident, id) for kind, id in ids if kind == "accident"]
        grave = any(one is not None and one.enterprise == of and one.grade in _GRAVE for one in accidents)
        yield from judge.rule("B-33", "closure.no_grave_accident", grave, enterprise=of)
        return
    cases = [dossier.get(Case, id) for kind, id in ids if kind == "case"]
    stopped = any(
        one is not None and one.enterprise == of and one.decision is not None and "stop" in one.decision.sanctions
        for one in cases
    )
    yield from judge.rule("B-33", "closure.no_stop_decision", stopped, enterprise=of, ground=command.ground)


def _answer_reads(command: AnswerClosure, dossier: Dossier) -> Iterator[str]:
    yield f"closure:{command.closure}"
    held = dossier.loaded(Closure, command.closure)
    if held is not None:
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield from (f"authority:{one}" for one in (held.authority, held.government))


@handles("closure.answer", AnswerClosure, on="answered_on", reads=_answer_reads, world=True)
def answer_closure(command: AnswerClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a proposal is answered once."""
    held = dossier.get(Closure, command.closure)
    yield from on_record(f"closure:{command.closure}", held, judge)
    if held is None:
        return
    final = dossier.latest(Closure, command.closure) or held
    yield from judge.rule(
        "SEQ",
        "closure.answered_already",
        final.answered_on is None,
        closure=command.closure,
        answered=final.answered_on,
    )
    yield from filled(f"closure:{command.closure}", judge, reasons=command.reasons, document=command.document)
    yield ClosureAnswered(
        closure=held.closure,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        government=held.government,
        closed=command.closed,
        serious=command.serious,
        document=command.document,
        reasons=command.reasons,
        answered_on=command.answered_on,
    )


CLOSURE_HANDLERS = (propose_closure, answer_closure)
