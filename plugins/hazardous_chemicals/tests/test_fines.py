"""Ranges of fines: what is punished higher where rectification was refused (`regledger_fine_range`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from regledger.sectors import Hazard, NewFact
from regledger.testing.looking import Source, assert_rows
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import Scenario, Step, given

YUAN = 100
CASE = FILED.but(site="S-2", hazards=["H-1"], act_on="2026-04-06", discovered_on="2026-04-07", opened_on="2026-04-08")
NOTICE = NOTIFIED.but(served_on="2026-04-13", fine_fen=500_000 * YUAN)
LATE = REPORTED.but(reported_on="2026-03-31")
IN_TIME = REPORTED.but(reported_on="2026-03-30")
FAILED = PASSED.but(result="failed", reinspected_on="2026-04-01")


def decided(offence: str, yuan: int, **changes: Any) -> Step:
    """The decision of a fine on 2026-04-21."""
    return DECIDED.but(offence=offence, fine_fen=yuan * YUAN, decided_on="2026-04-21", **changes)


def ordered(county: Scenario, *then: Step) -> Scenario:
    """H-1, found at the plant and ordered to be rectified by 2026-03-30, then a case about it."""
    hazard = FOUND.body["hazards"][:1]
    return given(county.ledger, FOUND.but(site="S-2", hazards=hazard), ORDERED, *then, CASE, NOTICE).on("2026-04-21")


@pytest.mark.parametrize(
    ("offence", "least", "most"),
    [
        ("F-02.not_filed", 10_000, 50_000),
        ("F-03.no_double_custody", 50_000, 100_000),
    ],
)
def test_the_range_where_it_was_refused(county: Scenario, offence: str, least: int, most: int) -> None:
    """F-02, F-03: what was not rectified by its last day is fined in the range of refusal, to the yuan."""
    county = ordered(county)

    county.when(decided(offence, least - 1)).refuses("A-32", code="case.fine_below_range")
    county.when(decided(offence, most + 1)).refuses("A-34", code="case.fine_above_range")
    county.when(decided(offence, most)).quietly()


@pytest.mark.parametrize(
    ("then", "refused"),
    [
        ((), True),
        ((LATE,), True),
        ((IN_TIME,), False),
        ((IN_TIME, FAILED), True),
        ((IN_TIME, PASSED.but(reinspected_on="2026-04-01"), CLEARED.but(cleared_on="2026-04-01")), False),
    ],
)
def test_what_refusal_is(county: Scenario, then: tuple[Step, ...], refused: bool) -> None:
    """Ordered, and not reported by the last day or failed at re-inspection; what was reported in time is none."""
    attempt = ordered(county, *then).when(decided("F-02.not_filed", 10_001))

    if refused:
        attempt.quietly()
    else:
        attempt.refuses("A-34", code="case.fine_above_range").says("10,000")


@pytest.mark.parametrize(("fen", "yuan"), [(2_000_000, 20_000), (6_000_000, 50_000)])
def test_the_milder_law_of_two_days(county: Scenario, packed: Callable[..., Step], fen: int, yuan: int) -> None:
    """A-36: a highest fine that came down between act and decision counts; one that went up does not."""
    pack = packed("F-02.filing_refused_maximum", str(fen), since="2026-04-10")
    county = ordered(given(county.ledger, pack))

    county.when(decided("F-02.not_filed", yuan + 1)).refuses("A-34")
    county.when(decided("F-02.not_filed", yuan)).quietly()


def test_a_case_about_no_ordered_hazard(county: Scenario) -> None:
    """Where nothing was ordered nothing was refused: the parameters of the offence are the range."""
    county = given(county.ledger, CASE.but(hazards=[]), NOTICE).on("2026-04-21")

    county.when(decided("F-02.not_filed", 10_001)).refuses("A-34")
    county.when(decided("F-02.not_filed", 10_000)).quietly()


def test_an_order_that_only_a_register_tells_of(county: Scenario) -> None:
    """Nobody judged whether it was lawful, so that it was not obeyed is no refusal."""
    hazard = FOUND.body["hazards"][:1]
    county = given(county.ledger, FOUND.but(site="S-2", hazards=hazard)).on("2026-03-31")
    [issued] = [one for one in county.ledger.installation.catalogue.types if one.name == "order.issued"]
    body = msgspec.convert({**ORDERED.body, "enterprise": "E-1", "site": "S-2", "authority": "emb"}, issued.body)
    row = NewFact(body=body, source=Source(register="old", file="0" * 64, row=2, column="on", key="R-1"))
    head = county.ledger.recorder.head().number
    assert_rows(county.ledger, [[row]], register="old", mapping=b"", actor="officer:li", after=head)
    county = given(county.ledger, CASE, NOTICE).on("2026-04-21")

    state = county.state("hazard:H-1")
    assert isinstance(state, Hazard)
    assert state.due_on == date(2026, 3, 30)
    county.when(decided("F-02.not_filed", 10_001)).refuses("A-34")


def test_another_offence_keeps_its_range(county: Scenario) -> None:
    """An offence that knows no refusal has one range: 50,000 to 100,000 yuan for what was not evaluated."""
    county = ordered(county)

    county.when(decided("F-02.not_evaluated", 49_999)).refuses("A-32")
    county.when(decided("F-02.not_evaluated", 50_000)).quietly()


@pytest.mark.parametrize(("act_on", "refused"), [("2026-04-30", True), ("2026-05-01", False)])
def test_the_range_after_the_new_law_only_warns(county: Scenario, act_on: str, refused: bool) -> None:
    """F-01: of an act from 2026-05-01 on the amounts of Decree 591 were not compared with the new Law: they warn."""
    day = "2026-04-30" if refused else "2026-05-21"
    case = CASE.but(act_on=act_on, discovered_on=act_on, opened_on=act_on)
    notice = NOTICE.but(served_on="2026-05-11" if not refused else "2026-04-30")
    hazard = FOUND.body["hazards"][:1]
    county = given(county.ledger, FOUND.but(site="S-2", hazards=hazard), ORDERED, case, notice).on(day)

    attempt = county.when(
        "case.serve_notice",
        case="C-1",
        fine_fen=50_001 * YUAN,
        offence="F-02.not_filed",
        facts="Not filed",
        basis="危险化学品安全法(2025) Art 1",
        hearing_right_told=True,
        evidence_summary="Record of the inspection",
        defence_told=True,
        contact="Enforcement office",
        sealed=True,
        served_on=day,
    )

    if refused:
        attempt.refuses("A-34")
    else:
        attempt.warns("A-34")
