"""The sentences of the sector's objections, from `objections.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["objection_texts"]


@cache
def objection_texts() -> Mapping[str, Mapping[str, str]]:
    """Code → found, asks and remedy."""
    text = (files("regledger_hazardous_chemicals") / "objections.toml").read_text(encoding="utf-8")
    return {
        f"{record}.{code}": sentences
        for record, codes in tomllib.loads(text).items()
        for code, sentences in codes.items()
    }
