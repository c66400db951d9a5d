"""What the safety funds of a site were spent on (建设工程安全生产管理条例 Arts 22, 63; G-14): the account that an inspector was shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    Site,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

__all__ = ["SAFETY_FUNDS", "FundUse", "FundsAccounted", "SafetyFunds"]

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]

Purpose = Literal["gear", "measures", "conditions", "other"]
"""Protective gear and facilities bought or renewed, measures for safe works, better conditions (Art 22); anything else."""


class FundUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item of the account."""

    purpose: Purpose
    item: Text
    amount_fen: Fen


@fact(
    "safety_funds.accounted",
    1,
    tags={"site": "site", "authority": "authority"},
    occurred="accounted_on",
    asserted="mapped",
)
class FundsAccounted(Fact, frozen=True, kw_only=True):
    """`safety_funds.accounted` v1: the account of a site's safety funds was shown on a legal day; it replaces the one before (Art 22)."""

    site: Id
    authority: Id
    budget_fen: Fen
    """What the budget of the works sets apart for safety, in fen."""
    uses: tuple[FundUse, ...]
    accounted_on: date


class SafetyFunds(State, frozen=True, kw_only=True):
    """The safety funds of a site, by the last account; read as `safety_funds:<site>`."""

    site: str
    budget_fen: int
    spent_fen: int
    misused_fen: int
    """What went to anything else than safety."""
    accounted_on: date


def _evolve(state: SafetyFunds | None, recorded: RecordedFact) -> SafetyFunds | None:
    body = recorded.body
    if not isinstance(body, FundsAccounted):
        return state
    return SafetyFunds(
        site=body.site,
        budget_fen=body.budget_fen,
        spent_fen=sum(one.amount_fen for one in body.uses),
        misused_fen=_misused(body.uses),
        accounted_on=body.accounted_on,
    )


def _misused(uses: Sequence[FundUse]) -> int:
    return sum(one.amount_fen for one in uses if one.purpose == "other")


SAFETY_FUNDS = Kind(name="safety_funds", tag="site", state=SafetyFunds, evolve=_evolve, facts=(FundsAccounted,))


class AccountForFunds(Command, frozen=True, kw_only=True):
    """Record the account of a site's safety funds, as it was shown."""

    site: Id
    authority: Id
    budget_fen: Fen
    uses: tuple[FundUse, ...]
    accounted_on: date


def _reads(command: AccountForFunds, dossier: Dossier) -> Iterator[str]:
    yield f"safety_funds:{command.site}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("safety_funds.account", AccountForFunds, on="accounted_on", reads=_reads, world=True)
def account_for_funds(command: AccountForFunds, dossier: Dossier, judge: Judge) -> Outcome:
    """G-14: nothing went to anything but safety; what did is a finding, and noted."""
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    misused = _misused(command.uses)
    yield from judge.note("G-14", "safety_funds.misused", not misused, site=command.site, sum=misused)
    yield FundsAccounted(
        site=command.site,
        authority=command.authority,
        budget_fen=command.budget_fen,
        uses=command.uses,
        accounted_on=command.accounted_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`safety_funds.accounted`."""
    return [FundsAccounted]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The safety funds of a site."""
    return [SAFETY_FUNDS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`safety_funds.account`."""
    return [account_for_funds]
