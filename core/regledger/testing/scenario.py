"""Scenarios: tests of decisions that read as a sentence, on a real ledger in a file.

    given(ledger, COUNTY, step("inspection.record", …)).on("2026-03-18").when("hazard.clear", hazard="H-7", …).refuses("I-11")

Everything goes through `Ledger.submit`; only the clock is in the test's hand. An attempt is made when its first
assertion asks for the answer. Every assertion is exact about what refuses: `refuses("I-11")` fails where another
rule refuses as well, so that both sides of a boundary differ in nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from regledger.clock import DEFAULT_ZONE, When, to_micros
from regledger.clock import zone as zone_named
from regledger.deciding.answers import AsHappened, Recorded, Refused, Submission
from regledger.deciding.handlers import Command
from regledger.deciding.kinds import State
from regledger.ids import new_id
from regledger.law.objections import Objection
from regledger.ledger import Installation, Ledger
from regledger.log.facts import Fact

__all__ = ["COUNTY", "Attempt", "HandClock", "Scenario", "Step", "county_ledger", "given", "step"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A command by its name, with its body."""

    command: str
    body: dict[str, Any]

    def but(self, **changes: Any) -> Step:
        """The same step with other values."""
        return Step(command=self.command, body={**self.body, **changes})


def step(command: str, /, **body: Any) -> Step:
    """A command to give or to try, such as `step("authority.register", authority="emb", …)`."""
    return Step(command=command, body=body)


Given = Step | Command | Submission | Iterable["Given"]


class HandClock:
    """A clock that shows what the test sets; it may be set back."""

    def __init__(self, on: str | When, zone: str = DEFAULT_ZONE) -> None:
        self._zone = zone
        self.now = 0
        self.set(on)

    def __call__(self) -> int:
        """Microseconds since 1970 in UTC."""
        return self.now

    def set(self, on: str | When) -> None:
        """Show `on`; noon in the clock's zone where it is a day."""
        self.now = self._micros(on)

    def pass_to(self, on: When) -> None:
        """Show `on` unless it is later already."""
        self.now = max(self.now, self._micros(on))

    def _micros(self, on: str | When) -> int:
        when = _when(on)
        noon = when if isinstance(when, datetime) else datetime.combine(when, time(12), zone_named(self._zone))
        return to_micros(noon)


def county_ledger(
    folder: Path, *, on: str | When = "2020-01-02", zone: str = DEFAULT_ZONE, installation: Installation | None = None
) -> Ledger:
    """A new ledger in a file of `folder`, its clock in the test's hand. Close it, or use it as a context manager.

    Args:
        folder: where the file is made; each call makes another.
        on: what its clock shows at first.
        zone: of its legal days.
        installation: which sectors there are; those installed where it is None.
    """
    url = f"sqlite:///{folder}/county-{new_id()}.db"
    return Ledger.create(url, name="county", zone=zone, clock=HandClock(on, zone), installation=installation)


COUNTY: tuple[Step, ...] = (
    step("authority.register", authority="emb", name="Emergency Management Bureau", registered_on="2020-01-02"),
    *(
        each
        for officer, name, valid_to in (
            ("li", "Li", "2029-12-31"),
            ("wang", "Wang", "2029-12-31"),
            ("zhao", "Zhao", "2026-02-28"),
        )
        for each in (
            step("officer.appoint", officer=officer, authority="emb", name=name, appointed_on="2020-01-02"),
            step(
                "officer.certify",
                officer=officer,
                certificate=f"HN-{officer}",
                valid_from="2020-01-02",
                valid_to=valid_to,
                certified_on="2020-01-02",
            ),
        )
    ),
    step(
        "enterprise.register",
        enterprise="E-1",
        name="湘江氯碱有限公司",
        credit_code="91430100MA4L16JQ9D",
        registered_on="2020-01-02",
    ),
    step(
        "site.register",
        site="S-1",
        enterprise="E-1",
        name="Chlorine plant",
        address="1 River Road",
        authority="emb",
        sector="general",
        registered_on="2020-01-02",
    ),
)
"""A county to start from: authority `emb` with officers `li`, `wang` and `zhao` (whose certificate ends on
2026-02-28), enterprise `E-1` with site `S-1`, all since 2020-01-02, in no sector."""


def given(ledger: Ledger, *history: Given) -> Scenario:
    """A scenario on `ledger` after `history`, which must be recorded without defects.

    The clock passes on to the day of each act as it is given, and never back.
    """
    scenario = Scenario(ledger)
    for one in _flat(history):
        submission = scenario.submission(one)
        handler, command = ledger.handlers.read(submission.command, submission.body)
        scenario.clock.pass_to(handler.when(command))
        Attempt(scenario, submission).is_recorded()
    return scenario


class Scenario:
    """A ledger with a history, at a time in the test's hand."""

    def __init__(self, ledger: Ledger) -> None:
        if not isinstance(ledger.clock, HandClock):
            raise TypeError("make the ledger with county_ledger(folder): a scenario sets its clock")
        self.ledger = ledger
        self.clock = ledger.clock

    def on(self, day: str | When) -> Scenario:
        """Set the clock: to noon of a day, or to an instant."""
        self.clock.set(day)
        return self

    def when(self, command: str | Command | Step | Submission, /, **body: Any) -> Attempt:
        """Try a command: by name and `body`, or as an object."""
        return Attempt(self, self.submission(Step(command=command, body=body) if isinstance(command, str) else command))

    def submission(self, one: Step | Command | Submission) -> Submission:
        """`one` as it is sent to the ledger."""
        if isinstance(one, Submission):
            return one
        if isinstance(one, Command):
            return self.ledger.submission(one)
        return Submission(command=one.command, body=one.body)

    def state(self, subject: str, *, on: str | When | None = None) -> State | None:
        """The state of `subject`, as `kind:id`, at `on`; None where nothing founds it."""
        held = self.ledger.show(subject, on=None if on is None else _when(on))
        return None if held is None else held.state


class Attempt:
    """A command that is tried once, when its answer is first asked for; assertions can be chained."""

    def __init__(self, scenario: Scenario, submission: Submission) -> None:
        self.scenario = scenario
        self.submission = submission

    def as_it_happened(self, reason: str, *, approver: str = "authority:emb") -> Attempt:
        """The same, recorded although it was unlawful."""
        wish = AsHappened(reason=reason, approver=approver)
        return Attempt(self.scenario, msgspec.structs.replace(self.submission, as_happened=wish))

    @cached_property
    def answer(self) -> Recorded | Refused:
        """What the ledger answered."""
        self._before = self.scenario.ledger.recorder.head().number
        answer = self.scenario.ledger.submit(self.submission)
        self._after = self.scenario.ledger.recorder.head().number
        said = [*answer.warnings, *(answer.objections if isinstance(answer, Refused) else answer.defects)]
        for objection in said:
            self._sentences(objection)
        return answer

    @property
    def recorded(self) -> Recorded:
        """What was recorded, lawful or as it happened; fails where it was refused."""
        return self._recorded()

    def is_recorded(self) -> Attempt:
        """It was recorded, and lawful; it may have warned."""
        recorded = self._recorded()
        _ensure(not recorded.defects, f"recorded with defects:\n{self._list(recorded.defects)}")
        return self

    def then(self, *facts: str | Fact) -> Attempt:
        """It was lawful and recorded exactly these facts, in order: each a fact's name, or its whole body."""
        recorded = self.is_recorded()._recorded()
        found: list[str | Fact] = list(recorded.facts)
        for place, wanted in enumerate(facts[: len(found)]):
            stored = self.scenario.ledger.at(recorded.numbers[place])
            if isinstance(wanted, Fact) and stored is not None and isinstance(stored.body, Fact):
                found[place] = stored.body
        _ensure(found == list(facts), f"it recorded {found}, not {list(facts)}")
        return self

    def quietly(self) -> Attempt:
        """It was recorded, lawful, and warned of nothing."""
        self.is_recorded()
        _ensure(not self.answer.warnings, f"it warned:\n{self._list(self.answer.warnings)}")
        return self

    def refuses(self, *rules: str, code: str = "") -> Attempt:
        """It was refused by exactly these rules, and nothing was recorded.

        Args:
            rules: every rule that refuses.
            code: an objection code that must be among them; any where it is empty.
        """
        answer = self.answer
        if not isinstance(answer, Refused):
            _fail(f"it was recorded: {answer}")
        self._exactly(answer.objections, rules, code, "refused")
        _ensure(self._after == self._before, f"it was refused, yet the log grew from {self._before} to {self._after}")
        return self

    def warns(self, *rules: str, code: str = "") -> Attempt:
        """It was recorded, lawful, and warned by exactly these rules."""
        self.is_recorded()
        self._exactly(self.answer.warnings, rules, code, "warned")
        return self

    def records_defect(self, *rules: str, code: str = "") -> Attempt:
        """It was recorded as it happened, with defects of exactly these rules."""
        self._exactly(self._recorded().defects, rules, code, "recorded a defect")
        return self

    def says(self, *words: str) -> Attempt:
        """The sentences of what it objected to, or warned of, contain each of `words`."""
        answer = self.answer
        listed = self._list([*(answer.objections if isinstance(answer, Refused) else answer.defects), *answer.warnings])
        for word in words:
            _ensure(word in listed, f"{word!r} is not said in:\n{listed}")
        return self

    def on(self, day: str | When) -> Scenario:
        """Go on with the scenario on another day."""
        _ = self.answer
        return self.scenario.on(day)

    def _recorded(self) -> Recorded:
        __tracebackhide__ = True  # pytest shows the line of the test
        answer = self.answer
        if isinstance(answer, Refused):
            _fail(f"{self.submission.command} was refused:\n{self._list(answer.objections)}")
        return answer

    def _exactly(self, found: Sequence[Objection], rules: Sequence[str], code: str, what: str) -> None:
        __tracebackhide__ = True  # pytest shows the line of the test
        by = sorted({one.rule for one in found})
        wanted = sorted(set(rules))
        _ensure(by == wanted, f"{what} by {by}, not {wanted}:\n{self._list(found)}")
        codes = sorted({one.code for one in found})
        _ensure(not code or code in codes, f"{what} with {codes}, not {code}:\n{self._list(found)}")

    def _list(self, objections: Sequence[Objection]) -> str:
        lines = []
        for one in objections:
            said = self.scenario.ledger.texts.say(one)
            lines.append(f"  {one.rule} {one.code}: {said['found']} (asked: {said['asks']}) {said['remedy']}")
        return "\n".join(lines)

    def _sentences(self, objection: Objection) -> None:
        # An objection that cannot be said in full is a mistake of whoever declared it.
        texts = self.scenario.ledger.texts
        _ensure(objection.code in texts, f"{objection.code} has no sentences")
        for part, text in texts.say(msgspec.structs.replace(objection, args=dict.fromkeys(objection.args, ""))).items():
            left = _LEFT_OPEN.findall(text)
            _ensure(not left, f"{part} of {objection.code} names {left}, which the objection does not carry")


_LEFT_OPEN = re.compile(r"(?<!\w)\(([a-z_]+)\)")
"""A placeholder without its argument, as `Texts.say` shows it."""


def _ensure(holds: bool, found: str) -> None:
    __tracebackhide__ = True  # pytest shows the line of the test
    if not holds:
        _fail(found)


def _fail(found: str) -> NoReturn:
    __tracebackhide__ = True  # pytest shows the line of the test
    raise AssertionError(found)


def _flat(history: Iterable[Given]) -> Iterable[Step | Command | Submission]:
    for one in history:
        if isinstance(one, (Step, Command, Submission)):
            yield one
        else:
            yield from _flat(one)


def _when(on: str | When) -> When:
    if not isinstance(on, str):
        return on
    return date.fromisoformat(on) if len(on) == len("2026-03-02") else datetime.fromisoformat(on)
