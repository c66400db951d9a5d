"""Letters of delegation: signed, published by both, renewed, ended; and what is done under them (A-41, A-42)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority, Officer, authority_stands, officer_reads
from regledger.records.delegation.facts import (
    DelegatedKind,
    DelegationEnded,
    DelegationPublished,
    DelegationRenewed,
    DelegationSigned,
    Fen,
)
from regledger.records.delegation.state import Delegation, Powers
from regledger.records.presence import filled
from regledger.records.supervision.state import Capacity

__all__ = [
    "COERCIVE",
    "EndDelegation",
    "PublishDelegation",
    "RenewDelegation",
    "SignDelegation",
    "end_delegation",
    "known_letter",
    "letter_steps",
    "publish_delegation",
    "renew_delegation",
    "sign_delegation",
]

COERCIVE: frozenset[DelegatedKind] = frozenset({"seize", "seal", "detain", "other_coercive"})
"""Coercive measures (行政强制法 Art 9)."""


class SignDelegation(Command, frozen=True, kw_only=True):
    """Sign a letter of delegation."""

    delegation: Id
    delegator: Id
    delegate: Id
    basis: Text
    matters: tuple[Code, ...]
    powers: tuple[DelegatedKind, ...]
    fine_limit_fen: Fen = 0
    lawful_public_body: bool
    """Whether the delegate was lawfully set up and has public affairs to manage (Art 21(1))."""
    can_inspect: bool
    """Whether it can organise technical inspection and appraisal where that is needed (Art 21(3))."""
    staff: tuple[Id, ...]
    """Its officers who hold the qualification (Art 21(2))."""
    valid_from: date
    valid_to: date
    signed_on: date


def _sign_reads(command: SignDelegation, dossier: Dossier) -> Iterator[str]:
    yield f"delegation:{command.delegation}"
    for one in (command.delegator, command.delegate):
        yield f"authority:{one}"
        yield f"powers:{one}"
    yield f"capacity:{command.delegator}"
    yield from officer_reads(command.staff)


@handles("delegation.sign", SignDelegation, on="signed_on", reads=_sign_reads, role="approve", shared=True)
def sign_delegation(command: SignDelegation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without basis, capable delegate and own powers (A-41), and where it would delegate coercion (A-42)."""
    free = not dossier.known(Delegation, command.delegation)
    yield from judge.rule("REF", "supervision.taken", free, kind="delegation", id=command.delegation)
    for one in (command.delegator, command.delegate):
        yield from authority_stands(one, dossier, judge)
    yield from judge.rule(
        "SEQ",
        "supervision.ends_before_it_begins",
        command.valid_from <= command.valid_to,
        id=command.delegation,
        first=command.valid_from,
        last=command.valid_to,
    )
    yield from judge.rule(
        "A-41",
        "delegation.counts_too_early",
        command.signed_on <= command.valid_from,
        delegation=command.delegation,
        signed=command.signed_on,
        first=command.valid_from,
    )
    based = bool(command.basis.strip()) and bool(command.matters) and bool(command.powers)
    yield from judge.rule("A-41", "delegation.incomplete", based, delegation=command.delegation)
    yield from _fit(command, dossier, judge)
    coercive = ", ".join(sorted(COERCIVE & set(command.powers)))
    yield from judge.rule("A-42", "delegation.coercive", not coercive, delegation=command.delegation, powers=coercive)
    yield from _own(command, dossier, judge)
    yield DelegationSigned(
        delegation=command.delegation,
        delegator=command.delegator,
        delegate=command.delegate,
        basis=command.basis,
        matters=command.matters,
        powers=command.powers,
        fine_limit_fen=command.fine_limit_fen,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        signed_on=command.signed_on,
    )


def _fit(command: SignDelegation, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-41: the conditions of 行政处罚法 Art 21."""
    fit = command.lawful_public_body and command.can_inspect and command.delegate != command.delegator
    yield from judge.rule("A-41", "delegation.unfit", fit, delegate=command.delegate)
    officers = (dossier.get(Officer, one) for one in dict.fromkeys(command.staff))
    able = sum(
        one is not None and one.authority == command.delegate and one.certificate_on(command.signed_on) is not None
        for one in officers
    )
    if not judge.law.has("A-41.staff", on=judge.day):
        return
    asked = judge.whole("A-41.staff")
    yield from judge.rule(
        "A-41", "delegation.too_few_staff", able >= asked, delegate=command.delegate, found=able, asked=asked
    )


def _own(command: SignDelegation, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-41: what is delegated is the delegator's own, and is not handed on."""
    powers, capacity = dossier.latest(Powers, command.delegator), dossier.latest(Capacity, command.delegator)
    delegator = dossier.get(Authority, command.delegator)
    lent = (delegator is not None and delegator.form == "organisation") or any(
        one.overlaps(command.valid_from, command.valid_to) and not set(one.matters).isdisjoint(command.matters)
        for one in (() if powers is None else powers.letters)
    )
    yield from judge.rule("A-41", "delegation.handed_on", not lent, delegator=command.delegator)
    listed = None if capacity is None else capacity.list_on(command.valid_from)
    missing = () if listed is None else tuple(one for one in command.matters if one not in listed.codes)
    yield from judge.rule(
        "A-41",
        "delegation.beyond_own_powers",
        not missing,
        delegator=command.delegator,
        matters=", ".join(missing),
        day=command.valid_from,
    )


def known_letter(delegation: str, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Delegation | None]:
    """REF: the letter was signed by the day of the act; its state with everything that is recorded of it."""
    signed = dossier.get(Delegation, delegation) is not None
    yield from judge.rule("REF", "supervision.unknown", signed, kind="delegation", id=delegation)
    return dossier.latest(Delegation, delegation) if signed else None


class PublishDelegation(Command, frozen=True, kw_only=True):
    """Publish a letter of delegation."""

    delegation: Id
    by: Id
    place: Text
    published_on: date


class RenewDelegation(Command, frozen=True, kw_only=True):
    """Let a letter of delegation run on."""

    delegation: Id
    valid_to: date
    renewed_on: date


class EndDelegation(Command, frozen=True, kw_only=True):
    """Withdraw a letter of delegation."""

    delegation: Id
    reason: Text
    ended_on: date


def _reads(command: PublishDelegation | RenewDelegation | EndDelegation, dossier: Dossier) -> Iterator[str]:
    yield f"delegation:{command.delegation}"


@handles("delegation.publish", PublishDelegation, on="published_on", reads=_reads, world=True)
def publish_delegation(command: PublishDelegation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where another than the two publishes it, or it says nowhere where (A-41)."""
    letter = yield from known_letter(command.delegation, dossier, judge)
    if letter is None:
        return
    own = command.by in (letter.delegator, letter.delegate) and bool(command.place.strip())
    yield from judge.rule("A-41", "delegation.not_by_either", own, delegation=command.delegation, by=command.by)
    new = command.by not in letter.published_by
    yield from judge.rule("SEQ", "delegation.published_already", new, delegation=command.delegation, by=command.by)
    yield DelegationPublished(
        delegation=command.delegation,
        delegator=letter.delegator,
        delegate=letter.delegate,
        by=command.by,
        place=command.place,
        published_on=command.published_on,
    )


@handles("delegation.renew", RenewDelegation, on="renewed_on", reads=_reads, role="approve", shared=True)
def renew_delegation(command: RenewDelegation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused after its last day: what has lapsed is signed anew (A-41)."""
    letter = yield from known_letter(command.delegation, dossier, judge)
    if letter is None:
        return
    lasting = letter.ended_on is None and command.renewed_on <= letter.valid_to
    yield from judge.rule("A-41", "delegation.lapsed", lasting, delegation=command.delegation, day=command.renewed_on)
    longer = letter.valid_to < command.valid_to
    yield from judge.rule("SEQ", "delegation.not_longer", longer, delegation=command.delegation, last=letter.valid_to)
    yield DelegationRenewed(
        delegation=command.delegation,
        delegator=letter.delegator,
        delegate=letter.delegate,
        valid_to=command.valid_to,
        renewed_on=command.renewed_on,
    )


@handles("delegation.end", EndDelegation, on="ended_on", reads=_reads, role="approve", shared=True)
def end_delegation(command: EndDelegation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it was ended before."""
    letter = yield from known_letter(command.delegation, dossier, judge)
    if letter is None:
        return
    standing = letter.ended_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", standing, kind="delegation", id=command.delegation)
    yield from filled(f"delegation:{command.delegation}", judge, reason=command.reason)
    yield DelegationEnded(
        delegation=command.delegation,
        delegator=letter.delegator,
        delegate=letter.delegate,
        reason=command.reason,
        ended_on=command.ended_on,
    )


def letter_steps(state: Delegation, judge: Judge) -> Iterator[NextStep]:
    """Publishing it, by each who has not; renewing or letting it end by its last day."""
    if state.ended_on is not None or state.valid_to < judge.day:
        return
    for one in (state.delegator, state.delegate):
        if one not in state.published_by:
            yield NextStep(
                command="delegation.publish", rule="A-41", title=f"Publication by {one}", title_zh="公布委托书"
            )
    yield NextStep(
        command="delegation.renew",
        due=state.valid_to,
        how=(f"the letter's last day is {state.valid_to}",),
        rule="A-41",
        owner="authority",
        title="Renew the letter, or let it end",
    )
