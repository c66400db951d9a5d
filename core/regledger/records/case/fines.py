"""What an enterprise has been fined for: read to keep a second fine from the same act (A-30)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.case.facts import CaseClosedWithoutPenalty, CaseDecided, CaseDesignated, CaseOpened
from regledger.records.case.state import Case
from regledger.records.case.summaries import SummaryDecided

__all__ = ["FINES", "FinedAct", "Fines"]


class FinedAct(msgspec.Struct, frozen=True, kw_only=True):
    """The act of one case, with the fine for it."""

    case: str
    act: str
    act_on: date
    hazards: tuple[str, ...]
    fine_fen: int = 0
    """0 while nothing is decided."""
    number: str = ""
    asserted: bool = False
    authority: str = ""
    opened_on: date | None = None
    designated_on: date | None = None
    """When the common superior designated its authority."""
    dropped_on: date | None = None
    """When it ended without a penalty."""

    def same_as(self, case: Case) -> bool:
        """Whether it is the act of `case`: a hazard in common, or the same words on the same day."""
        return self.same_act(case)

    def same_act(self, other: Case | FinedAct) -> bool:
        """As `same_as`, also of what is not a case yet."""
        return bool(set(self.hazards) & set(other.hazards)) or (self.act, self.act_on) == (other.act, other.act_on)


class Fines(State, frozen=True, kw_only=True):
    """Every case of an enterprise, of all authorities; read as `fines:<enterprise>`."""

    acts: tuple[FinedAct, ...]

    def for_act_of(self, case: Case) -> FinedAct | None:
        """A fine of another case for the act of `case`."""
        return next((one for one in self.acts if one.case != case.case and one.fine_fen and one.same_as(case)), None)

    def first_filer(self, case: Case) -> FinedAct | None:
        """The case of another authority for the act of `case` that goes before it (Art 25): designated, or else filed first."""
        others = [one for one in self.acts if one.case != case.case and one.opened_on and one.same_as(case)]
        rivals = [one for one in others if one.authority != case.authority and one.dropped_on is None]
        designated = next((one for one in rivals if one.designated_on is not None), None)
        if designated is not None or case.designated_by:
            return None if case.designated_by else designated
        ours = next((place for place, one in enumerate(self.acts) if one.case == case.case), len(self.acts))
        before = (one for place, one in enumerate(self.acts) if one in rivals and place < ours)
        return next(before, None)


def _evolve(state: Fines | None, recorded: RecordedFact) -> Fines | None:
    acts = () if state is None else state.acts
    match recorded.body:
        case CaseOpened() as body:
            opened = FinedAct(
                case=body.case,
                act=body.act,
                act_on=body.act_on,
                hazards=body.hazards,
                authority=body.authority,
                opened_on=body.opened_on,
                asserted=recorded.asserted,
            )
            return Fines(acts=(*acts, opened))
        case SummaryDecided() as body:
            fined = FinedAct(
                case=body.summary,
                act=body.act,
                act_on=body.decided_on,
                hazards=(),
                fine_fen=body.fine_fen,
                number=body.number,
                authority=body.authority,
            )
            return Fines(acts=(*acts, fined))
        case CaseDesignated() as body:
            return _with(acts, body.case, designated_on=body.designated_on)
        case CaseClosedWithoutPenalty() as body:
            return _with(acts, body.case, dropped_on=body.closed_on)
        case CaseDecided() as body:
            return _with(acts, body.case, fine_fen=body.fine_fen, number=body.number, asserted=recorded.asserted)
    return state


def _with(acts: tuple[FinedAct, ...], case: str, **changed: Any) -> Fines:
    replace = msgspec.structs.replace
    return Fines(acts=tuple(replace(one, **changed) if one.case == case else one for one in acts))


FINES = Kind(
    name="fines",
    tag="enterprise",
    state=Fines,
    evolve=_evolve,
    facts=(CaseOpened, CaseDecided, CaseDesignated, CaseClosedWithoutPenalty, SummaryDecided),
)
