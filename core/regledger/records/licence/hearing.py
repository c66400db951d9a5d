"""The hearing on a licence that touches the interests of others (行政许可法 Arts 36, 47, 48; D-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Officer
from regledger.records.licence.reading import licence_reads, still_open, there
from regledger.records.licence.review import LicenceReview
from regledger.records.licence.review_facts import (
    LicenceHearingCalled,
    LicenceHearingHeld,
    LicenceHearingRequested,
    LicenceHearingTold,
)
from regledger.records.licence.state import Licence
from regledger.records.period import period_in_force

__all__ = ["call_hearing", "heard", "hold_hearing", "request_hearing", "tell_hearing"]


class TellHearing(Command, frozen=True, kw_only=True):
    """Tell applicant and those affected that they may ask for a hearing."""

    licence: Id
    interests: Text
    told_on: date


class RequestHearing(Command, frozen=True, kw_only=True):
    """Record that a hearing was asked for."""

    licence: Id
    by: Literal["applicant", "affected"]
    requested_on: date


class CallHearing(Command, frozen=True, kw_only=True):
    """Tell time and place of the hearing."""

    licence: Id
    chair: Id
    place: Text
    hearing_on: date
    notified_on: date


class HoldHearing(Command, frozen=True, kw_only=True):
    """Record that the hearing was held."""

    licence: Id
    public: bool
    record_signed: bool
    held_on: date


def _reads(command: TellHearing | RequestHearing | CallHearing | HoldHearing, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield f"licence_review:{command.licence}"
    if isinstance(command, CallHearing):
        yield f"officer:{command.chair}"


@handles("licence.tell_hearing", TellHearing, on="told_on", reads=_reads, role="propose")
def tell_hearing(command: TellHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """D-15: before the decision, once, naming whose interests are touched."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_open(dossier.latest(Licence, command.licence) or licence, judge)
    review = dossier.latest(LicenceReview, command.licence)
    first = review is None or review.hearing_told_on is None
    yield from judge.rule("SEQ", "licence.hearing_told_already", first, licence=command.licence)
    named = bool(command.interests.strip())
    yield from judge.rule("D-15", "licence.interests_not_named", named, licence=command.licence)
    yield LicenceHearingTold(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        interests=command.interests,
        told_on=command.told_on,
    )


@handles("licence.request_hearing", RequestHearing, on="requested_on", reads=_reads, world=True)
def request_hearing(command: RequestHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """D-15: within five working days of being told."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    review = dossier.get(LicenceReview, command.licence)
    final = dossier.latest(LicenceReview, command.licence)
    told = None if review is None else review.hearing_told_on
    yield from judge.rule("SEQ", "licence.hearing_not_told_yet", told is not None, licence=command.licence)
    waits = final is not None and final.hearing_requested_on is not None
    yield from judge.rule("SEQ", "licence.hearing_requested_already", not waits, licence=command.licence)
    window = None if told is None else period_in_force(judge, "D-15.request", told, on=told)
    if window is not None:
        yield from judge.rule(
            "D-15",
            "licence.hearing_requested_late",
            command.requested_on <= window.day,
            licence=command.licence,
            last=window.day,
        )
    yield LicenceHearingRequested(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        by=command.by,
        requested_on=command.requested_on,
    )


@handles("licence.call_hearing", CallHearing, on="notified_on", reads=_reads, role="propose")
def call_hearing(command: CallHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """D-15: told seven working days before, held within twenty of the request, chaired by who did not check."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_open(dossier.latest(Licence, command.licence) or licence, judge)
    final = dossier.latest(LicenceReview, command.licence)
    held = final is not None and final.hearing_held_on is not None
    yield from judge.rule("SEQ", "licence.hearing_held_already", not held, licence=command.licence)
    placed = bool(command.place.strip())
    yield from judge.rule("D-15", "licence.hearing_place_blank", placed, licence=command.licence)
    review = dossier.get(LicenceReview, command.licence)
    asked = None if review is None else review.hearing_requested_on
    yield from judge.rule("SEQ", "licence.hearing_not_requested", asked is not None, licence=command.licence)
    yield from judge.rule(
        "REF", "officer.unknown", dossier.get(Officer, command.chair) is not None, officer=command.chair
    )
    checked = review is not None and command.chair in review.checkers
    yield from judge.rule(
        "D-15", "licence.hearing_chair_checked", not checked, licence=command.licence, chair=command.chair
    )
    latest_notice = period_in_force(judge, "D-15.notice", command.hearing_on, on=judge.day, backward=True)
    if latest_notice is not None:
        yield from judge.rule(
            "D-15",
            "licence.hearing_notice_short",
            command.notified_on <= latest_notice.day,
            licence=command.licence,
            hearing=command.hearing_on,
            last=latest_notice.day,
        )
    limit = None if asked is None else period_in_force(judge, "D-15.hold", asked, on=asked)
    if limit is not None:
        soonest = period_in_force(judge, "D-15.notice", command.notified_on, on=judge.day)
        # Where no day in time is left, a late hearing is still owed.
        judged = judge.note if soonest is not None and soonest.day > limit.day else judge.rule
        yield from judged(
            "D-15",
            "licence.hearing_too_late",
            command.hearing_on <= limit.day,
            licence=command.licence,
            hearing=command.hearing_on,
            last=limit.day,
        )
    yield LicenceHearingCalled(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        chair=command.chair,
        place=command.place,
        hearing_on=command.hearing_on,
        notified_on=command.notified_on,
    )


@handles("licence.hold_hearing", HoldHearing, on="held_on", reads=_reads, world=True)
def hold_hearing(command: HoldHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """D-15: as it was called, in public, with a record that those who took part signed."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    review = dossier.get(LicenceReview, command.licence)
    final = dossier.latest(LicenceReview, command.licence)
    held = final is not None and final.hearing_held_on is not None
    yield from judge.rule("SEQ", "licence.hearing_held_already", not held, licence=command.licence)
    called = None if review is None else review.hearing_on
    yield from judge.rule("SEQ", "licence.hearing_not_called", called == command.held_on, licence=command.licence)
    yield from judge.rule("D-15", "licence.hearing_not_public", command.public, licence=command.licence)
    yield from judge.rule("D-15", "licence.hearing_unsigned", command.record_signed, licence=command.licence)
    yield LicenceHearingHeld(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        public=command.public,
        record_signed=command.record_signed,
        held_on=command.held_on,
    )


def heard(licence: str, on_record: bool, review: LicenceReview | None, judge: Judge) -> Iterator[Objection]:
    """D-15: before the decision those affected were told, could ask in time, and were heard where they asked; it rests on the record."""
    if review is None:
        return
    told = review.hearing_told_on
    yield from judge.rule(
        "D-15", "licence.hearing_not_told", told is not None or not review.affects_others, licence=licence
    )
    if told is None:
        return
    if review.hearing_requested_on is not None:
        held = review.hearing_held_on is not None
        yield from judge.rule("D-15", "licence.hearing_not_held", held, licence=licence)
        yield from judge.rule("D-15", "licence.not_on_hearing_record", on_record or not held, licence=licence)
        return
    window = period_in_force(judge, "D-15.request", told, on=told)
    if window is not None:
        yield from judge.rule(
            "D-15", "licence.hearing_window_open", judge.day > window.day, licence=licence, last=window.day
        )
