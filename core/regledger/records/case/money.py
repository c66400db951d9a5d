"""Money as people read it."""

from __future__ import annotations

__all__ = ["yuan"]


def yuan(fen: int) -> str:
    """Whole fen as yuan, for people: `50,000.00`."""
    return f"{fen // 100:,}.{fen % 100:02d}"
