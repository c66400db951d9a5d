"""Values and units: what no period, sum or ratio can be is refused where it is read, whoever lays it down."""

from __future__ import annotations

import pytest
from regledger.errors import LawError
from regledger.law import LawSource
from regledger.law.units import unusable

PARAMETER = """[[parameter]]
id = "K-01.days"
title = "Days"
nature = "procedural"
unit = "calendar day"
[[parameter.value]]
value = 40001
valid_from = 2026-01-01
citation = { instrument = "办法", edition = "2026", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-01-01
"""


@pytest.mark.parametrize(
    ("unit", "good", "bad"),
    [
        ("month", (0, 40_000), (-1, 40_001, "3", True)),
        ("fen", (0, 10**15), (-1, "1", False)),
        ("person", (0, 2), (-1, "two")),
        (
            "ratio per calendar day",
            (0, 1, "0.03", "1." + "0" * 40),
            ("1." + "0" * 41, "-1", "NaN", "1e9", "", True, "٣"),
        ),
        ("sum of q/Q", ("anything", -1, True), ()),
    ],
)
def test_a_value_fits_its_unit(unit: str, good: tuple[int | str, ...], bad: tuple[int | str, ...]) -> None:
    """The last value that can be used is taken, and the first that cannot is named with what it should be."""
    assert [unusable(unit, value) for value in good] == [""] * len(good)
    assert all(unusable(unit, value).startswith(repr(value)) for value in bad if len(str(value)) < 40)
    assert all(unusable(unit, value) for value in bad)


def test_a_source_with_a_period_that_is_none_is_refused() -> None:
    """It is named before anything is decided by it; one day less is taken."""
    with pytest.raises(LawError, match=r"K-01\.days is 40001, which is no period"):
        LawSource("kiln", PARAMETER).read()

    assert LawSource("kiln", PARAMETER.replace("40001", "40000")).read().parameters
