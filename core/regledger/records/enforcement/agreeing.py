"""Agreements in enforcement: the surcharge may be waived, never the fine (A-28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.case import Case
from regledger.records.case.facts import Fen
from regledger.records.case.money import yuan
from regledger.records.case.relief import AgreementBroken, AgreementMade, Instalment, whose
from regledger.records.case.surcharge import fine_left_fen, surcharge_left_fen
from regledger.records.enforcement.facts import EnforcementResumed
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, owing_still

__all__ = ["AGREEING_HANDLERS", "BreakAgreement", "MakeAgreement"]


class MakeAgreement(Command, frozen=True, kw_only=True):
    """Agree with the party how it performs."""

    case: Id
    stages: tuple[Instalment, ...]
    """What is paid when, fine and surcharge together."""
    waived_fen: Fen = 0
    """How much of the surcharge is waived."""
    waived_fine_fen: Fen = 0
    """How much of the fine is waived: none may be."""
    remedied: Text = ""
    """Which remedial measures the party took."""
    harms_others: bool = False
    """Whether it harms the public interest or others' rights."""
    made_on: date


class BreakAgreement(Command, frozen=True, kw_only=True):
    """Record that the party did not keep it."""

    case: Id
    found: Text
    broken_on: date


@handles("agreement.make", MakeAgreement, on="made_on", reads=enforcement_reads, role="approve")
def make_agreement(command: MakeAgreement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-28: in enforcement, after urging; of the surcharge alone, where the party took remedial measures."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "urging.missing", held.urged_on is not None, case=case.case)
    made = finally_held(held, dossier).agreed_on
    yield from judge.rule("SEQ", "agreement.made_already", made is None, case=case.case, made=made)
    yield from owing_still(case, judge)
    yield from judge.rule("A-28", "agreement.harms_others", not command.harms_others, case=case.case)
    yield from _waived(command, case, judge)
    yield AgreementMade(
        **whose(case),
        stages=command.stages,
        waived_fen=command.waived_fen,
        remedied=command.remedied,
        made_on=command.made_on,
    )


def _waived(command: MakeAgreement, case: Case, judge: Judge) -> Iterator[Objection]:
    fine = fine_left_fen(case, command.made_on)
    surcharge = surcharge_left_fen(case, command.made_on, judge.law)
    yield from judge.rule(
        "A-28",
        "agreement.waives_fine",
        not command.waived_fine_fen,
        case=case.case,
        waived=yuan(command.waived_fine_fen),
    )
    yield from judge.rule(
        "A-28",
        "agreement.waives_too_much",
        command.waived_fen <= surcharge,
        case=case.case,
        waived=yuan(command.waived_fen),
        surcharge=yuan(surcharge),
    )
    remedied = bool(command.remedied.strip()) or not command.waived_fen
    yield from judge.rule("A-28", "agreement.not_remedied", remedied, case=case.case)
    owed, staged = fine + surcharge, sum(one.amount_fen for one in command.stages)
    waived = command.waived_fen + command.waived_fine_fen
    yield from judge.rule(
        "A-28",
        "agreement.stages_misfit",
        staged + waived >= owed,
        case=case.case,
        staged=yuan(staged),
        owed=yuan(max(0, owed - waived)),
    )


@handles("agreement.break", BreakAgreement, on="broken_on", reads=enforcement_reads, world=True)
def break_agreement(command: BreakAgreement, dossier: Dossier, judge: Judge) -> Outcome:
    """A-28: enforcement goes on, and what was waived is owed again."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "agreement.missing", held.agreed_on is not None, case=case.case)
    yield from judge.rule("A-28", "agreement.break_unfounded", bool(command.found.strip()), case=case.case)
    yield AgreementBroken(**whose(case), found=command.found, broken_on=command.broken_on)
    if held.suspended_on is not None:
        yield EnforcementResumed(**whose(case), reasons=command.found, resumed_on=command.broken_on)


AGREEING_HANDLERS = (make_agreement, break_agreement)
