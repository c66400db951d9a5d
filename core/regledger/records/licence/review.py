"""How an application is checked and heard; a second record of `licence:ID`."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import State
from regledger.log.facts import RecordedFact
from regledger.records.licence.review_facts import (
    ConditionFinding,
    LicenceChecked,
    LicenceHearingCalled,
    LicenceHearingHeld,
    LicenceHearingRequested,
    LicenceHearingTold,
)

__all__ = ["REVIEW_FACTS", "LicenceReview", "evolve_review"]


class LicenceReview(State, frozen=True, kw_only=True):
    """The handling of one application; read as `licence_review:<licence>`."""

    licence: str
    checked_on: date | None = None
    checkers: tuple[str, ...] = ()
    findings: tuple[ConditionFinding, ...] = ()
    """The last finding of each condition."""
    on_site: bool = False
    """Whether somebody looked on the spot."""
    affects_others: bool = False
    hearing_told_on: date | None = None
    hearing_requested_on: date | None = None
    hearing_on: date | None = None
    """The day for which it was called."""
    hearing_held_on: date | None = None


def evolve_review(state: LicenceReview | None, recorded: RecordedFact) -> LicenceReview | None:
    """The handling after one more standing fact."""
    replace = msgspec.structs.replace
    body = recorded.body
    if not isinstance(body, REVIEW_FACTS):
        return state
    one = state or LicenceReview(licence=body.licence)
    match body:
        case LicenceChecked():
            found = {each.number: each for each in (*one.findings, *body.findings)}
            return replace(
                one,
                checked_on=body.checked_on,
                checkers=tuple(dict.fromkeys((*one.checkers, *body.checkers))),
                findings=tuple(found[number] for number in sorted(found)),
                on_site=one.on_site or body.on_site,
                affects_others=one.affects_others or body.affects_others,
            )
        case LicenceHearingTold():
            return replace(one, hearing_told_on=body.told_on)
        case LicenceHearingRequested():
            return replace(one, hearing_requested_on=body.requested_on)
        case LicenceHearingCalled():
            return replace(one, hearing_on=body.hearing_on)
        case LicenceHearingHeld():
            return replace(one, hearing_held_on=body.held_on)
    return one


REVIEW_FACTS = (
    LicenceChecked,
    LicenceHearingTold,
    LicenceHearingRequested,
    LicenceHearingCalled,
    LicenceHearingHeld,
)
