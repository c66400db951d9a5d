"""The penalty decision (A-04, A-14, A-15, A-16, A-18, A-19, A-30, A-32, A-34, A-35)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id, Text
from regledger.records.case.discretion import fine_within_law
from regledger.records.case.facts import CaseDecided, Fen
from regledger.records.case.fines import Fines
from regledger.records.case.money import yuan
from regledger.records.case.noticing import hearing_right, hearing_window
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.state import Case, Notice
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.heirs import kin, kin_reads
from regledger.records.inspection import Inspection
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import period_in_force

__all__ = ["DecideCase", "decide_case", "decision_deadline", "heard", "within_notice"]


class DecideCase(Command, frozen=True, kw_only=True):
    """Impose a penalty."""

    case: Id
    number: Code | None = None
    """Left out where the authority has a series for it: then the platform gives the next one."""
    fine_fen: Fen
    reasons: Text
    basis: Text
    review: Text = ""
    """What was found on reviewing the party's statement."""
    bank: Text
    """Name and address of the bank that collects."""
    surcharge_told: bool
    """Whether the decision says that a surcharge is added to what is paid late."""
    late_ground: Text = ""
    """The law, regulation or rule, or the reason, for deciding after the ninety days."""
    offence: Code | None = None
    """The id of the offence, as the law book has it; that of the notice where it is left out."""
    tier: Code | None = None
    """The tier of the discretion benchmark that is used."""
    mitigation: Text = ""
    """The ground for going below the range of the offence (行政处罚法 Art 32)."""
    deviation: Text = ""
    """Why the fine lies off the tier."""
    decided_on: date


def decision_deadline(case: Case, judge: Judge) -> Deadline | None:
    """A-19: the last day to decide, 90 calendar days after filing and without roll-over; None where no law set it."""
    return period_in_force(judge, "A-19.decision", case.opened_on, on=case.opened_on)


def heard(case: Case, notice: Notice, day: date) -> bool:
    """A-14: whether the party could speak before a decision on `day`: it did, or waived it, or the notice is older."""
    return notice.served_on < day or bool(case.answers)


def _reads(command: DecideCase, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    case = dossier.loaded(Case, command.case)
    if case is not None:
        yield from kin_reads(case.enterprise, dossier)
        yield from (f"fines:{one}" for one in kin(case.enterprise, dossier))
        # A defect of what the decision stands on is told with it.
        yield from (f"inspection:{one}" for one in case.inspections)
        yield from (f"hazard:{one}" for one in case.hazards)
    yield from number_reads("罚", command.decided_on, command.number, dossier)


@handles("case.decide", DecideCase, on="decided_on", reads=_reads, role="approve")
def decide_case(command: DecideCase, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without filing and prior notice, in the hearing window, after ninety days, as a second fine, or off the range."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("A-04", "case.filing_only_asserted", not case.asserted, case=command.case)
    offence = command.offence or (None if case.notice is None else case.notice.offence)
    yield from _noticed(command, case, offence, judge)
    yield from _said_in_full(command, judge)
    yield from _in_time(command, case, judge)
    yield from _first_fine(command, case, dossier, judge)
    yield from fine_within_law(command, offence, case, dossier.get(Site, case.site), judge)
    party = dossier.get(Enterprise, case.enterprise)
    ended = None if party is None else party.succession
    yield from judge.note(
        "SEQ",
        "case.party_ended",
        ended is None,
        enterprise=case.enterprise,
        on=None if ended is None else ended.on,
        successors=None if ended is None else ", ".join(ended.to),
    )
    for one in case.inspections:
        held = dossier.held(Inspection, one)
        proven = held is None or not held.asserted
        yield from judge.note("A-01", "case.inspection_only_asserted", proven, case=command.case, inspection=one)
    given = yield from number_given(
        f"case:{command.case}",
        kind="罚",
        authority=case.authority,
        typed=command.number,
        dossier=dossier,
        judge=judge,
    )
    yield from judge.rule("REF", "number.missing", bool(given.text), record=f"case:{command.case}", kind="罚")
    if not given.text:
        return
    yield from given.facts
    body = CaseDecided(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        number=given.text,
        fine_fen=command.fine_fen,
        reasons=command.reasons,
        basis=command.basis,
        review=command.review,
        bank=command.bank,
        surcharge_told=command.surcharge_told,
        late_ground=command.late_ground,
        decided_on=command.decided_on,
        offence=offence,
        tier=command.tier,
        mitigation=command.mitigation,
        deviation=command.deviation,
    )
    yield NewFact(body=body, tags=given.tags)


def within_notice(case: str, fine_fen: int, offence: str | None, notice: Notice, judge: Judge) -> Iterator[Objection]:
    """A-14: the party is punished for no other offence, and with no heavier fine, than it was told of."""
    yield from judge.rule(
        "A-14",
        "case.fine_above_notice",
        fine_fen <= notice.fine_fen,
        case=case,
        fine=yuan(fine_fen),
        told=yuan(notice.fine_fen),
    )
    yield from judge.rule(
        "A-14",
        "case.offence_not_told",
        notice.offence is None or offence == notice.offence,
        case=case,
        offence=offence,
        told=notice.offence,
    )


def _noticed(command: DecideCase, case: Case, offence: str | None, judge: Judge) -> Iterator[Objection]:
    notice = case.notice
    missing = "case.notice_only_asserted" if case.notices else "case.notice_missing"
    yield from judge.rule("A-14", missing, notice is not None, case=command.case, day=command.decided_on)
    if notice is None:
        return
    yield from judge.rule(
        "A-14",
        "case.not_heard",
        heard(case, notice, command.decided_on),
        case=command.case,
        served=notice.served_on,
    )
    yield from within_notice(command.case, command.fine_fen, offence, notice, judge)
    yield from judge.note(
        "A-14",
        "case.statement_unanswered",
        not case.defended or bool(command.review.strip()),
        case=command.case,
    )
    yield from hearing_right(command.case, command.fine_fen, notice.hearing_right_told, judge)
    window = hearing_window(case, notice, judge)
    if window is not None:
        yield from judge.rule(
            "A-16",
            "case.hearing_window_open",
            command.decided_on > window.day,
            case=command.case,
            last=window.day,
            served=notice.served_on,
        )


def _said_in_full(command: DecideCase, judge: Judge) -> Iterator[Objection]:
    said = {"reasons": command.reasons, "basis": command.basis}
    if command.fine_fen:
        said["bank"] = command.bank
    for part, text in said.items():
        yield from judge.rule("A-18", "case.decision_part_missing", bool(text.strip()), case=command.case, part=part)
    yield from judge.rule(
        "A-18", "case.surcharge_not_told", command.surcharge_told or not command.fine_fen, case=command.case
    )


def _in_time(command: DecideCase, case: Case, judge: Judge) -> Iterator[Objection]:
    last = decision_deadline(case, judge)
    if last is None:
        return
    # Art 60 lets laws, regulations and rules say otherwise, and a late decision still stands until it is revoked:
    # refusing it for ever would only invite a wrong date.
    judged = judge.note if command.late_ground.strip() else judge.rule
    yield from judged(
        "A-19",
        "case.decided_late",
        command.decided_on <= last.day,
        case=command.case,
        opened=case.opened_on,
        last=last.day,
        over=(command.decided_on - last.day).days,
    )


def _first_fine(command: DecideCase, case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    final = dossier.latest(Case, command.case)
    imposed = None if final is None else final.decision
    yield from judge.rule("SEQ", "case.decided_already", imposed is None, case=command.case)
    # Whoever was merged meanwhile did the act all the same, and is not fined for it under two names.
    fines = [held for one in kin(case.enterprise, dossier) if (held := dossier.latest(Fines, one)) is not None]
    other = next((found for one in fines if (found := one.for_act_of(case)) is not None), None)
    if other is None or not command.fine_fen:
        return
    # What only a register asserts proves nothing, and is still worth a look.
    judged = judge.note if other.asserted else judge.rule
    yield from judged("A-30", "case.fined_already", False, case=command.case, other=other.case, number=other.number)
