"""The ledger: the composition root of the core, and the one door to the log."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import msgspec
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.clock import DEFAULT_ZONE, Clock, When, from_micros, system_clock, to_micros
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.handlers import Command
from regledger.deciding.kinds import Held, State, fold
from regledger.deciding.submit import Desk, Draft
from regledger.errors import RegledgerError
from regledger.history.standing import standing
from regledger.ids import new_id
from regledger.installation import Installation
from regledger.law.book import Law
from regledger.log.facts import RecordedFact
from regledger.log.personal import PersonalStore
from regledger.log.recorder import Recorder, StoredEvent
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.confirmation import RuleConfirmed

__all__ = ["BadUrl", "Installation", "Ledger"]


class BadUrl(RegledgerError):
    """{url!r} names no ledger. Write sqlite:///folder/file.db (or sqlite:////absolute/file.db)."""


class Ledger:
    """A ledger, opened.

    Example:
        >>> import tempfile, pathlib
        >>> folder = tempfile.TemporaryDirectory()
        >>> ledger = Ledger.create(f"sqlite:///{folder.name}/county.db")
        >>> answer = ledger.submit(Submission(
        ...     command="authority.register", actor="authority:emb",
        ...     body={"authority": "emb", "name": "Emergency Management Bureau", "registered_on": "2026-01-04"}))
        >>> answer.numbers
        (1,)
        >>> ledger.close(); folder.cleanup()
    """

    def __init__(self, recorder: Recorder, path: Path, *, installation: Installation, clock: Clock) -> None:
        self.recorder = recorder
        self.path = path
        self.clock = clock
        self.installation = installation
        self.catalogue = installation.catalogue
        self.handlers = installation.handlers
        self.kinds = installation.kinds
        self.sectors = installation.sectors
        self.texts = installation.texts
        self.zone = recorder.zone
        self.personal = PersonalStore(path)
        self._confirming: dict[int, RecordedFact] = {}
        self._confirming_head = 0
        self._desk = Desk(self)

    @classmethod
    def create(
        cls,
        url: str,
        *,
        name: str = "",
        zone: str = DEFAULT_ZONE,
        clock: Clock = system_clock,
        installation: Installation | None = None,
    ) -> Self:
        """Make a new ledger and open it.

        Args:
            url: `sqlite:///path`.
            name: `[a-z0-9-]{1,32}`, used in stream subjects; the file's own name where it is empty.
            zone: of its legal days.

        Raises:
            BadUrl, LedgerExists, StoreFull, StoreReadOnly.
        """
        from regledger.log.sqlite import SQLiteRecorder  # noqa: PLC0415 - only this store's users pay for it

        path = _path(url)
        installation = installation or Installation()
        recorder = SQLiteRecorder.create(
            path,
            ledger_id=new_id(),
            name=name or _name(path),
            zone=zone,
            clock=clock,
            kinds=installation.tag_kinds,
        )
        return cls(recorder, path, installation=installation, clock=clock)

    @classmethod
    def open(cls, url: str, *, clock: Clock = system_clock, installation: Installation | None = None) -> Self:
        """Open the ledger at `url`; raises BadUrl, LedgerMissing, NotALedger or LaterFormat."""
        from regledger.log.sqlite import SQLiteRecorder  # noqa: PLC0415 - only this store's users pay for it

        path = _path(url)
        installation = installation or Installation()
        recorder = SQLiteRecorder.open(path, clock=clock, kinds=installation.tag_kinds)
        return cls(recorder, path, installation=installation, clock=clock)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────

    def submit(self, submission: Submission) -> Recorded | Refused:
        """Decide a command and record what it brings about, or refuse it with every objection."""
        return self.submit_all([submission])[0]

    def submit_all(self, submissions: Sequence[Submission]) -> list[Recorded | Refused]:
        """As `submit` for several, all or none; later ones see what earlier ones bring about."""
        answers = self._desk.submit(submissions)
        self._journal(submissions, answers)
        return answers

    def check(self, submission: Submission) -> Draft:
        """Decide a command and record nothing."""
        return self.check_all([submission])[0]

    def check_all(self, submissions: Sequence[Submission]) -> list[Draft]:
        """As `check` for several: each sees what the lawful ones before it would bring about."""
        return self._desk.check(submissions)

    def submission(self, command: Command, **how: Any) -> Submission:
        """A submission of a command object; `how` as the fields of `Submission`."""
        body = msgspec.to_builtins(command)
        return Submission(command=self.handlers.of(command).name, body=body, **how)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────

    def facts(
        self,
        *,
        tags: Iterable[str] = (),
        types: Iterable[str] = (),
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Iterator[RecordedFact]:
        """Facts that carry all of `tags` and are of one of `types` (of any where empty), in order of number."""
        item = DCBQueryItem(types=list(types), tags=list(tags))
        query = DCBQuery(items=[item]) if item.tags or item.types else None
        return self.matching(query, after=after, until=until, limit=limit)

    def matching(
        self, query: DCBQuery | None, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> Iterator[RecordedFact]:
        """As `facts`, of any of several items."""
        for stored in self.recorder.stored(query, after=after, until=until, limit=limit):
            yield self.catalogue.decode(stored)

    def follow(self, *, after: int = 0) -> Iterator[RecordedFact]:
        """Every fact after `after`, and then each new one as it is recorded; never ends by itself."""
        with self.recorder.subscribe(after=after) as subscription:
            for sequenced in subscription:
                yield self.catalogue.decode(cast("StoredEvent", sequenced))

    def at(self, number: int) -> RecordedFact | None:
        """The fact of that number."""
        stored = self.recorder.at(number)
        return None if stored is None else self.catalogue.decode(stored)

    def standing(self, subject: str, *, on: When | None = None, known_at: int | None = None) -> list[RecordedFact]:
        """The facts of `subject` that stand at (`on`, `known_at`), in the order in which they count."""
        return standing(self.facts(tags=[subject], until=known_at), on=on, known_at=known_at, subject=subject)

    def show(self, subject: str, *, on: When | None = None, known_at: int | None = None) -> Held[State] | None:
        """The record of `subject` at (`on`, `known_at`); None where nothing founds it."""
        name, id_ = split_tag(subject)
        kind = self.kinds.named(name)
        return None if kind is None else fold(kind, self.standing(kind.tag_of(id_), on=on, known_at=known_at))

    def number_at(self, instant: datetime) -> int:
        """The last number recorded at or before `instant`; 0 where there is none."""
        wanted = to_micros(instant)
        low, high = 0, self.recorder.head().number
        while low < high:
            middle = (low + high + 1) // 2
            stored = self.recorder.at(middle)
            if stored is not None and stored.recorded_at <= wanted:
                low = middle
            else:
                high = middle - 1
        return low

    def law(self, head: int | None = None) -> Law:
        """The law as this ledger's authorities have confirmed it, for one decision."""
        now = self.recorder.head().number if head is None else head
        seen = self._confirming_head
        if now > seen:
            # Several threads may do this at once: each adds the same facts under the same numbers.
            types = [RuleConfirmed.__fact__.name, FactWithdrawn.__fact__.name]
            for fact in self.facts(types=types, after=seen, until=now):
                if fact.type == types[0] or any(tag.startswith("rule:") for tag in fact.tags):
                    self._confirming[fact.number] = fact
            self._confirming_head = max(now, self._confirming_head)
        confirmed: dict[str, date] = {}
        for fact in standing((fact for _, fact in sorted(self._confirming.copy().items())), known_at=now):
            if isinstance(fact.body, RuleConfirmed):
                confirmed.setdefault(fact.body.confirmed, fact.body.confirmed_on)
        return self.installation.lawbook.open(confirmed)

    # ── the rest ────────────────────────────────────────────────────────────────────────────────────────

    def _journal(self, submissions: Sequence[Submission], answers: Sequence[Recorded | Refused]) -> None:
        """Note refused attempts apart from the log; a journal that cannot be written stops nobody."""
        refused = [
            {
                "at": from_micros(self.clock()),
                "actor": submission.actor,
                "command": submission.command,
                "rules": [objection.rule for objection in answer.objections],
            }
            for submission, answer in zip(submissions, answers, strict=True)
            if isinstance(answer, Refused) and answer.objections
        ]
        if refused:
            try:
                target = self.path.with_name(self.path.name + ".journal")
                with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as journal:
                    journal.write(msgspec.json.Encoder().encode_lines(refused))
            except OSError:
                return

    def close(self) -> None:
        """Let go of files and connections."""
        self.recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _path(url: str) -> Path:
    match = re.fullmatch(r"sqlite:///(.+)", url)
    if match is None:
        raise BadUrl(url=url)
    return Path(match[1]).absolute()  # the files beside it stay beside it, wherever the process goes


def _name(path: Path) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", path.stem.lower()).strip("-")[:32] or "ledger"
