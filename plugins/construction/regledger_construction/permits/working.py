"""Works begun, broken off and gone on with, and demolitions filed (建筑法 Arts 9–11, 64; 393 Art 11; G-01 to G-06, G-19, G-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Enterprise,
    Id,
    Judge,
    Objection,
    Outcome,
    Site,
    Text,
    handles,
)

from regledger_construction.exemptions import (
    exemption_reads,
    outside_regulation,
    small_works,
    watched_by_township,
)
from regledger_construction.permits.facts import (
    DemolitionFiled,
    DemolitionPaper,
    SuspensionReported,
    WorksResumed,
    WorksStarted,
    WorksSuspended,
)
from regledger_construction.permits.granting import concerned, contractor_licensed, found_permit
from regledger_construction.permits.state import SiteWorks, WorksPermit, last_start
from regledger_construction.profile import WorksSite

__all__ = ["WORKING"]


class StartWorks(Command, frozen=True, kw_only=True):
    """Record that works began, as was told or found."""

    site: Id
    permit: Id | None = None
    authority: Id
    started_on: date


class SuspendWorks(Command, frozen=True, kw_only=True):
    """Record that works under a permit were broken off."""

    permit: Id
    reason: Text
    suspended_on: date


class ReportSuspension(Command, frozen=True, kw_only=True):
    """Record that the builder reported to the issuer that works were broken off."""

    permit: Id
    reported_on: date


class ResumeWorks(Command, frozen=True, kw_only=True):
    """Record that works went on."""

    permit: Id
    reported: bool
    resumed_on: date


class FileDemolition(Command, frozen=True, kw_only=True):
    """Record that the papers of a demolition were filed."""

    site: Id
    contractor: Id
    authority: Id
    qualified: bool
    papers: tuple[DemolitionPaper, ...]
    start_on: date
    filed_on: date


def _start_reads(command: StartWorks, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"
    yield f"site_works:{command.site}"
    yield from exemption_reads(command.site)
    if command.permit is None:
        return
    yield f"works_permit:{command.permit}"
    permit = dossier.loaded(WorksPermit, command.permit)
    if permit is not None and permit.contractor is not None:
        yield f"licence_holdings:{permit.contractor}"


@handles("works.start", StartWorks, on="started_on", reads=_start_reads, world=True)
def start_works(command: StartWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-01, G-02, G-04: under a permit that did not lapse; G-05, G-06: a demolition filed in time; G-19: by a licensed contractor.

    Works that need no permit, or that Decree 393 leaves out, are somebody's of the township or the grid (G-03, G-20).
    """
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    works = dossier.get(WorksSite, command.site)
    outside, small = outside_regulation(works, judge), small_works(works, judge)
    watched = watched_by_township(dossier, command.site, judge.day)
    if outside:
        yield from judge.note("G-20", "works.left_alone", watched, site=command.site)
    elif command.permit is None:
        if small:
            yield from judge.note("G-03", "works.small_left_alone", watched, site=command.site)
        yield from judge.rule("G-02", "works.no_permit", small, site=command.site, day=command.started_on)
    if command.permit is not None:
        yield from _under_permit(command, command.permit, dossier, judge)
    if works is not None and works.works == "demolition":
        yield from _demolition_filed(command, dossier, judge)
    yield WorksStarted(
        site=command.site, permit=command.permit, authority=command.authority, started_on=command.started_on
    )


def _under_permit(command: StartWorks, name: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    yield from found_permit(name, dossier, judge)
    permit = dossier.get(WorksPermit, name)
    if permit is None:
        return
    yield from judge.rule(
        "REF", "works_permit.of_another_site", permit.site == command.site, permit=name, site=command.site
    )
    final = dossier.latest(WorksPermit, name) or permit
    yield from judge.rule("SEQ", "works.started_already", final.started_on is None, permit=name)
    last = last_start(permit, judge)
    yield from judge.rule("G-02", "works.permit_not_issued", last is not None, permit=name, site=command.site)
    if last is None:
        return
    if permit.basis == "start_report":
        yield from judge.rule(
            "G-04",
            "works.start_report_lapsed",
            command.started_on <= last,
            permit=name,
            last=last,
            day=command.started_on,
        )
    else:
        yield from judge.rule(
            "G-01", "works.permit_lapsed", command.started_on <= last, permit=name, last=last, day=command.started_on
        )
    contractor = permit.contractor or ""
    yield from judge.rule(
        "G-19",
        "works.contractor_unlicensed",
        contractor_licensed(contractor, command.site, dossier, judge.day),
        site=command.site,
        contractor=contractor,
        day=command.started_on,
    )


def _demolition_filed(command: StartWorks, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """G-05: filed 15 days before it begins; G-06: given to a contractor of the grade (393 Art 11)."""
    held = dossier.get(SiteWorks, command.site)
    filed = held.demolitions[-1] if held is not None and held.demolitions else None
    yield from judge.rule("G-05", "demolition.not_filed", filed is not None, site=command.site)
    if filed is None:
        return
    last = judge.deadline("G-05.demolition_filing", command.started_on, backward=True).day
    yield from judge.rule(
        "G-05",
        "demolition.filed_late",
        filed.filed_on <= last,
        site=command.site,
        filed=filed.filed_on,
        last=last,
        start=command.started_on,
    )
    yield from judge.rule(
        "G-06",
        "demolition.contractor_unqualified",
        filed.qualified,
        site=command.site,
        contractor=filed.contractor,
    )


def _permit_reads(command: SuspendWorks | ReportSuspension | ResumeWorks, dossier: Dossier) -> Iterator[str]:
    yield f"works_permit:{command.permit}"
    permit = dossier.loaded(WorksPermit, command.permit)
    if permit is not None:
        yield f"site:{permit.site}"


@handles("works.suspend", SuspendWorks, on="suspended_on", reads=_permit_reads, world=True, concerns=concerned)
def suspend_works(command: SuspendWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: works that began, and do not rest already."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    if permit is None:
        return
    yield from judge.rule("SEQ", "works.not_started", permit.started_on is not None, permit=command.permit)
    final = dossier.latest(WorksPermit, command.permit) or permit
    yield from judge.rule("SEQ", "works.suspended_already", final.pause is None, permit=command.permit)
    yield WorksSuspended(
        permit=command.permit,
        site=permit.site,
        authority=permit.authority,
        reason=command.reason,
        suspended_on=command.suspended_on,
    )


@handles(
    "works.report_suspension", ReportSuspension, on="reported_on", reads=_permit_reads, world=True, concerns=concerned
)
def report_suspension(command: ReportSuspension, dossier: Dossier, judge: Judge) -> Outcome:
    """G-04: within a month (建筑法 Art 10); late is noted, for it is owed still."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    pause = None if permit is None else permit.pause
    if permit is None or pause is None:
        yield from judge.rule("SEQ", "works.not_suspended", permit is None, permit=command.permit)
        return
    last = judge.deadline("G-04.report", pause.since).day
    yield from judge.note(
        "G-04",
        "works.suspension_reported_late",
        command.reported_on <= last,
        permit=command.permit,
        since=pause.since,
        last=last,
    )
    yield SuspensionReported(
        permit=command.permit, site=permit.site, authority=permit.authority, reported_on=command.reported_on
    )


@handles("works.resume", ResumeWorks, on="resumed_on", reads=_permit_reads, world=True, concerns=concerned)
def resume_works(command: ResumeWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-04: reported; and after a year of rest only with the permit verified (建筑法 Art 10)."""
    yield from found_permit(command.permit, dossier, judge)
    permit = dossier.get(WorksPermit, command.permit)
    pause = None if permit is None else permit.pause
    if permit is None or pause is None:
        yield from judge.rule("SEQ", "works.not_suspended", permit is None, permit=command.permit)
        return
    year = judge.deadline("G-04.verification", pause.since).day
    verified = pause.verified_on is not None and pause.verified_on <= command.resumed_on
    yield from judge.rule(
        "G-04",
        "works.not_verified",
        command.resumed_on <= year or verified or permit.basis == "start_report",
        permit=command.permit,
        since=pause.since,
        year=year,
    )
    yield from judge.note("G-04", "works.resumption_not_reported", command.reported, permit=command.permit)
    yield WorksResumed(
        permit=command.permit,
        site=permit.site,
        authority=permit.authority,
        reported=command.reported,
        resumed_on=command.resumed_on,
    )


def _demolition_reads(command: FileDemolition, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"
    yield f"enterprise:{command.contractor}"
    yield f"site_works:{command.site}"


@handles("demolition.file", FileDemolition, on="filed_on", reads=_demolition_reads, world=True)
def file_demolition(command: FileDemolition, dossier: Dossier, judge: Judge) -> Outcome:
    """G-05: four papers, 15 days before the planned day; what lacks is noted, and stands in the way of the start (393 Art 11)."""
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    contractor = dossier.get(Enterprise, command.contractor)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from judge.rule("REF", "enterprise.unknown", contractor is not None, enterprise=command.contractor)
    missing = [one for one in get_args(DemolitionPaper) if one not in command.papers]
    yield from judge.rule(
        "G-05", "demolition.paper_missing", not missing, site=command.site, missing=", ".join(missing)
    )
    last = judge.deadline("G-05.demolition_filing", command.start_on, backward=True).day
    yield from judge.note(
        "G-05",
        "demolition.planned_too_early",
        command.filed_on <= last,
        site=command.site,
        filed=command.filed_on,
        last=last,
        start=command.start_on,
    )
    yield from judge.note(
        "G-06",
        "demolition.given_to_unqualified",
        command.qualified,
        site=command.site,
        contractor=command.contractor,
    )
    yield DemolitionFiled(**{name: getattr(command, name) for name in command.__struct_fields__})


WORKING = (start_works, suspend_works, report_suspension, resume_works, file_demolition)
