"""Whether a subject stands on the day of an act (docs/platform-rules.md SEQ).

What begins after a subject ended is begun on its successor; what had begun goes on. Nothing here refuses what happened
in the world: SEQ is waived by recording an act as it happened, and the defect names the successor.
"""

from __future__ import annotations

from collections.abc import Iterator

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.identity.state import Lasting

__all__ = ["stands"]


def stands(subject: str, state: Lasting | None, judge: Judge) -> Iterator[Objection]:
    """SEQ: `subject`, whose state on the day of the act is `state`, has not ended; an unknown one is objected to elsewhere."""
    ended = None if state is None else state.succession
    yield from judge.rule(
        "SEQ",
        "succession.ended",
        ended is None,
        subject=subject,
        how=None if ended is None else ended.how,
        on=None if ended is None else ended.on,
        successors=None if ended is None else ", ".join(ended.to),
    )
