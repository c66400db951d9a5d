"""Who leads a mine, who goes down with the shift, and how long a miner was trained (E-06, E-07, E-10, E-26)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step

POSTS = ("mine_head", "chief_engineer", "deputy_safety", "deputy_production", "deputy_electromechanical")
HOLDERS = [{"post": post, "person": f"p-{number}"} for number, post in enumerate(POSTS, start=1)]
BODIES = [
    {"danger": danger, "deputy_chief_engineer": f"d-{danger}"}
    for danger in ("outburst", "rock_burst", "combustion", "hydrology")
]
EXAMINED = step(
    "mine_posts.examine",
    site="S-2",
    authority="emb",
    holders=HOLDERS,
    technicians=3,
    bodies=BODIES,
    examined_on="2026-03-02",
)
SHIFT = step(
    "mine_shift.examine",
    shift="SH-1",
    site="S-2",
    authority="emb",
    began_at="2026-03-02T08:00:00+08:00",
    leader="p-1",
    down_at="2026-03-02T08:00:00+08:00",
    up_at="2026-03-02T16:00:00+08:00",
    ended_at="2026-03-02T16:00:00+08:00",
)


@pytest.mark.rule("E-06")
def test_five_posts_and_the_bodies_that_its_dangers_ask_for(mines: Scenario) -> None:
    """A mine with all five, technicians, and a body against each of its dangers is as it should be."""
    mines.when(EXAMINED).then("mine_posts.examined").quietly()


@pytest.mark.rule("E-06")
@pytest.mark.parametrize("post", POSTS)
def test_each_post_that_is_vacant(mines: Scenario, post: str) -> None:
    """Each of the five that nobody holds is noted."""
    holders = [one for one in HOLDERS if one["post"] != post]

    mines.when(EXAMINED.but(holders=holders)).warns("E-06", code="mine_posts.vacant").says(post)


@pytest.mark.rule("E-06")
@pytest.mark.parametrize("danger", ["outburst", "rock_burst", "combustion", "hydrology"])
@pytest.mark.parametrize("without", ["body", "deputy"])
def test_each_danger_asks_for_a_body(mines: Scenario, danger: str, without: str) -> None:
    """A body that is not there, or has no full-time deputy chief engineer, is noted with its danger."""
    kept = [one for one in BODIES if one["danger"] != danger]
    bodies = kept if without == "body" else [*kept, {"danger": danger}]

    mines.when(EXAMINED.but(bodies=bodies)).warns("E-06", code="mine_posts.no_special_body").says(danger)


@pytest.mark.rule("E-06")
def test_a_mine_without_dangers_needs_no_body(mines: Scenario) -> None:
    """An open coal mine has five posts and no special body."""
    mines.when(EXAMINED.but(site="S-4", bodies=[])).quietly()


@pytest.mark.rule("E-06")
def test_one_person_one_post(mines: Scenario) -> None:
    """Somebody who holds two posts of one mine is not full-time."""
    holders = [*HOLDERS[:4], {"post": POSTS[4], "person": "p-1"}]

    mines.when(EXAMINED.but(holders=holders)).warns("E-06", code="mine_posts.not_full_time").says("p-1")


@pytest.mark.rule("E-06")
def test_the_chief_engineer_of_two_mines(mines: Scenario) -> None:
    """Somebody who holds a post at another mine is not full-time, until it was seen to have left that one."""
    other = [{"post": post, "person": f"q-{number}"} for number, post in enumerate(POSTS, start=1)]
    shared = [*other[:1], {"post": "chief_engineer", "person": "p-2"}, *other[2:]]
    mines.when(EXAMINED).is_recorded()

    mines.when(EXAMINED.but(site="S-4", holders=shared, bodies=[])).warns("E-06", code="mine_posts.not_full_time").says(
        "S-2"
    )
    left = [{**one, "person": "p-9"} if one["person"] == "p-2" else one for one in HOLDERS]
    mines.on("2026-03-03").when(EXAMINED.but(holders=left, examined_on="2026-03-03")).quietly()
    mines.when(EXAMINED.but(site="S-4", holders=shared, bodies=[], examined_on="2026-03-03")).quietly()


@pytest.mark.rule("E-06")
@pytest.mark.parametrize(("technicians", "noted"), [(0, True), (1, False)])
def test_technical_staff(mines: Scenario, technicians: int, noted: bool) -> None:
    """A mine has technical staff."""
    attempt = mines.when(EXAMINED.but(technicians=technicians))

    attempt.warns("E-06", code="mine_posts.no_technicians") if noted else attempt.quietly()


@pytest.mark.rule("E-07")
@pytest.mark.parametrize("site", ["S-2", "S-5"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"down_at": "2026-03-02T08:00:01+08:00"}, "mine_shift.leader_down_late"),
        ({"down_at": "2026-03-02T07:59:59+08:00"}, ""),
        ({"up_at": "2026-03-02T15:59:59+08:00"}, "mine_shift.leader_up_early"),
        ({"up_at": "2026-03-02T14:30:00+08:00"}, "mine_shift.leader_up_early"),
        ({"up_at": "2026-03-02T16:00:01+08:00"}, ""),
        ({"up_at": None}, "mine_shift.leader_up_early"),
        ({"leader": None, "down_at": None, "up_at": None}, "mine_shift.without_leader"),
    ],
)
def test_a_leader_goes_down_and_up_with_the_shift(
    mines: Scenario, site: str, change: dict[str, Any], code: str
) -> None:
    """Down when it begins and up when it ends, to the second, in coal and in metal mines."""
    attempt = mines.on("2026-03-03").when(SHIFT.but(site=site, **change))

    attempt.warns("E-07", code=code) if code else attempt.quietly()


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"site": "S-4"}, "REF", "mine_shift.not_under_ground"),
        ({"site": "S-1"}, "REF", "mine.not_profiled"),
        ({"began_at": "2026-03-02T16:00:00+08:00"}, "SEQ", "mine_shift.ends_before_it_begins"),
    ],
)
def test_shifts_that_cannot_be(mines: Scenario, change: dict[str, Any], rule: str, code: str) -> None:
    """Only mines under ground have such shifts, and a shift ends after it began."""
    attempt = mines.on("2026-03-03").when(SHIFT.but(down_at=None, up_at=None, leader=None, **change))

    attempt.refuses(rule, code=code)


TRAINED = step(
    "miner.train",
    miner="m-1",
    site="S-2",
    authority="emb",
    occasion="induction",
    hours="72",
    passed=True,
    trained_on="2026-02-20",
)
BEGUN = step(
    "miner.begin", miner="m-1", site="S-2", authority="emb", place="underground", mentor="m-0", began_on="2026-03-02"
)
ALONE = step("miner.work_alone", miner="m-1", site="S-2", authority="emb", examined=True, from_on="2026-07-02")


@pytest.mark.rule("E-10")
@pytest.mark.parametrize(
    ("place", "hours", "noted"),
    [
        ("underground", "71.5", True),
        ("underground", "72", False),
        ("surface", "39.5", True),
        ("surface", "40", False),
    ],
)
def test_hours_before_the_first_shift(mines: Scenario, place: str, hours: str, noted: bool) -> None:
    """72 hours under ground, 40 in open pits."""
    mines = given(mines.ledger, TRAINED.but(hours=hours)).on("2026-03-02")

    attempt = mines.when(BEGUN.but(place=place))

    attempt.warns("E-10", code="miner.untrained").says(hours) if noted else attempt.quietly()


@pytest.mark.rule("E-10")
def test_hours_of_an_examination_that_was_failed_do_not_count(mines: Scenario) -> None:
    """What was trained and not passed is noted, and does not count before the first shift."""
    mines.when(TRAINED.but(passed=False)).warns("E-10", code="miner.failed")

    mines.when(BEGUN).warns("E-10", code="miner.untrained")


@pytest.mark.rule("E-10")
@pytest.mark.parametrize(("place", "noted"), [("underground", True), ("surface", False)])
def test_somebody_experienced_beside_a_new_miner(mines: Scenario, place: str, noted: bool) -> None:
    """Under ground nobody new works alone."""
    mines = given(mines.ledger, TRAINED).on("2026-03-02")

    attempt = mines.when(BEGUN.but(place=place, mentor=None))

    attempt.warns("E-10", code="miner.without_mentor") if noted else attempt.quietly()


@pytest.mark.rule("E-10")
@pytest.mark.parametrize(("day", "noted"), [("2026-07-01", True), ("2026-07-02", False)])
def test_four_months_beside(mines: Scenario, day: str, noted: bool) -> None:
    """Who began on 2026-03-02 works alone from 2026-07-02 on."""
    mines = given(mines.ledger, TRAINED, BEGUN).on("2026-07-02")

    attempt = mines.when(ALONE.but(from_on=day))

    attempt.warns("E-10", code="miner.alone_too_early") if noted else attempt.quietly()


@pytest.mark.rule("E-10")
def test_examined_again_before_working_alone(mines: Scenario) -> None:
    """After the four months there is another examination."""
    mines = given(mines.ledger, TRAINED, BEGUN).on("2026-07-02")

    mines.when(ALONE.but(examined=False)).warns("E-10", code="miner.not_examined_again")


@pytest.mark.rule("E-10")
@pytest.mark.parametrize(("hours", "noted"), [("19.5", True), ("20", False)])
def test_hours_a_year(mines: Scenario, hours: str, noted: bool) -> None:
    """Every miner is trained for 20 hours a year, and the next training is owed within a year."""
    mines = given(mines.ledger, TRAINED, BEGUN).on("2027-02-01")

    attempt = mines.when(TRAINED.but(occasion="yearly", hours=hours, trained_on="2027-02-01"))

    attempt.warns("E-10", code="miner.yearly_too_short") if noted else attempt.quietly()
    [owed] = [one for one in next_steps(mines.ledger, "miner:m-1").steps if one.rule == "E-10"]
    assert str(owed.due) == "2028-02-01"


@pytest.mark.parametrize(
    ("then", "rule", "code"),
    [
        (TRAINED.but(hours="0"), "REF", "miner.no_hours"),
        (TRAINED.but(hours="-1"), "REF", "miner.no_hours"),
        (ALONE, "SEQ", "miner.never_began"),
        (BEGUN.but(site="S-9"), "REF", "site.unknown"),
        (BEGUN.but(authority="nobody"), "REF", "authority.unknown"),
    ],
)
def test_miners_of_whom_that_cannot_be_said(mines: Scenario, then: Step, rule: str, code: str) -> None:
    """No hours, work alone without a first shift, and what is unknown are refused."""
    mines.on("2026-07-02").when(then).refuses(rule, code=code)


NAMED = step(
    "mine_leader.name",
    site="S-2",
    authority="emb",
    leader="l-1",
    position="Deputy head of the county",
    until="2026-12-31",
    named_on="2026-01-05",
)


@pytest.mark.rule("E-26")
@pytest.mark.parametrize(("day", "warned"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_leader_answers_for_each_mine(mines: Scenario, day: str, warned: bool) -> None:
    """Policy, read from memory: a mine for which nobody answers on that day is warned of."""
    mines = given(mines.ledger, NAMED).on(day)

    attempt = mines.when("mine_leaders.review", authority="emb", sites=["S-2"], reviewed_on=day)

    attempt.warns("E-26", code="mine_leader.nobody").says("S-2") if warned else attempt.quietly()


@pytest.mark.rule("E-26")
def test_only_the_mines_without_one_are_named(mines: Scenario) -> None:
    """Of several mines those without a leader stand in the record."""
    mines = given(mines.ledger, NAMED).on("2026-03-02")

    attempt = mines.when("mine_leaders.review", authority="emb", sites=["S-2", "S-3", "S-4"], reviewed_on="2026-03-02")

    attempt.warns("E-26")
    assert [one.args["site"] for one in attempt.answer.warnings] == ["S-3", "S-4"]


@pytest.mark.parametrize(
    ("then", "rule", "code"),
    [
        (NAMED.but(until="2026-01-04"), "SEQ", "mine_leader.ended"),
        (
            step("mine_leaders.review", authority="emb", sites=[], reviewed_on="2026-03-02"),
            "REF",
            "mine_leaders.of_nothing",
        ),
    ],
)
def test_leaders_that_cannot_be(mines: Scenario, then: Step, rule: str, code: str) -> None:
    """Nobody is named until a day that is over, and a review looks at mines."""
    mines.when(then).refuses(rule, code=code)


def test_a_shift_is_entered_once(mines: Scenario) -> None:
    """REF: another shift takes another id."""
    mines.on("2026-03-03").when(SHIFT).is_recorded()

    mines.when(SHIFT).refuses("REF", code="mine_shift.taken")
