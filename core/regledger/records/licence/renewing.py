"""Extending a licence by one more term (安全生产许可证条例 Art 9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id
from regledger.records.licence.facts import LicenceRenewalRequested, LicenceRenewed
from regledger.records.licence.fatalities import FatalAccidents
from regledger.records.licence.producing import Production
from regledger.records.licence.reading import licence_reads, there
from regledger.records.licence.state import (
    Licence,
    last_valid_day,
    renewal_article,
    renewal_deadline,
    renewal_lead,
)

__all__ = ["RenewLicence", "RequestRenewal", "renew_licence", "request_renewal"]


class RequestRenewal(Command, frozen=True, kw_only=True):
    """Record that the holder asked for extension."""

    licence: Id
    requested_on: date


class RenewLicence(Command, frozen=True, kw_only=True):
    """Extend a licence by one more term."""

    licence: Id
    law_abiding: bool
    """Whether the holder kept strictly to the safety law during the term."""
    fatal_accident: bool
    """Whether a fatal accident happened in the term."""
    reexamined: bool = False
    """Whether the conditions were examined anew."""
    decided_on: date


def _request_reads(command: RequestRenewal, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    licence = dossier.loaded(Licence, command.licence)
    if licence is not None:
        yield f"production:{licence.site}"


def _limit(licence: Licence, dossier: Dossier) -> date | None:
    """D-11: the last legal day of the limit that was set to apply for extension of what had expired, where one was set."""
    found = dossier.get(Production, licence.site)
    if found is None or found.activity is None or found.activity != licence.activity:
        return None
    return found.extend_by


@handles("licence.request_renewal", RequestRenewal, on="requested_on", reads=_request_reads, world=True)
def request_renewal(command: RequestRenewal, dossier: Dossier, judge: Judge) -> Outcome:
    """D-05: three months before the last valid day at the latest; D-11: what has lapsed, within the limit that was set for it."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from judge.rule("SEQ", "licence.not_issued", licence.valid_to is not None, licence=command.licence)
    if licence.valid_to is None:
        return
    over = licence.ended_on
    yield from judge.rule("SEQ", "licence.ended_already", over is None, licence=command.licence, ended=over)
    waiting = (dossier.latest(Licence, command.licence) or licence).renewal_requested_on is not None
    yield from judge.rule("SEQ", "licence.renewal_waits", not waiting, licence=command.licence)
    lapsed = licence.lapsed_on(command.requested_on)
    limit = _limit(licence, dossier)
    allowed = not lapsed or (limit is not None and command.requested_on <= limit)
    yield from judge.rule("D-05", "licence.lapsed", allowed, licence=command.licence, valid_to=licence.valid_to)
    last = renewal_deadline(licence.valid_to, judge, licence.kind, licence.track)
    if last is not None:
        parameter = renewal_lead(judge, licence.kind, licence.track)
        lead = judge.law.settled(parameter, on=judge.day)
        late = (judge.rule if lead else judge.note)(
            "D-09" if parameter.startswith("D-09.") else "D-05",
            "licence.renewal_asked_late",
            lapsed or command.requested_on <= last.day,
            licence=command.licence,
            requested=command.requested_on,
            last=last.day,
            valid_to=licence.valid_to,
        )
        article = renewal_article(judge, licence.kind, licence.track)
        yield from (msgspec.structs.replace(one, article=article or one.article) for one in late)
    yield LicenceRenewalRequested(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        requested_on=command.requested_on,
    )


def _renew_reads(command: RenewLicence, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    licence = dossier.loaded(Licence, command.licence)
    if licence is not None:
        yield f"fatal_accidents:{licence.enterprise}"


@handles("licence.renew", RenewLicence, on="decided_on", reads=_renew_reads, role="approve")
def renew_licence(command: RenewLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-05: only on request; without a new examination only for a law-abiding holder without a fatal accident."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    asked = licence.renewal_requested_on is not None and final.renewal_requested_on is not None
    yield from judge.rule("SEQ", "licence.renewal_not_asked", asked, licence=command.licence)
    if not asked or licence.valid_to is None:
        return
    over = licence.ended_on
    yield from judge.rule("SEQ", "licence.ended_already", over is None, licence=command.licence, ended=over)
    yield from judge.note(
        "D-09",
        "licence.renewed_late",
        not licence.deemed_renewed_on(command.decided_on),
        licence=command.licence,
        valid_to=licence.valid_to,
    )
    yield from judge.rule(
        "D-05",
        "licence.examination_needed",
        command.reexamined or (command.law_abiding and not command.fatal_accident),
        licence=command.licence,
    )
    fatal = dossier.get(FatalAccidents, licence.enterprise)
    told = command.fatal_accident or fatal is None or not fatal.within(licence, command.decided_on, judge.zone)
    yield from judge.rule("D-05", "licence.fatal_accident_on_record", told, licence=command.licence)
    # What has lapsed counts again from the decision; nothing makes good the time between.
    lapsed = licence.lapsed_on(command.decided_on)
    valid_from = command.decided_on if lapsed else licence.valid_to + timedelta(days=1)
    yield LicenceRenewed(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        reexamined=command.reexamined,
        decided_on=command.decided_on,
        valid_from=valid_from,
        valid_to=last_valid_day(valid_from, judge, licence.kind),
    )
