"""Hazardous chemicals (危险化学品): major hazard sources, safety evaluations, licences, and what follows from them.

The hooks of the sector, and nothing else: what is data stands in sector.toml, the rest in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import (
    Act,
    Classification,
    Competence,
    DocumentField,
    Fact,
    Finding,
    FineRange,
    Handler,
    ImportMapping,
    Judge,
    Kind,
    LawException,
    LawSource,
    LicenceKind,
    Objection,
    Obligation,
    Offence,
    ReadModel,
    Recorded,
    Refused,
    RiskAssessment,
    Site,
    SiteProfile,
    TagKind,
    hookimpl,
)

from regledger_hazardous_chemicals.citations import citation_objections
from regledger_hazardous_chemicals.classification import classification_reads, classified
from regledger_hazardous_chemicals.criterion_tags import CRITERION
from regledger_hazardous_chemicals.evaluations import (
    OBLIGATION,
    SAFETY_EVALUATION,
    SITE_EVALUATIONS,
    SafetyEvaluationFiled,
    evaluation_correction_objections,
    file_safety_evaluation,
)
from regledger_hazardous_chemicals.fines import fine_range, fine_reads
from regledger_hazardous_chemicals.licensing import EXCEPTIONS, competence, licence_objections, licence_reads
from regledger_hazardous_chemicals.profile import DOCUMENT_FIELDS, PROFILE, profile_objections, profile_reads
from regledger_hazardous_chemicals.read_models import MajorHazardSources
from regledger_hazardous_chemicals.record import (
    MAJOR_HAZARD_SOURCE,
    SITE_HAZARD_SOURCES,
    MajorHazardSourceIdentified,
    correction_objections,
    identify_major_hazard_source,
)
from regledger_hazardous_chemicals.risk import assessed, risk_reads
from regledger_hazardous_chemicals.watching import log_grave_sources

__all__: list[str] = []

PACKAGE = "regledger_hazardous_chemicals"


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`major_hazard_source.identified` and `safety_evaluation.filed`."""
    return [MajorHazardSourceIdentified, SafetyEvaluationFiled]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Sources and evaluations are subjects of their own; hazards are found by their criterion as well."""
    return [TagKind("major_hazard_source", "consistency"), TagKind("safety_evaluation", "consistency"), CRITERION]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One major hazard source and all of a site; one safety evaluation and all of a site."""
    return [MAJOR_HAZARD_SOURCE, SITE_HAZARD_SOURCES, SAFETY_EVALUATION, SITE_EVALUATIONS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`major_hazard_source.identify` and `safety_evaluation.file`."""
    return [identify_major_hazard_source, file_safety_evaluation]


@hookimpl
def regledger_law() -> Sequence[LawSource]:
    """F-01 to F-04, F-07, F-08, F-12: rules, dated parameters, offences; the points of the risk of a site."""
    return [LawSource.from_package(PACKAGE, "law.toml")]


@hookimpl
def regledger_site_profiles() -> Sequence[SiteProfile]:
    """What a site stores and trades in, and how."""
    return [PROFILE]


@hookimpl
def regledger_obligations() -> Sequence[Obligation]:
    """The three-yearly safety evaluation of producers (F-02)."""
    return [OBLIGATION]


@hookimpl
def regledger_exceptions() -> Sequence[LawException]:
    """30 days for a licence to trade, in the place of the 45 of D-04."""
    return EXCEPTIONS


@hookimpl
def regledger_document_fields() -> Sequence[DocumentField]:
    """What a licence and an order say of the site."""
    return DOCUMENT_FIELDS


@hookimpl
def regledger_import_mappings() -> Sequence[ImportMapping]:
    """`hazardous_chemicals:sites`: a county's register of sites."""
    return [
        ImportMapping.from_package(
            PACKAGE, "data/sites.toml", name="sites", title="Register of sites", title_zh="危险化学品企业台账"
        )
    ]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`major_hazard_sources`: one row a source."""
    return [MajorHazardSources()]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """What the rules of the sector look at beyond what the act itself does."""
    yield from licence_reads(act)
    yield from profile_reads(act)
    yield from classification_reads(act)
    yield from risk_reads(act)
    yield from fine_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-01 on citations; F-02, F-04, F-07, F-08 on licences; F-03 on sites; what is corrected is judged as well."""
    yield from citation_objections(act, judge)
    yield from licence_objections(act, judge)
    yield from profile_objections(act, judge)
    yield from correction_objections(act, judge)
    yield from evaluation_correction_objections(act, judge)


@hookimpl
def regledger_classify(act: Act, finding: Finding) -> Classification | None:
    """F-20, item 20: more in store than is licensed."""
    return classified(act, finding)


@hookimpl
def regledger_risk(act: Act, site: Site, judge: Judge) -> RiskAssessment | None:
    """The points of 应急〔2018〕19号, as far as they are remembered."""
    return assessed(act, site, judge)


@hookimpl
def regledger_competence(act: Act, licence_kind: LicenceKind, site: Site) -> Competence | None:
    """F-04: county or city."""
    return competence(act, licence_kind, site)


@hookimpl
def regledger_fine_range(act: Act, offence: Offence, judge: Judge) -> FineRange | None:
    """F-02, F-03, F-12: the higher range where rectification was refused."""
    return fine_range(act, offence, judge)


@hookimpl
def regledger_observed(act: Act, answer: Recorded | Refused) -> None:
    """F-09: a line in the log of the process for each source of grade 1 or 2."""
    log_grave_sources(act, answer)
