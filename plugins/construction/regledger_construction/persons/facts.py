"""The facts of persons with a safety duty on construction sites (建设工程安全生产管理条例 Arts 36, 37, 58, 66).

A person is named by a surrogate id, never by name or number of identity.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "FACTS",
    "BarGround",
    "Class",
    "PersonAssigned",
    "PersonBarred",
    "PersonCertified",
    "PersonLeft",
    "PersonTrained",
    "Post",
    "PracticeMeasure",
    "PracticeRegistered",
    "PracticeSanctioned",
]

Class = Literal["A", "B", "C"]
"""Of the certificate: A principals of enterprises (主要负责人), B project managers (项目负责人), C full-time safety staff."""

Post = Literal["principal", "project_manager", "safety_staff", "manager", "worker"]
"""What a person does; `manager` is one who manages otherwise."""

BarGround = Literal["sentence_served", "dismissed", "fined"]
"""Why somebody is barred: a sentence was served, a dismissal by discipline (撤职处分); a fine alone bars nobody (Art 66)."""

PracticeMeasure = Literal["suspended", "revoked", "barred_for_life"]
"""What is done to a professional engineer (注册执业人员, Art 58): 责令停止执业, 吊销执业资格证书, 终身不予注册."""

_TAGS = {"staff": "works_person", "enterprise": "enterprise", "authority": "authority"}


@fact("works_person.certified", 1, tags=_TAGS, occurred="certified_on", asserted="mapped")
class PersonCertified(Fact, frozen=True, kw_only=True):
    """`works_person.certified` v1: a person passed the assessment of one of the three classes on a legal day (安全生产考核, Art 36)."""

    staff: Id
    enterprise: Id
    authority: Id
    grade: Class
    certificate: Code
    valid_to: date
    """The last valid day, as the certificate says."""
    certified_on: date


@fact("works_person.assigned", 1, tags={**_TAGS, "site": "site"}, occurred="assigned_on", asserted="mapped")
class PersonAssigned(Fact, frozen=True, kw_only=True):
    """`works_person.assigned` v1: a person took a post on a site on a legal day (Arts 36, 37)."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    post: Post
    inducted_on: date | None
    """When it was trained for this post and this site; None where it was not."""
    assigned_on: date


@fact("works_person.trained", 1, tags={**_TAGS, "site": "site"}, occurred="trained_on", asserted="mapped")
class PersonTrained(Fact, frozen=True, kw_only=True):
    """`works_person.trained` v1: a person had the yearly safety training on a legal day, and whether it passed (Art 36)."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    passed: bool
    trained_on: date


@fact("works_person.left", 1, tags={**_TAGS, "site": "site"}, occurred="left_on", asserted="mapped")
class PersonLeft(Fact, frozen=True, kw_only=True):
    """`works_person.left` v1: a person left its post on a legal day."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    left_on: date


@fact("works_person.barred", 1, tags={"staff": "works_person", "authority": "authority"}, occurred="decided_on")
class PersonBarred(Fact, frozen=True, kw_only=True):
    """`works_person.barred` v1: a person may lead no contractor and no project for a time (Art 66)."""

    staff: Id
    authority: Id
    ground: BarGround
    from_on: date
    """The day on which the sentence was served, or of the dismissal."""
    until: date
    """The last day of the bar."""
    document: Text
    decided_on: date


@fact("works_practice.sanctioned", 1, tags={"staff": "works_person", "authority": "authority"}, occurred="decided_on")
class PracticeSanctioned(Fact, frozen=True, kw_only=True):
    """`works_practice.sanctioned` v1: a professional engineer was stopped from practising on a legal day (Art 58)."""

    staff: Id
    authority: Id
    measure: PracticeMeasure
    serious: bool
    """Whether the circumstances are serious (情节严重)."""
    major_accident: bool
    """Whether it led to a major safety accident (重大安全事故)."""
    until: date | None
    """The last day of a suspension."""
    document: Text
    decided_on: date


@fact(
    "works_practice.registered", 1, tags={"staff": "works_person", "authority": "authority"}, occurred="registered_on"
)
class PracticeRegistered(Fact, frozen=True, kw_only=True):
    """`works_practice.registered` v1: a professional engineer was registered on a legal day (注册)."""

    staff: Id
    authority: Id
    registration: Code
    registered_on: date


FACTS: tuple[type[Fact], ...] = (
    PersonCertified,
    PersonAssigned,
    PersonTrained,
    PersonLeft,
    PersonBarred,
    PracticeSanctioned,
    PracticeRegistered,
)
