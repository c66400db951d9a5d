"""What a supervision unit did about a hazard that it found: three steps (建设工程安全生产管理条例 Arts 14, 57; G-07).

An inspector reads them from the unit's own notices: it demanded correction; where the matter was serious it demanded that
works stop and told the builder; where the contractor refused it reported to the department.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Handler,
    Id,
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

__all__ = ["SUPERVISION_NOTICE", "NoticeRefused", "NoticeReported", "SupervisionNotice", "SupervisionNoticeRecorded"]

_TAGS = {"notice": "supervision_notice", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("supervision_notice.recorded", 1, tags=_TAGS, occurred="found_on", asserted="mapped")
class SupervisionNoticeRecorded(Fact, frozen=True, kw_only=True):
    """`supervision_notice.recorded` v1: a supervision unit found a hazard on a legal day, and what it demanded (393 Art 14)."""

    notice: Id
    enterprise: Id
    """The supervision unit (工程监理单位)."""
    site: Id
    authority: Id
    hazard: Text
    serious: bool
    correction_demanded: bool
    stop_demanded: bool
    builder_told: bool
    found_on: date


@fact("supervision_notice.refused", 1, tags=_TAGS, occurred="refused_on", asserted="mapped")
class NoticeRefused(Fact, frozen=True, kw_only=True):
    """`supervision_notice.refused` v1: the contractor refused to correct, or to stop, on a legal day (393 Art 14)."""

    notice: Id
    enterprise: Id
    site: Id
    authority: Id
    refused_on: date


@fact("supervision_notice.reported", 1, tags=_TAGS, occurred="reported_on", asserted="mapped")
class NoticeReported(Fact, frozen=True, kw_only=True):
    """`supervision_notice.reported` v1: the unit reported to the department on a legal day (393 Art 14)."""

    notice: Id
    enterprise: Id
    site: Id
    authority: Id
    reported_on: date


class SupervisionNotice(State, frozen=True, kw_only=True):
    """A hazard that a supervision unit found, and how far it went."""

    notice: str
    enterprise: str
    site: str
    authority: str
    serious: bool
    found_on: date
    refused_on: date | None = None
    reported_on: date | None = None


def _evolve(state: SupervisionNotice | None, recorded: RecordedFact) -> SupervisionNotice | None:
    match recorded.body:
        case SupervisionNoticeRecorded() as body:
            return SupervisionNotice(
                notice=body.notice,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                serious=body.serious,
                found_on=body.found_on,
            )
        case NoticeRefused() as body if state is not None:
            return msgspec.structs.replace(state, refused_on=body.refused_on)
        case NoticeReported() as body if state is not None:
            return msgspec.structs.replace(state, reported_on=body.reported_on)
    return state


def _steps(state: SupervisionNotice, judge: Judge) -> Iterator[NextStep]:
    if state.refused_on is not None and state.reported_on is None:
        yield NextStep(
            command="supervision_notice.report",
            rule="G-07",
            owner="enterprise",
            since=state.refused_on,
            title="Report the refusal to the department in time",
            title_zh="及时向有关主管部门报告",
        )


SUPERVISION_NOTICE = Kind(
    name="supervision_notice",
    state=SupervisionNotice,
    evolve=_evolve,
    facts=(SupervisionNoticeRecorded, NoticeRefused, NoticeReported),
    steps=_steps,
)


class RecordNotice(Command, frozen=True, kw_only=True):
    """Record a hazard that a supervision unit found, and what it demanded."""

    notice: Id
    enterprise: Id
    site: Id
    authority: Id
    hazard: Text
    serious: bool
    correction_demanded: bool
    stop_demanded: bool = False
    builder_told: bool = False
    found_on: date


class RecordRefusal(Command, frozen=True, kw_only=True):
    """Record that the contractor refused."""

    notice: Id
    refused_on: date


class RecordReport(Command, frozen=True, kw_only=True):
    """Record that the unit reported to the department."""

    notice: Id
    reported_on: date


def _reads(command: RecordNotice, dossier: Dossier) -> Iterator[str]:
    yield f"supervision_notice:{command.notice}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("supervision_notice.record", RecordNotice, on="found_on", reads=_reads, world=True)
def record_notice(command: RecordNotice, dossier: Dossier, judge: Judge) -> Outcome:
    """G-07: correction is demanded; where it is serious works are stopped as well, and the builder is told. What lacks is noted."""
    free = not dossier.known(SupervisionNotice, command.notice)
    yield from judge.rule("REF", "supervision_notice.taken", free, notice=command.notice)
    unit, site = dossier.get(Enterprise, command.enterprise), dossier.get(Site, command.site)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "enterprise.unknown", unit is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    demanded = command.correction_demanded or command.stop_demanded
    yield from judge.note("G-07", "supervision_notice.nothing_demanded", demanded, notice=command.notice)
    stopped = command.stop_demanded or not command.serious
    yield from judge.note("G-07", "supervision_notice.no_stop_demanded", stopped, notice=command.notice)
    told = command.builder_told or not command.serious
    yield from judge.note("G-07", "supervision_notice.builder_not_told", told, notice=command.notice)
    yield SupervisionNoticeRecorded(**{name: getattr(command, name) for name in command.__struct_fields__})


def _later_reads(command: RecordRefusal | RecordReport, dossier: Dossier) -> Iterator[str]:
    yield f"supervision_notice:{command.notice}"


@handles("supervision_notice.refuse", RecordRefusal, on="refused_on", reads=_later_reads, world=True)
def record_refusal(command: RecordRefusal, dossier: Dossier, judge: Judge) -> Outcome:
    """From then on a report to the department is owed (G-07)."""
    notice = dossier.get(SupervisionNotice, command.notice)
    yield from judge.rule("REF", "supervision_notice.unknown", notice is not None, notice=command.notice)
    if notice is not None:
        yield NoticeRefused(
            notice=command.notice,
            enterprise=notice.enterprise,
            site=notice.site,
            authority=notice.authority,
            refused_on=command.refused_on,
        )


@handles("supervision_notice.report", RecordReport, on="reported_on", reads=_later_reads, world=True)
def record_report(command: RecordReport, dossier: Dossier, judge: Judge) -> Outcome:
    """What was owed since a refusal (G-07); a unit may report without one as well."""
    notice = dossier.get(SupervisionNotice, command.notice)
    yield from judge.rule("REF", "supervision_notice.unknown", notice is not None, notice=command.notice)
    if notice is not None:
        yield NoticeReported(
            notice=command.notice,
            enterprise=notice.enterprise,
            site=notice.site,
            authority=notice.authority,
            reported_on=command.reported_on,
        )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`supervision_notice.recorded`, `.refused`, `.reported`."""
    return [SupervisionNoticeRecorded, NoticeRefused, NoticeReported]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A notice is a subject of its own."""
    return [TagKind("supervision_notice", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A hazard that a supervision unit found."""
    return [SUPERVISION_NOTICE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`supervision_notice.record`, `.refuse`, `.report`."""
    return [record_notice, record_refusal, record_report]
