"""The hearing before a heavy penalty: asked for in time, told of in time, led by somebody who did not investigate (A-16, A-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Officer
from regledger.records.case.hearing_facts import (
    HearingHeld,
    HearingNotified,
    HearingRequested,
    HearingWaived,
    Signature,
    Turnout,
)
from regledger.records.case.hearing_state import CaseHearing
from regledger.records.case.noticing import hearing_window
from regledger.records.case.reading import OnCase, case_reads, open_case
from regledger.records.case.state import Case
from regledger.records.inspection import Inspection
from regledger.records.period import period_in_force

__all__ = ["HEARING_HANDLERS", "HoldHearing", "NotifyHearing", "RequestHearing", "WaiveHearing"]


class RequestHearing(Command, frozen=True, kw_only=True):
    """Record that the party asked for a hearing."""

    case: Id
    requested_on: date


class NotifyHearing(Command, frozen=True, kw_only=True):
    """Record that the party was told of time and place of its hearing."""

    case: Id
    hearing_on: date
    place: Text
    chair: Id
    """The officer who chairs it: none of the investigators."""
    public: bool = True
    closed_ground: Text = ""
    """The secret or the privacy for which it is not public."""
    notified_on: date


class HoldHearing(Command, frozen=True, kw_only=True):
    """Record a hearing, or that it ended because the party stayed away."""

    case: Id
    chair: Id
    turnout: Turnout
    agents: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    record: Text
    signature: Signature
    held_on: date


class WaiveHearing(Command, frozen=True, kw_only=True):
    """Record that the party took its request back."""

    case: Id
    waived_on: date


def _reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    yield f"case_hearing:{command.case}"


@handles("hearing.request", RequestHearing, on="requested_on", reads=_reads, world=True)
def request_hearing(command: RequestHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """A-16: within five working days after being told of the right."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.outcome_chosen", case.outcome is None, case=command.case, outcome=case.outcome)
    window = None if case.notice is None else hearing_window(case, case.notice, judge)
    yield from judge.rule("SEQ", "hearing.not_offered", window is not None, case=command.case)
    held = dossier.latest(CaseHearing, command.case)
    yield from judge.rule("SEQ", "hearing.requested_already", held is None or held.over, case=command.case)
    if window is not None:
        yield from judge.rule(
            "A-16",
            "hearing.requested_late",
            command.requested_on <= window.day,
            case=command.case,
            requested=command.requested_on,
            last=window.day,
        )
    yield HearingRequested(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        requested_on=command.requested_on,
    )


def _chair_reads(command: NotifyHearing | HoldHearing, dossier: Dossier) -> Iterator[str]:
    yield from _reads(command, dossier)
    yield f"officer:{command.chair}"
    case = dossier.loaded(Case, command.case)
    yield from () if case is None else (f"inspection:{one}" for one in case.inspections)


def _chaired(command: NotifyHearing | HoldHearing, case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-17: by an officer who did not investigate the case."""
    known = dossier.get(Officer, command.chair) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.chair)
    inspections = (dossier.get(Inspection, one) for one in case.inspections)
    investigated = {*case.investigators, *(who for one in inspections if one is not None for who in one.officers)}
    yield from judge.rule(
        "A-17",
        "hearing.chair_investigated",
        command.chair not in investigated,
        case=command.case,
        chair=command.chair,
    )


def _asked(case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    hearing = dossier.get(CaseHearing, case.case)
    open_ = hearing is not None and not hearing.over
    yield from judge.rule("SEQ", "hearing.not_requested", open_, case=case.case)


@handles("hearing.notify", NotifyHearing, on="notified_on", reads=_chair_reads, world=True)
def notify_hearing(command: NotifyHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """A-16: seven working days before; A-17: in public, and chaired by somebody who did not investigate."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from _asked(case, dossier, judge)
    last = period_in_force(judge, "A-16.notice", command.hearing_on, on=command.notified_on, backward=True)
    if last is not None:
        yield from judge.rule(
            "A-16",
            "hearing.notice_short",
            command.notified_on <= last.day,
            case=command.case,
            hearing=command.hearing_on,
            last=last.day,
            notified=command.notified_on,
        )
    yield from _chaired(command, case, dossier, judge)
    open_or_why = command.public or bool(command.closed_ground.strip())
    yield from judge.rule("A-17", "hearing.closed_without_ground", open_or_why, case=command.case)
    yield from judge.rule("A-17", "hearing.place_missing", bool(command.place.strip()), case=command.case)
    yield HearingNotified(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        hearing_on=command.hearing_on,
        place=command.place,
        chair=command.chair,
        public=command.public,
        closed_ground=command.closed_ground,
        notified_on=command.notified_on,
    )


@handles("hearing.hold", HoldHearing, on="held_on", reads=_chair_reads, world=True)
def hold_hearing(command: HoldHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """A-17: with one or two agents at most, and a record that is signed or notes the refusal."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from _asked(case, dossier, judge)
    hearing = dossier.get(CaseHearing, command.case)
    told = None if hearing is None else hearing.hearing_on
    yield from judge.rule(
        "A-16",
        "hearing.before_its_day",
        told is not None and command.held_on >= told,
        case=command.case,
        told=told or "no day",
        held=command.held_on,
    )
    yield from _chaired(command, case, dossier, judge)
    most = judge.whole("A-17.agents")
    yield from judge.rule(
        "A-17",
        "hearing.too_many_agents",
        command.agents <= most,
        case=command.case,
        found=command.agents,
        most=most,
    )
    # Whoever stayed away checks and signs nothing.
    proven = command.signature != "none" or command.turnout == "absent"
    recorded = bool(command.record.strip()) and proven
    yield from judge.rule("A-17", "hearing.record_unsigned", recorded, case=command.case)
    yield HearingHeld(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        chair=command.chair,
        turnout=command.turnout,
        agents=command.agents,
        record=command.record,
        signature=command.signature,
        held_on=command.held_on,
    )


@handles("hearing.waive", WaiveHearing, on="waived_on", reads=_reads, world=True)
def waive_hearing(command: WaiveHearing, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a request that stands open can be taken back."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from _asked(case, dossier, judge)
    yield HearingWaived(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        waived_on=command.waived_on,
    )


HEARING_HANDLERS = (request_hearing, notify_hearing, hold_hearing, waive_hearing)
