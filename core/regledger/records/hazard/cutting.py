"""Cutting off power or explosives where a stop is not obeyed (安全生产法 Art 70; B-24), and never the residents' (行政强制法 Art 43; A-60)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.clock import Instant, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.approval import Approval, approval_reads, approved
from regledger.records.authority import officer_reads, qualified
from regledger.records.delegation.powers import may_coerce, powers_reads
from regledger.records.hazard.measure_facts import Residents, Supply, SupplyCutOrdered, SupplyRestored
from regledger.records.hazard.measures import Measure, measure_reads, standing_measure
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import acting
from regledger.records.period import period_in_force

__all__ = ["OrderCut", "RestoreSupply", "order_cut", "restore_supply"]


class OrderCut(Command, frozen=True, kw_only=True):
    """Tell a supplier to stop power or explosives for an enterprise that does not obey a stop."""

    measure: Id
    supply: Supply
    supplier: Text
    officers: tuple[Id, ...]
    danger: Text
    """The real danger of an accident."""
    safety: Text
    """How the cut-off itself is kept safe."""
    residents: Residents
    emergency: bool = False
    """Whether safety is endangered so that no notice can be given."""
    approval: Approval | None = None
    in_writing: bool
    enterprise_told_at: Instant | None = None
    cut_from: Instant
    ordered_at: Instant


class RestoreSupply(Command, frozen=True, kw_only=True):
    """Tell the supplier to supply again."""

    measure: Id
    supply: Supply
    restored_on: date


def _reads(command: OrderCut, dossier: Dossier) -> Iterator[str]:
    yield from measure_reads(command, dossier)
    measure = dossier.loaded(Measure, command.measure)
    if measure is not None:
        yield from (f"hazard:{one}" for one in measure.hazards)
        yield from powers_reads(acting(measure.authority, dossier), command.officers, dossier)
    yield from officer_reads(command.officers)
    yield from approval_reads(command.approval)


@handles("supply.order_cut", OrderCut, on="ordered_at", reads=_reads, role="approve")
def order_cut(command: OrderCut, dossier: Dossier, judge: Judge) -> Outcome:
    """B-24: every condition of Art 70 at once; power only with 24 hours' notice unless there is an emergency."""
    measure = yield from standing_measure(command, dossier, judge)
    if measure is None:
        return
    day = day_of(command.ordered_at, judge.zone)
    yield from qualified(command.officers, day, dossier, judge)
    yield from may_coerce(measure.authority, command.officers, day, dossier, judge)
    yield from _conditions(command, measure, dossier, judge)
    yield from approved(
        "B-24",
        command.approval,
        authority=measure.authority,
        before=command.ordered_at,
        principal=True,
        dossier=dossier,
        judge=judge,
    )
    yield from _in_order(command, judge)
    yield from _noticed(command, judge)
    yield from judge.rule("A-60", "supply.residents_cut_off", command.residents != "cut_off", measure=command.measure)
    yield SupplyCutOrdered(
        **{name: getattr(command, name) for name in command.__struct_fields__},
        enterprise=measure.enterprise,
        site=measure.site,
        authority=measure.authority,
    )


def _conditions(command: OrderCut, measure: Measure, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    found = [hazard for one in measure.hazards if (hazard := dossier.get(Hazard, one)) is not None]
    there = {
        "major_hazard": any(one.level == "major" and one.cleared_on is None for one in found),
        "stop_in_force": measure.stops and measure.lifted_on is None,
        "refusal": measure.defied_on is not None,
        "danger": bool(command.danger.strip()),
        "safety": bool(command.safety.strip()),
        "written_notice": command.in_writing and bool(command.supplier.strip()),
    }
    lacks = [part for part, holds in there.items() if not holds]
    yield from judge.rule(
        "B-24", "supply.condition_missing", not lacks, measure=command.measure, missing=", ".join(lacks)
    )


def _in_order(command: OrderCut, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule(
        "SEQ",
        "supply.out_of_order",
        command.ordered_at <= command.cut_from,
        measure=command.measure,
        ordered=command.ordered_at.isoformat(),
        cut_from=command.cut_from.isoformat(),
    )


def _noticed(command: OrderCut, judge: Judge) -> Iterator[Objection]:
    if command.supply != "power" or command.emergency:
        return
    day = day_of(command.ordered_at, judge.zone)
    lead = period_in_force(judge, "B-24.lead", command.cut_from, on=day, backward=True)
    if lead is None:
        return
    told = command.enterprise_told_at
    yield from judge.rule(
        "B-24",
        "supply.notice_too_short",
        told is not None and lead.met_by(told),
        measure=command.measure,
        told="not at all" if told is None else told.isoformat(),
        latest=lead.due.isoformat(),
    )


@handles("supply.restore", RestoreSupply, on="restored_on", reads=measure_reads, role="approve")
def restore_supply(command: RestoreSupply, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: what is cut off is restored once."""
    measure = yield from standing_measure(command, dossier, judge)
    if measure is None:
        return
    final = dossier.latest(Measure, command.measure) or measure
    cut = command.supply in measure.cut and command.supply in final.cut
    yield from judge.rule("SEQ", "supply.not_cut", cut, measure=command.measure, supply=command.supply)
    yield SupplyRestored(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=measure.authority,
        supply=command.supply,
        restored_on=command.restored_on,
    )
