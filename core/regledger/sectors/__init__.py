"""The public contract for sectors: everything that a plugin may import from regledger.

A plugin that imports anything else is named by a test; what stands here keeps working within a contract version.
"""

from __future__ import annotations

from regledger.clock import Instant, When, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Held, Kind, NextStep, State
from regledger.errors import LawError, RegledgerError
from regledger.law.book import Law, Lawbook
from regledger.law.objections import Objection
from regledger.law.source import LawSource
from regledger.log.facts import Fact, NewFact, RecordedFact, fact
from regledger.log.tags import TagKind
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.authority import Authority, Officer
from regledger.records.case import Case
from regledger.records.correction import CorrectFact, corrected_body
from regledger.records.enterprise import Enterprise, Site
from regledger.records.hazard import Hazard, Measure, Order
from regledger.records.inspection import Inspection
from regledger.records.licence import Licence
from regledger.sectors.contract import (
    CONTRACT_VERSION,
    Act,
    CheckItem,
    Checklist,
    LicenceKind,
    Sector,
    SectorHooks,
    hookimpl,
)
from regledger.views import Cell, ColumnKind, ReadModel, Row

__all__ = [
    "CONTRACT_VERSION",
    "Act",
    "Authority",
    "Case",
    "Cell",
    "CheckItem",
    "Checklist",
    "Code",
    "ColumnKind",
    "Command",
    "CorrectFact",
    "Dossier",
    "Enterprise",
    "Fact",
    "Handler",
    "Hazard",
    "Held",
    "Id",
    "Inspection",
    "Instant",
    "Judge",
    "Kind",
    "Law",
    "LawError",
    "LawSource",
    "Lawbook",
    "Licence",
    "LicenceKind",
    "Measure",
    "NewFact",
    "NextStep",
    "Objection",
    "Officer",
    "Order",
    "Outcome",
    "Personal",
    "ReadModel",
    "RecordedFact",
    "RegledgerError",
    "Row",
    "Sector",
    "SectorHooks",
    "Site",
    "State",
    "TagKind",
    "Text",
    "When",
    "corrected_body",
    "day_of",
    "fact",
    "handles",
    "hookimpl",
]
