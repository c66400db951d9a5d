"""Demo: the story of a sector ends, step by step, as it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.answers import Refused
from regledger.errors import RegledgerError
from regledger.installation import Installation
from regledger.sectors.demo import FILE, Demo, DemoStep
from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.subject import Subject
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

__all__ = ["check_demo", "told_wrong"]


def check_demo(subject: Subject, *, today: date) -> Checked:
    """The `demo.toml` of its package, played on a store in memory, its clock on noon of `today`."""
    one = subject.loaded
    if one is None:
        return Checked(check="demo", looked_at="it does not load", made=False)
    try:
        demo = Demo.of_package(one.module.__name__)
        if demo is None:
            return checked("demo", f"it has no {FILE}", ())
        found = tuple(told_wrong(demo, subject.installation, today=today))
    except RegledgerError as error:
        finding = Finding(check="demo", where=FILE, found=str(error), remedy="Mend the story.")
        return checked("demo", FILE, [finding])
    return checked(
        "demo",
        f"{len(demo.step)} steps",
        (
            Finding(check="demo", where=f"{FILE}, step {number}", found=what, remedy="Mend the story.")
            for number, what in found
        ),
    )


def told_wrong(demo: Demo, installation: Installation, *, today: date) -> Iterator[tuple[int, str]]:
    """(number of a step from 1, what ended otherwise than it says)."""
    scenario = Scenarios(installation)(on=today)
    for number, one in enumerate(demo.step, start=1):
        for found in _played(one, scenario):
            yield number, found


def _played(told: DemoStep, scenario: Scenario) -> Iterator[str]:
    warned: set[str] = set()
    lines = told.lines
    for place, line in enumerate(lines, start=1):
        answer = scenario.when(step(line.command, **line.body)).answer
        refused = {one.rule for one in answer.objections} if isinstance(answer, Refused) else set()
        warned |= {one.rule for one in answer.warnings}
        meant = set(told.refused_by) if place == len(lines) else set()
        if refused != meant:
            found, wanted = (", ".join(sorted(rules)) or "no rule" for rules in (refused, meant))
            yield f"line {place}, {line.command}, was refused by {found} and not by {wanted}"
    if missing := sorted(set(told.warned_by) - warned):
        yield f"nothing was warned of by {', '.join(missing)}"
