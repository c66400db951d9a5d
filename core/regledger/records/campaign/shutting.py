"""Closing an enterprise down: by a government's closure, a ban or a revocation, never by a plan (安全生产法 Arts 63, 113; I-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Tag
from regledger.records.authority import Authority
from regledger.records.campaign.facts import EnterpriseShutDown, Ground, Way
from regledger.records.campaign.running import done
from regledger.records.campaign.state import Campaign, ShutDown
from regledger.records.case.state import Case
from regledger.records.licence.state import Licence
from regledger.records.presence import (
    authorities_stand,
    enterprise_stands,
    governs,
    on_record,
    owner_reads,
    recorded_as,
    site_belongs,
)

__all__ = ["ShutEnterpriseDown", "shut_enterprise_down"]

GROUNDS = {
    "closure": ("repeated_penalties", "unfit_after_stop", "accident_unfit", "stop_refused"),
    "ban": ("unapproved",),
    "revocation": ("licence_revoked",),
}
"""Way → its grounds (Art 113 has four, Art 63 one)."""


class ShutEnterpriseDown(Command, frozen=True, kw_only=True):
    """Close an enterprise down at a site, by the decision that says so."""

    enterprise: Id
    site: Id
    authority: Id
    way: Way
    ground: Ground
    decided_by: Id
    decision: Code | None = None
    """The number of the decision; a campaign's plan is none."""
    decided_on: date
    basis: tuple[Tag, ...] = ()
    campaign: Id | None = None
    shut_on: date


def _reads(command: ShutEnterpriseDown, dossier: Dossier) -> Iterator[str]:
    yield f"enterprise:{command.enterprise}"
    yield f"shut_down:{command.enterprise}"
    yield from owner_reads(command.site, dossier)
    yield from (f"authority:{one}" for one in (command.authority, command.decided_by))
    yield from (one for one in command.basis if dossier.readable(one))
    if command.campaign is not None:
        yield f"campaign:{command.campaign}"


def _carrier(command: ShutEnterpriseDown, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("enterprise.shut_down", ShutEnterpriseDown, on="shut_on", reads=_reads, role="approve", concerns=_carrier)
def shut_enterprise_down(command: ShutEnterpriseDown, dossier: Dossier, judge: Judge) -> Outcome:
    """I-15: a decision with its number, on a ground of its kind, by who may take it, borne by records."""
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from site_belongs(command.site, command.enterprise, dossier, judge)
    yield from authorities_stand((command.authority, command.decided_by), dossier, judge)
    if command.campaign is not None:
        yield from on_record(f"campaign:{command.campaign}", dossier.get(Campaign, command.campaign), judge)
    shut = dossier.latest(ShutDown, command.enterprise)
    yield from judge.rule(
        "SEQ", "shutdown.done_already", shut is None or command.site not in shut.sites, site=command.site
    )
    yield from judge.rule(
        "SEQ",
        "shutdown.before_decision",
        command.decided_on <= command.shut_on,
        decided=command.decided_on,
        shut=command.shut_on,
    )
    yield from judge.rule(
        "I-15",
        "shutdown.undocumented",
        command.decision is not None,
        enterprise=command.enterprise,
        site=command.site,
    )
    grounds = GROUNDS[command.way]
    yield from judge.rule(
        "I-15",
        "shutdown.ground_unfit",
        command.ground in grounds,
        way=command.way,
        ground=command.ground,
        grounds=", ".join(grounds),
    )
    yield from _decided(command, dossier, judge)
    if command.decision is not None:
        yield EnterpriseShutDown(
            enterprise=command.enterprise,
            site=command.site,
            authority=command.authority,
            way=command.way,
            ground=command.ground,
            decided_by=command.decided_by,
            decision=command.decision,
            decided_on=command.decided_on,
            basis=command.basis,
            campaign=command.campaign,
            shut_on=command.shut_on,
        )


def _decided(command: ShutEnterpriseDown, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    decider = dossier.get(Authority, command.decided_by)
    if command.way == "closure":
        yield from judge.rule(
            "I-15",
            "shutdown.not_by_government",
            decider is None or governs(decider),
            decided_by=command.decided_by,
        )
    yield from judge.rule("I-15", "shutdown.without_basis", bool(command.basis), enterprise=command.enterprise)
    for one in command.basis:
        known = recorded_as(one, dossier) is not None
        yield from judge.rule("REF", "record.unknown", known, subject=one)
    if command.way == "revocation":
        cases = [dossier.get(Case, split_tag(one)[1]) for one in command.basis if one.startswith("case:")]
        licences = [dossier.get(Licence, split_tag(one)[1]) for one in command.basis if one.startswith("licence:")]
        revoked = any(
            one is not None and one.enterprise == command.enterprise and done("revoke", one)
            for one in (*cases, *licences)
        )
        yield from judge.rule("I-15", "shutdown.revocation_undecided", revoked, enterprise=command.enterprise)
