"""The state of a campaign, and of the closures of an enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.campaign.facts import (
    CampaignClosed,
    CampaignLaunched,
    CampaignMeasureTaken,
    EnterpriseShutDown,
)

__all__ = ["CAMPAIGN", "SHUT_DOWN", "Campaign", "ShutDown"]


class Campaign(State, frozen=True, kw_only=True):
    """A special campaign."""

    campaign: str
    authority: str
    title: str
    sites: tuple[str, ...]
    first_day: date
    last_day: date
    measures: tuple[tuple[str, str, str], ...] = ()
    """Site, action, and the record of the act."""
    closed_on: date | None = None
    shut_down: tuple[str, ...] = ()


class ShutDown(State, frozen=True, kw_only=True):
    """Where an enterprise was closed down."""

    enterprise: str
    sites: tuple[str, ...]
    way: str
    decision: str
    shut_on: date


def _evolve(state: Campaign | None, recorded: RecordedFact) -> Campaign | None:
    match recorded.body:
        case CampaignLaunched() as body:
            return Campaign(
                campaign=body.campaign,
                authority=body.authority,
                title=body.title,
                sites=body.sites,
                first_day=body.first_day,
                last_day=body.last_day,
            )
        case CampaignMeasureTaken() as body if state is not None:
            taken = (body.site, body.action, body.action_ref)
            return msgspec.structs.replace(state, measures=(*state.measures, taken))
        case CampaignClosed() as body if state is not None:
            return msgspec.structs.replace(state, closed_on=body.closed_on, shut_down=body.shut_down)
    return state


def _evolve_shut(state: ShutDown | None, recorded: RecordedFact) -> ShutDown | None:
    match recorded.body:
        case EnterpriseShutDown() as body:
            before = () if state is None else state.sites
            return ShutDown(
                enterprise=body.enterprise,
                sites=(*before, body.site),
                way=body.way,
                decision=body.decision,
                shut_on=body.shut_on,
            )
    return state


def _steps(state: Campaign, judge: Judge) -> Iterator[NextStep]:
    if state.closed_on is not None:
        return
    untouched = [one for one in state.sites if one not in {site for site, _, _ in state.measures}]
    if untouched and judge.day <= state.last_day:
        yield NextStep(
            command="campaign.record_measure",
            due=state.last_day,
            how=(f"the campaign lasts until {state.last_day}",),
            rule="I-15",
            owner="authority",
            since=state.first_day,
            title=f"Nothing is recorded yet of {', '.join(untouched)}",
            title_zh="专项整治未处置场所",
        )
    yield NextStep(
        command="campaign.close",
        due=state.last_day,
        how=(f"the campaign lasts until {state.last_day}",),
        rule="I-15",
        owner="authority",
        since=state.first_day,
        title="Close the campaign and say what it came to",
        title_zh="专项整治总结",
    )


CAMPAIGN = Kind(
    name="campaign",
    state=Campaign,
    evolve=_evolve,
    facts=(CampaignLaunched, CampaignMeasureTaken, CampaignClosed),
    steps=_steps,
)
SHUT_DOWN = Kind(name="shut_down", tag="enterprise", state=ShutDown, evolve=_evolve_shut, facts=(EnterpriseShutDown,))
