"""Judging what is looked at: each record under the law of its own site, as a decision on it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regledger.clock import When, day_of
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import State
from regledger.records.enterprise import Site
from regledger.records.licence import Licence

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Onlooker"]


class Onlooker(Judge):
    """A judge for one look at a ledger, by the common law; `of_record` gives that of a record with a site."""

    def __init__(self, ledger: Ledger, *, on: When, known_at: int | None = None) -> None:
        """Judge on `on`, with the sites as they were then, by what was known at `known_at`; None for all."""
        law = ledger.law(known_at, on=day_of(on, ledger.zone))
        super().__init__(law, on=on, zone=ledger.zone, sectors=ledger.installation.consultation)
        self._ledger = ledger
        self._known_at = known_at
        self._sites: dict[str, Site | None] = {}

    def of_record(self, state: State) -> Judge:
        """The judge of a record: the law of its site's lead sector, for a licence of its kind, goes before the common law."""
        site = getattr(state, "site", None)
        if not isinstance(site, str):
            return self
        if site not in self._sites:
            held = self._ledger.show(f"site:{site}", on=self.on, known_at=self._known_at)
            self._sites[site] = held.state if held is not None and isinstance(held.state, Site) else None
        kind = state.kind if isinstance(state, Licence) else ""
        return self.under(self._ledger.installation.special_law.of(self._sites[site], kind))
