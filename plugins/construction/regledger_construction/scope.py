"""Whether Decree 393 binds the works of a site, asked where a rule of it is applied (建设工程安全生产管理条例 Art 69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regledger_construction.exemptions import outside_regulation
from regledger_construction.profile import RECORD, WorksSite

if TYPE_CHECKING:
    from regledger.sectors import Dossier, Judge

__all__ = ["bound", "profile_tag"]


def profile_tag(site: str) -> str:
    """What a decision names among its reads to ask `bound`."""
    return f"{RECORD}:{site}"


def bound(dossier: Dossier, site: str, judge: Judge) -> bool:
    """Whether the Decree binds the works on `site`; so does it where nothing says what they are."""
    return not outside_regulation(dossier.loaded(WorksSite, site), judge)
