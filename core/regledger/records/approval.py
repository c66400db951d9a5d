"""The approval of the head of the authority, which preservation, coercive measures and a cut-off need first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from regledger.clock import Instant, When, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id
from regledger.records.authority import Officer

__all__ = ["Approval", "Post", "approval_reads", "approved", "by_head"]

Post = Literal["principal", "deputy", "other"]
"""The principal head of the authority (主要负责人), another of its heads (负责人), or somebody who is none of them."""


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who approved, in which post, and at what instant."""

    officer: Id
    post: Post
    approved_at: Instant


def approval_reads(approval: Approval | None) -> Iterator[str]:
    """The officer who approved."""
    yield from () if approval is None else (f"officer:{approval.officer}",)


def approved(
    rule: str,
    approval: Approval | None,
    *,
    authority: str,
    before: When,
    principal: bool = False,
    dossier: Dossier,
    judge: Judge,
) -> Iterator[Objection]:
    """An objection of `rule` unless a head of `authority` approved by `before`.

    Args:
        rule: whose article asks for the approval.
        approval: what is said of it; None where there is none.
        authority: whose head it takes.
        before: the day or instant of the act that is approved.
        principal: whether only the principal head may approve (安全生产法 Art 70).
        dossier: in which the approver has been read.
        judge: who asks.
    """
    yield from judge.rule(rule, "approval.missing", approval is not None, before=_said(before))
    if approval is None:
        return
    yield from by_head(rule, approval.officer, approval.post, authority, dossier, judge, principal=principal)
    at = approval.approved_at
    in_time = at <= before if isinstance(before, datetime) else day_of(at, judge.zone) <= before
    yield from judge.rule(rule, "approval.afterwards", in_time, approved=at.isoformat(), before=_said(before))


def by_head(
    rule: str, officer: str, post: Post, authority: str, dossier: Dossier, judge: Judge, *, principal: bool = False
) -> Iterator[Objection]:
    """An objection of `rule` unless `officer` decides as a head of `authority`; REF where the officer is unknown."""
    known = dossier.get(Officer, officer)
    yield from judge.rule("REF", "officer.unknown", known is not None, officer=officer)
    yield from judge.rule(
        rule,
        "approval.of_another",
        known is None or known.authority == authority,
        officer=officer,
        authority=authority,
        owner=None if known is None else known.authority,
    )
    if principal:
        yield from judge.rule(rule, "approval.not_principal", post == "principal", officer=officer, post=post)
    else:
        yield from judge.rule(rule, "approval.not_head", post != "other", officer=officer)


def _said(when: When) -> str:
    return when.isoformat()
