"""Recording what a register asserts: facts that nobody judged, each marked with its source (DESIGN §10).

They go through the same sealing, encoding and conditional append as decisions; no procedural rule is applied
to them, and none may rely on them as proof of procedure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from eventsourcing.persistence import IntegrityError

from regledger.deciding.sealing import sealed_events
from regledger.errors import BadFact, Conflict
from regledger.log.envelope import Known, Particulars
from regledger.log.facts import NewFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Assertion", "assert_rows"]

Assertion = Sequence[NewFact]
"""The facts of one row of a register: one commit, whole or not at all."""


def assert_rows(
    ledger: Ledger,
    rows: Sequence[Assertion],
    *,
    register: str,
    mapping: bytes,
    actor: str,
    known: Known = "asserted",
    via: str = "",
    after: int,
) -> list[int]:
    """Record the rows of a register in one durable transaction, each row as a commit of its own.

    Args:
        rows: the facts of each row; every fact has a `source`.
        register: the register's id; every fact is tagged `register:<id>`.
        mapping: the declared mapping, kept beside the log under its digest as the command of these commits.
        actor: who imports, as `kind:id`.
        known: how the actor is known.
        via: through whom it came where the actor is only asserted.
        after: the last fact of that register that the caller has seen.

    Returns:
        The numbers given, in order.

    Raises:
        BadFact: a fact without a source.
        Conflict: somebody else imported into the register after `after`; nothing was recorded.
    """
    digest = hashlib.sha256(mapping).hexdigest()
    by = Particulars(
        actor=actor,
        known=known,
        via=via,
        channel="import",
        command="register.import",
        digest=digest,
        boundary=(f"register:{register}",),
        head=after,
    )
    drafts = []
    for row in rows:
        for new in row:
            if new.source is None:
                raise BadFact(type=type(new.body).__fact__.name, found="it has no source", field="its source")
        drafts.append((row, by))
    tag = DCBQueryItem(tags=[f"register:{register}"])
    condition = DCBAppendCondition(fail_if_events_match=DCBQuery(items=[tag]), after=after)
    with ledger.personal.on_their_way(new.body for row in rows for new in row):
        events = sealed_events(ledger, drafts, extra_tags=(f"register:{register}",))
        if not events:
            return []
        try:
            stored = ledger.recorder.record(events, condition, commands={digest: mapping})
        except IntegrityError:
            raise Conflict(number=ledger.recorder.head().number) from None
    return [one.position for one in stored]
