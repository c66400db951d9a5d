"""The facts of an accident up to its investigation: reports, notices, supplements, the scene (Decree 493 Arts 9–16)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.clock import Instant
from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Personal, Text

__all__ = [
    "TAGS",
    "AccidentGraded",
    "AccidentNotified",
    "AccidentReported",
    "AccidentReportedUp",
    "AccidentSceneRecorded",
    "AccidentSupplemented",
    "Category",
    "Count",
    "Fen",
    "Grade",
    "Level",
    "Recipient",
]

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
"""A number of people."""

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""Money in whole fen, 0.01 yuan."""

Category = Literal["production", "road_traffic", "fire"]
"""What kind of accident it is; road traffic and fire have a shorter period to supplement (Art 13)."""

Grade = Literal["general", "larger", "major", "particularly_major"]
"""一般, 较大, 重大, 特别重大 (Art 3)."""

Level = Literal["county", "city", "province", "state"]
"""The level of a government or department."""

Recipient = Literal["government", "police", "human_resources", "union", "procuratorate"]
"""Whom the department tells beside the level above it (Art 10)."""

TAGS = {"accident": "accident", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("accident.reported", 1, tags=TAGS, occurred="received_at")
class AccidentReported(Fact, frozen=True, kw_only=True):
    """`accident.reported` v1: a department received the report of an accident at an instant (Arts 9, 12)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    category: Category
    institutional: bool
    """Whether it happened in a state organ, an institution or a people's organisation (Art 44)."""
    happened_at: Instant
    head_told_at: Instant | None
    """When the head of the unit was told; None where it is not known, or the staff reported directly."""
    profile: Text
    scene: Text
    course: Text
    measures: Text
    other: Text
    deaths: Count
    injuries: Count
    """Serious injuries, acute industrial poisoning included."""
    missing: Count
    loss_fen: Fen
    """The direct loss, as first estimated."""
    reporter: Personal | None
    injured: tuple[Personal, ...]
    received_at: Instant


@fact("accident.reported_up", 1, tags=TAGS, occurred="reached_at")
class AccidentReportedUp(Fact, frozen=True, kw_only=True):
    """`accident.reported_up` v1: the report reached the department of a higher level at an instant (Arts 10, 11)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    level: Level
    """The level that it reached."""
    reached_at: Instant


@fact("accident.notified", 1, tags=TAGS, occurred="notified_at")
class AccidentNotified(Fact, frozen=True, kw_only=True):
    """`accident.notified` v1: the own government and the other organs were told at an instant (Art 10)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    recipients: tuple[Recipient, ...]
    notified_at: Instant


@fact("accident.supplemented", 1, tags=TAGS, occurred="supplemented_on")
class AccidentSupplemented(Fact, frozen=True, kw_only=True):
    """`accident.supplemented` v1: the totals of casualties and loss as they stand since a legal day (Art 13)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    deaths: Count
    injuries: Count
    missing: Count
    loss_fen: Fen
    ground: Text
    counts: bool
    """Whether changed casualties count for the grade: they changed within the period of Art 13."""
    changed_on: date
    """The legal day on which they changed."""
    supplemented_on: date


@fact("accident.graded", 1, tags=TAGS, occurred="graded_on")
class AccidentGraded(Fact, frozen=True, kw_only=True):
    """`accident.graded` v1: the grade was determined on a legal day (Art 3)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    grade: Grade
    graded_on: date


@fact("accident.scene_recorded", 1, tags=TAGS, occurred="recorded_on")
class AccidentSceneRecorded(Fact, frozen=True, kw_only=True):
    """`accident.scene_recorded` v1: how the scene was kept, or what was moved, on a legal day (Art 16)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    moved: bool
    ground: Text
    """Why something was moved: rescue, prevention of spread, traffic."""
    marked: bool
    sketched: bool
    written: bool
    recorded_on: date
