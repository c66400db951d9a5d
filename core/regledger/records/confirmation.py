"""Confirming a rule or a number: what was not verified warns until an authority has checked the text (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.errors import LawError
from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id
from regledger.records.authority import Authority

__all__ = ["ConfirmRule", "RuleConfirmed", "RuleOrParameter", "confirm_rule"]

RuleOrParameter = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]{1,64})*$", extra={"privacy": "public"})
]
"""An id of the catalogue: `A-15`, a rule, or `A-15.large_fine_unit`, a parameter of that rule."""


@fact(
    "rule.confirmed",
    1,
    tags={"rule": "rule", "authority": "authority"},
    occurred="confirmed_on",
    asserted="never",
    about=("parameter",),
)
class RuleConfirmed(Fact, frozen=True, kw_only=True):
    """`rule.confirmed` v1: an authority compared a rule, or one parameter of it, with the official text.

    From that legal day the rule may refuse; where a parameter was confirmed, as far as it stands on that number.
    """

    rule: Id
    """The rule's id, also where only a parameter of it was confirmed."""
    parameter: RuleOrParameter | None = None
    authority: Id
    document: Code
    """What it was compared with."""
    confirmed_on: date

    @property
    def confirmed(self) -> str:
        """The id of what was confirmed, as the law book has it."""
        return self.parameter or self.rule


class ConfirmRule(Command, frozen=True, kw_only=True):
    """Confirm a rule of the catalogue, or a parameter of one."""

    rule: RuleOrParameter
    authority: Id
    document: Code
    confirmed_on: date


def _reads(command: ConfirmRule, dossier: Dossier) -> Iterable[str]:
    return (f"authority:{command.authority}",)


@handles("rule.confirm", ConfirmRule, on="confirmed_on", reads=_reads, role="approve", shared=True)
def confirm_rule(command: ConfirmRule, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where there is no such rule or parameter, or no such authority."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    rule, dot, _ = command.rule.partition(".")
    try:
        if dot:
            judge.law.has(command.rule, on=command.confirmed_on)
        else:
            judge.law.rule(rule)
    except LawError:
        yield from judge.rule("REF", "rule.unknown", False, rule=command.rule)
        return
    yield RuleConfirmed(
        rule=rule,
        parameter=command.rule if dot else None,
        authority=command.authority,
        document=command.document,
        confirmed_on=command.confirmed_on,
    )
