"""Main contractor and subcontractors of a site (建设工程安全生产管理条例 Arts 24, 50; G-08).

The main contractor answers for the whole site: it builds the main structure itself, each subcontract says who does what for
safety, it reports every accident, and it is jointly liable for the part of a subcontractor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from regledger.sectors import (
    Accident,
    Authority,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Handler,
    Id,
    Instant,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    Site,
    State,
    TagKind,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_construction.profile import RECORD, WorksSite

__all__ = ["AccidentAttributed", "AccidentReportNoted", "Subcontract", "SubcontractSigned", "WorksAccident"]


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────


@fact(
    "subcontract.signed",
    1,
    tags={
        "subcontract": "subcontract",
        "contractor": "enterprise",
        "subcontractor": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="signed_on",
    asserted="mapped",
)
class SubcontractSigned(Fact, frozen=True, kw_only=True):
    """`subcontract.signed` v1: a main contractor gave a part of the works to another on a legal day (分包, 393 Art 24)."""

    subcontract: Id
    contractor: Id
    """The main contractor (总承包单位)."""
    subcontractor: Id
    site: Id
    authority: Id
    scope: Text
    main_structure: bool
    """Whether the part is of the main structure."""
    duties_written: bool
    """Whether the contract says what each has to do, and may do, for safety."""
    signed_on: date


@fact(
    "works_accident.report_noted",
    1,
    tags={"accident": "accident", "site": "site", "reported_by": "enterprise", "authority": "authority"},
    occurred="reported_at",
)
class AccidentReportNoted(Fact, frozen=True, kw_only=True):
    """`works_accident.report_noted` v1: which unit reported an accident on a construction site, at an instant (393 Art 50)."""

    accident: Id
    site: Id
    authority: Id
    reported_by: Id
    contractor: Id | None
    """The main contractor of the site on that day, by its profile."""
    reported_at: Instant


@fact(
    "works_accident.attributed",
    1,
    tags={"accident": "accident", "site": "site", "bearer": "enterprise", "authority": "authority"},
    occurred="attributed_on",
)
class AccidentAttributed(Fact, frozen=True, kw_only=True):
    """`works_accident.attributed` v1: who bears the main responsibility for an accident, and who answers with it (393 Art 24)."""

    accident: Id
    site: Id
    authority: Id
    bearer: Id
    jointly: tuple[Id, ...]
    disobeyed: Id | None
    """The subcontractor that did not obey the main contractor's safety management, where that led to the accident."""
    attributed_on: date


# ── state ────────────────────────────────────────────────────────────────────────────────────────────────


class Subcontract(State, frozen=True, kw_only=True):
    """A part of the works that was given to another."""

    subcontract: str
    contractor: str
    subcontractor: str
    site: str
    authority: str
    signed_on: date


class WorksAccident(State, frozen=True, kw_only=True):
    """Who reported an accident on a construction site, and who answers for it; read as `works_accident:<accident>`."""

    accident: str
    reported_by: tuple[str, ...] = ()
    contractor: str | None = None
    bearer: str | None = None
    jointly: tuple[str, ...] = ()


def _evolve_subcontract(state: Subcontract | None, recorded: RecordedFact) -> Subcontract | None:
    body = recorded.body
    if not isinstance(body, SubcontractSigned):
        return state
    return Subcontract(
        subcontract=body.subcontract,
        contractor=body.contractor,
        subcontractor=body.subcontractor,
        site=body.site,
        authority=body.authority,
        signed_on=body.signed_on,
    )


def _evolve_accident(state: WorksAccident | None, recorded: RecordedFact) -> WorksAccident | None:
    match recorded.body:
        case AccidentReportNoted() as body:
            before = state or WorksAccident(accident=body.accident)
            reporters = tuple(dict.fromkeys((*before.reported_by, body.reported_by)))
            return msgspec.structs.replace(before, reported_by=reporters, contractor=body.contractor)
        case AccidentAttributed() as body:
            before = state or WorksAccident(accident=body.accident)
            return msgspec.structs.replace(before, bearer=body.bearer, jointly=body.jointly)
    return state


def _steps(state: WorksAccident, judge: Judge) -> Iterator[NextStep]:
    if state.contractor is not None and state.contractor not in state.reported_by:
        yield NextStep(
            command="works_accident.note_report",
            rule="G-08",
            owner="enterprise",
            title="The main contractor reports the accident",
            title_zh="由总承包单位上报事故",
        )


SUBCONTRACT = Kind(name="subcontract", state=Subcontract, evolve=_evolve_subcontract, facts=(SubcontractSigned,))
WORKS_ACCIDENT = Kind(
    name="works_accident",
    tag="accident",
    state=WorksAccident,
    evolve=_evolve_accident,
    facts=(AccidentReportNoted, AccidentAttributed),
    steps=_steps,
)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


class RecordSubcontract(Command, frozen=True, kw_only=True):
    """Record a subcontract, as it was shown."""

    subcontract: Id
    contractor: Id
    subcontractor: Id
    site: Id
    authority: Id
    scope: Text
    main_structure: bool
    duties_written: bool
    signed_on: date


class NoteReport(Command, frozen=True, kw_only=True):
    """Record which unit reported an accident on a construction site."""

    accident: Id
    authority: Id
    reported_by: Id
    reported_at: Instant


class Attribute(Command, frozen=True, kw_only=True):
    """Say who bears the main responsibility for an accident on a construction site."""

    accident: Id
    authority: Id
    bearer: Id
    jointly: tuple[Id, ...] = ()
    disobeyed: Id | None = None
    attributed_on: date


def _subcontract_reads(command: RecordSubcontract, dossier: Dossier) -> Iterator[str]:
    yield f"subcontract:{command.subcontract}"
    yield f"enterprise:{command.contractor}"
    yield f"enterprise:{command.subcontractor}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("subcontract.sign", RecordSubcontract, on="signed_on", reads=_subcontract_reads, world=True)
def sign_subcontract(command: RecordSubcontract, dossier: Dossier, judge: Judge) -> Outcome:
    """G-08: not of the main structure, and with the safety duties of both in writing; what lacks is a finding, and noted."""
    free = not dossier.known(Subcontract, command.subcontract)
    yield from judge.rule("REF", "subcontract.taken", free, subcontract=command.subcontract)
    for one in (command.contractor, command.subcontractor):
        yield from judge.rule("REF", "enterprise.unknown", dossier.get(Enterprise, one) is not None, enterprise=one)
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from judge.note(
        "G-08", "subcontract.of_main_structure", not command.main_structure, subcontract=command.subcontract
    )
    yield from judge.note(
        "G-08", "subcontract.duties_not_written", command.duties_written, subcontract=command.subcontract
    )
    yield SubcontractSigned(**{name: getattr(command, name) for name in command.__struct_fields__})


def _accident_reads(command: NoteReport | Attribute, dossier: Dossier) -> Iterator[str]:
    yield f"accident:{command.accident}"
    yield f"works_accident:{command.accident}"
    yield f"authority:{command.authority}"
    accident = dossier.loaded(Accident, command.accident)
    if accident is not None:
        yield f"site:{accident.site}"
        yield f"{RECORD}:{accident.site}"


@handles("works_accident.note_report", NoteReport, on="reported_at", reads=_accident_reads, world=True)
def note_report(command: NoteReport, dossier: Dossier, judge: Judge) -> Outcome:
    """G-08: the main contractor reports (393 Art 50); a report of a subcontractor alone is noted, for the other is owed."""
    accident, authority = dossier.get(Accident, command.accident), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "works_accident.unknown", accident is not None, accident=command.accident)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if accident is None:
        return
    works = dossier.get(WorksSite, accident.site)
    contractor = None if works is None else works.contractor
    held = dossier.get(WorksAccident, command.accident)
    reporters = (command.reported_by, *(() if held is None else held.reported_by))
    yield from judge.note(
        "G-08",
        "works_accident.not_by_main_contractor",
        contractor is None or contractor in reporters,
        accident=command.accident,
        reporter=command.reported_by,
        contractor=contractor or "",
    )
    yield AccidentReportNoted(
        accident=command.accident,
        site=accident.site,
        authority=command.authority,
        reported_by=command.reported_by,
        contractor=contractor,
        reported_at=command.reported_at,
    )


@handles("works_accident.attribute", Attribute, on="attributed_on", reads=_accident_reads, role="approve")
def attribute(command: Attribute, dossier: Dossier, judge: Judge) -> Outcome:
    """G-08: a subcontractor that did not obey bears the main responsibility; the main contractor answers for a subcontractor's
    part with it (393 Art 24)."""
    accident, authority = dossier.get(Accident, command.accident), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "works_accident.unknown", accident is not None, accident=command.accident)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if accident is None:
        return
    yield from judge.rule(
        "G-08",
        "works_accident.disobedient_not_bearer",
        command.disobeyed in (None, command.bearer),
        accident=command.accident,
        bearer=command.bearer,
        disobeyed=command.disobeyed or "",
    )
    works = dossier.get(WorksSite, accident.site)
    contractor = None if works is None else works.contractor
    of_subcontractor = works is not None and command.bearer in works.subcontractors
    yield from judge.rule(
        "G-08",
        "works_accident.contractor_not_joint",
        not of_subcontractor or contractor is None or contractor in command.jointly,
        accident=command.accident,
        bearer=command.bearer,
        contractor=contractor or "",
    )
    yield AccidentAttributed(
        accident=command.accident,
        site=accident.site,
        authority=command.authority,
        bearer=command.bearer,
        jointly=command.jointly,
        disobeyed=command.disobeyed,
        attributed_on=command.attributed_on,
    )


# ── hooks ────────────────────────────────────────────────────────────────────────────────────────────────


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`subcontract.signed`, `works_accident.report_noted`, `works_accident.attributed`."""
    return [SubcontractSigned, AccidentReportNoted, AccidentAttributed]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A subcontract is a subject of its own."""
    return [TagKind("subcontract", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A subcontract; who reported an accident."""
    return [SUBCONTRACT, WORKS_ACCIDENT]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`subcontract.sign`, `works_accident.note_report`, `works_accident.attribute`."""
    return [sign_subcontract, note_report, attribute]
