"""Submitting: from a command to facts in the log, or to a refusal. The one door (DESIGN §1, §3).

command → read its boundary → fold to state → core rules and sector rules → facts, or a refusal → append, if
nobody else changed the boundary.
"""

from __future__ import annotations

import hashlib
import logging
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from eventsourcing.persistence import IntegrityError

from regledger.clock import GRACE, When, day_of, from_micros
from regledger.clock import zone as zone_called
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.door import at_the_door, forged
from regledger.deciding.dossier import RESTING, Dossier, gather
from regledger.deciding.draft import Draft, answer_of, answers_of, relied_on, sorted_out, unjudged
from regledger.deciding.erased import values_erased
from regledger.deciding.handlers import Command, Handler
from regledger.deciding.in_force import set_aside
from regledger.deciding.judge import Judge
from regledger.deciding.keeping import check_form, kept_command, key_tag, same_personal, same_wish, wish_of
from regledger.deciding.kinds import Kind, State
from regledger.deciding.observing import told
from regledger.deciding.permission import permission_reads
from regledger.deciding.reading import facts_read
from regledger.deciding.recording import condition_of, marked, preview
from regledger.deciding.routing import Routing
from regledger.deciding.sealing import on_their_way, sealed_events
from regledger.deciding.special_law import waiting
from regledger.errors import BadCommand, Conflict
from regledger.history.amending import amendments, inherited_tags, resting_on
from regledger.history.bodies import subject_of
from regledger.law.objections import Objection
from regledger.log.envelope import Particulars, Used
from regledger.log.facts import FactType, NewFact, RecordedFact
from regledger.log.personal import SubjectErased
from regledger.log.recorder import Head
from regledger.log.withdrawal import FactWithdrawn
from regledger.sectors.guard import LoadedSector, SectorFault
from regledger.sectors.questions import Act

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Desk", "Draft"]

TRIES = 12
"""How often a command is at least decided, because somebody else changed its boundary meanwhile."""

PATIENCE = 5.0
"""Seconds for which it is tried beyond that: as long as a busy store is waited for."""

PAUSE = 0.0005
"""Seconds: half the longest wait after the first conflict; it doubles with each."""

_log = logging.getLogger(__name__)


class Desk:
    """Decides and records submissions for one ledger."""

    _door = staticmethod(at_the_door)
    _erased = staticmethod(values_erased)

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._routing = Routing(ledger.sectors, ledger.installation.licence_kinds_of)

    def check(self, submissions: Sequence[Submission]) -> list[Draft]:
        """Decide all, and record nothing: later ones see what earlier ones would bring about."""
        return self._decide_all(submissions)

    def submit(self, submissions: Sequence[Submission]) -> list[Recorded | Refused]:
        """Decide all and record all, or nothing: later ones see what earlier ones bring about.

        Raises:
            BadCommand, UnknownCommand: the command cannot be read.
            Conflict: others changed the boundary, however often it was decided anew.
        """
        end = time.monotonic() + PATIENCE
        lost = 0
        while True:
            drafts = self._decide_all(submissions)
            if any(draft.objections for draft in drafts):
                return told(self._ledger.sectors, drafts, [answer_of(draft, ()) for draft in drafts])
            new = [draft for draft in drafts if draft.records]
            commands = {draft.particulars.digest: draft.kept for draft in new}
            try:
                with on_their_way(self._ledger, (one.body for draft in new for one in draft.facts)):
                    # Personal values are put away only now: a refused batch leaves no orphan behind.
                    events = sealed_events(self._ledger, [(marked(draft), draft.particulars) for draft in new])
                    stored = (
                        self._ledger.recorder.record(
                            events, condition_of(new, self._ledger.catalogue.kinds), commands=commands
                        )
                        if events
                        else []
                    )
            except (IntegrityError, SubjectErased):
                lost += 1
                if lost >= TRIES and time.monotonic() > end:
                    raise Conflict(number=self._ledger.recorder.head().number) from None
                # Whoever lost waits longer each time: four writers of one record starved one another without it.
                time.sleep(random.random() * PAUSE * 2 ** min(lost, 8))
                continue
            return told(self._ledger.sectors, drafts, answers_of(drafts, stored))

    # ── deciding ────────────────────────────────────────────────────────────────────────────────────────

    def _decide_all(self, submissions: Sequence[Submission]) -> list[Draft]:
        head = self._ledger.recorder.head()
        drafts: list[Draft] = []
        pending: list[RecordedFact] = []
        for submission in submissions:
            draft = self._repeated(submission, drafts, head, pending) or self._decide(submission, head, pending)
            drafts.append(draft)
            if draft.records:
                pending.extend(preview(self._ledger.catalogue, draft, head, len(pending)))
        return drafts

    def _repeated(
        self, submission: Submission, drafts: Sequence[Draft], at: Head, pending: Sequence[RecordedFact]
    ) -> Draft | None:
        """The draft of a submission whose key stands in the same batch before."""
        if not submission.key:
            return None
        for index, draft in enumerate(drafts):
            other = draft.submission
            if draft.twin is None and (other.actor, other.key) == (submission.actor, submission.key):
                if wish_of(other) != wish_of(submission):
                    raise BadCommand(
                        name=submission.command,
                        found=f"{submission.actor} sends key {submission.key!r} twice, with two bodies",
                        field="the key",
                    )
                twin = msgspec.structs.replace(draft, submission=submission, facts=(), dossier=None, twin=index)
                if submission.signature == other.signature:
                    return twin
                check_form(submission)
                handler, command = self._ledger.handlers.read(submission.command, submission.body)
                when, zone = handler.when(command), self._ledger.zone
                law = self._ledger.law_in_force.law(at.number, on=day_of(when, zone), pending=pending)
                judge = Judge(law, on=when, zone=zone)
                return self._forged(submission, command, judge, at, pending) or twin
        return None

    def _decide(self, submission: Submission, at: Head, pending: Sequence[RecordedFact]) -> Draft:
        ledger = self._ledger
        check_form(submission)
        handler, command = ledger.handlers.read(submission.command, submission.body)
        kept = kept_command(submission, command)
        digest = hashlib.sha256(kept).hexdigest()
        zone = submission.zone or ledger.zone
        head = at.number
        when = handler.when(command)
        law = ledger.law_in_force.law(head, on=day_of(when, zone), pending=pending)
        judge = Judge(law, on=when, zone=zone)
        earlier = self._earlier(submission, command, digest)
        if earlier is not None:
            return self._forged(submission, command, judge, at, pending) or earlier
        try:
            return self._judged(submission, handler, command, judge, at, pending, kept, digest)
        except SectorFault as fault:
            _log.debug("%s was not decided", submission.command, exc_info=fault)
            # A sector that cannot answer might have objected, so silence is not taken for consent (DESIGN §5).
            failed = judge.rule("SECTOR", "sector.failed", False, **fault.details)
            return unjudged(submission, tuple(failed), kept, digest, head)

    def _forged(
        self, submission: Submission, command: Command, judge: Judge, at: Head, pending: Sequence[RecordedFact]
    ) -> Draft | None:
        """The refusal of what has the key of an earlier command and not its signature; None where it may be answered as that."""
        kept = kept_command(submission, command)
        digest = hashlib.sha256(kept).hexdigest()
        found = forged(self._ledger, submission, command, digest, judge, head=at.number, pending=pending)
        return unjudged(submission, found, kept, digest, at.number) if found else None

    def _judged(
        self,
        submission: Submission,
        handler: Handler,
        command: Command,
        judge: Judge,
        at: Head,
        pending: Sequence[RecordedFact],
        kept: bytes,
        digest: str,
    ) -> Draft:
        ledger, zone, head = self._ledger, judge.zone, at.number
        dossier, sectors = self._gather(handler, submission, command, head, pending)
        judge = judge.under(ledger.installation.special_law.of_act(handler, command, dossier))
        law = judge.law
        facts: list[NewFact] = []
        raised: list[Objection] = []
        seen = Act(name=handler.name, command=command, dossier=dossier, actor=submission.actor)
        consulted = ledger.installation.consultation.about(seen)
        own = Judge(law, on=judge.on, zone=zone, by=handler.by, sectors=consulted)
        for outcome in handler.decide(command, dossier, own):
            if isinstance(outcome, Objection):
                raised.append(outcome)
            else:
                facts.append(outcome if isinstance(outcome, NewFact) else NewFact(body=outcome))
        facts = [msgspec.structs.replace(new, zone=new.zone or zone) for new in facts]
        raised.extend(self._not_yet(facts, judge, at))
        raised.extend(self._erased(self._ledger, facts, judge, pending))
        sender, unpermitted, anywhere = self._door(
            self._ledger,
            submission,
            handler,
            command,
            digest,
            dossier,
            judge,
            now=self._now(at),
            head=head,
            pending=pending,
            fact_at=partial(self._fact_at, pending),
        )
        raised.extend(unpermitted)
        raised.extend(relied_on(dossier) if handler.relies else ())
        act = Act(name=handler.name, command=command, dossier=dossier, actor=submission.actor, known=sender.known)
        raised.extend(self._routing.warnings(act, judge))
        asked = list(dict.fromkeys((*own.asked, *judge.asked)))
        for sector in sectors:
            theirs = Judge(law, on=judge.on, zone=zone, by=sector.label)
            raised.extend(self._routing.objections(sector, act, theirs))
            asked.extend(rule for rule in theirs.asked if rule not in asked)
        raised.extend((*waiting(judge), *set_aside(judge)))
        asked.extend(rule for rule in judge.asked if rule not in asked)
        if not facts and not any(one.severity == "refuse" for one in raised):
            # What warns is no refusal, yet nothing would come of it: say so rather than answer with silence.
            raised.append(Objection(rule="SEQ", code="command.without_effect", args={"command": handler.name}))
        objections, defects = sorted_out(raised, submission, handler, facts)
        warnings = tuple(one for one in raised if one.severity == "warn")
        return Draft(
            submission=submission,
            objections=objections,
            warnings=warnings,
            defects=defects,
            facts=tuple(facts),
            dossier=dossier,
            anywhere=anywhere,
            act=act,
            asked=tuple(sectors),
            kept=kept,
            particulars=Particulars(
                actor=submission.actor,
                known=sender.known,
                via=submission.via,
                signed=sender.signed,
                channel=submission.channel,
                command=submission.command,
                digest=digest,
                boundary=dossier.tags,
                head=head,
                rules=tuple(asked),
                used=tuple(
                    Used(
                        parameter=used.parameter,
                        value=used.value,
                        valid_from=str(used.valid_from),
                        citation=str(used.citation),
                        status=used.status,
                        digest=used.digest,
                        pack=used.pack,
                    )
                    for used in law.used
                ),
                warnings=warnings,
                sectors=tuple(sorted({*(sector.label for sector in sectors), *filter(None, [handler.by])})),
                as_happened=submission.as_happened.reason if submission.as_happened and defects else "",
                approver=submission.as_happened.approver if submission.as_happened and defects else "",
            ),
        )

    def _gather(
        self,
        handler: Handler,
        submission: Submission,
        command: Command,
        head: int,
        pending: Sequence[RecordedFact],
    ) -> tuple[Dossier, list[LoadedSector]]:
        ledger = self._ledger

        def facts_of(asked: Sequence[tuple[str, Kind[State]]]) -> Sequence[Sequence[RecordedFact]]:
            return facts_read(ledger, asked, head=head, pending=pending)

        def amending(fact: RecordedFact) -> Sequence[RecordedFact]:
            tags, types = inherited_tags(fact), [fact.type, FactWithdrawn.__fact__.name]
            if not tags:
                return ()
            return amendments(fact, chain(ledger.facts(tags=tags, types=types, after=fact.number, until=head), pending))

        def resting(fact: RecordedFact) -> int:
            subject = subject_of(fact)
            later = ledger.facts(tags=[subject] if subject else (), after=fact.number, until=head, limit=RESTING)
            return resting_on(fact, chain(later, pending))

        def core_reads(dossier: Dossier) -> Iterable[str]:
            return handler.reads(command, dossier)

        def sector_reads(dossier: Dossier) -> Iterable[str]:
            return self._routing.reads(Act(name=handler.name, command=command, dossier=dossier, actor=submission.actor))

        def door_reads(dossier: Dossier) -> Iterable[str]:
            return permission_reads(handler, submission, command, dossier)

        # Pending facts of the same batch have numbers beyond the head; the dossier knows them too.
        dossier = gather(
            self._ledger.kinds,
            (core_reads, door_reads, sector_reads),
            facts_of,
            partial(self._fact_at, pending),
            amending,
            resting,
            on=handler.when(command),
            head=max([head, *(fact.number for fact in pending)]),
        )
        return dossier, self._routing.asked(Act(name=handler.name, command=command, dossier=dossier))

    def _fact_at(self, pending: Sequence[RecordedFact], number: int) -> RecordedFact | None:
        return next((one for one in pending if one.number == number), None) or self._ledger.at(number)

    def _now(self, at: Head) -> datetime:
        # What would be stamped: a clock that runs behind the log does not make the past the future.
        return from_micros(max(self._ledger.clock(), at.recorded_at))

    def _not_yet(self, facts: Iterable[NewFact], judge: Judge, at: Head) -> Iterator[Objection]:
        now = self._now(at)
        for new in facts:
            declared: FactType = type(new.body).__fact__
            occurred = declared.occurred_of(new.body)
            late = (
                occurred <= now + GRACE if isinstance(occurred, datetime) else occurred <= day_of(now + GRACE, new.zone)
            )
            local = now.astimezone(zone_called(new.zone))
            yield from judge.rule(
                "TIME", "fact.in_the_future", late, fact=declared.name, occurred=_shown(occurred), now=_shown(local)
            )

    def _earlier(self, submission: Submission, command: Command, digest: str) -> Draft | None:
        if not submission.key:
            return None
        facts = list(self._ledger.facts(tags=[key_tag(submission)]))
        if not facts:
            return None
        by = facts[0].commit.by
        same = by is not None and same_wish(self._ledger, submission, command, by.digest, digest)
        if by is None or not same or not same_personal(self._ledger, facts, command):
            raise BadCommand(
                name=submission.command,
                found=f"{submission.actor} sent key {submission.key!r} before, with another body (fact {facts[0].number})",
                field="the key",
            )
        if submission.signature is not None and by.signed is None:
            # Whoever signs would take the answer for that to a signed command.
            raise BadCommand(
                name=submission.command,
                found=f"key {submission.key!r} was sent before without a signature (fact {facts[0].number})",
                field="the key",
            )
        return Draft(
            submission=submission,
            objections=(),
            warnings=by.warnings,
            defects=facts[0].defects,
            facts=(),
            dossier=None,
            kept=b"",
            particulars=by,
            earlier=Recorded(
                numbers=tuple(fact.number for fact in facts),
                facts=tuple(fact.type for fact in facts),
                commit=facts[0].commit.id,
                warnings=by.warnings,
                defects=facts[0].defects,
                again=True,
            ),
        )


def _shown(when: When | date) -> str:
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()
