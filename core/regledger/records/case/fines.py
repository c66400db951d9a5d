"""What an enterprise has been fined for: read to keep a second fine from the same act (A-30)."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.case.facts import CaseDecided, CaseOpened
from regledger.records.case.state import Case

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

    def same_as(self, case: Case) -> bool:
        """Whether it is the act of `case`: a hazard in common, or the same words on the same day."""
        return bool(set(self.hazards) & set(case.hazards)) or (self.act, self.act_on) == (case.act, case.act_on)


class Fines(State, frozen=True, kw_only=True):
    """Every case of an enterprise, of all authorities; read as `fines:<enterprise>`."""

    acts: tuple[FinedAct, ...]

    def for_act_of(self, case: Case) -> FinedAct | None:
        """A fine of another case for the act of `case`."""
        return next((one for one in self.acts if one.case != case.case and one.fine_fen and one.same_as(case)), None)


def _evolve(state: Fines | None, recorded: RecordedFact) -> Fines | None:
    acts = () if state is None else state.acts
    match recorded.body:
        case CaseOpened() as body:
            opened = FinedAct(case=body.case, act=body.act, act_on=body.act_on, hazards=body.hazards)
            return Fines(acts=(*acts, opened))
        case CaseDecided() as body:
            return Fines(
                acts=tuple(
                    msgspec.structs.replace(one, fine_fen=body.fine_fen, number=body.number, asserted=recorded.asserted)
                    if one.case == body.case
                    else one
                    for one in acts
                )
            )
    return state


FINES = Kind(name="fines", tag="enterprise", state=Fines, evolve=_evolve, facts=(CaseOpened, CaseDecided))
