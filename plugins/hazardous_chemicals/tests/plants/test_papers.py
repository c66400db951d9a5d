"""F-15: data sheet, label and registration, by whether the enterprise produces, imports or sells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Attempt, Scenario, given, step

pytestmark = pytest.mark.rule("F-15")

RECORD = "product_papers.record"


def batch(role: str, **changes: Any) -> dict[str, Any]:
    """A batch with everything in order, found on 2026-03-02."""
    return {
        "site": "S-2",
        "authority": "emb",
        "role": role,
        "product": "Methanol",
        "batch": "B-1",
        "data_sheet": True,
        "label": True,
        "matching": True,
        "registered": True,
        "found_on": "2026-03-02",
    } | changes


@pytest.mark.parametrize(
    ("role", "lacking", "codes"),
    [
        ("producer", (), ()),
        ("producer", ("label",), ("product_papers.missing",)),
        ("producer", ("data_sheet",), ("product_papers.missing",)),
        ("producer", ("matching",), ("product_papers.not_matching",)),
        ("producer", ("registered",), ("product_papers.not_registered",)),
        ("importer", (), ()),
        ("importer", ("registered",), ("product_papers.not_registered",)),
        ("importer", ("label",), ()),
        ("trader", (), ()),
        ("trader", ("registered",), ()),
        ("trader", ("label",), ("product_papers.one_missing",)),
        ("trader", ("data_sheet",), ("product_papers.one_missing",)),
        ("trader", ("data_sheet", "label"), ("product_papers.sold_without",)),
    ],
)
def test_who_has_to_have_what(county: Scenario, role: str, lacking: tuple[str, ...], codes: tuple[str, ...]) -> None:
    """F-15: a producer gives both and registers, an importer registers, a trader sells nothing without; all is recorded."""
    attempt = county.on("2026-03-02").when(RECORD, **batch(role, **dict.fromkeys(lacking, False)))

    if codes:
        attempt.warns("F-15", code=codes[0])
        assert [one.code for one in attempt.recorded.warnings] == list(codes)
    else:
        attempt.then("product_papers.found").quietly()


@pytest.mark.parametrize(
    ("batches", "doubtful"),
    [
        ([], False),
        ([batch("producer", label=False)], False),
        ([batch("trader")], False),
        ([batch("trader", label=False)], True),
        ([batch("trader", data_sheet=False)], True),
        ([batch("trader", data_sheet=False, label=False)], False),
        ([batch("trader", label=False), batch("trader", batch="B-2", data_sheet=False, label=False)], False),
        ([batch("trader", label=False), batch("trader")], False),
    ],
)
def test_a_fine_where_one_of_two_is_missing(
    county: Scenario, fined: Callable[..., Attempt], batches: list[dict[str, Any]], doubtful: bool
) -> None:
    """F-15: Art 78(1)(6) names data sheet and label; where only one is on record as missing, lawyers look before a fine."""
    for one in batches:
        county.on("2026-03-02").when(RECORD, **one).is_recorded()

    attempt = fined(county, "F-15.sold_without", 50_000)

    codes = [one.code for one in attempt.recorded.warnings if one.rule == "F-15"]
    assert codes == (["product_papers.to_be_reviewed"] if doubtful else [])


def test_a_fine_for_something_else(county: Scenario, fined: Callable[..., Attempt]) -> None:
    """F-15: that lawyers look first is about selling alone."""
    given(county.ledger).on("2026-03-02").when(RECORD, **batch("trader", label=False)).is_recorded()

    attempt = fined(county, "F-15.not_registered", 50_000)

    assert [one.code for one in attempt.recorded.warnings if one.rule == "F-15"] == []


@pytest.mark.parametrize("offence", ["F-15.no_papers", "F-15.sold_without", "F-15.not_registered"])
@pytest.mark.parametrize(
    ("yuan", "refusal", "lawful"),
    [
        (50_000, False, True),
        (50_001, False, False),
        (49_999, True, False),
        (50_000, True, True),
        (100_000, True, True),
        (100_001, True, False),
    ],
)
def test_the_fine(
    county: Scenario, fined: Callable[..., Attempt], offence: str, yuan: int, refusal: bool, lawful: bool
) -> None:
    """F-15: up to 50,000 yuan; 50,000 to 100,000 where correction was refused (Art 78(1))."""
    attempt = fined(county, offence, yuan, refusal=refusal)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-15")


def test_what_a_finding_names(county: Scenario) -> None:
    """A finding names a site and an authority on record."""
    county.on("2026-03-02").when(RECORD, **batch("trader", site="S-9")).refuses("REF", code="site.unknown")
    other = step(RECORD, **batch("trader", authority="nobody"))
    county.when(other).refuses("REF", code="authority.unknown")
