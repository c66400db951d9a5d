"""A penalty case of the year, as far as its money goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lines import Line, said
from world import Enterprise, World

__all__ = ["Case"]

DAY = timedelta(days=1)


class Case:
    """A case of this chapter, as far as its money goes."""

    def __init__(self, world: World, one: Enterprise, number: int, day: date, fine: int) -> None:
        self.world, self.one, self.number, self.fine = world, one, number, fine
        self.id, self.day = world.id("EN"), day
        self.officers = world.officers(one.authority)[:2]
        self.decided, self.served = day + 22 * DAY, day + 24 * DAY
        self.last = self.served + 15 * DAY
        self.document = f"（青）强罚〔{world.year}〕{self.id[3:]}号"

    def owed(self, on: date, paid: int = 0) -> int:
        """Fine and surcharge that are open at the end of `on`, where nothing suspended it."""
        left = self.fine - paid
        return left + min(self.fine, left * 3 * max(0, (on - self.last).days) // 100)

    def pay(self, on: date, amount: int, **changed: Any) -> dict[str, Any]:
        """A payment."""
        receipt = changed.pop("receipt", f"{self.id}-{on:%m%d}")
        return {"case": self.id, "amount_fen": amount, "receipt": receipt, "paid_on": on} | changed

    def proof(self, document: str, number: str, on: date, mode: str = "direct", **changed: Any) -> dict[str, Any]:
        """A proof of service."""
        return {
            "case": self.id,
            "document": document,
            "number": number,
            "receiver": {"value": "办公室主任"},
            "relation": "办公室收发",
            "mode": mode,
            "place": "厂区办公室",
            "time": "10:20",
            "officers": self.officers,
            "served_on": on,
        } | changed

    def conclude(self, on: date) -> Line:
        """The case is concluded."""
        return said(on, "case.conclude", case=self.id, concluded_on=on)
