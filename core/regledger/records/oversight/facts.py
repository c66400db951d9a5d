"""The facts of government inspection (政府督查; 政府督查工作条例; I-18)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "Clue",
    "Correction",
    "Organ",
    "OversightClueHandedOver",
    "OversightConcluded",
    "OversightDesignated",
    "OversightFedBack",
    "OversightObjected",
    "OversightOpened",
    "OversightRectified",
    "OversightReviewed",
    "OversightVerified",
]

Clue = Literal["duty", "other"]
"""A clue of a duty violation or duty crime, or of another crime (Art 23)."""
Organ = Literal["supervisory", "judicial"]
"""监察机关 or 司法机关."""

_SUBJECT = {"oversight": "oversight", "government": "authority", "subject": "authority"}


@fact(
    "oversight.designated",
    1,
    tags={"designation": "designation", "government": "authority", "authority": "authority"},
    occurred="designated_on",
)
class OversightDesignated(Fact, frozen=True, kw_only=True):
    """`oversight.designated` v1: a government let one of its departments run government inspections (Art 7)."""

    designation: Id
    government: Id
    authority: Id
    """The department."""
    content: Code
    """The matter that is to be inspected."""
    subjects: tuple[Id, ...]
    """Who may be inspected."""
    document: Code
    valid_from: date
    valid_to: date
    """The last legal day."""
    designated_on: date


@fact(
    "oversight.opened",
    1,
    tags={
        "oversight": "oversight",
        "government": "authority",
        "authority": "authority",
        "designation": "designation",
        "subjects": "authority",
    },
    occurred="opened_on",
)
class OversightOpened(Fact, frozen=True, kw_only=True):
    """`oversight.opened` v1: a government inspection began on a legal day, under a plan (Art 15)."""

    oversight: Id
    government: Id
    authority: Id
    """Who runs it: the government itself, or a department that it designated."""
    designation: Id | None
    content: Code
    plan: Text
    subjects: tuple[Id, ...]
    inspectors: tuple[Id, ...]
    opened_on: date


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one subject has to put right by a last legal day (Art 18)."""

    subject: Id
    asked: Text
    due_on: date


@fact(
    "oversight.concluded",
    1,
    tags={"oversight": "oversight", "government": "authority", "subjects": "authority"},
    occurred="concluded_on",
)
class OversightConcluded(Fact, frozen=True, kw_only=True):
    """`oversight.concluded` v1: the government concluded on a legal day what it found (督查结论, Art 16)."""

    oversight: Id
    government: Id
    subjects: tuple[Id, ...]
    conclusion: Text
    corrections: tuple[Correction, ...]
    officials: tuple[Id, ...]
    """Who took part in concluding; they take no part in a review (Art 17)."""
    concluded_on: date


@fact("oversight.fed_back", 1, tags=_SUBJECT, occurred="received_on")
class OversightFedBack(Fact, frozen=True, kw_only=True):
    """`oversight.fed_back` v1: a subject received the conclusion on a legal day (Art 16)."""

    oversight: Id
    government: Id
    subject: Id
    received_on: date


@fact("oversight.objected", 1, tags=_SUBJECT, occurred="objected_on")
class OversightObjected(Fact, frozen=True, kw_only=True):
    """`oversight.objected` v1: a subject asked for the conclusion to be reviewed (申请复核, Art 17)."""

    oversight: Id
    government: Id
    subject: Id
    grounds: Text
    objected_on: date


@fact("oversight.reviewed", 1, tags=_SUBJECT, occurred="reviewed_on")
class OversightReviewed(Fact, frozen=True, kw_only=True):
    """`oversight.reviewed` v1: the government decided on a subject's objection (复核决定, Art 17)."""

    oversight: Id
    government: Id
    subject: Id
    reviewers: tuple[Id, ...]
    result: Literal["upheld", "changed"]
    reasons: Text
    reviewed_on: date


@fact("oversight.rectified", 1, tags=_SUBJECT, occurred="rectified_on")
class OversightRectified(Fact, frozen=True, kw_only=True):
    """`oversight.rectified` v1: a subject reported that it put right what was asked (Art 18)."""

    oversight: Id
    government: Id
    subject: Id
    report: Text
    rectified_on: date


@fact("oversight.verified", 1, tags=_SUBJECT, occurred="verified_on")
class OversightVerified(Fact, frozen=True, kw_only=True):
    """`oversight.verified` v1: it was checked whether a subject put right what was asked (核查, Art 18)."""

    oversight: Id
    government: Id
    subject: Id
    result: Literal["passed", "failed"]
    findings: Text
    verified_on: date


@fact("oversight.clue_handed_over", 1, tags={"oversight": "oversight", "government": "authority"}, occurred="handed_on")
class OversightClueHandedOver(Fact, frozen=True, kw_only=True):
    """`oversight.clue_handed_over` v1: a clue of a crime or duty violation went to who investigates it (Art 23)."""

    oversight: Id
    government: Id
    clue: Clue
    organ: Organ
    recipient: Text
    handed_on: date
