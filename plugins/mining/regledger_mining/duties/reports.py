"""The quarterly report on major hazards, signed, to department and mine bureau (煤矿安全生产条例 Art 35; E-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.duties.plans import quarter_end
from regledger_mining.mines import mine_at, mine_reads

__all__ = ["HAZARD_REPORTS", "HazardReportExamined", "examine_report"]

Receiver = Literal["department", "bureau"]
"""The department in charge of coal mines of the county or above; the local mine safety bureau."""


@fact(
    "hazard_report.examined",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="examined_on",
)
class HazardReportExamined(Fact, frozen=True, kw_only=True):
    """`hazard_report.examined` v1: on a legal day it was looked at whether a coal mine reported a quarter's major hazards (Art 35)."""

    site: Id
    enterprise: Id
    authority: Id
    quarter_on: date
    """The last day of the quarter."""
    reported: bool
    signed_by: Id | None
    """Surrogate id of the person in charge (负责人) who signed; not necessarily the principal."""
    received_by: tuple[Receiver, ...]
    examined_on: date


class HazardReports(State, frozen=True, kw_only=True):
    """The quarterly reports of a coal mine; read as `hazard_reports:<site>`."""

    site: str
    quarter_on: date
    whole: bool
    """Whether the report of that quarter is there, signed, with both who are to have it."""


def _whole(reported: bool, signed_by: str | None, received_by: tuple[Receiver, ...]) -> bool:
    return reported and signed_by is not None and set(received_by) == set(get_args(Receiver))


def _evolve(state: HazardReports | None, recorded: RecordedFact) -> HazardReports | None:
    match recorded.body:
        case HazardReportExamined() as body if state is None or body.quarter_on >= state.quarter_on:
            whole = _whole(body.reported, body.signed_by, body.received_by)
            return HazardReports(site=body.site, quarter_on=body.quarter_on, whole=whole)
    return state


def _steps(state: HazardReports, judge: Judge) -> Iterator[NextStep]:
    if not state.whole:
        yield NextStep(
            command="hazard_report.examine",
            rule="E-05",
            owner="enterprise",
            since=state.quarter_on,
            title="Report the quarter's major hazards, signed, to both",
            title_zh="报送季度重大事故隐患排查治理报告",
        )


HAZARD_REPORTS = Kind(
    name="hazard_reports",
    tag="site",
    state=HazardReports,
    evolve=_evolve,
    facts=(HazardReportExamined,),
    steps=_steps,
)


class ExamineReport(Command, frozen=True, kw_only=True):
    """Record whether a coal mine reported the major hazards of a quarter."""

    site: Id
    authority: Id
    quarter_on: date
    reported: bool
    signed_by: Id | None = None
    received_by: tuple[Receiver, ...] = ()
    examined_on: date


def _reads(command: ExamineReport, dossier: Dossier) -> Iterator[str]:
    yield f"hazard_reports:{command.site}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


@handles("hazard_report.examine", ExamineReport, on="examined_on", reads=_reads, world=True)
def examine_report(command: ExamineReport, dossier: Dossier, judge: Judge) -> Outcome:
    """E-05: a written report each quarter, signed by a person in charge, to both; what lacks is a finding, and noted."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    told: dict[str, str] = {"site": command.site, "quarter": command.quarter_on.isoformat()}
    ends = command.quarter_on == quarter_end(command.quarter_on)
    yield from judge.rule("REF", "hazard_report.no_quarter", ends, **told)
    over = command.quarter_on < command.examined_on
    yield from judge.rule("SEQ", "hazard_report.quarter_not_over", over, **told, day=command.examined_on)
    yield from judge.note("E-05", "hazard_report.missing", command.reported, **told)
    if command.reported:
        yield from judge.note("E-05", "hazard_report.unsigned", command.signed_by is not None, **told)
        for one in get_args(Receiver):
            there = one in command.received_by
            yield from judge.note("E-05", "hazard_report.not_received", there, **told, receiver=one)
    yield HazardReportExamined(
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        quarter_on=command.quarter_on,
        reported=command.reported,
        signed_by=command.signed_by,
        received_by=command.received_by,
        examined_on=command.examined_on,
    )
