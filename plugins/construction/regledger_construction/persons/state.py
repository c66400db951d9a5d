"""The record of a person: certificates, posts, training, bars and practice."""

from __future__ import annotations

from datetime import date

import msgspec
from regledger.sectors import Judge, Kind, RecordedFact, State

from regledger_construction.persons.facts import (
    FACTS,
    Class,
    PersonAssigned,
    PersonBarred,
    PersonCertified,
    PersonLeft,
    PersonTrained,
    Post,
    PracticeMeasure,
    PracticeRegistered,
    PracticeSanctioned,
)

__all__ = ["WORKS_PERSON", "Bar", "Certificate", "Sanction", "WorksPerson", "struck_off"]


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of one class; the last day belongs to it."""

    grade: Class
    valid_to: date


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a person may lead nothing; both days belong to it."""

    since: date
    until: date


class Sanction(msgspec.Struct, frozen=True, kw_only=True):
    """What was done to a professional engineer."""

    measure: PracticeMeasure
    decided_on: date
    until: date | None


class WorksPerson(State, frozen=True, kw_only=True):
    """A person with a safety duty on construction sites, by a surrogate id."""

    person: str
    certificates: tuple[Certificate, ...] = ()
    site: str | None = None
    post: Post | None = None
    trained_on: date | None = None
    bars: tuple[Bar, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    registered_on: date | None = None

    def certified(self, grade: Class, day: date) -> bool:
        """Whether a certificate of that class counts on a legal day."""
        return any(one.grade == grade and day <= one.valid_to for one in self.certificates)

    def bar_on(self, day: date) -> Bar | None:
        """The bar that runs on a legal day."""
        return next((one for one in self.bars if one.since <= day <= one.until), None)


def struck_off(person: WorksPerson, judge: Judge) -> date | str | None:
    """G-21: until when a person may not be registered or practise, on the judge's day; `life`, or None where it may."""
    running: list[date] = []
    for one in person.sanctions:
        if one.measure == "barred_for_life":
            return "life"
        last = one.until if one.measure == "suspended" else judge.deadline("G-21.revocation", one.decided_on).day
        if last is not None and judge.day <= last:
            running.append(last)
    return max(running, default=None)


def _evolve(state: WorksPerson | None, recorded: RecordedFact) -> WorksPerson | None:
    replace = msgspec.structs.replace
    body = recorded.body
    if not isinstance(body, FACTS):
        return state
    person: str = getattr(body, "staff")  # noqa: B009 - every fact of the record has one
    before = state or WorksPerson(person=person)
    match body:
        case PersonCertified():
            new = Certificate(grade=body.grade, valid_to=body.valid_to)
            return replace(before, certificates=(*before.certificates, new))
        case PersonAssigned():
            return replace(before, site=body.site, post=body.post)
        case PersonTrained():
            return replace(before, trained_on=body.trained_on if body.passed else before.trained_on)
        case PersonLeft():
            return replace(before, site=None, post=None)
        case PersonBarred():
            return replace(before, bars=(*before.bars, Bar(since=body.from_on, until=body.until)))
        case PracticeSanctioned():
            sanction = Sanction(measure=body.measure, decided_on=body.decided_on, until=body.until)
            return replace(before, sanctions=(*before.sanctions, sanction))
        case PracticeRegistered():
            return replace(before, registered_on=body.registered_on)
    return before


WORKS_PERSON = Kind(name="works_person", state=WorksPerson, evolve=_evolve, facts=FACTS)
