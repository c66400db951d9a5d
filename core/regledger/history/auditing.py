"""What an auditor looks at first: acts past their limit, defects and overrides, corrections, holes in numbers, money (`regledger audit`).

Read from the log at (E, K); nothing of it is stored, and a correction never hides what it corrects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.deciding.judge import Judge
from regledger.history.due import due
from regledger.history.judging import Onlooker
from regledger.history.population import population
from regledger.history.standing import is_effective
from regledger.log.envelope import Particulars
from regledger.log.facts import Fact, RecordedFact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.case.state import Case
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_fen, surcharge_left_fen
from regledger.records.numbering.facts import NumberIssued
from regledger.records.numbering.state import Series

if TYPE_CHECKING:
    from regledger.law.objections import Objection
    from regledger.ledger import Ledger

__all__ = ["AuditReport", "Finding", "Money", "Section", "audit"]

Section = Literal["overdue", "late", "warned", "defect", "corrected", "withdrawn", "hole", "money"]
"""`overdue`: a last day passed and nothing was done. `late`: done after it. `warned`: done with another warning. `defect`:
recorded as it happened although it was unlawful, and by whose approval. `hole`: a serial of a series that no document
carries. `money`: fines, surcharges and receipts that do not meet."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at."""

    section: Section
    subject: str
    number: int | None
    """The fact that says so; None where it follows from several, or from none."""
    on: date | None
    """The legal day of the act, or the last day that passed."""
    rule: str
    found: str
    """What was found, in a sentence."""
    authority: str
    """Whose act it is, where one authority is named; else empty."""
    reason: str = ""
    """Why it was recorded, corrected or withdrawn all the same."""
    approver: str = ""
    """Who approved recording it."""


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """Fines against receipts, of the decided cases, all in fen."""

    cases: int = 0
    fined_fen: int = 0
    surcharge_fen: int = 0
    paid_fen: int = 0
    left_fen: int = 0
    """Of fine and surcharge together, what is not paid."""


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    on: When
    known_at: int
    since: date | None
    findings: tuple[Finding, ...]
    """By section, then by day."""
    money: Money
    sectors_broken: tuple[str, ...]
    """Sectors that cannot be used: what falls due by their law is not counted."""


def audit(
    ledger: Ledger,
    *,
    since: date | None = None,
    authority: str | None = None,
    on: When | None = None,
    known_at: int | None = None,
) -> AuditReport:
    """What is to be looked at, of acts from `since` to E.

    Args:
        since: the first legal day of an act that counts; every day where it is None. What is owed on E counts whenever it began.
        authority: the id of one authority whose acts and records count; all where it is None.
        on: E; today where it is None.
        known_at: K, a number; the head where it is None.

    Raises:
        StoredFactUnreadable: a fact that changes a case or a series cannot be read here.
    """
    at = from_micros(ledger.clock()) if on is None else on
    known = ledger.recorder.head().number if known_at is None else known_at
    judge = Onlooker(ledger, on=at, known_at=known)
    waiting = due(ledger, on=at, authority=authority, known_at=known)
    cases = [one.held.state for one in population(ledger, "case", on=at, known_at=known)]
    cases = [one for one in cases if authority in (None, one.authority)]
    found = [
        *(
            Finding(
                section="overdue",
                subject=one.subject,
                number=one.begun_by,
                on=one.due,
                rule=one.rule,
                found=f"{one.title or one.command} was due on {one.due}, and nothing says that it was done",
                authority=", ".join(one.authorities),
            )
            for one in waiting.due
            if one.overdue_since is not None
        ),
        *_acts(ledger, at, known),
        *_holes(ledger, at, known),
        *_money(cases, judge),
    ]
    chosen = (
        one
        for one in found
        if (authority is None or authority in one.authority.split(", "))
        and (since is None or one.section in ("overdue", "hole") or (one.on is not None and one.on >= since))
    )
    order: tuple[Section, ...] = ("overdue", "late", "defect", "warned", "corrected", "withdrawn", "hole", "money")
    return AuditReport(
        on=at,
        known_at=known,
        since=since,
        findings=tuple(sorted(chosen, key=lambda one: (order.index(one.section), one.on or date.min, one.subject))),
        money=_sums(cases, judge),
        sectors_broken=waiting.sectors_broken,
    )


def _acts(ledger: Ledger, on: When, known_at: int) -> Iterator[Finding]:
    """What each commit says of itself: its warnings, its defects, what it corrects or withdraws."""
    by: Particulars | None = None
    for fact in ledger.facts(until=known_at):
        if fact.commit.index == 0:
            by = fact.commit.by
        if not is_effective(fact, on):
            continue
        if fact.commit.index == 0 and by is not None:
            for one in by.warnings:
                section: Section = "late" if one.code.endswith("_late") else "warned"
                yield _of_fact(ledger, fact, section, one.rule, _said(ledger, one))
        reason, approver = ("", "") if by is None else (by.as_happened, by.approver)
        for one in fact.defects:
            yield msgspec.structs.replace(
                _of_fact(ledger, fact, "defect", one.rule, _said(ledger, one)), reason=reason, approver=approver
            )
        if fact.corrects is not None:
            said = f"it stands in the place of #{fact.corrects.number}"
            yield msgspec.structs.replace(
                _of_fact(ledger, fact, "corrected", "X-05", said), reason=fact.corrects.reason
            )
        elif isinstance(fact.body, FactWithdrawn):
            said = f"it withdraws #{fact.body.number}"
            yield msgspec.structs.replace(_of_fact(ledger, fact, "withdrawn", "X-05", said), reason=fact.body.reason)


def _of_fact(ledger: Ledger, fact: RecordedFact, section: Section, rule: str, found: str) -> Finding:
    declared = type(fact.body).__fact__ if isinstance(fact.body, Fact) else None
    main = next(iter(declared.tags.values()), "") if declared is not None else ""
    subject = next((tag for tag in fact.tags if tag.startswith(f"{main}:")), next(iter(fact.tags), fact.type))
    return Finding(
        section=section,
        subject=subject,
        number=fact.number,
        on=fact.effective_day or day_of(from_micros(fact.recorded_at), ledger.zone),
        rule=rule,
        found=f"{fact.name}: {found}",
        authority=", ".join(tag.partition(":")[2] for tag in fact.tags if tag.startswith("authority:")),
    )


def _said(ledger: Ledger, objection: Objection) -> str:
    return ledger.texts.say(objection)["found"]


def _holes(ledger: Ledger, on: When, known_at: int) -> Iterator[Finding]:
    """Serials between the first and the last of a series that were neither given to a document nor made void."""
    given: dict[str, set[int]] = {}
    for fact in ledger.facts(types=[NumberIssued.__fact__.name], until=known_at):
        if isinstance(fact.body, NumberIssued):
            given.setdefault(fact.body.series, set()).add(fact.body.serial)
    for member in population(ledger, "series", on=on, known_at=known_at):
        series = member.held.state
        assert isinstance(series, Series)
        held = given.get(series.series, set()) | set(series.cancelled)
        for serial in range(series.first, series.last + 1):
            if serial not in held:
                yield Finding(
                    section="hole",
                    subject=member.subject,
                    number=None,
                    on=None,
                    rule="J-01",
                    found=f"{series.text(serial)} was given to no document and is not made void",
                    authority=series.authority,
                )


def _money(cases: Iterable[Case], judge: Judge) -> Iterator[Finding]:
    receipts: dict[str, str] = {}
    for case in cases:
        for payment in case.payments:
            other = receipts.setdefault(payment.receipt, case.case)
            if other != case.case:
                said = f"receipt {payment.receipt} is that of case:{other} as well"
                yield _of_case(case, payment.paid_on, "A-22", said)
        if case.decision is None:
            if case.payments:
                yield _of_case(case, case.payments[0].paid_on, "A-22", "money was paid, and no decision imposes a fine")
            continue
        owed = case.decision.fine_fen + surcharge_fen(case, judge.day, judge.law)
        if case.paid_fen > owed:
            yield _of_case(case, judge.day, "A-22", f"{case.paid_fen - owed} fen more were paid than were owed")
        last = payment_deadline(case, judge.law, zone=judge.zone)
        left = fine_left_fen(case, judge.day) + surcharge_left_fen(case, judge.day, judge.law)
        if left and last is not None and last.day < judge.day:
            yield _of_case(case, last.day, "A-22", f"{left} fen of fine and surcharge are unpaid since {last.day}")


def _of_case(case: Case, on: date, rule: str, found: str) -> Finding:
    return Finding(
        section="money",
        subject=f"case:{case.case}",
        number=None,
        on=on,
        rule=rule,
        found=found,
        authority=case.authority,
    )


def _sums(cases: Iterable[Case], judge: Judge) -> Money:
    decided = [one for one in cases if one.decision is not None]
    return Money(
        cases=len(decided),
        fined_fen=sum(one.decision.fine_fen for one in decided if one.decision is not None),
        surcharge_fen=sum(surcharge_fen(one, judge.day, judge.law) for one in decided),
        paid_fen=sum(one.paid_fen for one in decided),
        left_fen=sum(fine_left_fen(one, judge.day) + surcharge_left_fen(one, judge.day, judge.law) for one in decided),
    )
