"""Bars on leading contractors and projects, and on practising (建设工程安全生产管理条例 Arts 58, 66; G-17, G-21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Authority, Code, Command, Dossier, Id, Judge, Objection, Outcome, Text, handles

from regledger_construction.persons.facts import (
    BarGround,
    PersonBarred,
    PracticeMeasure,
    PracticeRegistered,
    PracticeSanctioned,
)
from regledger_construction.persons.state import WorksPerson, struck_off

__all__ = ["BARS"]


class BarPerson(Command, frozen=True, kw_only=True):
    """Bar a person from leading contractors and projects."""

    staff: Id
    authority: Id
    ground: BarGround
    from_on: date
    document: Text
    decided_on: date


class SanctionPractice(Command, frozen=True, kw_only=True):
    """Stop a professional engineer from practising."""

    staff: Id
    authority: Id
    measure: PracticeMeasure
    serious: bool = False
    major_accident: bool = False
    until: date | None = None
    document: Text
    decided_on: date


class RegisterPractice(Command, frozen=True, kw_only=True):
    """Register a professional engineer."""

    staff: Id
    authority: Id
    registration: Code
    registered_on: date


def _reads(command: BarPerson | SanctionPractice | RegisterPractice, dossier: Dossier) -> Iterator[str]:
    yield f"works_person:{command.staff}"
    yield f"authority:{command.authority}"


def _concerned(command: BarPerson | SanctionPractice | RegisterPractice, dossier: Dossier) -> Iterator[str]:
    """The authority that each of them names; a person is no authority's."""
    yield f"works_person:{command.staff}"


def _known(
    command: BarPerson | SanctionPractice | RegisterPractice, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)


@handles("works_person.bar", BarPerson, on="decided_on", reads=_reads, role="approve", concerns=_concerned)
def bar_person(command: BarPerson, dossier: Dossier, judge: Judge) -> Outcome:
    """G-17: for five years from the end of the sentence or from the dismissal; a fine alone bars nobody (Art 66)."""
    yield from _known(command, dossier, judge)
    yield from judge.rule("G-17", "works_person.fine_is_no_bar", command.ground != "fined", staff=command.staff)
    begun = command.from_on <= command.decided_on
    yield from judge.rule("SEQ", "works_person.bar_ahead", begun, staff=command.staff, since=command.from_on)
    yield PersonBarred(
        staff=command.staff,
        authority=command.authority,
        ground=command.ground,
        from_on=command.from_on,
        until=judge.deadline("G-17.bar", command.from_on).day,
        document=command.document,
        decided_on=command.decided_on,
    )


@handles(
    "works_practice.sanction", SanctionPractice, on="decided_on", reads=_reads, role="approve", concerns=_concerned
)
def sanction_practice(command: SanctionPractice, dossier: Dossier, judge: Judge) -> Outcome:
    """G-21: suspended for three months to a year; revoked where it is serious; barred for life after a major accident (Art 58)."""
    yield from _known(command, dossier, judge)
    if command.measure == "suspended":
        least = judge.deadline("G-21.suspension_least", command.decided_on).day
        most = judge.deadline("G-21.suspension_most", command.decided_on).day
        yield from judge.rule(
            "G-21",
            "works_practice.suspended_off_range",
            command.until is not None and least <= command.until <= most,
            staff=command.staff,
            until=command.until or "no day",
            least=least,
            most=most,
        )
    elif command.measure == "revoked":
        yield from judge.rule("G-21", "works_practice.not_serious", command.serious, staff=command.staff)
    else:
        yield from judge.rule("G-21", "works_practice.no_major_accident", command.major_accident, staff=command.staff)
    yield PracticeSanctioned(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles(
    "works_practice.register", RegisterPractice, on="registered_on", reads=_reads, role="approve", concerns=_concerned
)
def register_practice(command: RegisterPractice, dossier: Dossier, judge: Judge) -> Outcome:
    """G-21: not within five years of a revocation, never after a bar for life (Art 58)."""
    yield from _known(command, dossier, judge)
    person = dossier.get(WorksPerson, command.staff)
    struck = None if person is None else struck_off(person, judge)
    yield from judge.rule("G-21", "works_practice.struck_off", struck is None, staff=command.staff, until=struck)
    yield PracticeRegistered(**{name: getattr(command, name) for name in command.__struct_fields__})


BARS = (bar_person, sanction_practice, register_practice)
