"""The judge: what a decision may ask of the law; it writes down what was asked and what it stood on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import When, day_of
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.law.view import Law

if TYPE_CHECKING:
    from regledger.deciding.consulting import Consultation
    from regledger.deciding.kinds import State
    from regledger.law.parameters import Rule
    from regledger.sectors.declared import LawException

__all__ = ["Judge"]


class Judge:
    """Judges one act under the law of its days."""

    def __init__(self, law: Law, *, on: When, zone: str, by: str = "", sectors: Consultation | None = None) -> None:
        self.law = law
        self._sectors = sectors
        self.on = on
        self.zone = zone
        self.by = by
        """The sector that judges, with its version; empty for the core."""
        self.asked: list[str] = []
        self.raised: list[Objection] = []
        """Every objection that a rule made, as the law has it; a sector may give no other."""

    @property
    def sectors(self) -> Consultation:
        """Whom the core asks what only a sector can say."""
        from regledger.deciding.consulting import ALONE  # noqa: PLC0415 - it asks through judges itself

        return self._sectors or ALONE

    def under(self, exceptions: Mapping[str, LawException]) -> Judge:
        """A judge of the same act where a sector's own law goes before the common law."""
        law = self.law.excepting(exceptions, on=self.day)
        return Judge(law, on=self.on, zone=self.zone, by=self.by, sectors=self._sectors)

    def of_record(self, state: State) -> Judge:  # noqa: ARG002 - who looks at records of several sites minds which
        """The judge of a record that is looked at: itself, for an act has one law."""
        return self

    def of_sector(self, label: str) -> Judge:
        """A judge of the same act for the sector called `label`: what it asks of the law joins the same trace."""
        return Judge(self.law, on=self.on, zone=self.zone, by=label)

    @property
    def day(self) -> date:
        """The legal day of the act."""
        return day_of(self.on, self.zone)

    def rule(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """An objection of `rule` unless it `holds`, or the site's sector has a rule of its own in its place.

        A rule whose text was verified refuses; any other warns until an authority has confirmed it.

        Args:
            rule: its id in the catalogue.
            code: what exactly is wrong, as in `law/data/objections.toml`.
            holds: whether the act keeps to the rule.
            args: what was found and what the law asks, for the sentences of `code`.
        """
        if self.law.excepted(rule, on=self.day):
            return
        if rule not in self.asked:
            self.asked.append(rule)
        if not holds:
            declared = self.law.rule(rule)
            objection = Objection(
                rule=rule,
                code=code,
                article="; ".join((*map(str, declared.citations), *self._numbers_elsewhere(declared))),
                args={name: _plain(value) for name, value in args.items() if value is not None},
                severity="refuse" if self.law.blocks(rule, on=self.day) else "warn",
                by=self.by,
            )
            self.raised.append(objection)
            yield objection

    def _numbers_elsewhere(self, rule: Rule) -> tuple[str, ...]:
        """Where the numbers of `rule` that were used stand, so far as that is no text of the rule's own."""
        own = tuple(f"{one.instrument}({one.edition}) " for one in rule.citations)
        cited = (one.citation for one in self.law.used if one.parameter.startswith(f"{rule.id}."))
        return tuple(dict.fromkeys(one for one in cited if not one.startswith(own)))

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
    if isinstance(value, date):
        return value.isoformat()
    # Of the plain type: a class of a sector's own could not be written down.
    return (value if type(value) in (int, bool) else int(value)) if isinstance(value, int) else str(value)
