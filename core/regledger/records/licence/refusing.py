"""Refusing a licence or its extension, and handing over what was granted (行政许可法 Arts 38, 44, 50; D-04, D-08, D-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.licence.end_facts import (
    LicenceDelivered,
    LicenceRefused,
    LicenceRenewalRefused,
    RefuseGround,
)
from regledger.records.licence.hearing import heard
from regledger.records.licence.reading import licence_reads, still_held, still_open, there
from regledger.records.licence.review import LicenceReview
from regledger.records.licence.state import Licence, stands_accepted
from regledger.records.period import period_in_force

__all__ = ["deliver_licence", "refuse_licence", "refuse_renewal"]


class RefuseLicence(Command, frozen=True, kw_only=True):
    """Refuse a licence in writing."""

    licence: Id
    ground: RefuseGround
    reasons: Text
    remedies_told: bool
    """Whether it tells of reconsideration and suit (行政许可法 Art 38)."""
    on_hearing_record: bool = False
    refused_on: date


class RefuseRenewal(Command, frozen=True, kw_only=True):
    """Refuse to extend a licence, in writing."""

    licence: Id
    reasons: Text
    remedies_told: bool
    refused_on: date


class DeliverLicence(Command, frozen=True, kw_only=True):
    """Record that the holder got the licence."""

    licence: Id
    delivered_on: date


def _refuse_reads(command: RefuseLicence, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield f"licence_review:{command.licence}"


@handles("licence.refuse", RefuseLicence, on="refused_on", reads=_refuse_reads, role="approve")
def refuse_licence(command: RefuseLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-04: in writing, with reasons and the remedies; D-15: after those affected were heard."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_open(dossier.latest(Licence, command.licence) or licence, judge)
    yield from judge.rule("SEQ", "licence.not_accepted", stands_accepted(licence, judge), licence=command.licence)
    yield from judge.rule(
        "D-04", "licence.refused_without_reasons", bool(command.reasons.strip()), licence=command.licence
    )
    yield from judge.rule("D-04", "licence.remedies_not_told", command.remedies_told, licence=command.licence)
    review = dossier.get(LicenceReview, command.licence)
    yield from heard(command.licence, command.on_hearing_record, review, judge)
    yield LicenceRefused(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        kind=licence.kind,
        ground=command.ground,
        reasons=command.reasons,
        remedies_told=command.remedies_told,
        on_hearing_record=command.on_hearing_record,
        refused_on=command.refused_on,
    )


@handles("licence.refuse_renewal", RefuseRenewal, on="refused_on", reads=licence_reads, role="approve")
def refuse_renewal(command: RefuseRenewal, dossier: Dossier, judge: Judge) -> Outcome:
    """D-09: by the last valid day; afterwards the licence stands as renewed, and refusing comes too late."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_held(final, judge)
    asked = licence.renewal_requested_on is not None and final.renewal_requested_on is not None
    yield from judge.rule("SEQ", "licence.renewal_not_asked", asked, licence=command.licence)
    if asked:
        yield from judge.rule(
            "D-09",
            "licence.renewed_by_silence",
            not licence.deemed_renewed_on(command.refused_on),
            licence=command.licence,
            valid_to=licence.valid_to,
        )
    reasoned = bool(command.reasons.strip())
    yield from judge.rule("D-04", "licence.refused_without_reasons", reasoned, licence=command.licence)
    yield from judge.rule("D-04", "licence.remedies_not_told", command.remedies_told, licence=command.licence)
    yield LicenceRenewalRefused(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        reasons=command.reasons,
        remedies_told=command.remedies_told,
        refused_on=command.refused_on,
    )


@handles("licence.deliver", DeliverLicence, on="delivered_on", reads=licence_reads, world=True)
def deliver_licence(command: DeliverLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-08: within ten working days of the decision; later is noted, for it still has to be handed over."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from judge.rule("SEQ", "licence.not_issued", licence.valid_to is not None, licence=command.licence)
    yield from judge.rule("SEQ", "licence.delivered_already", final.delivered_on is None, licence=command.licence)
    decided = licence.decided_on
    last = None if decided is None else period_in_force(judge, "D-08.delivery", decided, on=decided)
    if last is not None:
        yield from judge.note(
            "D-08",
            "licence.delivered_late",
            command.delivered_on <= last.day,
            licence=command.licence,
            decided=decided,
            last=last.day,
        )
    yield LicenceDelivered(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        delivered_on=command.delivered_on,
    )
