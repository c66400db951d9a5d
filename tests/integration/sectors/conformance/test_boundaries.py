"""The two sides of a rule, and what lies right beside its limit."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.conformance import Finding
from regledger.testing.conformance.asks import stated_asks
from regledger.testing.conformance.boundaries import check_boundaries
from regledger.testing.conformance.observations import Ask, Observations, Turned

from .conftest import Kilns


def ask(kilns: Kilns, holds: bool, *, line: int = 1, **figures: int | date) -> Ask:
    """The load was asked."""
    return Ask(
        rule=f"{kilns.name}-01",
        code=f"{kilns.name}_kiln.too_full",
        holds=holds,
        place=f"{kilns.package.name}/__init__.py:{line}",
        figures=tuple(
            (name, value.toordinal() if isinstance(value, date) else value) for name, value in figures.items()
        ),
    )


def found(kilns: Kilns, *asks: Ask) -> list[Finding]:
    """What is found of the boundaries, had the tests asked so."""
    subject = kilns.subject()
    return list(check_boundaries(Observations(asks=asks), stated_asks(subject), Turned()).findings)


BESIDE = {
    "a figure and its neighbour": ({"load": 80, "most": 80}, {"load": 81, "most": 80}, True),
    "a figure and one beyond": ({"load": 80, "most": 80}, {"load": 82, "most": 80}, False),
    "the same distance from two limits": ({"load": 80, "most": 80}, {"load": 101, "most": 100}, True),
    "a day and the next": ({"day": date(2026, 2, 28)}, {"day": date(2026, 3, 1)}, True),
    "a day and a week later": ({"day": date(2026, 2, 28)}, {"day": date(2026, 3, 7)}, False),
    "no figures": ({}, {}, True),
}


@pytest.mark.parametrize("case", BESIDE)
def test_right_beside_the_limit(kilns: Kilns, case: str) -> None:
    """Two tests that differ by one, on either side, hit the limit; without them there is advice."""
    lawful, broken, hit = BESIDE[case]

    findings = found(kilns, ask(kilns, True, **lawful), ask(kilns, False, **broken))

    assert [one.severity for one in findings] == ([] if hit else ["advice"])


@pytest.mark.parametrize("holds", [True, False])
def test_one_side_alone(kilns: Kilns, holds: bool) -> None:
    """A rule that was only seen on one side is an error that names the other."""
    (finding,) = found(kilns, ask(kilns, holds))

    assert finding.severity == "error"
    assert ("is broken" if holds else "holds") in finding.remedy


def test_a_rule_that_is_asked_only_where_it_is_broken(kilns: Kilns) -> None:
    """A call that says False itself has no lawful side to be tested."""
    kilns.change("__init__.py", "command.load <= most, load", "False, load")
    line = (kilns.package / "__init__.py").read_text("utf-8").split("judge.rule(")[0].count("\n") + 1

    assert found(kilns, ask(kilns, False, line=line)) == []
    assert len(found(kilns, ask(kilns, False, line=line + 40))) == 1


def test_a_rule_that_was_never_asked(kilns: Kilns) -> None:
    """A call that no test comes to is found at its line."""
    (finding,) = found(kilns)

    assert finding.where.startswith(f"{kilns.package.name}/__init__.py:")
