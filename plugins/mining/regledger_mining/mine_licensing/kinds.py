"""The kinds of licence for mines."""

from __future__ import annotations

__all__ = ["COAL_LICENCE", "KINDS", "NONCOAL_LICENCE"]

COAL_LICENCE = "coal_mine_safety"
"""煤矿企业安全生产许可证."""
NONCOAL_LICENCE = "noncoal_mine_safety"
"""非煤矿矿山企业安全生产许可证."""
KINDS = frozenset({COAL_LICENCE, NONCOAL_LICENCE})
