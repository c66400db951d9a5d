"""What the sector knows of a mine or a tailings pond: what it is, what it may produce, and its dangers.

It says what a site is like and proves no procedure, so one that a register gives counts as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from regledger.sectors import Profile, SiteProfile, hookimpl

__all__ = ["COAL", "PROFILE", "RECORD", "Count", "MiningSite", "regledger_site_profiles"]

RECORD = "mining_site"
"""The kind of record that the core makes of the profile: `mining_site:S-1`."""

COAL = frozenset({"coal_underground", "coal_open_pit"})
"""The kinds of site that 煤矿安全生产条例 binds."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class MiningSite(Profile, frozen=True, kw_only=True):
    """What a site digs or stores, and under which dangers."""

    kind: Literal["coal_underground", "coal_open_pit", "metal_underground", "open_pit", "tailings"]
    """A coal mine under ground or open; a metal or non-metal mine under ground or open; a tailings pond."""
    approved_tonnes_year: Count | None = None
    """The approved capacity, in tonnes a year (核定生产能力); None where nothing says."""
    approved_faces: Count | None = None
    """How many faces of one district may produce at the same time (一个采（盘）区内同时生产的采掘工作面)."""
    face_people: Count | None = None
    """The most people at one winning face in one shift (采煤工作面限员)."""
    heading_people: Count | None = None
    """The most people at one heading in one shift (掘进工作面限员)."""
    shift_people: Count | None = None
    """The most people under ground in one shift (单班下井限员)."""
    gas: Literal["none", "low", "high", "outburst"] = "none"
    """The gas class of a coal mine (瓦斯等级): low, high, or with outbursts; none where it is no coal mine under ground."""
    combustion: Literal["none", "prone", "easy"] = "none"
    """Whether the seams burn by themselves (自燃倾向性): prone (自燃), easily (容易自燃)."""
    rock_burst: bool = False
    """Whether rock bursts threaten (冲击地压)."""
    hydrology: Literal["simple", "medium", "complex", "very_complex"] = "simple"
    """How complex its hydrology is (水文地质类型)."""
    old_workings: bool = False
    """Whether old workings lie around it (周边有老窑采空区)."""
    beneath_structures: bool = False
    """Whether coal under buildings, water or railways, or in pillars of main roads, is won (三下压煤、主要井巷留设煤柱)."""
    production_systems: Count = 1
    """How many independent production systems (独立生产系统) a metal or non-metal mine or its ponds are."""
    design_dam_height_m: Decimal | None = None
    """The whole height of a tailings dam by its design, in metres (设计总坝高)."""
    design_volume_10k_m3: Decimal | None = None
    """The capacity of a tailings pond by its design, in 10,000 cubic metres (设计库容)."""


PROFILE = SiteProfile(schema=MiningSite, title="Mine or tailings pond", title_zh="矿山（尾矿库）")


@hookimpl
def regledger_site_profiles() -> Sequence[SiteProfile]:
    """What a mine is, what it may produce, and its dangers."""
    return [PROFILE]
