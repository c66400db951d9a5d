"""Identification (F-07) and grading (F-08) of major hazard sources, case by case."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from regledger.sectors import RegledgerError
from regledger_hazardous_chemicals.major_hazard_sources import (
    GB_18218_2018,
    BadPeopleCount,
    BadQuantity,
    ClassesNotWanted,
    ClassMissing,
    Grade,
    Identification,
    Quantity,
    UnknownClass,
    UnknownSubstance,
    grade,
    identify,
    quantity,
)


def test_chlorine_and_ammonia_of_the_catalogue() -> None:
    """F-07, F-08: 3 t of chlorine and 5 t of ammonia give S = 1.1 and, at alpha 1.0, R = 3.4: grade 4."""
    unit = [quantity("氯", "3"), quantity("氨", "5")]

    found = identify(unit)
    graded = grade(unit, 1)

    assert (found.S, found.is_major) == (Decimal("1.1"), True)
    assert [(part.name, part.ratio) for part in found.parts] == [("氨", Decimal("0.5")), ("氯", Decimal("0.6"))]
    assert (graded.R, graded.grade, graded.alpha) == (Decimal("3.4"), 4, Decimal("1.0"))


def test_liquefied_petroleum_gas_of_the_catalogue() -> None:
    """F-08: 120 t of LPG at alpha 2.0 give S = 2.4 and R = 7.2 with the beta 1.5 of class W2: grade 4."""
    graded = grade([quantity("液化石油气", "120")], 100)

    assert (graded.S, graded.R, graded.grade) == (Decimal("2.4"), Decimal("7.2"), 4)
    assert (graded.parts[0].beta, graded.parts[0].beta_from) == (Decimal("1.5"), "table 4 W2")


def test_chlorine_of_the_catalogue() -> None:
    """F-08: 60 t of chlorine at alpha 1.5 give S = 12 and R = 72: grade 2."""
    graded = grade([quantity("7782-50-5", "60")], 50)

    assert (graded.S, graded.R, graded.grade) == (Decimal(12), Decimal(72), 2)


def test_methanol_of_the_catalogue() -> None:
    """F-08: 600 t of methanol, class W5.3, at alpha 0.5 give S = 1.2 and R = 0.6: grade 4."""
    graded = grade([quantity("甲醇", "600", ["W5.3"])], 0)

    assert (graded.S, graded.R, graded.grade) == (Decimal("1.2"), Decimal("0.6"), 4)


def test_phosgene_of_the_catalogue() -> None:
    """F-08: 2 t of phosgene at alpha 2.0 give S = 6.67 and R = 266.7: grade 1."""
    graded = grade([quantity("光气", "2")], 100)

    assert (graded.S, graded.R, graded.grade) == (Decimal("6.666666"), Decimal("266.666666"), 1)


@pytest.mark.parametrize(
    ("tonnes", "risk", "expected"),
    [
        ("12.499999999", "9.999999", 4),
        ("12.5", "10", 3),
        ("62.499999999", "49.999999", 3),
        ("62.5", "50", 2),
        ("62.500000001", "50", 2),
        ("124.999999999", "99.999999", 2),
        ("125", "100", 1),
        ("125.000000001", "100", 1),
    ],
)
def test_grades_just_under_at_and_over_their_floors(tonnes: str, risk: str, expected: Grade) -> None:
    """F-08: R of exactly 100, 50 or 10 belongs to the graver grade, and a milligram less does not."""
    graded = grade([quantity("氯", tonnes)], 1)

    assert (graded.R, graded.grade) == (Decimal(risk), expected)


@pytest.mark.parametrize(
    ("tonnes", "total", "is_major"),
    [("4.999999999", "0.999999", False), ("5", "1", True), ("5.000000001", "1", True)],
)
def test_a_single_substance_just_under_at_and_over_its_threshold(tonnes: str, total: str, is_major: bool) -> None:
    """F-07: q = Q makes a major hazard source, and a milligram less does not."""
    assert identify([quantity("氯", tonnes)]).is_major is is_major
    assert Decimal(total) == identify([quantity("氯", tonnes)]).S


def test_thirds_add_up_exactly() -> None:
    """F-07: 0.1 t of phosgene, a third of its Q, counted with two more thirds makes exactly S = 1."""
    unit = [quantity("光气", "0.1"), quantity("异氰酸甲酯", "0.25"), quantity("W3", "50")]

    assert identify(unit).S == 1
    assert identify(unit).is_major


@pytest.mark.parametrize(
    ("people", "alpha"),
    [
        (0, "0.5"), (1, "1.0"), (29, "1.0"), (30, "1.2"), (49, "1.2"), (50, "1.5"), (99, "1.5"), (100, "2.0"),
        (101, "2.0"), (1_000_000, "2.0"),
    ],
)  # fmt: skip
def test_alpha_at_the_edges_of_its_bands(people: int, alpha: str) -> None:
    """F-08: alpha changes at 1, 30, 50 and 100 people, and R with it."""
    graded = grade([quantity("氯", "5")], people)

    assert (graded.alpha, graded.R) == (Decimal(alpha), Decimal(alpha) * 4)


def test_a_unit_below_the_threshold_has_no_grade() -> None:
    """F-07, F-08: a unit that is not a major hazard source has neither R nor grade, and needs no class for beta."""
    graded = grade([quantity("甲醇", "499")], 100)

    assert (graded.R, graded.grade, graded.S) == (None, None, Decimal("0.998"))


def test_an_empty_unit_is_no_major_hazard_source() -> None:
    """F-07: where nothing is stored S is 0."""
    assert identify([]) == Identification(S=Decimal(0), is_major=False, parts=())


def test_a_class_alone() -> None:
    """F-07, F-08: 20 t of class W2 have Q and beta of that class."""
    graded = grade([quantity("W2", "20")], 1)

    assert (graded.S, graded.R, graded.parts[0].Q_from) == (Decimal(2), Decimal(3), "table 2 W2")


def test_the_lowest_threshold_of_several_classes() -> None:
    """F-07, F-08: outside table 1 the class with the lowest Q gives Q and beta."""
    part = grade([quantity("某混合物", "10", ["W5.3", "W2", "J5"])], 1).parts[0]

    assert (part.Q, part.beta, part.beta_from) == (Decimal(10), Decimal("1.5"), "table 4 W2")


def test_of_two_classes_with_the_same_threshold_the_higher_beta() -> None:
    """F-08: J3 and W4 share Q = 50; the beta is J3's 2, whichever is named first."""
    for classes in (["J3", "W4"], ["W4", "J3"]):
        assert grade([quantity("某气体", "50", classes)], 1).parts[0].beta == 2


def test_table_1_stands_before_table_2() -> None:
    """F-07: an entry of table 1 keeps its own Q, whatever classes are given."""
    part = identify([quantity("甲醇", "600", ["W5.1"])]).parts[0]

    assert (part.Q, part.Q_from) == (Decimal(500), "table 1 no. 65")


def test_table_3_stands_before_table_4() -> None:
    """F-08: ammonia has the beta 2 of table 3, not the 1.5 of the class W2."""
    part = grade([quantity("氨", "10", ["W2"])], 1).parts[0]

    assert (part.beta, part.beta_from) == (Decimal(2), "table 3")


def test_the_highest_beta_of_several_classes_for_an_entry_of_table_1() -> None:
    """F-08: where the standard leaves the choice, methylamine as W2 and J3 is graded by the higher beta."""
    part = grade([quantity("一甲胺", "5", ["W2", "J3"])], 1).parts[0]

    assert (part.beta, part.beta_from) == (Decimal(2), "table 4 J3")


def test_a_given_class_stands_before_the_known_one() -> None:
    """F-08: whoever gives a class for liquefied petroleum gas is followed."""
    assert grade([quantity("52", "50", ["W3"])], 1).parts[0].beta_from == "table 4 W3"


def test_a_missing_class_is_asked_for() -> None:
    """F-08: an entry of table 1 outside table 3 without a class is refused with what to give."""
    with pytest.raises(ClassMissing, match=r'65 甲醇.*Give its class\(es\).*classes=\("W5.3",\)'):
        grade([quantity("甲醇", "600")], 0)


def test_the_same_substance_under_several_names_is_one_part() -> None:
    """F-07: entries of one substance are added up, by whatever name they come."""
    found = identify([quantity("液氯", "1.5"), quantity("12", "2"), quantity("7782-50-5", "1.500")])

    assert [(part.substance, part.tonnes, part.ratio) for part in found.parts] == [("12", Decimal(5), Decimal(1))]


def test_an_unknown_substance_names_the_nearest() -> None:
    """F-07: a substance outside table 1 without a class is refused, with the nearest entries and the remedy."""
    with pytest.raises(UnknownSubstance) as refused:
        identify([quantity("硫化轻", "5")])

    assert "10 硫化氢" in str(refused.value)
    assert "give the hazard class(es)" in str(refused.value)


def test_an_unknown_class_is_refused() -> None:
    """F-07: a class that table 2 lacks is refused, alone or beside a substance."""
    for bad in (quantity("W5", "5"), quantity("某液体", "5", ["W5"])):
        with pytest.raises(UnknownClass, match=r"W5\.1, W5\.2, W5\.3, W5\.4"):
            identify([bad])


def test_classes_beside_a_class_are_refused() -> None:
    """F-07: "W2" with the class "J1" says two things, and is refused."""
    with pytest.raises(ClassesNotWanted, match="W2"):
        identify([quantity("W2", "5", ["J1"])])


@pytest.mark.parametrize("text", ["0", "-1", "-0.000000001", "NaN", "sNaN", "Infinity", "1000000001", "1E+999999"])
def test_impossible_quantities_are_refused(text: str) -> None:
    """F-07: zero, negative, endless and absurd quantities are refused with the substance's name."""
    with pytest.raises(BadQuantity, match="氯"):
        identify([quantity("氯", text)])


@pytest.mark.parametrize("text", ["0.0000000001", "1E-999999"])
def test_a_quantity_finer_than_a_milligram_is_refused(text: str) -> None:
    """F-07: what is finer than nine places is refused rather than cut off."""
    with pytest.raises(BadQuantity, match="finer than a milligram"):
        identify([quantity("氯", text)])


def test_trailing_zeros_do_no_harm() -> None:
    """F-07: a register that writes ten places is read."""
    assert identify([quantity("氯", "5.0000000000")]).S == 1


@pytest.mark.parametrize("given", [0.5, True, "five", ""])
def test_a_quantity_that_is_not_an_exact_number_is_refused(given: object) -> None:
    """F-07: floats, truth values and words are no quantities."""
    with pytest.raises(BadQuantity):
        quantity("氯", given)  # type: ignore[arg-type]


@pytest.mark.parametrize("people", [-1, True, 1.5, "12"])
def test_an_impossible_count_of_people_is_refused(people: object) -> None:
    """F-08: negative and broken counts of people are refused, also for a unit that is no major hazard source."""
    for tonnes in ("1", "60"):
        with pytest.raises(BadPeopleCount):
            grade([quantity("氯", tonnes)], people)  # type: ignore[arg-type]


def test_dated_criteria_can_stand_in() -> None:
    """F-08: another edition's floors and bands are followed."""
    stricter = msgspec.structs.replace(GB_18218_2018, grade_floors=(Decimal(70), Decimal(50), Decimal(10)))

    assert grade([quantity("氯", "60")], 50, criteria=stricter).grade == 1


def test_every_entry_can_be_identified_and_graded() -> None:
    """F-07, F-08: each of the 85 entries at q = Q has S = 1 and, with a class, a grade."""
    for number in range(1, 86):
        threshold = identify([quantity(str(number), "1")]).parts[0].Q

        graded = grade([quantity(str(number), threshold, ["W5.1"])], 1)

        assert graded.S == 1
        assert graded.grade == (3 if graded.parts[0].beta in {10, 20} else 4)


def test_every_error_is_regledgers_own() -> None:
    """F-07: whoever catches regledger's root error catches all of these."""
    for kind in (BadQuantity, BadPeopleCount, ClassMissing, ClassesNotWanted, UnknownSubstance, UnknownClass):
        assert issubclass(kind, RegledgerError)


def test_results_can_be_stored() -> None:
    """F-08: quantities and gradings go through JSON and come back the same, Decimals as text."""
    unit = [quantity("光气", "2"), quantity("某液体", "7.25", ["W5.3"])]
    graded = grade(unit, 100)

    stored = msgspec.json.encode(unit), msgspec.json.encode(graded)

    assert msgspec.json.decode(stored[0], type=list[Quantity]) == unit
    assert msgspec.json.decode(stored[1], type=type(graded)) == graded
