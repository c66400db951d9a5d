"""What a sector says in words: bounded, and nothing but characters that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import category

__all__ = ["LONGEST_TEXT", "check_texts"]

LONGEST_TEXT = 2_000
"""The most characters of one text that a sector gives in an answer: it stands in the trace of every such act."""
_UNREAD = frozenset({"Cc", "Cs"})
"""Control characters, which a terminal would obey, and halves of characters, which nothing can store."""


def check_texts(plain: Any) -> None:
    """Raise `ValueError` for a text inside of `plain` (builtins) that is too long or has what cannot be read."""
    if isinstance(plain, str):
        if len(plain) > LONGEST_TEXT:
            raise ValueError(f"a text has {len(plain)} characters; {LONGEST_TEXT} are the most")
        odd = next((one for one in plain if category(one) in _UNREAD), None)
        if odd is not None:
            raise ValueError(f"a text has the character U+{ord(odd):04X}, which cannot be read")
    elif isinstance(plain, Mapping):
        for one in plain.values():
            check_texts(one)
    elif isinstance(plain, Iterable) and not isinstance(plain, bytes):
        for one in plain:
            check_texts(one)
