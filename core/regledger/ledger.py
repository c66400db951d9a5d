"""The ledger: the composition root of the core, and the one door to the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import msgspec
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.clock import DEFAULT_ZONE, Clock, When, system_clock, to_micros
from regledger.deciding import disclosing
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.disclosing import Disclosed
from regledger.deciding.handlers import Command
from regledger.deciding.in_force import LawInForce
from regledger.deciding.journal import Journal
from regledger.deciding.kinds import Held, State, fold
from regledger.deciding.submit import Desk, Draft
from regledger.errors import RegledgerError
from regledger.history.standing import standing
from regledger.ids import new_id
from regledger.installation import Installation
from regledger.law.view import Law
from regledger.log.attachments import Attachments
from regledger.log.attachments.checking import erase_files
from regledger.log.facts import RecordedFact
from regledger.log.grouped import GroupedRecorder
from regledger.log.personal import PersonalStore
from regledger.log.personal.grouped import GroupedSeals
from regledger.log.personal.subjects import ERASED_FACT
from regledger.log.recorder import Recorder, StoredEvent
from regledger.log.side_index import SideIndex
from regledger.log.stores import BadUrl, Place, create_store, open_store, place_of
from regledger.log.tags import split_tag
from regledger.records.personal import DisclosePersonal, PersonalErased

__all__ = ["BadUrl", "Installation", "Ledger"]


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

    def __init__(self, recorder: Recorder, place: Place, *, installation: Installation, clock: Clock) -> None:
        self.recorder: Recorder = GroupedRecorder(recorder)
        """Threads that decide at the same time share its fsyncs."""
        self.place = place
        self.beside = place.beside(recorder.ledger_id, recorder.name)
        """What `.personal`, `.keys`, `.attachments` and `.journal` are added to; None where the URL names no folder."""
        self.clock = clock
        self.installation = installation
        self.catalogue = installation.catalogue
        self.handlers = installation.handlers
        self.kinds = installation.kinds
        self.sectors = installation.sectors
        self.texts = installation.texts
        self.zone = recorder.zone
        self.personal = PersonalStore(self.beside, place.url)
        self.seals = GroupedSeals(self.personal, recorder.name)
        index = None if self.beside is None else self.beside.with_name(self.beside.name + ".index")
        self.side = SideIndex(index, recorder, self.catalogue)
        """Where the tags of kinds are found that were invented later than their facts."""
        self.personal.erasures.follow(self._erasures)
        self.attachments = Attachments(self.beside, place.url)
        self.personal.on_erase.append(partial(erase_files, self))
        self.law_in_force = LawInForce(self)
        """Its law packs and confirmations."""
        self._desk = Desk(self)
        self.journal = Journal(self)
        """Attempts that recorded nothing, beside the log."""

    def file_beside(self, suffix: str, what: str) -> Path:
        """The file or folder beside the log that ends with `suffix`; raises `NoFolder`, which says `what` it is for."""
        return self.place.file_beside(self.recorder.ledger_id, self.recorder.name, suffix, what)

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
            url: `sqlite:///path`, or `postgresql://user@host/database?beside=/folder`.
            name: `[a-z0-9-]{1,32}`, used in stream subjects; the file's or the database's own name where it is empty.
            zone: of its legal days.

        Raises:
            BadUrl, LedgerExists, StoreFull, StoreReadOnly.
            LeftBehind: what lay beside an earlier ledger is still there.
        """
        place = place_of(url)
        installation = installation or Installation()
        place.check_free()
        place.make_folder()
        recorder = create_store(
            place, ledger_id=new_id(), name=name, zone=zone, clock=clock, kinds=installation.tag_kinds
        )
        return cls(recorder, place, installation=installation, clock=clock)

    @classmethod
    def open(cls, url: str, *, clock: Clock = system_clock, installation: Installation | None = None) -> Self:
        """Open the ledger at `url`; raises BadUrl, FolderMissing, LedgerMissing, NotALedger, LaterFormat or RestoreUnfinished."""
        place = place_of(url)
        place.check_folder()
        installation = installation or Installation()
        recorder = open_store(place, clock=clock, kinds=installation.tag_kinds)
        ledger = cls(recorder, place, installation=installation, clock=clock)
        ledger.personal.finish()
        return ledger

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────

    def submit(self, submission: Submission) -> Recorded | Refused:
        """Decide a command and record what it brings about, or refuse it with every objection."""
        return self.submit_all([submission])[0]

    def submit_all(self, submissions: Sequence[Submission]) -> list[Recorded | Refused]:
        """As `submit` for several, all or none; later ones see what earlier ones bring about."""
        try:
            answers = self._desk.submit(submissions)
        except RegledgerError as error:
            self.journal.failed(submissions, error)
            raise
        if any(isinstance(answer, Recorded) and ERASED_FACT in answer.facts for answer in answers):
            self.personal.erasures.keep_up()
        self.journal.refused(submissions, answers)
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

    def disclose(self, command: DisclosePersonal, **how: Any) -> Disclosed | Refused:
        """Record the disclosure of personal values, and then open them; refused, none is opened.

        Args:
            command: whose, of which facts, on which ground, for what and for whom.
            how: who sends it, as the fields of `Submission`.
        """
        return disclosing.disclose(self, command, **how)

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
        """Facts that carry all of `tags` and are of one of `types` (of any where empty), in order of number.

        A fact that was renamed is found by either name, whichever it was stored under.
        """
        item = DCBQueryItem(types=self.catalogue.named(types), tags=list(tags))
        query = DCBQuery(items=[item]) if item.tags or item.types else None
        return self.matching(query, after=after, until=until, limit=limit)

    def matching(
        self, query: DCBQuery | None, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> Iterator[RecordedFact]:
        """As `facts`, of any of several items."""
        if query is not None and self.side.asked(query):
            yield from self.side.matching(query, after=after, until=until, limit=limit)
            return
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
        facts = self.facts(tags=[subject], until=known_at)
        if split_tag(subject)[0] not in self.side.kinds:
            return standing(facts, on=on, known_at=known_at, subject=subject)
        found = standing(facts, on=on, known_at=known_at)
        return [fact for fact in found if fact.corrects is None or self.side.concerns(fact, subject)]

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

    def law(self, head: int | None = None, *, on: date | None = None) -> Law:
        """The law as this ledger's authorities have loaded and confirmed it, for one decision.

        Args:
            head: the last fact that is known; the newest unless given.
            on: the legal day of the act, which picks the law packs; today in the ledger's zone unless given.
        """
        return self.law_in_force.law(head, on=on)

    def _erasures(self, after: int) -> tuple[int, list[str]]:
        """The head, and the subjects whose personal values were erased by facts behind `after`."""
        head = self.recorder.head().number
        facts = self.facts(types=[ERASED_FACT], after=after, until=head) if head > after else ()
        return head, [fact.body.subject for fact in facts if isinstance(fact.body, PersonalErased)]

    # ── the rest ────────────────────────────────────────────────────────────────────────────────────────

    def close(self) -> None:
        """Let go of files and connections."""
        self.side.close()
        self.recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
