"""Recording an inspection: who looked at what, with which officers, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.enterprise import Site
from regledger.records.hazard.facts import HazardFound
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import heir_reads
from regledger.records.inspection.checklist import gone_through
from regledger.records.inspection.facts import Answer, InspectionRecorded, Signature
from regledger.records.inspection.findings import Finding, classified
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
