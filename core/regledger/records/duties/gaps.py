"""Where the figures of a duty fall short of the law: the platform draws the conclusion, and refuses a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.records.duties.figures import (
    HIGH_RISK,
    AgencyReport,
    Building,
    Contracting,
    DangerousOperation,
    Employment,
    Equipment,
    Figures,
    Funds,
    Insurance,
    MajorSource,
    Managers,
    Principal,
    Processes,
    SharedArea,
    SpecialOperators,
    Staff,
    Training,
)

__all__ = ["Gap", "expiry", "gaps", "rule_of"]

_RULES: dict[str, str] = {
    "principal": "B-06",
    "staff": "B-07",
    "managers": "B-08",
    "training": "B-09",
    "special_operators": "B-10",
    "equipment": "B-12",
    "processes": "B-13",
    "major_source": "B-14",
    "dangerous_operation": "B-17",
    "shared_area": "B-18",
    "contracting": "B-19",
    "building": "B-20",
    "insurance": "B-21",
    "employment": "B-38",
    "funds": "B-39",
    "agency_report": "B-40",
}
_ENGINEERS = frozenset({"mine", "smelting", "hazardous_goods"})
"""Art 27(3): trade in hazardous goods, building and transport are not among them."""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a duty is not kept."""

    code: str
    found: str = ""
    """What exactly, in a word or a number."""
    asked: str = ""


def rule_of(duty: str) -> str:
    """The rule of the catalogue that a duty is."""
    return _RULES[duty]


def gaps(figures: Figures, day: date, judge: Judge) -> Iterator[Gap]:
    """Every way in which the figures fall short on the legal day `day`; none where the duty is kept."""
    match figures:
        case Principal():
            asked = range(1, judge.whole("B-06.duties") + 1)
            left = [str(number) for number in asked if number not in figures.fulfilled]
            if left:
                yield Gap(code="duty.principal_duty_unfulfilled", found=", ".join(left))
        case Staff():
            yield from _staff(figures, judge)
        case Managers():
            yield from _managers(figures, day, judge)
        case Training():
            if figures.untrained_at_work:
                yield Gap(code="duty.untrained_at_work", found=str(figures.untrained_at_work))
            parts = {
                "time": figures.times_recorded,
                "content": figures.contents_recorded,
                "participants": figures.participants_recorded,
                "results": figures.results_recorded,
            }
            if left := [name for name, there in parts.items() if not there]:
                yield Gap(code="duty.training_not_recorded", found=", ".join(left))
        case SpecialOperators():
            for one in figures.operators:
                lapsed = any(last is not None and last < day for last in (one.valid_to, one.review_by))
                if not one.certified or lapsed:
                    yield Gap(code="duty.operator_uncertified", found=one.category)
        case Equipment():
            yield from _equipment(figures)
        case Processes():
            for each in figures.listed:
                if each.in_use and each.phased_out_from <= day:
                    found = f"{each.line} of {each.catalogue}, since {each.phased_out_from}"
                    yield Gap(code="duty.obsolete_in_use", found=found)
        case MajorSource():
            yield from _major_source(figures, day)
        case _:
            yield from _more(figures, day, judge)


def _more(figures: Figures, day: date, judge: Judge) -> Iterator[Gap]:
    match figures:
        case DangerousOperation():
            asked = judge.whole("B-17.supervisors")
            if figures.supervisors < asked:
                yield Gap(code="duty.operation_unmanaged", found=str(figures.supervisors), asked=str(asked))
        case SharedArea():
            if figures.endangering and figures.units >= judge.whole("B-18.units"):
                asked = judge.whole("B-18.coordinators")
                if not figures.agreement:
                    yield Gap(code="duty.area_without_agreement", found=str(figures.units))
                if figures.coordinators < asked:
                    yield Gap(code="duty.area_uncoordinated", found=str(figures.coordinators), asked=str(asked))
        case Contracting():
            for one in figures.contracts:
                if not one.qualified:
                    yield Gap(code="duty.party_unqualified", found=one.party)
                if not (one.agreement or one.clause):
                    yield Gap(code="duty.contract_without_duties", found=one.party)
                if not (one.coordinated and one.inspected):
                    yield Gap(code="duty.party_unsupervised", found=one.party)
        case Building():
            if figures.dangerous_goods and not figures.dormitory_apart:
                yield Gap(code="duty.dormitory_not_apart")
            if not (figures.exits_marked and figures.exits_clear and figures.exits_unlocked):
                yield Gap(code="duty.exit_closed")
        case Insurance():
            if not figures.injury_insured:
                yield Gap(code="duty.injury_uninsured")
            covered = figures.liability_until is not None and figures.liability_until >= day
            if figures.high_risk and not covered:
                until = "none" if figures.liability_until is None else str(figures.liability_until)
                yield Gap(code="duty.liability_uninsured", found=until)
        case Employment() if figures.waivers:
            yield Gap(code="duty.liability_waived", found=str(figures.waivers))
        case Funds() if figures.conditions_unmet and figures.spent_fen < figures.needed_fen:
            yield Gap(code="duty.funds_short", found=str(figures.needed_fen - figures.spent_fen))
        case AgencyReport():
            if figures.fabricated or figures.lent:
                yield Gap(code="duty.report_false", found=figures.report)
            elif figures.deviations:
                yield Gap(code="duty.report_inaccurate", found=figures.report)


def _staff(figures: Staff, judge: Judge) -> Iterator[Gap]:
    if figures.trade in HIGH_RISK or figures.employees > judge.whole("B-07.threshold"):
        asked = judge.whole("B-07.full_time")
        if not figures.has_body and figures.full_time < asked:
            yield Gap(code="duty.no_full_time_staff", found=str(figures.full_time), asked=str(asked))
        return
    asked = judge.whole("B-07.part_time")
    staff = figures.full_time + figures.part_time
    if not figures.has_body and staff < asked:
        yield Gap(code="duty.no_safety_staff", found=str(staff), asked=str(asked))


def _managers(figures: Managers, day: date, judge: Judge) -> Iterator[Gap]:
    if figures.trade in HIGH_RISK:
        if not figures.managers or figures.assessed < figures.managers:
            yield Gap(code="duty.manager_unassessed", found=str(figures.assessed), asked=str(figures.managers))
        if figures.first_expiry is not None and figures.first_expiry < day:
            yield Gap(code="duty.manager_certificate_ended", found=str(figures.first_expiry))
    asked = judge.whole("B-08.engineers")
    if figures.trade in _ENGINEERS and figures.engineers < asked:
        yield Gap(code="duty.no_safety_engineer", found=str(figures.engineers), asked=str(asked))


def _equipment(figures: Equipment) -> Iterator[Gap]:
    parts = {
        "warning signs": figures.signs,
        "equipment to standard": figures.to_standard,
        "maintenance and tests": figures.maintained,
        "monitors and alarms": figures.monitors_on,
        "their data": figures.data_true,
        "protective gear": figures.protective_gear,
        "gas alarm": figures.gas_alarm is not False,
    }
    if left := [name for name, there in parts.items() if not there]:
        yield Gap(code="duty.equipment_lacking", found=", ".join(left))


def _major_source(figures: MajorSource, day: date) -> Iterator[Gap]:
    parts = {
        "registered": figures.registered,
        "tested": figures.tested,
        "assessed": figures.assessed,
        "monitored": figures.monitored,
        "planned for": figures.planned,
        "told of": figures.told,
    }
    if left := [name for name, there in parts.items() if not there]:
        yield Gap(code="duty.source_unmanaged", found=", ".join(left))
    if figures.filed_on is None or figures.filed_on > day:
        yield Gap(code="duty.source_unfiled", found=str(figures.grade))


def expiry(figures: Figures) -> date | None:
    """The first last legal day of what was shown: a certificate, a review, a policy."""
    match figures:
        case Managers():
            return figures.first_expiry
        case SpecialOperators():
            days = [day for one in figures.operators for day in (one.valid_to, one.review_by) if day is not None]
            return min(days, default=None)
        case Insurance():
            return figures.liability_until
    return None
