"""Annulling a licence, and striking it from the register: 撤销 is not 吊销, and neither is 注销 (行政许可法 Arts 69, 70; D-13)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.enterprise import Enterprise
from regledger.records.licence.end_facts import (
    AnnulGround,
    CancelGround,
    LicenceAnnulled,
    LicenceCancelled,
    LicenceDeceitFound,
)
from regledger.records.licence.reading import licence_reads, still_held, there
from regledger.records.licence.state import Licence

__all__ = ["annul_licence", "cancel_licence", "find_deceit"]


class FindDeceit(Command, frozen=True, kw_only=True):
    """Record that a licence was found to be obtained by deceit or bribery."""

    licence: Id
    finding: Text
    found_on: date


class AnnulLicence(Command, frozen=True, kw_only=True):
    """Annul a licence."""

    licence: Id
    ground: AnnulGround
    reasons: Text
    harms_public: bool
    """Whether annulling it may cause major harm to the public interest."""
    compensation: Text = ""
    """What was decided on the holder's loss."""
    annulled_on: date


class CancelLicence(Command, frozen=True, kw_only=True):
    """Strike a licence from the register."""

    licence: Id
    ground: CancelGround
    reasons: Text
    cancelled_on: date


@handles("licence.find_deceit", FindDeceit, on="found_on", reads=licence_reads, world=True)
def find_deceit(command: FindDeceit, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a licence that was granted, and once; the organ then has to annul it (D-13)."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_held(final, judge)
    yield from judge.rule("SEQ", "licence.deceit_found_already", final.deceit_found_on is None, licence=command.licence)
    said = bool(command.finding.strip())
    yield from judge.rule("D-13", "licence.reasons_blank", said, licence=command.licence)
    yield LicenceDeceitFound(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        finding=command.finding,
        found_on=command.found_on,
    )


@handles("licence.annul", AnnulLicence, on="annulled_on", reads=licence_reads, role="approve")
def annul_licence(command: AnnulLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-13: never where it may harm the public interest greatly; by deceit where deceit was found; else with the holder's loss considered."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_held(dossier.latest(Licence, command.licence) or licence, judge)
    yield from judge.rule("D-13", "licence.annulment_harms_public", not command.harms_public, licence=command.licence)
    yield from judge.rule("D-13", "licence.reasons_blank", bool(command.reasons.strip()), licence=command.licence)
    deceit = command.ground == "deceit"
    found = licence.deceit_found_on is not None
    yield from judge.rule(
        "D-13",
        "licence.deceit_not_found" if deceit else "licence.deceit_passed_over",
        deceit == found,
        licence=command.licence,
    )
    weighed = deceit or bool(command.compensation.strip())
    yield from judge.rule("D-13", "licence.loss_not_considered", weighed, licence=command.licence)
    yield LicenceAnnulled(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        kind=licence.kind,
        ground=command.ground,
        reasons=command.reasons,
        compensation=command.compensation,
        annulled_on=command.annulled_on,
    )


@handles("licence.cancel", CancelLicence, on="cancelled_on", reads=licence_reads, role="approve")
def cancel_licence(command: CancelLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-13: the ground is one of Art 70, and it is there on the day."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from judge.rule("SEQ", "licence.not_issued", licence.valid_to is not None, licence=command.licence)
    yield from judge.rule("SEQ", "licence.cancelled_already", final.cancelled_on is None, licence=command.licence)
    holder = dossier.get(Enterprise, licence.enterprise)
    stands = {
        "expired": licence.lapsed_on(command.cancelled_on),
        "ended": holder is not None and holder.succession is not None,
        "annulled": licence.annulled_on is not None,
        "revoked": licence.revoked_on is not None,
    }
    yield from judge.rule(
        "D-13",
        "licence.no_ground_to_cancel",
        stands.get(command.ground, True),
        licence=command.licence,
        ground=command.ground,
    )
    yield from judge.rule("D-13", "licence.reasons_blank", bool(command.reasons.strip()), licence=command.licence)
    yield LicenceCancelled(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        ground=command.ground,
        reasons=command.reasons,
        cancelled_on=command.cancelled_on,
    )
