"""What the tests see of each rule: the objections that `Ledger.submit` answers with, and the acts that keep to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.judge import Judge
from regledger.history import due, steps
from regledger.history.records import Folded
from regledger.history.steps import Step
from regledger.law.objections import Objection
from regledger.ledger import Ledger

__all__ = ["Seen", "Watch"]


class Seen(msgspec.Struct, kw_only=True):
    """The rules that one test saw."""

    against: set[str] = msgspec.field(default_factory=set)
    """Those that objected to an act: refused it, warned of it, or are its defect."""
    kept: set[str] = msgspec.field(default_factory=set)
    """Those that were asked about an act that was recorded, and had nothing against it."""
    owed: set[str] = msgspec.field(default_factory=set)
    """Those by which a step was owed or open."""


class Watch:
    """Writes down what is seen, and lets one rule be as if it did not exist."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.without = ""
        """The rule that is taken out; empty for none."""
        self._asked: set[str] = set()

    def install(self) -> None:
        """Watch every judge, submission and step of this process."""
        watch = self
        asked: Callable[..., Iterator[Objection]] = Judge.rule
        submitted: Callable[..., list[Recorded | Refused]] = Ledger.submit_all
        stepped: Callable[..., list[Step]] = steps.steps_on

        def rule(judge: Judge, rule: str, code: str, holds: bool, /, **args: Any) -> Iterator[Objection]:
            if rule == watch.without:
                return iter(())
            watch._asked.add(rule)
            return asked(judge, rule, code, holds, **args)

        def submit_all(ledger: Ledger, submissions: Sequence[Submission]) -> list[Recorded | Refused]:
            watch._asked = set()
            answers = submitted(ledger, submissions)
            watch._answered(answers)
            return answers

        def steps_on(ledger: Ledger, one: Folded, by: Judge) -> list[Step]:
            found = [step for step in stepped(ledger, one, by) if not step.rule or step.rule != watch.without]
            watch.seen.owed.update(step.rule for step in found if step.rule)
            return found

        Judge.rule = rule  # type: ignore[method-assign]
        Ledger.submit_all = submit_all  # type: ignore[method-assign,assignment]
        steps.steps_on = steps_on
        due.steps_on = steps_on  # type: ignore[attr-defined]

    def _answered(self, answers: Sequence[Recorded | Refused]) -> None:
        against: set[str] = set()
        for answer in answers:
            told = answer.defects if isinstance(answer, Recorded) else answer.objections
            against.update(one.rule for one in (*told, *answer.warnings) if not one.code.startswith("defect."))
        self.seen.against |= against
        if all(isinstance(answer, Recorded) for answer in answers):
            self.seen.kept |= self._asked - against
