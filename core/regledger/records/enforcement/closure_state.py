"""How often a unit was punished and what is open at it, and a proposal to close it (B-33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.case.facts import CaseDecided
from regledger.records.case.summaries import SummaryDecided
from regledger.records.enforcement.closure_facts import ClosureAnswered, ClosureProposed
from regledger.records.hazard.facts import HazardCleared, HazardFound
from regledger.records.period import period_in_force

__all__ = ["CLOSURE", "CLOSURE_KINDS", "PENALTIES", "Closure", "Penalties", "Penalty", "repeated"]


class Penalty(msgspec.Struct, frozen=True, kw_only=True):
    """One penalty on a unit."""

    subject: str
    """`case:ID` or `summary:ID`."""
    basis: str
    decided_on: date


class Penalties(State, frozen=True, kw_only=True):
    """What a unit was punished for, and its major hazards that are not cleared; read as `penalties:<enterprise>`."""

    enterprise: str = ""
    penalties: tuple[Penalty, ...] = ()
    major: tuple[str, ...] = ()
    proposed_on: date | None = None
    """When its closure was proposed last for repeated penalties."""


class Closure(State, frozen=True, kw_only=True):
    """A proposal to close a unit; read as `closure:<id>`."""

    closure: str
    enterprise: str
    site: str
    authority: str
    government: str
    ground: str
    proposed_on: date
    answered_on: date | None = None
    closed: bool = False
    serious: bool = False


def repeated(state: Penalties, judge: Judge) -> tuple[Penalty, ...]:
    """B-33: penalties under the law that are close enough together, up to the judge's day; none where there are too few.

    Three within 180 calendar days, or four within one year, each counted from the decision (安全生产法 Art 113(1)).
    """
    if not judge.law.has("B-33.instrument", on=judge.day):
        return ()
    instrument = str(judge.law.value("B-33.instrument", on=judge.day))
    counted = sorted((one for one in state.penalties if instrument in one.basis), key=lambda one: one.decided_on)
    for window, number in (("B-33.days", "B-33.in_days"), ("B-33.year", "B-33.in_year")):
        asked = judge.whole(number)
        for first, last in zip(range(len(counted)), range(asked - 1, len(counted)), strict=False):
            end = period_in_force(judge, window, counted[first].decided_on, on=judge.day)
            if end is not None and counted[last].decided_on <= end.day:
                return tuple(counted[first : last + 1])
    return ()


def _punished(state: Penalties | None, recorded: RecordedFact) -> Penalties | None:
    body, replace = recorded.body, msgspec.structs.replace
    if not isinstance(body, CaseDecided | SummaryDecided | HazardFound | HazardCleared | ClosureProposed):
        return state
    held = Penalties(enterprise=body.enterprise) if state is None else state
    match body:
        # What only a register says proves no penalty, and no hazard that is still open.
        case CaseDecided() if not recorded.asserted:
            one = Penalty(subject=f"case:{body.case}", basis=body.basis, decided_on=body.decided_on)
            return replace(held, penalties=(*held.penalties, one))
        case SummaryDecided() if body.party == "unit":
            one = Penalty(subject=f"summary:{body.summary}", basis=body.basis, decided_on=body.decided_on)
            return replace(held, penalties=(*held.penalties, one))
        case HazardFound() if body.level == "major" and not recorded.asserted:
            return replace(held, major=(*held.major, body.hazard))
        case HazardCleared():
            return replace(held, major=tuple(one for one in held.major if one != body.hazard))
        case ClosureProposed() if body.ground == "repeated_penalties":
            return replace(held, proposed_on=body.proposed_on)
    return held


def _penalty_steps(state: Penalties, judge: Judge) -> Iterator[NextStep]:
    if not state.major:
        return
    counted = repeated(state, judge)
    if counted and (state.proposed_on is None or state.proposed_on < counted[-1].decided_on):
        yield NextStep(
            command="closure.propose",
            rule="B-33",
            owner="authority",
            since=counted[-1].decided_on,
            title="Propose to the government to close the unit",
            title_zh="提请人民政府予以关闭",
        )


def _proposed(state: Closure | None, recorded: RecordedFact) -> Closure | None:
    match recorded.body:
        case ClosureProposed() as body:
            return Closure(
                closure=body.closure,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                government=body.government,
                ground=body.ground,
                proposed_on=body.proposed_on,
            )
        case ClosureAnswered() as body if state is not None:
            return msgspec.structs.replace(
                state, answered_on=body.answered_on, closed=body.closed, serious=body.serious
            )
    return state


def _closure_steps(state: Closure, judge: Judge) -> Iterator[NextStep]:
    if state.answered_on is None:
        yield NextStep(command="closure.answer", rule="B-33", owner="government", since=state.proposed_on)
    elif state.closed:
        yield NextStep(command="enterprise.shut_down", rule="B-33", owner="authority", since=state.answered_on)


def _barred(state: Closure, judge: Judge) -> Mapping[str, int | str | date]:
    """Art 113: until when the principal may be no principal of any unit; for life in the sector where it is serious."""
    if not state.closed or state.answered_on is None:
        return {}
    if state.serious:
        return {"principal_barred": "for life in the sector"}
    end = period_in_force(judge, "B-33.bar", state.answered_on, on=state.answered_on)
    return {} if end is None else {"principal_barred_until": end.day}


PENALTIES = Kind(
    name="penalties",
    tag="enterprise",
    state=Penalties,
    evolve=_punished,
    facts=(CaseDecided, SummaryDecided, HazardFound, HazardCleared, ClosureProposed),
    steps=_penalty_steps,
)
CLOSURE = Kind(
    name="closure",
    state=Closure,
    evolve=_proposed,
    facts=(ClosureProposed, ClosureAnswered),
    steps=_closure_steps,
    derived=_barred,
)
CLOSURE_KINDS = (PENALTIES, CLOSURE)
