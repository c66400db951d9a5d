"""Deciding again: the stored command of a decision, judged by what is installed now on what was known then.

A decision is taken again at its own boundary: the facts up to its head and those recorded before it in the same batch, the time
of its act, the law as the ledger's authorities had loaded and confirmed it by then. What its sender was allowed is left out:
roles and signatures were checked at the door and stand in the log. What it brings about is encoded as the door does, and nothing is
written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.building import built
from regledger.clock import day_of, from_micros
from regledger.deciding.answers import Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.draft import Draft, unjudged
from regledger.deciding.handlers import Command, Handler
from regledger.deciding.judge import Judge
from regledger.deciding.keeping import Kept
from regledger.deciding.permission import Sender
from regledger.deciding.submit import Desk
from regledger.errors import BadCommand, BadFact, BadTag, LawError, RegledgerError, UnknownCommand
from regledger.history.bodies import PERSONAL, texts_of
from regledger.history.unkept import Unkept, sealed
from regledger.law.objections import Objection
from regledger.log.catalogue import StoredFactUnreadable
from regledger.log.envelope import Commit, Particulars
from regledger.log.facts import NewFact, RecordedFact, Unknown
from regledger.log.recorder import Head
from regledger.records.correction import CorrectFact
from regledger.sectors.guard import SectorFault

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Decision", "Redecider", "Undecidable", "Unread", "decisions"]


class Undecidable(RegledgerError):
    """Decision {number} ({command}) cannot be taken again: {found}. What is recorded of it stands; "regledger explain {number}" shows it."""


class Unread(Undecidable):
    """Decision {number} ({command}) cannot be taken again: {found}. What is recorded of it stands; "regledger explain {number}" shows it."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in the log: the facts of one commit, and who decided them knowing what."""

    facts: tuple[RecordedFact, ...]
    by: Particulars
    batch: tuple[RecordedFact, ...] = ()
    """The facts recorded before it that were decided at the same head: those of its batch are among them, and no other of
    them touched what it was decided on, or it could not have been recorded."""

    @property
    def number(self) -> int:
        """Of its first fact."""
        return self.facts[0].number


def decisions(ledger: Ledger, *, since: int = 1, until: int | None = None) -> Iterator[Decision]:
    """Every decision whose first fact has a number from `since` to `until`, in order; what a register asserted is none.

    Args:
        ledger: where they are recorded.
        since: a number; a commit that it falls into is left out.
        until: the head unless given.
    """
    until = ledger.recorder.head().number if until is None else until
    streak: list[RecordedFact] = []
    commit: list[RecordedFact] = []
    begun = False
    for fact in ledger.facts(after=max(since, 1) - 1, until=until):
        if fact.commit.index == 0:
            commit = []
        elif not commit:
            continue
        commit.append(fact)
        if len(commit) < fact.commit.size:
            continue
        by = commit[0].commit.by
        if by is None or commit[0].asserted:
            streak = []
            continue
        if not streak or _head(streak[0]) != by.head:
            streak = [] if begun else _before(ledger, commit[0].number, by.head)
        begun = True
        yield Decision(facts=tuple(commit), by=by, batch=tuple(streak))
        streak.extend(commit)


def _before(ledger: Ledger, number: int, head: int) -> list[RecordedFact]:
    """The facts right before `number` that were decided at `head`."""
    earlier = list(ledger.facts(after=head, until=number - 1))
    heads = {one.commit.id: one.commit.by.head for one in earlier if one.commit.by is not None}
    other = next((place for place, one in reversed([*enumerate(earlier, 1)]) if heads.get(one.commit.id) != head), 0)
    return earlier[other:]


def _head(fact: RecordedFact) -> int | None:
    return None if fact.commit.by is None else fact.commit.by.head


def _unasked(
    ledger: Ledger,
    submission: Submission,
    handler: Handler,
    command: Command,
    digest: str,
    dossier: Dossier,
    judge: Judge,
    **_: Any,
) -> tuple[Sender, list[Objection], tuple[str, ...]]:
    """The door, which lets everybody in: in the place of `at_the_door`."""
    return Sender(actor=submission.actor, known=submission.known), [], ()


def _nobody(
    ledger: Ledger, facts: Iterable[NewFact], judge: Judge, pending: Sequence[RecordedFact]
) -> Iterator[Objection]:
    """Who is erased today was not when it was decided, and nothing is put away: in the place of `values_erased`."""
    yield from ()


class Redecider(Desk):
    """Takes decisions of one ledger again, under what is installed. It records nothing."""

    _door = staticmethod(_unasked)
    _erased = staticmethod(_nobody)

    def handler_of(self, decision: Decision) -> Handler:
        """Of the command of `decision`; raises `Undecidable` where nothing installed answers it."""
        try:
            return self._ledger.handlers.named(decision.by.command)
        except UnknownCommand:
            raise _undecidable(decision, "nothing in use there answers that command", Unread) from None

    def again(self, decision: Decision) -> Draft:
        """The draft that `decision` would be now. A sector that fails objects by rule SECTOR, as at the door.

        Raises:
            Unread: nothing installed answers its command, or reads it as it is kept, or it ends in an error.
            Undecidable: its command is not kept, held personal values where rules read them, or mends what is no longer there.
        """
        handler, unkept = self.handler_of(decision), Unkept()
        try:
            kept, command = self._command(decision, handler, unkept)
            draft = self._taken(decision, handler, kept, command)
        except Undecidable:
            raise
        except Exception as error:
            if unkept.asked_of(error):
                raise _undecidable(decision, _NOT_KEPT) from error
            if isinstance(error, _TOLD_TO_THE_SENDER):
                raise _undecidable(decision, str(error), Unread) from error
            raise
        if unkept.read or any(unkept.asked_of(one) for one in _failures(draft)):
            raise _undecidable(decision, _NOT_KEPT)
        return draft

    def _taken(self, decision: Decision, handler: Handler, kept: Kept, command: Command) -> Draft:
        by = decision.by
        submission = Submission(
            command=by.command,
            body=kept.body,
            actor=by.actor,
            known=by.known,
            via=by.via,
            channel=by.channel,
            as_happened=kept.as_happened,
            zone=kept.zone,
        )
        at = Head(by.head, decision.facts[0].recorded_at)
        when, zone = handler.when(command), kept.zone or self._ledger.zone
        law = self._ledger.law_in_force.law(by.head, on=day_of(when, zone), pending=decision.batch)
        judge = Judge(law, on=when, zone=zone)
        try:
            draft = self._judged(submission, handler, command, judge, at, decision.batch, b"", by.digest)
            if not draft.objections:
                self._encoded(handler, draft)
        except SectorFault as fault:
            failed = judge.rule("SECTOR", "sector.failed", False, **fault.details)
            return unjudged(submission, tuple(failed), b"", by.digest, by.head)
        return draft

    def _encoded(self, handler: Handler, draft: Draft) -> None:
        """Encode what `draft` would record, as the door does; raises `SectorFault` for a sector's that never could be."""
        for new in draft.facts:
            whole = msgspec.structs.replace(new, body=sealed(new.body))
            try:
                self._ledger.catalogue.encode(whole, zone=self._ledger.zone, commit=Commit(id="", index=0, size=1))
            except (BadFact, BadTag) as error:
                if not handler.by:
                    raise  # what is amiss is then what is put together with the core, and no decision of a sector's
                sector, _, version = handler.by.partition(" ")
                raise SectorFault(
                    sector=sector, version=version, hook="regledger_commands", found=str(error)
                ) from error

    def _command(self, decision: Decision, handler: Handler, unkept: Unkept) -> tuple[Kept, Command]:
        document = self._ledger.recorder.command(decision.by.digest)
        if document is None:
            raise _undecidable(decision, "its command is not kept beside the log")
        if hashlib.sha256(document).hexdigest() != decision.by.digest:
            raise _undecidable(decision, "what is kept as its command is another one")
        try:
            kept = msgspec.json.decode(document, type=Kept)
            command = built(handler.command, msgspec.convert, kept.body, handler.command)
        except msgspec.DecodeError as error:  # a body that was lawful then and is no longer read
            raise _undecidable(decision, f"its command is no longer read ({error})", Unread) from None
        except (BadCommand, SectorFault) as error:
            raise _undecidable(decision, str(error), Unread) from None
        for field in command.__struct_fields__:
            plain = getattr(command, field)
            if isinstance(plain, dict) and any(text == PERSONAL for _, text in texts_of(plain)):
                raise _undecidable(decision, "it gave personal values, which are not kept with it")
        if isinstance(command, CorrectFact):
            self._check_mended(decision, command)
        return kept, unkept.withheld(command)

    def _check_mended(self, decision: Decision, command: CorrectFact) -> None:
        """Raise `Undecidable` for a correction in fields that its fact had then and has no longer."""
        fact = self._fact_at(decision.batch, command.number)
        if fact is None or isinstance(fact.body, Unknown):
            return
        gone = sorted(command.body.keys() - {one.encode_name for one in msgspec.structs.fields(type(fact.body))})
        if gone:
            raise _undecidable(decision, f"it corrects {gone[0]!r}, which {fact.name} does not have any longer")

    def _now(self, at: Head) -> datetime:
        return from_micros(at.recorded_at)


_TOLD_TO_THE_SENDER = (BadCommand, BadFact, BadTag, LawError, StoredFactUnreadable)
_NOT_KEPT = "it reads a personal value that is not kept"


def _failures(draft: Draft) -> Iterator[Exception]:
    """What sectors failed by, as errors again."""
    for one in draft.objections:
        if one.code == "sector.failed":
            yield Exception(one.args.get("found", ""))


def _undecidable(decision: Decision, found: str, kind: type[Undecidable] = Undecidable) -> Undecidable:
    return kind(number=decision.number, command=decision.by.command, found=found)
