"""Granting a licence: application, acceptance, grant (安全生产许可证条例 Arts 7, 9; 行政许可法 Arts 32, 34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id
from regledger.records.authority import Authority, Officer, officer_reads
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.licence.bans import LicenceBans, not_banned
from regledger.records.licence.competence import competent
from regledger.records.licence.conditions import conditions_found, conditions_fulfilled
from regledger.records.licence.facts import Activity, LicenceAccepted, LicenceApplied, LicenceIssued, Track
from regledger.records.licence.hearing import heard
from regledger.records.licence.period import hard_limit
from regledger.records.licence.reading import licence_reads, there
from regledger.records.licence.review import LicenceReview
from regledger.records.licence.state import Licence, last_valid_day, silence_deadline, stands_accepted
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.parties import parties_stand

__all__ = [
    "AcceptLicence",
    "ApplyForLicence",
    "IssueLicence",
    "accept_licence",
    "apply_for_licence",
    "issue_licence",
]


class ApplyForLicence(Command, frozen=True, kw_only=True):
    """Record that an enterprise applied for a licence for a site."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Code
    applied_on: date
    activity: Activity | None = None
    """What it is to allow, where it is a work-safety licence by name: then its issuer and its thirteen conditions are asked for."""
    track: Track = ""
    """By which period it is decided, where it is no work-safety licence."""


class AcceptLicence(Command, frozen=True, kw_only=True):
    """Accept an application."""

    licence: Id
    accepted_on: date
    receipt: Code | None = None
    """The number of the stamped and dated receipt, where it is handed over at once."""


class IssueLicence(Command, frozen=True, kw_only=True):
    """Grant a licence for one term."""

    licence: Id
    number: Code | None = None
    """Left out where the authority has a series for licences of that kind: then the platform gives the next one."""
    checkers: tuple[Id, ...]
    conditions_met: tuple[Code, ...] = ()
    """The codes of the conditions of its kind that the checkers found to be met."""
    on_hearing_record: bool = False
    """Whether it is decided on the record of a hearing."""
    decided_on: date
    valid_from: date


def _apply_reads(command: ApplyForLicence, dossier: Dossier) -> Iterator[str]:
    yield f"licence:{command.licence}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    yield f"licence_bans:{command.enterprise}"


def _issue_reads(command: IssueLicence, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield f"licence_review:{command.licence}"
    yield from officer_reads(command.checkers)
    licence = dossier.loaded(Licence, command.licence)
    if licence is not None:
        yield from number_reads(licence.kind, command.decided_on, command.number, dossier)


@handles("licence.apply", ApplyForLicence, on="applied_on", reads=_apply_reads, world=True)
def apply_for_licence(command: ApplyForLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the id is taken, or enterprise, site or authority is unknown; D-02 warns of the wrong authority; D-14: no ban runs."""
    free = not dossier.known(Licence, command.licence)
    yield from judge.rule("REF", "licence.taken", free, licence=command.licence)
    yield from parties_stand(command, dossier, judge)
    authority, site = dossier.get(Authority, command.authority), dossier.get(Site, command.site)
    kind = bool(command.kind.strip())
    yield from judge.rule("REF", "licence.part_blank", kind, licence=command.licence, part="kind")
    named = command.activity is None or not command.track
    yield from judge.rule("SEQ", "licence.track_of_another_law", named, licence=command.licence, track=command.track)
    bans = dossier.get(LicenceBans, command.enterprise)
    yield from not_banned(command.enterprise, command.kind, bans, judge)
    for objection in competent(command.licence, command.kind, authority, site, judge, activity=command.activity):
        # Whoever applies to the wrong authority has applied; it is told so, and does not decide.
        yield msgspec.structs.replace(objection, severity="warn")
    yield LicenceApplied(
        licence=command.licence,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        kind=command.kind,
        applied_on=command.applied_on,
        activity=command.activity,
        track=command.track,
    )


@handles("licence.accept", AcceptLicence, on="accepted_on", reads=licence_reads, role="propose")
def accept_licence(command: AcceptLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-06: once; an acceptance after the five working days is noted, the application stood accepted from its day."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    open_still = final.accepted_on is None and final.valid_to is None
    stamped = command.receipt is None or bool(command.receipt.strip())
    yield from judge.rule("REF", "licence.part_blank", stamped, licence=command.licence, part="receipt")
    waits = licence.completion_asked_on is not None and licence.completed_on is None
    yield from judge.rule("SEQ", "licence.completion_waits", not waits, licence=command.licence)
    gone = final.declined_on is None and final.refused_on is None
    yield from judge.rule("SEQ", "licence.application_over", gone, licence=command.licence)
    yield from judge.rule("SEQ", "licence.accepted_already", open_still, licence=command.licence)
    silence = silence_deadline(licence.completed_on or licence.applied_on, judge)
    if silence is not None and not waits:
        yield from judge.note(
            "D-06",
            "licence.accepted_late",
            command.accepted_on <= silence.day,
            licence=command.licence,
            applied=licence.completed_on or licence.applied_on,
            last=silence.day,
        )
    yield LicenceAccepted(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        accepted_on=command.accepted_on,
        receipt=command.receipt,
    )


@handles("licence.issue", IssueLicence, on="decided_on", reads=_issue_reads, role="approve")
def issue_licence(command: IssueLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused unless applied for and accepted (D-06), checked by two (D-07), by whoever may issue it (D-02) and with its
    conditions met (D-03); its term is that of its kind (D-05), a late grant is noted."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from judge.rule("SEQ", "licence.issued_already", final.valid_to is None, licence=command.licence)
    gone = final.declined_on is None and final.refused_on is None
    yield from judge.rule("SEQ", "licence.application_over", gone, licence=command.licence)
    yield from _accepted(licence, judge)
    review = dossier.get(LicenceReview, command.licence)
    yield from heard(command.licence, command.on_hearing_record, review, judge)
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
    yield from judge.rule(
        "SEQ",
        "licence.valid_before_grant",
        command.valid_from >= command.decided_on,
        licence=command.licence,
        valid_from=command.valid_from,
        decided=command.decided_on,
    )
    yield from competent(
        command.licence,
        licence.kind,
        dossier.get(Authority, licence.authority),
        dossier.get(Site, licence.site),
        judge,
        activity=licence.activity,
    )
    if licence.track == "trade":
        seen = review is not None and review.on_site
        yield from judge.rule("D-07", "licence.not_on_site", seen, licence=command.licence)
    yield from conditions_found(licence, review, judge)
    yield from conditions_fulfilled(command.licence, licence.kind, command.conditions_met, judge)
    numbered = command.number is None or bool(command.number.strip())
    yield from judge.rule("REF", "licence.part_blank", numbered, licence=command.licence, part="number")
    given = yield from number_given(
        f"licence:{command.licence}",
        kind=licence.kind,
        authority=licence.authority,
        typed=command.number,
        dossier=dossier,
        judge=judge,
    )
    record = f"licence:{command.licence}"
    yield from judge.rule("REF", "number.missing", bool(given.text), record=record, kind=licence.kind)
    if not given.text:
        return
    yield from given.facts
    body = LicenceIssued(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        kind=licence.kind,
        number=given.text,
        checkers=command.checkers,
        decided_on=command.decided_on,
        valid_from=command.valid_from,
        valid_to=last_valid_day(command.valid_from, judge, licence.kind),
        conditions_met=command.conditions_met,
        on_hearing_record=command.on_hearing_record,
    )
    yield NewFact(body=body, tags=given.tags)


def _accepted(licence: Licence, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("SEQ", "licence.not_accepted", stands_accepted(licence, judge), licence=licence.licence)
    if licence.applied_on is None:
        return
    # The regulation's 45 days are read in the issuer's favour before a grant is called late (D-04.breach).
    last = hard_limit(licence, judge)
    if last is None:
        return
    yield from judge.rule("D-08", "licence.time_still_excluded", last.day is not None, licence=licence.licence)
    in_time = last.day is None or judge.day <= last.day
    code = "licence.decided_late" if licence.track else "licence.granted_late"
    yield from judge.note(last.rule, code, in_time, licence=licence.licence, last=last.day)
