"""Custody of highly toxic chemicals and explosive precursors: sales, purchases, losses, and what moves in a store (F-03, F-12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, ReadModel, TagKind, hookimpl

from regledger_hazardous_chemicals.custody.flow_reports import FlowReports
from regledger_hazardous_chemicals.custody.flows import (
    CONTROLLED_FLOW,
    ControlledFlowRecorded,
    ControlledFlowReported,
    record_controlled_flow,
    report_controlled_flow,
)
from regledger_hazardous_chemicals.custody.losses import (
    CONTROLLED_LOSS,
    ControlledLossFound,
    ControlledLossReported,
    record_controlled_loss,
    report_controlled_loss,
)
from regledger_hazardous_chemicals.custody.movements import (
    STORE_MOVEMENT,
    StoreMovementRecorded,
    record_store_movement,
)
from regledger_hazardous_chemicals.custody.police_fines import police_fine_objections

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """Sales and purchases with their reports, losses with theirs, and movements."""
    return [
        ControlledFlowRecorded,
        ControlledFlowReported,
        ControlledLossFound,
        ControlledLossReported,
        StoreMovementRecorded,
    ]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Each is a subject of its own."""
    return [TagKind(name, "consistency") for name in ("controlled_flow", "controlled_loss", "store_movement")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One record each."""
    return [CONTROLLED_FLOW, CONTROLLED_LOSS, STORE_MOVEMENT]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`controlled_flow.record`, `controlled_flow.report`, `controlled_loss.record`, `controlled_loss.report_to_police` and
    `store_movement.record`."""
    return [
        record_controlled_flow,
        report_controlled_flow,
        record_controlled_loss,
        report_controlled_loss,
        record_store_movement,
    ]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`flow_reports`: one row a sale or purchase."""
    return [FlowReports()]


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-12: whose fine it is."""
    yield from police_fine_objections(act, judge)
