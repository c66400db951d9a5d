"""What the sector knows of a site: what it stores and trades in, and how (F-03, F-04, F-20).

It says what a site is like and proves no procedure, so one that a register gives counts as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import msgspec
from regledger.sectors import Act, DocumentField, Judge, Objection, Profile, SiteProfile

from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources

__all__ = ["DOCUMENT_FIELDS", "PROFILE", "RECORD", "ChemicalSite", "profile_objections", "profile_reads"]

RECORD = "hazardous_chemicals_site"
"""The kind of record that the core makes of the profile."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class ChemicalSite(Profile, frozen=True, kw_only=True):
    """What a site stores and trades in, and how."""

    stores: bool
    """Whether it has a store or tanks of its own (Art 35)."""
    highly_toxic: bool
    """Whether it produces, stores or trades in highly toxic chemicals (剧毒)."""
    explosive_precursors: bool
    """Whether it produces, stores or trades in explosive precursors (易制爆)."""
    licensed_tonnes: Decimal | None = None
    """How many tonnes may be stored at most by its licence or design; None where nothing says."""
    double_custody: bool = False
    """Double receipt and double custody, apart from other goods, in a dedicated store (Art 24)."""
    explosives: Count = 0
    """How many explosives it produces or stores."""
    inhalation_toxics: Count = 0
    """How many chemicals that are highly toxic by inhalation."""
    key_chemicals: Count = 0
    """How many other chemicals under focused supervision (重点监管危险化学品)."""
    key_processes: Count = 0
    """How many processes under focused supervision (重点监管危险化工工艺)."""
    distance_kept: bool = True
    """Whether the external safety distance is kept."""
    pipeline: bool = False
    """Whether a pipeline for hazardous chemicals runs through it, its own or another's (Art 13). Since 0.3.0."""
    filling_station: bool = False
    """Whether it is a filling station for vehicles (运输工具加油站、加气站), which Art 19 leaves out. Since 0.3.0."""


PROFILE = SiteProfile(schema=ChemicalSite, title="Hazardous chemicals site", title_zh="危险化学品场所")

DOCUMENT_FIELDS = tuple(
    DocumentField(document=document, name=field, title=title, title_zh=title_zh, record=RECORD, field=field)
    for document in ("licence", "order")
    for field, title, title_zh in (
        ("licensed_tonnes", "Most that may be stored, in tonnes", "许可储存量（吨）"),
        ("highly_toxic", "Highly toxic chemicals", "涉及剧毒化学品"),
        ("explosive_precursors", "Explosive precursors", "涉及易制爆危险化学品"),
    )
)
"""The licence and the order name what makes the site a matter of the city and of the police."""


def profile_reads(act: Act) -> Iterator[str]:
    """The major hazard sources of a site that is profiled."""
    if act.name == f"{RECORD}.profile":
        yield f"{SITE_HAZARD_SOURCES.name}:{act.command.site}"


def profile_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-03: highly toxic chemicals, and quantities that make a major hazard source, are under double custody.

    The site is as it is and its profile is recorded: no more than a warning.
    """
    if act.name != f"{RECORD}.profile":
        return
    profile = act.command.profile
    held = act.dossier.get(SiteHazardSources, act.command.site)
    major = held is not None and any(one.is_major for one in held.sources)
    asked = profile.stores and (profile.highly_toxic or major)
    yield from judge.note(
        "F-03",
        f"{RECORD}.single_custody",
        not asked or profile.double_custody,
        site=act.command.site,
    )
