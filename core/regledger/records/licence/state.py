"""The state of a licence, and the days that its terms end on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.records.licence.end_facts import (
    LicenceAnnulled,
    LicenceCancelled,
    LicenceDeceitFound,
    LicenceDelivered,
    LicenceRefused,
    LicenceReinstated,
    LicenceRenewalRefused,
    LicenceRevoked,
    LicenceSuspended,
    LicenceTransferFound,
    LicenceTransferred,
)
from regledger.records.licence.facts import (
    Activity,
    LicenceAccepted,
    LicenceApplied,
    LicenceIssued,
    LicenceRenewalRequested,
    LicenceRenewed,
    Track,
)
from regledger.records.licence.review_facts import (
    LicenceCompleted,
    LicenceCompletionAsked,
    LicenceDeclined,
    LicencePeriodExtended,
    LicenceReceiptHanded,
    LicenceTimeExcluded,
    LicenceTimeResumed,
)
from regledger.records.period import period_in_force

__all__ = [
    "LICENCE_FACTS",
    "Excluded",
    "Licence",
    "Suspension",
    "derived",
    "evolve",
    "last_valid_day",
    "renewal_article",
    "renewal_deadline",
    "renewal_lead",
    "silence_deadline",
    "stands_accepted",
]

_ONE_DAY = timedelta(days=1)


class Suspension(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a licence does not count; both days belong to it."""

    case: str
    conditions: tuple[int, ...]
    since: date
    until: date


class Excluded(msgspec.Struct, frozen=True, kw_only=True):
    """A time that is not counted into the period to decide; both days belong to it."""

    step: str
    since: date
    until: date | None = None
    """None while it lasts."""


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
    """The last valid day of the last term; terms follow each other without a gap, but where `gaps` has one."""
    term_from: date | None = None
    """The first valid day of the last term."""
    gaps: tuple[tuple[date, date], ...] = ()
    """Times between two terms in which it had lapsed; both days belong to it."""
    renewal_requested_on: date | None = None
    """The request that waits for its answer."""
    renewals: int = 0
    activity: Activity | None = None
    """What it allows, where it is a work-safety licence by name."""
    track: Track = ""
    renewal_timely: bool = True
    """Whether the request that waits was made in time."""
    completion_asked_on: date | None = None
    completed_on: date | None = None
    receipt_on: date | None = None
    declined_on: date | None = None
    refused_on: date | None = None
    delivered_on: date | None = None
    extended_on: date | None = None
    """When the period to decide was extended."""
    excluded: tuple[Excluded, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    deceit_found_on: date | None = None
    transfer_found_on: date | None = None
    lent_found_on: date | None = None
    """When it was found to be leased or lent."""
    annulled_on: date | None = None
    revoked_on: date | None = None
    cancelled_on: date | None = None

    @property
    def ended_on(self) -> date | None:
        """The day from which it counts no more, whatever its term: annulled, revoked or struck from the register."""
        return min((on for on in (self.annulled_on, self.revoked_on, self.cancelled_on) if on), default=None)

    @property
    def open(self) -> bool:
        """Whether it is an application that nothing decided yet."""
        return self.valid_to is None and self.declined_on is None and self.refused_on is None

    @property
    def running(self) -> Excluded | None:
        """The special step that lasts and is not counted."""
        return next((one for one in self.excluded if one.until is None), None)

    def valid_on(self, day: date) -> bool:
        """Whether it is granted and counts on the legal day `day`: in its term or deemed renewed, not ended, not suspended."""
        if self.valid_from is None or self.valid_to is None or not self.valid_from <= day or self.lapsed_on(day):
            return False
        return not (self.ended_on is not None and self.ended_on <= day) and self.suspended_on(day) is None

    def lapsed_on(self, day: date) -> bool:
        """Whether its last valid day lies before the legal day `day`: it lapsed though nothing was recorded."""
        if any(first <= day <= last for first, last in self.gaps):
            return True
        return self.valid_to is not None and self.valid_to < day and not self.deemed_renewed_on(day)

    def deemed_renewed_on(self, day: date) -> bool:
        """D-09: whether its term is over on the legal day `day`, and a request made in time was not answered by its end."""
        over = self.valid_to is not None and self.valid_to < day
        return over and self.renewal_requested_on is not None and self.renewal_timely

    def suspended_on(self, day: date) -> Suspension | None:
        """The suspension that runs on the legal day `day`."""
        return next((one for one in self.suspensions if one.since <= day <= one.until), None)


def evolve(state: Licence | None, recorded: RecordedFact) -> Licence | None:
    """The licence after one more standing fact."""
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
                activity=body.activity,
                track=body.track,
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
                term_from=body.valid_from,
                valid_to=body.valid_to,
            )
    return None if state is None else _gone_on(_ended(state, recorded), recorded)


def _gone_on(state: Licence, recorded: RecordedFact) -> Licence:
    replace = msgspec.structs.replace
    match recorded.body:
        case LicenceCompletionAsked() as body:
            return replace(state, completion_asked_on=body.asked_on)
        case LicenceCompleted() as body:
            return replace(state, completed_on=body.completed_on)
        case LicenceAccepted() as body:
            receipt = state.receipt_on if body.receipt is None else body.accepted_on
            return replace(state, accepted_on=body.accepted_on, receipt_on=receipt)
        case LicenceReceiptHanded() as body:
            return replace(state, receipt_on=body.handed_on)
        case LicenceDeclined() as body:
            return replace(state, declined_on=body.declined_on, receipt_on=body.declined_on)
        case LicencePeriodExtended() as body:
            return replace(state, extended_on=body.extended_on)
        case LicenceTimeExcluded() as body:
            return replace(state, excluded=(*state.excluded, Excluded(step=body.step, since=body.begun_on)))
        case LicenceTimeResumed() as body:
            ended = tuple(replace(one, until=one.until or body.ended_on) for one in state.excluded)
            return replace(state, excluded=ended)
        case LicenceDelivered() as body:
            return replace(state, delivered_on=body.delivered_on)
        case LicenceRenewalRequested() as body:
            timely = not any(one.rule in {"D-05", "D-09"} for one in recorded.defects)
            timely = timely and (state.valid_to is None or body.requested_on <= state.valid_to)
            return replace(state, renewal_requested_on=body.requested_on, renewal_timely=timely)
        case LicenceRenewed() as body:
            first = None if state.valid_to is None else state.valid_to + _ONE_DAY
            gap = ((first, body.valid_from - _ONE_DAY),) if first is not None and first < body.valid_from else ()
            return replace(
                state,
                term_from=body.valid_from,
                valid_to=body.valid_to,
                gaps=(*state.gaps, *gap),
                renewal_requested_on=None,
                renewals=state.renewals + 1,
            )
        case LicenceRenewalRefused():
            return replace(state, renewal_requested_on=None)
    return state


def _ended(state: Licence, recorded: RecordedFact) -> Licence:
    replace = msgspec.structs.replace
    match recorded.body:
        case LicenceRefused() as body:
            return replace(state, refused_on=body.refused_on)
        case LicenceSuspended() as body:
            one = Suspension(case=body.case, conditions=body.conditions, since=body.decided_on, until=body.until)
            return replace(state, suspensions=(*state.suspensions, one))
        case LicenceReinstated() as body:
            last = body.reinstated_on - _ONE_DAY
            held = tuple(replace(one, until=min(one.until, last)) for one in state.suspensions)
            return replace(state, suspensions=held)
        case LicenceDeceitFound() as body:
            return replace(state, deceit_found_on=body.found_on)
        case LicenceTransferFound() as body:
            passed_on = body.how == "transferred"
            return replace(state, **{"transfer_found_on" if passed_on else "lent_found_on": body.found_on})
        case LicenceTransferred() as body:
            return replace(state, enterprise=body.to)
        case LicenceAnnulled() as body:
            return replace(state, annulled_on=body.annulled_on)
        case LicenceRevoked() as body:
            return replace(state, revoked_on=body.revoked_on)
        case LicenceCancelled() as body:
            return replace(state, cancelled_on=body.cancelled_on)
    return state


def derived(state: Licence, judge: Judge) -> Mapping[str, int | str | date]:
    """D-09: from when, and to when, it stands as renewed though nobody decided so."""
    if state.valid_to is None or not state.deemed_renewed_on(judge.day):
        return {}
    first = state.valid_to + _ONE_DAY
    return {"deemed_renewed_from": first, "deemed_valid_to": last_valid_day(first, judge, state.kind)}


def last_valid_day(valid_from: date, judge: Judge, kind: str = "") -> date:
    """D-05: the last legal day of a term that starts with `valid_from`, which counts.

    The term is that of the licence kind `kind`, in years or months; the common one where no sector declares it. The day before the corresponding day; where the month has no such day, its last day: a term from 2028-02-29
    ends with 2031-02-28.
    """
    declared = judge.sectors.licence_kind(kind)
    end = judge.deadline("D-05.term" if declared is None else declared.term_years, valid_from, on=judge.day)
    return end.day - timedelta(days=end.day.day == valid_from.day)


def renewal_deadline(valid_to: date, judge: Judge, kind: str = "", track: str = "") -> Deadline | None:
    """D-05, D-09: the last day to ask for extension, counted back from the last valid day.

    As early as the licence kind `kind` sets; the common law where no sector declares it. None where neither the law of
    the judge's day says.
    """
    return period_in_force(judge, renewal_lead(judge, kind, track), valid_to, on=judge.day, backward=True)


def renewal_lead(judge: Judge, kind: str, track: str = "") -> str:
    """The parameter by which extension of a licence of that kind is asked for: the kind's own, else that of D-05, or of D-09
    for a permit that is no work-safety licence."""
    declared = judge.sectors.licence_kind(kind)
    if declared is not None:
        return declared.renewal_months
    return "D-09.lead" if track else "D-05.lead"


def renewal_article(judge: Judge, kind: str, track: str = "") -> str:
    """Where the lead of a kind stands that was used just now; empty where it is that of D-05 or D-09."""
    lead = renewal_lead(judge, kind, track)
    if lead.startswith(("D-05.", "D-09.")):
        return ""
    return "; ".join(dict.fromkeys(one.citation for one in judge.law.used if one.parameter == lead))


def silence_deadline(applied_on: date | None, judge: Judge) -> Deadline | None:
    """D-06: the last day to ask for what is missing; after it the application stands as accepted."""
    return None if applied_on is None else period_in_force(judge, "D-06.completion", applied_on, on=applied_on)


def stands_accepted(licence: Licence, judge: Judge) -> bool:
    """D-06: whether the application was accepted by the judge's day, in words or by silence.

    Where more was asked for in time, silence runs from the day on which that was handed in.
    """
    if licence.accepted_on is not None:
        return True
    if licence.completion_asked_on is not None and licence.completed_on is None:
        return False
    silence = silence_deadline(licence.completed_on or licence.applied_on, judge)
    return silence is not None and judge.day > silence.day


LICENCE_FACTS = (
    LicenceApplied,
    LicenceAccepted,
    LicenceIssued,
    LicenceRenewalRequested,
    LicenceRenewed,
    LicenceCompletionAsked,
    LicenceCompleted,
    LicenceReceiptHanded,
    LicenceDeclined,
    LicencePeriodExtended,
    LicenceTimeExcluded,
    LicenceTimeResumed,
    LicenceRefused,
    LicenceDelivered,
    LicenceRenewalRefused,
    LicenceSuspended,
    LicenceReinstated,
    LicenceDeceitFound,
    LicenceTransferFound,
    LicenceTransferred,
    LicenceAnnulled,
    LicenceRevoked,
    LicenceCancelled,
)
