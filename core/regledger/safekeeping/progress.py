"""How far long work has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

__all__ = ["Progress", "Tell", "nobody"]

Stage = Literal["facts", "personal values", "attachments", "verifying", "decisions"]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one stage is done."""

    stage: Stage
    done: int
    of: int


Tell = Callable[[Progress], None]
"""Who is told."""


def nobody(progress: Progress) -> None:
    """Tells nobody."""
