"""The judge: what a decision may ask of the law; it writes down what was asked and what it stood on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from regledger.clock import When, day_of
from regledger.law.book import Law
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection

__all__ = ["Judge"]


class Judge:
    """Judges one act under the law of its days."""

    def __init__(self, law: Law, *, on: When, zone: str, by: str = "") -> None:
        self.law = law
        self.on = on
        self.zone = zone
        self.by = by
        """The sector that judges, with its version; empty for the core."""
        self.asked: list[str] = []
        self.raised: list[Objection] = []
        """Every objection that a rule made, as the law has it; a sector may give no other."""

    @property
    def day(self) -> date:
        """The legal day of the act."""
        return day_of(self.on, self.zone)

    def rule(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """An objection of `rule` unless it `holds`.

        A rule whose text was verified refuses; any other warns until an authority has confirmed it.

        Args:
            rule: its id in the catalogue.
            code: what exactly is wrong, as in `law/data/objections.toml`.
            holds: whether the act keeps to the rule.
            args: what was found and what the law asks, for the sentences of `code`.
        """
        if rule not in self.asked:
            self.asked.append(rule)
        if not holds:
            declared = self.law.rule(rule)
            objection = Objection(
                rule=rule,
                code=code,
                article="; ".join(str(citation) for citation in declared.citations),
                args={name: _plain(value) for name, value in args.items() if value is not None},
                severity="refuse" if self.law.blocks(rule, on=self.day) else "warn",
                by=self.by,
            )
            self.raised.append(objection)
            yield objection

    def note(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """As `rule`, but never more than a warning: for what is late and still has to be done."""
        for objection in self.rule(rule, code, holds, **args):
            yield msgspec.structs.replace(objection, severity="warn")

    def whole(self, parameter: str, *, on: date | None = None) -> int:
        """A parameter that is a whole number, on the day of the act unless `on` is given."""
        return self.law.integer(parameter, on=on or self.day)

    def decimal(self, parameter: str, *, on: date | None = None) -> Decimal:
        """A parameter that is a decimal."""
        return self.law.decimal(parameter, on=on or self.day)

    def deadline(
        self,
        parameter: str,
        start: When,
        *,
        on: date | None = None,
        backward: bool = False,
        roll_over: bool = False,
    ) -> Deadline:
        """The last day of the period that `parameter` sets, counted from `start` in the parameter's own unit.

        Args:
            on: the day whose law sets the length; the day of the act unless given.
            backward: count back from `start`.
            roll_over: move a last day that is a holiday to the first working day after it (X-02).
        """
        return self.law.deadline(
            parameter, start, on=on or self.day, roll_over=roll_over, backward=backward, zone=self.zone
        )


def _plain(value: str | int | date | None) -> str | int:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, int) else str(value)
