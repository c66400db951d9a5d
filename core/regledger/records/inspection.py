"""Inspections: who looked at what, with which officers, and what they found (安全生产法 Arts 65, 67, 68)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority, officer_reads, qualified
from regledger.records.enterprise import Enterprise, Site
from regledger.records.hazard.facts import HazardFound, Level
from regledger.records.hazard.state import Hazard
from regledger.records.identity.ending import stands
from regledger.records.identity.heirs import belongs, heir_reads

__all__ = ["INSPECTION", "Finding", "Inspection", "InspectionRecorded", "RecordInspection", "record_inspection"]

Signature = Literal["signed", "refused"]


@fact(
    "inspection.recorded",
    1,
    tags={
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "officers": "officer",
    },
    occurred="inspected_on",
    asserted="mapped",
    mends=("officers",),
)
class InspectionRecorded(Fact, frozen=True, kw_only=True):
    """`inspection.recorded` v1: officers inspected a site on a legal day; the record of B-25."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    """Those who inspected and signed."""
    certificates_shown: bool
    place: Text
    content: Text
    problems: Text
    handling: Text
    unit_signature: Signature
    """Whether the head of the unit signed, or refused."""
    refusal_noted: bool
    """Whether a refusal was noted and reported to the department (安全生产法 Art 68)."""
    checklist: Code | None
    """The checklist gone through, with its version, such as `hazchem-producer/1`."""
    inspected_on: date


class Inspection(State, frozen=True, kw_only=True):
    """An inspection."""

    inspection: str
    enterprise: str
    site: str
    authority: str
    officers: tuple[str, ...]
    inspected_on: date
    asserted: bool


def _evolve(state: Inspection | None, recorded: RecordedFact) -> Inspection | None:
    match recorded.body:
        case InspectionRecorded() as body:
            return Inspection(
                inspection=body.inspection,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                officers=body.officers,
                inspected_on=body.inspected_on,
                asserted=recorded.asserted,
            )
    return state


INSPECTION = Kind(name="inspection", state=Inspection, evolve=_evolve, facts=(InspectionRecorded,))


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard that the inspection found."""

    hazard: Id
    level: Level
    criterion: Code | None = None
    description: Text
    basis: Text


class RecordInspection(Command, frozen=True, kw_only=True):
    """Record an inspection and the hazards it found."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    certificates_shown: bool
    place: Text
    content: Text
    problems: Text = ""
    handling: Text = ""
    unit_signature: Signature
    refusal_noted: bool = False
    checklist: Code | None = None
    hazards: tuple[Finding, ...] = ()
    inspected_on: date


def _reads(command: RecordInspection, dossier: Dossier) -> Iterator[str]:
    yield f"inspection:{command.inspection}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    yield from officer_reads(command.officers)
    yield from (f"hazard:{found.hazard}" for found in command.hazards)


@handles("inspection.record", RecordInspection, on="inspected_on", reads=_reads, world=True)
def record_inspection(command: RecordInspection, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers (A-01) or a whole, signed record (B-25)."""
    new = not dossier.known(Inspection, command.inspection)
    yield from judge.rule("REF", "inspection.taken", new, inspection=command.inspection)
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
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"enterprise:{command.enterprise}", enterprise, judge)
    yield from stands(f"site:{command.site}", site, judge)
    yield from stands(f"authority:{command.authority}", authority, judge)
    yield from qualified(command.officers, command.inspected_on, dossier, judge)
    yield from judge.rule(
        "A-01", "inspection.certificates_not_shown", command.certificates_shown, inspection=command.inspection
    )
    for part in ("place", "content"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("B-25", "inspection.part_missing", filled, inspection=command.inspection, part=part)
    yield from judge.rule(
        "B-25",
        "inspection.unsigned",
        command.unit_signature == "signed" or command.refusal_noted,
        inspection=command.inspection,
    )
    yield InspectionRecorded(
        inspection=command.inspection,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        officers=command.officers,
        certificates_shown=command.certificates_shown,
        place=command.place,
        content=command.content,
        problems=command.problems,
        handling=command.handling,
        unit_signature=command.unit_signature,
        refusal_noted=command.refusal_noted,
        checklist=command.checklist,
        inspected_on=command.inspected_on,
    )
    seen: set[str] = set()
    for found in command.hazards:
        fresh = not dossier.known(Hazard, found.hazard) and found.hazard not in seen
        yield from judge.rule("REF", "hazard.taken", fresh, hazard=found.hazard)
        seen.add(found.hazard)
        yield from judge.rule(
            "I-01",
            "hazard.major_without_criterion",
            found.level != "major" or bool(found.criterion),
            hazard=found.hazard,
        )
        yield HazardFound(
            hazard=found.hazard,
            inspection=command.inspection,
            enterprise=command.enterprise,
            site=command.site,
            authority=command.authority,
            level=found.level,
            criterion=found.criterion,
            description=found.description,
            basis=found.basis,
            found_on=command.inspected_on,
        )
