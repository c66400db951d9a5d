"""The record of a major hazard source: its fact, its state, its command and decision (F-07, F-08).

The enterprise identifies and grades its units; the authority enters the quantities, and what is recorded is what
GB 18218-2018 makes of them. A claim of the enterprise that differs is objected to and kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from regledger.sectors import (
    Act,
    Code,
    Command,
    CorrectFact,
    Dossier,
    Enterprise,
    Fact,
    Id,
    Judge,
    Kind,
    LawError,
    Objection,
    Outcome,
    RecordedFact,
    RegledgerError,
    Site,
    State,
    Text,
    corrected_body,
    fact,
    handles,
)

from regledger_hazardous_chemicals.criteria import major_hazard_criteria
from regledger_hazardous_chemicals.major_hazard_sources import (
    AmbiguousSubstance,
    BadCasNumber,
    BadPeopleCount,
    BadQuantity,
    ClassesNotWanted,
    ClassMissing,
    Criteria,
    Grading,
    Identification,
    Quantity,
    UnknownClass,
    UnknownSubstance,
    grade,
    identify,
)

__all__ = [
    "MAJOR_HAZARD_SOURCE",
    "SITE_HAZARD_SOURCES",
    "IdentifyMajorHazardSource",
    "MajorHazardSource",
    "MajorHazardSourceIdentified",
    "SiteHazardSources",
    "StatedQuantity",
    "correction_objections",
    "identify_major_hazard_source",
]


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────


class StatedQuantity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many tonnes of a substance in the unit: the maximum design quantity."""

    substance: Code
    """As `Quantity.substance`: a number, CAS number or Chinese name of table 1, a class of table 2, or another name."""
    tonnes: Decimal
    classes: tuple[Code, ...] = ()
    """Its classes of table 2."""


@fact(
    "major_hazard_source.identified",
    1,
    tags={"source": "major_hazard_source", "enterprise": "enterprise", "site": "site"},
    occurred="identified_on",
    asserted="mapped",
)
class MajorHazardSourceIdentified(Fact, frozen=True, kw_only=True):
    """`major_hazard_source.identified` v1: a unit was identified and graded on a legal day (GB 18218-2018 §§4.2, 4.3).

    Also where it turned out to be no major hazard source: that it was looked at is what a licence asks for.
    """

    source: Id
    enterprise: Id
    site: Id
    unit: Text
    """The production unit between cut-off valves, or the storage unit, in words."""
    quantities: tuple[StatedQuantity, ...]
    people_within_500_m: int
    """Permanent population within 500 m outside the plant's boundary."""
    S: Decimal
    """Sum of q/Q, cut off after six places."""
    R: Decimal | None
    """Alpha times the sum of beta·q/Q, cut off after six places; None where it is not graded."""
    grade: int | None
    """1 (the gravest) to 4; None for a unit that is no major hazard source, or whose beta is not known."""
    is_major: bool
    claimed_major: bool | None
    """What the enterprise says it is; None where it says nothing."""
    claimed_grade: int | None
    identified_on: date


# ── state ────────────────────────────────────────────────────────────────────────────────────────────────


class MajorHazardSource(State, frozen=True, kw_only=True):
    """A unit, as it was last identified."""

    source: str
    enterprise: str
    site: str
    unit: str
    S: Decimal
    R: Decimal | None
    grade: int | None
    is_major: bool
    identified_on: date


class SiteHazardSources(State, frozen=True, kw_only=True):
    """The units of a site that were identified, each as it last was, by id."""

    sources: tuple[MajorHazardSource, ...]


def _evolve(state: MajorHazardSource | None, recorded: RecordedFact) -> MajorHazardSource | None:
    match recorded.body:
        case MajorHazardSourceIdentified() as body:
            return MajorHazardSource(
                source=body.source,
                enterprise=body.enterprise,
                site=body.site,
                unit=body.unit,
                S=body.S,
                R=body.R,
                grade=body.grade,
                is_major=body.is_major,
                identified_on=body.identified_on,
            )
    return state


def _evolve_site(state: SiteHazardSources | None, recorded: RecordedFact) -> SiteHazardSources | None:
    one = _evolve(None, recorded)
    if one is None:
        return state
    others = () if state is None else state.sources
    kept = [each for each in others if each.source != one.source]
    return SiteHazardSources(sources=tuple(sorted([*kept, one], key=lambda each: each.source)))


MAJOR_HAZARD_SOURCE = Kind(
    name="major_hazard_source", state=MajorHazardSource, evolve=_evolve, facts=(MajorHazardSourceIdentified,)
)
SITE_HAZARD_SOURCES = Kind(
    name="site_hazard_sources",
    tag="site",
    state=SiteHazardSources,
    evolve=_evolve_site,
    facts=(MajorHazardSourceIdentified,),
)


# ── the calculation, with its errors as objections ───────────────────────────────────────────────────────

_CODES: dict[type[RegledgerError], str] = {
    UnknownSubstance: "major_hazard_source.substance_unknown",
    AmbiguousSubstance: "major_hazard_source.substance_ambiguous",
    BadCasNumber: "major_hazard_source.cas_number_wrong",
    UnknownClass: "major_hazard_source.class_unknown",
    ClassesNotWanted: "major_hazard_source.classes_not_wanted",
    BadQuantity: "major_hazard_source.quantity_wrong",
    BadPeopleCount: "major_hazard_source.people_wrong",
    LawError: "major_hazard_source.no_criteria",
}


def _misstated(error: RegledgerError, judge: Judge, **args: str) -> Iterator[Objection]:
    code = _CODES.get(type(error))
    if code is None:
        raise error
    told = {name: str(value) for name, value in error.details.items()}
    yield from judge.rule("REF", code, False, **{**told, **args})


class _Computed(msgspec.Struct, frozen=True):
    """What the standard makes of a unit; `graded` is None where a beta is not known, and then `lacking` says of what."""

    identified: Identification
    graded: Grading | None
    lacking: str
    criteria: Criteria


def _computed(quantities: Sequence[StatedQuantity], people: int, judge: Judge) -> _Computed | list[Objection]:
    """The unit under the criteria of the day, or every objection to how it is stated."""
    try:
        criteria = major_hazard_criteria(judge.law, on=judge.day)
    except LawError as error:
        return list(_misstated(error, judge))
    unit = [Quantity(substance=one.substance, tonnes=one.tonnes, classes=one.classes) for one in quantities]
    wrong: list[Objection] = []
    for one in unit:
        try:
            identify([one], criteria=criteria)
        except RegledgerError as error:
            wrong.extend(_misstated(error, judge, substance=one.substance))
    try:
        grade([], people, criteria=criteria)
    except BadPeopleCount as error:
        wrong.extend(_misstated(error, judge))
    if wrong:
        return wrong
    try:
        identified = identify(unit, criteria=criteria)
    except BadQuantity as error:  # only the sum of several entries of one substance is too large
        return list(_misstated(error, judge))
    try:
        return _Computed(identified, grade(unit, people, criteria=criteria), "", criteria)
    except ClassMissing as error:
        return _Computed(identified, None, str(error.details["substance"]), criteria)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────

GradeNumber = Annotated[int, msgspec.Meta(ge=1, le=4)]


class IdentifyMajorHazardSource(Command, frozen=True, kw_only=True):
    """Enter what a unit holds; the same id again enters it anew."""

    source: Id
    enterprise: Id
    site: Id
    unit: Text
    quantities: Annotated[tuple[StatedQuantity, ...], msgspec.Meta(min_length=1)]
    people_within_500_m: int
    claimed_major: bool | None = None
    claimed_grade: GradeNumber | None = None
    identified_on: date


def _reads(command: IdentifyMajorHazardSource, dossier: Dossier) -> Iterator[str]:
    yield f"major_hazard_source:{command.source}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"


@handles("major_hazard_source.identify", IdentifyMajorHazardSource, on="identified_on", reads=_reads, world=True)
def identify_major_hazard_source(command: IdentifyMajorHazardSource, dossier: Dossier, judge: Judge) -> Outcome:
    """F-07 and F-08: S, R and grade are computed; a claim that differs, or a unit that cannot be graded, is objected to."""
    yield from _references(command, dossier, judge)
    computed = _computed(command.quantities, command.people_within_500_m, judge)
    if isinstance(computed, list):
        yield from computed
        return
    identified, graded = computed.identified, computed.graded
    claimed = command.claimed_major
    if claimed is None and command.claimed_grade is not None:
        claimed = True
    yield from judge.rule(
        "F-07",
        "major_hazard_source.claimed_to_be" if claimed else "major_hazard_source.claimed_not_to_be",
        claimed is None or claimed == identified.is_major,
        source=command.source,
        S=str(identified.S),
        threshold=str(computed.criteria.s_threshold),
    )
    yield from judge.rule(
        "F-08",
        "major_hazard_source.not_gradable",
        graded is not None,
        source=command.source,
        lacking=computed.lacking,
    )
    if graded is not None and command.claimed_grade is not None:
        yield from judge.rule(
            "F-08",
            "major_hazard_source.grade_differs",
            command.claimed_grade == graded.grade,
            source=command.source,
            claimed=command.claimed_grade,
            grade=str(graded.grade or "none"),
            R=str(graded.R if graded.R is not None else "none"),
        )
    yield MajorHazardSourceIdentified(
        source=command.source,
        enterprise=command.enterprise,
        site=command.site,
        unit=command.unit,
        quantities=command.quantities,
        people_within_500_m=command.people_within_500_m,
        S=identified.S,
        R=None if graded is None else graded.R,
        grade=None if graded is None else graded.grade,
        is_major=identified.is_major,
        claimed_major=claimed,
        claimed_grade=command.claimed_grade,
        identified_on=command.identified_on,
    )


def _references(command: IdentifyMajorHazardSource, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    enterprise = dossier.get(Enterprise, command.enterprise)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    site = dossier.get(Site, command.site)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    if site is not None:
        yield from judge.rule(
            "REF",
            "site.of_another",
            site.enterprise == command.enterprise,
            site=command.site,
            owner=site.enterprise,
            enterprise=command.enterprise,
        )
    before = dossier.get(MajorHazardSource, command.source)
    if before is not None:
        yield from judge.rule(
            "REF",
            "major_hazard_source.of_another_site",
            before.site == command.site,
            source=command.source,
            site=before.site,
        )


# ── corrections ──────────────────────────────────────────────────────────────────────────────────────────


def correction_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-07 and F-08 where `fact.correct` puts figures in the place of others that do not follow from the quantities."""
    body = corrected_body(act.command, act.dossier) if isinstance(act.command, CorrectFact) else None
    if not isinstance(body, MajorHazardSourceIdentified):
        return
    computed = _computed(body.quantities, body.people_within_500_m, judge)
    if isinstance(computed, list):
        yield from computed
        return
    identified, graded = computed.identified, computed.graded
    yield from judge.rule(
        "F-07",
        "major_hazard_source.figures_differ",
        (body.S, body.is_major) == (identified.S, identified.is_major),
        source=body.source,
        figure="S",
        stated=str(body.S),
        computed=str(identified.S),
    )
    wanted = (None, None) if graded is None else (graded.R, graded.grade)
    yield from judge.rule(
        "F-08",
        "major_hazard_source.figures_differ",
        (body.R, body.grade) == wanted,
        source=body.source,
        figure="R and grade",
        stated=_figures(body.R, body.grade),
        computed=_figures(*wanted),
    )


def _figures(risk: Decimal | None, number: int | None) -> str:
    return "none" if risk is None else f"{risk}, grade {number}"
