"""Prior notice, and what the party says to it (A-14, A-15, A-16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.case.discretion import fine_within_law
from regledger.records.case.facts import CaseNoticeServed, CaseStatementMade, Fen, StatementKind
from regledger.records.case.money import yuan
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.state import Case, Notice
from regledger.records.enterprise import Site
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import period_in_force

__all__ = ["MakeStatement", "ServeNotice", "hearing_right", "hearing_window", "make_statement", "serve_notice"]


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
    served_on: date


class MakeStatement(Command, frozen=True, kw_only=True):
    """Record that the party stated and defended itself, or expressly waived that."""

    case: Id
    kind: StatementKind
    hearing_waived: bool = False
    """Whether it also gave up its right to a hearing, expressly."""
    text: Personal | None = None
    made_on: date


def hearing_right(case: str, fine_fen: int, told: bool, judge: Judge) -> Iterator[Objection]:
    """A-15: with a large fine the party is told that it may ask for a hearing. Units only: a case is against a unit."""
    if not judge.law.has("A-15.large_fine_unit", on=judge.day):
        return
    least = judge.whole("A-15.large_fine_unit")
    yield from judge.rule(
        "A-15",
        "case.hearing_right_not_told",
        told or fine_fen < least,
        case=case,
        fine=yuan(fine_fen),
        least=yuan(least),
    )


def hearing_window(case: Case, notice: Notice, judge: Judge) -> Deadline | None:
    """A-16: the last day on which the party may ask for a hearing; None where it was not told, or gave it up."""
    if not notice.hearing_right_told or any(one.hearing_waived for one in case.answers):
        return None
    return period_in_force(judge, "A-16.request", notice.served_on, on=notice.served_on)


def _notice_reads(command: ServeNotice, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
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
    yield from hearing_right(command.case, command.fine_fen, command.hearing_right_told, judge)
    yield from fine_within_law(command, command.offence, case, dossier.get(Site, case.site), judge)
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
