"""The public contract for sectors: everything that a plugin may import from regledger.

A plugin that imports anything else is named by a test; what stands here keeps working within a contract version.
"""

from __future__ import annotations

from regledger.clock import Instant, When, day_of
from regledger.deciding.answers import Recorded, Refused
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Held, Kind, NextStep, State
from regledger.errors import LawError, RegledgerError
from regledger.law.book import Lawbook
from regledger.law.checklists import CheckItem, Checklist
from regledger.law.criteria import Criterion
from regledger.law.objections import Objection
from regledger.law.offences import Benchmark, FineRange, Offence
from regledger.law.parameters import Citation
from regledger.law.source import LawSource
from regledger.law.view import Law
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
from regledger.sectors.contract import CONTRACT_VERSION, SectorHooks, hookimpl
from regledger.sectors.declared import (
    Condition,
    DocumentField,
    ImportMapping,
    LawException,
    Level,
    LicenceKind,
    Obligation,
    Profile,
    Sector,
    SiteProfile,
)
from regledger.sectors.questions import (
    Act,
    Classification,
    Competence,
    Finding,
    Measured,
    RiskAssessment,
    RiskItem,
)
from regledger.views import Cell, ColumnKind, ReadModel, Row

__all__ = [
    "CONTRACT_VERSION",
    "Act",
    "Authority",
    "Benchmark",
    "Case",
    "Cell",
    "CheckItem",
    "Checklist",
    "Citation",
    "Classification",
    "Code",
    "ColumnKind",
    "Command",
    "Competence",
    "Condition",
    "CorrectFact",
    "Criterion",
    "DocumentField",
    "Dossier",
    "Enterprise",
    "Fact",
    "Finding",
    "FineRange",
    "Handler",
    "Hazard",
    "Held",
    "Id",
    "ImportMapping",
    "Inspection",
    "Instant",
    "Judge",
    "Kind",
    "Law",
    "LawError",
    "LawException",
    "LawSource",
    "Lawbook",
    "Level",
    "Licence",
    "LicenceKind",
    "Measure",
    "Measured",
    "NewFact",
    "NextStep",
    "Objection",
    "Obligation",
    "Offence",
    "Officer",
    "Order",
    "Outcome",
    "Personal",
    "Profile",
    "ReadModel",
    "Recorded",
    "RecordedFact",
    "Refused",
    "RegledgerError",
    "RiskAssessment",
    "RiskItem",
    "Row",
    "Sector",
    "SectorHooks",
    "Site",
    "SiteProfile",
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
