"""Extending a licence by one more term (安全生产许可证条例 Art 9)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id
from regledger.records.licence.facts import LicenceRenewalRequested, LicenceRenewed
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


@handles("licence.request_renewal", RequestRenewal, on="requested_on", reads=licence_reads, world=True)
def request_renewal(command: RequestRenewal, dossier: Dossier, judge: Judge) -> Outcome:
    """D-05: three months before the last valid day at the latest."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from judge.rule("SEQ", "licence.not_issued", licence.valid_to is not None, licence=command.licence)
    if licence.valid_to is None:
        return
    waiting = licence.renewal_requested_on is not None
    yield from judge.rule("SEQ", "licence.renewal_waits", not waiting, licence=command.licence)
    lapsed = licence.lapsed_on(command.requested_on)
    yield from judge.rule("D-05", "licence.lapsed", not lapsed, licence=command.licence, valid_to=licence.valid_to)
    last = renewal_deadline(licence.valid_to, judge, licence.kind)
    if last is not None:
        lead = judge.law.settled(renewal_lead(judge, licence.kind), on=judge.day)
        late = (judge.rule if lead else judge.note)(
            "D-05",
            "licence.renewal_asked_late",
            lapsed or command.requested_on <= last.day,
            licence=command.licence,
            requested=command.requested_on,
            last=last.day,
            valid_to=licence.valid_to,
        )
        article = renewal_article(judge, licence.kind)
        yield from (msgspec.structs.replace(one, article=article or one.article) for one in late)
    yield LicenceRenewalRequested(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        requested_on=command.requested_on,
    )


@handles("licence.renew", RenewLicence, on="decided_on", reads=licence_reads, role="approve")
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
    yield from judge.rule(
        "D-05",
        "licence.examination_needed",
        command.reexamined or (command.law_abiding and not command.fatal_accident),
        licence=command.licence,
    )
    valid_from = licence.valid_to + timedelta(days=1)
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
