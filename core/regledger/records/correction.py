"""Correcting and withdrawing facts: never an edit, always a new fact (行政处罚法 Arts 47, 48; X-05).

A correction mends what a fact says, and never what it is about: put onto another case, another officer or another site it
would count there without the rules and the roles that its own command was judged by.
Neither undoes what was decided meanwhile: the world goes on, and a hazard found at an enterprise is ordered,
reported and cleared though the fact that registered the enterprise was withdrawn since. What rests on a withdrawn fact
is counted in a warning, and whoever withdraws it decides fact by fact what else was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from regledger.building import built
from regledger.deciding.dossier import RESTING, Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.figures import unplain
from regledger.history.amending import inherited_tags, is_withdrawn
from regledger.history.bodies import PERSONAL, subject_of
from regledger.law.objections import Objection
from regledger.log.envelope import Correction
from regledger.log.facts import Fact, NewFact, RecordedFact
from regledger.log.text import Id, Text
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.authority import Authority
from regledger.records.case.correcting import refined
from regledger.records.enterprise import credit_code_reads, recoded
from regledger.records.numbering.amending import number_tags, renumbered, renumbering_reads
from regledger.records.numbering.facts import NumberCancelled, NumberIssued, SeriesOpened
from regledger.records.personal.facts import PersonalErased
from regledger.records.replacement import personal_fault, placeholders, replaced

__all__ = ["CorrectFact", "WithdrawFact", "correct_fact", "corrected_body", "withdraw_fact"]


class CorrectFact(Command, frozen=True, kw_only=True):
    """Put a new body in the place of fact `number`: the one that stands, with the fields of `body` changed."""

    number: int
    body: dict[str, Any]
    """The fields to change, each with its whole new value; all of them are a whole new body. The others stay as they
    stand, and so does a personal value that is left out."""
    reason: Text
    authority: Id
    corrected_on: date


class WithdrawFact(Command, frozen=True, kw_only=True):
    """Let fact `number` no longer count. What was recorded since on the ground of it stays, and is counted in a warning."""

    number: int
    reason: Text
    authority: Id
    withdrawn_on: date


def _reads(command: CorrectFact | WithdrawFact, dossier: Dossier) -> Iterator[str]:
    yield f"fact:{command.number}"
    yield f"authority:{command.authority}"
    # Its subjects are read so that two corrections of one fact cannot pass each other.
    original = dossier.fact(command.number)
    if original is not None:
        tags = inherited_tags(original, *dossier.amended(command.number))
        yield from (tag for tag in tags if dossier.readable(tag))
        yield from renumbering_reads(original, command, dossier)
        if isinstance(command, CorrectFact):
            yield from credit_code_reads(command.body)


def _form(command: CorrectFact | WithdrawFact, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    original = dossier.fact(command.number)
    yield from judge.rule("REF", "fact.unknown", original is not None, number=command.number)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield from judge.rule("X-05", "correction.unreasoned", bool(command.reason.strip()), number=command.number)
    if original is not None:
        yield from _lasting(original, isinstance(command, CorrectFact), judge)
        amended = dossier.amended(command.number)
        gone = is_withdrawn(command.number, amended)
        yield from judge.rule("X-05", "correction.of_withdrawn", not gone, number=command.number)


_LASTING = {
    FactWithdrawn: ("X-05", "correction.of_withdrawal"),
    # What it destroyed stays destroyed, and another subject put in the place of its own would be erased by no decision.
    PersonalErased: ("X-05", "correction.of_erasure"),
    SeriesOpened: ("REF", "number.lasting"),
    NumberIssued: ("REF", "number.lasting"),
    NumberCancelled: ("REF", "number.lasting"),
}
"""Rule and code for those whose remedy is one of their own."""


def _lasting(original: RecordedFact, corrects: bool, judge: Judge) -> Iterator[Objection]:
    """X-05: what was given or taken by a fact that lasts is given or taken again by a new one, and not by other words."""
    if not isinstance(original.body, Fact):
        return
    kind = type(original.body)
    amended = kind.__fact__.amended
    rule, code = _LASTING.get(kind, ("X-05", "correction.of_lasting"))
    yield from judge.rule(rule, code, amended != "never", number=original.number, type=original.type)
    if corrects:
        yield from judge.rule(
            "X-05", "correction.only_withdrawn", amended != "withdrawn", number=original.number, type=original.type
        )


def _about(number: int, stands: Fact, body: Fact, judge: Judge) -> Iterator[Objection]:
    """X-05: the new body is about what the one that stands is about."""
    was, now = (type(stands).__fact__.identity_of(one) for one in (stands, body))
    field = next((field for field in was if was[field] != now[field]), "")
    yield from judge.rule(
        "X-05",
        "correction.other_subject",
        not field,
        number=number,
        field=field,
        was=_listed(was.get(field, ())),
        now=_listed(now.get(field, ())),
    )


def _listed(named: tuple[Any, ...]) -> str:
    return ", ".join(str(one) for one in named if one is not None) or "nothing"


@handles("fact.correct", CorrectFact, on="corrected_on", reads=_reads, relies=False, role="approve")
def correct_fact(command: CorrectFact, dossier: Dossier, judge: Judge) -> Outcome:
    """X-05: a correction names the original fact, changes something, and says why and by whom.

    What is recorded is the whole new body, so that it is read without the one that it replaces.
    """
    yield from _form(command, dossier, judge)
    original = dossier.fact(command.number)
    if original is None or not isinstance(original.body, Fact) or isinstance(original.body, FactWithdrawn):
        yield from judge.rule(
            "X-05", "correction.of_unknown", original is None or isinstance(original.body, Fact), number=command.number
        )
        return
    if original.corrects is not None:
        yield from judge.rule(
            "X-05",
            "correction.of_correction",
            False,
            number=command.number,
            original=original.corrects.number,
        )
        return
    if type(original.body).__fact__.amended != "freely":
        return
    amended = dossier.amended(command.number)
    bodies = [original.body, *(one.body for one in amended if type(one.body) is type(original.body))]
    stands = _standing_body(original.body, amended)
    plain = replaced(stands, command.body)
    masked = list(placeholders(plain))
    for field in masked:
        yield from judge.rule(
            "REF", "correction.placeholder", False, number=command.number, field=field, shown=PERSONAL
        )
    if masked:
        return
    body, found = _read(plain, type(original.body))
    if body is None or (found := personal_fault(body, bodies) or unplain(body, plain)):
        yield from judge.rule("REF", "correction.body_wrong", False, number=command.number, found=found)
        return
    yield from judge.rule("X-05", "correction.changes_nothing", body != stands, number=command.number)
    yield from _about(command.number, stands, body, judge)
    yield from renumbered(original.body, stands, body, dossier, judge)
    yield from refined(original, stands, body, dossier, judge)
    if original.source is None:  # what a register says is recorded as it says it
        yield from recoded(stands, body, dossier, judge)
    correction = Correction(number=command.number, reason=command.reason, authority=command.authority)
    yield NewFact(
        body=body,
        zone=original.zone,
        tags=(*inherited_tags(original, *amended), *number_tags(original.body, body)),
        corrects=correction,
        # Other words make an act no more lawful, and what a register asserts no procedure.
        source=original.source,
        defects=original.defects,
    )


def corrected_body(command: CorrectFact, dossier: Dossier) -> Fact | None:
    """The whole body that would stand after a correction; None where it cannot be read, which the core objects to.

    For whoever judges what a correction says: the command carries the changed fields alone.
    """
    original = dossier.fact(command.number)
    if original is None or not isinstance(original.body, Fact):
        return None
    stands = _standing_body(original.body, dossier.amended(command.number))
    return _read(replaced(stands, command.body), type(original.body))[0]


def _standing_body(original: Fact, amended: Sequence[RecordedFact]) -> Fact:
    """The body that counts now: of the latest correction that was not withdrawn, or the original's."""
    latest = original
    for one in amended:
        if type(one.body) is type(original) and not is_withdrawn(one.number, amended):
            latest = one.body
    return latest


def _read(plain: dict[str, Any], declared: type[Fact]) -> tuple[Fact | None, str]:
    """The new body, or None and what is wrong with it."""
    if extra := sorted(plain.keys() - {field.encode_name for field in msgspec.structs.fields(declared)}):
        return None, f"Object contains unknown field `{extra[0]}`"
    try:
        return built(declared, msgspec.convert, plain, declared), ""
    except msgspec.ValidationError as error:
        return None, str(error)


@handles("fact.withdraw", WithdrawFact, on="withdrawn_on", reads=_reads, relies=False, role="approve")
def withdraw_fact(command: WithdrawFact, dossier: Dossier, judge: Judge) -> Outcome:
    """X-05: a withdrawal says why and by whom; what it withdraws stays visible, and what rests on it stays behind."""
    yield from _form(command, dossier, judge)
    original = dossier.fact(command.number)
    if original is None:
        return
    if not isinstance(original.body, Fact):
        # Its tags may be of kinds that only its sector declares, and a withdrawal has to carry them.
        yield from judge.rule("X-05", "correction.of_unknown", False, number=command.number)
        return
    resting = dossier.resting(command.number)
    yield from judge.note(
        "X-05",
        "withdrawal.rested_on",
        resting == 0,
        number=command.number,
        subject=subject_of(original),
        count=f"{resting} or more" if resting >= RESTING else resting,
    )
    body = FactWithdrawn(
        number=command.number,
        reason=command.reason,
        authority=command.authority,
        withdrawn_on=command.withdrawn_on,
    )
    yield NewFact(body=body, tags=inherited_tags(original, *dossier.amended(command.number)))
