"""What holds for every unit that can be judged (F-07, F-08)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from regledger_hazardous_chemicals.gb18218 import hazard_classes, substances
from regledger_hazardous_chemicals.major_hazard_sources import Quantity, grade, identify

FLOORS = ((100, 1), (50, 2), (10, 3), (0, 4))
BANDS = (0, 1, 30, 50, 100)

tonnes = st.integers(min_value=1, max_value=10**12).map(lambda grams: Decimal(grams).scaleb(-6))
named = st.builds(
    lambda number, amount, classes: Quantity(substance=number, tonnes=amount, classes=classes),
    st.sampled_from(sorted(substances())),
    tonnes,
    st.lists(st.sampled_from(sorted(hazard_classes())), min_size=1, max_size=3).map(tuple),
)
classed = st.builds(
    lambda code, amount: Quantity(substance=code, tonnes=amount), st.sampled_from(sorted(hazard_classes())), tonnes
)
units = st.lists(named | classed, min_size=1, max_size=6)
people = st.integers(min_value=0, max_value=500)


@given(units, people, st.randoms())
def test_the_order_of_the_entries_makes_no_difference(unit: list[Quantity], count: int, chance: object) -> None:
    """F-07, F-08: a shuffled unit is identified and graded the same, part by part."""
    shuffled = list(unit)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert identify(shuffled) == identify(unit)
    assert grade(shuffled, count) == grade(unit, count)


@given(units, people, st.data())
def test_splitting_an_entry_in_two_makes_no_difference(unit: list[Quantity], count: int, data: st.DataObject) -> None:
    """F-07, F-08: a quantity written as two entries of the same substance gives the same S, R, grade and parts."""
    which = data.draw(st.integers(0, len(unit) - 1))
    whole = unit[which]
    grams = int(whole.tonnes.scaleb(6))
    assume(grams > 1)
    first = Decimal(data.draw(st.integers(1, grams - 1))).scaleb(-6)
    halves = [
        Quantity(substance=whole.substance, tonnes=amount, classes=whole.classes)
        for amount in (first, whole.tonnes - first)
    ]

    split = [*unit[:which], halves[0], *unit[which + 1 :], halves[1]]

    assert grade(split, count) == grade(unit, count)


@given(units, people, tonnes.filter(lambda amount: amount >= Decimal("0.1")))
def test_r_grows_with_the_quantity(unit: list[Quantity], count: int, more: Decimal) -> None:
    """F-08: whoever stores more has a higher S and R and never a milder grade."""
    before = grade(unit, count)
    first = unit[0]
    larger = Quantity(substance=first.substance, tonnes=first.tonnes + more, classes=first.classes)

    after = grade([larger, *unit[1:]], count)

    assert after.S > before.S
    if before.R is not None and before.grade is not None:
        assert after.R is not None
        assert after.R > before.R
        assert after.grade is not None
        assert after.grade <= before.grade


@given(units)
def test_r_grows_with_the_people_nearby(unit: list[Quantity]) -> None:
    """F-08: from band to band alpha and R grow, and the grade never becomes milder."""
    assume(identify(unit).is_major)

    gradings = [grade(unit, count) for count in BANDS]

    risks = [graded.R for graded in gradings if graded.R is not None]
    grades = [graded.grade for graded in gradings if graded.grade is not None]
    assert len(risks) == len(grades) == len(BANDS)
    assert risks == sorted(set(risks))
    assert grades == sorted(grades, reverse=True)


@given(units, people)
def test_the_returned_numbers_say_what_the_exact_sums_say(unit: list[Quantity], count: int) -> None:
    """F-07, F-08: S and R, cut off after six places, stand on the same side of every threshold as the exact sums."""
    graded = grade(unit, count)

    exact_s = sum(Fraction(part.tonnes) / Fraction(part.Q) for part in graded.parts)
    assert 0 <= exact_s - Fraction(graded.S) < Fraction(1, 10**6)
    assert (graded.grade is not None) == (exact_s >= 1) == (graded.S >= 1)
    if graded.R is not None:
        weighted = sum(
            Fraction(part.beta) * Fraction(part.tonnes) / Fraction(part.Q)
            for part in graded.parts
            if part.beta is not None
        )
        exact_r = Fraction(graded.alpha) * weighted
        assert 0 <= exact_r - Fraction(graded.R) < Fraction(1, 10**6)
        assert graded.grade == next(name for floor, name in FLOORS if exact_r >= floor)
