"""Inspections: A-01, B-25 and I-01, through the one door."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, given

INSPECTION: dict[str, Any] = {
    "inspection": "I-1",
    "enterprise": "E-1",
    "site": "S-1",
    "authority": "emb",
    "officers": ["li", "wang"],
    "certificates_shown": True,
    "place": "Chlorine store",
    "content": "Storage, alarms, ledger",
    "problems": "The alarm is off",
    "handling": "Order to rectify",
    "unit_signature": "signed",
    "hazards": [{"hazard": "H-1", "level": "general", "description": "Alarm off", "basis": "安全生产法 Art 36"}],
    "inspected_on": "2026-03-02",
}


def test_an_inspection_by_two_qualified_officers_is_recorded_with_its_hazards(ledger: Ledger) -> None:
    """A-01: two officers with valid certificates record an inspection; each hazard is a fact of its own."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **INSPECTION)

    attempt.then("inspection.recorded", "hazard.found").quietly()


@pytest.mark.parametrize(("day", "lapsed"), [("2026-02-27", False), ("2026-02-28", False), ("2026-03-01", True)])
def test_a_certificate_counts_to_its_last_day(ledger: Ledger, day: str, lapsed: bool) -> None:
    """A-01: the last day of a certificate is a valid day, the next one is not."""
    body = INSPECTION | {"officers": ["li", "zhao"], "inspected_on": day}

    attempt = given(ledger, COUNTY).on("2026-03-10").when("inspection.record", **body)

    if lapsed:
        attempt.refuses("A-01", code="officer.certificate_lapsed").says("zhao", "2026-02-28")
    else:
        attempt.is_recorded()


@pytest.mark.parametrize("officers", [["li"], ["li", "li"], []])
def test_fewer_than_two_officers_are_refused(ledger: Ledger, officers: list[str]) -> None:
    """A-01: one officer, or one named twice, is fewer than two."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **INSPECTION | {"officers": officers})

    attempt.refuses("A-01", code="officers.too_few")


def test_certificates_that_were_not_shown_are_refused(ledger: Ledger) -> None:
    """A-01: officers show their certificates unprompted."""
    body = INSPECTION | {"certificates_shown": False}

    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **body)

    attempt.refuses("A-01", code="inspection.certificates_not_shown")


def test_an_unlawful_inspection_that_happened_is_recorded_with_its_defect(ledger: Ledger) -> None:
    """A-01: what already happened can be recorded as it happened, and the record says what was unlawful."""
    body = INSPECTION | {"officers": ["zhao"]}

    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **body)
    happened = attempt.as_it_happened("The second officer fell ill on the way")

    attempt.refuses("A-01")
    happened.records_defect("A-01")
    held = ledger.show("inspection:I-1")
    assert held is not None
    assert {defect.objection.code for defect in held.defects} == {"officer.certificate_lapsed", "officers.too_few"}


@pytest.mark.parametrize("part", ["place", "content"])
def test_a_record_with_a_blank_part_is_refused(ledger: Ledger, part: str) -> None:
    """B-25: time, place and content are written down."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **INSPECTION | {part: "  "})

    attempt.refuses("B-25").says(part)


def test_a_refused_signature_needs_its_note(ledger: Ledger) -> None:
    """B-25: a head of unit who refuses to sign is noted and reported, or the record is not sealed."""
    scenario = given(ledger, COUNTY).on("2026-03-02")
    unsigned = INSPECTION | {"unit_signature": "refused"}

    scenario.when("inspection.record", **unsigned).refuses("B-25")
    scenario.when("inspection.record", **unsigned | {"refusal_noted": True}).is_recorded()


def test_a_major_hazard_without_a_criterion_warns(ledger: Ledger) -> None:
    """I-01 (SECONDARY): a major hazard names its criterion; until confirmed the rule warns. One that nothing declares is told."""
    found = {"hazard": "H-2", "level": "major", "description": "No cut-off valve", "basis": "GB 18218"}
    scenario = given(ledger, COUNTY).on("2026-03-02")

    without = scenario.when("inspection.record", **INSPECTION | {"hazards": [found]})
    without.warns("I-01", code="hazard.major_without_criterion")
    named = found | {"hazard": "H-3", "criterion": "hazchem-2017/5"}
    scenario.when("inspection.record", **INSPECTION | {"inspection": "I-2", "hazards": [named]}).warns(
        "I-01", code="hazard.criterion_unknown"
    ).says("hazchem-2017/5")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "mayor"}, "authority.unknown"),
        ({"officers": ["li", "wang", "nobody"]}, "officer.unknown"),
    ],
)
def test_an_inspection_that_names_nobody_is_never_recorded(ledger: Ledger, change: dict[str, Any], code: str) -> None:
    """REF: what names nothing cannot be recorded, not even as it happened."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **INSPECTION | change)

    answer = attempt.as_it_happened("It happened").answer

    assert code in {one.code for one in getattr(answer, "objections", ())}


def test_an_inspection_id_is_used_once(ledger: Ledger) -> None:
    """REF: a second inspection under the same id is refused, and so is a second hazard."""
    scenario = given(ledger, COUNTY).on("2026-03-02")

    scenario.when("inspection.record", **INSPECTION).is_recorded()
    scenario.when("inspection.record", **INSPECTION | {"hazards": []}).refuses("REF", code="inspection.taken")
    scenario.when("inspection.record", **INSPECTION | {"inspection": "I-2"}).refuses("REF", code="hazard.taken")
