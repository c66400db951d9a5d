"""The law in a sector's hand: it answers as the law of the decision does, and holds nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from inspect import getattr_static, isfunction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from regledger.law.view import Law

if TYPE_CHECKING:
    from regledger.sectors.declared import LawException

__all__ = ["LentLaw"]

_LENT: WeakKeyDictionary[LentLaw, Law] = WeakKeyDictionary()
"""Apart from what is lent, so that no attribute of it leads to the trace of the decision."""


class LentLaw(Law):
    """What is asked of it joins the decision's trace; nothing takes that out again, or adds what was not asked."""

    def __init__(self, law: Law) -> None:
        _LENT[self] = law

    def __copy__(self) -> LentLaw:
        return LentLaw(_LENT[self])

    def apart(self) -> Law:
        """Itself: what a sector asks joins the decision's trace."""
        return self

    def join(self, apart: Law) -> None:
        """Nothing to be done, as nothing is apart."""

    def excepting(self, exceptions: Mapping[str, LawException], *, on: date) -> Law:
        """As `Law.excepting`, lent as well."""
        return LentLaw(_LENT[self].excepting(exceptions, on=on))


def _lent(name: str) -> Any:
    def ask(self: LentLaw, /, *arguments: Any, **named: Any) -> Any:
        return getattr(_LENT[self], name)(*arguments, **named)

    return ask


def _shown(name: str) -> Any:
    return property(lambda self: getattr(_LENT[self], name))


for _name in dir(Law):
    _member = getattr_static(Law, _name)
    if not _name.startswith("_") and _name not in vars(LentLaw):
        if isfunction(_member):
            setattr(LentLaw, _name, _lent(_name))
        elif isinstance(_member, (property, cached_property)):
            setattr(LentLaw, _name, _shown(_name))
