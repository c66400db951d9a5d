"""The penalty decision: what has to precede it, and what it says."""

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
from regledger.records.case.competence import may_decide
from regledger.records.case.contents import said_in_full
from regledger.records.case.discretion import fine_within_law
from regledger.records.case.facts import CaseDecided, Circumstance, Fen, ReviewGround, Sanction
from regledger.records.case.fines import Fines
from regledger.records.case.gates import gate_reads, gates_passed
from regledger.records.case.leniency import lenient
from regledger.records.case.money import yuan
from regledger.records.case.noticing import first_filer, hearing_right, hearing_window
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.state import Case, Notice
from regledger.records.delegation.powers import powers_reads
from regledger.records.enterprise import Enterprise, Site
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import acting, kin, kin_reads
from regledger.records.inspection import Inspection
from regledger.records.investigation.reliance import evidence_reads, evidence_stands
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import period_in_force

__all__ = ["DecideCase", "decide_case", "decision_deadline", "heard", "in_time", "within_notice"]


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
    sanctions: tuple[Sanction, ...] = ()
    """The kinds of penalty; the fine alone where none is said."""
    evidence: tuple[Id, ...] = ()
    """The evidence on which it stands."""
    correction: Text = ""
    """What has to be corrected, at once or within which limit (责令改正)."""
    circumstances: tuple[Circumstance, ...] = ()
    """What was found for the party (行政处罚法 Arts 32, 33)."""
    severity_ground: Text = ""
    """Why it is punished though it was corrected in time and did no harm."""
    gains_fen: Fen = 0
    """Illegal gains."""
    confiscated_fen: Fen = 0
    refunded_fen: Fen = 0
    """What of them must be refunded by law."""
    hearing_findings: Text = ""
    """How the record of the hearing was weighed."""
    review_grounds: tuple[ReviewGround, ...] = ()
    """Why it needs legal review, beside a hearing (行政处罚法 Art 58)."""
    serious: bool = False
    """Whether the case is complex or the violation serious, so that the leaders decide together (Art 57)."""
    performance: Text | None = None
    """How and within which time it is performed. What of the paper is not said here is not known to stand in it."""
    remedies: Text | None = None
    """Which remedies there are, and within which time."""
    review_body: Text | None = None
    """Where to ask for reconsideration."""
    court: Text | None = None
    """Which court is competent."""
    publicity: Text | None = None
    """That and where the decision is published."""
    sealed: bool | None = None
    """Whether it bears the authority's seal."""
    disobeyed: Text = ""
    """Which order to correct was not obeyed in time, or how correction was refused."""
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
        yield from gate_reads(case, dossier)
        yield from powers_reads(acting(case.authority, dossier), (), dossier)
    yield from evidence_reads(command.case, command.evidence)
    yield from number_reads("罚", command.decided_on, command.number, dossier)


@handles("case.decide", DecideCase, on="decided_on", reads=_reads, role="approve")
def decide_case(command: DecideCase, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without filing, notice, hearing, review or discussion where they are asked for; late, twice, off the range, or not whole."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("A-04", "case.filing_only_asserted", not case.asserted, case=command.case)
    offence = command.offence or (None if case.notice is None else case.notice.offence)
    # Before the sum of a large fine is asked for, which is from memory and would let A-15 only warn.
    yield from gates_passed(command, case, dossier, judge)
    yield from _noticed(command, case, offence, judge)
    yield from judge.rule(
        "A-11",
        "case.outcome_chosen",
        case.outcome in (None, "penalty", "transferred"),
        case=command.case,
        outcome=case.outcome,
    )
    yield from said_in_full(command, case, offence, dossier, judge)
    yield from in_time(command.case, command.decided_on, command.late_ground, case, judge)
    yield from first_filer(case, dossier, judge)
    yield from _first_fine(command, case, dossier, judge)
    hazards = tuple(held for one in case.hazards if (held := dossier.get(Hazard, one)) is not None)
    yield from fine_within_law(command, offence, case, dossier.get(Site, case.site), judge, hazards=hazards)
    yield from lenient(command, offence, judge)
    yield from evidence_stands(command.case, command.evidence, command.decided_on, dossier, judge)
    yield from may_decide(command, case, offence, dossier, judge)
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
        found = dossier.held(Inspection, one)
        proven = found is None or not found.asserted
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
        sanctions=command.sanctions,
        evidence=command.evidence,
        correction=command.correction,
        circumstances=command.circumstances,
        severity_ground=command.severity_ground,
        gains_fen=command.gains_fen,
        confiscated_fen=command.confiscated_fen,
        refunded_fen=command.refunded_fen,
        hearing_findings=command.hearing_findings,
        review_grounds=command.review_grounds,
        serious=command.serious,
        performance=command.performance,
        remedies=command.remedies,
        review_body=command.review_body,
        court=command.court,
        publicity=command.publicity,
        sealed=command.sealed,
        disobeyed=command.disobeyed,
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
    yield from hearing_right(
        command.case,
        command.fine_fen,
        notice.hearing_right_told,
        judge,
        sanctions=command.sanctions,
        confiscated_fen=command.confiscated_fen,
    )
    more = [one for one in command.sanctions if one not in (*notice.sanctions, "fine")]
    yield from judge.rule("A-14", "case.sanction_not_told", not more, case=command.case, sanctions=", ".join(more))
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


def in_time(case: str, on: date, late_ground: str, state: Case, judge: Judge) -> Iterator[Objection]:
    """A-19: within ninety days of filing; A-64: within the shorter period of the 2015 measure, which only warns."""
    last = decision_deadline(state, judge)
    if last is not None:
        # Art 60 lets laws, regulations and rules say otherwise, and a late decision still stands until it is revoked:
        # refusing it for ever would only invite a wrong date.
        judged = judge.note if late_ground.strip() else judge.rule
        yield from judged(
            "A-19",
            "case.decided_late",
            on <= last.day,
            case=case,
            opened=state.opened_on,
            last=last.day,
            over=(on - last.day).days,
        )
    legacy = period_in_force(judge, "A-64.decision", state.opened_on, on=state.opened_on)
    if legacy is not None:
        yield from judge.note(
            "A-64",
            "case.decided_late_by_measure",
            on <= legacy.day or bool(late_ground.strip()),
            case=case,
            opened=state.opened_on,
            last=legacy.day,
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
