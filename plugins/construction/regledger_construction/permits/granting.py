"""Permits applied for, issued, extended and verified (建筑法 Arts 7–10; G-01, G-03, G-04, G-05, G-19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Enterprise,
    Id,
    Judge,
    LicenceHoldings,
    Objection,
    Outcome,
    Site,
    Text,
    handles,
)

from regledger_construction.exemptions import exemption_reads, outside_regulation, small_works
from regledger_construction.permits.facts import (
    Basis,
    Condition,
    Conditional,
    Fen,
    PermitApplied,
    PermitExtended,
    PermitIssued,
    PermitVerified,
    SafetyMeasuresFiled,
)
from regledger_construction.permits.state import WorksPermit, last_start
from regledger_construction.profile import WorksSite

__all__ = ["GRANTING", "concerned", "contractor_licensed", "found_permit"]


class ApplyForPermit(Command, frozen=True, kw_only=True):
    """Record that a builder applied for a construction permit, or for approval of its start report."""

    permit: Id
    enterprise: Id
    site: Id
    authority: Id
    basis: Basis = "permit"
    measures_shown: bool
    applied_on: date


class IssuePermit(Command, frozen=True, kw_only=True):
    """Issue a construction permit, or approve a start report."""

    permit: Id
    number: Code
    contractor: Id
    conditions_met: tuple[Condition, ...]
    not_applicable: tuple[Conditional, ...] = ()
    measures_reviewed: bool
    review_fee_fen: Fen = 0
    start_on: date | None = None
    issued_on: date


class ExtendPermit(Command, frozen=True, kw_only=True):
    """Extend the time to start under a permit."""

    permit: Id
    reason: Text
    until: date
    requested_on: date
    extended_on: date


class VerifyPermit(Command, frozen=True, kw_only=True):
    """Record that the issuer verified a permit while works rest."""

    permit: Id
    verified_on: date


class FileSafetyMeasures(Command, frozen=True, kw_only=True):
    """Record that the safety measures of works by start report were filed."""

    permit: Id
    filed_on: date


def found_permit(permit: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: the permit is on record."""
    found = dossier.get(WorksPermit, permit)
    yield from judge.rule("REF", "works_permit.unknown", found is not None, permit=permit)


def concerned(command: Command, dossier: Dossier) -> Iterator[str]:
    """The permit that a command goes on with."""
    yield f"works_permit:{getattr(command, 'permit')}"  # noqa: B009 - each of these commands has one


def contractor_licensed(contractor: str, site: str, dossier: Dossier, day: date) -> bool:
    """G-19: whether a contractor holds a construction safety licence that counts on a legal day: none that is suspended."""
    held = dossier.get(LicenceHoldings, contractor)
    return held is not None and held.standing("construction", site, day) == "licensed"


def _apply_reads(command: ApplyForPermit, dossier: Dossier) -> Iterator[str]:
    yield f"works_permit:{command.permit}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"
    yield from exemption_reads(command.site)


@handles("works_permit.apply", ApplyForPermit, on="applied_on", reads=_apply_reads, world=True)
def apply_for_permit(command: ApplyForPermit, dossier: Dossier, judge: Judge) -> Outcome:
    """G-05: with the papers on safety measures; G-03, G-20: nobody is kept waiting for a permit that is not needed."""
    free = not dossier.known(WorksPermit, command.permit)
    yield from judge.rule("REF", "works_permit.taken", free, permit=command.permit)
    builder, site = dossier.get(Enterprise, command.enterprise), dossier.get(Site, command.site)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "enterprise.unknown", builder is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    works = dossier.get(WorksSite, command.site)
    outside = outside_regulation(works, judge)
    yield from judge.note(
        "G-05", "works_permit.no_measures_shown", command.measures_shown or outside, permit=command.permit
    )
    yield from judge.note(
        "G-03", "works_permit.not_needed", not small_works(works, judge), permit=command.permit, site=command.site
    )
    yield PermitApplied(**{name: getattr(command, name) for name in command.__struct_fields__})


def _permit_reads(command: VerifyPermit | ExtendPermit | FileSafetyMeasures, dossier: Dossier) -> Iterator[str]:
    yield f"works_permit:{command.permit}"


def _issue_reads(command: IssuePermit, dossier: Dossier) -> Iterator[str]:
    yield f"works_permit:{command.permit}"
    yield f"enterprise:{command.contractor}"
    yield f"licence_holdings:{command.contractor}"
    permit = dossier.loaded(WorksPermit, command.permit)
    if permit is not None:
        yield from exemption_reads(permit.site)
        yield f"site:{permit.site}"


@handles("works_permit.issue", IssuePermit, on="issued_on", reads=_issue_reads, role="approve", concerns=concerned)
def issue_permit(command: IssuePermit, dossier: Dossier, judge: Judge) -> Outcome:
    """G-01: under all conditions of Art 8; G-05: safety measures reviewed, free; G-19: to a contractor with a licence that counts."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    if permit is None:
        return
    final = dossier.latest(WorksPermit, command.permit) or permit
    yield from judge.rule("SEQ", "works_permit.issued_already", final.issued_on is None, permit=command.permit)
    contractor = dossier.get(Enterprise, command.contractor)
    yield from judge.rule("REF", "enterprise.unknown", contractor is not None, enterprise=command.contractor)
    scheduled = permit.basis == "permit" or command.start_on is not None
    yield from judge.rule("SEQ", "works_permit.not_scheduled", scheduled, permit=command.permit)
    settled = {*command.conditions_met, *command.not_applicable}
    missing = [one for one in get_args(Condition) if one not in settled]
    yield from judge.rule(
        "G-01", "works_permit.condition_missing", not missing, permit=command.permit, missing=", ".join(missing)
    )
    if permit.applied_on is not None:
        last = judge.deadline("G-01.decision", permit.applied_on)
        yield from judge.note(
            "G-01",
            "works_permit.issued_late",
            command.issued_on <= last.day,
            permit=command.permit,
            last=last.day,
        )
    yield from _reviewed(command, permit, dossier, judge)
    yield from judge.rule(
        "G-19",
        "works_permit.contractor_unlicensed",
        contractor_licensed(command.contractor, permit.site, dossier, judge.day),
        permit=command.permit,
        contractor=command.contractor,
        day=judge.day,
    )
    yield PermitIssued(
        permit=command.permit,
        enterprise=permit.enterprise,
        site=permit.site,
        authority=permit.authority,
        basis=permit.basis,
        number=command.number,
        contractor=command.contractor,
        conditions_met=command.conditions_met,
        not_applicable=command.not_applicable,
        measures_reviewed=command.measures_reviewed,
        review_fee_fen=command.review_fee_fen,
        start_on=command.start_on,
        issued_on=command.issued_on,
    )


def _reviewed(command: IssuePermit, permit: WorksPermit, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """G-05: the measures for safe works were looked at, and nothing was charged (393 Art 42); not where 393 leaves the works out."""
    if permit.basis == "start_report" or outside_regulation(dossier.get(WorksSite, permit.site), judge):
        return
    yield from judge.rule(
        "G-05", "works_permit.measures_not_reviewed", command.measures_reviewed, permit=command.permit
    )
    yield from judge.rule(
        "G-05",
        "works_permit.review_charged",
        not command.review_fee_fen,
        permit=command.permit,
        fee=command.review_fee_fen,
    )


@handles("works_permit.extend", ExtendPermit, on="extended_on", reads=_permit_reads, role="approve", concerns=concerned)
def extend_permit(command: ExtendPermit, dossier: Dossier, judge: Judge) -> Outcome:
    """G-01: asked for before the permit lapsed, not more than twice, and for three months at most each time (建筑法 Art 9)."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    last = None if permit is None else last_start(permit, judge)
    if permit is None or last is None:
        yield from judge.rule("SEQ", "works_permit.not_issued", permit is None, permit=command.permit)
        return
    final = dossier.latest(WorksPermit, command.permit) or permit
    extendable = permit.basis == "permit" and final.started_on is None
    yield from judge.rule("SEQ", "works_permit.not_extendable", extendable, permit=command.permit)
    yield from judge.rule(
        "G-01",
        "works_permit.lapsed",
        command.requested_on <= last,
        permit=command.permit,
        last=last,
        day=command.requested_on,
    )
    most = judge.whole("G-01.extensions")
    yield from judge.rule(
        "G-01", "works_permit.extended_too_often", len(final.extensions) < most, permit=command.permit, most=most
    )
    longest = judge.deadline("G-01.extension", last).day
    yield from judge.rule(
        "G-01",
        "works_permit.extended_too_long",
        last < command.until <= longest,
        permit=command.permit,
        until=command.until,
        longest=longest,
    )
    yield PermitExtended(
        permit=command.permit,
        enterprise=permit.enterprise,
        site=permit.site,
        authority=permit.authority,
        reason=command.reason,
        until=command.until,
        requested_on=command.requested_on,
        extended_on=command.extended_on,
    )


@handles("works_permit.verify", VerifyPermit, on="verified_on", reads=_permit_reads, role="review", concerns=concerned)
def verify_permit(command: VerifyPermit, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: while works rest (建筑法 Art 10)."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    if permit is None:
        return
    yield from judge.rule("SEQ", "works.not_suspended", permit.pause is not None, permit=command.permit)
    yield PermitVerified(
        permit=command.permit,
        enterprise=permit.enterprise,
        site=permit.site,
        authority=permit.authority,
        verified_on=command.verified_on,
    )


@handles("safety_measures.file", FileSafetyMeasures, on="filed_on", reads=_permit_reads, world=True, concerns=concerned)
def file_safety_measures(command: FileSafetyMeasures, dossier: Dossier, judge: Judge) -> Outcome:
    """G-05: within 15 days of the approval of the start report (393 Art 10); late is noted, for it is owed still."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    if permit is None:
        return
    approved = permit.basis == "start_report" and permit.issued_on is not None
    yield from judge.rule("SEQ", "safety_measures.no_start_report", approved, permit=command.permit)
    if permit.issued_on is not None:
        last = judge.deadline("G-05.measures_filing", permit.issued_on).day
        yield from judge.note(
            "G-05", "safety_measures.filed_late", command.filed_on <= last, permit=command.permit, last=last
        )
    yield SafetyMeasuresFiled(
        permit=command.permit, site=permit.site, authority=permit.authority, filed_on=command.filed_on
    )


GRANTING = (apply_for_permit, issue_permit, extend_permit, verify_permit, file_safety_measures)
