"""Accidents in coal mines: who investigates, and the mine's own fines (E-18, C-08; TRAP-02, TRAP-03)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import Attempt, Scenario, Step, given, step

YUAN = 100
ORGANS = ("government", "emergency", "sector", "supervision", "police", "union")
LEVELS = {"general": "county", "larger": "city", "major": "province", "particularly_major": "state"}
DEATHS = {"general": 2, "larger": 3, "major": 10, "particularly_major": 30}
RANGES = {
    "general": (500_000, 1_000_000),
    "larger": (1_500_000, 2_000_000),
    "major": (5_000_000, 10_000_000),
    "particularly_major": (10_000_000, 20_000_000),
}


def reported(site: str, deaths: int, day: str = "2026-03-02") -> Step:
    """An accident with so many dead."""
    return step(
        "accident.receive_report",
        accident="A-1",
        enterprise="E-1",
        site=site,
        authority="emb",
        happened_at=f"{day}T08:00:00+08:00",
        head_told_at=f"{day}T08:10:00+08:00",
        profile="A mine, 80 staff",
        scene="Face 2, 08:00",
        course="The roof fell",
        measures="Mine emptied",
        deaths=deaths,
        injuries=0,
        missing=0,
        loss_fen=0,
        injured=[],
        received_at=f"{day}T08:50:00+08:00",
    )


def team(by: str, grade: str) -> Step:
    """The team that `by` forms."""
    return step(
        "accident.form_team",
        accident="A-1",
        government=by,
        level=LEVELS[grade],
        members=[{"member": f"m-{one}", "organ": one} for one in ORGANS],
        procuratorate_invited=True,
        leader="m-government",
        formed_on="2026-03-05",
    )


def penalty(yuan: int, **changes: Any) -> Step:
    """A fine on the unit that is proposed."""
    return step(
        "accident.propose_penalty",
        accident="A-1",
        penalty="P-1",
        target="unit",
        conduct="accident",
        basis="work_safety_law",
        fine_fen=yuan * YUAN,
        proposed_on="2026-04-21",
        **changes,
    )


def noticed(
    coal: Scenario, offence: str, *fines: int, site: str = "S-2", act_on: str = "2026-02-25"
) -> Iterator[Attempt]:
    """Notices of fines in yuan for that offence at that site, one after the other."""
    coal = given(coal.ledger, FILED.but(site=site, act_on=act_on, discovered_on=act_on)).on("2026-03-09")
    for yuan in fines:
        yield coal.when(NOTIFIED.but(offence=offence, fine_fen=yuan * YUAN, new_facts="The mine's own account"))


@pytest.mark.rule("C-08")
@pytest.mark.parametrize("grade", ["general", "larger", "major"])
def test_trap_03_a_coal_accident_is_not_investigated_by_a_government(coal: Scenario, grade: str) -> None:
    """C-08: up to major grade a mine safety body forms the team (Art 60); a government is refused, and told who is right."""
    coal = given(coal.ledger, reported("S-2", DEATHS[grade])).on("2026-03-05")

    refused = coal.when(team("gov", grade))
    refused.refuses("C-08", code="coal_accident.team_of_another").says("mine safety body", "Art 60")
    coal.when(team("bureau", grade)).quietly()


@pytest.mark.rule("C-08")
def test_a_particularly_major_one_is_not_theirs(coal: Scenario) -> None:
    """C-08: thirty dead are investigated by the State Council, or whom it empowers, in a coal mine as anywhere."""
    coal = given(coal.ledger, reported("S-2", 30)).on("2026-03-05")

    coal.when(team("gov", "particularly_major").but(government="emb")).quietly()


@pytest.mark.rule("C-08")
@pytest.mark.parametrize("site", ["S-1", "S-3", "S-5"])
def test_other_mines_keep_their_government(coal: Scenario, site: str) -> None:
    """C-08: an accident in a quarry, a metal mine or no mine is investigated by the county government."""
    coal = given(coal.ledger, reported(site, 2)).on("2026-03-05")

    coal.when(team("gov", "general")).quietly()


@pytest.mark.rule("E-18")
@pytest.mark.parametrize("grade", RANGES)
@pytest.mark.parametrize("serious", [False, True])
def test_what_a_coal_mine_is_fined_for_an_accident(coal: Scenario, grade: str, serious: bool) -> None:
    """E-18: the range of its own, to the yuan; two to five times its ends where the circumstances are especially serious."""
    least, most = (end * times for end, times in zip(RANGES[grade], (2, 5) if serious else (1, 1), strict=True))
    coal = given(coal.ledger, reported("S-2", DEATHS[grade])).on("2026-04-21")
    rules = ("B-34", "E-18") if grade == "particularly_major" else ("E-18",)

    low = coal.when(penalty(least - 1, serious=serious))
    low.refuses(*rules, code="coal_accident.fine_out_of_range").says(f"{least} to {most} yuan")
    high = coal.when(penalty(most + 1, serious=serious))
    high.refuses("B-34", "E-18", code="coal_accident.fine_out_of_range")
    coal.when(penalty(least, serious=serious)).is_recorded()
    coal.when(penalty(most, serious=serious).but(penalty="P-2")).is_recorded()


@pytest.mark.rule("E-18")
def test_a_quarry_is_fined_by_the_common_law(coal: Scenario) -> None:
    """E-18 binds coal mines: a quarry may be fined the 300,000 yuan of 安全生产法 Art 114."""
    coal = given(coal.ledger, reported("S-3", 2)).on("2026-04-21")

    coal.when(penalty(300_000)).is_recorded()


@pytest.mark.rule("E-18")
@pytest.mark.parametrize(("day", "refused"), [("2024-04-30", False), ("2024-05-01", True)])
def test_the_day_of_the_accident(coal: Scenario, day: str, refused: bool) -> None:
    """E-18: accidents before 2024-05-01, when the regulation entered into force, are fined by the common law."""
    coal = given(coal.ledger, reported("S-2", 2, day)).on("2026-04-21")

    attempt = coal.when(penalty(300_000))

    if refused:
        attempt.refuses("E-18")
    else:
        attempt.is_recorded()


@pytest.mark.rule("E-18")
@pytest.mark.parametrize("grade", RANGES)
def test_trap_02_coal_has_higher_least_fines(coal: Scenario, grade: str) -> None:
    """TRAP-02: 500,000, 1,500,000 and 5,000,000 for the first three grades, and 10,000,000 as anywhere for the fourth."""
    least, most = RANGES[grade]

    attempts = noticed(coal, f"CMSR-67.{grade}", least - 1, most + 1, least, most)

    below, above, *inside = attempts
    below.refuses("E-18", code="case.fine_below_range")
    above.refuses("E-18", code="case.fine_above_range")
    for one in inside:
        one.is_recorded()


@pytest.mark.parametrize("grade", RANGES)
def test_trap_02_under_the_common_offence(coal: Scenario, grade: str) -> None:
    """TRAP-02: who names the offence of 安全生产法 Art 114 at a coal mine is held to the coal mine's range all the same."""
    least, most = RANGES[grade]

    below, above, at = noticed(coal, f"WSL-114.{grade}", least - 1, most + 1, least)

    below.refuses("B-34", code="case.fine_below_range").says(f"{least:,}")
    above.refuses("B-34", code="case.fine_above_range")
    at.is_recorded()


@pytest.mark.parametrize(("site", "act_on"), [("S-3", "2026-02-25"), ("S-2", "2024-04-30")])
def test_trap_02_binds_neither_a_quarry_nor_the_past(coal: Scenario, site: str, act_on: str) -> None:
    """TRAP-02: a quarry, and a coal mine before 2024-05-01, may be fined 300,000 yuan for a general accident."""
    [attempt] = noticed(coal, "WSL-114.general", 300_000, site=site, act_on=act_on)

    attempt.is_recorded()
