"""Disclosing: the one way by which personal values leave the store, recorded and durable before any is read.

Comparing values inside the platform (the same command sent again, a later export of a register) is no disclosure: nothing is
shown. Whoever shows what it read has to come through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from regledger.deciding.answers import Recorded, Refused
from regledger.log.personal.values import values_under
from regledger.records.personal import DisclosePersonal

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Disclosed", "OpenedValue", "disclose", "facts_holding"]


class OpenedValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value, in the clear."""

    number: int
    """The fact that holds it."""
    field: str
    text: str
    """`Erased` where its subject was erased since."""


class Disclosed(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded disclosure, and what was disclosed by it."""

    recorded: Recorded
    values: tuple[OpenedValue, ...]


def disclose(ledger: Ledger, command: DisclosePersonal, **how: Any) -> Disclosed | Refused:
    """Record the disclosure, and then open the values; refused, none is opened.

    Args:
        how: who sends it, as the fields of `Submission`.

    Raises:
        PersonalStoreError: the store cannot be read; the disclosure is on record all the same, though nothing was shown.
    """
    answer = ledger.submit(ledger.submission(command, **how))
    if isinstance(answer, Refused):
        return answer
    facts = [fact for number in dict.fromkeys(command.facts) if (fact := ledger.at(number)) is not None]
    found = [(fact.number, path, one) for fact in facts for path, one in values_under(fact.body, command.subject)]
    texts = ledger.personal._reveal_all([one for _, _, one in found])
    values = [
        OpenedValue(number=number, field=path, text=text)
        for (number, path, _), text in zip(found, texts, strict=True)
        if text is not None
    ]
    return Disclosed(recorded=answer, values=tuple(values))


def facts_holding(ledger: Ledger, subject: str) -> list[int]:
    """The numbers of the facts that hold personal values of `subject`."""
    return ledger.personal.matching(ledger.recorder).numbers(subject)
