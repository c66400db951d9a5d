"""The facts of who supervises what: duty lists, safety bodies, key projects, assignments, designations, patrols."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import ANY_KIND, Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = [
    "DutyItem",
    "DutyListPublished",
    "KeyProjectEnded",
    "KeyProjectRegistered",
    "PatrolRecorded",
    "SafetyBodyNamed",
    "SectorDesignated",
    "SupervisionAssigned",
    "SupervisionEnded",
    "SupervisionRole",
]

SupervisionRole = Literal["lead", "comprehensive", "township", "grid"]
"""Lead of the sector (行业监管), comprehensive (综合监管), township or zone (属地), grid officer (网格员)."""


class DutyItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item of a list of powers and duties."""

    code: Code
    text: Text
    safety: bool
    """Whether it is a work-safety duty or power."""


@fact(
    "duty_list.published",
    1,
    tags={"duty_list": "duty_list", "authority": "authority"},
    occurred="published_on",
)
class DutyListPublished(Fact, frozen=True, kw_only=True):
    """`duty_list.published` v1: an authority's list of powers and duties was published, with the day from which it counts (安全生产法 Art 17)."""

    duty_list: Id
    authority: Id
    version: Code
    items: tuple[DutyItem, ...]
    place: Text
    """Where it was published."""
    valid_from: date
    published_on: date


@fact("safety_body.named", 1, tags={"authority": "authority"}, occurred="named_on")
class SafetyBodyNamed(Fact, frozen=True, kw_only=True):
    """`safety_body.named` v1: a township, zone or park named the body that supervises work safety (安全生产法 Art 9)."""

    authority: Id
    body: Text
    staff: int
    plan: Code
    """Its emergency plan (安全生产法 Art 80)."""
    named_on: date


@fact(
    "key_project.registered",
    1,
    tags={"key_project": "key_project", "enterprise": "enterprise"},
    occurred="registered_on",
)
class KeyProjectRegistered(Fact, frozen=True, kw_only=True):
    """`key_project.registered` v1: a key project (重点工程) came under supervision."""

    key_project: Id
    name: Text
    enterprise: Id | None
    registered_on: date


@fact("key_project.ended", 1, tags={"key_project": "key_project"}, occurred="ended_on")
class KeyProjectEnded(Fact, frozen=True, kw_only=True):
    """`key_project.ended` v1: it was finished or given up; from that day it is not supervised as one."""

    key_project: Id
    reason: Text
    ended_on: date


@fact(
    "supervision.assigned",
    1,
    tags={
        "assignment": "assignment",
        "subject": ANY_KIND,
        "authority": "authority",
        "officer": "officer",
        "designation": "sector_designation",
    },
    occurred="assigned_on",
)
class SupervisionAssigned(Fact, frozen=True, kw_only=True):
    """`supervision.assigned` v1: an authority has a role over an enterprise, a site or a key project from a day (安全生产法 Art 10)."""

    assignment: Id
    subject: Tag
    role: SupervisionRole
    authority: Id
    officer: Id | None
    """Who does it, for the grid."""
    duty: Code | None
    """The item of its duty list by which it does."""
    designation: Id | None
    """By which the government made it competent, where the sector is new or unclear."""
    document: Text
    valid_from: date
    valid_to: date | None
    """The last legal day; None where none is set."""
    assigned_on: date


@fact(
    "supervision.ended",
    1,
    tags={"assignment": "assignment", "subject": ANY_KIND, "authority": "authority"},
    occurred="ended_on",
)
class SupervisionEnded(Fact, frozen=True, kw_only=True):
    """`supervision.ended` v1: the assignment ended; `valid_to` is its last legal day."""

    assignment: Id
    subject: Tag
    authority: Id
    reason: Text
    valid_to: date
    ended_on: date


@fact(
    "sector.designated",
    1,
    tags={"designation": "sector_designation", "government": "authority", "department": "authority"},
    occurred="designated_on",
)
class SectorDesignated(Fact, frozen=True, kw_only=True):
    """`sector.designated` v1: a government said which department supervises a new or unclear sector (安全生产法 Art 10)."""

    designation: Id
    government: Id
    department: Id
    business: Code
    similar_to: Text
    """The similar business by which it was chosen."""
    document: Code
    valid_from: date
    designated_on: date


@fact(
    "patrol.recorded",
    1,
    tags={
        "patrol": "patrol",
        "subject": ANY_KIND,
        "authority": "authority",
        "officer": "officer",
        "matter": "matter",
        "referral": "referral",
    },
    occurred="patrolled_on",
    mends=("officer",),
)
class PatrolRecorded(Fact, frozen=True, kw_only=True):
    """`patrol.recorded` v1: a grid officer went round; a patrol is no inspection and proves none."""

    patrol: Id
    subject: Tag
    authority: Id
    officer: Id
    found: Text
    """What was seen that needs somebody; blank where nothing does."""
    matter: Id | None
    """The matter as which it was raised."""
    referral: Id | None
    """The referral by which it went to whoever is competent."""
    patrolled_on: date
