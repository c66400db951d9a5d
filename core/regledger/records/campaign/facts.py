"""The facts of special campaigns and of closing sites down (专项整治, 取缔关停; I-15)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = [
    "Action",
    "CampaignClosed",
    "CampaignLaunched",
    "CampaignMeasureTaken",
    "EnterpriseShutDown",
    "Ground",
    "Way",
]

Action = Literal["rectify", "stop", "penalty", "ban", "revoke", "close"]
"""责令整改, 停产停业停用, 处罚, 取缔, 吊销, 关闭: what a campaign may come to at a site."""
Way = Literal["closure", "ban", "revocation"]
"""关闭 by a government (安全生产法 Art 113), 取缔 of what was never approved (Art 63), 吊销 of the licence."""
Ground = Literal[
    "repeated_penalties", "unfit_after_stop", "accident_unfit", "stop_refused", "unapproved", "licence_revoked"
]
"""The four grounds of Art 113 in their order, and those of a ban and of a revocation."""


@fact(
    "campaign.launched",
    1,
    tags={"campaign": "campaign", "authority": "authority", "partners": "authority", "sites": "site"},
    occurred="launched_on",
)
class CampaignLaunched(Fact, frozen=True, kw_only=True):
    """`campaign.launched` v1: a special campaign began, with its scope and the sites that it looks at (专项整治)."""

    campaign: Id
    authority: Id
    """Who leads it."""
    partners: tuple[Id, ...]
    title: Text
    scope: Text
    basis: Text
    sites: tuple[Id, ...]
    first_day: date
    last_day: date
    launched_on: date


@fact(
    "campaign.measure_taken",
    1,
    tags={
        "campaign": "campaign",
        "authority": "authority",
        "enterprise": "enterprise",
        "site": "site",
        "action_ref": "*",
    },
    occurred="taken_on",
)
class CampaignMeasureTaken(Fact, frozen=True, kw_only=True):
    """`campaign.measure_taken` v1: what a campaign came to at a site, by which lawful act."""

    campaign: Id
    authority: Id
    enterprise: Id
    site: Id
    action: Action
    action_ref: Tag
    """The record of that act, such as `order:R-1`."""
    taken_on: date


@fact(
    "campaign.closed",
    1,
    tags={"campaign": "campaign", "authority": "authority", "shut_down": "enterprise"},
    occurred="closed_on",
)
class CampaignClosed(Fact, frozen=True, kw_only=True):
    """`campaign.closed` v1: a campaign ended, and what it came to."""

    campaign: Id
    authority: Id
    results: Text
    measures: int
    """How many measures were taken under it."""
    shut_down: tuple[Id, ...]
    """The enterprises that were closed down in it."""
    closed_on: date


@fact(
    "enterprise.shut_down",
    1,
    tags={
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "decided_by": "authority",
        "campaign": "campaign",
        "basis": "*",
    },
    occurred="shut_on",
)
class EnterpriseShutDown(Fact, frozen=True, kw_only=True):
    """`enterprise.shut_down` v1: an enterprise was closed down at a site, by a lawful decision (关闭, 取缔, 吊销)."""

    enterprise: Id
    site: Id
    authority: Id
    """Who carried it out."""
    way: Way
    ground: Ground
    decided_by: Id
    """The government, or the authority that bans or revokes."""
    decision: Code
    """The number of the decision."""
    decided_on: date
    basis: tuple[Tag, ...]
    """The records that bear the ground."""
    campaign: Id | None
    shut_on: date
