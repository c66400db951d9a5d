"""What may come next: the lawful steps on a record and on the open records around it, what is missing, by when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Defect, NextStep, Owner
from regledger.history.duties import Duties
from regledger.history.judging import Onlooker
from regledger.history.records import Folded, folded
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.records.authority import Officer

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Missing", "Step", "Steps", "looked_at", "next_steps", "steps_on"]

ENTERPRISE, SITE = "enterprise", "site"
WIDER = frozenset({ENTERPRISE, SITE, "authority"})
AROUND = 200
"""The most records around a subject that are looked at, the newest first."""
ASKED_BY: Mapping[str, str] = {
    "case.notice_missing": "A-14",
    "case.notice_only_asserted": "A-14",
    "case.not_heard": "A-14",
    "case.hearing_window_open": "A-16",
    "case.fine_unpaid": "J-09",
    "case.surcharge_unpaid": "A-25",
    "hazard.no_passed_reinspection": "I-11",
}
"""Code of what a step waits for → the rule that asks for it: it waits for nothing where a sector's own stands in its place."""


def _officer(state: Officer, judge: Judge) -> Iterable[NextStep]:
    if state.certificate_on(judge.day) is None:
        yield NextStep(command="officer.certify", rule="A-01")


BEGINNINGS: Mapping[str, Callable[[Any, Judge], Iterable[NextStep]]] = {
    "authority": lambda _state, _judge: (NextStep(command="officer.appoint"),),
    "enterprise": lambda _state, _judge: (NextStep(command="site.register"),),
    "site": lambda _state, _judge: (NextStep(command="inspection.record"), NextStep(command="licence.apply")),
    "officer": _officer,
}
"""What can begin on a record whose kind has no steps of its own, besides what is open around it."""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be there before a step."""

    code: str
    found: str
    """What lacks; where the state alone cannot say it, what the law asks, else the remedy."""
    asks: str
    remedy: str
    """Both are empty where the state alone cannot say them."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step that may come next."""

    subject: str
    command: str
    possible: bool
    """False while something is missing."""
    missing: tuple[Missing, ...]
    due: date | None
    """The last day for it."""
    overdue_since: date | None
    """The first day after `due`, where that has come."""
    how: tuple[str, ...]
    """How that day was reached, line by line."""
    rule: str
    article: str
    obligation: str = ""
    """The code of the sector's obligation that it meets; empty for a step on the record itself."""
    title: str = ""
    title_zh: str = ""
    """What has to be done, where the command alone does not say it."""
    owner: Owner = ""
    """Who has to do it; empty where the command says so."""
    since: date | None = None
    """The day that started the period."""
    due_at: datetime | None = None
    """The last instant, where hours run."""


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """The steps on a subject."""

    subject: str
    on: When
    """The day on which they were judged."""
    known_at: int
    known: bool
    """Whether anything stands about the subject then."""
    steps: tuple[Step, ...]
    """Those that can be taken first, each group by last day."""
    defects: tuple[Defect, ...] = ()
    """What was unlawful about facts that a step would rely on."""
    asserted: bool = False
    """True where only a register asserted the record: it proves no procedure."""
    left_out: int = 0
    """Records around the subject that were not looked at, for there are too many."""


def next_steps(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> Steps:
    """The lawful next steps on `subject` on a day (today unless given), by what was known then.

    Where its kind has no steps of its own (a site, an enterprise, an order), those of the records that its facts name.
    The obligations of sectors that wait are steps as well.
    """
    day = from_micros(ledger.clock()) if on is None else on
    judge = Onlooker(ledger, on=day, known_at=known_at)
    duties = Duties(ledger, judge, on=day, known_at=known_at)
    found, left_out = looked_at(ledger, subject, duties, on=day, known_at=known_at)
    own = found[0]
    steps = [step for one in found for step in (*steps_on(ledger, one, judge), *_owed(one, duties, judge))]
    steps += _beginnings(own, judge)
    return Steps(
        subject=subject,
        on=day,
        known_at=ledger.recorder.head().number if known_at is None else known_at,
        known=bool(own.facts),
        steps=tuple(sorted(steps, key=lambda step: (not step.possible, step.due or date.max, step.subject))),
        defects=tuple(defect for _, held in own.records for defect in held.defects),
        asserted=bool(own.records) and all(held.asserted for _, held in own.records),
        left_out=left_out,
    )


def looked_at(
    ledger: Ledger, subject: str, duties: Duties, *, on: When, known_at: int | None
) -> tuple[list[Folded], int]:
    """`subject`, then what is looked at around it, each at (`on`, `known_at`); and how much was left out."""
    own = folded(ledger, subject, on=on, known_at=known_at)
    around, left_out = ([], 0) if _has_steps(own) else _around(ledger, own, duties)
    return [own, *(folded(ledger, tag, on=on, known_at=known_at) for tag in around)], left_out


def _has_steps(one: Folded) -> bool:
    name = split_tag(one.subject)[0]
    return any(kind.steps is not None for kind, _ in one.records if kind.name == name)


def _around(ledger: Ledger, own: Folded, duties: Duties) -> tuple[list[str], int]:
    wanted = {kind.tagged for kind in ledger.kinds if kind.steps is not None} | duties.subjects
    # What an order or a hazard lies in is not around it; the sites of an enterprise are.
    wanted -= WIDER - {SITE} if split_tag(own.subject)[0] == ENTERPRISE else WIDER
    named = dict.fromkeys(tag for fact in reversed(own.facts) for tag in fact.tags if split_tag(tag)[0] in wanted)
    named.pop(own.subject, None)
    return list(named)[:AROUND], max(0, len(named) - AROUND)


def steps_on(ledger: Ledger, one: Folded, by: Judge) -> list[Step]:
    """The steps on the records of one subject."""
    found = []
    for kind, held in one.records:
        judge = by.of_record(held.state)
        for step in kind.steps(held.state, judge) if kind.steps else ():
            args = {
                name: value if isinstance(value, int) else str(value)
                for name in held.state.__struct_fields__
                if isinstance(value := getattr(held.state, name), (str, int, date))
            } | {"day": str(judge.day)}
            asked = (one for one in step.missing if not judge.law.excepted(ASKED_BY.get(one, ""), on=judge.day))
            missing = (_missing(ledger, Objection(rule=step.rule, code=code, args=args)) for code in asked)
            found.append(_step(one.subject, step, tuple(missing), judge))
    return found


def _owed(one: Folded, duties: Duties, judge: Judge) -> list[Step]:
    found = []
    for duty in duties.of(one.subject, one.facts):
        obligation, run = duty.obligation, duty.run
        waits = NextStep(command=obligation.command, due=run.due, how=run.how, rule=obligation.rule)
        told = {"obligation": obligation.code, "title": obligation.title, "title_zh": obligation.title_zh}
        found.append(msgspec.structs.replace(_step(one.subject, waits, (), judge), **told))
    return found


def _beginnings(own: Folded, judge: Judge) -> list[Step]:
    return [
        _step(own.subject, step, (), judge)
        for kind, held in own.records
        if kind.steps is None and kind.name in BEGINNINGS and getattr(held.state, "succession", None) is None
        for step in BEGINNINGS[kind.name](held.state, judge.of_record(held.state))
    ]


def _step(subject: str, step: NextStep, missing: tuple[Missing, ...], judge: Judge) -> Step:
    late = step.due is not None and step.due < judge.day
    # Where hours run, the day itself may be late already.
    passed = step.due_at is not None and isinstance(judge.on, datetime) and step.due_at < judge.on
    since = None if step.since is None else day_of(step.since, judge.zone)
    return Step(
        subject=subject,
        command=step.command,
        possible=not missing,
        missing=missing,
        due=step.due,
        overdue_since=_overdue_since(step, late=late, passed=passed),
        how=step.how,
        rule=step.rule,
        article=step.article or ("; ".join(map(str, judge.law.rule(step.rule).citations)) if step.rule else ""),
        title=step.title,
        title_zh=step.title_zh,
        owner=step.owner,
        since=since,
        due_at=step.due_at,
    )


def _overdue_since(step: NextStep, *, late: bool, passed: bool) -> date | None:
    if step.due is None or not (late or passed):
        return None
    return step.due if passed else step.due + timedelta(days=1)


def _missing(ledger: Ledger, lack: Objection) -> Missing:
    # A step carries no arguments of its own: what its state cannot fill in is left unsaid, never said with gaps.
    said = ledger.texts.complete(lack)
    found = said["found"] or said["asks"] or said["remedy"] or lack.code
    return Missing(code=lack.code, found=found, asks=said["asks"], remedy=said["remedy"])
