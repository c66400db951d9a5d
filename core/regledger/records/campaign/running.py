"""Campaigns: every item leads to an act that the law knows (I-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.tags import split_tag
from regledger.log.text import Id, Tag, Text
from regledger.records.campaign.facts import Action, CampaignClosed, CampaignLaunched, CampaignMeasureTaken
from regledger.records.campaign.state import Campaign, ShutDown
from regledger.records.case.state import Case
from regledger.records.cooperation.banning import Unapproved
from regledger.records.enterprise import Site
from regledger.records.hazard.measures import Measure
from regledger.records.licence.state import Licence
from regledger.records.presence import authorities_stand, filled, free, in_order, not_before, on_record, recorded_by

__all__ = [
    "CloseCampaign",
    "LaunchCampaign",
    "RecordMeasure",
    "close_campaign",
    "launch_campaign",
    "record_measure",
]

REVOCATION = "revocation"
"""As a decision names it among its kinds of penalty."""
LAWFUL = {
    "rectify": ("order",),
    "stop": ("measure",),
    "penalty": ("case",),
    "ban": ("measure", "case", "enterprise", "unapproved"),
    "revoke": ("case", "licence"),
    "close": ("enterprise",),
}
"""Action → the kinds of record by which it is lawful (安全生产法 Arts 63, 65, 113); of an enterprise, that it was closed down."""


def done(action: Action, state: object) -> bool:
    """Whether the act on record came to what the action says: a case that is only filed punishes nobody."""
    match action, state:
        case ("penalty" | "ban", Case(decision=decision)):
            return decision is not None
        case ("revoke", Case(decision=decision)):
            return decision is not None and REVOCATION in decision.sanctions
        case ("revoke", Licence(revoked_on=revoked)):
            return revoked is not None
        case ("ban", Unapproved(ground=ground, handled_on=handled)):
            return ground == "no_approval" and handled is not None
        case ("stop" | "ban", Measure()):
            return state.stops or not state.what
        case _:
            return True


class LaunchCampaign(Command, frozen=True, kw_only=True):
    """Launch a special campaign."""

    campaign: Id
    authority: Id
    partners: tuple[Id, ...] = ()
    title: Text
    scope: Text
    basis: Text
    sites: tuple[Id, ...]
    first_day: date
    last_day: date
    launched_on: date


class RecordMeasure(Command, frozen=True, kw_only=True):
    """Record what a campaign came to at a site, by the record of a lawful act."""

    campaign: Id
    site: Id
    action: Action
    action_ref: Tag | None = None
    """Such as `order:R-1`, `measure:MS-1`, `case:C-1`, or `enterprise:E-1` where that was closed down."""
    taken_on: date


class CloseCampaign(Command, frozen=True, kw_only=True):
    """Close a campaign and say what it came to."""

    campaign: Id
    results: Text
    shut_down: tuple[Id, ...] = ()
    closed_on: date


def _launch_reads(command: LaunchCampaign, dossier: Dossier) -> Iterator[str]:
    yield f"campaign:{command.campaign}"
    yield from (f"authority:{one}" for one in (command.authority, *command.partners))
    yield from (f"site:{one}" for one in command.sites)


def _leader(command: LaunchCampaign, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("campaign.launch", LaunchCampaign, on="launched_on", reads=_launch_reads, role="approve", concerns=_leader)
def launch_campaign(command: LaunchCampaign, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: who leads it and the sites are on record; SEQ: it lasts at least a day."""
    subject = f"campaign:{command.campaign}"
    yield from free(Campaign, subject, dossier, judge)
    yield from authorities_stand((command.authority, *command.partners), dossier, judge)
    yield from filled(
        subject, judge, title=command.title, scope=command.scope, basis=command.basis, sites=" ".join(command.sites)
    )
    for one in dict.fromkeys(command.sites):
        yield from judge.rule("REF", "site.unknown", dossier.get(Site, one) is not None, site=one)
    yield from in_order(subject, command.first_day, command.last_day, judge)
    yield from in_order(subject, command.launched_on, command.last_day, judge)
    yield CampaignLaunched(
        campaign=command.campaign,
        authority=command.authority,
        partners=command.partners,
        title=command.title,
        scope=command.scope,
        basis=command.basis,
        sites=command.sites,
        first_day=command.first_day,
        last_day=command.last_day,
        launched_on=command.launched_on,
    )


def _measure_reads(command: RecordMeasure, dossier: Dossier) -> Iterator[str]:
    yield f"campaign:{command.campaign}"
    yield f"site:{command.site}"
    if command.action_ref is not None and dossier.readable(command.action_ref):
        yield command.action_ref
        kind, id_ = split_tag(command.action_ref)
        if kind == "enterprise":
            yield f"shut_down:{id_}"


@handles("campaign.record_measure", RecordMeasure, on="taken_on", reads=_measure_reads, role="propose")
def record_measure(command: RecordMeasure, dossier: Dossier, judge: Judge) -> Outcome:
    """I-15: an act that the law knows, on record and about that site; a plan alone closes nothing."""
    campaign = dossier.get(Campaign, command.campaign)
    site = dossier.get(Site, command.site)
    yield from on_record(f"campaign:{command.campaign}", campaign, judge)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule(
        "I-15",
        "campaign.measure_unfounded",
        command.action_ref is not None,
        campaign=command.campaign,
        action=command.action,
        site=command.site,
    )
    if campaign is None or site is None:
        return
    yield from judge.rule("SEQ", "campaign.closed_already", campaign.closed_on is None, campaign=command.campaign)
    yield from judge.rule(
        "REF",
        "campaign.site_outside",
        command.site in campaign.sites,
        campaign=command.campaign,
        site=command.site,
    )
    if command.action_ref is None:
        return
    kind = split_tag(command.action_ref)[0]
    allowed = LAWFUL[command.action]
    yield from judge.rule(
        "I-15",
        "campaign.act_does_not_fit",
        kind in allowed,
        action=command.action,
        found=command.action_ref,
        allowed=", ".join(allowed),
    )
    yield from not_before(f"campaign:{command.campaign}", campaign.first_day, command.taken_on, judge)
    held = recorded_by(command.action_ref, dossier)
    yield from judge.rule("REF", "record.unknown", held is not None, subject=command.action_ref)
    if held is not None and kind in allowed:
        state: object = held.state
        if kind == "enterprise":
            state = dossier.get(ShutDown, split_tag(command.action_ref)[1])
        subject = getattr(state, "subject", "")
        sites = getattr(state, "sites", ()) or (getattr(state, "site", None), subject.removeprefix("site:"))
        yield from judge.rule(
            "I-15",
            "campaign.act_not_done",
            done(command.action, state),
            action=command.action,
            found=command.action_ref,
        )
        yield from judge.rule(
            "I-15", "campaign.act_of_another_site", command.site in sites, found=command.action_ref, site=command.site
        )
    if held is not None:
        yield CampaignMeasureTaken(
            campaign=command.campaign,
            authority=campaign.authority,
            enterprise=site.enterprise,
            site=command.site,
            action=command.action,
            action_ref=command.action_ref,
            taken_on=command.taken_on,
        )


def _close_reads(command: CloseCampaign, dossier: Dossier) -> Iterator[str]:
    yield f"campaign:{command.campaign}"
    yield from (f"shut_down:{one}" for one in command.shut_down)


@handles("campaign.close", CloseCampaign, on="closed_on", reads=_close_reads, role="review")
def close_campaign(command: CloseCampaign, dossier: Dossier, judge: Judge) -> Outcome:
    """I-15: each enterprise that is said to be closed down was closed down by a lawful decision."""
    campaign = dossier.get(Campaign, command.campaign)
    yield from on_record(f"campaign:{command.campaign}", campaign, judge)
    if campaign is None:
        return
    latest = dossier.latest(Campaign, command.campaign) or campaign
    yield from judge.rule("SEQ", "campaign.closed_already", latest.closed_on is None, campaign=command.campaign)
    yield from filled(f"campaign:{command.campaign}", judge, results=command.results)
    for one in dict.fromkeys(command.shut_down):
        yield from judge.rule(
            "I-15", "campaign.closure_unfounded", dossier.get(ShutDown, one) is not None, enterprise=one
        )
    yield CampaignClosed(
        campaign=command.campaign,
        authority=campaign.authority,
        results=command.results,
        measures=len(campaign.measures),
        shut_down=command.shut_down,
        closed_on=command.closed_on,
    )
