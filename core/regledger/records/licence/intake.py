"""Taking an application in: what is missing told once, the receipt, and not taking it (行政许可法 Arts 32, 78; D-06, D-14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.licence.reading import licence_reads, still_open, there
from regledger.records.licence.review_facts import (
    DeclineGround,
    LicenceCompleted,
    LicenceCompletionAsked,
    LicenceDeclined,
    LicenceReceiptHanded,
)
from regledger.records.licence.state import Licence, silence_deadline

__all__ = ["ask_completion", "complete_application", "decline_application", "hand_receipt"]


class AskCompletion(Command, frozen=True, kw_only=True):
    """Tell the applicant, once, of everything that is missing."""

    licence: Id
    missing: tuple[Text, ...]
    asked_on: date


class CompleteApplication(Command, frozen=True, kw_only=True):
    """Record that the applicant handed in all that was asked for."""

    licence: Id
    completed_on: date


class HandReceipt(Command, frozen=True, kw_only=True):
    """Record that the applicant got the stamped and dated receipt."""

    licence: Id
    receipt: Code
    handed_on: date


class DeclineApplication(Command, frozen=True, kw_only=True):
    """Do not take an application, in writing."""

    licence: Id
    ground: DeclineGround
    reasons: Text
    refer_to: Id | None = None
    """The authority that decides it; asked for where this one is not competent."""
    receipt: Code = "-"
    """The number of the stamped and dated paper."""
    declined_on: date


@handles("licence.ask_completion", AskCompletion, on="asked_on", reads=licence_reads, role="propose")
def ask_completion(command: AskCompletion, dossier: Dossier, judge: Judge) -> Outcome:
    """D-06: once, everything, and within five working days; afterwards the application stands as accepted."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_open(final, judge)
    yield from judge.rule("SEQ", "licence.accepted_already", final.accepted_on is None, licence=command.licence)
    named = bool(command.missing) and all(one.strip() for one in command.missing)
    yield from judge.rule("D-06", "licence.nothing_named", named, licence=command.licence)
    once = final.completion_asked_on is None
    yield from judge.rule(
        "D-06", "licence.completion_asked_twice", once, licence=command.licence, first=final.completion_asked_on
    )
    silence = silence_deadline(licence.applied_on, judge)
    if silence is not None and once:
        yield from judge.rule(
            "D-06",
            "licence.completion_late",
            command.asked_on <= silence.day,
            licence=command.licence,
            applied=licence.applied_on,
            last=silence.day,
        )
    yield LicenceCompletionAsked(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        missing=command.missing,
        asked_on=command.asked_on,
    )


@handles("licence.complete", CompleteApplication, on="completed_on", reads=licence_reads, world=True)
def complete_application(command: CompleteApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: what is handed in was asked for, and is handed in once."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    asked = licence.completion_asked_on is not None and final.completed_on is None
    yield from judge.rule("SEQ", "licence.completion_not_asked", asked, licence=command.licence)
    yield from still_open(final, judge)
    yield LicenceCompleted(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        completed_on=command.completed_on,
    )


@handles("licence.hand_receipt", HandReceipt, on="handed_on", reads=licence_reads, role="propose")
def hand_receipt(command: HandReceipt, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of an application that was accepted, and once."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    stamped = bool(command.receipt.strip())
    yield from judge.rule("REF", "licence.part_blank", stamped, licence=command.licence, part="receipt")
    yield from judge.rule("SEQ", "licence.not_accepted", licence.accepted_on is not None, licence=command.licence)
    yield from judge.rule("SEQ", "licence.receipt_handed_already", final.receipt_on is None, licence=command.licence)
    yield LicenceReceiptHanded(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        receipt=command.receipt,
        handed_on=command.handed_on,
    )


def _decline_reads(command: DeclineApplication, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    if command.refer_to is not None:
        yield f"authority:{command.refer_to}"


@handles("licence.decline", DeclineApplication, on="declined_on", reads=_decline_reads, role="propose")
def decline_application(command: DeclineApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """D-06: in writing with reasons and a stamped receipt, sent on where another organ decides; incomplete only after it was asked for."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_open(final, judge)
    yield from judge.rule("SEQ", "licence.accepted_already", final.accepted_on is None, licence=command.licence)
    yield from judge.rule(
        "D-06", "licence.declined_without_reasons", bool(command.reasons.strip()), licence=command.licence
    )
    stamped = command.receipt.strip() not in {"", "-"}
    yield from judge.rule("D-06", "licence.declined_without_receipt", stamped, licence=command.licence)
    if command.ground == "not_competent":
        yield from judge.rule("D-06", "licence.not_sent_on", command.refer_to is not None, licence=command.licence)
    if command.refer_to is not None:
        known = dossier.get(Authority, command.refer_to) is not None
        yield from judge.rule("REF", "authority.unknown", known, authority=command.refer_to)
    if command.ground == "incomplete":
        told = licence.completion_asked_on is not None and licence.completed_on is None
        yield from judge.rule("D-06", "licence.declined_unasked", told, licence=command.licence)
    yield LicenceDeclined(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        kind=licence.kind,
        ground=command.ground,
        reasons=command.reasons,
        refer_to=command.refer_to,
        receipt=command.receipt,
        declined_on=command.declined_on,
    )
