"""Letters and transfers, each as its record holds it, and what they give to and take from one authority."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from regledger.deciding.kinds import State
from regledger.log.facts import RecordedFact
from regledger.records.authority import AuthorityRegistered
from regledger.records.delegation.facts import (
    DelegatedKind,
    DelegationEnded,
    DelegationPublished,
    DelegationRenewed,
    DelegationSigned,
    TransferDecided,
    TransferEnded,
    TransferEvaluated,
)

__all__ = ["Delegation", "Powers", "Transfer", "evolve_delegation", "evolve_powers", "evolve_transfer"]


class Delegation(State, frozen=True, kw_only=True):
    """A letter of delegation."""

    delegation: str
    delegator: str
    delegate: str
    matters: tuple[str, ...]
    powers: tuple[DelegatedKind, ...]
    fine_limit_fen: int
    valid_from: date
    valid_to: date
    publications: tuple[tuple[str, date], ...] = ()
    """Who published it, and on which day."""
    ended_on: date | None = None
    """The first day on which it no longer counts, where it was withdrawn."""

    def covers(self, day: date) -> bool:
        """Whether the letter counts on `day`: from its first to its last day, and before the one on which it was withdrawn."""
        return self.valid_from <= day <= self.valid_to and (self.ended_on is None or day < self.ended_on)

    @property
    def published_by(self) -> tuple[str, ...]:
        """Who of the two published it."""
        return tuple(by for by, _ in self.publications)

    def public_on(self, day: date) -> bool:
        """Whether both had published it by `day`."""
        return {self.delegator, self.delegate} <= {by for by, on in self.publications if on <= day}

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it counts on one of the days from `first` to `last`."""
        end = self.valid_to if self.ended_on is None else min(self.valid_to, self.ended_on - timedelta(days=1))
        return self.valid_from <= last and first <= end


class Transfer(State, frozen=True, kw_only=True):
    """Powers in the hands of a township, by a decision of the province."""

    empowerment: str
    province: str
    department: str
    township: str
    number: str
    matters: tuple[str, ...]
    valid_from: date
    decided_on: date
    evaluate_by: date | None
    capable: bool = True
    ended_on: date | None = None
    """The first day on which the township no longer has them."""

    def covers(self, day: date) -> bool:
        """Whether the township has the powers on `day`."""
        return self.valid_from <= day and (self.ended_on is None or day < self.ended_on)


class Powers(State, frozen=True, kw_only=True):
    """What letters and transfers give to one authority; read as `powers:<authority>`."""

    authority: str
    letters: tuple[Delegation, ...] = ()
    """Those in which it is the delegate."""
    transfers: tuple[Transfer, ...] = ()
    """Those by which it has powers of its own."""

    def delegated_on(self, day: date) -> Delegation | None:
        """A letter under which it acts for another on `day`."""
        return next((one for one in self.letters if one.covers(day)), None)

    def letter_of(self, delegator: str, day: date) -> Delegation | None:
        """A letter of `delegator` under which it acts on `day`."""
        return next((one for one in self.letters if one.delegator == delegator and one.covers(day)), None)

    def transferred_on(self, day: date) -> Transfer | None:
        """A transfer by which it acts in its own name on `day`."""
        return next((one for one in self.transfers if one.covers(day)), None)

    def matters_on(self, day: date) -> frozenset[str]:
        """For what it has powers of its own on `day`, by all its transfers."""
        return frozenset(matter for one in self.transfers if one.covers(day) for matter in one.matters)


def evolve_delegation(state: Delegation | None, recorded: RecordedFact) -> Delegation | None:
    """A letter after one of its facts."""
    match recorded.body:
        case DelegationSigned() as body:
            return Delegation(
                delegation=body.delegation,
                delegator=body.delegator,
                delegate=body.delegate,
                matters=body.matters,
                powers=body.powers,
                fine_limit_fen=body.fine_limit_fen,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
        case DelegationPublished() as body if state is not None:
            others = (one for one in state.publications if one[0] != body.by)
            return msgspec.structs.replace(state, publications=(*others, (body.by, body.published_on)))
        case DelegationRenewed() as body if state is not None:
            return msgspec.structs.replace(state, valid_to=body.valid_to)
        case DelegationEnded() as body if state is not None:
            return msgspec.structs.replace(state, ended_on=body.ended_on)
    return state


def evolve_transfer(state: Transfer | None, recorded: RecordedFact) -> Transfer | None:
    """A transfer after one of its facts."""
    match recorded.body:
        case TransferDecided() as body:
            return Transfer(
                empowerment=body.empowerment,
                province=body.province,
                department=body.department,
                township=body.township,
                number=body.number,
                matters=body.matters,
                valid_from=body.valid_from,
                decided_on=body.decided_on,
                evaluate_by=body.evaluate_by,
            )
        case TransferEvaluated() as body if state is not None:
            return msgspec.structs.replace(state, capable=body.capable, evaluate_by=body.evaluate_by)
        case TransferEnded() as body if state is not None:
            return msgspec.structs.replace(state, ended_on=body.ended_on, evaluate_by=None)
    return state


def evolve_powers(state: Powers | None, recorded: RecordedFact) -> Powers | None:
    """The powers of an authority after a fact about it; what it delegates or hands over itself gives it none."""
    body = recorded.body
    if isinstance(body, AuthorityRegistered):
        return Powers(authority=body.authority)
    if state is None:
        return None
    if isinstance(body, DelegationSigned | DelegationPublished | DelegationRenewed | DelegationEnded):
        if body.delegate != state.authority:
            return state
        known = next((one for one in state.letters if one.delegation == body.delegation), None)
        letter = evolve_delegation(known, recorded)
        others = tuple(one for one in state.letters if one is not known)
        return msgspec.structs.replace(state, letters=others if letter is None else (*others, letter))
    if isinstance(body, TransferDecided | TransferEvaluated | TransferEnded):
        if body.township != state.authority:
            return state
        held = next((one for one in state.transfers if one.empowerment == body.empowerment), None)
        transfer = evolve_transfer(held, recorded)
        rest = tuple(one for one in state.transfers if one is not held)
        return msgspec.structs.replace(state, transfers=rest if transfer is None else (*rest, transfer))
    return state
