"""What every step on one hazard reads, and asks first."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import acting, acting_reads

__all__ = ["OnHazard", "found_hazard", "hazard_reads", "not_cleared", "not_ordered"]


class OnHazard(Protocol):
    """A command on one hazard."""

    @property
    def hazard(self) -> str:
        """The hazard's id."""
        ...


def hazard_reads(command: OnHazard, dossier: Dossier) -> Iterator[str]:
    """The hazard, then its site, which leads to the sectors to ask, and the inspection that found it."""
    yield f"hazard:{command.hazard}"
    hazard = dossier.loaded(Hazard, command.hazard)
    if hazard is not None:
        yield f"site:{hazard.site}"
        yield f"inspection:{hazard.inspection}"
        yield from acting_reads(hazard.authority, dossier)


def found_hazard(command: OnHazard, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Hazard | None]:
    """REF: the hazard was found by the day of the act; returns it, in the hands of the authority that goes on with it."""
    hazard = dossier.get(Hazard, command.hazard)
    yield from judge.rule("REF", "hazard.unknown", hazard is not None, hazard=command.hazard)
    return None if hazard is None else msgspec.structs.replace(hazard, authority=acting(hazard.authority, dossier))


def not_ordered(hazard: Hazard, judge: Judge) -> Iterator[Objection]:
    """SEQ: a hazard stands under one order at a time; a new one follows a failed re-inspection."""
    yield from judge.rule(
        "SEQ", "hazard.ordered_already", not hazard.order_open, hazard=hazard.hazard, order=hazard.order
    )


def not_cleared(hazard: Hazard, judge: Judge) -> Iterator[Objection]:
    """SEQ: a cleared hazard needs no further step."""
    yield from judge.rule(
        "SEQ", "hazard.cleared_already", hazard.cleared_on is None, hazard=hazard.hazard, cleared=hazard.cleared_on
    )
