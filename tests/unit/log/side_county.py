"""What the tests of the side index share."""

from __future__ import annotations

from pathlib import Path

from regledger.ledger import Ledger
from regledger.log.tags import TagKind
from regledger.testing.scenario import HandClock

from .side_writer import LEAD, STREET, installation

INSTALLED = installation(STREET, LEAD)


def numbers(ledger: Ledger, *tags: str, **how: object) -> list[int]:
    return [one.number for one in ledger.facts(tags=tags, **how)]  # type: ignore[arg-type]


def index_of(ledger: Ledger) -> Path:
    assert ledger.beside is not None
    return ledger.beside.with_name(ledger.beside.name + ".index")


def again(ledger: Ledger, *kinds: TagKind) -> Ledger:
    """The same ledger, opened once more."""
    return Ledger.open(
        ledger.place.url, clock=HandClock("2026-03-02"), installation=installation(*(kinds or (STREET, LEAD)))
    )
