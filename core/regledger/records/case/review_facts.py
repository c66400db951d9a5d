"""The facts of reconsideration of a decision, of the suit against it, and of the decision made again."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import Fen, Sanction

__all__ = [
    "REVIEW_FACTS",
    "CaseRemade",
    "Flaw",
    "Procedure",
    "ReconsiderationAccepted",
    "ReconsiderationAnswered",
    "ReconsiderationApplied",
    "ReconsiderationDecided",
    "ReconsiderationExtended",
    "ReconsiderationForwarded",
    "ReconsiderationRejected",
    "ReconsiderationServed",
    "ReviewResult",
    "SuitAccepted",
    "SuitAnswered",
    "SuitEnded",
    "SuitFiled",
    "SuitNotified",
]

Procedure = Literal["ordinary", "simple"]
"""普通程序 or 简易程序 (行政复议法 Arts 48-55)."""

ReviewResult = Literal["upheld", "changed", "revoked", "revoked_in_part", "illegal", "void", "ended"]
"""维持 (or the application, the suit dismissed), 变更, 撤销, 部分撤销, 确认违法, 确认无效; ended without a ruling: withdrawn, mediated."""

Flaw = Literal["", "facts", "basis", "procedure", "excess", "inappropriate"]
"""Why a decision did not stand: facts unclear, basis wrong, procedure, powers exceeded or abused, content inappropriate."""

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("reconsideration.applied", 1, tags=_TAGS, occurred="applied_on")
class ReconsiderationApplied(Fact, frozen=True, kw_only=True):
    """`reconsideration.applied` v1: the party asked for reconsideration on a legal day (行政复议法 Art 20)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    organ: Text
    """The government that reconsiders."""
    delay_ground: Text
    """What kept the party from asking in time; empty where nothing did."""
    applied_on: date


@fact("reconsideration.accepted", 1, tags=_TAGS, occurred="accepted_on")
class ReconsiderationAccepted(Fact, frozen=True, kw_only=True):
    """`reconsideration.accepted` v1: the organ took the application on a legal day, or it counts as taken (Art 30)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    procedure: Procedure
    agreed: bool
    """Whether the parties agreed to the simple procedure."""
    accepted_on: date


@fact("reconsideration.rejected", 1, tags=_TAGS, occurred="rejected_on")
class ReconsiderationRejected(Fact, frozen=True, kw_only=True):
    """`reconsideration.rejected` v1: the organ did not take the application, on a legal day (不予受理, Art 30)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    rejected_on: date


@fact("reconsideration.forwarded", 1, tags=_TAGS, occurred="received_on")
class ReconsiderationForwarded(Fact, frozen=True, kw_only=True):
    """`reconsideration.forwarded` v1: the copy of the application reached the authority on a legal day (Arts 48, 54)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    received_on: date


@fact("reconsideration.answered", 1, tags=_TAGS, occurred="answered_on")
class ReconsiderationAnswered(Fact, frozen=True, kw_only=True):
    """`reconsideration.answered` v1: the authority answered with evidence and basis on a legal day (Arts 48, 54, 70)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    evidence: Text
    """What was handed in as evidence."""
    basis: Text
    answered_on: date


@fact("reconsideration.extended", 1, tags=_TAGS, occurred="extended_on")
class ReconsiderationExtended(Fact, frozen=True, kw_only=True):
    """`reconsideration.extended` v1: the period to decide was extended on a legal day (Art 62)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    until: date
    """The last day to decide."""
    approver: Text
    """The head of the office that reconsiders."""
    extended_on: date


@fact("reconsideration.decided", 1, tags=_TAGS, occurred="decided_on")
class ReconsiderationDecided(Fact, frozen=True, kw_only=True):
    """`reconsideration.decided` v1: the organ ruled on the penalty, or the matter ended, on a legal day (Arts 62-68)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    result: ReviewResult
    flaw: Flaw
    fine_fen: Fen
    """The fine that stands afterwards."""
    opposed: bool
    """Whether a third party asked for the opposite (Art 63)."""
    remake: bool
    """Whether the authority was ordered to decide again."""
    decided_on: date


@fact("reconsideration.served", 1, tags=_TAGS, occurred="served_on")
class ReconsiderationServed(Fact, frozen=True, kw_only=True):
    """`reconsideration.served` v1: the party received the ruling on a legal day; it takes effect (Art 75)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    served_on: date


@fact("suit.filed", 1, tags=_TAGS, occurred="filed_on")
class SuitFiled(Fact, frozen=True, kw_only=True):
    """`suit.filed` v1: the party sued on a legal day (行政诉讼法 Arts 45, 46)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    court: Text
    delay_ground: Text
    """What kept the party from suing in time (Art 48); empty where nothing did."""
    filed_on: date


@fact("suit.accepted", 1, tags=_TAGS, occurred="accepted_on")
class SuitAccepted(Fact, frozen=True, kw_only=True):
    """`suit.accepted` v1: the court took the suit on a legal day (立案, Art 51)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    accepted_on: date


@fact("suit.notified", 1, tags=_TAGS, occurred="received_on")
class SuitNotified(Fact, frozen=True, kw_only=True):
    """`suit.notified` v1: the copy of the complaint reached the authority on a legal day (Art 67)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    received_on: date


@fact("suit.answered", 1, tags=_TAGS, occurred="submitted_on")
class SuitAnswered(Fact, frozen=True, kw_only=True):
    """`suit.answered` v1: the authority handed in evidence and norms on a legal day (Arts 34, 67)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    evidence: Text
    """What was handed in as evidence."""
    norms: Text
    """The norms on which the decision stands."""
    submitted_on: date


@fact("suit.ended", 1, tags=_TAGS, occurred="ended_on")
class SuitEnded(Fact, frozen=True, kw_only=True):
    """`suit.ended` v1: the judgment took effect, or the suit ended without one, on a legal day (Arts 69-78)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    result: ReviewResult
    flaw: Flaw
    fine_fen: Fen
    """The fine that stands afterwards."""
    remake: bool
    """Whether the authority was ordered to decide again."""
    ended_on: date


@fact("case.remade", 1, tags=_TAGS, occurred="remade_on")
class CaseRemade(Fact, frozen=True, kw_only=True):
    """`case.remade` v1: after a revocation the authority decided again on a legal day (行政复议法 Art 64, 行政诉讼法 Art 71)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    fine_fen: Fen
    sanctions: tuple[Sanction, ...]
    new_ground: Text
    """Which facts or reasons are new; empty where they are the same."""
    reasons: Text
    basis: Text
    remedies: Text
    """Which remedies there are, and within which time."""
    remade_on: date


REVIEW_FACTS = (
    CaseRemade,
    ReconsiderationApplied,
    ReconsiderationAccepted,
    ReconsiderationRejected,
    ReconsiderationForwarded,
    ReconsiderationAnswered,
    ReconsiderationExtended,
    ReconsiderationDecided,
    ReconsiderationServed,
    SuitFiled,
    SuitAccepted,
    SuitNotified,
    SuitAnswered,
    SuitEnded,
)
"""Every fact about what was undertaken against a decision."""
