"""What a sector is asked about an act, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from regledger.records.hazard.facts import Measured
from regledger.records.inspection.findings import Finding
from regledger.records.risk.facts import Grade, RiskItem
from regledger.sectors.declared import Level

if TYPE_CHECKING:
    from regledger.deciding.dossier import Dossier
    from regledger.deciding.handlers import Command

__all__ = ["Act", "Classification", "Competence", "Finding", "Measured", "RiskAssessment", "RiskItem"]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What a sector is asked about: a command, and the dossier it is decided on."""

    name: str
    """The command's stable name, such as `licence.issue`."""
    command: Any
    dossier: Any
    actor: str = ""
    """Who sends it, as `kind:id`."""
    known: str = ""
    """How the actor is known, such as `signed`; empty while it is asked what to read, for nothing was checked yet."""

    if TYPE_CHECKING:
        command: Command  # type: ignore[no-redef]
        dossier: Dossier  # type: ignore[no-redef]


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """What a finding is, by the criteria of a sector."""

    level: Literal["general", "major"]
    criterion: str = ""
    """The code of the criterion that it meets; empty where it is general for want of one."""
    found: str = ""
    """What of the finding meets it, in words that go into the objection."""


class RiskAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """How great the risk of a site is (风险分级), and how that was reached."""

    grade: Grade
    """1 red, 2 orange, 3 yellow, 4 blue (红橙黄蓝)."""
    formula: str
    """The formula with its edition, such as `fireworks-risk/1`."""
    items: tuple[RiskItem, ...]
    """What it adds up from; not empty."""


class Competence(msgspec.Struct, frozen=True, kw_only=True):
    """Which authority may issue a licence for a site."""

    levels: tuple[Level, ...]
    article: str
    """Instrument, edition and article."""
