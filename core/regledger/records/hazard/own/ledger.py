"""The hazard ledger of an enterprise and its statistics (B-15, I-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.enterprise import Enterprise
from regledger.records.hazard.own.facts import HazardLedgerOpened, HazardStatisticsReported, Quarter
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import SubjectSucceeded
from regledger.records.period import period_in_force

__all__ = [
    "HAZARD_LEDGER",
    "HazardLedger",
    "OpenHazardLedger",
    "ReportHazardStatistics",
    "open_hazard_ledger",
    "report_hazard_statistics",
]

QUARTERS: tuple[Quarter, ...] = (1, 2, 3, 4)
MONTHS = 3
"""Of a quarter."""


class HazardLedger(State, frozen=True, kw_only=True):
    """That an enterprise keeps a hazard ledger, and which statistics it reported."""

    enterprise: str
    opened_on: date
    reported: tuple[tuple[int, int], ...] = ()
    """Year and quarter, 0 for the whole year."""
    ended_on: date | None = None
    """The first day on which the enterprise no longer stands, where another stands in its place."""


def _evolve(state: HazardLedger | None, recorded: RecordedFact) -> HazardLedger | None:
    match recorded.body:
        case HazardLedgerOpened() as body:
            return HazardLedger(enterprise=body.enterprise, opened_on=body.opened_on)
        case HazardStatisticsReported() as body if state is not None:
            period = (body.year, body.quarter or 0)
            return msgspec.structs.replace(state, reported=(*state.reported, period))
        case SubjectSucceeded() as body if state is not None:
            subject = f"enterprise:{state.enterprise}"
            if subject in body.predecessors and subject not in body.successors:
                return msgspec.structs.replace(state, ended_on=body.effective_on)
    return state


def _last_day(year: int, quarter: int) -> date:
    """The last day of a quarter, or of the year where it is 0."""
    month = (quarter or len(QUARTERS)) * MONTHS
    return date(year, month, 30 if month in (6, 9) else 31)


def _deadline(year: int, quarter: int, judge: Judge) -> Deadline | None:
    ended = _last_day(year, quarter)
    return period_in_force(judge, "I-12.quarter" if quarter else "I-12.year", ended, on=ended)


def _steps(state: HazardLedger, judge: Judge) -> Iterator[NextStep]:
    """The statistics of the periods that ended in this year and the last one, since the ledger was opened (I-12)."""
    for year in (judge.day.year - 1, judge.day.year):
        for quarter in (*QUARTERS, 0):
            ended = _last_day(year, quarter)
            if ended >= judge.day or ended < state.opened_on or (year, quarter) in state.reported:
                continue
            # What its successor reports counts that time in.
            if state.ended_on is not None and state.ended_on <= ended:
                continue
            last = _deadline(year, quarter, judge)
            if last is not None:
                yield NextStep(
                    command="hazard_statistics.report",
                    due=last.day,
                    how=tuple(last.how()),
                    rule="I-12",
                    owner="enterprise",
                    since=ended,
                    title=f"Report the hazards of {_named(year, quarter)}",
                    title_zh="事故隐患统计分析报送",
                )


def _named(year: int, quarter: int) -> str:
    return f"{year} Q{quarter}" if quarter else f"{year}"


HAZARD_LEDGER = Kind(
    name="hazard_ledger",
    tag="enterprise",
    state=HazardLedger,
    evolve=_evolve,
    facts=(HazardLedgerOpened, HazardStatisticsReported, SubjectSucceeded),
    steps=_steps,
)


class OpenHazardLedger(Command, frozen=True, kw_only=True):
    """Record that an enterprise set up risk grading and a hazard ledger."""

    enterprise: Id
    grading: Text
    investigation: Text
    opened_on: date


class ReportHazardStatistics(Command, frozen=True, kw_only=True):
    """Record the hazard statistics of a quarter, or of a year where no quarter is given."""

    enterprise: Id
    year: int
    quarter: Quarter | None = None
    general_found: int
    general_cleared: int
    major_found: int
    major_cleared: int
    signed: bool
    reported_on: date


def _reads(command: OpenHazardLedger | ReportHazardStatistics, dossier: Dossier) -> Iterator[str]:
    yield from (f"enterprise:{command.enterprise}", f"hazard_ledger:{command.enterprise}")


@handles("hazard_ledger.open", OpenHazardLedger, on="opened_on", reads=_reads, world=True)
def open_hazard_ledger(command: OpenHazardLedger, dossier: Dossier, judge: Judge) -> Outcome:
    """B-15: with the documents of both systems, risk-graded control and the search for hazards."""
    enterprise = dossier.get(Enterprise, command.enterprise)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from stands(f"enterprise:{command.enterprise}", enterprise, judge)
    new = not dossier.known(HazardLedger, command.enterprise)
    yield from judge.rule("SEQ", "hazard_ledger.opened_already", new, enterprise=command.enterprise)
    for part in ("grading", "investigation"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("B-15", "hazard_ledger.no_system", filled, enterprise=command.enterprise, part=part)
    yield HazardLedgerOpened(
        enterprise=command.enterprise,
        grading=command.grading,
        investigation=command.investigation,
        opened_on=command.opened_on,
    )


@handles("hazard_statistics.report", ReportHazardStatistics, on="reported_on", reads=_reads, world=True)
def report_hazard_statistics(command: ReportHazardStatistics, dossier: Dossier, judge: Judge) -> Outcome:
    """I-12: of a period that has ended, signed by the principal, in time; what is late is noted."""
    ledger = dossier.get(HazardLedger, command.enterprise)
    yield from judge.rule("REF", "hazard_ledger.missing", ledger is not None, enterprise=command.enterprise)
    quarter = command.quarter or 0
    period = _named(command.year, quarter)
    sound = date.min.year <= command.year <= date.max.year
    yield from judge.rule("REF", "statistics.year_unknown", sound, year=command.year)
    latest = dossier.latest(HazardLedger, command.enterprise)
    again = latest is not None and (command.year, quarter) in latest.reported
    yield from judge.rule("SEQ", "statistics.reported_already", not again, enterprise=command.enterprise, period=period)
    for level in ("general", "major"):
        found, cleared = getattr(command, f"{level}_found"), getattr(command, f"{level}_cleared")
        yield from judge.rule(
            "REF", "statistics.do_not_add_up", 0 <= cleared <= found, level=level, found=found, cleared=cleared
        )
    if sound:
        ended = _last_day(command.year, quarter)
        yield from judge.rule("SEQ", "statistics.too_early", ended < command.reported_on, period=period, ended=ended)
        yield from judge.rule("I-12", "statistics.unsigned", command.signed, period=period)
        last = _deadline(command.year, quarter, judge)
        yield from judge.note(
            "I-12",
            "statistics.late",
            last is None or command.reported_on <= last.day,
            period=period,
            reported=command.reported_on,
            last=None if last is None else last.day,
        )
    yield HazardStatisticsReported(
        enterprise=command.enterprise,
        year=command.year,
        quarter=command.quarter,
        general_found=command.general_found,
        general_cleared=command.general_cleared,
        major_found=command.major_found,
        major_cleared=command.major_cleared,
        signed=command.signed,
        reported_on=command.reported_on,
    )
