"""What an enterprise keeps of its own hazards and tells of them (安全生产法(2021) Arts 41, 97(5); B-15, B-16, I-12)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text
from regledger.records.hazard.facts import Level, Plan

__all__ = [
    "HazardLedgerOpened",
    "HazardStatisticsReported",
    "OwnHazardEliminated",
    "OwnHazardEntered",
    "OwnHazardFound",
    "OwnHazardReported",
    "OwnHazardTold",
    "Quarter",
]

Quarter = Literal[1, 2, 3, 4]
TAGS = {"own_hazard": "own_hazard", "enterprise": "enterprise", "site": "site"}


@fact("hazard_ledger.opened", 1, tags={"enterprise": "enterprise"}, occurred="opened_on")
class HazardLedgerOpened(Fact, frozen=True, kw_only=True):
    """`hazard_ledger.opened` v1: an enterprise set up risk grading and its hazard ledger (隐患排查治理台账) on a legal day."""

    enterprise: Id
    grading: Text
    """The document that sets up risk-graded control."""
    investigation: Text
    """The document that sets up the search for hazards and their removal."""
    opened_on: date


@fact("hazard_statistics.reported", 1, tags={"enterprise": "enterprise"}, occurred="reported_on")
class HazardStatisticsReported(Fact, frozen=True, kw_only=True):
    """`hazard_statistics.reported` v1: an enterprise reported its hazards of a quarter, or of a year (I-12)."""

    enterprise: Id
    year: int
    quarter: Quarter | None
    """None for the whole year."""
    general_found: int
    general_cleared: int
    major_found: int
    major_cleared: int
    signed: bool
    """By the principal (主要负责人)."""
    reported_on: date


@fact("own_hazard.found", 1, tags=TAGS, occurred="found_on")
class OwnHazardFound(Fact, frozen=True, kw_only=True):
    """`own_hazard.found` v1: an enterprise found a hazard itself on a legal day, and entered it in its ledger."""

    own_hazard: Id
    enterprise: Id
    site: Id
    level: Level
    description: Text
    measure: Text
    duty: Text
    """The post that answers for the removal."""
    due_on: date
    found_on: date


@fact("own_hazard.told", 1, tags=TAGS, occurred="told_on")
class OwnHazardTold(Fact, frozen=True, kw_only=True):
    """`own_hazard.told` v1: the staff were told of a hazard on a legal day; its removal is told of in the same way."""

    own_hazard: Id
    enterprise: Id
    site: Id
    means: Text
    """Such as a notice board or a meeting of the staff."""
    told_on: date


@fact("own_hazard.reported", 1, tags={**TAGS, "authority": "authority"}, occurred="reported_on")
class OwnHazardReported(Fact, frozen=True, kw_only=True):
    """`own_hazard.reported` v1: an enterprise reported a major hazard to the department and the workers' congress."""

    own_hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    congress_told: bool
    """Whether the workers' congress or its standing body was told as well."""
    plan: Plan
    reported_on: date


@fact("own_hazard.entered", 1, tags={**TAGS, "authority": "authority"}, occurred="entered_on")
class OwnHazardEntered(Fact, frozen=True, kw_only=True):
    """`own_hazard.entered` v1: the department entered a reported major hazard in its system, to supervise it."""

    own_hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    entered_on: date


@fact("own_hazard.eliminated", 1, tags=TAGS, occurred="eliminated_on")
class OwnHazardEliminated(Fact, frozen=True, kw_only=True):
    """`own_hazard.eliminated` v1: an enterprise removed a hazard of its own finding on a legal day."""

    own_hazard: Id
    enterprise: Id
    site: Id
    evidence: Text
    eliminated_on: date
