"""The state of a licence, the days that its periods end on, and the steps that may come next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.records.licence.facts import (
    LicenceAccepted,
    LicenceApplied,
    LicenceIssued,
    LicenceRenewalRequested,
    LicenceRenewed,
)
from regledger.records.period import period_in_force

__all__ = [
    "LICENCE",
    "Licence",
    "last_valid_day",
    "renewal_article",
    "renewal_deadline",
    "renewal_lead",
    "review_deadline",
    "silence_deadline",
    "stands_accepted",
]


class Licence(State, frozen=True, kw_only=True):
    """A licence, or an application for one."""

    licence: str
    enterprise: str
    site: str
    authority: str
    kind: str
    applied_on: date | None = None
    """None where a register tells of the licence and not of its application."""
    accepted_on: date | None = None
    number: str | None = None
    decided_on: date | None = None
    """The day of the grant."""
    valid_from: date | None = None
    """The first valid day of the first term."""
    valid_to: date | None = None
    """The last valid day of the last term; terms follow each other without a gap."""
    renewal_requested_on: date | None = None
    """The request that waits for its answer."""
    renewals: int = 0

    def valid_on(self, day: date) -> bool:
        """Whether it is granted and in its term on the legal day `day`."""
        return self.valid_from is not None and self.valid_to is not None and self.valid_from <= day <= self.valid_to

    def lapsed_on(self, day: date) -> bool:
        """Whether its last valid day lies before the legal day `day`: it lapsed though nothing was recorded."""
        return self.valid_to is not None and self.valid_to < day


def _evolve(state: Licence | None, recorded: RecordedFact) -> Licence | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case LicenceApplied() as body if state is None:
            return Licence(
                licence=body.licence,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                kind=body.kind,
                applied_on=body.applied_on,
            )
        case LicenceIssued() as body:
            founded = state or Licence(
                licence=body.licence,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                kind=body.kind,
            )
            return replace(
                founded,
                number=body.number,
                decided_on=body.decided_on,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
        case LicenceAccepted() as body if state is not None:
            return replace(state, accepted_on=body.accepted_on)
        case LicenceRenewalRequested() as body if state is not None:
            return replace(state, renewal_requested_on=body.requested_on)
        case LicenceRenewed() as body if state is not None:
            return replace(state, valid_to=body.valid_to, renewal_requested_on=None, renewals=state.renewals + 1)
    return state


def last_valid_day(valid_from: date, judge: Judge, kind: str = "") -> date:
    """D-05: the last legal day of a term that starts with `valid_from`, which counts.

    The term is that of the licence kind `kind`, in years or months; the common one where no sector declares it. The day before the corresponding day; where the month has no such day, its last day: a term from 2028-02-29
    ends with 2031-02-28.
    """
    declared = judge.sectors.licence_kind(kind)
    end = judge.deadline("D-05.term" if declared is None else declared.term_years, valid_from, on=judge.day)
    return end.day - timedelta(days=end.day.day == valid_from.day)


def renewal_deadline(valid_to: date, judge: Judge, kind: str = "") -> Deadline | None:
    """D-05: the last day to ask for extension, counted back from the last valid day.

    As early as the licence kind `kind` sets; the common law where no sector declares it. None where neither the law of
    the judge's day says.
    """
    return period_in_force(judge, renewal_lead(judge, kind), valid_to, on=judge.day, backward=True)


def renewal_lead(judge: Judge, kind: str) -> str:
    """The parameter by which extension of a licence of that kind is asked for: the kind's own, else that of D-05."""
    declared = judge.sectors.licence_kind(kind)
    return "D-05.lead" if declared is None else declared.renewal_months


def renewal_article(judge: Judge, kind: str) -> str:
    """Where the lead of a kind stands that was used just now; empty where it is that of D-05."""
    lead = renewal_lead(judge, kind)
    if lead.startswith("D-05."):
        return ""
    return "; ".join(dict.fromkeys(one.citation for one in judge.law.used if one.parameter == lead))


def silence_deadline(applied_on: date | None, judge: Judge) -> Deadline | None:
    """D-06: the last day to ask for what is missing; after it the application stands as accepted."""
    return None if applied_on is None else period_in_force(judge, "D-06.completion", applied_on, on=applied_on)


def stands_accepted(licence: Licence, judge: Judge) -> bool:
    """D-06: whether the application was accepted by the judge's day, in words or by silence."""
    silence = silence_deadline(licence.applied_on, judge)
    return licence.accepted_on is not None or (silence is not None and judge.day > silence.day)


def review_deadline(applied_on: date, judge: Judge) -> Deadline | None:
    """D-04: the day to have examined the application by, in calendar days as the safe reading."""
    return period_in_force(judge, "D-04.review", applied_on, on=applied_on)


def _steps(state: Licence, judge: Judge) -> Iterator[NextStep]:
    if state.valid_to is None:
        taken = stands_accepted(state, judge)
        if not taken:
            due, how = _due(silence_deadline(state.applied_on, judge))
            yield NextStep(command="licence.accept", due=due, how=how, rule="D-06")
        missing = () if taken else ("licence.not_accepted",)
        due, how = _due(None if state.applied_on is None else review_deadline(state.applied_on, judge))
        yield NextStep(command="licence.issue", missing=missing, due=due, how=how, rule="D-04")
    elif state.renewal_requested_on is not None:
        yield NextStep(command="licence.renew", due=state.valid_to, rule="D-05")
    elif state.lapsed_on(judge.day):
        lapsed = f"lapsed: {state.valid_to} was its last valid day, and what has lapsed is not extended"
        yield NextStep(command="licence.apply", how=(lapsed,), rule="D-05")
    else:
        due, how = _due(renewal_deadline(state.valid_to, judge, state.kind))
        article = renewal_article(judge, state.kind)
        yield NextStep(command="licence.request_renewal", due=due, how=how, rule="D-05", article=article)


def _due(deadline: Deadline | None) -> tuple[date | None, tuple[str, ...]]:
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))


LICENCE = Kind(
    name="licence",
    state=Licence,
    evolve=_evolve,
    facts=(LicenceApplied, LicenceAccepted, LicenceIssued, LicenceRenewalRequested, LicenceRenewed),
    steps=_steps,
)
