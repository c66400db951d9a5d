"""Paying later or in parts (A-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.case import Case
from regledger.records.case.money import yuan
from regledger.records.case.relief import DeferralGranted, Instalment, whose
from regledger.records.case.surcharge import fine_left_fen
from regledger.records.enforcement.facts import DeferralAsked, DeferralRefused
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, owing_still
from regledger.records.enforcement.state import CaseEnforcement

__all__ = ["DEFERRING_HANDLERS", "AskDeferral", "GrantDeferral", "RefuseDeferral"]


class AskDeferral(Command, frozen=True, kw_only=True):
    """Record that the party asked to pay later or in parts."""

    case: Id
    hardship: Text
    """Its economic difficulty, and what shows it."""
    asked_on: date


class GrantDeferral(Command, frozen=True, kw_only=True):
    """Let the party pay later or in parts."""

    case: Id
    until: date
    """The last day of the deferral, or of the last part."""
    instalments: tuple[Instalment, ...] = ()
    """The parts, in the order of their days; none where the whole is paid later."""
    ground: Text
    granted_on: date


class RefuseDeferral(Command, frozen=True, kw_only=True):
    """Refuse what the party asked."""

    case: Id
    reasons: Text
    refused_on: date


@handles("deferral.ask", AskDeferral, on="asked_on", reads=enforcement_reads, world=True)
def ask_deferral(command: AskDeferral, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a decision that was served."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, _ = found
    if case.decision is not None:
        yield from judge.rule("SEQ", "case.not_served", case.served_on is not None, case=case.case)
        yield from owing_still(case, judge)
    yield from judge.rule("A-27", "deferral.no_hardship", bool(command.hardship.strip()), case=case.case)
    yield DeferralAsked(**whose(case), hardship=command.hardship, asked_on=command.asked_on)


@handles("deferral.grant", GrantDeferral, on="granted_on", reads=enforcement_reads, role="approve")
def grant_deferral(command: GrantDeferral, dossier: Dossier, judge: Judge) -> Outcome:
    """A-27: what the party asked for, on a ground; the parts come to what is left of the fine."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from _asked(case, held, dossier, judge)
    yield from owing_still(case, judge)
    yield from judge.rule("A-27", "deferral.no_ground", bool(command.ground.strip()), case=case.case)
    yield from judge.rule(
        "SEQ", "deferral.ends_before", command.until > command.granted_on, case=case.case, until=command.until
    )
    yield from _parts(command, case, judge)
    yield DeferralGranted(
        **whose(case),
        until=command.until,
        instalments=command.instalments,
        ground=command.ground,
        granted_on=command.granted_on,
    )


def _asked(case: Case, held: CaseEnforcement, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    waits = held.deferral_asked_on is not None and finally_held(held, dossier).deferral_asked_on is not None
    yield from judge.rule("A-27", "deferral.not_asked", waits, case=case.case)


def _parts(command: GrantDeferral, case: Case, judge: Judge) -> Iterator[Objection]:
    if not command.instalments:
        return
    each = all(one.amount_fen for one in command.instalments)
    left, whole = fine_left_fen(case, command.granted_on), sum(one.amount_fen for one in command.instalments)
    yield from judge.rule(
        "A-27", "deferral.parts_misfit", each and whole == left, case=case.case, parts=yuan(whole), left=yuan(left)
    )
    days = [one.due_on for one in command.instalments]
    ordered = days == sorted(set(days)) and command.granted_on < days[0] and days[-1] == command.until
    yield from judge.rule("SEQ", "deferral.days_misfit", ordered, case=case.case, until=command.until)


@handles("deferral.refuse", RefuseDeferral, on="refused_on", reads=enforcement_reads, role="approve")
def refuse_deferral(command: RefuseDeferral, dossier: Dossier, judge: Judge) -> Outcome:
    """A-27: what the party asked for, with reasons."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from _asked(case, held, dossier, judge)
    yield from judge.rule("A-27", "deferral.no_ground", bool(command.reasons.strip()), case=case.case)
    yield DeferralRefused(**whose(case), reasons=command.reasons, refused_on=command.refused_on)


DEFERRING_HANDLERS = (ask_deferral, grant_deferral, refuse_deferral)
