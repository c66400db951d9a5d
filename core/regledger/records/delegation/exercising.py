"""What a delegate does under its letter (A-41, A-42)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id
from regledger.records.authority import Officer, officer_reads, qualified
from regledger.records.delegation.facts import DelegatedActDone, DelegatedKind, Fen
from regledger.records.delegation.signing import COERCIVE, known_letter
from regledger.records.delegation.state import Delegation
from regledger.records.presence import readable, records_known

__all__ = ["DoDelegatedAct", "do_delegated_act"]


class DoDelegatedAct(Command, frozen=True, kw_only=True):
    """Record what a delegate did under its letter."""

    delegation: Id
    matter: Code
    power: DelegatedKind
    fine_fen: Fen = 0
    in_name_of: Id
    officers: tuple[Id, ...]
    case: Id | None = None
    done_on: date


def _reads(command: DoDelegatedAct, dossier: Dossier) -> Iterator[str]:
    yield f"delegation:{command.delegation}"
    yield from officer_reads(command.officers)
    yield from readable(_cases(command), dossier)


def _cases(command: DoDelegatedAct) -> tuple[str, ...]:
    return () if command.case is None else (f"case:{command.case}",)


@handles("delegation.record_act", DoDelegatedAct, on="done_on", reads=_reads, world=True)
def do_delegated_act(command: DoDelegatedAct, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused outside term, matters, powers and sum of the letter, and in the delegate's own name (A-41); coercion by A-42.

    It takes two qualified officers as any act does (A-01).
    """
    letter = yield from known_letter(command.delegation, dossier, judge)
    if letter is None:
        return
    coercive = command.power in COERCIVE
    yield from judge.rule(
        "A-42", "delegation.coercive", not coercive, delegation=letter.delegation, powers=command.power
    )
    yield from _within(command, letter, judge)
    own = command.in_name_of == letter.delegator
    yield from judge.rule("A-41", "delegation.own_name", own, found=command.in_name_of, delegator=letter.delegator)
    yield from qualified(command.officers, command.done_on, dossier, judge)
    yield from records_known(_cases(command), dossier, judge)
    for one in dict.fromkeys(command.officers):
        officer = dossier.get(Officer, one)
        serves = officer is None or officer.authority == letter.delegate
        yield from judge.rule("A-41", "delegation.officer_of_another", serves, officer=one, delegate=letter.delegate)
    yield DelegatedActDone(
        delegation=command.delegation,
        delegator=letter.delegator,
        delegate=letter.delegate,
        matter=command.matter,
        power=command.power,
        fine_fen=command.fine_fen,
        in_name_of=command.in_name_of,
        officers=command.officers,
        case=command.case,
        done_on=command.done_on,
    )


def _within(command: DoDelegatedAct, letter: Delegation, judge: Judge) -> Iterator[Objection]:
    covers = letter.covers(command.done_on)
    yield from judge.rule("A-41", "delegation.lapsed", covers, delegation=letter.delegation, day=command.done_on)
    public = letter.public_on(command.done_on)
    yield from judge.rule("A-41", "delegation.not_public", public, delegation=letter.delegation, day=command.done_on)
    listed = command.matter in letter.matters and (command.power in letter.powers or command.power in COERCIVE)
    yield from judge.rule(
        "A-41",
        "delegation.outside",
        listed,
        delegation=letter.delegation,
        matter=command.matter,
        power=command.power,
    )
    fines = command.power == "fine" or command.power in COERCIVE or not command.fine_fen
    yield from judge.rule(
        "A-41",
        "delegation.sum_without_fine",
        fines,
        delegation=letter.delegation,
        found=command.fine_fen,
        power=command.power,
    )
    yield from judge.rule(
        "A-41",
        "delegation.fine_over_limit",
        command.fine_fen <= letter.fine_limit_fen,
        delegation=letter.delegation,
        found=command.fine_fen,
        limit=letter.fine_limit_fen,
    )
