"""Identification and grading of major hazard sources (重大危险源), rules F-07 and F-08.

Source: GB 18218-2018 §4.2 (identification) and §4.3 (grading). A *unit* is a production unit between cut-off valves
or a storage unit (one dike, one independent warehouse); its quantities are the maximum design quantities in tonnes.

    S = Σ q/Q               major hazard source where S ≥ 1
    R = α · Σ β·q/Q         grade 1: R ≥ 100, 2: R ≥ 50, 3: R ≥ 10, 4: below

Sums and comparisons are exact (`fractions.Fraction`). S, R and the ratios are returned as Decimals cut off after six
places, never rounded up, so that S ≥ 1 or R ≥ 50 holds for the returned number exactly where it holds for the sum.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import msgspec
from regledger.sectors import RegledgerError

from regledger_hazardous_chemicals.gb18218 import (
    AmbiguousSubstance,
    BadCasNumber,
    HazardClass,
    Substance,
    UnknownClass,
    UnknownSubstance,
    find_substance,
    hazard_class,
    is_class_code,
    substance_key,
    unknown_substance,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "GB_18218_2018",
    "AmbiguousSubstance",
    "BadCasNumber",
    "BadPeopleCount",
    "BadQuantity",
    "ClassMissing",
    "ClassesNotWanted",
    "Criteria",
    "Grade",
    "Grading",
    "Identification",
    "Part",
    "Quantity",
    "UnknownClass",
    "UnknownSubstance",
    "grade",
    "identify",
    "quantity",
]

Grade = Literal[1, 2, 3, 4]

_PLACES = 6
# A milligram and a thousand million tonnes: beyond them a figure is a slip of the unit, and exact sums would grow huge.
_FINEST_EXPONENT = -9
_MOST_TONNES = 10**9
_LAST = 1000


class BadQuantity(RegledgerError):
    """{tonnes} t of {substance} cannot be used: {found}. Give the maximum design quantity in tonnes as a number above zero."""


class BadPeopleCount(RegledgerError):
    """{people} cannot be the number of people within 500 m: {found}. Give the permanent population outside the plant, 0 where nobody lives there."""


class ClassMissing(RegledgerError):
    """The beta of {substance} is not known: table 3 of GB 18218-2018 does not list it and table 4 gives beta by class. Give its class(es) of table 2, such as classes=("{example}",)."""


class ClassesNotWanted(RegledgerError):
    """{substance} is a class of table 2 itself, and the classes {classes} were given with it. Give the substance's name with the classes, or the class alone."""


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers by which a unit is judged, so that a dated parameter can stand in for the standard's own.

    `s_threshold` is met at S ≥ it. `alpha_bands` are (at least so many people, alpha), the highest first and the
    last from 0 people.
    `grade_floors` are the least R of grades 1, 2 and 3; what is below is grade 4.
    """

    s_threshold: Decimal
    alpha_bands: tuple[tuple[int, Decimal], ...]
    grade_floors: tuple[Decimal, Decimal, Decimal]


GB_18218_2018 = Criteria(
    s_threshold=Decimal(1),
    alpha_bands=(
        (100, Decimal("2.0")),
        (50, Decimal("1.5")),
        (30, Decimal("1.2")),
        (1, Decimal("1.0")),
        (0, Decimal("0.5")),
    ),
    grade_floors=(Decimal(100), Decimal(50), Decimal(10)),
)


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """So many tonnes of a substance in one unit (maximum design quantity).

    `substance` is the number, a CAS number or the Chinese name of an entry of table 1, or a class code of table 2
    ("W5.3"), or any other name together with `classes`. For an entry of table 1 `classes` only settles beta.
    """

    substance: str
    tonnes: Decimal
    classes: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one substance adds to S and R: `tonnes` and `Q` in tonnes, `ratio` is q/Q.

    `Q_from` and `beta_from` say which table and class gave the number. `beta` is None where it was not asked for.
    """

    substance: str
    name: str
    tonnes: Decimal
    Q: Decimal
    Q_from: str
    ratio: Decimal
    beta: Decimal | None = None
    beta_from: str | None = None


class Identification(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a unit is a major hazard source (F-07), with S and what each substance adds to it."""

    S: Decimal
    is_major: bool
    parts: tuple[Part, ...]


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """The grade of a unit (F-08): 1 is the gravest. A unit that is not a major hazard source has neither R nor grade."""

    S: Decimal
    R: Decimal | None
    grade: Grade | None
    alpha: Decimal
    parts: tuple[Part, ...]


class _Resolved(msgspec.Struct, frozen=True):
    """One line of the sum: what is stored, and the entry or the classes that judge it."""

    name: str
    entry: Substance | None
    classes: tuple[HazardClass, ...]
    tonnes: Decimal


def quantity(substance: str, tonnes: Decimal | str | int, classes: Sequence[str] = ()) -> Quantity:
    """A `Quantity` from a decimal text such as "0.75".

    Raises:
        BadQuantity: the text is not a decimal number, or a float was given, which would not be exact.
    """
    if isinstance(tonnes, bool | float):
        raise BadQuantity(substance=substance, tonnes=tonnes, found="it is not an exact number, write it as text")
    try:
        exact = Decimal(tonnes)
    except InvalidOperation:
        raise BadQuantity(substance=substance, tonnes=repr(tonnes), found="it is not a decimal number") from None
    return Quantity(substance=substance, tonnes=exact, classes=tuple(classes))


def identify(unit: Sequence[Quantity], *, criteria: Criteria = GB_18218_2018) -> Identification:
    """Whether the unit is a major hazard source: S = Σ q/Q ≥ 1 (GB 18218-2018 §4.2, F-07).

    An entry of table 1 has the Q of table 1. Anything else has the lowest Q of its classes in table 2. Entries
    of the same substance are added up. A unit with nothing in it has S = 0.

    Raises:
        UnknownSubstance: not in table 1, and no classes given. AmbiguousSubstance, BadCasNumber: see there.
        UnknownClass, ClassesNotWanted: a class is not in table 2, or stands beside a class.
        BadQuantity: a quantity is zero, negative, not finite or beyond what can be stored.
    """
    lines = _merged(unit)
    total = sum((_ratio(line) for line in lines), Fraction(0))
    return Identification(
        S=_cut(total),
        is_major=total >= Fraction(criteria.s_threshold),
        parts=tuple(_part(line) for line in lines),
    )


def grade(unit: Sequence[Quantity], people_within_500_m: int, *, criteria: Criteria = GB_18218_2018) -> Grading:
    """The grade of the unit: R = α·Σ β·q/Q (GB 18218-2018 §4.3, F-08).

    `people_within_500_m` is the permanent population within 500 m outside the plant's boundary.

    Beta comes from table 3 where it lists the entry, otherwise from table 4 by class. Outside table 1 it is the
    beta of the class that gave the lowest Q (the higher where two share that Q). For an entry of table 1 with several classes
    the standard does not say which beta holds; the highest is taken, so that no unit is graded too low.

    Raises:
        BadPeopleCount: the count is negative or not a whole number.
        ClassMissing: an entry of table 1 needs a class for its beta. Asked only for a major hazard source.
        and what `identify` raises.
    """
    alpha = _alpha(people_within_500_m, criteria)
    found = identify(unit, criteria=criteria)
    if not found.is_major:
        return Grading(S=found.S, R=None, grade=None, alpha=alpha, parts=found.parts)
    lines = [(line, *_beta(line)) for line in _merged(unit)]
    weighted = sum((Fraction(beta) * _ratio(line) for line, beta, _ in lines), Fraction(0))
    risk = Fraction(alpha) * weighted
    parts = tuple(msgspec.structs.replace(_part(line), beta=beta, beta_from=source) for line, beta, source in lines)
    return Grading(S=found.S, R=_cut(risk), grade=_grade(risk, criteria), alpha=alpha, parts=parts)


def _merged(unit: Sequence[Quantity]) -> list[_Resolved]:
    """One line for each substance (and each set of classes given with it): table 1 by number, then the others."""
    lines: dict[tuple[str, ...], _Resolved] = {}
    for item in unit:
        line = _resolved(item)
        key = (line.entry.id if line.entry else substance_key(line.name), *(c.code for c in line.classes))
        if key in lines:
            total = Fraction(lines[key].tonnes) + Fraction(line.tonnes)
            line = msgspec.structs.replace(lines[key], tonnes=_cut(total, -_FINEST_EXPONENT))
        lines[key] = line
    return sorted(lines.values(), key=_place)


def _place(line: _Resolved) -> tuple[int, str, tuple[str, ...]]:
    codes = tuple(code.code for code in line.classes)
    return (int(line.entry.id), "", codes) if line.entry else (_LAST, substance_key(line.name), codes)


def _resolved(item: Quantity) -> _Resolved:
    tonnes = _tonnes(item)
    if is_class_code(item.substance):
        code = hazard_class(item.substance)
        if item.classes:
            raise ClassesNotWanted(substance=item.substance, classes=", ".join(item.classes))
        return _Resolved(code.code, None, (code,), tonnes)
    given = {code.code: code for code in map(hazard_class, item.classes)}
    classes = tuple(given[code] for code in sorted(given))
    entry = find_substance(item.substance)
    if entry is None and not (classes and item.substance.strip()):
        raise unknown_substance(item.substance)
    return _Resolved(entry.name if entry else item.substance.strip(), entry, classes, tonnes)


def _tonnes(item: Quantity) -> Decimal:
    tonnes = item.tonnes
    found = None
    if not isinstance(tonnes, Decimal):
        found = "it is not an exact decimal number"
    elif not tonnes.is_finite():
        found = "it is not a finite number"
    elif tonnes <= 0:
        found = "it is not above zero"
    elif tonnes > _MOST_TONNES:
        found = "it is more than 1000000000 t"
    elif _exponent(tonnes) < _FINEST_EXPONENT:
        found = "it is finer than a milligram (nine decimal places)"
    if found:
        raise BadQuantity(substance=item.substance, tonnes=tonnes, found=found)
    return _cut(Fraction(tonnes), -_FINEST_EXPONENT)


def _exponent(tonnes: Decimal) -> int:
    """The power of ten of the last digit that is not zero (a register may write 60.0000000000)."""
    _, digits, exponent = tonnes.as_tuple()
    written = "".join(map(str, digits))
    return int(exponent) + len(written) - len(written.rstrip("0"))


def _governing(line: _Resolved) -> HazardClass:
    return min(line.classes, key=lambda code: (code.Q, -code.beta))


def _threshold(line: _Resolved) -> tuple[Decimal, str]:
    if line.entry:
        return line.entry.Q, f"table 1 no. {line.entry.id}"
    code = _governing(line)
    return code.Q, f"table 2 {code.code}"


def _beta(line: _Resolved) -> tuple[Decimal, str]:
    if line.entry is None:
        code = _governing(line)
    elif line.entry.beta is not None:
        return line.entry.beta, "table 3"
    elif line.classes:
        code = max(line.classes, key=lambda code: code.beta)
    elif line.entry.class_code:
        code = hazard_class(line.entry.class_code)
    else:
        raise ClassMissing(substance=f"{line.entry.id} {line.entry.name}", example="W5.3")
    return code.beta, f"table 4 {code.code}"


def _ratio(line: _Resolved) -> Fraction:
    return Fraction(line.tonnes) / Fraction(_threshold(line)[0])


def _part(line: _Resolved) -> Part:
    threshold, source = _threshold(line)
    return Part(
        substance=line.entry.id if line.entry else line.name,
        name=line.name,
        tonnes=line.tonnes,
        Q=threshold,
        Q_from=source,
        ratio=_cut(_ratio(line)),
    )


def _alpha(people: int, criteria: Criteria) -> Decimal:
    if isinstance(people, bool) or not isinstance(people, int):
        raise BadPeopleCount(people=people, found="it is not a whole number")
    if people < 0:
        raise BadPeopleCount(people=people, found="it is below zero")
    return next(alpha for least, alpha in criteria.alpha_bands if people >= least)


def _grade(risk: Fraction, criteria: Criteria) -> Grade:
    first, second, third = (Fraction(floor) for floor in criteria.grade_floors)
    if risk >= first:
        return 1
    if risk >= second:
        return 2
    return 3 if risk >= third else 4


def _cut(exact: Fraction, places: int = _PLACES) -> Decimal:
    """The number cut off after so many places; built from text because Decimal arithmetic rounds to its context."""
    whole, rest = divmod(int(exact * 10**places), 10**places)
    return Decimal(f"{whole}.{rest:0{places}d}".rstrip("0").rstrip("."))
