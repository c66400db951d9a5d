"""What is fined on construction sites, between which sums, and where an order comes first (G-02, G-06, G-07, G-12, G-14, G-16, G-17, G-20)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import Attempt, Scenario, Step, given, step

YUAN = 100
OVERDUE = "The order of 2026-01-05 ran out on 2026-02-05"
Make = Callable[..., Step]
RANGES = [
    *(("G-06", f"D393-55.{what}", 200_000, 500_000) for what in ("demands", "duration", "demolition")),
    *(("G-07", f"D393-57.{what}", 100_000, 300_000) for what in ("review", "demand", "report", "standards")),
    *(("G-12", f"D393-61.{what}", 50_000, 100_000) for what in ("plan", "technician", "certificate", "handover")),
    *(
        ("G-16", f"D393-64.{what}", 50_000, 100_000)
        for what in ("briefing", "enclosure", "dormitory", "buildings", "neighbours")
    ),
    ("G-17", "D393-66.person", 20_000, 200_000),
]
FIRST_ORDERED = [one for one in RANGES if one[0] in {"G-07", "G-16"}]


def notice(works: Scenario, offence: str, fen: int, **changes: Any) -> Attempt:
    """The notice of a fine at site S-2."""
    works = given(works.ledger, FILED.but(site="S-2")).on("2026-03-09")
    return works.when(NOTIFIED.but(**{"offence": offence, "fine_fen": fen, "disobeyed": OVERDUE, **changes}))


@pytest.mark.rule("G-06", "G-07", "G-12", "G-16", "G-17")
@pytest.mark.parametrize(("rule", "offence", "least", "most"), RANGES)
def test_the_ranges(county: Scenario, rule: str, offence: str, least: int, most: int) -> None:
    """Arts 55, 57, 61, 64 and 66, to the yuan at both ends."""
    county = given(county.ledger, FILED.but(site="S-2")).on("2026-03-09")

    def told(yuan: int) -> Attempt:
        return county.when(NOTIFIED.but(offence=offence, fine_fen=yuan * YUAN, disobeyed=OVERDUE))

    told(least - 1).refuses(rule, code="case.fine_below_range")
    told(most + 1).refuses(rule, code="case.fine_above_range")
    told(most).is_recorded()


@pytest.mark.rule("G-06", "G-07", "G-12", "G-16", "G-17")
@pytest.mark.parametrize(("rule", "offence", "least", "most"), RANGES)
def test_the_least_fine(county: Scenario, rule: str, offence: str, least: int, most: int) -> None:
    """The least sum of each range is inside it."""
    notice(county, offence, least * YUAN).is_recorded()


@pytest.mark.rule("G-07", "G-16")
@pytest.mark.parametrize(("rule", "offence", "least", "most"), FIRST_ORDERED)
def test_trap_11_an_order_goes_before_the_fine(
    county: Scenario, rule: str, offence: str, least: int, most: int
) -> None:
    """TRAP-11: Arts 57 and 64 fine only where an order to correct was not obeyed in time."""
    county = given(county.ledger, FILED.but(site="S-2")).on("2026-03-09")
    fine = NOTIFIED.but(offence=offence, fine_fen=most * YUAN)

    county.when(fine).refuses(rule, code="case.not_disobeyed")
    county.when(fine.but(disobeyed=OVERDUE)).is_recorded()


@pytest.mark.rule("G-13")
@pytest.mark.parametrize("disobeyed", ["", OVERDUE])
def test_trap_11_untrained_staff_is_ordered_to_be_trained_first(county: Scenario, disobeyed: str) -> None:
    """TRAP-11: Art 62(2) fines by the Work Safety Law only once the order ran out."""
    attempt = notice(county, "D393-62.training", 100_000 * YUAN, disobeyed=disobeyed)

    attempt.is_recorded() if disobeyed else attempt.refuses("G-13", code="case.not_disobeyed")


@pytest.mark.rule("G-06")
def test_a_builder_is_fined_at_once(county: Scenario) -> None:
    """Art 55 orders and fines together."""
    notice(county, "D393-55.duration", 200_000 * YUAN, disobeyed="").is_recorded()


@pytest.mark.rule("G-02")
@pytest.mark.parametrize(
    ("fen", "code"),
    [
        (29_999_999, "case.fine_below_range"),
        (30_000_000, ""),
        (60_000_000, ""),
        (60_000_001, "case.fine_above_range"),
    ],
)
def test_works_without_a_permit(county: Scenario, profiled: Make, fen: int, code: str) -> None:
    """1 to 2 % of a contract price of 30,000,000 yuan: 300,000 to 600,000, to the fen."""
    attempt = notice(given(county.ledger, profiled()), "JZ-64.no_permit", fen)

    attempt.refuses("G-02", code=code) if code else attempt.is_recorded()


@pytest.mark.rule("G-02")
def test_a_price_that_no_one_can_divide(county: Scenario, profiled: Make) -> None:
    """Of 33.33 yuan the least fine is rounded up and the highest down: no fine lies outside the law by a fraction of a fen."""
    works = given(county.ledger, profiled(contract_price_fen=3_333), FILED.but(site="S-2")).on("2026-03-09")

    def told(fen: int) -> Attempt:
        return works.when(NOTIFIED.but(offence="JZ-64.no_permit", fine_fen=fen))

    told(33).refuses("G-02", code="case.fine_below_range")
    told(67).refuses("G-02", code="case.fine_above_range")
    told(34).is_recorded()


def funds(*uses: tuple[str, int], on: str = "2026-02-20") -> Step:
    """The account of the safety funds of S-2, each use as (purpose, fen)."""
    return step(
        "safety_funds.account",
        site="S-2",
        authority="emb",
        budget_fen=500_000_000,
        uses=[{"purpose": purpose, "item": "Item", "amount_fen": fen} for purpose, fen in uses],
        accounted_on=on,
    )


@pytest.mark.rule("G-14")
@pytest.mark.parametrize(("misused", "noted"), [(0, False), (1, True)])
def test_what_was_spent_on_something_else_is_noted(county: Scenario, misused: int, noted: bool) -> None:
    """Safety funds buy safety alone; a single fen for something else is a finding (Art 22)."""
    attempt = county.on("2026-02-20").when(funds(("gear", 1_000_000), ("other", misused)))

    attempt.warns("G-14", code="safety_funds.misused") if noted else attempt.quietly()


@pytest.mark.rule("G-14")
@pytest.mark.parametrize(
    ("yuan", "code"),
    [(199_999, "case.fine_below_range"), (200_000, ""), (500_000, ""), (500_001, "case.fine_above_range")],
)
def test_the_fine_for_misused_funds(county: Scenario, yuan: int, code: str) -> None:
    """20 to 50 % of 1,000,000 yuan: 200,000 to 500,000."""
    works = given(county.ledger, funds(("gear", 300_000_000), ("other", 100_000_000)))

    attempt = notice(works, "D393-63.misuse", yuan * YUAN)

    attempt.refuses("G-14", code=code) if code else attempt.is_recorded()


@pytest.mark.rule("G-20")
@pytest.mark.parametrize(
    ("works", "answer"),
    [
        ({"works": "relief"}, "refused"),
        ({"works": "rural_self_build", "storeys": 2}, "warned"),
        ({"works": "rural_self_build", "storeys": 3}, "recorded"),
        ({"works": "rural_self_build", "storeys": None}, "recorded"),
        ({"works": "building", "storeys": 2}, "recorded"),
    ],
)
def test_nobody_is_fined_for_what_the_regulation_leaves_out(
    county: Scenario, profiled: Make, works: dict[str, Any], answer: str
) -> None:
    """Relief works and low houses that farmers build themselves are outside Decree 393 (Art 69); what is low warns alone."""
    attempt = notice(given(county.ledger, profiled(**works)), "D393-55.demands", 200_000 * YUAN)

    code = "works_fine.outside_the_regulation"
    match answer:
        case "refused":
            attempt.refuses("G-20", code=code)
        case "warned":
            attempt.warns("G-20", code=code)
        case _:
            attempt.quietly()
