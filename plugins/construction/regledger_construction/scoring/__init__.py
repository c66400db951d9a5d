"""The score of a site by JGJ 59-2011 (建筑施工安全检查标准), and the risk that follows from it (G-18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import (
    Act,
    Fact,
    Handler,
    Judge,
    Kind,
    ReadModel,
    RiskAssessment,
    Site,
    TagKind,
    hookimpl,
)

from regledger_construction.scoring.record import (
    SITE_WORKS_SCORE,
    WORKS_SCORE,
    WorksScoreRecorded,
    WorksScores,
    record_works_score,
)
from regledger_construction.scoring.risk import assessed, risk_reads

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`works_score.recorded`."""
    return [WorksScoreRecorded]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A score is a subject of its own."""
    return [TagKind("works_score", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One score, and the last one of a site."""
    return [WORKS_SCORE, SITE_WORKS_SCORE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`works_score.record`."""
    return [record_works_score]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`works_scores`: one row a score."""
    return [WorksScores()]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """What the risk of a site stands on."""
    return risk_reads(act)


@hookimpl
def regledger_risk(act: Act, site: Site, judge: Judge) -> RiskAssessment | None:
    """By the last score of the site."""
    return assessed(act, site, judge)
