"""The facts of responsibility assessment (目标责任制考核; I-21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "AssessmentAnswered",
    "AssessmentConcluded",
    "AssessmentFollowed",
    "AssessmentObjected",
    "AssessmentSettled",
    "Condition",
    "FormulaStated",
    "Grade",
    "Indicator",
    "Judged",
    "Manner",
    "Score",
    "TargetSet",
    "Veto",
    "VetoFound",
]

Manner = Literal["reach", "deduct", "share", "judged"]
"""How an indicator gives its points: by reaching a number, taken off for each, by a share, or as somebody judges."""
Grade = Literal["excellent", "good", "passed", "failed"]
"""优秀, 良好, 合格, 不合格."""
Points = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**6)]
Year = Annotated[int, msgspec.Meta(ge=2000, le=2999)]


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field of a fact and the value that it has to have."""

    field: Code
    value: Code


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator of a formula, by what it counts and how that gives points."""

    indicator: Code
    title: Text
    points: Points
    """The most that it gives."""
    by: Manner
    fact: Code | None = None
    """The name of the facts that it counts, such as `hazard.cleared`; None where it is judged."""
    unit_field: Code | None = None
    """The field of the fact that has to name the unit; any of them where it is None."""
    where: tuple[Condition, ...] = ()
    in_time: bool = False
    """Count only hazards and matters that were reported or answered by their last day."""
    of: Code | None = None
    """For a share: the name of the facts of which it is one."""
    target: Count = 0
    """For `reach`: the number that gives all points."""
    each: Decimal = Decimal(0)
    """For `deduct`: the points taken off for each."""


class Veto(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What fails a unit whatever its points (一票否决)."""

    veto: Code
    title: Text
    fact: Code
    unit_field: Code | None = None
    where: tuple[Condition, ...] = ()
    from_: Count = 1
    """How many of them it takes."""


@fact("formula.stated", 1, tags={"formula": "formula", "authority": "authority"}, occurred="stated_on")
class FormulaStated(Fact, frozen=True, kw_only=True):
    """`formula.stated` v1: an authority laid down a version of the formula by which it assesses units."""

    formula: Id
    version: Count
    authority: Id
    title: Text
    document: Code
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...]
    stated_on: date


@fact(
    "target.set",
    1,
    tags={"target": "target", "unit": "authority", "authority": "authority", "formula": "formula"},
    occurred="set_on",
)
class TargetSet(Fact, frozen=True, kw_only=True):
    """`target.set` v1: a unit was given its targets for a year, under a version of a formula (责任书)."""

    target: Id
    unit: Id
    authority: Id
    """Who assesses."""
    year: Year
    formula: Id
    version: Count
    duty_list: Id | None
    """The duty list of the unit that it answers for (安全生产法 Art 17; B-05)."""
    set_on: date


class Judged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody judged of one indicator."""

    indicator: Code
    points: Decimal
    assessor: Id
    ground: Text


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one indicator gave."""

    indicator: Code
    points: Decimal
    facts: tuple[int, ...]
    """The numbers of the facts that were counted."""
    of: tuple[int, ...] = ()
    """For a share: the numbers of all of which it is one."""


class VetoFound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A veto, and the numbers of the facts that raise it."""

    veto: Code
    facts: tuple[int, ...]


_TAGS = {"assessment": "assessment", "target": "target", "unit": "authority", "authority": "authority"}


@fact("assessment.concluded", 1, tags=_TAGS, occurred="concluded_on")
class AssessmentConcluded(Fact, frozen=True, kw_only=True):
    """`assessment.concluded` v1: the result of a unit for a year, computed from the log as it was known then."""

    assessment: Id
    target: Id
    unit: Id
    authority: Id
    year: Year
    as_of: date | None
    """What was recorded after this legal day does not count, but for corrections; None where everything known counts."""
    known_at: int
    """The number of the last fact that was known."""
    scores: tuple[Score, ...]
    judged: tuple[Judged, ...]
    vetoes: tuple[VetoFound, ...]
    points: Decimal
    grade: Grade
    concluded_on: date


@fact("assessment.objected", 1, tags=_TAGS, occurred="objected_on")
class AssessmentObjected(Fact, frozen=True, kw_only=True):
    """`assessment.objected` v1: a unit objected to its result."""

    assessment: Id
    target: Id
    unit: Id
    authority: Id
    grounds: Text
    objected_on: date


@fact("assessment.objection_answered", 1, tags=_TAGS, occurred="answered_on")
class AssessmentAnswered(Fact, frozen=True, kw_only=True):
    """`assessment.objection_answered` v1: the assessing authority answered; where it agrees, it concludes anew."""

    assessment: Id
    target: Id
    unit: Id
    authority: Id
    result: Literal["accepted", "rejected"]
    reasons: Text
    answered_on: date


@fact("assessment.settled", 1, tags=_TAGS, occurred="settled_on")
class AssessmentSettled(Fact, frozen=True, kw_only=True):
    """`assessment.settled` v1: a result became final."""

    assessment: Id
    target: Id
    unit: Id
    authority: Id
    settled_on: date


@fact("assessment.followed", 1, tags=_TAGS, occurred="followed_on")
class AssessmentFollowed(Fact, frozen=True, kw_only=True):
    """`assessment.followed` v1: a reward or a sanction followed a final result (奖惩)."""

    assessment: Id
    target: Id
    unit: Id
    authority: Id
    kind: Literal["reward", "sanction"]
    what: Text
    document: Code
    followed_on: date
