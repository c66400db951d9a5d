"""The fines of 安全生产法 Arts 92–109 and of the licence regulation, at both ends; what is fined at once and what is not."""

from __future__ import annotations

import pytest
from regledger.law import Lawbook
from regledger.law.core_law import common_law
from regledger.law.offences import Offence
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

LAW = Lawbook.load(*common_law())
OURS = {
    name: one
    for name, one in LAW.offences.items()
    if name.startswith(("WSL-9", "WSL-10", "WSLR-", "YJ-")) and not name.startswith(("WSL-95", "WSL-96", "WSL-110"))
}
RULES = [one for one in OURS.values() if one.rule]
AT_ONCE = [one for one in RULES if not one.overdue]


def sum_of(parameter: str) -> int | None:
    """The sum in fen that a parameter sets now."""
    return int(LAW.parameters[parameter].values[-1].value) if parameter else None


def ends(one: Offence) -> tuple[int | None, int | None]:
    """The least and the highest fine."""
    return sum_of(one.fine_min), sum_of(one.fine_max)


@pytest.mark.parametrize("offence", [pytest.param(one, marks=pytest.mark.rule(one.rule), id=one.id) for one in AT_ONCE])
def test_a_fine_keeps_to_the_range_of_its_offence(given: Scenarios, offence: Offence) -> None:
    """At either end it is noticed without that objection; one fen beyond it is refused by the rule that was broken."""
    least, most = ends(offence)
    scenario = given(FILED).on("2026-03-09")

    def noticed(fine: int) -> set[tuple[str, str]]:
        attempt = scenario.when(NOTIFIED.but(offence=offence.id, fine_fen=fine))
        answer = attempt.answer
        found = [*getattr(answer, "objections", ()), *answer.warnings]
        return {(one.rule, one.code) for one in found if one.code.startswith("case.fine_")}

    if most is not None:
        assert noticed(most + 1) == {(offence.rule, "case.fine_above_range")}
        assert noticed(most) == set()
    if least is not None:
        assert noticed(least - 1) == {(offence.rule, "case.fine_below_range")}
        assert noticed(least) == set()
    assert (least, most) != (None, None)


@pytest.mark.parametrize(
    ("offence", "least", "most"),
    [
        ("WSL-94.duties", 2_000_000, 5_000_000),
        ("WSL-94.duties_overdue", 5_000_000, 10_000_000),
        ("WSL-97.training", None, 10_000_000),
        ("WSL-97.training_overdue", 10_000_000, 20_000_000),
        ("WSL-97.training_persons", 2_000_000, 5_000_000),
        ("WSL-97.plan", None, 10_000_000),
        ("WSL-97.plan_overdue", 10_000_000, 20_000_000),
        ("WSL-97.plan_persons", 2_000_000, 5_000_000),
        ("WSL-98.acceptance", 10_000_000, 50_000_000),
        ("WSL-98.acceptance_overdue", 50_000_000, 100_000_000),
        ("WSL-98.acceptance_persons_overdue", 5_000_000, 10_000_000),
        ("WSL-99.signs", None, 5_000_000),
        ("WSL-99.signs_overdue", 5_000_000, 20_000_000),
        ("WSL-99.signs_persons", 1_000_000, 2_000_000),
        ("WSL-99.untested", None, 5_000_000),
        ("WSL-99.untested_overdue", 5_000_000, 20_000_000),
        ("WSL-99.untested_persons", 1_000_000, 2_000_000),
        ("WSL-101.goods", None, 10_000_000),
        ("WSL-101.goods_overdue", 10_000_000, 20_000_000),
        ("WSL-101.goods_persons", 2_000_000, 5_000_000),
        ("YJ-32.unfiled", 3_000_000, 5_000_000),
        ("YJ-32.unfiled_persons", 1_000_000, 2_000_000),
        ("WSL-101.major_source_overdue", 10_000_000, 20_000_000),
        ("WSL-106.waiver", 2_000_000, 10_000_000),
        ("WSL-108.obstruction", 2_000_000, 20_000_000),
        ("WSL-109.insurance_overdue", 10_000_000, 20_000_000),
        ("WSLR-19.unlicensed", 10_000_000, 50_000_000),
        ("WSLR-20.expired", 5_000_000, 10_000_000),
    ],
)
def test_the_sums_are_those_of_the_law(offence: str, least: int | None, most: int | None) -> None:
    """The catalogue's quick table, and Art 32 of the emergency regulation, in fen."""
    assert ends(OURS[offence]) == (least, most)


ARTICLES_AT_ONCE = ("94", "97", "98", "99", "101", "102", "103", "104", "105", "109")


def test_trap_11_at_once_against_only_when_overdue() -> None:
    """Arts 94, 97–99, 101–105 and 109 fine at once and more when overdue; Art 108 only when an order was refused, Art 93 not at all."""
    for article in ARTICLES_AT_ONCE:
        first = [one for name, one in OURS.items() if name.startswith(f"WSL-{article}.")]
        assert any(not one.overdue for one in first), article
    assert [one.overdue for name, one in OURS.items() if name.startswith("WSL-108.")] == [True, True]
    assert [name for name in OURS if name.startswith("WSL-93.")] == ["WSL-93.funds_accident"]
    assert all(one.overdue for name, one in OURS.items() if name.endswith("_overdue"))


@pytest.mark.rule("D-10")
def test_a_fine_of_the_licence_regulation_is_noticed_within_its_range(given: Scenarios) -> None:
    """Producing without a licence: 100,000 yuan is noticed, one fen less is refused."""
    scenario = given(FILED).on("2026-03-09")
    least = step("case.serve_notice", **NOTIFIED.but(offence="WSLR-19.unlicensed", fine_fen=10_000_000).body)

    scenario.when(least.but(fine_fen=9_999_999)).refuses("D-10", code="case.fine_below_range")
    scenario.when(least).is_recorded()
