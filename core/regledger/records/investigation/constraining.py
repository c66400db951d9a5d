"""Sealing and seizing: imposed with approval first, or urgently and made good within 24 hours (行政强制法 Arts 18, 19, 24; A-58, A-59)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.clock import Instant, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.approval import Approval, Post, approval_reads, approved, by_head
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.state import Case
from regledger.records.delegation.powers import may_coerce, powers_reads
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import belongs, heir_reads
from regledger.records.investigation.constraint_facts import (
    ConstraintImposed,
    ConstraintKind,
    ConstraintMadeGood,
    OnSite,
)
from regledger.records.investigation.constraint_state import Constraint, make_good_due
from regledger.records.investigation.preservation_facts import Item
from regledger.records.investigation.recusal import not_recused
from regledger.records.investigation.releasing import constrained, constraint_reads
from regledger.records.parties import parties_stand

__all__ = ["ImposeConstraint", "MakeGoodConstraint", "impose_constraint", "make_good_constraint"]


class ImposeConstraint(Command, frozen=True, kw_only=True):
    """Seal or seize things or places."""

    constraint: Id
    enterprise: Id
    site: Id
    authority: Id
    case: Id | None = None
    kind: ConstraintKind
    items: tuple[Item, ...]
    basis: Text
    grounds: Text
    """What shows that the things do not keep to the standard, or are held unlawfully."""
    officers: tuple[Id, ...]
    on_site: OnSite
    urgent: bool = False
    approval: Approval | None = None
    """Left out only where it is urgent."""
    decision_handed_over: bool
    list_copies: int
    imposed_at: Instant


class MakeGoodConstraint(Command, frozen=True, kw_only=True):
    """Record that an urgent measure was reported to a head, and approved afterwards."""

    constraint: Id
    approver: Id
    post: Post
    reported_at: Instant
    approved_at: Instant


def _reads(command: ImposeConstraint, dossier: Dossier) -> Iterator[str]:
    yield f"constraint:{command.constraint}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    if command.case is not None:
        yield f"case:{command.case}"
        yield f"case_file:{command.case}"
        case = dossier.loaded(Case, command.case)
        yield from () if case is None else heir_reads(case.enterprise, dossier)
    yield from powers_reads(command.authority, command.officers, dossier)
    yield from officer_reads(command.officers)
    yield from approval_reads(command.approval)


@handles("constraint.impose", ImposeConstraint, on="imposed_at", reads=_reads, role="approve")
def impose_constraint(command: ImposeConstraint, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused to delegates (A-42), without approval or the forms of Art 18 (A-58), and without decision and list (A-59)."""
    free = not dossier.known(Constraint, command.constraint)
    yield from judge.rule("REF", "constraint.taken", free, constraint=command.constraint)
    yield from parties_stand(command, dossier, judge)
    yield from _of_case(command, dossier, judge)
    day = day_of(command.imposed_at, judge.zone)
    yield from qualified(command.officers, day, dossier, judge)
    yield from may_coerce(command.authority, command.officers, day, dossier, judge)
    if not command.urgent or command.approval is not None:
        yield from approved(
            "A-58",
            command.approval,
            authority=command.authority,
            before=command.imposed_at,
            dossier=dossier,
            judge=judge,
        )
    lacks = command.on_site.missing()
    yield from judge.rule(
        "A-58", "constraint.step_missing", not lacks, constraint=command.constraint, part=", ".join(lacks)
    )
    named = bool(command.items) and all(one.name.strip() and one.quantity.strip() for one in command.items)
    founded = bool(command.grounds.strip() and command.basis.strip()) and named
    yield from judge.rule("B-23", "constraint.ungrounded", founded, constraint=command.constraint)
    copies = judge.whole("A-59.copies", on=day)
    yield from judge.rule(
        "A-59",
        "constraint.not_handed_over",
        command.decision_handed_over and command.list_copies >= copies,
        constraint=command.constraint,
        copies=command.list_copies,
        asked=copies,
    )
    yield ConstraintImposed(**{name: getattr(command, name) for name in command.__struct_fields__})


def _of_case(command: ImposeConstraint, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.case is None:
        return
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    if case is not None:
        yield from judge.rule(
            "REF",
            "constraint.of_another",
            belongs(case.enterprise, command.enterprise, dossier),
            constraint=command.constraint,
            case=command.case,
            enterprise=command.enterprise,
        )
    yield from not_recused(command.case, command.officers, dossier, judge)


def _make_good_reads(command: MakeGoodConstraint, dossier: Dossier) -> Iterator[str]:
    yield from constraint_reads(command, dossier)
    yield f"officer:{command.approver}"


@handles("constraint.make_good", MakeGoodConstraint, on="approved_at", reads=_make_good_reads, role="approve")
def make_good_constraint(command: MakeGoodConstraint, dossier: Dossier, judge: Judge) -> Outcome:
    """A-58: report and approval each within 24 hours; what is late is noted, for it still has to be approved or lifted."""
    held = yield from constrained(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Constraint, command.constraint) or held
    yield from judge.rule("SEQ", "constraint.approved_already", not final.approved, constraint=command.constraint)
    yield from by_head("A-58", command.approver, command.post, held.authority, dossier, judge)
    ordered = held.imposed_at <= command.reported_at <= command.approved_at
    yield from judge.rule("SEQ", "constraint.report_out_of_order", ordered, constraint=command.constraint)
    last = make_good_due(held, judge)
    for what, at in (("reported", command.reported_at), ("approved", command.approved_at)):
        yield from judge.note(
            "A-58",
            "constraint.made_good_late",
            last is None or last.met_by(at),
            constraint=command.constraint,
            what=what,
            at=at.isoformat(),
            last=None if last is None or last.instant is None else last.instant.isoformat(),
        )
    yield ConstraintMadeGood(
        constraint=command.constraint,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        approver=command.approver,
        reported_at=command.reported_at,
        approved_at=command.approved_at,
    )
