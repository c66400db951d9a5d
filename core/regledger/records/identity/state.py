"""What a lasting record keeps of its past: former names, whose place it took, and who took its own."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar, cast

import msgspec

from regledger.deciding.kinds import State
from regledger.records.identity.facts import How, SubjectSucceeded

__all__ = ["FormerName", "Lasting", "Origin", "Succession", "renamed", "succeeded"]


class FormerName(State, frozen=True, kw_only=True):
    """A name that a subject no longer has."""

    name: str
    until: date
    """The first day on which it had another."""
    credit_code: str | None = None
    """The enterprise's code until then, where that changed too."""


class Origin(State, frozen=True, kw_only=True):
    """A subject in whose place another came."""

    subject: str
    how: How
    on: date


class Succession(State, frozen=True, kw_only=True):
    """That a subject ended, and who stands in its place."""

    how: How
    on: date
    """The first day on which it no longer stands."""
    to: tuple[str, ...]
    continued_by: str | None
    """Who goes on with what was open; None where several do and nobody said which."""


class Lasting(Protocol):
    """The state of a record that others can take the place of."""

    @property
    def name(self) -> str:
        """The present one."""
        ...

    @property
    def former_names(self) -> tuple[FormerName, ...]:
        """In the order in which it lost them."""
        ...

    @property
    def predecessors(self) -> tuple[Origin, ...]:
        """Whose place it took."""
        ...

    @property
    def succession(self) -> Succession | None:
        """That it ended; None while it stands."""
        ...


L = TypeVar("L", bound=Lasting)


def _with(state: L, **changes: Any) -> L:
    return cast(
        "L", msgspec.structs.replace(cast("Any", state), **changes)
    )  # a protocol cannot say that it is a struct


def renamed(state: L, name: str, until: date, credit_code: str | None = None) -> L:
    """`state` under another name; `credit_code` is the one that it loses with it."""
    if state.name == name and credit_code is None:
        return state
    former = FormerName(name=state.name, until=until, credit_code=credit_code)
    return _with(state, name=name, former_names=(*state.former_names, former))


def succeeded(state: L, subject: str, body: SubjectSucceeded) -> L:
    """`state`, which is that of `subject`, after a succession."""
    if subject in body.successors:
        new = (Origin(subject=one, how=body.how, on=body.effective_on) for one in body.predecessors if one != subject)
        return _with(state, predecessors=tuple(dict.fromkeys((*state.predecessors, *new))))
    if subject in body.predecessors and state.succession is None:
        sole = body.successors[0] if len(body.successors) == 1 else None
        ended = Succession(
            how=body.how, on=body.effective_on, to=body.successors, continued_by=body.continued_by or sole
        )
        return _with(state, succession=ended)
    return state
