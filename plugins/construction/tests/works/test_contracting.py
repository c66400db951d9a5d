"""Who answers for a site: the main contractor, its subcontractors, and the supervision unit (G-07, G-08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step

Make = Callable[..., Step]
SUBCONTRACT = step(
    "subcontract.sign",
    subcontract="SC-1",
    contractor="E-1",
    subcontractor="E-S",
    site="S-2",
    authority="emb",
    scope="Plaster",
    main_structure=False,
    duties_written=True,
    signed_on="2026-02-02",
)
ACCIDENT = step(
    "accident.receive_report",
    accident="A-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    happened_at="2026-03-02T08:00:00+08:00",
    head_told_at="2026-03-02T08:10:00+08:00",
    profile="Tower, 80 workers",
    scene="Floor 7, 08:00",
    course="A scaffold gave way",
    measures="Works stopped",
    deaths=1,
    injuries=0,
    missing=0,
    loss_fen=300_000_000,
    received_at="2026-03-02T08:50:00+08:00",
)
REPORTED = step(
    "works_accident.note_report",
    accident="A-1",
    authority="emb",
    reported_by="E-1",
    reported_at="2026-03-02T08:50:00+08:00",
)
ATTRIBUTED = step("works_accident.attribute", accident="A-1", authority="emb", bearer="E-1", attributed_on="2026-04-20")
NOTICE = step(
    "supervision_notice.record",
    notice="SN-1",
    enterprise="E-V",
    site="S-2",
    authority="emb",
    hazard="No edge protection on floor 7",
    serious=True,
    correction_demanded=True,
    stop_demanded=True,
    builder_told=True,
    found_on="2026-03-02",
)


@pytest.mark.rule("G-08")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"main_structure": True}, "subcontract.of_main_structure"),
        ({"duties_written": False}, "subcontract.duties_not_written"),
    ],
)
def test_what_a_subcontract_says(county: Scenario, change: dict[str, Any], code: str) -> None:
    """The main structure is the contractor's own, and the duties of both are written down (Art 24); what lacks is noted."""
    attempt = county.on("2026-02-02").when(SUBCONTRACT.but(**change))

    attempt.warns("G-08", code=code) if code else attempt.quietly()


@pytest.mark.rule("G-08")
@pytest.mark.parametrize(("reporter", "noted"), [("E-1", False), ("E-S", True)])
def test_the_main_contractor_reports(county: Scenario, profiled: Make, reporter: str, noted: bool) -> None:
    """A report of a subcontractor alone is noted, and the main contractor's is owed until it came (Art 50)."""
    county = given(county.ledger, profiled(), ACCIDENT).on("2026-03-02T09:00:00+08:00")

    attempt = county.when(REPORTED.but(reported_by=reporter))

    attempt.warns("G-08", code="works_accident.not_by_main_contractor") if noted else attempt.quietly()
    owed = [one for one in next_steps(county.ledger, "accident:A-1").steps if one.rule == "G-08"]
    assert len(owed) == noted


@pytest.mark.rule("G-08")
def test_both_reports_are_enough(county: Scenario, profiled: Make) -> None:
    """When the main contractor reports after its subcontractor nothing is owed any more."""
    county = given(county.ledger, profiled(), ACCIDENT).on("2026-03-02T09:00:00+08:00")

    county.when(REPORTED.but(reported_by="E-S")).is_recorded()
    county.when(REPORTED).quietly()


@pytest.mark.rule("G-08")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"bearer": "E-S", "jointly": ["E-1"]}, ""),
        ({"bearer": "E-S"}, "works_accident.contractor_not_joint"),
        ({"bearer": "E-S", "jointly": ["E-1"], "disobeyed": "E-S"}, ""),
        ({"disobeyed": "E-S"}, "works_accident.disobedient_not_bearer"),
    ],
)
def test_who_bears_the_responsibility(county: Scenario, profiled: Make, change: dict[str, Any], code: str) -> None:
    """A subcontractor that did not obey bears the main part, and the contractor answers with it for a subcontractor's (Art 24)."""
    county = given(county.ledger, profiled(), ACCIDENT).on("2026-04-20")

    attempt = county.when(ATTRIBUTED.but(**change))

    attempt.refuses("G-08", code=code) if code else attempt.quietly()


@pytest.mark.rule("G-07")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"serious": False, "stop_demanded": False, "builder_told": False}, ""),
        (
            {"serious": False, "correction_demanded": False, "stop_demanded": False},
            "supervision_notice.nothing_demanded",
        ),
        ({"stop_demanded": False}, "supervision_notice.no_stop_demanded"),
        ({"builder_told": False}, "supervision_notice.builder_not_told"),
    ],
)
def test_the_ladder_of_the_supervision_unit(county: Scenario, change: dict[str, Any], code: str) -> None:
    """Correction is demanded, where it is serious a stop as well, and the builder is told (Art 14); what lacks is noted."""
    attempt = county.on("2026-03-02").when(NOTICE.but(**change))

    attempt.warns("G-07", code=code) if code else attempt.quietly()


@pytest.mark.rule("G-07")
def test_a_refusal_is_reported(county: Scenario) -> None:
    """From the refusal on the unit owes a report to the department, until it came."""
    county = given(county.ledger, NOTICE).on("2026-03-05")

    def owed() -> list[str]:
        return [one.command for one in next_steps(county.ledger, "supervision_notice:SN-1").steps if one.rule == "G-07"]

    assert owed() == []
    county.when("supervision_notice.refuse", notice="SN-1", refused_on="2026-03-05").is_recorded()
    assert owed() == ["supervision_notice.report"]
    county.when("supervision_notice.report", notice="SN-1", reported_on="2026-03-05").is_recorded()
    assert owed() == []


@pytest.mark.parametrize("then", ["supervision_notice.refuse", "supervision_notice.report"])
def test_a_notice_that_is_not_on_record(county: Scenario, then: str) -> None:
    """REF: neither a refusal nor a report without the notice that it is about."""
    day = "refused_on" if then.endswith("refuse") else "reported_on"

    county.on("2026-03-05").when(then, notice="SN-9", **{day: "2026-03-05"}).refuses("REF")


def test_what_is_entered_once(county: Scenario, profiled: Make) -> None:
    """REF: another subcontract and another notice take another id, and only an accident on record is attributed."""
    county = given(county.ledger, profiled(), SUBCONTRACT, NOTICE).on("2026-04-20")

    county.when(SUBCONTRACT).refuses("REF", code="subcontract.taken")
    county.when(NOTICE).refuses("REF", code="supervision_notice.taken")
    county.when(ATTRIBUTED).refuses("REF", code="works_accident.unknown")
    county.when(REPORTED).refuses("REF", code="works_accident.unknown")
