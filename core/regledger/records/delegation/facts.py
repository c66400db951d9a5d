"""The facts of delegated enforcement (委托执法) and of powers transferred to townships (赋权)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "DelegatedActDone",
    "DelegatedKind",
    "DelegationEnded",
    "DelegationPublished",
    "DelegationRenewed",
    "DelegationSigned",
    "Fen",
    "TownshipActDone",
    "TransferDecided",
    "TransferEnded",
    "TransferEvaluated",
]

DelegatedKind = Literal[
    "inspect", "warn", "fine", "order", "other_penalty", "seize", "seal", "detain", "other_coercive"
]
"""What is done under a letter. The last four are coercive measures (行政强制法 Art 9)."""

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""A sum in fen."""

_LETTER = {"delegation": "delegation", "delegator": "authority", "delegate": "authority"}


@fact("delegation.signed", 1, tags=_LETTER, occurred="signed_on")
class DelegationSigned(Fact, frozen=True, kw_only=True):
    """`delegation.signed` v1: a letter of delegation (委托书) was signed, with its first and last day (行政处罚法 Art 20)."""

    delegation: Id
    delegator: Id
    """The organ that delegates, in whose name the other acts."""
    delegate: Id
    """The organisation to which it delegates."""
    basis: Text
    """The law, regulation or rule that allows it, with its article."""
    matters: tuple[Code, ...]
    """What it is about, as codes of the delegator's power list."""
    powers: tuple[DelegatedKind, ...]
    """What may be done."""
    fine_limit_fen: int
    """The highest fine that may be given under it; 0 where none may."""
    valid_from: date
    valid_to: date
    """The last legal day of the letter."""
    signed_on: date


@fact("delegation.published", 1, tags={**_LETTER, "by": "authority"}, occurred="published_on")
class DelegationPublished(Fact, frozen=True, kw_only=True):
    """`delegation.published` v1: one of the two published the letter (行政处罚法 Art 20); both have to."""

    delegation: Id
    delegator: Id
    delegate: Id
    by: Id
    place: Text
    published_on: date


@fact("delegation.renewed", 1, tags=_LETTER, occurred="renewed_on")
class DelegationRenewed(Fact, frozen=True, kw_only=True):
    """`delegation.renewed` v1: the letter runs on to a later last day."""

    delegation: Id
    delegator: Id
    delegate: Id
    valid_to: date
    renewed_on: date


@fact("delegation.ended", 1, tags=_LETTER, occurred="ended_on")
class DelegationEnded(Fact, frozen=True, kw_only=True):
    """`delegation.ended` v1: the letter was withdrawn; it no longer counts on that day."""

    delegation: Id
    delegator: Id
    delegate: Id
    reason: Text
    ended_on: date


@fact(
    "delegation.act_done",
    1,
    tags={**_LETTER, "officers": "officer", "case": "case"},
    occurred="done_on",
    mends=("officers",),
)
class DelegatedActDone(Fact, frozen=True, kw_only=True):
    """`delegation.act_done` v1: the delegate acted under the letter, in the name of an authority (行政处罚法 Art 20)."""

    delegation: Id
    delegator: Id
    delegate: Id
    matter: Code
    power: DelegatedKind
    fine_fen: int
    in_name_of: Id
    officers: tuple[Id, ...]
    case: Id | None
    done_on: date


_TRANSFER = {"empowerment": "empowerment", "province": "authority", "department": "authority", "township": "authority"}


@fact("empowerment.decided", 1, tags=_TRANSFER, occurred="decided_on")
class TransferDecided(Fact, frozen=True, kw_only=True):
    """`empowerment.decided` v1: the province handed penalty powers of a county department to a township (行政处罚法 Art 24)."""

    empowerment: Id
    province: Id
    department: Id
    """The county department whose powers they were."""
    township: Id
    """The township or sub-district that has them now, in its own name."""
    number: Code
    """Of the decision."""
    matters: tuple[Code, ...]
    published_on: date
    evaluate_by: date
    """The last day for the next evaluation, as the decision has it."""
    valid_from: date
    decided_on: date


@fact("empowerment.evaluated", 1, tags=_TRANSFER, occurred="evaluated_on")
class TransferEvaluated(Fact, frozen=True, kw_only=True):
    """`empowerment.evaluated` v1: whether the township can carry the powers was looked at again (行政处罚法 Art 24)."""

    empowerment: Id
    province: Id
    department: Id
    township: Id
    capable: bool
    result: Text
    evaluate_by: date | None
    """The last day for the one after; None where the powers go back."""
    evaluated_on: date


@fact("empowerment.ended", 1, tags=_TRANSFER, occurred="ended_on")
class TransferEnded(Fact, frozen=True, kw_only=True):
    """`empowerment.ended` v1: the powers went back to the county department on that day."""

    empowerment: Id
    province: Id
    department: Id
    township: Id
    reason: Text
    ended_on: date


@fact(
    "township_act.done",
    1,
    tags={"township": "authority", "officers": "officer", "case": "case"},
    occurred="done_on",
    mends=("officers",),
)
class TownshipActDone(Fact, frozen=True, kw_only=True):
    """`township_act.done` v1: a township acted in its own name with powers transferred to it (行政处罚法 Art 24)."""

    township: Id
    matter: Code
    power: DelegatedKind
    officers: tuple[Id, ...]
    case: Id | None
    done_on: date
