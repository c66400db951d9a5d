"""Boundaries: every rule was seen by the sector's own tests on both of its sides, right beside its limit, and they notice it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from regledger.testing.conformance.asks import StatedAsk
from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.observations import Ask, Observations, Turned

__all__ = ["check_boundaries"]


def check_boundaries(seen: Observations, asks: tuple[StatedAsk, ...], turned: Turned) -> Checked:
    """Each rule with each of its objection codes.

    Args:
        seen: what the tests came to.
        asks: what the source says it asks.
        turned: which of them could be turned round without a failing test.
    """
    pairs: dict[tuple[str, str], list[Ask]] = {}
    for one in seen.asks:
        pairs.setdefault((one.rule, one.code), []).append(one)
    findings = [*_never(pairs, asks), *(one for pair, made in pairs.items() for one in _one_sided(pair, made, asks))]
    both = [pair for pair, made in pairs.items() if len({one.holds for one in made}) > 1]
    findings += [one for pair in sorted(both) for one in _beside(pair, pairs[pair])]
    findings += _unnoticed(seen, turned)
    looked_at = (
        f"{len(pairs)} pairs of rule and objection, {len(both)} of them seen on both sides, "
        f"{len(turned.noticed)} noticed when turned round"
    )
    return checked("boundaries", looked_at, findings)


def _never(pairs: dict[tuple[str, str], list[Ask]], asks: Sequence[StatedAsk]) -> Iterator[Finding]:
    for one in asks:
        for rule in one.rules:
            for code in one.codes:
                if (rule, code) not in pairs:
                    yield Finding(
                        check="boundaries",
                        where=one.place,
                        found=f"{rule} {code} is asked here, and no test comes to it",
                        remedy="Test an act that keeps to the rule, and one that breaks it.",
                    )


def _one_sided(pair: tuple[str, str], made: Sequence[Ask], asks: Sequence[StatedAsk]) -> Iterator[Finding]:
    sides = {one.holds for one in made}
    if len(sides) > 1:
        return
    if sides == {False} and all(any(ask.never_holds and ask.covers(one.place) for ask in asks) for one in made):
        return  # written so that it is only asked where it was broken
    holds = next(iter(sides))
    yield Finding(
        check="boundaries",
        where=f"{pair[0]} {pair[1]}",
        found=f"the tests only ever see it {'hold' if holds else 'broken'} (asked at {made[0].place})",
        remedy=f"Add a test in which it {'is broken' if holds else 'holds'}.",
    )


def _unnoticed(seen: Observations, turned: Turned) -> Iterator[Finding]:
    for rule, code in turned.unnoticed:
        yield Finding(
            check="boundaries",
            where=f"{rule} {code}",
            found="no test notices when it is turned round: each passes whether it holds or not",
            remedy="Say in the tests that come to it what is recorded, refused or warned of.",
        )
    for one in () if seen.failed else seen.asked_in:  # while a test fails, nothing is turned round
        if (one.rule, one.code) not in {*turned.noticed, *turned.unnoticed}:
            yield Finding(
                check="boundaries",
                where=f"{one.rule} {one.code}",
                found="it was not turned round: the tests took too long to see whether one notices",
                remedy="Make the tests that come to it quicker.",
                severity="advice",
            )


def _beside(pair: tuple[str, str], made: Sequence[Ask]) -> Iterator[Finding]:
    figures = sorted({name for one in made for name, _ in one.figures})
    if not figures:
        return
    sides: dict[tuple[str, ...], dict[bool, set[int]]] = {}
    for one in made:
        given = dict(one.figures)
        for name, value in given.items():
            sides.setdefault((name,), {True: set(), False: set()})[one.holds].add(value)
        for left, right in combinations(sorted(given), 2):
            sides.setdefault((left, right), {True: set(), False: set()})[one.holds].add(given[left] - given[right])
    if not any(_adjacent(seen) for seen in sides.values()):
        yield Finding(
            check="boundaries",
            where=f"{pair[0]} {pair[1]}",
            found=f"no two tests stand right beside each other at its limit ({', '.join(figures)})",
            remedy="Test the last figure or day that is lawful, and the next one, which is not.",
            severity="advice",
        )


def _adjacent(seen: dict[bool, set[int]]) -> bool:
    return any({value - 1, value + 1} & seen[False] for value in seen[True])
