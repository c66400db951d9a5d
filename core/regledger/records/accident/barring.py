"""Who may not be a principal any more, and who takes that office (安全生产法 Art 94, C-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id
from regledger.records.accident.grading import GRADES, graded, happened_on
from regledger.records.accident.state import Accident
from regledger.records.enterprise import Enterprise

__all__ = ["BARRED", "BARRING", "Barred"]

Ground = Literal["sentence", "dismissal"]
"""A sentence served, or a dismissal from office (撤职)."""


@fact("principal.barred", 1, tags={"barred": "person", "accident": "accident"}, occurred="barred_on")
class PrincipalBarred(Fact, frozen=True, kw_only=True):
    """`principal.barred` v1: a person may be no principal from a legal day on (安全生产法 Art 94)."""

    barred: Id
    """A surrogate id of the person."""
    accident: Id
    ground: Ground
    since: date
    """When the sentence was served in full, or the dismissal was imposed."""
    industry: Code
    lifelong: bool
    """For life in that industry: after a major or particularly major accident."""
    barred_on: date


@fact("principal.took_office", 1, tags={"barred": "person", "enterprise": "enterprise"}, occurred="since")
class PrincipalTookOffice(Fact, frozen=True, kw_only=True):
    """`principal.took_office` v1: a person became the principal of an enterprise on a legal day."""

    barred: Id
    """A surrogate id of the person."""
    enterprise: Id
    industry: Code
    since: date


class BarPrincipal(Command, frozen=True, kw_only=True):
    """Record that a principal may be none for some time, or for life."""

    barred: Id
    accident: Id
    ground: Ground
    since: date
    industry: Code
    lifelong: bool = False
    barred_on: date


class RegisterPrincipal(Command, frozen=True, kw_only=True):
    """Register who is the principal of an enterprise."""

    barred: Id
    enterprise: Id
    industry: Code
    since: date


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar."""

    accident: str
    ground: str
    since: date
    industry: str
    lifelong: bool


class Barred(State, frozen=True, kw_only=True):
    """A person who was a principal, by a surrogate id."""

    barred: str
    bars: tuple[Bar, ...] = ()


def _evolve(state: Barred | None, recorded: RecordedFact) -> Barred | None:
    match recorded.body:
        case PrincipalBarred() as body:
            one = Bar(
                accident=body.accident,
                ground=body.ground,
                since=body.since,
                industry=body.industry,
                lifelong=body.lifelong,
            )
            return Barred(barred=body.barred, bars=(*(state.bars if state else ()), one))
        case PrincipalTookOffice() as body if state is None:
            return Barred(barred=body.barred)
    return state


def _bar_reads(command: BarPrincipal, dossier: Dossier) -> Iterator[str]:
    yield from (f"accident:{command.accident}", f"barred:{command.barred}")


@handles(
    "principal.bar",
    BarPrincipal,
    on="barred_on",
    reads=_bar_reads,
    role="approve",
    concerns=lambda command, _dossier: (f"accident:{command.accident}",),
)
def bar(command: BarPrincipal, dossier: Dossier, judge: Judge) -> Outcome:
    """C-18: for life only, and always, after a major or particularly major accident."""
    accident = dossier.get(Accident, command.accident)
    yield from judge.rule("REF", "accident.unknown", accident is not None, accident=command.accident)
    if accident is None:
        return
    grave = graded(accident, judge) in GRADES[2:]
    yield from judge.rule(
        "C-18", "principal.barred_wrongly", command.lifelong == grave, person=command.barred, accident=command.accident
    )
    yield from judge.rule(
        "REF", "accident.part_missing", bool(command.industry.strip()), accident=command.accident, part="industry"
    )
    person = dossier.latest(Barred, command.barred)
    bars = () if person is None else person.bars
    once = (command.accident, command.ground) not in {(one.accident, one.ground) for one in bars}
    yield from judge.rule("SEQ", "principal.barred_already", once, person=command.barred, accident=command.accident)
    after = command.since >= happened_on(accident, judge)
    yield from judge.rule("SEQ", "principal.barred_before_accident", after, person=command.barred, since=command.since)
    begun = command.since <= command.barred_on
    yield from judge.rule("SEQ", "principal.barred_ahead", begun, person=command.barred, since=command.since)
    yield PrincipalBarred(**{name: getattr(command, name) for name in command.__struct_fields__})


def _register_reads(command: RegisterPrincipal, dossier: Dossier) -> Iterator[str]:
    yield from (f"barred:{command.barred}", f"enterprise:{command.enterprise}")


@handles("principal.register", RegisterPrincipal, on="since", reads=_register_reads, world=True)
def register_principal(command: RegisterPrincipal, dossier: Dossier, judge: Judge) -> Outcome:
    """C-18: not within five years of the sentence or dismissal, nor ever again in the industry of a major accident."""
    known = dossier.get(Enterprise, command.enterprise) is not None
    yield from judge.rule("REF", "enterprise.unknown", known, enterprise=command.enterprise)
    named = bool(command.industry.strip())
    yield from judge.rule("REF", "principal.industry_blank", named, person=command.barred)
    person = dossier.get(Barred, command.barred)
    for one in () if person is None else person.bars:
        last = judge.deadline("C-18.bar", one.since, on=command.since)
        free = not last.met_by(command.since)
        yield from judge.rule("C-18", "principal.barred", free, person=command.barred, last=last.day)
        other = not (one.lifelong and one.industry == command.industry)
        yield from judge.rule(
            "C-18", "principal.barred_for_life", other, person=command.barred, industry=command.industry
        )
    yield PrincipalTookOffice(**{name: getattr(command, name) for name in command.__struct_fields__})


BARRED = Kind(name="barred", tag="person", state=Barred, evolve=_evolve, facts=(PrincipalBarred, PrincipalTookOffice))
BARRING = (bar, register_principal)
