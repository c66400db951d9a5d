"""Findings by the criteria of the sector (F-20): what figures alone say."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Classification, Finding

from regledger_hazardous_chemicals.profile import RECORD, ChemicalSite

__all__ = ["STORED", "classification_reads", "classified"]

STORED = "stored_tonnes"
"""The figure of a finding that says how many tonnes were in store."""
OVER_QUANTITY = "hazchem-2017/20"


def classification_reads(act: Act) -> Iterator[str]:
    """The profile of a site where an inspection measured what is in store."""
    if act.name == "inspection.record" and any(one.figure(STORED) is not None for one in act.command.hazards):
        yield f"{RECORD}:{act.command.site}"


def classified(act: Act, finding: Finding) -> Classification | None:
    """Item 20: more in store than is licensed is a major hazard; None where that was not measured, or nothing is licensed."""
    stored = finding.figure(STORED)
    if act.name != "inspection.record" or stored is None:
        return None
    profile = act.dossier.get(ChemicalSite, act.command.site)
    if profile is None or profile.licensed_tonnes is None or stored <= profile.licensed_tonnes:
        return None
    found = f"{stored} t are in store, and {profile.licensed_tonnes} t are licensed"
    return Classification(level="major", criterion=OVER_QUANTITY, found=found)
