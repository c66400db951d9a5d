"""Which files are attached to what: read from the facts, without looking at a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from regledger.clock import When
from regledger.history.standing import standing
from regledger.log.attachments import AttachmentAdded
from regledger.log.attachments.errors import AttachmentUnknown
from regledger.log.facts import RecordedFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["added", "attached_to", "attachment_named"]

_TYPE = AttachmentAdded.__fact__.name


def attached_to(
    ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None
) -> list[tuple[RecordedFact, AttachmentAdded]]:
    """The files that are attached to `subject` itself at (`on`, `known_at`), in the order in which they count."""
    facts = ledger.facts(tags=[subject], types=[_TYPE, "fact.withdrawn"], until=known_at)
    stands = standing(facts, on=on, known_at=known_at, subject=subject)
    return [
        (fact, fact.body) for fact in stands if isinstance(fact.body, AttachmentAdded) and fact.body.subject == subject
    ]


def added(ledger: Ledger, *, known_at: int | None = None) -> Iterator[tuple[RecordedFact, AttachmentAdded]]:
    """Every fact that attaches a file, in order of number; corrected and withdrawn ones too."""
    for fact in ledger.facts(types=[_TYPE], until=known_at):
        if isinstance(fact.body, AttachmentAdded):
            yield fact, fact.body


def attachment_named(ledger: Ledger, asked: str) -> tuple[RecordedFact, AttachmentAdded]:
    """The attachment that `asked` names: the number of its fact, its digest, or the first 8 or more digits of that.

    Raises:
        AttachmentUnknown: there is none, or more than one file whose digest begins so.
    """
    name = asked.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{64}", name):
        found = list(ledger.facts(tags=[f"attachment:{name}"], types=[_TYPE], limit=1))
    elif re.fullmatch(r"[0-9]{1,18}", name):
        at = ledger.at(int(name))
        found = [] if at is None else [at]
    elif re.fullmatch(r"[0-9a-f]{8,63}", name):
        several = {body.digest: fact for fact, body in added(ledger) if body.digest.startswith(name)}
        found = list(several.values()) if len(several) == 1 else []
    else:
        found = []
    for fact in found:
        if isinstance(fact.body, AttachmentAdded):
            return fact, fact.body
    raise AttachmentUnknown(asked=asked)
