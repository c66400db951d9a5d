"""Whom a unit told of an accident with hazardous chemicals (F-22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from regledger.sectors import (
    Accident,
    Act,
    Command,
    Dossier,
    Fact,
    Id,
    Instant,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS

__all__ = [
    "CHEMICAL_ACCIDENT",
    "ChemicalAccident",
    "ChemicalAccidentReported",
    "ReportChemicalAccident",
    "accident_objections",
    "accident_reads",
    "report_chemical_accident",
]

Recipient = Literal["emergency", "ecology", "police", "health", "transport"]
"""应急, 生态环境, 公安, 卫生健康, 交通运输 departments."""

_NAMES = {
    "emergency": "应急管理",
    "ecology": "生态环境",
    "police": "公安",
    "health": "卫生健康",
    "transport": "交通运输",
}

ASKED_AT = frozenset({"accident.receive_report", "accident.submit_report"})
"""Where the core takes an accident in, and where its investigation ends."""


@fact("chemical_accident.reported", 1, tags={"accident": "accident", **PARTY_TAGS}, occurred="told_at")
class ChemicalAccidentReported(Fact, frozen=True, kw_only=True):
    """`chemical_accident.reported` v1: a unit told departments of an accident at an instant (危险化学品安全管理条例 Art 71)."""

    accident: Id
    site: Id
    enterprise: Id
    authority: Id
    carriage: bool
    """Whether it happened in carriage by road or water."""
    recipients: tuple[Recipient, ...]
    told_at: Instant


class ChemicalAccident(State, frozen=True, kw_only=True):
    """Whom the unit told so far."""

    accident: str
    carriage: bool
    told: tuple[str, ...]
    told_at: Instant


def _evolve(state: ChemicalAccident | None, recorded: RecordedFact) -> ChemicalAccident | None:
    match recorded.body:
        case ChemicalAccidentReported() as body:
            before = () if state is None else state.told
            return ChemicalAccident(
                accident=body.accident,
                carriage=body.carriage or (state is not None and state.carriage),
                told=tuple(dict.fromkeys((*before, *body.recipients))),
                told_at=body.told_at,
            )
    return state


def _asked(carriage: bool, judge: Judge, day: date) -> tuple[str, ...]:
    named = str(judge.law.value("F-22.recipients", on=day))
    more = str(judge.law.value("F-22.recipients_carriage", on=day)) if carriage else ""
    return tuple(f"{named} {more}".split())


def _lacking(carriage: bool, told: Iterable[str], judge: Judge) -> tuple[str, ...]:
    return tuple(one for one in _asked(carriage, judge, judge.day) if one not in set(told))


def _steps(state: ChemicalAccident, judge: Judge) -> Iterable[NextStep]:
    lacking = _lacking(state.carriage, state.told, judge)
    if lacking:
        yield NextStep(
            command=report_chemical_accident.name,
            rule="F-22",
            owner="enterprise",
            since=state.told_at,
            title=f"Tell of the accident: {', '.join(lacking)}",
            title_zh=f"向有关部门报告事故：{'、'.join(_NAMES[one] for one in lacking)}",
        )


CHEMICAL_ACCIDENT = Kind(
    name="chemical_accident",
    tag="accident",
    state=ChemicalAccident,
    evolve=_evolve,
    facts=(ChemicalAccidentReported,),
    steps=_steps,
)


class ReportChemicalAccident(Command, frozen=True, kw_only=True):
    """Record whom the unit told of an accident."""

    accident: Id
    recipients: tuple[Recipient, ...]
    carriage: bool = False
    told_at: Instant


def _reads(command: ReportChemicalAccident, dossier: Dossier) -> Iterator[str]:
    yield f"accident:{command.accident}"
    yield f"{CHEMICAL_ACCIDENT.name}:{command.accident}"
    accident = dossier.loaded(Accident, command.accident)
    if accident is not None:
        yield f"site:{accident.site}"


@handles("chemical_accident.report", ReportChemicalAccident, on="told_at", reads=_reads, world=True)
def report_chemical_accident(command: ReportChemicalAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """F-22: whom the unit has not told yet is named, and noted, for it is owed still."""
    accident = dossier.latest(Accident, command.accident)
    yield from judge.rule("REF", "accident.unknown", accident is not None, accident=command.accident)
    if accident is None:
        return
    yield from judge.rule(
        "SEQ",
        "chemical_accident.told_before",
        accident.happened_at <= command.told_at,
        accident=command.accident,
        happened=accident.happened_at.isoformat(),
        told=command.told_at.isoformat(),
    )
    held = dossier.latest(ChemicalAccident, command.accident)
    carriage = command.carriage or (held is not None and held.carriage)
    told = (*(() if held is None else held.told), *command.recipients)
    last = judge.deadline("F-22.report", accident.head_told_at or accident.happened_at)
    yield from judge.note(
        "F-22",
        "chemical_accident.told_late",
        last.met_by(command.told_at),
        accident=command.accident,
        told=command.told_at.isoformat(),
        last=last.due.isoformat(),
    )
    yield from _all_told(command.accident, carriage, told, judge)
    yield ChemicalAccidentReported(
        accident=command.accident,
        site=accident.site,
        enterprise=accident.enterprise,
        authority=accident.authority,
        carriage=carriage,
        recipients=command.recipients,
        told_at=command.told_at,
    )


def _all_told(accident: str, carriage: bool, told: Iterable[str], judge: Judge) -> Iterator[Objection]:
    lacking = _lacking(carriage, told, judge)
    yield from judge.note(
        "F-22",
        "chemical_accident.not_told",
        not lacking,
        accident=accident,
        missing=", ".join(lacking),
        asked=", ".join(_asked(carriage, judge, judge.day)),
    )


def accident_reads(act: Act) -> Iterator[str]:
    """Whom the unit told, where an accident of a site of the sector is taken in or its investigation ends."""
    if act.name in ASKED_AT:
        yield f"{CHEMICAL_ACCIDENT.name}:{act.command.accident}"


def accident_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-22 where an accident is taken in, or its investigation ends; the department that takes it in was told by that."""
    if act.name not in ASKED_AT:
        return
    held = act.dossier.get(ChemicalAccident, act.command.accident)
    told = ("emergency", *(() if held is None else held.told))
    yield from _all_told(act.command.accident, held is not None and held.carriage, told, judge)
