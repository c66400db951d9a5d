"""All licences of an enterprise, read as one record: by them a finding on its production is judged (D-10, D-11)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.licence.state import LICENCE_FACTS, Licence, evolve

__all__ = ["LICENCE_HOLDINGS", "LicenceHoldings"]


class LicenceHoldings(State, frozen=True, kw_only=True):
    """The licences of an enterprise; read as `licence_holdings:<enterprise>`."""

    licences: tuple[Licence, ...]

    def standing(self, activity: str, site: str, day: date) -> str:
        """`licensed`, `expired` or `unlicensed`, for an activity at a site on a legal day.

        A builder's licence is the enterprise's; every other is that of its site (安全生产许可证条例 Art 7).
        """
        own = [
            one
            for one in self.licences
            if one.activity == activity and (activity == "construction" or one.site == site)
        ]
        if any(one.valid_on(day) for one in own):
            return "licensed"
        lapsed = any(one.lapsed_on(day) and (one.ended_on is None or one.ended_on > day) for one in own)
        return "expired" if lapsed else "unlicensed"

    def asked(self, activity: str, site: str) -> bool:
        """Whether extension of a licence for an activity at a site was asked for and waits for its answer."""
        return any(
            one.renewal_requested_on is not None
            and one.activity == activity
            and (activity == "construction" or one.site == site)
            for one in self.licences
        )


def _evolve(state: LicenceHoldings | None, recorded: RecordedFact) -> LicenceHoldings | None:
    body = recorded.body
    if not isinstance(body, LICENCE_FACTS):
        return state
    held = {} if state is None else {one.licence: one for one in state.licences}
    one = evolve(held.get(body.licence), recorded)
    if one is None:
        return state
    held[body.licence] = one
    return LicenceHoldings(licences=tuple(held.values()))


LICENCE_HOLDINGS = Kind(
    name="licence_holdings", tag="enterprise", state=LicenceHoldings, evolve=_evolve, facts=LICENCE_FACTS
)
