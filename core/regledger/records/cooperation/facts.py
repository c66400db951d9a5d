"""The facts of authorities that act together: referrals, assistance, joint operations, activity without approval."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import ANY_KIND, Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = [
    "ActivityBanned",
    "ApprovalWithdrawn",
    "AssistanceAnswered",
    "AssistanceRequested",
    "OperationClosed",
    "OperationDocumentIssued",
    "OperationItemAssigned",
    "OperationItemRecorded",
    "OperationPlanned",
    "ReferralAccepted",
    "ReferralAnswered",
    "ReferralDeclined",
    "ReferralNoted",
    "ReferralSent",
    "UnapprovedFound",
]


@fact(
    "referral.noted", 1, tags={"referral": "referral", "finder": "authority", "subject": ANY_KIND}, occurred="noted_on"
)
class ReferralNoted(Fact, frozen=True, kw_only=True):
    """`referral.noted` v1: an authority found a problem that is another's to handle (安全生产法 Art 69)."""

    referral: Id
    finder: Id
    subject: Tag
    issue: Text
    noted_on: date


_REFERRAL = {"referral": "referral", "finder": "authority", "addressee": "authority"}


@fact("referral.sent", 1, tags=_REFERRAL, occurred="sent_on")
class ReferralSent(Fact, frozen=True, kw_only=True):
    """`referral.sent` v1: the problem was transferred, with a record of it (安全生产法 Art 69)."""

    referral: Id
    finder: Id
    addressee: Id
    record: Text
    """The transfer record (记录备查)."""
    accept_by: date
    """The last legal day to accept or decline, as the letter asks; the statute says only 'in time'."""
    answer_by: date
    """The last legal day to say what was done, as the letter asks."""
    sent_on: date


@fact("referral.accepted", 1, tags=_REFERRAL, occurred="accepted_on")
class ReferralAccepted(Fact, frozen=True, kw_only=True):
    """`referral.accepted` v1: the addressee took it over."""

    referral: Id
    finder: Id
    addressee: Id
    accepted_on: date


@fact("referral.declined", 1, tags=_REFERRAL, occurred="declined_on")
class ReferralDeclined(Fact, frozen=True, kw_only=True):
    """`referral.declined` v1: the addressee sent it back, because it is not competent."""

    referral: Id
    finder: Id
    addressee: Id
    ground: Text
    declined_on: date


@fact("referral.answered", 1, tags=_REFERRAL, occurred="answered_on")
class ReferralAnswered(Fact, frozen=True, kw_only=True):
    """`referral.answered` v1: the addressee told what it did."""

    referral: Id
    finder: Id
    addressee: Id
    handling: Text
    answered_on: date


_ASSISTANCE = {"assistance": "assistance", "asking": "authority", "asked": "authority"}


@fact("assistance.requested", 1, tags=_ASSISTANCE, occurred="requested_on")
class AssistanceRequested(Fact, frozen=True, kw_only=True):
    """`assistance.requested` v1: an organ asked another for help with a penalty (行政处罚法 Art 26)."""

    assistance: Id
    asking: Id
    asked: Id
    matter: Text
    answer_by: date
    requested_on: date


@fact("assistance.answered", 1, tags=_ASSISTANCE, occurred="answered_on")
class AssistanceAnswered(Fact, frozen=True, kw_only=True):
    """`assistance.answered` v1: help was given, or refused as outside the organ's competence (行政处罚法 Art 26)."""

    assistance: Id
    asking: Id
    asked: Id
    given: bool
    within_competence: bool
    answer: Text
    answered_on: date


@fact(
    "operation.planned",
    1,
    tags={"operation": "operation", "lead": "authority", "participants": "authority"},
    occurred="planned_on",
)
class OperationPlanned(Fact, frozen=True, kw_only=True):
    """`operation.planned` v1: several organs enforce together by one plan (联合执法; 安全生产法 Art 69)."""

    operation: Id
    lead: Id
    participants: tuple[Id, ...]
    """All organs, the lead among them."""
    plan: Code
    scope: Text
    first_day: date
    last_day: date
    planned_on: date


@fact(
    "operation.item_recorded",
    1,
    tags={"operation": "operation", "subject": ANY_KIND, "owner": "authority"},
    occurred="found_on",
)
class OperationItemRecorded(Fact, frozen=True, kw_only=True):
    """`operation.item_recorded` v1: a problem was found; it has one organ that handles it, or none yet."""

    operation: Id
    item: Id
    subject: Tag
    problem: Text
    owner: Id | None
    found_on: date


@fact("operation.item_assigned", 1, tags={"operation": "operation", "owner": "authority"}, occurred="assigned_on")
class OperationItemAssigned(Fact, frozen=True, kw_only=True):
    """`operation.item_assigned` v1: the lead said which organ handles the problem."""

    operation: Id
    item: Id
    owner: Id
    assigned_on: date


@fact(
    "operation.document_issued",
    1,
    tags={"operation": "operation", "authority": "authority", "document": ANY_KIND},
    occurred="issued_on",
)
class OperationDocumentIssued(Fact, frozen=True, kw_only=True):
    """`operation.document_issued` v1: an organ issued a document of its own on a problem of the operation."""

    operation: Id
    item: Id
    authority: Id
    document: Tag
    """The record that it stands for: an order, a measure, a case."""
    fine_fen: int
    """0 where it fines nobody."""
    issued_on: date


@fact("operation.closed", 1, tags={"operation": "operation"}, occurred="closed_on")
class OperationClosed(Fact, frozen=True, kw_only=True):
    """`operation.closed` v1: every problem has an organ that handles it, and the operation is over."""

    operation: Id
    summary: Text
    closed_on: date


_UNAPPROVED = {"unapproved": "unapproved", "authority": "authority"}


@fact("unapproved.found", 1, tags={**_UNAPPROVED, "subject": ANY_KIND, "licence": "licence"}, occurred="found_on")
class UnapprovedFound(Fact, frozen=True, kw_only=True):
    """`unapproved.found` v1: the approving department found, or was told of, activity without approval, or of an approved unit that lost its conditions (安全生产法 Art 63)."""

    unapproved: Id
    authority: Id
    subject: Tag
    ground: Literal["no_approval", "conditions_lost"]
    licence: Id | None
    """The approval whose conditions are gone."""
    activity: Text
    found_on: date


@fact("unapproved.banned", 1, tags=_UNAPPROVED, occurred="banned_on")
class ActivityBanned(Fact, frozen=True, kw_only=True):
    """`unapproved.banned` v1: the activity without approval was banned (取缔) and dealt with by law."""

    unapproved: Id
    authority: Id
    handling: Text
    banned_on: date


@fact("unapproved.approval_withdrawn", 1, tags={**_UNAPPROVED, "licence": "licence"}, occurred="withdrawn_on")
class ApprovalWithdrawn(Fact, frozen=True, kw_only=True):
    """`unapproved.approval_withdrawn` v1: the department withdrew the approval of a unit that lost its conditions (撤销原批准)."""

    unapproved: Id
    authority: Id
    licence: Id
    decision: Code
    withdrawn_on: date
