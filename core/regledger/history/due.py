"""What is due: the obligations of sectors, and the steps of the common law that have a last day, on any subject.

Computed from the facts at (E, K); nothing is stored and no job has to run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Owner
from regledger.errors import RegledgerError
from regledger.history.duties import Duties, Duty
from regledger.history.judging import Onlooker
from regledger.history.population import Member, population
from regledger.history.records import Folded
from regledger.history.standing import standing
from regledger.history.steps import Step, looked_at, steps_on
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Due", "DueList", "Unread", "due"]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits, and its last day."""

    subject: str
    due: date
    """The last legal day for it."""
    overdue_since: date | None
    """The first day after `due`, where that has come."""
    obligation: str
    """Its code; empty for a step of the common law."""
    title: str
    title_zh: str
    sector: str
    """Whose obligation it is; empty for a step of the common law."""
    owner: Owner
    """Who has to do it; empty where the command says so."""
    authorities: tuple[str, ...]
    """The lead authorities of the sites that it concerns; of a step, the authority of its record. Of one that ended, the
    one that goes on with what it had begun."""
    command: str
    """The command that records that it was done, where there is one."""
    begun_by: int | None
    """The fact that started the period; None for a step of the common law."""
    begun_on: date | None
    """The day that started it, where the step says it."""
    rule: str
    article: str
    how: tuple[str, ...]
    """How that day was reached, line by line."""
    asserted: bool
    """True where only a register says what started it, or founds the record."""
    due_at: datetime | None = None
    """The last instant, where hours run."""


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """A subject whose obligations could not be counted."""

    subject: str
    found: str
    """What kept them from being counted."""


class DueList(msgspec.Struct, frozen=True, kw_only=True):
    """What is due, oldest first."""

    on: When
    """The day on which it was judged."""
    until: date
    """Last days after this one are left out."""
    known_at: int
    due: tuple[Due, ...]
    left_out: int = 0
    """Records around the subjects asked for that were not looked at, for there are too many."""
    unread: tuple[Unread, ...] = ()
    """Subjects whose obligations could not be counted, where every subject was looked at."""
    sectors_broken: tuple[str, ...] = ()
    """Sectors that are installed and cannot be used: their obligations are not among these."""


def due(
    ledger: Ledger,
    subjects: Sequence[str] = (),
    *,
    on: When | None = None,
    until: date | None = None,
    authority: str | None = None,
    sector: str | None = None,
    known_at: int | None = None,
) -> DueList:
    """What waits on a day (today unless given) and has its last day by `until`.

    Args:
        ledger: where.
        subjects: tags; with none, every subject. Of a subject asked for, what lies on it and on the open records around it.
        on: E, the day on which it is judged.
        until: the latest last day that counts; the day E itself where it is None.
        authority: the id of the lead authority; any where it is None.
        sector: obligations of this sector alone.
        known_at: K, a number; the head where it is None.

    Raises:
        BadTag: a subject is no tag.
        StoredFactUnreadable: a fact that starts, meets or ends one on a subject asked for cannot be read here.
    """
    at = from_micros(ledger.clock()) if on is None else on
    known = ledger.recorder.head().number if known_at is None else known_at
    judge = Onlooker(ledger, on=at, known_at=known)
    last = day_of(at, ledger.zone) if until is None else until
    duties = Duties(ledger, judge, on=at, known_at=known)
    found: list[Due] = []
    unread: list[Unread] = []
    left_out = 0
    for subject in dict.fromkeys(subjects):
        about, more = looked_at(ledger, subject, duties, on=at, known_at=known)
        left_out += more
        for one in about:
            found += (_of_duty(duty, judge) for duty in duties.of(one.subject, one.facts, sector))
            found += _steps_of(ledger, one, judge, duties)
    if not subjects:
        for subject, facts in _everywhere(ledger, duties, at, known, sector):
            try:
                found += [_of_duty(duty, judge) for duty in duties.of(subject, facts, sector)]
            except RegledgerError as error:  # of one subject: what is due on the others is not held up by it
                unread.append(Unread(subject=subject, found=str(error)))
        if sector is None:
            for member in _members(ledger, at, known):
                try:
                    found += _steps_of(ledger, member, judge, duties)
                except RegledgerError as error:
                    unread.append(Unread(subject=member.subject, found=str(error)))
    chosen = (
        one
        for one in dict.fromkeys(found)  # two subjects may lie around each other
        if one.due <= last and sector in (None, one.sector) and (authority is None or authority in one.authorities)
    )
    return DueList(
        on=at,
        until=last,
        known_at=known,
        due=tuple(sorted(chosen, key=lambda one: (one.due, one.subject, one.obligation, one.command))),
        left_out=left_out,
        unread=tuple(unread),
        sectors_broken=tuple(sorted({one.name for one in ledger.sectors.broken})),
    )


def _everywhere(
    ledger: Ledger, duties: Duties, on: When, known_at: int, sector: str | None
) -> Iterator[tuple[str, list[RecordedFact]]]:
    """Each subject that the facts of the obligations name, and its heirs; they alone are read, and what withdrew some of them."""
    for kind in sorted(duties.subjects):
        types = duties.types(kind, sector)
        if not types:
            continue
        about: dict[str, list[RecordedFact]] = {}
        for fact in ledger.facts(types=[*types, FactWithdrawn.__fact__.name], until=known_at):
            for tag in fact.tags:
                if split_tag(tag)[0] == kind:
                    about.setdefault(tag, []).append(fact)
        stood = {
            subject: standing(facts, on=on, known_at=known_at, subject=subject) for subject, facts in about.items()
        }
        for subject, found in list(stood.items()):
            with suppress(RegledgerError):  # it is named when its own are counted
                stood.update({heir: [] for heir in duties.heirs(subject, found, sector) if heir not in stood})
        yield from sorted(stood.items())


def _members(ledger: Ledger, on: When, known_at: int) -> Iterator[Folded]:
    """Every record whose kind has steps, each with the record of the subject itself behind it, which says whose it is."""
    stepping = {kind.name for kind in ledger.kinds if kind.steps is not None}
    owning = {kind.tagged for kind in ledger.kinds if kind.name in stepping}
    own: dict[str, Member] = {}
    members = list(population(ledger, *sorted(stepping | owning), on=on, known_at=known_at))
    for member in members:
        if member.kind.name == member.kind.tagged:
            own[member.subject] = member
    for member in members:
        if member.kind.steps is None:
            continue
        subject = member.kind.tag_of(split_tag(member.subject)[1])
        behind = own.get(subject)
        records = [(member.kind, member.held)]
        if behind is not None and behind is not member:
            records.append((msgspec.structs.replace(behind.kind, steps=None), behind.held))
        yield Folded(subject=subject, facts=member.facts, records=records)


def _steps_of(ledger: Ledger, about: Folded, judge: Judge, duties: Duties) -> list[Due]:
    steps = steps_on(ledger, about, judge)
    return [_of_step(step, step.due, about, duties) for step in steps if step.due is not None]


def _of_duty(duty: Duty, judge: Judge) -> Due:
    one, run = duty.obligation, duty.run
    assert run.due is not None  # what has no last day does not wait
    return Due(
        subject=duty.subject,
        due=run.due,
        overdue_since=run.overdue_since(judge.day),
        obligation=one.code,
        title=one.title,
        title_zh=one.title_zh,
        sector=duty.sector,
        owner=one.owner,
        authorities=duty.authorities,
        command=one.command,
        begun_by=run.begun_by,
        begun_on=run.begun_on,
        rule=one.rule,
        article="; ".join(str(citation) for citation in judge.law.rule(one.rule).citations),
        how=run.how,
        asserted=run.asserted,
    )


def _of_step(step: Step, last: date, about: Folded, duties: Duties) -> Due:
    named = [one for _, held in about.records if isinstance(one := getattr(held.state, "authority", None), str)]
    return Due(
        subject=step.subject,
        due=last,
        overdue_since=step.overdue_since,
        obligation="",
        title=step.title,
        title_zh=step.title_zh,
        sector="",
        owner=step.owner,
        authorities=tuple(duties.acting(one) for one in named[:1]),
        command=step.command,
        begun_by=None,
        begun_on=step.since,
        rule=step.rule,
        article=step.article,
        how=step.how,
        asserted=all(held.asserted for _, held in about.records),
        due_at=step.due_at,
    )
