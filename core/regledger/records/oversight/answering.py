"""After the conclusion: fed back, objected to, reviewed, put right, verified, clues handed over (Arts 16–18, 23; I-18)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal, Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads
from regledger.records.oversight.facts import (
    Clue,
    Organ,
    OversightClueHandedOver,
    OversightFedBack,
    OversightObjected,
    OversightRectified,
    OversightReviewed,
    OversightVerified,
)
from regledger.records.oversight.state import Answer, Oversight
from regledger.records.period import period_in_force
from regledger.records.presence import filled, officers_known, on_record

__all__ = [
    "FeedBack",
    "HandOverClue",
    "Object",
    "ReportRectified",
    "Review",
    "Verify",
    "feed_back",
    "hand_over_clue",
    "object_to",
    "report_rectified",
    "review",
    "verify",
]


class FeedBack(Command, frozen=True, kw_only=True):
    """Record that a subject received the conclusion."""

    oversight: Id
    subject: Id
    received_on: date


class Object(Command, frozen=True, kw_only=True):
    """Record that a subject asks for the conclusion to be reviewed."""

    oversight: Id
    subject: Id
    grounds: Text
    objected_on: date


class Review(Command, frozen=True, kw_only=True):
    """Decide on a subject's objection."""

    oversight: Id
    subject: Id
    reviewers: tuple[Id, ...]
    result: Literal["upheld", "changed"]
    reasons: Text
    reviewed_on: date


class ReportRectified(Command, frozen=True, kw_only=True):
    """Record that a subject reports what it put right."""

    oversight: Id
    subject: Id
    report: Text
    rectified_on: date


class Verify(Command, frozen=True, kw_only=True):
    """Check whether a subject put right what was asked."""

    oversight: Id
    subject: Id
    result: Literal["passed", "failed"]
    findings: Text
    verified_on: date


class HandOverClue(Command, frozen=True, kw_only=True):
    """Hand a clue over to who investigates it."""

    oversight: Id
    clue: Clue
    organ: Organ
    recipient: Text
    handed_on: date


class _OfSubject(Protocol):
    @property
    def oversight(self) -> str: ...
    @property
    def subject(self) -> str: ...


class _Named(Protocol):
    @property
    def oversight(self) -> str: ...


def _reads(command: _Named, dossier: Dossier) -> Iterator[str]:
    yield f"oversight:{command.oversight}"


def _concluded(command: _OfSubject, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Oversight | None]:
    found = dossier.get(Oversight, command.oversight)
    yield from on_record(f"oversight:{command.oversight}", found, judge)
    if found is None:
        return None
    yield from judge.rule(
        "REF",
        "oversight.no_subject",
        command.subject in found.subjects,
        oversight=command.oversight,
        subject=command.subject,
    )
    yield from judge.rule("SEQ", "oversight.not_concluded", found.concluded_on is not None, oversight=command.oversight)
    return found


def _ever(found: Oversight, subject: str, dossier: Dossier) -> Answer:
    """How the subject stands by everything that is recorded, on whatever day."""
    return (dossier.latest(Oversight, found.oversight) or found).answer(subject)


@handles("oversight.feed_back", FeedBack, on="received_on", reads=_reads, world=True)
def feed_back(command: FeedBack, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: concluded, and received once by a subject."""
    found = yield from _concluded(command, dossier, judge)
    if found is None:
        return
    before = _ever(found, command.subject, dossier).received_on
    yield from judge.rule("SEQ", "oversight.received_already", before is None, subject=command.subject, received=before)
    yield OversightFedBack(
        oversight=command.oversight,
        government=found.government,
        subject=command.subject,
        received_on=command.received_on,
    )


@handles("oversight.object", Object, on="objected_on", reads=_reads, world=True)
def object_to(command: Object, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: within the period from receipt (Art 17); SEQ: received, and objected to once."""
    found = yield from _concluded(command, dossier, judge)
    if found is None:
        return
    answer = found.answer(command.subject)
    yield from filled(f"oversight:{command.oversight}", judge, grounds=command.grounds)
    yield from judge.rule("SEQ", "oversight.not_received", answer.received_on is not None, subject=command.subject)
    once = _ever(found, command.subject, dossier).objected_on is None
    yield from judge.rule("SEQ", "oversight.objected_already", once, subject=command.subject)
    if answer.received_on is not None:
        last = period_in_force(judge, "I-18.objection", answer.received_on, on=answer.received_on)
        yield from judge.rule(
            "I-18",
            "oversight.objected_late",
            last is None or command.objected_on <= last.day,
            subject=command.subject,
            last=None if last is None else last.day,
            objected=command.objected_on,
        )
    yield OversightObjected(
        oversight=command.oversight,
        government=found.government,
        subject=command.subject,
        grounds=command.grounds,
        objected_on=command.objected_on,
    )


def _review_reads(command: Review, dossier: Dossier) -> Iterator[str]:
    yield from _reads(command, dossier)
    yield from officer_reads(command.reviewers)


@handles("oversight.review", Review, on="reviewed_on", reads=_review_reads, role="approve")
def review(command: Review, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: nobody who took part in the conclusion decides on the objection; a late decision is still owed (Art 17)."""
    found = yield from _concluded(command, dossier, judge)
    if found is None:
        return
    answer = found.answer(command.subject)
    reviewed = _ever(found, command.subject, dossier).reviewed_on is not None
    open_ = answer.objected_on is not None and not reviewed
    yield from judge.rule("SEQ", "oversight.nothing_to_review", open_, subject=command.subject)
    yield from filled(
        f"oversight:{command.oversight}", judge, reasons=command.reasons, reviewers=" ".join(command.reviewers)
    )
    yield from officers_known(command.reviewers, dossier, judge)
    partial = sorted(set(command.reviewers) & set(found.officials))
    yield from judge.rule(
        "I-18", "oversight.reviewer_not_recused", not partial, subject=command.subject, officers=", ".join(partial)
    )
    if answer.objected_on is not None:
        last = period_in_force(judge, "I-18.review", answer.objected_on, on=answer.objected_on)
        yield from judge.note(
            "I-18",
            "oversight.reviewed_late",
            last is None or command.reviewed_on <= last.day,
            subject=command.subject,
            last=None if last is None else last.day,
            reviewed=command.reviewed_on,
        )
    yield OversightReviewed(
        oversight=command.oversight,
        government=found.government,
        subject=command.subject,
        reviewers=command.reviewers,
        result=command.result,
        reasons=command.reasons,
        reviewed_on=command.reviewed_on,
    )


@handles("oversight.report_rectified", ReportRectified, on="rectified_on", reads=_reads, world=True)
def report_rectified(command: ReportRectified, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: what was asked is reported by its last day; a late report is noted (Art 18)."""
    found = yield from _concluded(command, dossier, judge)
    if found is None:
        return
    yield from filled(f"oversight:{command.oversight}", judge, report=command.report)
    days = [one.due_on for one in found.corrections if one.subject == command.subject]
    yield from judge.rule("SEQ", "oversight.nothing_asked", bool(days), subject=command.subject)
    last = max(days, default=command.rectified_on)
    yield from judge.note(
        "I-18",
        "oversight.rectified_late",
        command.rectified_on <= last,
        subject=command.subject,
        last=last,
        rectified=command.rectified_on,
    )
    yield OversightRectified(
        oversight=command.oversight,
        government=found.government,
        subject=command.subject,
        report=command.report,
        rectified_on=command.rectified_on,
    )


@handles("oversight.verify", Verify, on="verified_on", reads=_reads, role="review")
def verify(command: Verify, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: something was reported; the check says what it found (Art 18)."""
    found = yield from _concluded(command, dossier, judge)
    if found is None:
        return
    yield from filled(f"oversight:{command.oversight}", judge, findings=command.findings)
    reported = found.answer(command.subject).rectified_on is not None
    yield from judge.rule("SEQ", "oversight.nothing_reported", reported, subject=command.subject)
    yield OversightVerified(
        oversight=command.oversight,
        government=found.government,
        subject=command.subject,
        result=command.result,
        findings=command.findings,
        verified_on=command.verified_on,
    )


@handles("oversight.hand_over_clue", HandOverClue, on="handed_on", reads=_reads, role="approve")
def hand_over_clue(command: HandOverClue, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: duty crimes to the supervisory organ, other crimes to the judicial organs (Art 23)."""
    found = dossier.get(Oversight, command.oversight)
    yield from on_record(f"oversight:{command.oversight}", found, judge)
    yield from filled(f"oversight:{command.oversight}", judge, recipient=command.recipient)
    right = command.organ == ("supervisory" if command.clue == "duty" else "judicial")
    yield from judge.rule(
        "I-18", "oversight.wrong_organ", right, oversight=command.oversight, organ=command.organ, clue=command.clue
    )
    if found is not None:
        yield OversightClueHandedOver(
            oversight=command.oversight,
            government=found.government,
            clue=command.clue,
            organ=command.organ,
            recipient=command.recipient,
            handed_on=command.handed_on,
        )
