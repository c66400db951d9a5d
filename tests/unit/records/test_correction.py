"""Corrections and withdrawals (X-05), through the one door."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, Scenario, given, step

INSPECTED = step(
    "inspection.record",
    inspection="I-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    certificates_shown=True,
    place="Store",
    content="Storage",
    unit_signature="signed",
    inspected_on="2026-03-02",
)


def county(ledger: Ledger) -> tuple[Scenario, int, dict[str, Any]]:
    """A county with one inspection: the scenario, the fact's number and its body."""
    scenario = given(ledger, COUNTY, INSPECTED)
    fact = next(ledger.facts(types=["inspection.recorded"]))
    body = {
        "inspection": "I-1",
        "enterprise": "E-1",
        "site": "S-1",
        "authority": "emb",
        "officers": ["li", "wang"],
        "certificates_shown": True,
        "place": "Store",
        "content": "Storage",
        "problems": "",
        "handling": "",
        "unit_signature": "signed",
        "refusal_noted": False,
        "checklist": None,
        "inspected_on": "2026-03-01",
    }
    return scenario.on("2026-03-10"), fact.number, body


def correction(number: int, body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of `fact.correct`."""
    how = {"reason": "The day was wrong", "authority": "emb", "corrected_on": "2026-03-10"}
    return {"number": number, "body": body, **how, **changes}


def test_a_correction_stands_in_the_place_of_what_it_corrects(ledger: Ledger) -> None:
    """X-05: the new body counts, the old fact stays, and before the correction was known the old one counts."""
    scenario, number, body = county(ledger)
    before = ledger.recorder.head().number

    scenario.when("fact.correct", **correction(number, body)).then("inspection.recorded").quietly()

    assert str(getattr(scenario.state("inspection:I-1"), "inspected_on", "")) == "2026-03-01"
    held = ledger.show("inspection:I-1", known_at=before)
    assert held is not None
    assert str(getattr(held.state, "inspected_on", "")) == "2026-03-02"
    assert len(list(ledger.facts(tags=["inspection:I-1"]))) == 2


def test_a_correction_of_a_correction_names_the_original(ledger: Ledger) -> None:
    """X-05: the remedy says which number to name."""
    scenario, number, body = county(ledger)
    scenario.when("fact.correct", **correction(number, body)).is_recorded()
    corrected = ledger.recorder.head().number

    attempt = scenario.when("fact.correct", **correction(corrected, body))

    attempt.refuses("X-05", code="correction.of_correction").says(f"#{number}")


def test_a_correction_says_why(ledger: Ledger) -> None:
    """X-05: no correction without its reason."""
    scenario, number, body = county(ledger)

    scenario.when("fact.correct", **correction(number, body, reason=" ")).refuses("X-05", code="correction.unreasoned")


@pytest.mark.parametrize(
    ("change", "code"), [({"number": 999}, "fact.unknown"), ({"authority": "nobody"}, "authority.unknown")]
)
def test_a_correction_names_what_there_is(ledger: Ledger, change: dict[str, Any], code: str) -> None:
    """REF: the fact and the authority are known."""
    scenario, number, body = county(ledger)

    scenario.when("fact.correct", **correction(number, body) | change).refuses("REF", code=code)
    withdrawal = {"number": number, "reason": "Another enterprise", "authority": "emb", "withdrawn_on": "2026-03-10"}
    scenario.when("fact.withdraw", **withdrawal | change).refuses("REF", code=code)


def test_a_correction_names_the_changed_fields_alone(ledger: Ledger) -> None:
    """X-05: the fields that are given are replaced, the others stay, and what is recorded is the whole new body."""
    scenario, number, body = county(ledger)

    scenario.when("fact.correct", **correction(number, {"inspected_on": "2026-03-01"})).then("inspection.recorded")

    corrected = ledger.at(ledger.recorder.head().number)
    assert corrected is not None
    assert msgspec.json.decode(msgspec.json.encode(corrected.body)) == body


def test_a_second_correction_changes_the_first(ledger: Ledger) -> None:
    """X-05: the field that an earlier correction mended stays mended."""
    scenario, number, _ = county(ledger)
    scenario.when("fact.correct", **correction(number, {"inspected_on": "2026-03-01"})).is_recorded()

    scenario.when("fact.correct", **correction(number, {"place": "Tank farm"})).is_recorded()

    corrected = ledger.at(ledger.recorder.head().number)
    assert corrected is not None
    assert (str(corrected.body.inspected_on), corrected.body.place) == ("2026-03-01", "Tank farm")  # type: ignore[union-attr]


@pytest.mark.parametrize("changes", [{}, {"place": "Store"}])
def test_a_correction_changes_something(ledger: Ledger, changes: dict[str, Any]) -> None:
    """X-05: a correction that says what stands already is refused."""
    scenario, number, _ = county(ledger)

    scenario.when("fact.correct", **correction(number, changes)).refuses("X-05", code="correction.changes_nothing")


def test_a_correction_fits_the_declaration_of_the_fact(ledger: Ledger) -> None:
    """REF: a body that its declaration refuses is named with its field."""
    scenario, number, body = county(ledger)

    attempt = scenario.when("fact.correct", **correction(number, body | {"inspected_on": "yesterday"}))

    attempt.refuses("REF", code="correction.body_wrong").says("inspected_on")


def test_a_withdrawn_fact_no_longer_counts_and_stays_visible(ledger: Ledger) -> None:
    """X-05: after a withdrawal the record is gone from the state and there in the history."""
    scenario, number, _ = county(ledger)
    before = ledger.recorder.head().number

    scenario.when(
        "fact.withdraw", number=number, reason="Another enterprise", authority="emb", withdrawn_on="2026-03-10"
    ).then("fact.withdrawn").quietly()

    assert scenario.state("inspection:I-1") is None
    assert ledger.show("inspection:I-1", known_at=before) is not None
    assert [fact.type for fact in ledger.facts(tags=["inspection:I-1"])] == ["inspection.recorded", "fact.withdrawn"]


def test_a_withdrawal_says_why(ledger: Ledger) -> None:
    """X-05: no withdrawal without its reason."""
    scenario, number, _ = county(ledger)

    attempt = scenario.when("fact.withdraw", number=number, reason=" ", authority="emb", withdrawn_on="2026-03-10")

    attempt.refuses("X-05", code="correction.unreasoned")


def test_a_withdrawal_is_neither_corrected_nor_withdrawn(ledger: Ledger) -> None:
    """X-05: what was withdrawn is recorded anew, not brought back; neither is it withdrawn twice."""
    scenario, number, body = county(ledger)
    withdraw = step("fact.withdraw", reason="Another", authority="emb", withdrawn_on="2026-03-10")
    scenario.when(withdraw.but(number=number)).is_recorded()
    withdrawal = ledger.recorder.head().number

    scenario.when(withdraw.but(number=withdrawal)).refuses("X-05", code="correction.of_withdrawal")
    scenario.when("fact.correct", **correction(withdrawal, body)).refuses("X-05", code="correction.of_withdrawal")
    scenario.when(withdraw.but(number=number)).refuses("X-05", code="correction.of_withdrawn")
    scenario.when("fact.correct", **correction(number, body)).refuses("X-05", code="correction.of_withdrawn")


def test_a_withdrawn_correction_lets_the_original_stand_again(ledger: Ledger) -> None:
    """X-05: withdrawing the correction brings back what it corrected."""
    scenario, number, body = county(ledger)
    scenario.when("fact.correct", **correction(number, body)).is_recorded()
    corrected = ledger.recorder.head().number

    scenario.when(
        "fact.withdraw", number=corrected, reason="It was right", authority="emb", withdrawn_on="2026-03-11"
    ).refuses("TIME")
    scenario.on("2026-03-11").when(
        "fact.withdraw", number=corrected, reason="It was right", authority="emb", withdrawn_on="2026-03-11"
    ).is_recorded()

    assert str(getattr(scenario.state("inspection:I-1"), "inspected_on", "")) == "2026-03-02"


@pytest.mark.parametrize(
    ("fact", "warned"),
    [("enterprise.registered", "2"), ("site.registered", "1"), ("inspection.recorded", ""), ("officer.certified", "1")],
)
def test_a_withdrawal_tells_what_rests_on_it(ledger: Ledger, fact: str, warned: str) -> None:
    """X-05: the later facts about the same subject are counted in a warning; withdrawn ones are not among them."""
    scenario = given(ledger, COUNTY, INSPECTED, INSPECTED.but(inspection="I-2")).on("2026-03-10")
    how = {"reason": "Another county", "authority": "emb", "withdrawn_on": "2026-03-10"}
    last = ledger.recorder.head().number
    number = next(ledger.facts(types=[fact])).number
    scenario.when("fact.withdraw", number=last, **how).quietly()

    attempt = scenario.when("fact.withdraw", number=number, **how)

    if warned:
        attempt.warns("X-05", code="withdrawal.rested_on").says(f"{warned} later fact(s)")
    else:
        attempt.quietly()


def test_many_that_rest_on_it_are_counted_up_to_a_limit(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-05: the count of a long history ends at its limit, and says so."""
    for module in ("deciding.submit", "records.correction"):
        monkeypatch.setattr(f"regledger.{module}.RESTING", 2)
    scenario = given(ledger, COUNTY, INSPECTED).on("2026-03-10")

    attempt = scenario.when(
        "fact.withdraw", number=1, reason="Another county", authority="emb", withdrawn_on="2026-03-10"
    )

    attempt.warns("X-05").says("2 or more later fact(s) about authority:emb")


def test_what_amends_a_defective_record_is_not_told_of_its_defect(ledger: Ledger) -> None:
    """X-05: a correction or withdrawal stands on none of the facts that it reads, so that it warns of none."""
    alone = INSPECTED.but(officers=["li"])
    scenario = given(ledger, COUNTY).on("2026-03-10")
    recorded = scenario.when(alone).as_it_happened("Nobody else was there").records_defect("A-01").answer
    number = getattr(recorded, "numbers", (0,))[0]

    wrong = scenario.when("fact.correct", **correction(number, {"inspected_on": "yesterday"}))
    right = scenario.when("fact.correct", **correction(number, {"place": "Tank farm"}))

    wrong.refuses("REF", code="correction.body_wrong")
    assert wrong.answer.warnings == ()
    right.quietly()
