"""The facts of what follows an accident: conduct, income, penalties, handling, measures, evaluation, closing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.accident.reported import TAGS, Fen

__all__ = [
    "AccidentClosed",
    "AccidentConductFound",
    "AccidentEducated",
    "AccidentEvaluated",
    "AccidentHandled",
    "AccidentIncomeDetermined",
    "AccidentLicencesSettled",
    "AccidentMeasuresReported",
    "AccidentPenaltyProposed",
    "AccidentPublished",
    "Basis",
    "Conduct",
    "Published",
    "Target",
]

Conduct = Literal[
    "accident",
    "not_rescuing",
    "leaving",
    "fleeing",
    "late",
    "omitted",
    "false",
    "concealed",
    "forged_scene",
    "moved_assets",
    "destroyed_evidence",
    "refused",
    "perjury",
]
"""What is punished: responsibility for the accident itself, or a conduct in it (安全生产法 Art 110; Decree 493 Arts 35, 36)."""

Target = Literal["unit", "principal", "manager", "other"]
"""Who is punished; `manager` is another manager or one of the safety staff (安全生产法 Art 96)."""

Basis = Literal["work_safety_law", "decree_35", "decree_36", "decree_37", "decree_38"]
"""By what: 安全生产法(2021), or an article of Decree 493."""

Published = Literal["report", "handling", "evaluation"]
"""What is made public: the report, the handling (Art 34), the evaluation."""

Detention = Annotated[int, msgspec.Meta(ge=0, le=60)]
"""Days."""


@fact("accident.conduct_found", 1, tags=TAGS, occurred="found_on")
class AccidentConductFound(Fact, frozen=True, kw_only=True):
    """`accident.conduct_found` v1: a conduct in the accident was found on a legal day (Decree 493 Arts 35, 36)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    conduct: Conduct
    by: Target
    intent: bool
    verified: bool
    """Whether the investigation verified it."""
    findings: Text
    found_on: date


@fact("accident.income_determined", 1, tags=TAGS, occurred="determined_on")
class AccidentIncomeDetermined(Fact, frozen=True, kw_only=True):
    """`accident.income_determined` v1: last year's income of a person was determined on a legal day."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    person: Id
    target: Target
    year: int
    income_fen: Fen
    proven: bool
    """False where it cannot be found out and stands for a multiple of the average wage."""
    average_wage_fen: Fen
    """The province's average wage of that year; 0 where the income is proven."""
    determined_on: date


@fact("accident.penalty_proposed", 1, tags=TAGS, occurred="proposed_on")
class AccidentPenaltyProposed(Fact, frozen=True, kw_only=True):
    """`accident.penalty_proposed` v1: a penalty or disposal was proposed on a legal day (Art 25)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    penalty: Id
    target: Target
    person: Id | None
    conduct: Conduct
    basis: Basis
    serious: bool
    """Whether the circumstances are especially serious (安全生产法 Art 114, twice to five times)."""
    fine_fen: Fen
    detention_days: Detention
    disposal: Text
    """Other than money, such as 撤职."""
    proposed_on: date


@fact("accident.handled", 1, tags=TAGS, occurred="handled_on")
class AccidentHandled(Fact, frozen=True, kw_only=True):
    """`accident.handled` v1: a proposed penalty or disposal was carried out on a legal day (Art 32)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    penalty: Id
    case: Id | None
    document: Text
    handled_on: date


@fact("accident.licences_settled", 1, tags=TAGS, occurred="settled_on")
class AccidentLicencesSettled(Fact, frozen=True, kw_only=True):
    """`accident.licences_settled` v1: what becomes of the unit's licences was settled on a legal day (Art 40)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    outcome: Literal["suspended", "revoked", "kept"]
    ground: Text
    settled_on: date


@fact("accident.measures_reported", 1, tags=TAGS, occurred="reported_on")
class AccidentMeasuresReported(Fact, frozen=True, kw_only=True):
    """`accident.measures_reported` v1: the unit reported its measures as carried out on a legal day (Art 33)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    measures: Text
    evidence: Text
    union_supervised: bool
    reported_on: date


@fact("accident.educated", 1, tags=TAGS, occurred="educated_on")
class AccidentEducated(Fact, frozen=True, kw_only=True):
    """`accident.educated` v1: those concerned and the staff were taught the lesson on a legal day."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    audience: Text
    circular: Id | None
    """The circular that tells of it, where one was issued."""
    educated_on: date


@fact("accident.evaluated", 1, tags=TAGS, occurred="evaluated_on")
class AccidentEvaluated(Fact, frozen=True, kw_only=True):
    """`accident.evaluated` v1: the government evaluated what was put right on a legal day (安全生产法 Art 86)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    implemented: bool
    findings: Text
    evaluated_on: date


@fact("accident.published", 1, tags=TAGS, occurred="published_on")
class AccidentPublished(Fact, frozen=True, kw_only=True):
    """`accident.published` v1: something about the accident was made public on a legal day (Art 34)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    what: Published
    place: Code
    published_on: date


@fact("accident.closed", 1, tags=TAGS, occurred="closed_on")
class AccidentClosed(Fact, frozen=True, kw_only=True):
    """`accident.closed` v1: the file was closed on a legal day (四不放过)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    closed_on: date
