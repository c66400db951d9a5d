"""Larger-risk incidents, which are reported though nobody was hurt (较大涉险事故, C-20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from regledger.clock import Instant
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.accident.reported import Count
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.parties import parties_stand

__all__ = ["NEAR_MISS", "NearMiss", "report_near_miss", "report_near_miss_up"]

_TAGS = {"near_miss": "accident", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("near_miss.reported", 1, tags=_TAGS, occurred="received_at")
class NearMissReported(Fact, frozen=True, kw_only=True):
    """`near_miss.reported` v1: a larger-risk incident was reported at an instant (C-20)."""

    near_miss: Id
    enterprise: Id
    site: Id
    authority: Id
    endangered: Count
    trapped: Count
    """Trapped or missing."""
    evacuated: Count
    pollution: bool
    key_facility: bool
    """Whether a key facility was threatened."""
    course: Text
    happened_at: Instant
    received_at: Instant


@fact("near_miss.reported_up", 1, tags=_TAGS, occurred="reached_at")
class NearMissReportedUp(Fact, frozen=True, kw_only=True):
    """`near_miss.reported_up` v1: the report of a larger-risk incident reached the level above at an instant (C-20)."""

    near_miss: Id
    enterprise: Id
    site: Id
    authority: Id
    reached_at: Instant


class ReportNearMiss(Command, frozen=True, kw_only=True):
    """Record the report of a larger-risk incident."""

    near_miss: Id
    enterprise: Id
    site: Id
    authority: Id
    endangered: Count = 0
    trapped: Count = 0
    evacuated: Count = 0
    pollution: bool = False
    key_facility: bool = False
    course: Text
    happened_at: Instant
    received_at: Instant


class ReportNearMissUp(Command, frozen=True, kw_only=True):
    """Record that the report reached the level above."""

    near_miss: Id
    reached_at: Instant


class NearMiss(State, frozen=True, kw_only=True):
    """A larger-risk incident."""

    near_miss: str
    enterprise: str
    site: str
    authority: str
    received_at: datetime
    reached_at: datetime | None = None


def _evolve(state: NearMiss | None, recorded: RecordedFact) -> NearMiss | None:
    body = recorded.body
    if not isinstance(body, (NearMissReported, NearMissReportedUp)):
        return state
    if isinstance(body, NearMissReported):
        received = body.received_at
    elif state is not None:
        received = state.received_at
    else:
        return None
    return NearMiss(
        near_miss=body.near_miss,
        enterprise=body.enterprise,
        site=body.site,
        authority=body.authority,
        received_at=received,
        reached_at=body.reached_at if isinstance(body, NearMissReportedUp) else None,
    )


def _reads(command: ReportNearMiss, dossier: Dossier) -> Iterator[str]:
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield from (f"near_miss:{command.near_miss}", f"accident:{command.near_miss}", f"site:{command.site}")
    yield from (f"enterprise:{command.enterprise}", f"authority:{command.authority}")


@handles("near_miss.report", ReportNearMiss, on="received_at", reads=_reads, world=True)
def report_near_miss(command: ReportNearMiss, dossier: Dossier, judge: Judge) -> Outcome:
    """C-20: it meets one of the criteria of a larger-risk incident."""
    from regledger.records.accident.state import Accident  # noqa: PLC0415 - an accident's id is taken here as well

    new = not dossier.known(NearMiss, command.near_miss) and not dossier.known(Accident, command.near_miss)
    yield from judge.rule("REF", "accident.taken", new, accident=command.near_miss)
    yield from parties_stand(command, dossier, judge)
    in_order = command.happened_at <= command.received_at
    yield from judge.rule("SEQ", "accident.reported_before_it_happened", in_order, accident=command.near_miss)
    met = (
        command.pollution
        or command.key_facility
        or any(getattr(command, name) >= judge.whole(f"C-20.{name}") for name in ("endangered", "trapped", "evacuated"))
    )
    told = bool(command.course.strip())
    yield from judge.rule("REF", "accident.part_missing", told, accident=command.near_miss, part="course")
    yield from judge.rule("C-20", "near_miss.not_of_larger_risk", met, near_miss=command.near_miss)
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield NearMissReported(**own)


def _up_reads(command: ReportNearMissUp, dossier: Dossier) -> Iterator[str]:
    yield f"near_miss:{command.near_miss}"


@handles("near_miss.report_up", ReportNearMissUp, on="reached_at", reads=_up_reads, world=True)
def report_near_miss_up(command: ReportNearMissUp, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: it is on record; SEQ: it is passed on once."""
    near_miss = dossier.get(NearMiss, command.near_miss)
    yield from judge.rule("REF", "near_miss.unknown", near_miss is not None, near_miss=command.near_miss)
    if near_miss is None:
        return
    once = (dossier.latest(NearMiss, command.near_miss) or near_miss).reached_at is None
    yield from judge.rule("SEQ", "near_miss.passed_on", once, near_miss=command.near_miss)
    yield NearMissReportedUp(
        near_miss=command.near_miss,
        enterprise=near_miss.enterprise,
        site=near_miss.site,
        authority=near_miss.authority,
        reached_at=command.reached_at,
    )


def _steps(state: NearMiss, judge: Judge) -> Iterable[NextStep]:
    if state.reached_at is None:
        last = judge.deadline("C-03.hop", state.received_at)
        yield NextStep(
            command="near_miss.report_up",
            due=last.day,
            due_at=last.instant,
            how=tuple(last.how()),
            rule="C-20",
            owner="authority",
            since=state.received_at,
        )


NEAR_MISS = Kind(
    name="near_miss",
    tag="accident",
    state=NearMiss,
    evolve=_evolve,
    facts=(NearMissReported, NearMissReportedUp),
    steps=_steps,
)
