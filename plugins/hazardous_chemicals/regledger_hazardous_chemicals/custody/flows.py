"""Sales and purchases of highly toxic chemicals and explosive precursors, and their report to the police (F-12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import (
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, first_entered, party_reads, site_of

__all__ = [
    "CONTROLLED_FLOW",
    "Category",
    "ControlledFlow",
    "ControlledFlowRecorded",
    "ControlledFlowReported",
    "RecordControlledFlow",
    "ReportControlledFlow",
    "record_controlled_flow",
    "report_controlled_flow",
]

REPORT = "F-12.report"
_TAGS = {"flow": "controlled_flow", **PARTY_TAGS}

Category = Literal["highly_toxic", "explosive_precursor"]
"""剧毒化学品 or 易制爆危险化学品."""

Direction = Literal["sale", "purchase"]
Credential = Literal[
    "production_licence",
    "use_licence",
    "trade_licence",
    "explosives_licence",
    "purchase_licence",
    "statement_of_use",
    "none",
]
"""What the buyer showed (Art 38); 民用爆炸物品生产许可证 is `explosives_licence`."""


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the register of the unit says of one sale or purchase."""

    flow: Id
    site: Id
    authority: Id
    """Which enters it."""
    direction: Direction
    category: Category
    pesticide: bool = False
    """Whether it is a pesticide that is a highly toxic chemical."""
    substance: Text
    quantity: Decimal
    unit: Code
    """Such as `kg`."""
    individual: bool = False
    """Whether it was sold to an individual, whom no field names."""
    partner: Text = ""
    """Name of the unit that bought or sold; empty where the register does not say it."""
    partner_seat: Text = ""
    """Its address."""
    handler_identified: bool = False
    """Whether the register says name and number of the identity card of who handled it for the buyer."""
    use: Text = ""
    credential: Credential
    licensed_quantity: Decimal | None = None
    """What a purchase licence is for, in the same unit."""
    papers_asked_on: date | None = None
    """When record and papers were asked for; None where they were not."""
    papers_shown: bool = True
    traded_on: date


@fact("controlled_flow.recorded", 1, tags={**_TAGS}, occurred="traded_on")
class ControlledFlowRecorded(Fact, _Entry, frozen=True, kw_only=True):
    """`controlled_flow.recorded` v1: a unit sold or bought highly toxic chemicals or explosive precursors on a legal day, as
    its register says (危险化学品安全管理条例 Arts 38–41)."""

    enterprise: Id


@fact("controlled_flow.reported", 1, tags=_TAGS, occurred="reported_on")
class ControlledFlowReported(Fact, frozen=True, kw_only=True):
    """`controlled_flow.reported` v1: a sale or purchase was filed with the county's police on a legal day (Art 41(2))."""

    flow: Id
    site: Id
    enterprise: Id
    authority: Id
    police: Text
    """The organ of public security that received it."""
    reported_on: date


class ControlledFlow(State, frozen=True, kw_only=True):
    """One sale or purchase."""

    flow: str
    site: str
    enterprise: str
    authority: str
    direction: str
    category: str
    substance: str
    quantity: Decimal
    unit: str
    traded_on: date
    reported_on: date | None = None


def _evolve(state: ControlledFlow | None, recorded: RecordedFact) -> ControlledFlow | None:
    match recorded.body:
        case ControlledFlowRecorded() as body:
            return ControlledFlow(
                flow=body.flow,
                site=body.site,
                enterprise=body.enterprise,
                authority=body.authority,
                direction=body.direction,
                category=body.category,
                substance=body.substance,
                quantity=body.quantity,
                unit=body.unit,
                traded_on=body.traded_on,
            )
        case ControlledFlowReported() as body if state is not None:
            return msgspec.structs.replace(state, reported_on=body.reported_on)
    return state


def _steps(state: ControlledFlow, judge: Judge) -> Iterable[NextStep]:
    if state.reported_on is not None or not judge.law.has(REPORT, on=state.traded_on):
        return
    last = judge.deadline(REPORT, state.traded_on, on=state.traded_on)
    yield NextStep(
        command=report_controlled_flow.name,
        due=last.day,
        how=tuple(last.how()),
        rule="F-12",
        owner="enterprise",
        since=state.traded_on,
        title="File kind, quantity and whereabouts with the county's police",
        title_zh="将品种、数量及流向信息报县级公安机关备案",
    )


CONTROLLED_FLOW = Kind(
    name="controlled_flow",
    state=ControlledFlow,
    evolve=_evolve,
    facts=(ControlledFlowRecorded, ControlledFlowReported),
    steps=_steps,
)


class RecordControlledFlow(Command, _Entry, frozen=True, kw_only=True):
    """Enter a sale or purchase as the unit's register says it."""


class ReportControlledFlow(Command, frozen=True, kw_only=True):
    """Record that a sale or purchase was filed with the police."""

    flow: Id
    police: Text
    reported_on: date


def _record_reads(command: RecordControlledFlow, dossier: Dossier) -> Iterator[str]:
    yield f"{CONTROLLED_FLOW.name}:{command.flow}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("controlled_flow.record", RecordControlledFlow, on="traded_on", reads=_record_reads, world=True)
def record_controlled_flow(command: RecordControlledFlow, dossier: Dossier, judge: Judge) -> Outcome:
    """F-12: to whom and against what it was sold; what the register lacks is noted, for it is a finding."""
    yield from first_entered(f"controlled_flow:{command.flow}", dossier.known(ControlledFlow, command.flow), judge)
    yield from judge.rule(
        "REF",
        "controlled_flow.quantity_wrong",
        command.quantity > 0,
        flow=command.flow,
        quantity=str(command.quantity),
        unit=command.unit,
    )
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    yield from _allowed(command, judge)
    yield from _registered(command, judge)
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield ControlledFlowRecorded(enterprise=site.enterprise, **own)


def _allowed(command: RecordControlledFlow, judge: Judge) -> Iterator[Objection]:
    """F-12: who may buy it, and against which paper (Arts 38, 40)."""
    # Read before anything is judged: how far they were checked says how far the rule may go on the day.
    open_ = judge.law.value("F-12.pesticides_open", on=judge.day) is True
    papers = str(judge.law.value(f"F-12.credentials_{command.category}", on=judge.day)).split()
    free = open_ and command.category == "highly_toxic" and command.pesticide
    yield from judge.rule(
        "F-12",
        "controlled_flow.sold_to_individual",
        not command.individual or free,
        flow=command.flow,
        substance=command.substance,
    )
    if command.individual:
        return
    yield from judge.rule(
        "F-12",
        "controlled_flow.no_credential",
        command.credential in papers,
        flow=command.flow,
        credential=command.credential,
        credentials=", ".join(papers),
    )
    licensed = command.licensed_quantity
    within = command.credential != "purchase_licence" or (licensed is not None and command.quantity <= licensed)
    yield from judge.rule(
        "F-12",
        "controlled_flow.beyond_licence",
        within,
        flow=command.flow,
        quantity=str(command.quantity),
        unit=command.unit,
        licensed="none" if licensed is None else str(licensed),
    )


def _registered(command: RecordControlledFlow, judge: Judge) -> Iterator[Objection]:
    """F-12: what a seller's register says of a sale, and how long that is kept (Art 41(1))."""
    if command.direction == "sale" and not command.individual:
        parts = {
            "the name of the buyer": bool(command.partner.strip()),
            "the address of the buyer": bool(command.partner_seat.strip()),
            "who handled it": command.handler_identified,
            "the use": bool(command.use.strip()),
        }
        for part, there in parts.items():
            yield from judge.note("F-12", "controlled_flow.register_incomplete", there, flow=command.flow, part=part)
    if command.direction == "sale" and command.papers_asked_on is not None:
        last = judge.deadline("F-12.kept", command.traded_on).day
        yield from judge.note(
            "F-12",
            "controlled_flow.papers_missing",
            command.papers_shown or command.papers_asked_on > last,
            flow=command.flow,
            asked=command.papers_asked_on,
            last=last,
        )


@handles(
    "controlled_flow.report",
    ReportControlledFlow,
    on="reported_on",
    reads=lambda command, _dossier: (f"controlled_flow:{command.flow}",),
    world=True,
)
def report_controlled_flow(command: ReportControlledFlow, dossier: Dossier, judge: Judge) -> Outcome:
    """F-12: within five days; what is late is noted, for it is owed still."""
    state = dossier.latest(ControlledFlow, command.flow)
    yield from judge.rule("REF", "controlled_flow.unknown", state is not None, flow=command.flow)
    if state is None:
        return
    yield from judge.rule(
        "REF",
        "controlled_flow.reported_twice",
        state.reported_on is None,
        flow=command.flow,
    )
    yield from judge.rule(
        "SEQ",
        "controlled_flow.reported_before_traded",
        state.traded_on <= command.reported_on,
        flow=command.flow,
        traded=state.traded_on,
        reported=command.reported_on,
    )
    if judge.law.has(REPORT, on=state.traded_on):
        last = judge.deadline(REPORT, state.traded_on, on=state.traded_on).day
        yield from judge.note(
            "F-12",
            "controlled_flow.reported_late",
            command.reported_on <= last,
            flow=command.flow,
            traded=state.traded_on,
            reported=command.reported_on,
            last=last,
        )
    yield ControlledFlowReported(
        flow=command.flow,
        site=state.site,
        enterprise=state.enterprise,
        authority=state.authority,
        police=command.police,
        reported_on=command.reported_on,
    )
