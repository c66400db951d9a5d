"""The reference of a sector: Markdown made of nothing but what it declares, the same whenever it is made."""

from __future__ import annotations

from regledger.sectors.reference.page import reference

__all__ = ["reference"]
