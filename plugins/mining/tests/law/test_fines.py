"""What coal mines are fined, and what a decision says beside the fine (E-16, E-17, E-21, E-22)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.decision import ASKED, CALLED, DISCUSSED, HEARD, REVIEWED
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Attempt, Scenario, Step, given, step

YUAN = 100
OVERDUE = "The order of 2026-01-05 ran out on 2026-02-05"
RANGES = [
    ("E-17", "CMSR-64.producing", 500_000, 2_000_000, ["fine", "stop"]),
    ("E-17", "CMSR-64.principal", 30_000, 150_000, []),
    *(
        ("E-21", f"CMSR-63.{what}", 100_000, 200_000, [])
        for what in ("responsibility", "posts", "systems", "designs", "appraisals", "slopes", "command")
    ),
    ("E-21", "CMSR-63.overdue", 200_000, 500_000, ["fine", "stop"]),
    ("E-21", "CMSR-63.persons", 30_000, 50_000, []),
    ("E-22", "CMSR-66.obstruction", 100_000, 200_000, []),
    ("E-22", "CMSR-66.persons", 10_000, 20_000, []),
]


def notice(coal: Scenario, offence: str, yuan: int, sanctions: list[str], **changes: Any) -> Attempt:
    """The notice of a fine at coal mine S-2."""
    coal = given(coal.ledger, FILED.but(site="S-2")).on("2026-03-09")
    body = {"disobeyed": OVERDUE, "sanctions": sanctions, **changes}
    return coal.when(NOTIFIED.but(offence=offence, fine_fen=yuan * YUAN, **body))


@pytest.mark.rule("E-17", "E-21", "E-22")
@pytest.mark.parametrize(("rule", "offence", "least", "most", "sanctions"), RANGES)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_ranges(
    coal: Scenario, rule: str, offence: str, least: int, most: int, sanctions: list[str], off: int
) -> None:
    """E-17, E-21, E-22: each range of Arts 63, 64 and 66, to the yuan at both ends."""
    if off < 0:
        notice(coal, offence, least - 1, sanctions).refuses(rule, code="case.fine_below_range")
    elif off > 0:
        notice(coal, offence, most + 1, sanctions).refuses(rule, code="case.fine_above_range")
    else:
        notice(coal, offence, least, sanctions).is_recorded()


@pytest.mark.rule("E-17", "E-21", "E-22")
@pytest.mark.parametrize(("rule", "offence", "least", "most", "sanctions"), RANGES)
def test_the_highest_fine(coal: Scenario, rule: str, offence: str, least: int, most: int, sanctions: list[str]) -> None:
    """E-17, E-21, E-22: the highest sum of each range is inside it."""
    notice(coal, offence, most, sanctions).is_recorded()


@pytest.mark.rule("E-21", "E-22")
@pytest.mark.parametrize(
    ("rule", "offence", "yuan", "sanctions"),
    [
        ("E-21", "CMSR-63.overdue", 300_000, ["fine", "stop"]),
        ("E-21", "CMSR-63.persons", 40_000, []),
        ("E-22", "CMSR-66.obstruction", 150_000, []),
        ("E-22", "CMSR-66.persons", 15_000, []),
    ],
)
def test_an_order_goes_before(coal: Scenario, rule: str, offence: str, yuan: int, sanctions: list[str]) -> None:
    """E-21, E-22: what is fined only when it was not corrected is not fined before an order ran out or was refused."""
    refused = notice(coal, offence, yuan, sanctions, disobeyed="")

    refused.refuses(rule, code="case.not_disobeyed")


@pytest.mark.rule("E-21")
def test_the_first_fine_waits_for_no_order(coal: Scenario) -> None:
    """E-21: 100,000 to 200,000 yuan go with the order to correct, at once."""
    notice(coal, "CMSR-63.appraisals", 150_000, [], disobeyed="").is_recorded()


@pytest.mark.rule("E-17", "E-21")
@pytest.mark.parametrize(
    ("rule", "offence", "yuan"), [("E-17", "CMSR-64.producing", 800_000), ("E-21", "CMSR-63.overdue", 300_000)]
)
@pytest.mark.parametrize("sanctions", [[], ["fine"], ["fine", "stop"]])
def test_a_stop_goes_with_the_fine(coal: Scenario, rule: str, offence: str, yuan: int, sanctions: list[str]) -> None:
    """E-17, E-21: a mine that produced with a major hazard, or did not correct in time, is stopped as well as fined."""
    attempt = notice(coal, offence, yuan, sanctions)

    if "stop" in sanctions:
        attempt.is_recorded()
    else:
        attempt.refuses(rule, code="coal_case.no_stop")


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────

HAZARDS = [{key: value for key, value in one.items() if key != "criterion"} for one in FOUND.body["hazards"]]
SEEN = FOUND.but(site="S-2", hazards=HAZARDS, inspected_on="2026-02-25")
WAIVED = step("case.make_statement", case="C-1", kind="waiver", hearing_waived=True, made_on="2026-03-10")


def decided(offence: str, yuan: int, **changes: Any) -> Step:
    """The decision after a hearing, legal review and discussion."""
    body = {"hearing_findings": "The record shows it", "decided_on": "2026-04-01", **changes}
    return DECIDED.but(offence=offence, fine_fen=yuan * YUAN, **body)


@pytest.mark.rule("E-17")
@pytest.mark.parametrize(("hazard", "lawful"), [("H-1", False), ("H-2", True)])
def test_a_major_hazard_stands_behind_it(coal: Scenario, hazard: str, lawful: bool) -> None:
    """E-17: the fine of Art 64 is for producing with a major hazard: a case about a general one does not carry it."""
    told = NOTIFIED.but(offence="CMSR-64.producing", fine_fen=600_000 * YUAN, sanctions=["fine", "stop"])
    gates = (ASKED, CALLED, HEARD, REVIEWED, DISCUSSED)
    coal = given(coal.ledger, SEEN, FILED.but(site="S-2", hazards=[hazard]), told, *gates).on("2026-04-01")

    attempt = coal.when(decided("CMSR-64.producing", 600_000, sanctions=["fine", "stop"]))

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("E-17", code="coal_case.no_major_hazard")


@pytest.mark.rule("E-16")
@pytest.mark.parametrize("offence", ["CMSR-61.unlicensed", "CMSR-65.methods"])
@pytest.mark.parametrize(
    ("gains", "least", "most"),
    [(0, 100_000, 200_000), (99_999, 100_000, 200_000), (100_000, 200_000, 500_000), (300_000, 600_000, 1_500_000)],
)
def test_the_fine_by_the_gains(coal: Scenario, offence: str, gains: int, least: int, most: int) -> None:
    """E-16: from gains of 100,000 yuan on two to five times them, below 100,000 to 200,000; all of them are confiscated."""
    taken = ["fine", "confiscation"]
    told = NOTIFIED.but(offence=offence, fine_fen=(most + 1) * YUAN, sanctions=taken)
    coal = given(coal.ledger, FILED.but(site="S-2"), told, WAIVED, REVIEWED, DISCUSSED).on("2026-04-01")
    money = {"gains_fen": gains * YUAN, "confiscated_fen": gains * YUAN, "sanctions": taken}

    def attempt(yuan: int) -> Attempt:
        return coal.when(decided(offence, yuan, **money))

    attempt(least - 1).refuses("E-16", code="case.fine_below_range")
    attempt(most + 1).refuses("E-16", code="case.fine_above_range")
    attempt(least).is_recorded()


@pytest.mark.rule("E-16")
def test_five_times_the_gains(coal: Scenario) -> None:
    """E-16: five times gains of 100,000 yuan, 500,000, is inside the range."""
    taken = ["fine", "confiscation"]
    told = NOTIFIED.but(offence="CMSR-61.unlicensed", fine_fen=500_000 * YUAN, sanctions=taken)
    coal = given(coal.ledger, FILED.but(site="S-2"), told, WAIVED, REVIEWED, DISCUSSED).on("2026-04-01")
    gains = 100_000 * YUAN

    fine = decided("CMSR-61.unlicensed", 500_000, gains_fen=gains, confiscated_fen=gains, sanctions=taken)

    coal.when(fine).is_recorded()


@pytest.mark.rule("E-16")
@pytest.mark.parametrize(("yuan", "lawful"), [(99_999, False), (100_000, True), (5_000_000, True)])
def test_a_notice_does_not_say_the_gains(coal: Scenario, yuan: int, lawful: bool) -> None:
    """E-16: the notice has no gains, so it is held to the least fine alone; the decision is held to both ends."""
    attempt = notice(coal, "CMSR-61.unlicensed", yuan, ["fine", "confiscation"])

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("E-16", code="case.fine_below_range")


@pytest.mark.rule("E-16")
@pytest.mark.parametrize("offence", ["CMSR-61.unlicensed", "CMSR-65.methods"])
@pytest.mark.parametrize("sanctions", [[], ["fine"], ["fine", "confiscation"]])
def test_what_was_gained_is_confiscated(coal: Scenario, offence: str, sanctions: list[str]) -> None:
    """E-16: gains, coal and equipment are confiscated beside the fine."""
    attempt = notice(coal, offence, 150_000, sanctions)

    if "confiscation" in sanctions:
        attempt.is_recorded()
    else:
        attempt.refuses("E-16", code="coal_case.nothing_confiscated")
