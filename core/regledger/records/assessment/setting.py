"""What units are assessed by: a stated formula, and targets for a year (I-21, A-46, B-05)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.assessment.countable import COUNTABLE
from regledger.records.assessment.facts import Condition, Count, FormulaStated, Indicator, TargetSet, Veto, Year
from regledger.records.assessment.money import moneyless
from regledger.records.assessment.state import Formula, Target, UnitTargets
from regledger.records.presence import authorities_stand, filled, free, on_record
from regledger.records.supervision.state import DutyList

__all__ = ["SetTarget", "StateFormula", "set_target", "state_formula"]


class StateFormula(Command, frozen=True, kw_only=True):
    """State the formula by which units are assessed, or a further version of it."""

    formula: Id
    version: Count
    authority: Id
    title: Text
    document: Code
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...] = ()
    stated_on: date


class SetTarget(Command, frozen=True, kw_only=True):
    """Give a unit its targets for a year."""

    target: Id
    unit: Id
    authority: Id
    year: Year
    formula: Id
    version: Count
    duty_list: Id | None = None
    set_on: date


def _state_reads(command: StateFormula, dossier: Dossier) -> Iterator[str]:
    yield f"formula:{command.formula}"
    yield f"authority:{command.authority}"


def _assessor(command: StateFormula | SetTarget, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("formula.state", StateFormula, on="stated_on", reads=_state_reads, role="approve", concerns=_assessor)
def state_formula(command: StateFormula, dossier: Dossier, judge: Judge) -> Outcome:
    """A-46: nothing in it counts fines or confiscations; REF: it counts what can be counted; I-21: its points add up."""
    subject = f"formula:{command.formula}"
    known = dossier.latest(Formula, command.formula)
    taken = known is not None and known.version(command.version) is not None
    yield from judge.rule("REF", "formula.version_taken", not taken, formula=command.formula, version=command.version)
    of_another = known is not None and known.authority != command.authority
    yield from judge.rule("REF", "record.taken", not of_another, subject=subject)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from filled(subject, judge, title=command.title, indicators="x" if command.indicators else "")
    names = [one.indicator for one in command.indicators]
    yield from judge.rule("REF", "formula.indicator_twice", len(set(names)) == len(names), formula=command.formula)
    for one in command.indicators:
        yield from _sound(one, judge)
    vetoes = [one.veto for one in command.vetoes]
    yield from judge.rule("REF", "formula.indicator_twice", len(set(vetoes)) == len(vetoes), formula=command.formula)
    for veto in command.vetoes:
        yield from _countable(veto.fact, veto.unit_field, veto.where, judge)
    yield from _without_money(command, judge)
    total = sum(one.points for one in command.indicators)
    asked = judge.whole("I-21.points")
    yield from judge.rule("I-21", "formula.points_differ", total == asked, total=total, asked=asked)
    yield FormulaStated(
        formula=command.formula,
        version=command.version,
        authority=command.authority,
        title=command.title,
        document=command.document,
        indicators=command.indicators,
        vetoes=command.vetoes,
        stated_on=command.stated_on,
    )


def _sound(one: Indicator, judge: Judge) -> Iterator[Objection]:
    if one.by == "judged":
        return
    yield from _countable(one.fact, one.unit_field, one.where, judge)
    if one.by == "share":
        yield from _countable(one.of, one.unit_field, (), judge)
    whole = {"reach": one.target > 0, "deduct": one.each > 0}.get(one.by, True)
    yield from judge.rule("REF", "formula.indicator_incomplete", whole, indicator=one.indicator, by=one.by)


def _countable(
    name: str | None, unit_field: str | None, where: Iterable[Condition], judge: Judge
) -> Iterator[Objection]:
    """REF: the fact can be counted, and has the fields by which it is: one that it lacks would count nothing for ever."""
    body = next((one for one in COUNTABLE if one.__fact__.name == name), None)
    yield from judge.rule("REF", "formula.not_countable", body is not None, fact=name or "nothing")
    if body is None:
        return
    asked = (*(() if unit_field is None else (unit_field,)), *(one.field for one in where))
    missing = ", ".join(one for one in asked if one not in body.__struct_fields__)
    yield from judge.rule("REF", "formula.field_unknown", not missing, fact=name, fields=missing)


def _without_money(command: StateFormula, judge: Judge) -> Iterator[Objection]:
    texts: list[str | None] = [command.title]
    names: list[str | None] = []
    for one in command.indicators:
        texts += [one.indicator, one.title, *(f"{part.field} {part.value}" for part in one.where)]
        names += [one.fact, one.of]
    for veto in command.vetoes:
        texts += [veto.veto, veto.title, *(f"{part.field} {part.value}" for part in veto.where)]
        names.append(veto.fact)
    yield from moneyless(f"formula:{command.formula}", judge, texts, names)


def _target_reads(command: SetTarget, dossier: Dossier) -> Iterator[str]:
    yield f"target:{command.target}"
    yield f"formula:{command.formula}"
    yield f"unit_targets:{command.unit}"
    yield from (f"authority:{one}" for one in (command.unit, command.authority))
    if command.duty_list is not None:
        yield f"duty_list:{command.duty_list}"


@handles("target.set", SetTarget, on="set_on", reads=_target_reads, role="approve", concerns=_assessor)
def set_target(command: SetTarget, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the version of the formula is stated; SEQ: once per unit and year, before it ends; B-05: by its own duty list."""
    yield from free(Target, f"target:{command.target}", dossier, judge)
    yield from authorities_stand([command.unit, command.authority], dossier, judge)
    formula = dossier.get(Formula, command.formula)
    stated = formula is not None and formula.version(command.version) is not None
    subject = f"formula:{command.formula}"
    yield from on_record(subject, formula, judge)
    if formula is not None:
        yield from judge.rule(
            "REF", "formula.version_unknown", stated, formula=command.formula, version=command.version
        )
    unit = dossier.latest(UnitTargets, command.unit)
    other = None if unit is None else unit.of(command.unit, command.year)
    yield from judge.rule("SEQ", "target.set_already", other is None, unit=command.unit, year=command.year, other=other)
    yield from judge.rule(
        "SEQ", "target.year_over", command.set_on.year <= command.year, unit=command.unit, year=command.year
    )
    yield from judge.note(
        "B-05", "target.without_duty_list", command.duty_list is not None, unit=command.unit, year=command.year
    )
    if command.duty_list is not None:
        duties = dossier.get(DutyList, command.duty_list)
        yield from on_record(f"duty_list:{command.duty_list}", duties, judge)
        counts = duties is None or (duties.authority == command.unit and duties.valid_from <= command.set_on)
        yield from judge.rule(
            "B-05", "target.duty_list_unfit", counts, duty_list=command.duty_list, unit=command.unit, day=command.set_on
        )
    yield TargetSet(
        target=command.target,
        unit=command.unit,
        authority=command.authority,
        year=command.year,
        formula=command.formula,
        version=command.version,
        duty_list=command.duty_list,
        set_on=command.set_on,
    )
