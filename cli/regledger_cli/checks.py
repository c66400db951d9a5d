"""What `regledger doctor` says of one thing that it looked at."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Check", "Verdict"]

Verdict = Literal["ok", "warn", "bad"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check."""

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""
