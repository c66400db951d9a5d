"""Law as dated data: parameters and rules with their articles, the book of them, and the calendar (DESIGN §4)."""

from regledger.law.book import Lawbook
from regledger.law.calendar import Calendar, DayKind, Deadline, Step
from regledger.law.checklists import CheckItem, Checklist
from regledger.law.criteria import Criterion
from regledger.law.holidays import DayRole, HolidayTable, HolidayYear, china_holidays
from regledger.law.offences import Benchmark, FineRange, Offence
from regledger.law.parameters import Citation, Nature, Parameter, Rule, Status, Value
from regledger.law.source import LawSource, LegalData
from regledger.law.view import Law, Used

__all__ = [
    "Benchmark",
    "Calendar",
    "CheckItem",
    "Checklist",
    "Citation",
    "Criterion",
    "DayKind",
    "DayRole",
    "Deadline",
    "FineRange",
    "HolidayTable",
    "HolidayYear",
    "Law",
    "LawSource",
    "Lawbook",
    "LegalData",
    "Nature",
    "Offence",
    "Parameter",
    "Rule",
    "Status",
    "Step",
    "Used",
    "Value",
    "china_holidays",
]
