"""Personal values under law: erased, restricted, released, disclosed (个人信息保护法 Arts 34, 44–51; X-06).

The subject is whoever's key the values lie under, as a tag. Reasons, purposes and recipients are public: they name offices,
organisations and files, never the person.
"""

from __future__ import annotations

from regledger.deciding.handlers import Handler
from regledger.records.personal.disclosing import DisclosePersonal, disclose_personal
from regledger.records.personal.erasing import ErasePersonal, erase_personal
from regledger.records.personal.facts import PersonalDisclosed, PersonalErased, PersonalReleased, PersonalRestricted
from regledger.records.personal.restricting import (
    ReleasePersonal,
    RestrictPersonal,
    release_personal,
    restrict_personal,
)
from regledger.records.personal.state import PERSON, PERSONAL, Person, PersonalData

__all__ = [
    "PERSON",
    "PERSONAL",
    "PERSONAL_HANDLERS",
    "DisclosePersonal",
    "ErasePersonal",
    "Person",
    "PersonalData",
    "PersonalDisclosed",
    "PersonalErased",
    "PersonalReleased",
    "PersonalRestricted",
    "ReleasePersonal",
    "RestrictPersonal",
]

PERSONAL_HANDLERS: tuple[Handler, ...] = (erase_personal, restrict_personal, release_personal, disclose_personal)
