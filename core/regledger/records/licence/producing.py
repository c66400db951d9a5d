"""What was found of production and its licence, at an inspection or in a case (安全生产许可证条例 Arts 2, 19, 20; D-01, D-10, D-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.case.facts import CaseOpened
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.licence.facts import Activity, LicenceRenewalRequested
from regledger.records.licence.holdings import LICENCE_HOLDINGS, LicenceHoldings
from regledger.records.parties import parties_stand

__all__ = ["LICENCE_HOLDINGS", "PRODUCTION", "Production", "ProductionFound", "find_production"]

Conclusion = Literal["not_needed", "licensed", "expired", "unlicensed"]


@fact(
    "production.found",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority", "inspection": "inspection"},
    occurred="found_on",
)
class ProductionFound(Fact, frozen=True, kw_only=True):
    """`production.found` v1: on a legal day production was found, and whether a licence covers it (安全生产许可证条例 Arts 2, 19, 20)."""

    site: Id
    enterprise: Id
    authority: Id
    inspection: Id | None
    activity: Activity | None
    """None where it is none of the kinds that need a work-safety licence."""
    conclusion: Conclusion
    observed: Text
    found_on: date
    extend_by: date | None
    """The last legal day to apply for extension, where the licence expired."""


class Production(State, frozen=True, kw_only=True):
    """What was last found of a site's production; read as `production:<site>`."""

    site: str
    enterprise: str
    authority: str
    activity: str | None
    conclusion: str
    found_on: date
    extend_by: date | None
    inspection: str | None = None
    case_on: date | None = None
    """When a penalty case was opened on it."""
    asked_on: date | None = None
    """When extension was asked for after it was found."""


class FindProduction(Command, frozen=True, kw_only=True):
    """Record that production was found, and whether a licence covers it."""

    site: Id
    enterprise: Id
    authority: Id
    inspection: Id | None = None
    activity: Activity | None = None
    conclusion: Conclusion
    observed: Text
    extend_by: date | None = None
    found_on: date


def _reads(command: FindProduction, dossier: Dossier) -> Iterator[str]:
    yield f"production:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"licence_holdings:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"


@handles("production.find", FindProduction, on="found_on", reads=_reads, world=True)
def find_production(command: FindProduction, dossier: Dossier, judge: Judge) -> Outcome:
    """The conclusion is the one that the recorded licences give (D-01, D-10, D-11); an expired one gets a limit to apply."""
    yield from parties_stand(command, dossier, judge)
    yield from judge.rule("REF", "production.blank", bool(command.observed.strip()), site=command.site)
    needed = command.activity is not None
    yield from judge.rule(
        "D-01",
        "production.licence_needed" if needed else "production.no_licence_needed",
        (command.conclusion != "not_needed") == needed,
        site=command.site,
        activity=command.activity,
        conclusion=command.conclusion,
    )
    if command.activity is not None and command.conclusion != "not_needed":
        held = dossier.get(LicenceHoldings, command.enterprise)
        right = "unlicensed" if held is None else held.standing(command.activity, command.site, command.found_on)
        before = dossier.get(Production, command.site)
        limit = before.extend_by if before is not None and before.activity == command.activity else None
        asked = held is not None and held.asked(command.activity, command.site)
        if right == "expired" and not asked and limit is not None and limit < command.found_on:
            right = "unlicensed"  # Art 20: whoever lets the limit pass is treated as one without a licence
        rule = "D-11" if "expired" in (right, command.conclusion) else "D-10"
        yield from judge.rule(
            rule,
            "production.wrong_conclusion",
            command.conclusion == right,
            site=command.site,
            activity=command.activity,
            found=command.conclusion,
            right=right,
        )
    expired = command.conclusion == "expired"
    limited = command.extend_by is not None and command.extend_by >= command.found_on
    yield from judge.rule("D-11", "production.no_limit", limited or not expired, site=command.site)
    yield ProductionFound(
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        inspection=command.inspection,
        activity=command.activity,
        conclusion=command.conclusion,
        observed=command.observed,
        found_on=command.found_on,
        extend_by=command.extend_by if expired else None,
    )


def _evolve(state: Production | None, recorded: RecordedFact) -> Production | None:
    body = recorded.body
    if state is not None and isinstance(body, CaseOpened):
        of_it = state.inspection is None or state.inspection in body.inspections
        return msgspec.structs.replace(state, case_on=body.opened_on) if of_it else state
    if state is not None and isinstance(body, LicenceRenewalRequested) and state.conclusion == "expired":
        return msgspec.structs.replace(state, asked_on=body.requested_on)
    if not isinstance(body, ProductionFound):
        return state
    return Production(
        site=body.site,
        enterprise=body.enterprise,
        authority=body.authority,
        activity=body.activity,
        conclusion=body.conclusion,
        found_on=body.found_on,
        extend_by=body.extend_by,
        inspection=body.inspection,
    )


def _steps(state: Production, judge: Judge) -> Iterator[NextStep]:
    rule = {"unlicensed": "D-10", "expired": "D-11"}.get(state.conclusion)
    if rule is not None and state.case_on is None:
        yield NextStep(command="case.open", rule=rule, owner="authority", since=state.found_on)
    if state.conclusion == "expired" and state.asked_on is None:
        yield NextStep(
            command="licence.request_renewal" if judge.day <= (state.extend_by or judge.day) else "production.find",
            due=state.extend_by,
            how=("the limit that was set when it was found",),
            rule="D-11",
            owner="enterprise",
            since=state.found_on,
            title="Apply for extension of the expired work-safety licence",
            title_zh="限期补办安全生产许可证延期手续",
        )


PRODUCTION = Kind(
    name="production",
    tag="site",
    state=Production,
    evolve=_evolve,
    facts=(ProductionFound, LicenceRenewalRequested, CaseOpened),
    steps=_steps,
)
