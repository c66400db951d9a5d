"""What the sector knows of a site: what is built there, for whom, by whom, and how large it is (G-03, G-08, G-20).

It says what the works are like and proves no procedure, so one that a register gives counts as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from regledger.sectors import Act, DocumentField, Id, Profile, SiteProfile, hookimpl

__all__ = ["DOCUMENT_FIELDS", "PROFILE", "RECORD", "Works", "WorksSite", "works_of"]

RECORD = "construction_site"
"""The kind of record that the core makes of the profile."""

Count = Annotated[int, msgspec.Meta(ge=0)]

Works = Literal["building", "municipal", "demolition", "fitting_out", "installation", "relief", "rural_self_build"]
"""New, extended or altered buildings; municipal works; demolition; fitting-out; lines, pipelines and equipment; rescue and
relief works (抢险救灾); a farmer's own house (农民自建住宅)."""


class WorksSite(Profile, frozen=True, kw_only=True):
    """What is built on a site, for whom and by whom."""

    works: Works
    builder: Id
    """The enterprise for which it is built (建设单位)."""
    contractor: Id | None = None
    """The contractor, the main one where there are several (施工总承包单位); None until it is chosen."""
    subcontractors: tuple[Id, ...] = ()
    """Enterprises to which the main contractor gave parts of the works (分包单位)."""
    supervisor: Id | None = None
    """The supervision unit (工程监理单位); None where there is none."""
    contract_price_fen: Count | None = None
    """The price of the construction contract (合同价款) in fen; None while it is not known."""
    investment_fen: Count | None = None
    """The investment in the works in fen."""
    floor_area_m2: Count | None = None
    """Floor area in whole square metres, rounded up."""
    storeys: Count | None = None
    """Storeys above ground of the highest building."""
    urban: bool = True
    """Whether it lies in a city's urban area, where the site is closed off all round (393 Art 30)."""
    start_report: bool = False
    """Whether a start report (开工报告) was approved for it, in place of which no construction permit is drawn (建筑法 Art 7)."""


PROFILE = SiteProfile(schema=WorksSite, title="Construction site", title_zh="建筑施工现场")

DOCUMENT_FIELDS = tuple(
    DocumentField(document=document, name=name, title=title, title_zh=title_zh, record=RECORD, field=name)
    for document in ("inspection", "order", "case")
    for name, title, title_zh in (
        ("works", "Kind of works", "工程类别"),
        ("builder", "Builder", "建设单位"),
        ("contractor", "Main contractor", "施工总承包单位"),
        ("supervisor", "Supervision unit", "工程监理单位"),
        ("contract_price_fen", "Contract price in fen", "合同价款（分）"),
    )
)
"""What an inspection, an order and a case say of the works."""


def works_of(act: Act, site: str) -> WorksSite | None:
    """The profile of `site`, where it was read (name `construction_site:<site>` in a hook's reads); None where none is known."""
    works: WorksSite | None = act.dossier.loaded(WorksSite, site)
    return works


@hookimpl
def regledger_site_profiles() -> Sequence[SiteProfile]:
    """What is built on a site, for whom and by whom."""
    return [PROFILE]


@hookimpl
def regledger_document_fields() -> Sequence[DocumentField]:
    """What an inspection, an order and a case say of the works."""
    return DOCUMENT_FIELDS
