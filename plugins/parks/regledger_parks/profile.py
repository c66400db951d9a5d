"""What the sector knows of a site: in which park it lies, and what of the park's law holds for it.

It says what a site is like and proves no procedure, so one that a register gives counts as well.
"""

from __future__ import annotations

from regledger.sectors import DocumentField, Id, Profile, SiteProfile, Text

__all__ = ["DOCUMENT_FIELDS", "PROFILE", "RECORD", "ParkSite"]

RECORD = "parks_site"
"""The kind of record that the core makes of the profile."""


class ParkSite(Profile, frozen=True, kw_only=True):
    """Where in a park a site lies, and what of the park's law holds for it."""

    park: Id
    """The park, as it is registered with `park.register`."""
    plot: Text = ""
    """Its plot on the plan of the park."""
    hazardous: bool = False
    """Whether its enterprise has to have rescuers: dangerous goods, mines, smelting, building, crowded places (生产安全事故应急条例 Art 10)."""
    lets: bool = False
    """Whether parts of it are let to other enterprises: a factory within a factory (安全生产法 Art 49)."""
    inside_control_line: bool = False
    """Whether it lies within the control line of the park."""


PROFILE = SiteProfile(schema=ParkSite, title="Site in a park", title_zh="园区内场所")

DOCUMENT_FIELDS = tuple(
    DocumentField(document=document, name=name, title=title, title_zh=title_zh, record=RECORD, field=field)
    for document in ("inspection", "order", "case", "licence")
    for name, field, title, title_zh in (
        ("park", "park", "Park", "所在园区"),
        ("park_plot", "plot", "Plot in the park", "园区地块"),
        ("park_lets", "lets", "Let in part to other enterprises", "存在厂中厂出租"),
    )
)
"""What each document says of the place in the park."""
