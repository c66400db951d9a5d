"""Who stands in whose place on a day: the heirs of a subject that ended, and whose place a subject took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regledger.clock import When
from regledger.deciding.kinds import State
from regledger.log.tags import split_tag
from regledger.records.identity.state import Origin, Succession

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Places"]


class Places:
    """The records of a ledger at one (E, K), each folded once."""

    def __init__(self, ledger: Ledger, *, on: When, known_at: int | None) -> None:
        self._ledger = ledger
        self._on = on
        self._known_at = known_at
        self._states: dict[str, State | None] = {}

    def state(self, subject: str) -> State | None:
        """The record of `subject`; None where there is none."""
        if subject not in self._states:
            held = self._ledger.show(subject, on=self._on, known_at=self._known_at)
            self._states[subject] = None if held is None else held.state
        return self._states[subject]

    def heirs(self, subject: str) -> tuple[str, ...]:
        """Those of its kind that stand in its place: itself while it stands.

        Who goes on with what was open, where that was said; else all of its successors, so that nothing is lost.
        """
        found, seen = [], [subject]
        for one in seen:  # it grows as successors are met
            to = self._after(one)
            seen += [heir for heir in to if heir not in seen]
            if not to:
                found.append(one)
        return tuple(found) or (subject,)

    def origins(self, subject: str) -> Iterator[Origin]:
        """Whose open matters `subject` took over."""
        origins = getattr(self.state(subject), "predecessors", ())
        return (one for one in origins if isinstance(one, Origin) and subject in self._after(one.subject))

    def acting(self, authority: str) -> str:
        """The id of the authority that goes on with what `authority` had begun: itself while it stands."""
        chain = [f"authority:{authority}"]
        while (succession := self._succession(chain[-1])) is not None:
            heir = succession.continued_by or chain[-1]
            if split_tag(heir)[0] != "authority" or heir in chain:
                break
            chain.append(heir)
        return split_tag(chain[-1])[1]

    def _after(self, subject: str) -> tuple[str, ...]:
        succession = self._succession(subject)
        if succession is None:
            return ()
        to = (succession.continued_by,) if succession.continued_by else succession.to
        return tuple(one for one in to if split_tag(one)[0] == split_tag(subject)[0])

    def _succession(self, subject: str) -> Succession | None:
        found = getattr(self.state(subject), "succession", None)
        return found if isinstance(found, Succession) else None
