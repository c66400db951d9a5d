"""Law as dated data: parameters and rules with their articles, the book of them, and the calendar (DESIGN §4)."""

from regledger.law.book import Law, Lawbook, Used
from regledger.law.calendar import Calendar, DayKind, Deadline, Step
from regledger.law.holidays import DayRole, HolidayTable, HolidayYear, china_holidays
from regledger.law.parameters import Citation, Nature, Parameter, Rule, Status, Value
from regledger.law.source import LawSource

__all__ = [
    "Calendar",
    "Citation",
    "DayKind",
    "DayRole",
    "Deadline",
    "HolidayTable",
    "HolidayYear",
    "Law",
    "LawSource",
    "Lawbook",
    "Nature",
    "Parameter",
    "Rule",
    "Status",
    "Step",
    "Used",
    "Value",
    "china_holidays",
]
