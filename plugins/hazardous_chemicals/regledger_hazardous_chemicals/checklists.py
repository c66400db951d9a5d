"""The sector's checklists, from `checklists.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec
from regledger.sectors import Checklist

__all__ = ["CHECKLISTS"]


def _read() -> tuple[Checklist, ...]:
    text = (files("regledger_hazardous_chemicals") / "checklists.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["checklist"], tuple[Checklist, ...])


CHECKLISTS = _read()
