"""What the facts of a copy promise to lie beside them, and what of it does not: personal values and attachments."""

from __future__ import annotations

from collections.abc import Container
from contextlib import ExitStack
from pathlib import Path

import msgspec

from regledger.log.personal.matching import committed_in
from regledger.log.recorder import Recorder
from regledger.safekeeping.personal_files import values_held

__all__ = ["Lacking", "lacking"]

_NAMED = "attachment:"


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """What is not there."""

    value: str
    """The first commitment whose value the original has and the copy has not, in words; empty where there is none."""
    attachments: tuple[str, ...]
    """The digests of files that facts name, sorted."""


def lacking(
    recorder: Recorder,
    until: int,
    *,
    values: tuple[Path, Path] | None,
    attachments: Container[str],
    gone: Container[str],
) -> Lacking:
    """What the facts up to number `until` promise, and what does not lie beside them.

    Args:
        values: the copy's file and the original's; a value that neither has was lost before.
        attachments: the digests that are there.
        gone: those of erased subjects, which nobody shall have.
    """
    named: set[str] = set()
    lost = ""
    with ExitStack() as stack:
        kept, known = (None, None) if values is None else [stack.enter_context(values_held(one)) for one in values]
        for stored in recorder.stored(until=until):
            named.update(tag.removeprefix(_NAMED) for tag in stored.event.tags if tag.startswith(_NAMED))
            if kept is None or known is None or lost:
                continue
            for commitment in committed_in(stored.event.data):
                if not kept(commitment) and known(commitment):
                    lost = f"the value of fact {stored.position} under commitment {commitment} is missing"
    missing = sorted(one for one in named if one not in attachments and one not in gone)
    return Lacking(value=lost, attachments=tuple(missing))
