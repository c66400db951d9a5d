"""Enterprises and their sites: who is supervised, where, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from stdnum.cn import uscc

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import (
    EnterpriseRenamed,
    SiteLaidOver,
    SiteLocated,
    SiteOverlayLifted,
    SiteRenamed,
    SubjectSucceeded,
)
from regledger.records.identity.state import FormerName, Origin, Succession, renamed, succeeded
from regledger.records.risk.facts import SiteAssessed
from regledger.records.risk.state import Risk

__all__ = [
    "CREDIT_CODE",
    "ENTERPRISE",
    "SITE",
    "CreditCode",
    "Enterprise",
    "EnterpriseRegistered",
    "RegisterEnterprise",
    "RegisterSite",
    "Site",
    "SiteRegistered",
    "credit_code_reads",
    "recoded",
    "register_enterprise",
    "register_site",
]


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────


@fact(
    "enterprise.registered",
    1,
    tags={"enterprise": "enterprise", "credit_code": "credit_code"},
    occurred="registered_on",
    asserted="mapped",
    mends=("credit_code",),
)
class EnterpriseRegistered(Fact, frozen=True, kw_only=True):
    """`enterprise.registered` v1: an enterprise came under supervision on a legal day."""

    enterprise: Id
    name: Text
    credit_code: Id | None
    """Unified social credit code (GB 32100-2015); None where a foreign register has none. In the form of an id, because
    it is a tag as well: a second enterprise of the same code is found by it."""
    registered_on: date


@fact(
    "site.registered",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="registered_on",
    asserted="mapped",
)
class SiteRegistered(Fact, frozen=True, kw_only=True):
    """`site.registered` v1: a site came under a lead authority and a lead sector on a legal day."""

    site: Id
    enterprise: Id
    name: Text
    address: Text
    authority: Id
    """The lead authority (牵头监管部门)."""
    sector: Code
    """The one lead sector; `general` where no sector has rules for it."""
    overlays: tuple[Code, ...] = ()
    registered_on: date


# ── state ────────────────────────────────────────────────────────────────────────────────────────────────


class Enterprise(State, frozen=True, kw_only=True):
    """An enterprise under supervision."""

    enterprise: str
    name: str
    credit_code: str | None
    registered_on: date
    former_names: tuple[FormerName, ...] = ()
    predecessors: tuple[Origin, ...] = ()
    succession: Succession | None = None


class CreditCode(State, frozen=True, kw_only=True):
    """A unified social credit code, and who is registered under it."""

    credit_code: str
    enterprises: tuple[str, ...]
    """Ids, the first one first; several only where a register asserts so."""


class Site(State, frozen=True, kw_only=True):
    """A site of an enterprise."""

    site: str
    enterprise: str
    name: str
    authority: str
    sector: str
    overlays: tuple[str, ...]
    registered_on: date
    region: str | None = None
    risk: Risk | None = None
    """As it was last assessed; None where it never was."""
    former_names: tuple[FormerName, ...] = ()
    predecessors: tuple[Origin, ...] = ()
    succession: Succession | None = None


def _evolve_enterprise(state: Enterprise | None, recorded: RecordedFact) -> Enterprise | None:
    match recorded.body:
        case EnterpriseRegistered() as body:
            return Enterprise(
                enterprise=body.enterprise,
                name=body.name,
                credit_code=body.credit_code,
                registered_on=body.registered_on,
            )
        case EnterpriseRenamed() as body if state is not None:
            lost = state.credit_code if body.credit_code not in (None, state.credit_code) else None
            code = body.credit_code or state.credit_code
            return msgspec.structs.replace(renamed(state, body.name, body.renamed_on, lost), credit_code=code)
        case SubjectSucceeded() as body if state is not None:
            return succeeded(state, f"enterprise:{state.enterprise}", body)
    return state


def _evolve_credit_code(state: CreditCode | None, recorded: RecordedFact) -> CreditCode | None:
    match recorded.body:
        case (
            EnterpriseRegistered(credit_code=str() as code, enterprise=enterprise)
            | EnterpriseRenamed(credit_code=str() as code, enterprise=enterprise)
        ):
            known = () if state is None else state.enterprises
            return CreditCode(credit_code=code, enterprises=tuple(dict.fromkeys((*known, enterprise))))
    return state


def _evolve_site(state: Site | None, recorded: RecordedFact) -> Site | None:
    match recorded.body:
        case SiteRegistered() as body:
            return Site(
                site=body.site,
                enterprise=body.enterprise,
                name=body.name,
                authority=body.authority,
                sector=body.sector,
                overlays=body.overlays,
                registered_on=body.registered_on,
            )
        case SiteRenamed() as body if state is not None:
            return renamed(state, body.name, body.renamed_on)
        case SiteLaidOver() as body if state is not None:
            return msgspec.structs.replace(state, overlays=tuple(dict.fromkeys((*state.overlays, *body.overlays))))
        case SiteOverlayLifted() as body if state is not None:
            return msgspec.structs.replace(state, overlays=tuple(one for one in state.overlays if one != body.overlay))
        case SiteLocated() as body if state is not None:
            return msgspec.structs.replace(state, region=body.region)
        case SiteAssessed() as body if state is not None:
            return msgspec.structs.replace(state, risk=Risk.of(body))
        case SubjectSucceeded() as body if state is not None:
            return succeeded(state, f"site:{state.site}", body)
    return state


ENTERPRISE = Kind(
    name="enterprise",
    state=Enterprise,
    evolve=_evolve_enterprise,
    facts=(EnterpriseRegistered, EnterpriseRenamed, SubjectSucceeded),
)
CREDIT_CODE = Kind(
    name="credit_code",
    state=CreditCode,
    evolve=_evolve_credit_code,
    facts=(EnterpriseRegistered, EnterpriseRenamed),
)
SITE = Kind(
    name="site",
    state=Site,
    evolve=_evolve_site,
    facts=(
        SiteRegistered,
        SiteLaidOver,
        SiteOverlayLifted,
        SiteRenamed,
        SiteLocated,
        SiteAssessed,
        SubjectSucceeded,
    ),
)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


class RegisterEnterprise(Command, frozen=True, kw_only=True):
    """Put an enterprise under supervision."""

    enterprise: Id
    name: Text
    credit_code: Code
    registered_on: date


class RegisterSite(Command, frozen=True, kw_only=True):
    """Put a site of an enterprise under a lead authority and a lead sector."""

    site: Id
    enterprise: Id
    name: Text
    address: Text
    authority: Id
    sector: Code
    overlays: tuple[Code, ...] = ()
    registered_on: date


def _enterprise_reads(command: RegisterEnterprise, dossier: Dossier) -> Iterable[str]:
    yield f"enterprise:{command.enterprise}"
    if uscc.is_valid(command.credit_code):  # what is none cannot be looked up
        yield f"credit_code:{uscc.compact(command.credit_code)}"


def credit_code_reads(body: Mapping[str, Any]) -> Iterator[str]:
    """Who is registered under the credit code that a correction gives."""
    code = body.get("credit_code")
    if isinstance(code, str) and uscc.is_valid(code):
        yield f"credit_code:{uscc.compact(code)}"


def recoded(before: Fact, body: Fact, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: a corrected credit code is one, in its one text, and nobody else's."""
    if not isinstance(body, (EnterpriseRegistered, EnterpriseRenamed)):
        return
    code = body.credit_code
    if code == getattr(before, "credit_code", None) or (code is None and isinstance(body, EnterpriseRenamed)):
        return
    valid = code is not None and uscc.is_valid(code) and code == uscc.compact(code)
    yield from judge.rule(
        "REF", "enterprise.credit_code_wrong", valid, enterprise=body.enterprise, credit_code=code or "none"
    )
    if code is not None and valid:
        holder = dossier.latest(CreditCode, code)
        others = () if holder is None else tuple(one for one in holder.enterprises if one != body.enterprise)
        yield from judge.rule(
            "REF", "enterprise.credit_code_taken", not others, credit_code=code, other=", ".join(others)
        )


@handles("enterprise.register", RegisterEnterprise, on="registered_on", reads=_enterprise_reads)
def register_enterprise(command: RegisterEnterprise, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for a blank name, a credit code whose check digit is wrong, or an id or a credit code that is taken."""
    yield from judge.rule(
        "REF",
        "enterprise.taken",
        not dossier.known(Enterprise, command.enterprise),
        enterprise=command.enterprise,
    )
    named = bool(command.name.strip())
    yield from judge.rule("REF", "enterprise.blank", named, enterprise=command.enterprise, part="name")
    valid = uscc.is_valid(command.credit_code)
    yield from judge.rule(
        "REF",
        "enterprise.credit_code_wrong",
        valid,
        enterprise=command.enterprise,
        credit_code=command.credit_code,
    )
    if not valid:
        return
    # One code has one text, whatever the case or the spaces it was typed with.
    code = uscc.compact(command.credit_code)
    holder = dossier.latest(CreditCode, code)
    others = () if holder is None else tuple(one for one in holder.enterprises if one != command.enterprise)
    yield from judge.rule("REF", "enterprise.credit_code_taken", not others, credit_code=code, other=", ".join(others))
    yield EnterpriseRegistered(
        enterprise=command.enterprise,
        name=command.name,
        credit_code=code,
        registered_on=command.registered_on,
    )


def _site_reads(command: RegisterSite, dossier: Dossier) -> Iterable[str]:
    return (f"site:{command.site}", f"enterprise:{command.enterprise}", f"authority:{command.authority}")


@handles("site.register", RegisterSite, on="registered_on", reads=_site_reads)
def register_site(command: RegisterSite, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for a blank name or address, where enterprise or authority is unknown, or the id is taken."""
    yield from judge.rule("REF", "site.taken", not dossier.known(Site, command.site), site=command.site)
    for part in ("name", "address"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("REF", "site.blank", filled, site=command.site, part=part)
    enterprise, authority = dossier.get(Enterprise, command.enterprise), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from stands(f"enterprise:{command.enterprise}", enterprise, judge)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"authority:{command.authority}", authority, judge)
    yield SiteRegistered(
        site=command.site,
        enterprise=command.enterprise,
        name=command.name,
        address=command.address,
        authority=command.authority,
        sector=command.sector,
        overlays=command.overlays,
        registered_on=command.registered_on,
    )
