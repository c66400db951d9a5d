"""What changes a decision's sum or its enforcement after it was made: deferral, agreement, reconsideration, suit, court.

These facts are told by the rooms `enforcement` and `review`; what they leave of the debt belongs to the case.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypedDict

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import Fen, ReviewKind
from regledger.records.case.review_facts import (
    CaseRemade,
    ReconsiderationApplied,
    ReconsiderationDecided,
    SuitEnded,
    SuitFiled,
)

if TYPE_CHECKING:
    from regledger.records.case.state import Case

__all__ = [
    "CASE_TAGS",
    "RELIEF_FACTS",
    "AgreementBroken",
    "AgreementMade",
    "DailyFine",
    "DailyImposed",
    "DailyPaid",
    "DailyServed",
    "Deferral",
    "DeferralGranted",
    "EndGround",
    "EnforcementApplied",
    "EnforcementEnded",
    "EnforcementFinished",
    "Instalment",
    "Relief",
    "Whose",
    "relieved",
    "whose",
]

CASE_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}

EndGround = Literal["no_estate", "organisation_ended", "object_lost", "annulled", "other", "never_found"]
"""Why execution ended: the five of 行政强制法 Art 40; `never_found` is that of Art 39(2), after three years."""


class Instalment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a sum, with its last day."""

    due_on: date
    amount_fen: Fen


@fact("deferral.granted", 1, tags=CASE_TAGS, occurred="granted_on")
class DeferralGranted(Fact, frozen=True, kw_only=True):
    """`deferral.granted` v1: the authority let the party pay later or in parts (暂缓或者分期缴纳, 行政处罚法 Art 66)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    until: date
    """The last legal day of the deferral, or of the last part."""
    instalments: tuple[Instalment, ...]
    ground: Text
    granted_on: date


@fact("agreement.made", 1, tags=CASE_TAGS, occurred="made_on")
class AgreementMade(Fact, frozen=True, kw_only=True):
    """`agreement.made` v1: authority and party agreed how the decision is performed (执行协议, 行政强制法 Art 42)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    stages: tuple[Instalment, ...]
    waived_fen: Fen
    """How much of the surcharge is waived; never of the fine."""
    remedied: Text
    """Which remedial measures the party took."""
    made_on: date


@fact("agreement.broken", 1, tags=CASE_TAGS, occurred="broken_on")
class AgreementBroken(Fact, frozen=True, kw_only=True):
    """`agreement.broken` v1: the party did not keep the agreement, so enforcement goes on and the waiver falls (Art 42)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    found: Text
    broken_on: date


@fact("enforcement.applied", 1, tags=CASE_TAGS, occurred="applied_on")
class EnforcementApplied(Fact, frozen=True, kw_only=True):
    """`enforcement.applied` v1: the authority asked the court to enforce the decision (申请强制执行, 行政强制法 Arts 53–55)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    court: Text
    head: Text
    """Who signed for the authority."""
    amount_fen: Fen
    materials: tuple[Code, ...]
    applied_on: date


@fact("enforcement.finished", 1, tags=CASE_TAGS, occurred="finished_on")
class EnforcementFinished(Fact, frozen=True, kw_only=True):
    """`enforcement.finished` v1: the court told that it carried the decision out (执行完毕)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    recovered_fen: Fen
    document: Code
    finished_on: date


@fact("enforcement.ended", 1, tags=CASE_TAGS, occurred="ended_on")
class EnforcementEnded(Fact, frozen=True, kw_only=True):
    """`enforcement.ended` v1: execution ended without result (终结执行, 不再执行; 行政强制法 Arts 39, 40)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    ground: EndGround
    reasons: Text
    ended_on: date


@fact("daily.imposed", 1, tags={**CASE_TAGS, "order": "order"}, occurred="decided_on")
class DailyImposed(Fact, frozen=True, kw_only=True):
    """`daily.imposed` v1: who refused to correct after an order and a fine is fined by the day (按日连续处罚, 安全生产法 Art 112)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    order: Id | None
    """The order to correct, where it is on record."""
    ordered_on: date
    refused_on: date
    """The last day that is counted: when the refusal was found."""
    days: int
    fine_fen: Fen
    number: Code
    reasons: Text
    decided_on: date


@fact("daily.served", 1, tags=CASE_TAGS, occurred="served_on")
class DailyServed(Fact, frozen=True, kw_only=True):
    """`daily.served` v1: the party received a fine by the day."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    served_on: date


@fact("daily.paid", 1, tags=CASE_TAGS, occurred="paid_on")
class DailyPaid(Fact, frozen=True, kw_only=True):
    """`daily.paid` v1: the party paid a fine by the day, or part of it, at the bank or electronically (行政处罚法 Art 67)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    amount_fen: Fen
    receipt: Code
    paid_on: date


RELIEF_FACTS = (
    DeferralGranted,
    AgreementMade,
    AgreementBroken,
    ReconsiderationApplied,
    ReconsiderationDecided,
    CaseRemade,
    SuitFiled,
    SuitEnded,
    EnforcementApplied,
    EnforcementFinished,
    EnforcementEnded,
    DailyImposed,
    DailyServed,
    DailyPaid,
)


class Deferral(msgspec.Struct, frozen=True, kw_only=True):
    """A period in which the party may pay later; both days belong to it."""

    granted_on: date
    until: date
    instalments: tuple[Instalment, ...] = ()


class DailyFine(msgspec.Struct, frozen=True, kw_only=True):
    """One fine by the day."""

    number: str
    fine_fen: int
    ordered_on: date
    last_on: date
    """The last day that was counted."""
    decided_on: date
    served_on: date | None = None
    paid_fen: int = 0
    receipts: tuple[str, ...] = ()


class Relief(msgspec.Struct, frozen=True, kw_only=True):
    """What stands of a decision's debt and of its enforcement."""

    deferrals: tuple[Deferral, ...] = ()
    waived_fen: int = 0
    """Of the surcharge."""
    fine_fen: int | None = None
    """As reconsideration or a court changed it; 0 where the decision fell; None where it stands as it was made."""
    changed_on: date | None = None
    annulled_on: date | None = None
    """When it was revoked or found void."""
    asked_on: tuple[tuple[ReviewKind, date], ...] = ()
    """When the party asked for reconsideration, or sued."""
    applied_on: date | None = None
    """When the authority went to the court."""
    ended_on: date | None = None
    """When execution was finished, or ended otherwise."""

    daily: tuple[DailyFine, ...] = ()

    @property
    def daily_left_fen(self) -> int:
        """What is unpaid of all fines by the day."""
        return sum(one.fine_fen - one.paid_fen for one in self.daily)

    def asked(self, kind: str) -> date | None:
        """When the party last asked for a review of that kind."""
        return next((on for of, on in reversed(self.asked_on) if of == kind), None)


class Whose(TypedDict):
    """Whose case it is: what each of its facts is tagged with."""

    case: str
    enterprise: str
    site: str
    authority: str


def whose(case: Case) -> Whose:
    """The ids that every fact about `case` carries."""
    return Whose(case=case.case, enterprise=case.enterprise, site=case.site, authority=case.authority)


def relieved(state: Case, body: object) -> Case:
    """The case after one more of `RELIEF_FACTS`; unchanged by any other."""
    replace, relief = msgspec.structs.replace, state.relief
    match body:
        case DeferralGranted():
            one = Deferral(granted_on=body.granted_on, until=body.until, instalments=body.instalments)
            relief = replace(relief, deferrals=(*relief.deferrals, one))
        case AgreementMade():
            relief = replace(relief, waived_fen=body.waived_fen)
        case AgreementBroken():
            relief = replace(relief, waived_fen=0)
        case ReconsiderationApplied():
            relief = replace(relief, asked_on=(*relief.asked_on, ("reconsideration", body.applied_on)))
        case SuitFiled():
            relief = replace(relief, asked_on=(*relief.asked_on, ("suit", body.filed_on)))
        case ReconsiderationDecided():
            relief = _changed(relief, body, body.decided_on)
        case SuitEnded():
            relief = _changed(relief, body, body.ended_on)
        case EnforcementApplied():
            relief = replace(relief, applied_on=body.applied_on)
        case EnforcementFinished():
            relief = replace(relief, ended_on=body.finished_on)
        case EnforcementEnded():
            relief = replace(relief, ended_on=body.ended_on)
        case DailyImposed() | DailyServed() | DailyPaid():
            relief = replace(relief, daily=_by_day(relief.daily, body))
        case CaseRemade() if state.decision is not None:
            anew = replace(
                state.decision,
                number=body.number,
                fine_fen=body.fine_fen,
                decided_on=body.remade_on,
                basis=body.basis,
            )
            return replace(state, decision=anew, served_on=None, mode=None, relief=Relief())
    return replace(state, relief=relief)


def _by_day(daily: tuple[DailyFine, ...], body: DailyImposed | DailyServed | DailyPaid) -> tuple[DailyFine, ...]:
    if isinstance(body, DailyImposed):
        new = DailyFine(
            number=body.number,
            fine_fen=body.fine_fen,
            ordered_on=body.ordered_on,
            last_on=body.refused_on,
            decided_on=body.decided_on,
        )
        return (*daily, new)
    replace = msgspec.structs.replace
    found = next((one for one in daily if one.number == body.number), None)
    if found is None:
        return daily
    if isinstance(body, DailyServed):
        after = replace(found, served_on=body.served_on)
    else:
        receipts = (*found.receipts, body.receipt)
        after = replace(found, paid_fen=found.paid_fen + body.amount_fen, receipts=receipts)
    return tuple(after if one is found else one for one in daily)


def _changed(relief: Relief, body: ReconsiderationDecided | SuitEnded, on: date) -> Relief:
    if body.result in ("revoked", "void"):
        return msgspec.structs.replace(relief, fine_fen=0, changed_on=on, annulled_on=on)
    if body.result in ("changed", "revoked_in_part"):
        return msgspec.structs.replace(relief, fine_fen=body.fine_fen, changed_on=on)
    return relief
