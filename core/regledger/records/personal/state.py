"""What stands of a subject's personal values: erased, restricted, or neither."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.log.personal.subjects import TAGGED, subject_id
from regledger.records.personal.facts import (
    PersonalDisclosed,
    PersonalErased,
    PersonalReleased,
    PersonalRestricted,
    RestrictionGround,
)

__all__ = ["PERSON", "PERSONAL", "Person", "PersonalData", "data_of"]


class PersonalData(State, frozen=True, kw_only=True):
    """The personal values of a subject of any kind."""

    subject: str
    erased_on: date | None = None
    restricted_on: date | None = None
    """None also once released."""
    ground: RestrictionGround | None = None
    kept_until: date | None = None
    """The last day of the period for which a law has them kept."""


class Person(State, frozen=True, kw_only=True):
    """A person, of whom the log holds an id and what was done with the values that lie under it."""

    person: str
    erased_on: date | None = None
    restricted_on: date | None = None
    kept_until: date | None = None
    last_disclosed_on: date | None = None
    disclosures: int = 0


def _evolve(state: PersonalData | None, recorded: RecordedFact) -> PersonalData | None:
    match recorded.body:
        case PersonalErased(subject=subject, erased_on=day):
            return PersonalData(subject=subject, erased_on=day)
        case PersonalRestricted() as body:
            return PersonalData(
                subject=body.subject,
                erased_on=None if state is None else state.erased_on,
                restricted_on=body.restricted_on,
                ground=body.ground,
                kept_until=body.until,
            )
        case PersonalReleased(subject=subject):
            return PersonalData(subject=subject, erased_on=None if state is None else state.erased_on)
    return state


def _evolve_person(state: Person | None, recorded: RecordedFact) -> Person | None:
    body = recorded.body
    if not isinstance(body, (PersonalErased, PersonalRestricted, PersonalReleased, PersonalDisclosed)):
        return state
    before = state or Person(person=body.subject.partition(":")[2])
    match body:
        case PersonalErased(erased_on=day):
            changes = {"erased_on": day, "restricted_on": None, "kept_until": None}
        case PersonalRestricted(restricted_on=day, until=until):
            changes = {"restricted_on": day, "kept_until": until}
        case PersonalReleased():
            changes = {"restricted_on": None, "kept_until": None}
        case PersonalDisclosed(disclosed_on=day):
            return msgspec.structs.replace(before, last_disclosed_on=day, disclosures=before.disclosures + 1)
    return msgspec.structs.replace(before, **changes)


PERSONAL = Kind(
    name=TAGGED,
    state=PersonalData,
    evolve=_evolve,
    facts=(PersonalErased, PersonalRestricted, PersonalReleased),
)
"""Read by decisions. A disclosure changes nothing in it, so that two of one subject do not wait for each other."""
PERSON = Kind(
    name="person",
    state=Person,
    evolve=_evolve_person,
    facts=(PersonalErased, PersonalRestricted, PersonalReleased, PersonalDisclosed),
)


def data_of(dossier: Dossier, subject: str) -> PersonalData:
    """What stands of `subject`, whatever day an act is dated: what is erased or restricted now is so for every act."""
    return dossier.latest(PersonalData, subject_id(subject)) or PersonalData(subject=subject)
