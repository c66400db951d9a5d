"""Scenarios on stores of their own, in memory: what the fixture `given` of the pytest plugin is."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path

from regledger.clock import DEFAULT_ZONE, When
from regledger.ids import new_id
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.memory import MemoryRecorder
from regledger.log.stores import Place
from regledger.testing.scenario import COUNTY, Given, HandClock, Scenario, given

__all__ = ["Scenarios"]


class Scenarios:
    """Makes scenarios, each on a new store in memory that nobody has to name or to close.

    Example:
        >>> from regledger.testing.scenario import step
        >>> given = Scenarios()
        >>> fire = step("authority.register", authority="fire", name="Fire brigade", registered_on="2026-03-02")
        >>> attempt = given().on("2026-03-02").when(fire).then("authority.registered").quietly()
    """

    def __init__(self, installation: Installation | None = None) -> None:
        """`installation`: which sectors there are; those installed where it is None."""
        self.installation = Installation() if installation is None else installation

    def __call__(
        self,
        *history: Given,
        county: Iterable[Given] = COUNTY,
        on: str | When = "2020-01-02",
        zone: str = DEFAULT_ZONE,
    ) -> Scenario:
        """A scenario after `history`, which must be recorded without defects.

        Args:
            history: what happened after `county`.
            county: what happened first; `()` for an empty store.
            on: what the clock shows at first; it passes on to the day of each act of the history.
            zone: of the legal days.
        """
        return given(_in_memory(self.installation, HandClock(on, zone), zone), *county, *history)


def _in_memory(installation: Installation, clock: HandClock, zone: str) -> Ledger:
    """A ledger whose log is in memory. Personal values, attachments and the journal are files in every ledger, so they lie
    in a folder that goes with it."""
    folder = tempfile.TemporaryDirectory(prefix="regledger-")
    recorder = MemoryRecorder(ledger_id=new_id(), name="county", zone=zone, clock=clock, kinds=installation.tag_kinds)
    place = Place(url="the store in memory", folder=Path(folder.name))
    ledger = Ledger(recorder, place, installation=installation, clock=clock)
    # A property tries hundreds of histories in one test: each is let go of when nobody has it any more.
    weakref.finalize(ledger, _let_go, ledger.side.close, ledger.recorder.close, folder.cleanup)
    return ledger


def _let_go(*closing: Callable[[], None]) -> None:
    for close in closing:
        close()
