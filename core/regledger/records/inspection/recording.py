"""Recording an inspection: who looked at what, with which officers, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.clock import Instant
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Personal, Tag, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.enterprise import Site
from regledger.records.hazard.facts import HazardFound, HazardRectifiedOnSpot
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import heir_reads
from regledger.records.inspection.checklist import gone_through
from regledger.records.inspection.facts import Answer, InspectionRecorded, Occasion, Signature
from regledger.records.inspection.findings import Finding, classified, removed_on_spot
from regledger.records.inspection.form import form_filled
from regledger.records.inspection.programme import programme_fits, programme_reads
from regledger.records.inspection.state import Inspection
from regledger.records.parties import parties_stand

__all__ = ["RecordInspection", "record_inspection"]


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
    """As `code/version`."""
    answers: tuple[Answer, ...] = ()
    hazards: tuple[Finding, ...] = ()
    plan: Id | None = None
    draw: Id | None = None
    operation: Id | None = None
    occasion: Occasion | None = None
    """What gave rise to it, where it follows neither plan nor draw."""
    occasion_of: Tag | None = None
    """The record that gave rise to it, such as `tipoff:T-1`."""
    beyond_cap: Text = ""
    """Why one more routine visit is made than the cap allows."""
    address: Text = ""
    representative: Personal | None = None
    post: Text = ""
    phone: Personal | None = None
    witness: Personal | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
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
    yield from programme_reads(command, dossier)


@handles("inspection.record", RecordInspection, on="inspected_on", reads=_reads, world=True)
def record_inspection(command: RecordInspection, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers (A-01) or a whole, signed record (B-25)."""
    new = not dossier.known(Inspection, command.inspection)
    yield from judge.rule("REF", "inspection.taken", new, inspection=command.inspection)
    yield from parties_stand(command, dossier, judge)
    site = dossier.get(Site, command.site)
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
    yield from form_filled(command, judge)
    yield from programme_fits(command, dossier, judge)
    yield from gone_through(command.checklist, command.answers, command.hazards, command.inspected_on, judge)
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
        answers=command.answers,
        plan=command.plan,
        draw=command.draw,
        operation=command.operation,
        occasion=command.occasion,
        occasion_of=command.occasion_of,
        beyond_cap=command.beyond_cap,
        address=command.address,
        representative=command.representative,
        post=command.post,
        phone=command.phone,
        witness=command.witness,
        started_at=command.started_at,
        ended_at=command.ended_at,
        inspected_on=command.inspected_on,
    )
    seen: set[str] = set()
    for found in command.hazards:
        fresh = not dossier.known(Hazard, found.hazard) and found.hazard not in seen
        yield from judge.rule("REF", "hazard.taken", fresh, hazard=found.hazard)
        seen.add(found.hazard)
        yield from classified(found, site, command.inspected_on, judge)
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
            measured=found.measured,
            found_on=command.inspected_on,
        )
        yield from removed_on_spot(found, command.officers, judge)
        if found.on_spot is not None:
            yield HazardRectifiedOnSpot(
                hazard=found.hazard,
                inspection=command.inspection,
                enterprise=command.enterprise,
                site=command.site,
                officers=command.officers,
                rectifier=found.on_spot.rectifier,
                evidence=found.on_spot.evidence,
                rectified_on=command.inspected_on,
            )
