"""The file of a case: who was asked to withdraw, what was recorded, what is still preserved. A second record of `case:ID`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.case.facts import CaseConcluded
from regledger.records.investigation.file_facts import (
    CaseArchived,
    CaseInvestigated,
    ProcessRecorded,
    RecusalAsked,
    RecusalDecided,
)
from regledger.records.investigation.preservation_facts import PreservationDisposed, PreservationOrdered

__all__ = ["CASE_FILE", "CaseFile", "Recusal"]


class Recusal(msgspec.Struct, frozen=True, kw_only=True):
    """That an officer was asked to withdraw."""

    officer: str
    asked_on: date
    granted: bool | None = None
    """None while it is not decided."""
    decided_on: date | None = None


class CaseFile(State, frozen=True, kw_only=True):
    """The file of a case."""

    case: str
    recusals: tuple[Recusal, ...] = ()
    recorded: tuple[str, ...] = ()
    """The stages that are recorded."""
    preserved: tuple[str, ...] = ()
    """What was preserved and not disposed of."""
    investigated_on: date | None = None
    evidence: tuple[str, ...] = ()
    """What the report of the investigation stands on."""
    concluded_on: date | None = None
    archived_on: date | None = None

    def open_recusal(self, officer: str) -> Recusal | None:
        """The request about that officer that is not decided."""
        return next((one for one in self.recusals if one.officer == officer and one.granted is None), None)

    def withdrew(self, officer: str) -> Recusal | None:
        """The decision by which that officer had to withdraw."""
        return next((one for one in self.recusals if one.officer == officer and one.granted), None)


def _evolve(state: CaseFile | None, recorded: RecordedFact) -> CaseFile | None:
    body = recorded.body
    if isinstance(body, CaseConcluded):
        return None if state is None else msgspec.structs.replace(state, concluded_on=body.concluded_on)
    if not isinstance(
        body,
        (
            RecusalAsked,
            RecusalDecided,
            ProcessRecorded,
            CaseInvestigated,
            CaseArchived,
            PreservationOrdered,
            PreservationDisposed,
        ),
    ):
        return state
    state = state or CaseFile(case=body.case)
    replace = msgspec.structs.replace
    match body:
        case RecusalAsked():
            return replace(state, recusals=(*state.recusals, Recusal(officer=body.officer, asked_on=body.asked_on)))
        case RecusalDecided():
            return replace(state, recusals=tuple(_decided(one, body) for one in state.recusals))
        case ProcessRecorded():
            return replace(state, recorded=tuple(dict.fromkeys((*state.recorded, body.stage))))
        case CaseInvestigated():
            return replace(state, investigated_on=body.completed_on, evidence=body.evidence)
        case CaseArchived():
            return replace(state, archived_on=body.archived_on)
        case PreservationOrdered():
            return replace(state, preserved=(*state.preserved, body.preservation))
        case PreservationDisposed():
            return replace(state, preserved=tuple(one for one in state.preserved if one != body.preservation))


def _decided(one: Recusal, body: RecusalDecided) -> Recusal:
    if one.officer != body.officer or one.granted is not None:
        return one
    return msgspec.structs.replace(one, granted=body.granted, decided_on=body.decided_on)


def _steps(state: CaseFile, judge: Judge) -> Iterator[NextStep]:
    for one in state.recusals:
        if one.granted is None:
            yield NextStep(
                command="case.decide_recusal",
                rule="A-02",
                owner="authority",
                since=one.asked_on,
                title=f"Decide whether {one.officer} withdraws",
                title_zh="决定是否回避",
            )
    if state.concluded_on is not None and state.archived_on is None:
        yield NextStep(
            command="case.archive",
            rule="A-38",
            owner="authority",
            since=state.concluded_on,
            title="Archive the file",
            title_zh="归档保存",
        )


CASE_FILE = Kind(
    name="case_file",
    tag="case",
    state=CaseFile,
    evolve=_evolve,
    facts=(
        RecusalAsked,
        RecusalDecided,
        ProcessRecorded,
        CaseInvestigated,
        CaseArchived,
        PreservationOrdered,
        PreservationDisposed,
        CaseConcluded,
    ),
    steps=_steps,
)
