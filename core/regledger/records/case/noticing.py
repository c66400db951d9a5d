"""Prior notice, and what the party says to it (A-14, A-15, A-16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.case.discretion import fine_within_law
from regledger.records.case.facts import CaseNoticeServed, CaseStatementMade, Fen, Sanction, StatementKind
from regledger.records.case.fines import Fines
from regledger.records.case.money import yuan
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.state import Case, Notice
from regledger.records.enterprise import Site
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import kin, kin_reads
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import period_in_force

__all__ = [
    "HEAVY",
    "MakeStatement",
    "ServeNotice",
    "first_filer",
    "hearing_right",
    "hearing_window",
    "make_statement",
    "serve_notice",
    "stated",
]


class ServeNotice(Command, frozen=True, kw_only=True):
    """Record that the party was told of the intended penalty."""

    case: Id
    fine_fen: Fen
    facts: Text
    basis: Text
    hearing_right_told: bool
    new_facts: Text = ""
    """What was found since an earlier notice."""
    offence: Code | None = None
    """The id of the offence, as the law book has it."""
    tier: Code | None = None
    """The tier of the discretion benchmark that is used."""
    mitigation: Text = ""
    """The ground for going below the range of the offence (行政处罚法 Art 32)."""
    deviation: Text = ""
    """Why the fine lies off the tier."""
    sanctions: tuple[Sanction, ...] = ()
    """The kinds of penalty that are intended; the fine alone where none is said."""
    evidence_summary: Text | None = None
    """What proves the facts. What of the notice is not said here is not known to stand in it."""
    defence_told: bool | None = None
    """Whether the party was told that it may state and defend itself."""
    contact: Text | None = None
    """With whom it can do so."""
    sealed: bool | None = None
    """Whether the notice bears the authority's seal."""
    disobeyed: Text = ""
    """Which order to correct was not obeyed in time, or how correction was refused."""
    served_on: date


class MakeStatement(Command, frozen=True, kw_only=True):
    """Record that the party stated and defended itself, or expressly waived that."""

    case: Id
    kind: StatementKind
    hearing_waived: bool = False
    """Whether it also gave up its right to a hearing, expressly."""
    text: Personal | None = None
    made_on: date


HEAVY: tuple[Sanction, ...] = ("lower_grade", "revocation", "stop", "closure", "career_ban")
"""降低资质等级, 吊销许可证件, 责令停产停业, 责令关闭, 限制从业 (行政处罚法 Art 63(3)(4))."""


def hearing_right(
    case: str,
    fine_fen: int,
    told: bool,
    judge: Judge,
    *,
    sanctions: tuple[Sanction, ...] = (),
    confiscated_fen: int = 0,
) -> Iterator[Objection]:
    """A-15: with a heavy penalty, a large fine or a large confiscation the party is told that it may ask for a hearing.

    Units only: a case is against a unit.
    """
    heavy = [one for one in sanctions if one in HEAVY]
    # Before the sum is asked for, which is from memory and would let the whole rule only warn.
    yield from judge.rule(
        "A-15", "case.hearing_right_not_told_for", told or not heavy, case=case, sanctions=", ".join(heavy)
    )
    if not judge.law.has("A-15.large_fine_unit", on=judge.day):
        return
    least = judge.whole("A-15.large_fine_unit")
    yield from judge.rule(
        "A-15",
        "case.hearing_right_not_told",
        told or max(fine_fen, confiscated_fen) < least,
        case=case,
        fine=yuan(max(fine_fen, confiscated_fen)),
        least=yuan(least),
    )


def hearing_window(case: Case, notice: Notice, judge: Judge) -> Deadline | None:
    """A-16: the last day on which the party may ask for a hearing; None where it was not told, or gave it up."""
    if not notice.hearing_right_told or any(one.hearing_waived for one in case.answers):
        return None
    return period_in_force(judge, "A-16.request", notice.served_on, on=notice.served_on)


def _notice_reads(command: ServeNotice, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    case = dossier.loaded(Case, command.case)
    if case is not None:
        yield from kin_reads(case.enterprise, dossier)
        yield from (f"fines:{one}" for one in kin(case.enterprise, dossier))
        yield from (f"hazard:{one}" for one in case.hazards)
    yield from number_reads("罚告", command.served_on, None, dossier)


@handles("case.serve_notice", ServeNotice, on="served_on", reads=_notice_reads, world=True)
def serve_notice(command: ServeNotice, dossier: Dossier, judge: Judge) -> Outcome:
    """A-14: on a filed case (A-04), with content, facts and basis; never raised because the party defended itself.

    Where an offence is named, the fine keeps to its range and its tier (A-32, A-34, A-35).
    """
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.decided_already", case.decision is None, case=command.case)
    yield from first_filer(case, dossier, judge)
    for part in ("facts", "basis"):
        told = bool(getattr(command, part).strip())
        yield from judge.rule("A-14", "case.notice_part_missing", told, case=command.case, part=part)
    before = max((one.fine_fen for one in case.notices), default=None)
    if before is not None:
        yield from judge.rule(
            "A-14",
            "case.raised_after_defence",
            not case.defended or command.fine_fen <= before or bool(command.new_facts.strip()),
            case=command.case,
            before=yuan(before),
            now=yuan(command.fine_fen),
        )
    yield from _told_in_full(command, judge)
    yield from hearing_right(
        command.case, command.fine_fen, command.hearing_right_told, judge, sanctions=command.sanctions
    )
    hazards = tuple(held for one in case.hazards if (held := dossier.get(Hazard, one)) is not None)
    yield from fine_within_law(command, command.offence, case, dossier.get(Site, case.site), judge, hazards=hazards)
    given = yield from number_given(
        f"case:{command.case}", kind="罚告", authority=case.authority, dossier=dossier, judge=judge
    )
    yield from given.facts
    yield CaseNoticeServed(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        fine_fen=command.fine_fen,
        facts=command.facts,
        basis=command.basis,
        hearing_right_told=command.hearing_right_told,
        new_facts=command.new_facts,
        served_on=command.served_on,
        offence=command.offence,
        tier=command.tier,
        mitigation=command.mitigation,
        deviation=command.deviation,
        sanctions=command.sanctions,
        evidence_summary=command.evidence_summary,
        defence_told=command.defence_told,
        contact=command.contact,
        sealed=command.sealed,
        disobeyed=command.disobeyed,
    )


def _told_in_full(command: ServeNotice, judge: Judge) -> Iterator[Objection]:
    """J-06: summary of the evidence, contact, seal, and that the party may defend itself; what is not said warns."""
    said: dict[str, str | bool | None] = {
        "evidence": command.evidence_summary,
        "contact": command.contact,
        "seal": command.sealed,
        "right of statement and defence": command.defence_told,
    }
    yield from stated(
        command.case, said, "J-06", judge, blank="case.notice_field_blank", unsaid="case.notice_field_unsaid"
    )


def stated(
    case: str, said: Mapping[str, str | bool | None], rule: str, judge: Judge, *, blank: str, unsaid: str
) -> Iterator[Objection]:
    """What a paper has to say: refused where it is said to be blank, a warning where nobody said whether it is there."""
    for part, value in said.items():
        there = value is not False and not (isinstance(value, str) and not value.strip())
        yield from judge.rule(rule, blank, there, case=case, part=part)
    open_ = [part for part, value in said.items() if value is None]
    yield from judge.note(rule, unsaid, not open_, case=case, parts=", ".join(open_))


def first_filer(case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-03: of two competent authorities the first that filed goes on, or the one that their superior designated."""
    fines = (held for one in kin(case.enterprise, dossier) if (held := dossier.get(Fines, one)) is not None)
    other = next((first for held in fines if (first := held.first_filer(case)) is not None), None)
    yield from judge.rule(
        "A-03",
        "case.another_filed_first",
        other is None or other.asserted,
        case=case.case,
        other=None if other is None else other.case,
        authority=None if other is None else other.authority,
        opened=None if other is None else other.opened_on,
    )


@handles("case.make_statement", MakeStatement, on="made_on", reads=case_reads, world=True)
def make_statement(command: MakeStatement, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: after a notice and before the decision; there is no last day for it in the law (A-14)."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.statement_before_notice", bool(case.notices), case=command.case)
    yield from judge.rule("SEQ", "case.decided_already", case.decision is None, case=command.case)
    yield CaseStatementMade(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        kind=command.kind,
        hearing_waived=command.hearing_waived,
        text=command.text,
        made_on=command.made_on,
    )
