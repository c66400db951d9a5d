"""Circulars: what is told county-wide of units and enterprises, on facts that are closed or confirmed (通报; I-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.case.state import Case
from regledger.records.period import period_in_force
from regledger.records.presence import authorities_stand, filled, free, on_record, recorded_as, recorded_by

__all__ = [
    "CIRCULAR",
    "AnnulBasis",
    "Circular",
    "CircularBasisAnnulled",
    "CircularIssued",
    "CircularWithdrawn",
    "IssueCircular",
    "WithdrawCircular",
    "annul_basis",
    "issue_circular",
    "withdraw_circular",
]

Tone = Literal["notice", "criticism", "praise"]
"""情况通报, 通报批评, 通报表扬."""

CONFIRMED_BY = {
    "case": ("decision", "concluded_on"),
    "hazard": ("order", "cleared_on"),
    "inspection": ("inspected_on",),
    "matter": ("settled_on",),
    "oversight": ("concluded_on",),
    "campaign": ("closed_on",),
    "assessment": ("settled_on",),
    "accident": ("closed_on", "replied_on"),
}
"""Kind of record → the parts of its state of which one has to be there before a circular tells of it."""


@fact(
    "circular.issued",
    1,
    tags={"circular": "circular", "authority": "authority", "about": "*", "basis": "*"},
    occurred="issued_on",
)
class CircularIssued(Fact, frozen=True, kw_only=True):
    """`circular.issued` v1: a circular told of units or enterprises on a legal day."""

    circular: Id
    authority: Id
    number: Code
    tone: Tone
    about: tuple[Tag, ...]
    """Of whom it tells, as `authority:…` and `enterprise:…`."""
    basis: tuple[Tag, ...]
    """The records that it stands on."""
    text: Text
    issued_on: date


@fact(
    "circular.basis_annulled",
    1,
    tags={"circular": "circular", "authority": "authority", "basis": "*"},
    occurred="annulled_on",
)
class CircularBasisAnnulled(Fact, frozen=True, kw_only=True):
    """`circular.basis_annulled` v1: what a circular stands on was annulled on a legal day."""

    circular: Id
    authority: Id
    basis: Tag
    by: Text
    """Who annulled it, and by which document."""
    annulled_on: date


@fact(
    "circular.withdrawn",
    1,
    tags={"circular": "circular", "authority": "authority", "about": "*"},
    occurred="withdrawn_on",
)
class CircularWithdrawn(Fact, frozen=True, kw_only=True):
    """`circular.withdrawn` v1: a circular was withdrawn, and its readers told why."""

    circular: Id
    authority: Id
    about: tuple[Tag, ...]
    reason: Text
    withdrawn_on: date


class Circular(State, frozen=True, kw_only=True):
    """A circular."""

    circular: str
    authority: str
    number: str
    tone: str
    about: tuple[str, ...]
    basis: tuple[str, ...]
    issued_on: date
    annulled_on: date | None = None
    """When the first of them was annulled."""
    annulled: tuple[str, ...] = ()
    withdrawn_on: date | None = None


class IssueCircular(Command, frozen=True, kw_only=True):
    """Issue a circular."""

    circular: Id
    authority: Id
    number: Code
    tone: Tone
    about: tuple[Tag, ...]
    basis: tuple[Tag, ...]
    text: Text
    issued_on: date


class AnnulBasis(Command, frozen=True, kw_only=True):
    """Record that what a circular stands on was annulled."""

    circular: Id
    basis: Tag
    by: Text
    annulled_on: date


class WithdrawCircular(Command, frozen=True, kw_only=True):
    """Withdraw a circular."""

    circular: Id
    reason: Text
    withdrawn_on: date


def _evolve(state: Circular | None, recorded: RecordedFact) -> Circular | None:
    match recorded.body:
        case CircularIssued() as body:
            return Circular(
                circular=body.circular,
                authority=body.authority,
                number=body.number,
                tone=body.tone,
                about=body.about,
                basis=body.basis,
                issued_on=body.issued_on,
            )
        case CircularBasisAnnulled(annulled_on=on) if state is not None:
            first = on if state.annulled_on is None else min(on, state.annulled_on)
            return msgspec.structs.replace(state, annulled_on=first, annulled=(*state.annulled, recorded.body.basis))
        case CircularWithdrawn(withdrawn_on=on) if state is not None:
            return msgspec.structs.replace(state, withdrawn_on=on)
    return state


def _steps(state: Circular, judge: Judge) -> Iterator[NextStep]:
    if state.annulled_on is not None and state.withdrawn_on is None:
        last = period_in_force(judge, "I-17.withdrawal", state.annulled_on, on=state.annulled_on)
        yield NextStep(
            command="circular.withdraw",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="I-17",
            owner="authority",
            since=state.annulled_on,
            title="Withdraw the circular: what it stands on was annulled",
            title_zh="撤回通报",
        )


CIRCULAR = Kind(
    name="circular",
    state=Circular,
    evolve=_evolve,
    facts=(CircularIssued, CircularBasisAnnulled, CircularWithdrawn),
    steps=_steps,
)


def _issue_reads(command: IssueCircular, dossier: Dossier) -> Iterator[str]:
    yield f"circular:{command.circular}"
    yield f"authority:{command.authority}"
    yield from (one for one in (*command.about, *command.basis) if dossier.readable(one))


def _issuer(command: IssueCircular, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("circular.issue", IssueCircular, on="issued_on", reads=_issue_reads, role="approve", concerns=_issuer)
def issue_circular(command: IssueCircular, dossier: Dossier, judge: Judge) -> Outcome:
    """I-17: on closed or confirmed records only; to criticise an enterprise is a penalty, and takes a case that imposed it."""
    subject = f"circular:{command.circular}"
    yield from free(Circular, subject, dossier, judge)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from filled(subject, judge, text=command.text, about=" ".join(command.about))
    for one in command.about:
        known = split_tag(one)[0] in ("authority", "enterprise") and recorded_as(one, dossier) is not None
        yield from judge.rule("REF", "record.unknown", known, subject=one)
    yield from judge.rule("I-17", "circular.without_basis", bool(command.basis), circular=command.circular)
    for one in command.basis:
        yield from _confirmed(one, dossier, judge)
    yield from _penalised(command, dossier, judge)
    yield CircularIssued(
        circular=command.circular,
        authority=command.authority,
        number=command.number,
        tone=command.tone,
        about=command.about,
        basis=command.basis,
        text=command.text,
        issued_on=command.issued_on,
    )


def _confirmed(basis: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    kind, id_ = split_tag(basis)
    held = recorded_by(basis, dossier)
    yield from judge.rule("REF", "record.unknown", held is not None, subject=f"{kind}:{id_}")
    if held is None:
        return
    parts = CONFIRMED_BY.get(kind, ())
    confirmed = not held.asserted and any(getattr(held.state, part, None) is not None for part in parts)
    yield from judge.rule("I-17", "circular.basis_unconfirmed", confirmed, basis=basis)


def _penalised(command: IssueCircular, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.tone != "criticism" or not judge.law.has("I-17.criticism", on=command.issued_on):
        return
    judge.law.value("I-17.criticism", on=command.issued_on)
    cases = [dossier.get(Case, split_tag(one)[1]) for one in command.basis if one.startswith("case:")]
    decided = {
        one.enterprise
        for one in cases
        if one is not None and one.decision is not None and "criticism" in one.decision.sanctions
    }
    for one in command.about:
        kind, id_ = split_tag(one)
        yield from judge.rule(
            "I-17",
            "circular.penalty_in_disguise",
            kind != "enterprise" or id_ in decided,
            enterprise=id_,
            circular=command.circular,
        )


def _reads(command: AnnulBasis | WithdrawCircular, dossier: Dossier) -> Iterator[str]:
    yield f"circular:{command.circular}"


@handles("circular.annul_basis", AnnulBasis, on="annulled_on", reads=_reads, world=True)
def annul_basis(command: AnnulBasis, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the circular stands on it; from then on it is to be withdrawn (I-17)."""
    found = dossier.get(Circular, command.circular)
    yield from on_record(f"circular:{command.circular}", found, judge)
    if found is None:
        return
    yield from filled(f"circular:{command.circular}", judge, by=command.by)
    rests = command.basis in found.basis
    yield from judge.rule("REF", "circular.no_basis_of_it", rests, circular=command.circular, basis=command.basis)
    latest = dossier.latest(Circular, command.circular) or found
    new = command.basis not in latest.annulled
    yield from judge.rule("SEQ", "circular.annulled_already", new, circular=command.circular, basis=command.basis)
    yield CircularBasisAnnulled(
        circular=command.circular,
        authority=found.authority,
        basis=command.basis,
        by=command.by,
        annulled_on=command.annulled_on,
    )


@handles("circular.withdraw", WithdrawCircular, on="withdrawn_on", reads=_reads, role="approve")
def withdraw_circular(command: WithdrawCircular, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: withdrawn once, with its reason; I-17: a late withdrawal is still owed."""
    found = dossier.get(Circular, command.circular)
    yield from on_record(f"circular:{command.circular}", found, judge)
    if found is None:
        return
    yield from filled(f"circular:{command.circular}", judge, reason=command.reason)
    latest = dossier.latest(Circular, command.circular) or found
    yield from judge.rule("SEQ", "circular.withdrawn_already", latest.withdrawn_on is None, circular=command.circular)
    if found.annulled_on is not None:
        last = period_in_force(judge, "I-17.withdrawal", found.annulled_on, on=found.annulled_on)
        yield from judge.note(
            "I-17",
            "circular.withdrawn_late",
            last is None or command.withdrawn_on <= last.day,
            circular=command.circular,
            last=None if last is None else last.day,
            withdrawn=command.withdrawn_on,
        )
    yield CircularWithdrawn(
        circular=command.circular,
        authority=found.authority,
        about=found.about,
        reason=command.reason,
        withdrawn_on=command.withdrawn_on,
    )
