"""No penalty, and the superior's word on who goes on: the other ends of an investigation (A-03, A-11, A-33)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.case.deciding import in_time
from regledger.records.case.facts import CaseClosedWithoutPenalty, CaseDesignated, CaseReported, NoPenalty
from regledger.records.case.fines import Fines
from regledger.records.case.reading import OnCase, case_reads, decided, open_case
from regledger.records.case.state import Case
from regledger.records.identity.heirs import kin, kin_reads
from regledger.records.period import period_in_force

__all__ = ["OUTCOME_HANDLERS", "CloseWithoutPenalty", "DesignateCase", "ReportCase"]


class CloseWithoutPenalty(Command, frozen=True, kw_only=True):
    """Decide not to punish."""

    case: Id
    ground: NoPenalty
    reasons: Text
    education: Text = ""
    """How the party was taught; not asked where the facts are not established."""
    late_ground: Text = ""
    """The law, or the reason, for deciding after the ninety days."""
    closed_on: date


class DesignateCase(Command, frozen=True, kw_only=True):
    """Record that the common superior designated the authority of a case."""

    case: Id
    superior: Text
    document: Text
    designated_on: date


class ReportCase(Command, frozen=True, kw_only=True):
    """Record that a large penalty was filed with the authority of the city."""

    case: Id
    superior: Text
    reported_on: date


def _reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    case = dossier.loaded(Case, command.case)
    if case is not None:
        yield from kin_reads(case.enterprise, dossier)
        yield from (f"fines:{one}" for one in kin(case.enterprise, dossier))


@handles("case.close_without_penalty", CloseWithoutPenalty, on="closed_on", reads=_reads, role="approve")
def close_without_penalty(command: CloseWithoutPenalty, dossier: Dossier, judge: Judge) -> Outcome:
    """A-11: one outcome, in ninety days (A-19); A-33: the party is taught, and a first offence is a first one."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("A-11", "case.outcome_chosen", case.outcome is None, case=command.case, outcome=case.outcome)
    yield from judge.rule("A-11", "case.no_reasons", bool(command.reasons.strip()), case=command.case)
    yield from in_time(command.case, command.closed_on, command.late_ground, case, judge)
    yield from _taught(command, case, dossier, judge)
    yield CaseClosedWithoutPenalty(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        ground=command.ground,
        reasons=command.reasons,
        education=command.education,
        late_ground=command.late_ground,
        closed_on=command.closed_on,
    )


def _taught(command: CloseWithoutPenalty, case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.ground == "not_established":
        return
    yield from judge.rule("A-33", "case.not_taught", bool(command.education.strip()), case=command.case)
    if command.ground != "first_offence":
        return
    fines = [held for one in kin(case.enterprise, dossier) if (held := dossier.get(Fines, one)) is not None]
    before = [one for held in fines for one in held.acts if one.number and one.case != command.case]
    yield from judge.rule(
        "A-33",
        "case.not_the_first",
        not before,
        case=command.case,
        other=", ".join(one.number for one in before),
    )


@handles("case.report", ReportCase, on="reported_on", reads=case_reads, world=True)
def report_case(command: ReportCase, dossier: Dossier, judge: Judge) -> Outcome:
    """A-64: within ten days of the decision, while the measure of 2015 was in force; later it only warns."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from decided(case, judge)
    on = None if case.decision is None else case.decision.decided_on
    last = None if on is None else period_in_force(judge, "A-64.reporting", on, on=on)
    if last is not None:
        yield from judge.note(
            "A-64", "case.report_due", command.reported_on <= last.day, case=command.case, last=last.day
        )
    yield CaseReported(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        superior=command.superior,
        reported_on=command.reported_on,
    )


@handles("case.designate", DesignateCase, on="designated_on", reads=case_reads, world=True)
def designate_case(command: DesignateCase, dossier: Dossier, judge: Judge) -> Outcome:
    """A-03: a designation comes from the common superior, in a document."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    said = bool(command.superior.strip() and command.document.strip())
    yield from judge.rule("A-03", "case.designation_undocumented", said, case=command.case)
    yield CaseDesignated(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        superior=command.superior,
        document=command.document,
        designated_on=command.designated_on,
    )


OUTCOME_HANDLERS = (close_without_penalty, designate_case, report_case)
