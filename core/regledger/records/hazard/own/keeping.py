"""Hazards of an enterprise's own finding: found, told to the staff, reported, entered, removed (B-15, B-16, I-02)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise, Site
from regledger.records.hazard.facts import Level, Plan
from regledger.records.hazard.own.facts import (
    OwnHazardEliminated,
    OwnHazardEntered,
    OwnHazardFound,
    OwnHazardReported,
    OwnHazardTold,
)
from regledger.records.hazard.own.ledger import HazardLedger
from regledger.records.hazard.own.state import OwnHazard
from regledger.records.identity.ending import stands
from regledger.records.identity.heirs import belongs, heir_reads
from regledger.records.period import period_in_force

__all__ = [
    "EliminateOwnHazard",
    "EnterOwnHazard",
    "RecordOwnHazard",
    "ReportOwnHazard",
    "TellOwnHazard",
    "eliminate_own_hazard",
    "enter_own_hazard",
    "record_own_hazard",
    "report_own_hazard",
    "tell_own_hazard",
]


class OnOwnHazard(Protocol):
    """A command on one of them."""

    @property
    def own_hazard(self) -> str:
        """Its id."""
        ...


def _own_reads(command: OnOwnHazard, dossier: Dossier) -> Iterator[str]:
    yield f"own_hazard:{command.own_hazard}"
    own = dossier.loaded(OwnHazard, command.own_hazard)
    if own is not None:
        yield f"site:{own.site}"
        if own.reported_to is not None:
            yield f"authority:{own.reported_to}"


def _found(command: OnOwnHazard, dossier: Dossier, judge: Judge) -> Generator[Objection, None, OwnHazard | None]:
    own = dossier.get(OwnHazard, command.own_hazard)
    yield from judge.rule("REF", "own_hazard.unknown", own is not None, own_hazard=command.own_hazard)
    return own


def _once(command: OnOwnHazard, field: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    latest = dossier.latest(OwnHazard, command.own_hazard)
    done: date | None = getattr(latest, field, None)
    yield from judge.rule("SEQ", "own_hazard.done_already", done is None, own_hazard=command.own_hazard, done=done)


class RecordOwnHazard(Command, frozen=True, kw_only=True):
    """Record a hazard that an enterprise found itself, as its ledger has it."""

    own_hazard: Id
    enterprise: Id
    site: Id
    level: Level
    description: Text
    measure: Text
    duty: Text
    due_on: date
    found_on: date


def _record_reads(command: RecordOwnHazard, dossier: Dossier) -> Iterator[str]:
    yield from (f"own_hazard:{command.own_hazard}", f"site:{command.site}")
    yield from (f"enterprise:{command.enterprise}", f"hazard_ledger:{command.enterprise}")
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)


@handles("own_hazard.record", RecordOwnHazard, on="found_on", reads=_record_reads, world=True)
def record_own_hazard(command: RecordOwnHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """B-15: truthfully, in a ledger that the enterprise opened, with measure and duty."""
    new = not dossier.known(OwnHazard, command.own_hazard)
    yield from judge.rule("REF", "own_hazard.taken", new, own_hazard=command.own_hazard)
    enterprise, site = dossier.get(Enterprise, command.enterprise), dossier.get(Site, command.site)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    if site is not None:
        yield from judge.rule(
            "REF",
            "site.of_another",
            belongs(site.enterprise, command.enterprise, dossier),
            site=command.site,
            enterprise=command.enterprise,
            owner=site.enterprise,
        )
    yield from stands(f"enterprise:{command.enterprise}", enterprise, judge)
    yield from stands(f"site:{command.site}", site, judge)
    kept = dossier.get(HazardLedger, command.enterprise) is not None
    yield from judge.rule("B-15", "own_hazard.no_ledger", kept, enterprise=command.enterprise)
    for part in ("description", "measure", "duty"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("B-15", "own_hazard.blank", filled, own_hazard=command.own_hazard, part=part)
    yield from judge.rule(
        "SEQ",
        "own_hazard.due_before_finding",
        command.due_on >= command.found_on,
        own_hazard=command.own_hazard,
        due=command.due_on,
        found=command.found_on,
    )
    yield OwnHazardFound(
        own_hazard=command.own_hazard,
        enterprise=command.enterprise,
        site=command.site,
        level=command.level,
        description=command.description,
        measure=command.measure,
        duty=command.duty,
        due_on=command.due_on,
        found_on=command.found_on,
    )


class TellOwnHazard(Command, frozen=True, kw_only=True):
    """Record that the staff were told of a hazard and of what is done about it."""

    own_hazard: Id
    means: Text
    told_on: date


@handles("own_hazard.tell", TellOwnHazard, on="told_on", reads=_own_reads, world=True)
def tell_own_hazard(command: TellOwnHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """B-15: the staff are told, and it is said how."""
    own = yield from _found(command, dossier, judge)
    if own is None:
        return
    filled = bool(command.means.strip())
    yield from judge.rule("B-15", "own_hazard.blank", filled, own_hazard=command.own_hazard, part="means")
    yield OwnHazardTold(
        own_hazard=command.own_hazard,
        enterprise=own.enterprise,
        site=own.site,
        means=command.means,
        told_on=command.told_on,
    )


class ReportOwnHazard(Command, frozen=True, kw_only=True):
    """Record that a major hazard was reported to the department and the workers' congress, with the plan to remove it."""

    own_hazard: Id
    authority: Id
    congress_told: bool
    plan: Plan
    reported_on: date


def _report_reads(command: ReportOwnHazard, dossier: Dossier) -> Iterator[str]:
    yield from _own_reads(command, dossier)
    yield f"authority:{command.authority}"


@handles("own_hazard.report", ReportOwnHazard, on="reported_on", reads=_report_reads, world=True)
def report_own_hazard(command: ReportOwnHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """B-15: a major hazard, to both of them; I-02: with the six elements of its plan; a late report is noted."""
    own = yield from _found(command, dossier, judge)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if own is None:
        return
    yield from _once(command, "reported_on", dossier, judge)
    yield from judge.rule("SEQ", "own_hazard.not_major", own.level == "major", own_hazard=command.own_hazard)
    yield from judge.rule("B-15", "own_hazard.congress_not_told", command.congress_told, own_hazard=command.own_hazard)
    missing = command.plan.missing()
    yield from judge.rule(
        "I-02", "order.plan_incomplete", not missing, hazard=command.own_hazard, missing=", ".join(missing)
    )
    last = period_in_force(judge, "B-15.report", own.found_on, on=own.found_on)
    yield from judge.note(
        "B-15",
        "own_hazard.reported_late",
        last is None or command.reported_on <= last.day,
        own_hazard=command.own_hazard,
        reported=command.reported_on,
        last=None if last is None else last.day,
    )
    yield OwnHazardReported(
        own_hazard=command.own_hazard,
        enterprise=own.enterprise,
        site=own.site,
        authority=command.authority,
        congress_told=command.congress_told,
        plan=command.plan,
        reported_on=command.reported_on,
    )


class EnterOwnHazard(Command, frozen=True, kw_only=True):
    """Enter a reported major hazard in the department's system."""

    own_hazard: Id
    entered_on: date


@handles("own_hazard.enter", EnterOwnHazard, on="entered_on", reads=_own_reads, world=True)
def enter_own_hazard(command: EnterOwnHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """B-15: once it was reported; what is entered late is noted."""
    own = yield from _found(command, dossier, judge)
    if own is None:
        return
    yield from _once(command, "entered_on", dossier, judge)
    yield from judge.rule(
        "SEQ", "own_hazard.not_reported_yet", own.reported_on is not None, own_hazard=command.own_hazard
    )
    if own.reported_on is None or own.reported_to is None:
        return
    last = period_in_force(judge, "B-15.enter", own.reported_on, on=own.reported_on)
    yield from judge.note(
        "B-15",
        "own_hazard.entered_late",
        last is None or command.entered_on <= last.day,
        own_hazard=command.own_hazard,
        entered=command.entered_on,
        last=None if last is None else last.day,
    )
    yield OwnHazardEntered(
        own_hazard=command.own_hazard,
        enterprise=own.enterprise,
        site=own.site,
        authority=own.reported_to,
        entered_on=command.entered_on,
    )


class EliminateOwnHazard(Command, frozen=True, kw_only=True):
    """Record that an enterprise removed a hazard of its own finding."""

    own_hazard: Id
    evidence: Text
    eliminated_on: date


@handles("own_hazard.eliminate", EliminateOwnHazard, on="eliminated_on", reads=_own_reads, world=True)
def eliminate_own_hazard(command: EliminateOwnHazard, dossier: Dossier, judge: Judge) -> Outcome:
    """B-16: by measures that are shown, in time; B-15: the staff were told and a major hazard was reported."""
    own = yield from _found(command, dossier, judge)
    if own is None:
        return
    yield from _once(command, "eliminated_on", dossier, judge)
    yield from judge.rule("B-15", "own_hazard.staff_not_told", own.told_on is not None, own_hazard=command.own_hazard)
    yield from judge.rule(
        "B-15",
        "own_hazard.not_reported",
        own.level != "major" or own.reported_on is not None,
        own_hazard=command.own_hazard,
    )
    shown = bool(command.evidence.strip())
    yield from judge.rule("B-16", "own_hazard.no_measures", shown, own_hazard=command.own_hazard)
    yield from judge.note(
        "B-16",
        "own_hazard.eliminated_late",
        command.eliminated_on <= own.due_on,
        own_hazard=command.own_hazard,
        eliminated=command.eliminated_on,
        due=own.due_on,
    )
    yield OwnHazardEliminated(
        own_hazard=command.own_hazard,
        enterprise=own.enterprise,
        site=own.site,
        evidence=command.evidence,
        eliminated_on=command.eliminated_on,
    )
