"""The record of a score: its fact, its states, its command and decision, its row for other systems (G-18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar

import msgspec
from regledger.sectors import (
    Authority,
    ColumnKind,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Id,
    Inspection,
    Judge,
    Kind,
    Objection,
    Outcome,
    ReadModel,
    RecordedFact,
    Row,
    Site,
    State,
    fact,
    handles,
)

from regledger_construction.scoring.sheet import Grade, Points, Table, scored, voided

__all__ = [
    "SITE_WORKS_SCORE",
    "WORKS_SCORE",
    "SiteWorksScore",
    "TablePart",
    "WorksScore",
    "WorksScoreRecorded",
    "WorksScores",
    "record_works_score",
]


class TablePart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one sub-table adds to the total."""

    table: Table
    points: Decimal
    """Of 100, as written."""
    weighted: Decimal
    """Of the total, cut off after six places; 0 where its assurance items void it."""


@fact(
    "works_score.recorded",
    1,
    tags={
        "score": "works_score",
        "site": "site",
        "enterprise": "enterprise",
        "authority": "authority",
        "inspection": "inspection",
    },
    occurred="scored_on",
    amended="withdrawn",
)
class WorksScoreRecorded(Fact, frozen=True, kw_only=True):
    """`works_score.recorded` v1: a site was scored by JGJ 59-2011 on a legal day.

    Total and grade are worked out of the sub-tables; the grade that was written down is kept beside them.
    """

    score: Id
    site: Id
    enterprise: Id
    """The main contractor."""
    authority: Id
    inspection: Id | None
    """The inspection during which it was scored."""
    tables: tuple[TablePart, ...]
    total: Decimal
    """Of 100, cut off after six places."""
    grade: Grade
    claimed: Grade
    """As it was written down."""
    zero: tuple[Table, ...]
    """The sub-tables that count for nothing."""
    scored_on: date


class WorksScore(State, frozen=True, kw_only=True):
    """One score of a site."""

    score: str
    site: str
    total: Decimal
    grade: Grade
    zero: tuple[Table, ...]
    tables: tuple[TablePart, ...]
    scored_on: date


class SiteWorksScore(State, frozen=True, kw_only=True):
    """The last score of a site."""

    score: str
    total: Decimal
    grade: Grade
    zero: tuple[Table, ...]
    tables: tuple[TablePart, ...]
    scored_on: date


def _evolve(state: WorksScore | None, recorded: RecordedFact) -> WorksScore | None:
    match recorded.body:
        case WorksScoreRecorded() as body:
            return WorksScore(
                score=body.score,
                site=body.site,
                total=body.total,
                grade=body.grade,
                zero=body.zero,
                tables=body.tables,
                scored_on=body.scored_on,
            )
    return state


def _evolve_site(state: SiteWorksScore | None, recorded: RecordedFact) -> SiteWorksScore | None:
    match recorded.body:
        case WorksScoreRecorded() as body:
            return SiteWorksScore(
                score=body.score,
                total=body.total,
                grade=body.grade,
                zero=body.zero,
                tables=body.tables,
                scored_on=body.scored_on,
            )
    return state


WORKS_SCORE = Kind(name="works_score", state=WorksScore, evolve=_evolve, facts=(WorksScoreRecorded,))
SITE_WORKS_SCORE = Kind(
    name="site_works_score", tag="site", state=SiteWorksScore, evolve=_evolve_site, facts=(WorksScoreRecorded,)
)


class RecordWorksScore(Command, frozen=True, kw_only=True):
    """Record the score of a site, sub-table by sub-table."""

    score: Id
    site: Id
    enterprise: Id
    authority: Id
    inspection: Id | None = None
    tables: tuple[Points, ...]
    grade: Grade
    scored_on: date


def _reads(command: RecordWorksScore, dossier: Dossier) -> Iterator[str]:
    yield f"works_score:{command.score}"
    yield f"site:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"
    if command.inspection is not None:
        yield f"inspection:{command.inspection}"


@handles("works_score.record", RecordWorksScore, on="scored_on", reads=_reads, world=True)
def record_works_score(command: RecordWorksScore, dossier: Dossier, judge: Judge) -> Outcome:
    """G-18: total and grade are what the sub-tables make them; another grade that was written down is objected to."""
    yield from _references(command, dossier, judge)
    sound = True
    for objection in _sheet(command, judge):
        sound = False
        yield objection
    if not sound:
        return
    for one in command.tables:
        yield from judge.note(
            "G-18",
            "works_score.sub_table_voided",
            one.points == 0 or not voided(one, judge),
            score=command.score,
            table=one.table,
            points=f"{one.points:f}",
        )
    sheet = scored(command.tables, judge)
    yield from judge.rule(
        "G-18",
        "works_score.grade_differs",
        sheet.grade == command.grade,
        score=command.score,
        claimed=command.grade,
        grade=sheet.grade,
        total=f"{sheet.total:f}",
        zero=", ".join(sheet.zero) or "none",
    )
    yield WorksScoreRecorded(
        score=command.score,
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        inspection=command.inspection,
        tables=tuple(
            TablePart(table=one.table, points=one.points, weighted=sheet.weighted[one.table]) for one in command.tables
        ),
        total=sheet.total,
        grade=sheet.grade,
        claimed=command.grade,
        zero=sheet.zero,
        scored_on=command.scored_on,
    )


def _references(command: RecordWorksScore, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("REF", "site.unknown", dossier.get(Site, command.site) is not None, site=command.site)
    yield from judge.rule(
        "REF",
        "enterprise.unknown",
        dossier.get(Enterprise, command.enterprise) is not None,
        enterprise=command.enterprise,
    )
    yield from judge.rule(
        "REF", "authority.unknown", dossier.get(Authority, command.authority) is not None, authority=command.authority
    )
    taken = dossier.latest(WorksScore, command.score)
    yield from judge.rule(
        "REF",
        "works_score.taken",
        taken is None,
        score=command.score,
        site=command.site if taken is None else taken.site,
    )
    if command.inspection is not None:
        inspection = dossier.get(Inspection, command.inspection)
        yield from judge.rule(
            "REF",
            "works_score.of_another_inspection",
            inspection is not None and inspection.site == command.site,
            score=command.score,
            inspection=command.inspection,
            site=command.site,
        )


def _sheet(command: RecordWorksScore, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("REF", "works_score.empty", bool(command.tables), score=command.score)
    names = [one.table for one in command.tables]
    for name in dict.fromkeys(names):
        yield from judge.rule("REF", "works_score.table_twice", names.count(name) == 1, score=command.score, table=name)
    for one in command.tables:
        yield from judge.rule(
            "REF",
            "works_score.points_out_of_range",
            0 <= one.points <= judge.decimal("G-18.full"),
            score=command.score,
            table=one.table,
            points=f"{one.points:f}",
        )


class WorksScores(ReadModel):
    """One row a score: total as decimal text, the sub-tables that count for nothing as a list with commas."""

    name: ClassVar[str] = "works_scores"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = (WorksScoreRecorded.__fact__.name,)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "score": "text",
        "site": "text",
        "enterprise": "text",
        "inspection": "text",
        "total": "text",
        "grade": "text",
        "claimed": "text",
        "zero": "text",
        "scored_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The score."""
        return [fact.body.score] if isinstance(fact.body, WorksScoreRecorded) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The score as it stands."""
        bodies = [fact.body for fact in facts if isinstance(fact.body, WorksScoreRecorded)]
        last = next((body for body in reversed(bodies) if body.score == key), None)
        if last is None:
            return None
        return {
            "score": last.score,
            "site": last.site,
            "enterprise": last.enterprise,
            "inspection": last.inspection,
            "total": f"{last.total:f}",
            "grade": last.grade,
            "claimed": last.claimed,
            "zero": ", ".join(last.zero),
            "scored_on": last.scored_on.isoformat(),
        }
