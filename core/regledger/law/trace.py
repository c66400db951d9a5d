"""The trace of a decision: the values that it used, each with where it stands."""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

from regledger.law.parameters import Status

__all__ = ["Used", "digest_of"]


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """A value that a decision used: one line of its trace.

    Attributes:
        parameter: its id; `holidays.<year>` for a holiday schedule that was looked up, `exception.<rule>` for a rule that
            was not applied because a sector's own stands in its place.
        value: what it was; of an exception, the sector's rule.
        valid_from: the first legal day of the value's period; of an exception, the day on which it was asked for.
        citation: where it stands.
        status: how far its text was checked.
        digest: SHA-256, in hexadecimal, of the value as canonical JSON.
        pack: the law pack that gives it, as `id/version`; empty where none does.
    """

    parameter: str
    value: int | str | bool
    valid_from: date
    citation: str
    status: Status
    digest: str
    pack: str = ""


def digest_of(content: object) -> str:
    """SHA-256, in hexadecimal, of `content` as canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
