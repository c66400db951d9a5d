"""What a township does in its own name, with powers that were transferred to it (A-43)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id
from regledger.records.authority import Authority, authority_stands, qualified
from regledger.records.delegation.facts import DelegatedKind, TownshipActDone
from regledger.records.delegation.powers import acts_under_letter, may_coerce, may_penalise, powers_reads
from regledger.records.delegation.signing import COERCIVE
from regledger.records.delegation.state import Powers
from regledger.records.presence import readable, records_known

__all__ = ["DoTownshipAct", "do_township_act"]


class DoTownshipAct(Command, frozen=True, kw_only=True):
    """Record what a township did in its own name."""

    township: Id
    matter: Code
    power: DelegatedKind
    officers: tuple[Id, ...]
    case: Id | None = None
    done_on: date


def _reads(command: DoTownshipAct, dossier: Dossier) -> Iterator[str]:
    yield from powers_reads(command.township, command.officers, dossier)
    yield from readable(_cases(command), dossier)


def _cases(command: DoTownshipAct) -> tuple[str, ...]:
    return () if command.case is None else (f"case:{command.case}",)


@handles("township_act.record", DoTownshipAct, on="done_on", reads=_reads, world=True)
def do_township_act(command: DoTownshipAct, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without transferred powers for the matter (A-43), and where it acts by letter alone (A-41, A-42).

    To inspect takes none: a township does so of its own (安全生产法 Art 9).
    """
    day = command.done_on
    yield from authority_stands(command.township, dossier, judge)
    yield from qualified(command.officers, day, dossier, judge)
    yield from acts_under_letter(command.township, command.officers, day, dossier, judge)
    yield from records_known(_cases(command), dossier, judge)
    state = dossier.get(Authority, command.township)
    local = state is not None and state.level == "township" and state.form != "organisation"
    if not (local and command.power == "inspect"):
        yield from _empowered(command, local, dossier, judge)
    yield TownshipActDone(
        township=command.township,
        matter=command.matter,
        power=command.power,
        officers=command.officers,
        case=command.case,
        done_on=day,
    )


def _empowered(command: DoTownshipAct, local: bool, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    day = command.done_on
    powers = dossier.get(Powers, command.township)
    transferred = powers is not None and powers.transferred_on(day) is not None
    if command.power in COERCIVE:
        yield from may_coerce(command.township, command.officers, day, dossier, judge)
        lent = powers is not None and powers.delegated_on(day) is not None
        yield from judge.rule(
            "A-43",
            "powers.coercion_not_transferred",
            transferred or lent or not local,
            authority=command.township,
            day=day,
        )
    else:
        yield from may_penalise(command.township, day, dossier, judge)
    yield from judge.rule(
        "A-43",
        "powers.matter_not_transferred",
        powers is None or not transferred or command.matter in powers.matters_on(day),
        authority=command.township,
        matter=command.matter,
        day=day,
    )
