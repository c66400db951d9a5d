"""How a major hazard source is assessed, filed with the county and reported upwards (Order 40; F-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, party_reads, site_of
from regledger_hazardous_chemicals.record import MajorHazardSource, MajorHazardSourceIdentified
from regledger_hazardous_chemicals.sources.undertaking import SourceUndertaking, role_objections

__all__ = [
    "SOURCE_FILING",
    "AssessSource",
    "FileSource",
    "ReportSourceUp",
    "SourceAssessed",
    "SourceFiled",
    "SourceFiling",
    "SourceReportedUp",
    "assess_source",
    "file_source",
    "report_source_up",
    "source_reads",
]

FILING, RENEWAL = "F-09.filing", "F-09.reassessment"
TIERS = {"city": ("F-09.city_grade", "F-09.city_months"), "province": ("F-09.province_grade", "F-09.province_months")}
"""To which level it is reported → the mildest grade that is, and the months of the period in which it is."""
SOURCE_TAGS = {"source": "major_hazard_source", **PARTY_TAGS}


@fact("major_hazard_source.assessed", 1, tags=SOURCE_TAGS, occurred="assessed_on")
class SourceAssessed(Fact, frozen=True, kw_only=True):
    """`major_hazard_source.assessed` v1: the safety assessment of a major hazard source was completed on a legal day (Order 40)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    """Which entered it."""
    assessor: Text
    assessed_on: date


@fact("major_hazard_source.filed", 1, tags=SOURCE_TAGS, occurred="filed_on")
class SourceFiled(Fact, frozen=True, kw_only=True):
    """`major_hazard_source.filed` v1: the papers of a major hazard source were filed on a legal day (Order 40)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    """With which they were filed: the county's department."""
    filed_on: date


@fact("major_hazard_source.reported_up", 1, tags={**SOURCE_TAGS, "to": "authority"}, occurred="reported_on")
class SourceReportedUp(Fact, frozen=True, kw_only=True):
    """`major_hazard_source.reported_up` v1: a filed source was reported to the level above on a legal day (Order 40)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    to: Id
    level: Literal["city", "province"]
    """Of the authority to which it went."""
    reported_on: date


class SourceFiling(State, frozen=True, kw_only=True):
    """How far a unit that was identified has been assessed, filed and reported."""

    source: str
    site: str
    is_major: bool
    grade: int | None
    identified_on: date
    assessed_on: date | None = None
    """None also where it was identified anew and is another since."""
    filed_on: date | None = None
    """The day of the filing of that assessment."""
    authority: str | None = None
    """With which it was filed."""
    city_on: date | None = None
    """When it was reported to the city."""
    province_on: date | None = None


def _evolve(state: SourceFiling | None, recorded: RecordedFact) -> SourceFiling | None:
    match recorded.body:
        case MajorHazardSourceIdentified() as body:
            same = state is not None and (state.is_major, state.grade) == (body.is_major, body.grade)
            if state is not None and same:
                return msgspec.structs.replace(state, identified_on=body.identified_on)
            return SourceFiling(
                source=body.source,
                site=body.site,
                is_major=body.is_major,
                grade=body.grade,
                identified_on=body.identified_on,
            )
        case SourceAssessed() as body if state is not None:
            return msgspec.structs.replace(
                state, assessed_on=body.assessed_on, filed_on=None, city_on=None, province_on=None
            )
        case SourceFiled() as body if state is not None:
            return msgspec.structs.replace(state, filed_on=body.filed_on, authority=body.authority)
        case SourceReportedUp() as body if state is not None:
            if body.level == "city":
                return msgspec.structs.replace(state, city_on=body.reported_on)
            return msgspec.structs.replace(state, province_on=body.reported_on)
    return state


def _steps(state: SourceFiling, judge: Judge) -> Iterator[NextStep]:
    if not state.is_major:
        return
    assess = "major_hazard_source.assess"
    if state.assessed_on is None:
        yield NextStep(command=assess, rule="F-09", owner="enterprise", since=state.identified_on)
        return
    if state.filed_on is None and binds(FILING, judge, on=state.assessed_on):
        last = judge.deadline(FILING, state.assessed_on, on=state.assessed_on)
        yield NextStep(
            command="major_hazard_source.file",
            rule="F-09",
            owner="enterprise",
            since=state.assessed_on,
            due=last.day,
            how=tuple(last.how()),
        )
    if (level := _next_level(state, judge)) is not None:
        since = _since(state, level)
        yield NextStep(
            command="major_hazard_source.report_up",
            rule="F-09",
            owner="authority",
            since=since,
            due=_period_end(level, since, judge),
        )
    if binds(RENEWAL, judge, on=state.assessed_on):
        renewal = judge.deadline(RENEWAL, state.assessed_on, on=state.assessed_on)
        yield NextStep(
            command=assess,
            rule="F-09",
            owner="enterprise",
            since=state.assessed_on,
            due=renewal.day,
            how=tuple(renewal.how()),
        )


def _next_level(state: SourceFiling, judge: Judge) -> Literal["city", "province"] | None:
    """To which level it is still to be reported."""
    if state.filed_on is None or state.grade is None:
        return None
    if state.city_on is None:
        return "city" if _reaches(state.grade, "city", judge) else None
    return "province" if state.province_on is None and _reaches(state.grade, "province", judge) else None


def _reaches(grade: int, level: str, judge: Judge) -> bool:
    mildest = TIERS[level][0]
    return binds(mildest, judge) and grade <= judge.whole(mildest)


def _since(state: SourceFiling, level: str) -> date:
    """The day on which the authority below `level` got it."""
    since = state.filed_on if level == "city" else state.city_on
    return since or state.identified_on


def _period_end(level: str, since: date, judge: Judge) -> date:
    """The last day of the quarter, half-year, … of the calendar year that `since` lies in."""
    months = judge.whole(TIERS[level][1], on=since)
    month = -(-since.month // months) * months
    following = date(since.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


SOURCE_FILING = Kind(
    name="source_filing",
    tag="major_hazard_source",
    state=SourceFiling,
    evolve=_evolve,
    facts=(MajorHazardSourceIdentified, SourceAssessed, SourceFiled, SourceReportedUp),
    steps=_steps,
)


class AssessSource(Command, frozen=True, kw_only=True):
    """Record that the safety assessment of a major hazard source was completed."""

    source: Id
    authority: Id
    assessor: Text
    assessed_on: date


class FileSource(Command, frozen=True, kw_only=True):
    """Record that a major hazard source was filed."""

    source: Id
    authority: Id
    filed_on: date


class ReportSourceUp(Command, frozen=True, kw_only=True):
    """Record that a filed source was reported to the authority above."""

    source: Id
    authority: Id
    to: Id
    level: Literal["city", "province"]
    reported_on: date


def source_reads(source: str, authority: str, dossier: Dossier) -> Iterator[str]:
    """The unit with its filing and undertaking, its site and the authority."""
    yield f"major_hazard_source:{source}"
    yield f"{SOURCE_FILING.name}:{source}"
    yield f"source_undertaking:{source}"
    unit = dossier.loaded(MajorHazardSource, source)
    if unit is not None:
        yield from party_reads(unit.site, authority, dossier)


def _reads(command: AssessSource | FileSource, dossier: Dossier) -> Iterator[str]:
    yield from source_reads(command.source, command.authority, dossier)


def _report_reads(command: ReportSourceUp, dossier: Dossier) -> Iterator[str]:
    yield from source_reads(command.source, command.authority, dossier)
    yield f"authority:{command.to}"


def _known(source: str, state: SourceFiling | None, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule(
        "REF", "major_hazard_source.none_of_that_id", state is not None and state.is_major, source=source
    )


@handles("major_hazard_source.assess", AssessSource, on="assessed_on", reads=_reads, world=True)
def assess_source(command: AssessSource, dossier: Dossier, judge: Judge) -> Outcome:
    """F-09: every three years, and when it has become another; one that comes late is noted, and recorded."""
    state = dossier.get(SourceFiling, command.source)
    yield from _known(command.source, state, judge)
    if state is None:
        return
    site = yield from site_of(state.site, command.authority, dossier, judge)
    if site is None:
        return
    before = state.assessed_on
    if before is not None and binds(RENEWAL, judge, on=before):
        last = judge.deadline(RENEWAL, before, on=before).day
        yield from judge.note(
            "F-09",
            "major_hazard_source.assessed_late",
            command.assessed_on <= last,
            source=command.source,
            before=before,
            last=last,
            assessed=command.assessed_on,
        )
    yield SourceAssessed(
        source=command.source,
        site=state.site,
        enterprise=site.enterprise,
        authority=command.authority,
        assessor=command.assessor,
        assessed_on=command.assessed_on,
    )


@handles("major_hazard_source.file", FileSource, on="filed_on", reads=_reads, world=True)
def file_source(command: FileSource, dossier: Dossier, judge: Judge) -> Outcome:
    """F-09: within 15 days of the assessment, with the county; F-11: with those named who answer for it."""
    state = dossier.get(SourceFiling, command.source)
    yield from _known(command.source, state, judge)
    if state is None:
        return
    site = yield from site_of(state.site, command.authority, dossier, judge)
    if site is None:
        return
    assessed = state.assessed_on
    yield from judge.note("F-09", "major_hazard_source.filed_unassessed", assessed is not None, source=command.source)
    if assessed is not None and binds(FILING, judge, on=assessed):
        last = judge.deadline(FILING, assessed, on=assessed).day
        yield from judge.note(
            "F-09",
            "major_hazard_source.filed_late",
            command.filed_on <= last,
            source=command.source,
            assessed=assessed,
            last=last,
            filed=command.filed_on,
        )
    authority = dossier.get(Authority, command.authority)
    level = None if authority is None else authority.level
    yield from judge.note(
        "F-09",
        "major_hazard_source.filed_elsewhere",
        level in (None, "county"),
        source=command.source,
        authority=command.authority,
        level=level,
    )
    yield from role_objections(command.source, dossier.get(SourceUndertaking, command.source), judge)
    yield SourceFiled(
        source=command.source,
        site=state.site,
        enterprise=site.enterprise,
        authority=command.authority,
        filed_on=command.filed_on,
    )


@handles("major_hazard_source.report_up", ReportSourceUp, on="reported_on", reads=_report_reads, world=True)
def report_source_up(command: ReportSourceUp, dossier: Dossier, judge: Judge) -> Outcome:
    """F-09: county to city in the quarter of the filing, city to province in the half-year; by grade."""
    state = dossier.get(SourceFiling, command.source)
    yield from _known(command.source, state, judge)
    if state is None:
        return
    site = yield from site_of(state.site, command.authority, dossier, judge)
    to = dossier.get(Authority, command.to)
    yield from judge.rule("REF", "authority.unknown", to is not None, authority=command.to)
    since = state.filed_on if command.level == "city" else state.city_on
    yield from judge.rule(
        "SEQ", "major_hazard_source.not_received", since is not None, source=command.source, level=command.level
    )
    if site is None or to is None or since is None:
        return
    yield from judge.note(
        "F-09",
        "major_hazard_source.reported_elsewhere",
        to.level in (None, command.level),
        source=command.source,
        to=command.to,
        level=command.level,
    )
    if binds(TIERS[command.level][1], judge, on=since):
        last = _period_end(command.level, since, judge)
        yield from judge.note(
            "F-09",
            "major_hazard_source.reported_late",
            command.reported_on <= last,
            source=command.source,
            level=command.level,
            received=since,
            last=last,
            reported=command.reported_on,
        )
    yield SourceReportedUp(
        source=command.source,
        site=state.site,
        enterprise=site.enterprise,
        authority=command.authority,
        to=command.to,
        level=command.level,
        reported_on=command.reported_on,
    )
