"""The facts of decisions made on the spot (当场处罚, 行政处罚法 Arts 51-53)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.case.facts import Fen, ReviewKind

__all__ = ["Handing", "Party", "SummaryDecided", "SummaryFiled", "SummaryReviewAccepted", "SummaryReviewClosed"]

Party = Literal["citizen", "unit"]
"""Who is punished: a citizen, or a legal person or other organisation."""

Handing = Literal["signed", "refusal_noted", "none"]
"""Of the paper: handed over and signed for, the refusal to sign noted on it, or not handed over (Art 52)."""

_TAGS = {"summary": "summary", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("summary.decided", 1, tags={**_TAGS, "officers": "officer"}, occurred="decided_on", mends=("officers",))
class SummaryDecided(Fact, frozen=True, kw_only=True):
    """`summary.decided` v1: officers punished on the spot on a legal day (当场行政处罚决定书, Art 52)."""

    summary: Id
    enterprise: Id
    """Who is punished; or where the citizen who is punished works."""
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    certificates_shown: bool
    party: Party
    person: Personal | None
    act: Text
    basis: Text
    sanction: Literal["warning", "fine"]
    fine_fen: Fen
    place: Text
    number: Code
    correction: Text
    remedies: Text
    review_first_told: bool
    """Whether the paper says that reconsideration comes before a suit (行政复议法 Art 23)."""
    handing: Handing
    decided_on: date


@fact("summary.filed", 1, tags=_TAGS, occurred="filed_on")
class SummaryFiled(Fact, frozen=True, kw_only=True):
    """`summary.filed` v1: the officers filed their decision with the authority on a legal day (备案, Art 52)."""

    summary: Id
    enterprise: Id
    site: Id
    authority: Id
    filed_on: date


@fact("summary.review_accepted", 1, tags=_TAGS, occurred="accepted_on")
class SummaryReviewAccepted(Fact, frozen=True, kw_only=True):
    """`summary.review_accepted` v1: reconsideration of the decision, or a suit, was accepted on a legal day."""

    summary: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: ReviewKind
    accepted_on: date


@fact("summary.review_closed", 1, tags=_TAGS, occurred="closed_on")
class SummaryReviewClosed(Fact, frozen=True, kw_only=True):
    """`summary.review_closed` v1: reconsideration of the decision, or the suit, ended on a legal day."""

    summary: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: ReviewKind
    closed_on: date
