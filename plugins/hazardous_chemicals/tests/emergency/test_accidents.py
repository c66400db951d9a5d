"""F-22: a unit tells four departments of an accident, and that of transport where it happened in carriage."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, given, step

RECEIVED = step(
    "accident.receive_report",
    accident="A-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    happened_at="2026-03-04T08:00:00+08:00",
    head_told_at="2026-03-04T08:10:00+08:00",
    profile="Chlor-alkali plant, 80 staff",
    scene="Store 2",
    course="A valve burst",
    measures="Store emptied",
    deaths=0,
    injuries=4,
    missing=0,
    loss_fen=300_000_000,
    received_at="2026-03-04T08:50:00+08:00",
)
ALL = ["emergency", "ecology", "police", "health"]
TOLD = step("chemical_accident.report", accident="A-1", recipients=ALL, told_at="2026-03-04T09:10:00+08:00")
ELSEWHERE = step(
    "site.register",
    site="S-3",
    enterprise="E-1",
    name="Office",
    address="3 River Road",
    authority="emb",
    sector="general",
    registered_on="2020-01-02",
)


@pytest.mark.rule("F-22")
def test_a_leak_that_was_reported_to_the_emergency_department_alone(county: Scenario) -> None:
    """Art 71: whoever was not told is listed when the report comes in, which tells the emergency department itself."""
    attempt = county.on("2026-03-04").when(RECEIVED)

    attempt.warns("F-22", code="chemical_accident.not_told").says("A-1: ecology, police, health not told")


@pytest.mark.rule("F-22")
def test_an_accident_on_a_site_of_no_sector(county: Scenario) -> None:
    """Art 71 binds units that deal in hazardous chemicals."""
    given(county.ledger, ELSEWHERE).on("2026-03-04").when(RECEIVED.but(site="S-3")).quietly()


@pytest.mark.rule("F-22")
@pytest.mark.parametrize(
    ("recipients", "carriage", "missing"),
    [
        (ALL, False, ""),
        ([*ALL, "transport"], True, ""),
        (ALL, True, "transport not told"),
        (["emergency", "ecology", "police"], False, "health not told"),
        (["emergency"], False, "ecology, police, health not told"),
        ([], False, "emergency, ecology, police, health not told"),
    ],
)
def test_who_was_told(county: Scenario, recipients: list[str], carriage: bool, missing: str) -> None:
    """Four departments, and that of transport in carriage; whoever lacks is listed."""
    county = given(county.ledger, RECEIVED).on("2026-03-04")

    attempt = county.when(TOLD.but(recipients=recipients, carriage=carriage, told_at="2026-03-04T09:00:00+08:00"))

    if missing:
        attempt.warns("F-22", code="chemical_accident.not_told").says(missing)
    else:
        attempt.then("chemical_accident.reported").quietly()


@pytest.mark.rule("F-22")
def test_telling_one_after_the_other(county: Scenario) -> None:
    """What was told before counts, and so does that it happened in carriage; the rest is owed until it is told."""
    first = TOLD.but(recipients=["emergency", "police"], carriage=True)
    county = given(county.ledger, RECEIVED, first)
    owed = [
        one
        for one in next_steps(county.ledger, "chemical_accident:A-1", on=date(2026, 3, 4)).steps
        if one.rule == "F-22"
    ]
    county.on("2026-03-04").when(TOLD.but(recipients=["ecology", "health", "transport"])).quietly()

    assert [(one.command, one.title, one.title_zh) for one in owed] == [
        (
            "chemical_accident.report",
            "Tell of the accident: ecology, health, transport",
            "向有关部门报告事故：生态环境、卫生健康、交通运输",
        )
    ]
    after = next_steps(county.ledger, "chemical_accident:A-1", on=date(2026, 3, 4)).steps
    assert [one for one in after if one.rule == "F-22"] == []


GOV = step("authority.register", authority="gov", name="County government", level="county", registered_on="2020-01-02")
ORGANS = ("government", "emergency", "sector", "supervision", "police", "union")
TEAM = step(
    "accident.form_team",
    accident="A-1",
    government="gov",
    level="county",
    members=[{"member": f"m-{organ}", "organ": organ} for organ in ORGANS],
    procuratorate_invited=True,
    leader="m-government",
    formed_on="2026-03-05",
)
SUBMITTED = step(
    "accident.submit_report",
    accident="A-1",
    unit="The plant",
    course="The valve burst at 08:00",
    casualties="Four hurt, 3 million yuan",
    cause="Corrosion",
    responsibility="The plant and its principal",
    prevention="New valves",
    evidence_attached=True,
    signed=[f"m-{organ}" for organ in ORGANS],
    grade="general",
    deaths=0,
    injuries=4,
    loss_fen=300_000_000,
    responsible=True,
    submitted_on="2026-04-20",
)


@pytest.mark.rule("F-22")
@pytest.mark.parametrize(
    ("recipients", "warned"), [(["ecology", "police"], True), (["ecology", "police", "health"], False)]
)
def test_the_end_of_the_investigation(county: Scenario, recipients: list[str], warned: bool) -> None:
    """Whoever was still not told is listed again when the investigation reports (Art 94)."""
    county = given(county.ledger, GOV, RECEIVED, TOLD.but(recipients=recipients), TEAM).on("2026-04-20")

    attempt = county.when(SUBMITTED)

    if warned:
        attempt.warns("F-22", code="chemical_accident.not_told").says("health not told")
    else:
        attempt.quietly()


@pytest.mark.rule("F-22")
@pytest.mark.parametrize(("minute", "warned"), [("09", False), ("10", False), ("11", True)])
def test_told_within_the_hour(county: Scenario, minute: str, warned: bool) -> None:
    """The head was told at 08:10, so the hour ends at 09:10."""
    county = given(county.ledger, RECEIVED).on("2026-03-04")

    attempt = county.when(TOLD.but(told_at=f"2026-03-04T09:{minute}:00+08:00"))

    if warned:
        attempt.warns("F-22", code="chemical_accident.told_late")
    else:
        attempt.quietly()


@pytest.mark.rule("F-22")
def test_the_hour_where_nobody_says_when_the_head_was_told(county: Scenario) -> None:
    """It runs from the accident itself."""
    county = given(county.ledger, RECEIVED.but(head_told_at=None)).on("2026-03-04")

    county.when(TOLD).warns("F-22", code="chemical_accident.told_late")


@pytest.mark.parametrize(("told_at", "refused"), [("07:59", True), ("08:00", False), ("08:01", False)])
def test_nobody_tells_before_it_happened(county: Scenario, told_at: str, refused: bool) -> None:
    """An accident is reported when it happened, or after."""
    county = given(county.ledger, RECEIVED).on("2026-03-04")

    attempt = county.when(TOLD.but(told_at=f"2026-03-04T{told_at}:00+08:00"))

    if refused:
        attempt.refuses("SEQ", code="chemical_accident.told_before")
    else:
        attempt.quietly()


def test_an_accident_that_nobody_entered(county: Scenario) -> None:
    """Of an accident that is on record."""
    county.on("2026-03-04").when(TOLD).refuses("REF", code="accident.unknown")
