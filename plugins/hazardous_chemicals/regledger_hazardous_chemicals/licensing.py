"""The licences of the sector: who issues them, and what is asked for before they are granted (F-02, F-04, F-07, F-08)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Competence, Judge, LawException, Licence, LicenceKind, Objection, Site

from regledger_hazardous_chemicals.evaluations import SITE_EVALUATIONS, SiteEvaluations
from regledger_hazardous_chemicals.profile import RECORD, ChemicalSite
from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources

__all__ = ["EXCEPTIONS", "competence", "licence_objections", "licence_reads"]

PRODUCTION = "hazardous_chemicals_production"
TRADE = "hazardous_chemicals_trade"
ART_35 = "危险化学品安全管理条例(2013) Art 35"

EXCEPTIONS = tuple(
    LawException(of=of, by=by, article=ART_35, licence_kinds=(TRADE,))
    for of, by in (("D-04.review", "F-04.decision"), ("D-04.breach", "F-04.decision_breach"))
)
"""A licence to trade is decided on within 30 days, not 45; one to produce keeps the common period."""


def _asked_for(act: Act) -> tuple[str, str, str] | None:
    """The licence, its kind and its site, where it is applied for or to be granted."""
    if act.name == "licence.apply":
        return act.command.licence, act.command.kind, act.command.site
    licence = act.dossier.loaded(Licence, act.command.licence) if act.name == "licence.issue" else None
    return None if licence is None else (licence.licence, licence.kind, licence.site)


def licence_reads(act: Act) -> Iterator[str]:
    """What is known of the site of a licence of this sector."""
    asked = _asked_for(act)
    if asked is None:
        return
    _, kind, site = asked
    if kind == TRADE:
        yield f"{RECORD}:{site}"
    elif kind == PRODUCTION and act.name == "licence.issue":
        yield f"{SITE_HAZARD_SOURCES.name}:{site}"
        yield f"{SITE_EVALUATIONS.name}:{site}"


def competence(act: Act, licence_kind: LicenceKind, site: Site) -> Competence | None:
    """F-04: the city for highly toxic chemicals, explosive precursors or a store, the county for the rest.

    Either where nothing is known of the site; None for a kind that says so itself.
    """
    if licence_kind.code != TRADE:
        return None
    profile = act.dossier.get(ChemicalSite, site.site)
    if profile is None:
        return Competence(levels=("county", "city"), article=ART_35)
    city = profile.highly_toxic or profile.explosive_precursors or profile.stores
    return Competence(levels=("city",) if city else ("county",), article=ART_35)


def licence_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """What this sector asks for before its licences are applied for or granted."""
    asked = _asked_for(act)
    if asked is None:
        return
    licence, kind, site = asked
    if kind == TRADE:
        profile = act.dossier.get(ChemicalSite, site)
        yield from judge.note("F-04", f"{RECORD}.not_profiled", profile is not None, licence=licence, site=site)
    elif kind == PRODUCTION and act.name == "licence.issue":
        yield from _evaluated(act, licence, site, judge)
        yield from _identified(act, licence, site, judge)


def _evaluated(act: Act, licence: str, site: str, judge: Judge) -> Iterator[Objection]:
    """F-02: an evaluation is on file. A plant that is not yet in production may have none, so it is noted."""
    held = act.dossier.get(SiteEvaluations, site)
    filed = held is not None and held.filed_by(judge.day)
    yield from judge.note("F-02", "safety_evaluation.none_filed", filed, licence=licence, site=site)


def _identified(act: Act, licence: str, site: str, judge: Judge) -> Iterator[Objection]:
    """F-07: the units of the site were identified; F-08: those that are major hazard sources were graded.

    An identification that only a register asserts is not enough.
    """
    held = act.dossier.held(SiteHazardSources, site)
    sources = () if held is None or held.asserted else held.state.sources
    yield from judge.rule("F-07", "major_hazard_source.none_identified", bool(sources), licence=licence, site=site)
    for one in sources:
        yield from judge.rule(
            "F-08",
            "major_hazard_source.not_graded",
            not one.is_major or one.grade is not None,
            licence=licence,
            source=one.source,
        )
