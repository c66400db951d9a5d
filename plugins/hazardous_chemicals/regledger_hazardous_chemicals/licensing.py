"""The work-safety licence of producers, and what F-07 and F-08 ask for before it is granted."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Judge, Licence, LicenceKind, Objection

from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources

__all__ = ["LICENCE_KINDS", "licence_objections", "licence_reads"]

PRODUCTION = LicenceKind(
    code="hazardous_chemicals_production",
    title="Work-safety licence for hazardous chemicals production",
    title_zh="危险化学品安全生产许可证",
    article="危险化学品安全管理条例(2013) Art 14; 安全生产许可证条例(2014) Arts 2, 9",
    term_years="D-05.term",
    renewal_months="D-05.lead",
)

LICENCE_KINDS = (PRODUCTION,)


def _licence(act: Act) -> Licence | None:
    """The licence of this sector that is to be granted."""
    if act.name != "licence.issue":
        return None
    licence = act.dossier.loaded(Licence, act.command.licence)
    return licence if licence is not None and licence.kind == PRODUCTION.code else None


def licence_reads(act: Act) -> Iterator[str]:
    """The major hazard sources of the site of a licence of this sector."""
    licence = _licence(act)
    if licence is not None:
        yield f"{SITE_HAZARD_SOURCES.name}:{licence.site}"


def licence_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-07: the units of the site were identified; F-08: those that are major hazard sources were graded.

    An identification that only a register asserts is not enough.
    """
    licence = _licence(act)
    if licence is None:
        return
    held = act.dossier.held(SiteHazardSources, licence.site)
    sources = () if held is None or held.asserted else held.state.sources
    yield from judge.rule(
        "F-07", "major_hazard_source.none_identified", bool(sources), licence=licence.licence, site=licence.site
    )
    for one in sources:
        yield from judge.rule(
            "F-08",
            "major_hazard_source.not_graded",
            not one.is_major or one.grade is not None,
            licence=licence.licence,
            source=one.source,
        )
