"""Handling an application: the check of its substance, a longer period, special steps that are not counted (D-03, D-07, D-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads
from regledger.records.licence.period import decision_period
from regledger.records.licence.reading import checkable, licence_reads, still_open, there
from regledger.records.licence.review_facts import (
    ConditionFinding,
    LicenceChecked,
    LicencePeriodExtended,
    LicenceTimeExcluded,
    LicenceTimeResumed,
    SpecialStep,
)
from regledger.records.licence.state import Licence

__all__ = ["check_application", "exclude_time", "extend_period", "resume_time"]

_CONSENT = {"general": "organ", "joint": "government"}
"""Whose head consents to the longer period (行政许可法 Art 42)."""


class CheckApplication(Command, frozen=True, kw_only=True):
    """Record that staff checked the substance of an application."""

    licence: Id
    checkers: tuple[Id, ...]
    on_site: bool = False
    findings: tuple[ConditionFinding, ...] = ()
    affects_others: bool = False
    checked_on: date


class ExtendPeriod(Command, frozen=True, kw_only=True):
    """Extend the period to decide, once, and tell the applicant why."""

    licence: Id
    consent: Literal["organ", "government"]
    reason: Text
    extended_on: date


class ExcludeTime(Command, frozen=True, kw_only=True):
    """Begin a special step whose time is not counted."""

    licence: Id
    step: SpecialStep
    needed: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    notified_on: date | None = None
    """When the applicant was told in writing how long it takes."""
    begun_on: date


class ResumeTime(Command, frozen=True, kw_only=True):
    """Record that the special step ended; the next day is counted again."""

    licence: Id
    ended_on: date


def _check_reads(command: CheckApplication, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield from officer_reads(command.checkers)


@handles("licence.check", CheckApplication, on="checked_on", reads=_check_reads, world=True)
def check_application(command: CheckApplication, dossier: Dossier, judge: Judge) -> Outcome:
    """D-07: by two members of staff; D-03: each finding is of one of the thirteen conditions and says what shows it."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from checkable(dossier.latest(Licence, command.licence) or licence, judge)
    checkers = tuple(dict.fromkeys(command.checkers))
    for one in checkers:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    asked = judge.whole("D-07.staff")
    yield from judge.rule(
        "D-07",
        "licence.too_few_checkers",
        len(checkers) >= asked,
        licence=command.licence,
        found=len(checkers),
        asked=asked,
    )
    if licence.track == "trade":
        yield from judge.rule("D-07", "licence.not_on_site", command.on_site, licence=command.licence)
    if command.findings:
        last = judge.whole("D-03.conditions")
        for each in command.findings:
            yield from judge.rule(
                "REF",
                "licence.no_such_condition",
                1 <= each.number <= last,
                licence=command.licence,
                number=each.number,
                last=last,
            )
            yield from judge.rule(
                "D-03",
                "licence.finding_without_evidence",
                bool(each.evidence.strip()),
                licence=command.licence,
                number=each.number,
            )
    yield LicenceChecked(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        checkers=command.checkers,
        on_site=command.on_site,
        findings=command.findings,
        affects_others=command.affects_others,
        checked_on=command.checked_on,
    )


@handles("licence.extend_period", ExtendPeriod, on="extended_on", reads=licence_reads, role="approve")
def extend_period(command: ExtendPeriod, dossier: Dossier, judge: Judge) -> Outcome:
    """D-08: once, before the period ends, with the consent of the right head, for a reason that is told."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_open(final, judge)
    asked = _CONSENT.get(licence.track)
    yield from judge.rule("D-08", "licence.period_not_extendable", asked is not None, licence=command.licence)
    if asked is not None:
        yield from judge.rule(
            "D-08",
            "licence.consent_of_another",
            command.consent == asked,
            licence=command.licence,
            found=command.consent,
            asked=asked,
        )
        yield from judge.rule("D-08", "licence.extended_already", final.extended_on is None, licence=command.licence)
        period = decision_period(licence, judge)
        if period is not None and period.day is not None:
            yield from judge.rule(
                "D-08",
                "licence.extended_late",
                command.extended_on <= period.day,
                licence=command.licence,
                last=period.day,
            )
    reasoned = bool(command.reason.strip())
    yield from judge.rule("D-08", "licence.extension_without_reason", reasoned, licence=command.licence)
    yield LicencePeriodExtended(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        consent=command.consent,
        reason=command.reason,
        extended_on=command.extended_on,
    )


@handles("licence.exclude_time", ExcludeTime, on="begun_on", reads=licence_reads, role="propose")
def exclude_time(command: ExcludeTime, dossier: Dossier, judge: Judge) -> Outcome:
    """D-08: the applicant was told in writing how long it takes; one special step at a time."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_open(final, judge)
    yield from judge.rule("SEQ", "licence.time_excluded_already", final.running is None, licence=command.licence)
    told = command.notified_on is not None and command.notified_on <= command.begun_on
    yield from judge.rule("D-08", "licence.time_not_told", told, licence=command.licence, step=command.step)
    yield LicenceTimeExcluded(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        step=command.step,
        needed=command.needed,
        notified_on=command.notified_on or command.begun_on,
        begun_on=command.begun_on,
    )


@handles("licence.resume_time", ResumeTime, on="ended_on", reads=licence_reads, role="propose")
def resume_time(command: ResumeTime, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a special step lasts that can end."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    lasting = licence.running is not None and final.running is not None
    yield from judge.rule("SEQ", "licence.no_time_excluded", lasting, licence=command.licence)
    yield LicenceTimeResumed(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        ended_on=command.ended_on,
    )
