"""Purchases from suppliers without a licence: found here, fined by market regulation (Arts 37, 83; F-16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from regledger.sectors import (
    Act,
    Authority,
    Case,
    Code,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, in_order, party_reads, site_of

__all__ = [
    "SITE_PURCHASES",
    "PurchaseFound",
    "PurchaseReferred",
    "RecordPurchase",
    "ReferPurchase",
    "SitePurchases",
    "record_purchase",
    "refer_purchase",
]

OFFENCE = "F-16.unlicensed_purchase"
DECIDER = "F-16.decided_by"
_FINING = {"case.serve_notice", "case.decide"}


@fact("purchase.found", 1, tags=PARTY_TAGS, occurred="found_on")
class PurchaseFound(Fact, frozen=True, kw_only=True):
    """`purchase.found` v1: from whom a trader bought was looked at on a legal day (Art 37)."""

    site: Id
    enterprise: Id
    authority: Id
    supplier: Text
    """The name of the enterprise that sold."""
    product: Text
    licence: Code | None
    """The number of its licence to produce or to trade, as shown; None where it has none."""
    licence_valid_to: date | None
    purchased_on: date
    licensed: bool
    """Whether that licence stood on the day of the purchase."""
    found_on: date


@fact("purchase.referred", 1, tags={**PARTY_TAGS, "to": "authority"}, occurred="referred_on")
class PurchaseReferred(Fact, frozen=True, kw_only=True):
    """`purchase.referred` v1: purchases from unlicensed suppliers were handed to market regulation on a legal day (Art 83)."""

    site: Id
    enterprise: Id
    authority: Id
    to: Id
    """The market-regulation authority (市场监督管理部门)."""
    referred_on: date


class SitePurchases(State, frozen=True, kw_only=True):
    """Whether purchases of a site from unlicensed suppliers wait to be handed on, and to whom they were."""

    site: str
    found_on: date
    waiting: bool = False
    referred_to: tuple[str, ...] = ()


def _evolve(state: SitePurchases | None, recorded: RecordedFact) -> SitePurchases | None:
    match recorded.body:
        case PurchaseFound() as body:
            waiting = not body.licensed or (state is not None and state.waiting)
            to = () if state is None else state.referred_to
            return SitePurchases(site=body.site, found_on=body.found_on, waiting=waiting, referred_to=to)
        case PurchaseReferred() as body if state is not None:
            return msgspec.structs.replace(state, waiting=False, referred_to=(*state.referred_to, body.to))
    return state


def _steps(state: SitePurchases, judge: Judge) -> Iterator[NextStep]:
    if state.waiting and binds(DECIDER, judge):
        yield NextStep(command="purchase.refer", rule="F-16", owner="authority", since=state.found_on)


SITE_PURCHASES = Kind(
    name="site_purchases",
    tag="site",
    state=SitePurchases,
    evolve=_evolve,
    facts=(PurchaseFound, PurchaseReferred),
    steps=_steps,
)


class RecordPurchase(Command, frozen=True, kw_only=True):
    """Record from whom a trader bought hazardous chemicals."""

    site: Id
    authority: Id
    supplier: Text
    product: Text
    licence: Code | None = None
    licence_valid_to: date | None = None
    purchased_on: date
    found_on: date


class ReferPurchase(Command, frozen=True, kw_only=True):
    """Hand a site's purchases from unlicensed suppliers to market regulation."""

    site: Id
    authority: Id
    to: Id
    referred_on: date


def _record_reads(command: RecordPurchase, dossier: Dossier) -> Iterator[str]:
    yield from party_reads(command.site, command.authority, dossier)


@handles("purchase.record", RecordPurchase, on="found_on", reads=_record_reads, world=True)
def record_purchase(command: RecordPurchase, dossier: Dossier, judge: Judge) -> Outcome:
    """F-16: a supplier has a licence on the day of the purchase; that it had none is noted, and recorded."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    yield from in_order(f"purchase at site:{command.site}", command.purchased_on, judge)
    if site is None:
        return
    until = command.licence_valid_to
    licensed = command.licence is not None and (until is None or command.purchased_on <= until)
    last: str | date = "none" if command.licence is None else until or "not limited"
    yield from judge.note(
        "F-16",
        "purchase.unlicensed",
        licensed,
        site=command.site,
        supplier=command.supplier,
        product=command.product,
        purchased=command.purchased_on,
        until=last,
    )
    yield PurchaseFound(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        supplier=command.supplier,
        product=command.product,
        licence=command.licence,
        licence_valid_to=until,
        purchased_on=command.purchased_on,
        licensed=licensed,
        found_on=command.found_on,
    )


def _refer_reads(command: ReferPurchase, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.to}"
    yield f"{SITE_PURCHASES.name}:{command.site}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("purchase.refer", ReferPurchase, on="referred_on", reads=_refer_reads, world=True)
def refer_purchase(command: ReferPurchase, dossier: Dossier, judge: Judge) -> Outcome:
    """F-16: to another authority than the one that found it."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    known = dossier.get(Authority, command.to) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.to)
    state = dossier.get(SitePurchases, command.site)
    waiting = state is not None and state.waiting
    yield from judge.rule("SEQ", "purchase.nothing_to_refer", waiting, site=command.site)
    if site is None or state is None:
        return
    if binds(DECIDER, judge):
        other = command.to != command.authority
        yield from judge.rule("F-16", "purchase.referred_to_itself", other, site=command.site, to=command.to)
    yield PurchaseReferred(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        to=command.to,
        referred_on=command.referred_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`purchase.found` and `.referred`."""
    return [PurchaseFound, PurchaseReferred]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The purchases of a site."""
    return [SITE_PURCHASES]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`purchase.record` and `.refer`."""
    return [record_purchase, refer_purchase]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """To whom the purchases of a site were handed, where a fine for them is named."""
    case = _case(act)
    if case is not None:
        yield f"{SITE_PURCHASES.name}:{case.site}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-16: the fine is for the market-regulation authority, to which it was handed."""
    case = _case(act)
    if case is None or not binds(DECIDER, judge):
        return
    held = act.dossier.get(SitePurchases, case.site)
    competent = held is not None and case.authority in held.referred_to
    yield from judge.rule("F-16", "purchase.not_competent", competent, case=case.case, authority=case.authority)


def _case(act: Act) -> Case | None:
    """The case in which a fine for such a purchase is named."""
    if act.name not in _FINING or act.command.offence != OFFENCE:
        return None
    case: Case | None = act.dossier.loaded(Case, act.command.case)
    return case
