"""What a coal mine produced, as its books showed an inspector, against what it may produce (E-02, TRAP-12)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from regledger.sectors import (
    Act,
    Code,
    ColumnKind,
    Command,
    CorrectFact,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Objection,
    Outcome,
    ReadModel,
    RecordedFact,
    Row,
    Site,
    State,
    Text,
    corrected_body,
    fact,
    handles,
    hookimpl,
)

from regledger_mining.capacity import met, share
from regledger_mining.profile import COAL, RECORD, MiningSite

__all__ = ["MineOutputRecorded", "MineOutputs", "RecordMineOutput", "SiteOutputs"]

PERIOD = re.compile(r"([12][0-9]{3})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
QUARTER = 3


@fact("mine_output.recorded", 1, tags={"enterprise": "enterprise", "site": "site"}, occurred="seen_on")
class MineOutputRecorded(Fact, frozen=True, kw_only=True):
    """`mine_output.recorded` v1: an officer was shown what a mine produced in a period (煤矿安全生产条例(2024) Art 31).

    `seen_on` is the legal day on which the books were shown; what the period is judged by is the law of its last day.
    """

    site: Id
    enterprise: Id
    period: Code
    """A year (`2026`), a quarter (`2026-Q1`) or a month (`2026-02`)."""
    tonnes: Decimal
    """Raw coal, in tonnes."""
    source: Text
    """The book or report that showed it."""
    seen_on: date


class RecordMineOutput(Command, frozen=True, kw_only=True):
    """Record what a mine produced in a period, as its books show it."""

    site: Id
    enterprise: Id
    period: Code
    tonnes: Decimal
    source: Text
    seen_on: date


class SiteOutputs(State, frozen=True, kw_only=True):
    """What a mine produced, by period, as it was last shown."""

    outputs: tuple[tuple[str, Decimal], ...]
    """(period, tonnes), in the order of the periods."""


def _evolve(state: SiteOutputs | None, recorded: RecordedFact) -> SiteOutputs | None:
    match recorded.body:
        case MineOutputRecorded(period=period, tonnes=tonnes):
            held = dict(state.outputs if state else ())
            return SiteOutputs(outputs=tuple(sorted({**held, period: tonnes}.items())))
    return state


SITE_OUTPUTS = Kind(name="mine_outputs", tag="site", state=SiteOutputs, evolve=_evolve, facts=(MineOutputRecorded,))


def _reads(command: RecordMineOutput, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"{RECORD}:{command.site}"


@handles("mine_output.record", RecordMineOutput, on="seen_on", reads=_reads, world=True)
def record_mine_output(command: RecordMineOutput, dossier: Dossier, judge: Judge) -> Outcome:
    """Warned where it is above what the mine may produce (E-02): books are as they are, and are recorded."""
    site = dossier.get(Site, command.site)
    known = site is not None and site.enterprise == command.enterprise
    yield from judge.rule("REF", "mine_output.site_unknown", known, site=command.site, enterprise=command.enterprise)
    last = _last_day(command.period)
    yield from judge.rule("REF", "mine_output.period_wrong", last is not None, period=command.period)
    yield from judge.rule(
        "REF", "mine_output.tonnes_wrong", command.tonnes >= 0, tonnes=str(command.tonnes), period=command.period
    )
    profile = dossier.get(MiningSite, command.site)
    shown = MineOutputRecorded(
        site=command.site,
        enterprise=command.enterprise,
        period=command.period,
        tonnes=command.tonnes,
        source=command.source,
        seen_on=command.seen_on,
    )
    yield from _within_capacity(shown, profile, judge)
    yield shown


def _within_capacity(shown: MineOutputRecorded, profile: MiningSite | None, judge: Judge) -> Iterator[Objection]:
    """E-02: by the criteria of the period's last day, which is that of what was seen (E-01)."""
    last = _last_day(shown.period)
    if last is None or (profile is not None and profile.kind not in COAL):
        return
    capacity = None if profile is None else profile.approved_tonnes_year
    percent = share(shown.tonnes, capacity)
    yield from judge.note(
        "E-02",
        "mine_output.capacity_unknown",
        percent is not None,
        site=shown.site,
        tonnes=str(shown.tonnes),
        period=shown.period,
    )
    if profile is None or percent is None:
        return
    underground = Decimal(profile.kind == "coal_underground")
    figures = {f"{_length(shown.period)}_output_percent": percent, "underground": underground}
    above = met(figures.get, last, judge)
    yield from judge.note(
        "E-02",
        "mine_output.over_capacity",
        not above,
        site=shown.site,
        tonnes=str(shown.tonnes),
        period=shown.period,
        criterion=next(iter(above), ""),
        found=next(iter(above.values()), ""),
    )


def _last_day(period: str) -> date | None:
    """The last legal day of a period; None for what is none."""
    found = PERIOD.fullmatch(period)
    if found is None:
        return None
    year, quarter, month = found.groups()
    last = int(quarter) * QUARTER if quarter else int(month or 12)
    return date(int(year), last, monthrange(int(year), last)[1])


def _length(period: str) -> str:
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`mine_output.recorded`."""
    return [MineOutputRecorded]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """What a mine produced."""
    return [SITE_OUTPUTS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`mine_output.record`."""
    return [record_mine_output]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The profile of a mine whose output is corrected."""
    body = corrected_body(act.command, act.dossier) if isinstance(act.command, CorrectFact) else None
    if isinstance(body, MineOutputRecorded):
        yield f"{RECORD}:{body.site}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-02 where `fact.correct` puts another output in the place of one."""
    body = corrected_body(act.command, act.dossier) if isinstance(act.command, CorrectFact) else None
    if isinstance(body, MineOutputRecorded):
        yield from _within_capacity(body, act.dossier.get(MiningSite, body.site), judge)


class MineOutputs(ReadModel):
    """One row a mine and period: tonnes as decimal text, as they were last shown."""

    name: ClassVar[str] = "mine_outputs"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("mine_output.recorded",)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "output": "text",
        "site": "text",
        "enterprise": "text",
        "period": "text",
        "tonnes": "text",
        "source": "text",
        "seen_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The mine and the period, where that makes a key."""
        body = fact.body
        key = f"{body.site}_{body.period}" if isinstance(body, MineOutputRecorded) else ""
        return [key] if KEY.fullmatch(key) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last that was shown and stands."""
        bodies = [one.body for one in facts if isinstance(one.body, MineOutputRecorded)]
        last = next((one for one in reversed(bodies) if f"{one.site}_{one.period}" == key), None)
        if last is None:
            return None
        return {
            "output": key,
            "site": last.site,
            "enterprise": last.enterprise,
            "period": last.period,
            "tonnes": f"{last.tonnes:f}",
            "source": last.source,
            "seen_on": last.seen_on.isoformat(),
        }


KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`mine_outputs`: what mines produced."""
    return [MineOutputs()]
