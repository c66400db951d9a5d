"""The fatal accidents of an enterprise, by which it is judged whether a licence is extended without a new examination (D-05)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from regledger.clock import day_of
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.accident.inquiry import AccidentInvestigationReported
from regledger.records.accident.reported import AccidentReported, AccidentSupplemented
from regledger.records.licence.state import Licence

__all__ = ["FATAL_ACCIDENTS", "FatalAccidents"]


class _Accident(msgspec.Struct, frozen=True, kw_only=True):
    accident: str
    site: str
    happened_at: datetime
    deaths: int


class FatalAccidents(State, frozen=True, kw_only=True):
    """The accidents of an enterprise with their deaths; read as `fatal_accidents:<enterprise>`."""

    accidents: tuple[_Accident, ...]

    def within(self, licence: Licence, day: date, zone: str) -> bool:
        """Whether somebody died, by the legal day `day`, in an accident in the last term of `licence`.

        A builder's licence is the enterprise's; every other is that of its site.
        """
        first = licence.term_from
        return first is not None and any(
            one.deaths > 0
            and first <= day_of(one.happened_at, zone) <= day
            and (licence.activity == "construction" or one.site == licence.site)
            for one in self.accidents
        )


def _evolve(state: FatalAccidents | None, recorded: RecordedFact) -> FatalAccidents | None:
    before = () if state is None else state.accidents
    match recorded.body:
        case AccidentReported() as body:
            new = _Accident(accident=body.accident, site=body.site, happened_at=body.happened_at, deaths=body.deaths)
            return FatalAccidents(accidents=(*before, new))
        case AccidentSupplemented() | AccidentInvestigationReported() as body:
            known = tuple(
                msgspec.structs.replace(one, deaths=body.deaths) if one.accident == body.accident else one
                for one in before
            )
            return FatalAccidents(accidents=known)
    return state


FATAL_ACCIDENTS = Kind(
    name="fatal_accidents",
    tag="enterprise",
    state=FatalAccidents,
    evolve=_evolve,
    facts=(AccidentReported, AccidentSupplemented, AccidentInvestigationReported),
)
