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
from regledger.law.criteria import Bound, Criterion
from regledger.law.objections import Objection
from regledger.law.offences import Benchmark, FineRange, Offence
from regledger.law.parameters import Citation
from regledger.law.source import LawSource
from regledger.law.view import Law
from regledger.log.facts import Fact, NewFact, RecordedFact, fact
from regledger.log.tags import TagKind
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.accident.readiness import EmergencyPlan
from regledger.records.accident.state import Accident
from regledger.records.authority import Authority, Officer
from regledger.records.campaign.state import ShutDown
from regledger.records.case import Case
from regledger.records.case.fines import Fines
from regledger.records.cooperation.referring import Referral
from regledger.records.correction import CorrectFact, corrected_body
from regledger.records.delegation.state import Delegation, Powers
from regledger.records.duties.recording import SiteDuties
from regledger.records.enforcement.closure_state import Closure, Penalties
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.enterprise import Enterprise, Site
from regledger.records.hazard import Hazard, Measure, Order
from regledger.records.hazard.own.ledger import HazardLedger
from regledger.records.hazard.own.state import OwnHazard
from regledger.records.identity.region import Region
from regledger.records.inspection import Inspection
from regledger.records.investigation.case_file import CaseFile
from regledger.records.licence import Licence
from regledger.records.licence.fatalities import FatalAccidents
from regledger.records.licence.holdings import LicenceHoldings
from regledger.records.licence.producing import Production
from regledger.records.licence.review import LicenceReview
from regledger.records.listing.state import Listing
from regledger.records.planning.state import SitePlans
from regledger.records.project.state import Project
from regledger.records.supervision.state import Assignment, Capacity, EnterpriseSupervision, KeyProject, SiteSupervision
from regledger.records.support.state import Training
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
    "Accident",
    "Act",
    "Assignment",
    "Authority",
    "Benchmark",
    "Bound",
    "Capacity",
    "Case",
    "CaseEnforcement",
    "CaseFile",
    "Cell",
    "CheckItem",
    "Checklist",
    "Citation",
    "Classification",
    "Closure",
    "Code",
    "ColumnKind",
    "Command",
    "Competence",
    "Condition",
    "CorrectFact",
    "Criterion",
    "Delegation",
    "DocumentField",
    "Dossier",
    "EmergencyPlan",
    "Enterprise",
    "EnterpriseSupervision",
    "Fact",
    "FatalAccidents",
    "Finding",
    "FineRange",
    "Fines",
    "Handler",
    "Hazard",
    "HazardLedger",
    "Held",
    "Id",
    "ImportMapping",
    "Inspection",
    "Instant",
    "Judge",
    "KeyProject",
    "Kind",
    "Law",
    "LawError",
    "LawException",
    "LawSource",
    "Lawbook",
    "Level",
    "Licence",
    "LicenceHoldings",
    "LicenceKind",
    "LicenceReview",
    "Listing",
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
    "OwnHazard",
    "Penalties",
    "Personal",
    "Powers",
    "Production",
    "Profile",
    "Project",
    "ReadModel",
    "Recorded",
    "RecordedFact",
    "Referral",
    "Refused",
    "Region",
    "RegledgerError",
    "RiskAssessment",
    "RiskItem",
    "Row",
    "Sector",
    "SectorHooks",
    "ShutDown",
    "Site",
    "SiteDuties",
    "SitePlans",
    "SiteProfile",
    "SiteSupervision",
    "State",
    "TagKind",
    "Text",
    "Training",
    "When",
    "corrected_body",
    "day_of",
    "fact",
    "handles",
    "hookimpl",
]
