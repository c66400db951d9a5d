"""The fact of an inspection, and the answers to its checklist."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = ["Answer", "InspectionRecorded", "Signature"]

Signature = Literal["signed", "refused"]


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found of one question of a checklist."""

    item: Code
    """The code of the question."""
    answer: Literal["yes", "no", "not_applicable"]
    note: Text = ""


@fact(
    "inspection.recorded",
    1,
    tags={
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "officers": "officer",
    },
    occurred="inspected_on",
    asserted="mapped",
    mends=("officers",),
)
class InspectionRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`inspection.recorded` v1: officers inspected a site on a legal day; the record of B-25."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    """Those who inspected and signed."""
    certificates_shown: bool
    place: Text
    content: Text
    problems: Text
    handling: Text
    unit_signature: Signature
    """Whether the head of the unit signed, or refused."""
    refusal_noted: bool
    """Whether a refusal was noted and reported to the department (安全生产法 Art 68)."""
    checklist: Code | None
    """The checklist gone through, with its version, such as `hazchem-producer/1`."""
    answers: tuple[Answer, ...] = ()
    """To its questions; since 0.3.0, and left out where there are none, as entries of before have none."""
    inspected_on: date
