"""The door: who sends a command, how sure that is, and whether they may (platform rule ROLE)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from regledger.clock import day_of
from regledger.deciding.answers import Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, fold
from regledger.deciding.permission import Sender, is_shared, permitted, proposers
from regledger.deciding.reading import facts_read
from regledger.deciding.signing import examined, unfit
from regledger.history.standing import standing
from regledger.law.objections import Objection
from regledger.log.envelope import Particulars
from regledger.log.facts import RecordedFact
from regledger.records.officer_key import KEY
from regledger.records.role import ROLES, RoleGranted, Roles

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["at_the_door", "forged"]

ROLE_FACTS = [body.__fact__.name for body in ROLES.facts]


def at_the_door(
    ledger: Ledger,
    submission: Submission,
    handler: Handler,
    command: Command,
    digest: str,
    dossier: Dossier,
    judge: Judge,
    *,
    now: datetime,
    head: int,
    pending: Sequence[RecordedFact],
    fact_at: Callable[[int], RecordedFact | None],
) -> tuple[Sender, list[Objection], tuple[str, ...]]:
    """Who sends `submission`, as far as that is sure, every objection to it, and the names of facts that were looked for
    whatever they are about: another of them, recorded meanwhile, changes the answer.

    Args:
        digest: SHA-256 in hex of the command as it is kept.
        dossier: has read what `permission_reads` names.
        now: the instant of the sending. Its legal day is that of the ledger's zone: the sender's own would let them choose it.
        head: the last fact of the store that counts.
        pending: the facts before it in the same batch.
        fact_at: the fact of a number, recorded or before it in the same batch.
    """

    def proposed() -> Set[str]:
        return proposers(handler, command, dossier, by_of, handler_of, fact_at)

    def shared() -> bool:
        return is_shared(handler, command, dossier, by_of, handler_of)

    def by_of(number: int) -> Particulars | None:
        fact = fact_at(number)
        first = fact_at(number - fact.commit.index) if fact is not None else None
        return None if first is None else first.commit.by

    def handler_of(name: str) -> Handler | None:
        return ledger.handlers.get(name)

    def elsewhere() -> Iterator[Roles]:
        asked.extend(ROLE_FACTS)
        granted = chain(ledger.facts(types=ROLE_FACTS, until=dossier.head), pending)
        named = {fact.body.authority for fact in granted if isinstance(fact.body, RoleGranted) and not fact.asserted}
        reads: list[tuple[str, Kind[Any]]] = [(f"authority:{one}", ROLES) for one in sorted(named)]
        for (tag, _), facts in zip(reads, facts_read(ledger, reads, head=head, pending=pending), strict=True):
            held = fold(ROLES, standing(facts, known_at=dossier.head, subject=tag))
            if held is not None:
                yield held.state

    asked: list[str] = []
    today = day_of(now, ledger.zone)
    signed, objections = examined(submission, command, digest, ledger.recorder.ledger_id, dossier, judge, now, today)
    sender = Sender(actor=submission.actor, known="signed" if signed else submission.known, signed=signed)
    objections += permitted(handler, submission, sender, command, dossier, judge, today, proposed, shared, elsewhere)
    return sender, objections, tuple(asked)


def forged(
    ledger: Ledger,
    submission: Submission,
    command: Command,
    digest: str,
    judge: Judge,
    *,
    head: int,
    pending: Sequence[RecordedFact],
) -> tuple[Objection, ...]:
    """Why a command that was sent before may not be answered as that one: its signature fits not. Nothing where it has none.

    Whether it came in time does not count: what it asks for was recorded then.
    """
    if submission.signature is None:
        return ()
    tag = f"key:{submission.signature.key}"
    asked: list[tuple[str, Kind[Any]]] = [(tag, KEY)]
    [facts] = facts_read(ledger, asked, head=head, pending=pending)
    key = fold(KEY, standing(facts, subject=tag))
    held = None if key is None else key.state
    return tuple(unfit(submission, command, digest, ledger.recorder.ledger_id, held, judge))
