"""Confirming a rule or a number: what was not verified warns until an authority has checked the text (DESIGN §3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.packs import read_pack
from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id
from regledger.records.authority import Authority
from regledger.records.law_pack import LAW_PACKS, LawPacks

__all__ = ["ConfirmRule", "RuleConfirmed", "RuleOrParameter", "confirm_rule"]

CONFIRMED = ("rule", "parameter", "offence", "benchmark", "criterion")
"""What is compared with its text, as in `LAW_TABLES`; a checklist has none of its own."""

RuleOrParameter = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]{1,64})*(/[A-Za-z0-9_.-]{1,64})?$",
        extra={"privacy": "public"},
    ),
]
"""An id of the catalogue: `A-15`, a rule; `A-15.large_fine_unit`, a parameter of that rule; `coal-2026/5.1`, a criterion."""


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
    """The rule's id, also where only a parameter of it was confirmed; of a criterion, its list."""
    parameter: RuleOrParameter | None = None
    """The parameter, offence, tier or criterion where not the whole rule was confirmed."""
    authority: Id
    document: Code
    """What it was compared with."""
    confirmed_on: date

    @property
    def confirmed(self) -> str:
        """The id of what was confirmed, as the law book has it."""
        return self.parameter or self.rule


class ConfirmRule(Command, frozen=True, kw_only=True):
    """Confirm a rule of the catalogue, or a parameter of one, an offence, a tier or a criterion, by its id."""

    rule: RuleOrParameter
    authority: Id
    document: Code
    confirmed_on: date


def _reads(command: ConfirmRule, dossier: Dossier) -> Iterable[str]:
    return (f"authority:{command.authority}", LAW_PACKS)


@handles("rule.confirm", ConfirmRule, on="confirmed_on", reads=_reads, role="approve", shared=True)
def confirm_rule(command: ConfirmRule, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where nothing that can be confirmed has that id, or there is no such authority."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    rule = re.split(r"[./]", command.rule, maxsplit=1)[0]
    declared = any((kind, command.rule) in judge.law.book.origins for kind in CONFIRMED)
    if not declared and not _is_coming(command.rule, dossier):
        yield from judge.rule("REF", "rule.unknown", False, rule=command.rule)
        return
    yield RuleConfirmed(
        rule=rule,
        parameter=command.rule if rule != command.rule else None,
        authority=command.authority,
        document=command.document,
        confirmed_on=command.confirmed_on,
    )


def _is_coming(name: str, dossier: Dossier) -> bool:
    """Whether a law pack declares it that is loaded and applies only later: what comes is compared before it counts."""
    packs = dossier.latest(LawPacks, "all")
    if packs is None:
        return False
    return any(
        kind in CONFIRMED and name == one for pack in packs.packs for kind, one in read_pack(pack.text).data.names
    )
