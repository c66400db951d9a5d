"""Law that nobody verified warns; from the day of its confirmation, a recorded fact, it refuses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Recorded
from regledger.ledger import Installation, Ledger
from regledger.testing.scenario import Scenario, Step, given, step

PLANLESS = {"hazard": "H-2", "measure": "Replace it", "basis": "GB", "responsible": {"value": "张三"}}
CONFIRMED = step("rule.confirm", rule="I-02", authority="emb", document="Order 16 (2007)", confirmed_on="2026-03-05")


def order(ordered: Step, day: str, number: int) -> Step:
    """An order for the major hazard H-2 without the plan that I-02 asks for."""
    item = {**PLANLESS, "duty": "Head of works", "due_on": "2026-03-30", "supervising_officer": "li"}
    return step("order.issue", **{**ordered.body, "order": f"R-{number}", "items": [item], "issued_on": day})


@pytest.fixture
def found_major(county: Scenario, found: Step) -> Scenario:
    return given(county.ledger, found).on("2026-03-10")


def test_a_rule_that_is_not_verified_warns_until_it_is_confirmed(found_major: Scenario, ordered: Step) -> None:
    """I-02 stands in a secondary source: it warns, and once an authority compared the text it refuses."""
    wish = order(ordered, "2026-03-09", 1)
    before = found_major.ledger.check(found_major.submission(wish))

    found_major.when(CONFIRMED).then("rule.confirmed").on("2026-03-10").when(wish).refuses("I-02")

    assert {one.rule for one in before.warnings} == {"I-02"}
    assert before.objections == ()


@pytest.mark.parametrize(("day", "refused"), [("2026-03-04", False), ("2026-03-05", True)])
def test_a_confirmation_counts_from_its_day(found_major: Scenario, ordered: Step, day: str, refused: bool) -> None:
    """An act of the day before it is warned about, an act of the day itself refused."""
    found_major.when(CONFIRMED).is_recorded()

    attempt = found_major.when(order(ordered, day, 1))

    attempt.refuses("I-02") if refused else attempt.warns("I-02")


def test_a_withdrawn_confirmation_refuses_no_longer(found_major: Scenario, ordered: Step) -> None:
    """A confirmation given in error is withdrawn as any fact is."""
    confirmed = found_major.when(CONFIRMED).is_recorded().answer
    assert isinstance(confirmed, Recorded)
    found_major.when(order(ordered, "2026-03-09", 1)).refuses("I-02")

    found_major.when(
        "fact.withdraw", number=confirmed.numbers[0], reason="Another text", authority="emb", withdrawn_on="2026-03-10"
    ).is_recorded()

    found_major.when(order(ordered, "2026-03-09", 1)).warns("I-02")


def test_a_corrected_confirmation_counts_from_its_new_day(found_major: Scenario, ordered: Step) -> None:
    """The correction stands in its place."""
    confirmed = found_major.when(CONFIRMED).is_recorded().answer
    assert isinstance(confirmed, Recorded)
    how = {"reason": "The day was wrong", "authority": "emb", "corrected_on": "2026-03-10"}

    found_major.when(
        "fact.correct", number=confirmed.numbers[0], body={**CONFIRMED.body, "confirmed_on": "2026-03-08"}, **how
    ).is_recorded()

    found_major.when(order(ordered, "2026-03-08", 1)).refuses("I-02")
    found_major.when(order(ordered, "2026-03-07", 1)).warns("I-02")


def test_a_number_that_is_not_verified_is_confirmed_by_itself(county: Scenario) -> None:
    """A-15: its text is verified and its sum from memory, so it warns until the sum was confirmed; found under the rule."""
    ledger = county.ledger
    number = county.on("2026-03-10").when(confirm := CONFIRMED.but(rule="A-15.large_fine_unit")).answer
    assert isinstance(number, Recorded)

    def refuses(day: str) -> bool:
        law = ledger.law()
        law.value("A-15.large_fine_unit", on=_day("2026-03-10"))
        return law.blocks("A-15", on=_day(day))

    assert (refuses("2026-03-04"), refuses("2026-03-05")) == (False, True)
    assert [fact.number for fact in ledger.facts(tags=["rule:A-15"])] == list(number.numbers)
    county.when(confirm.but(rule="A-15.no_such_sum")).refuses("REF", code="rule.unknown")


def test_every_opened_ledger_reads_the_confirmation(found_major: Scenario, ordered: Step, core: Installation) -> None:
    """A second instance, opened before it and having decided already, knows of it at its next decision."""
    url = f"sqlite:///{found_major.ledger.place.file}"
    with Ledger.open(url, clock=found_major.clock, installation=core) as other:
        assert not other.law().blocks("I-02", on=_day("2026-03-09"))

        found_major.when(CONFIRMED).is_recorded()

        assert other.law().blocks("I-02", on=_day("2026-03-09"))
        Scenario(other).when(order(ordered, "2026-03-09", 1)).refuses("I-02")


def test_the_law_of_an_earlier_number_knows_of_no_later_confirmation(found_major: Scenario) -> None:
    """`law(head)` is what a decision at that number knew, whatever was read since."""
    ledger = found_major.ledger
    before = ledger.recorder.head().number
    found_major.when(CONFIRMED).is_recorded()

    assert ledger.law().blocks("I-02", on=_day("2026-03-09"))
    assert not ledger.law(before).blocks("I-02", on=_day("2026-03-09"))


@pytest.mark.parametrize(
    ("change", "code"), [({"rule": "Z-99"}, "rule.unknown"), ({"authority": "nobody"}, "authority.unknown")]
)
def test_a_confirmation_names_a_rule_and_an_authority(county: Scenario, change: dict[str, Any], code: str) -> None:
    """REF: only what is known can be confirmed, and only by an authority that is registered."""
    county.when(msgspec.structs.replace(CONFIRMED, body={**CONFIRMED.body, **change})).refuses("REF", code=code)


def _day(text: str) -> Any:
    from datetime import date  # noqa: PLC0415

    return date.fromisoformat(text)
