"""What a unit did, of which a formula may count: its facts that are no money (A-46, I-21)."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact
from regledger.records.accident.reported import AccidentGraded, AccidentReportedUp
from regledger.records.committee import facts as committee
from regledger.records.hazard import facts as hazard
from regledger.records.hazard.measures import MeasureOrdered
from regledger.records.inspection.facts import InspectionRecorded
from regledger.records.oversight import facts as oversight
from regledger.records.oversight.accountability import AccountabilityDecided
from regledger.records.oversight.circulars import CircularIssued
from regledger.records.oversight.statistics import StatisticsPublished
from regledger.records.supervision.facts import DutyListPublished, PatrolRecorded

__all__ = ["COUNTABLE", "WORK", "Done", "Work"]

COUNTABLE: tuple[type[Fact], ...] = (
    InspectionRecorded,
    hazard.HazardFound,
    hazard.HazardCleared,
    hazard.OrderIssued,
    MeasureOrdered,
    committee.MeetingHeld,
    committee.LiaisonAppointed,
    committee.MatterRaised,
    committee.MatterAssigned,
    committee.MatterAnswered,
    committee.MatterEscalated,
    committee.MatterSettled,
    committee.MatterReopened,
    oversight.OversightConcluded,
    oversight.OversightRectified,
    oversight.OversightVerified,
    AccountabilityDecided,
    CircularIssued,
    StatisticsPublished,
    DutyListPublished,
    PatrolRecorded,
    AccidentReportedUp,
    AccidentGraded,
)


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """One fact about a unit."""

    number: int
    name: str
    on: date
    recorded_at: int
    """Microseconds since 1970, UTC."""
    corrects: bool
    body: Fact


class Work(State, frozen=True, kw_only=True):
    """Everything countable that is on record about one unit."""

    done: tuple[Done, ...]


def _evolve(state: Work | None, recorded: RecordedFact) -> Work | None:
    if not isinstance(recorded.body, Fact) or recorded.asserted or recorded.effective_day is None:
        return state  # what a register asserts is no proof of work
    one = Done(
        number=recorded.number,
        name=recorded.name,
        on=recorded.effective_day,
        recorded_at=recorded.recorded_at,
        corrects=recorded.corrects is not None,
        body=recorded.body,
    )
    return Work(done=(*(() if state is None else state.done), one))


WORK = Kind(name="work", tag="authority", state=Work, evolve=_evolve, facts=COUNTABLE)
