"""The hooks that observe: told what was decided, and heard by nobody. An error in one is logged and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from regledger.deciding.answers import Recorded, Refused
    from regledger.sectors.questions import Act

__all__ = ["ObservingHooks"]

hookspec = pluggy.HookspecMarker("regledger")


class ObservingHooks:
    """Hooks told of what was done."""

    @hookspec
    def regledger_observed(self, act: Act, answer: Recorded | Refused) -> None:
        """Be told that an act on a site of the sector was recorded or refused, after it was.

        Since contract 2. For counters and logs of the process alone: what others rely on is read from the log or its
        streams, where nothing is ever missing.

        Example:
            >>> from regledger.sectors import hookimpl
            >>> seen = []
            >>> @hookimpl
            ... def regledger_observed(act, answer):
            ...     seen.append(act.name)
        """
        raise NotImplementedError
