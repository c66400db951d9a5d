"""What is told or shown of each duty of an enterprise, as figures and plain findings (安全生产法 Arts 21–51, 72)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.text import Code, Id, Text

__all__ = [
    "HIGH_RISK",
    "AgencyReport",
    "Building",
    "Contract",
    "Contracting",
    "DangerousOperation",
    "Employment",
    "Equipment",
    "Figures",
    "Funds",
    "Insurance",
    "MajorSource",
    "Managers",
    "Operator",
    "Principal",
    "Process",
    "Processes",
    "SharedArea",
    "SpecialOperators",
    "Staff",
    "Trade",
    "Training",
    "impossible",
]

Count = Annotated[int, msgspec.Meta(ge=0, le=10**7)]
Sum = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""Money in fen."""

Trade = Literal["mine", "smelting", "construction", "transport", "hazardous_goods", "hazardous_goods_trade", "other"]
"""What a unit does (安全生产法 Arts 24, 27): 矿山, 金属冶炼, 建筑施工, 运输, 危险物品的生产、储存、装卸, 危险物品的经营, and everything else."""

HIGH_RISK = frozenset({"mine", "smelting", "construction", "transport", "hazardous_goods", "hazardous_goods_trade"})
"""The trades of Arts 24(1) and 27(2)."""


class _Figures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="duty"):
    """The figures of one duty."""


class Principal(_Figures, frozen=True, kw_only=True, tag="principal"):
    """B-06: which of the seven duties the principal fulfilled (Art 21)."""

    fulfilled: tuple[int, ...]
    """1 to 7, as the article counts them."""


class Staff(_Figures, frozen=True, kw_only=True, tag="staff"):
    """B-07: safety body and safety staff (Art 24)."""

    trade: Trade
    employees: Count
    has_body: bool
    full_time: Count
    part_time: Count


class Managers(_Figures, frozen=True, kw_only=True, tag="managers"):
    """B-08: assessed principals and safety managers, registered safety engineers (Art 27)."""

    trade: Trade
    managers: Count
    """The principals and safety managers together."""
    assessed: Count
    """Those of them who passed the assessment."""
    engineers: Count
    first_expiry: date | None = None
    """The last legal day of the certificate that ends first."""


class Training(_Figures, frozen=True, kw_only=True, tag="training"):
    """B-09: training and its records; dispatched workers and interns count (Art 28)."""

    persons: Count
    untrained_at_work: Count
    times_recorded: bool
    contents_recorded: bool
    participants_recorded: bool
    results_recorded: bool


class Operator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A special operator at work, without a name."""

    category: Code
    certified: bool
    valid_to: date | None = None
    """The last legal day of the certificate."""
    review_by: date | None = None
    """The last legal day to have it reviewed."""


class SpecialOperators(_Figures, frozen=True, kw_only=True, tag="special_operators"):
    """B-10: the certificates of those who do special operations (Art 30)."""

    operators: tuple[Operator, ...]


class Equipment(_Figures, frozen=True, kw_only=True, tag="equipment"):
    """B-12: warning signs, safety equipment, monitors, protective gear, gas alarms (Arts 35, 36, 45)."""

    signs: bool
    to_standard: bool
    maintained: bool
    """Maintained and tested, with records that are signed."""
    monitors_on: bool
    """No monitoring, alarm, protective or rescue device is shut or damaged."""
    data_true: bool
    """None of their data is altered, hidden or destroyed."""
    protective_gear: bool
    gas_alarm: bool | None = None
    """None where no gas is used as in catering."""


class Process(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A process or a piece of equipment that stands on a list of what is phased out."""

    catalogue: Code
    """The list and its version."""
    line: Code
    phased_out_from: date
    """The first legal day on which it may not be used."""
    in_use: bool


class Processes(_Figures, frozen=True, kw_only=True, tag="processes"):
    """B-13: listed processes and equipment (Art 38)."""

    listed: tuple[Process, ...]


class MajorSource(_Figures, frozen=True, kw_only=True, tag="major_source"):
    """B-14: a major hazard source (Art 40)."""

    grade: Annotated[int, msgspec.Meta(ge=1, le=4)]
    registered: bool
    tested: bool
    assessed: bool
    monitored: bool
    planned: bool
    told: bool
    """Those concerned know what to do in an emergency."""
    filed_on: date | None = None
    """When it was filed with the emergency department and those concerned."""


class DangerousOperation(_Figures, frozen=True, kw_only=True, tag="dangerous_operation"):
    """B-17: a dangerous operation and who manages its safety on the spot (Art 43)."""

    kind: Literal["blasting", "lifting", "hot_work", "temporary_power", "other_listed"]
    supervisors: Count


class SharedArea(_Figures, frozen=True, kw_only=True, tag="shared_area"):
    """B-18: several units in one work area (Art 48)."""

    units: Count
    endangering: bool
    """Whether they may endanger each other."""
    agreement: bool
    coordinators: Count


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contract by which a project, place or equipment is given to another."""

    party: Id
    kind: Literal["contract", "lease"]
    qualified: bool
    agreement: bool
    clause: bool
    """The contract itself says who has which safety duty."""
    coordinated: bool
    inspected: bool


class Contracting(_Figures, frozen=True, kw_only=True, tag="contracting"):
    """B-19: what is contracted or leased out (Art 49)."""

    contracts: tuple[Contract, ...]


class Building(_Figures, frozen=True, kw_only=True, tag="building"):
    """B-20: dormitory and exits (Art 42)."""

    dangerous_goods: bool
    dormitory_apart: bool
    """In another building, and at a safe distance."""
    exits_marked: bool
    exits_clear: bool
    exits_unlocked: bool


class Insurance(_Figures, frozen=True, kw_only=True, tag="insurance"):
    """B-21: work-injury insurance, and liability insurance in a high-risk trade (Art 51)."""

    injury_insured: bool
    high_risk: bool
    liability_until: date | None = None
    """The last legal day of the policy."""


class Employment(_Figures, frozen=True, kw_only=True, tag="employment"):
    """B-38: what the contracts with the workers say (Art 52)."""

    contracts: Count
    waivers: Count
    """Those that waive or lessen liability for death or injury at work."""


class Funds(_Figures, frozen=True, kw_only=True, tag="funds"):
    """B-39: what was needed for safety and what was spent (Art 23)."""

    needed_fen: Sum
    spent_fen: Sum
    conditions_unmet: bool
    """Whether safety conditions are not met for want of it."""


class AgencyReport(_Figures, frozen=True, kw_only=True, tag="agency_report"):
    """B-40: a report of an agency for evaluation, certification or testing, whose site it is (Arts 72, 92)."""

    report: Code
    deviations: Count
    """Points in which it departs from what was found on the spot."""
    fabricated: bool
    lent: bool
    """Whether the qualification was lent or hired for it."""
    note: Text = ""


Figures = (
    Principal
    | Staff
    | Managers
    | Training
    | SpecialOperators
    | Equipment
    | Processes
    | MajorSource
    | DangerousOperation
    | SharedArea
    | Contracting
    | Building
    | Insurance
    | Employment
    | Funds
    | AgencyReport
)


def impossible(figures: Figures) -> Iterator[tuple[str, str]]:
    """Every part of the figures that is more than the whole it is a part of: what it counts, and what the whole counts."""
    match figures:
        case Staff() if figures.full_time + figures.part_time > figures.employees:
            yield "safety staff", "employees"
        case Managers() if figures.assessed > figures.managers:
            yield "assessed managers", "managers"
        case Training() if figures.untrained_at_work > figures.persons:
            yield "untrained persons", "persons at work"
        case Employment() if figures.waivers > figures.contracts:
            yield "contracts that waive liability", "contracts"
