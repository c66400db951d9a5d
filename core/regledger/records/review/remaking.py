"""Deciding again after a revocation: not the same on the same ground (A-51)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import Fen, Sanction
from regledger.records.case.money import yuan
from regledger.records.case.review_facts import CaseRemade
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.review.reading import about, review_reads, reviewed

__all__ = ["RemakeCase"]


class RemakeCase(Command, frozen=True, kw_only=True):
    """Decide again after the decision was revoked."""

    case: Id
    number: Code | None = None
    """Left out where the authority has a series for it."""
    fine_fen: Fen
    sanctions: tuple[Sanction, ...] = ()
    new_ground: Text = ""
    """Which facts or reasons are new; empty where they are the same."""
    reasons: Text
    basis: Text
    remedies: Text
    """Which remedies there are, and within which time."""
    remade_on: date


def _reads(command: RemakeCase, dossier: Dossier) -> Iterator[str]:
    yield from review_reads(command, dossier)
    yield from number_reads("罚", command.remade_on, command.number, dossier)


@handles("case.remake", RemakeCase, on="remade_on", reads=_reads, role="approve")
def remake_case(command: RemakeCase, dossier: Dossier, judge: Judge) -> Outcome:
    """A-51: the same penalty needs new facts or reasons, unless the old one fell for its procedure alone."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    undone = state.undone
    fell = undone is not None and undone[1] in ("revoked", "revoked_in_part", "void")
    yield from judge.rule("SEQ", "case.nothing_to_remake", fell, case=command.case)
    if undone is None:
        return
    same = command.fine_fen == state.made_fen and set(command.sanctions) == set(state.sanctions)
    yield from judge.rule(
        "A-51",
        "case.remade_the_same",
        not same or undone[2] == "procedure" or bool(command.new_ground.strip()),
        case=command.case,
        fine=yuan(command.fine_fen),
        undone=undone[0],
    )
    named = about(command.case, dossier)
    given = yield from number_given(
        f"case:{command.case}",
        kind="罚",
        authority=named["authority"],
        typed=command.number,
        dossier=dossier,
        judge=judge,
    )
    yield from judge.rule("REF", "number.missing", bool(given.text), record=f"case:{command.case}", kind="罚")
    if not given.text:
        return
    yield from given.facts
    body = CaseRemade(
        **named,
        number=given.text,
        fine_fen=command.fine_fen,
        sanctions=command.sanctions,
        new_ground=command.new_ground,
        reasons=command.reasons,
        basis=command.basis,
        remedies=command.remedies,
        remade_on=command.remade_on,
    )
    yield NewFact(body=body, tags=given.tags)
