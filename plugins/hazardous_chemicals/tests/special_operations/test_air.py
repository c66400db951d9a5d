"""F-17: the air is tested before, after long breaks, and in a confined space again and again; the figures have limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

At = Callable[..., str]


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("tested", "warned"), [("07:29", True), ("07:30", False), ("07:31", False), ("08:00", False), ("08:01", True)]
)
def test_tested_shortly_before(county: Scenario, at: At, hot_work: Step, tested: str, warned: bool) -> None:
    """A test thirty minutes before the work is early enough to count; an older one, or one after it began, is not."""
    sheet = hot_work.but(tests=[{"tested_at": at(tested), "gas_percent": "0.1"}])

    attempt = county.on("2026-03-04").when(sheet)

    if warned:
        attempt.warns("F-17", code="special_operation.not_tested")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_lifting_needs_no_test_of_the_air(county: Scenario, hot_work: Step) -> None:
    """The air is tested before hot work and in confined spaces."""
    county.on("2026-03-04").when(hot_work.but(kind="lifting", grade=None, tests=[])).quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("lower_limit", "gas", "warned"),
    [
        ("4", "0.499", False),
        ("4", "0.5", False),
        ("4", "0.501", True),
        ("4.001", "0.5", False),
        ("3.999", "0.199", False),
        ("3.999", "0.2", False),
        ("3.999", "0.201", True),
        (None, "0.2", False),
        (None, "0.201", True),
    ],
)
def test_how_much_gas(
    county: Scenario, at: At, hot_work: Step, lower_limit: str | None, gas: str, warned: bool
) -> None:
    """0.5 % where the lower explosive limit is 4 % or more, 0.2 % where it is less, or is not known."""
    tests = [{"tested_at": at("07:40"), "gas_percent": gas}]

    attempt = county.on("2026-03-04").when(hot_work.but(lower_limit_percent=lower_limit, tests=tests))

    if warned:
        attempt.warns("F-17", code="special_operation.gas_above_limit").says(f"{gas} %")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("oxygen", "warned"), [("19.499", True), ("19.5", False), ("21", False), ("21.001", True), (None, False)]
)
def test_how_much_oxygen(county: Scenario, at: At, space: Step, oxygen: str | None, warned: bool) -> None:
    """19.5 % to 21 % of oxygen in a confined space."""
    tests = [{"tested_at": at(time), "oxygen_percent": oxygen} for time in ("07:40", "09:40")]

    attempt = county.on("2026-03-04").when(space.but(tests=tests))

    if warned:
        attempt.warns("F-17", code="special_operation.oxygen_outside")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_oxygen_is_a_matter_of_confined_spaces(county: Scenario, at: At, hot_work: Step) -> None:
    """Hot work in the open has no bounds of oxygen."""
    tests = [{"tested_at": at("07:40"), "oxygen_percent": "19"}]

    county.on("2026-03-04").when(hot_work.but(tests=tests)).quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("second", "warned"), [("09:39", False), ("09:40", False), ("09:41", True)])
def test_a_confined_space_is_tested_again(county: Scenario, at: At, space: Step, second: str, warned: bool) -> None:
    """After the test at 07:40 the next is due by 09:40."""
    tests = [{"tested_at": at(time)} for time in ("07:40", second)]

    attempt = county.on("2026-03-04").when(space.but(tests=tests))

    if warned:
        attempt.warns("F-17", code="special_operation.test_overdue")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("finished", "warned"), [("11:39", False), ("11:40", False), ("11:41", True)])
def test_the_last_test_lasts_two_hours(county: Scenario, at: At, space: Step, finished: str, warned: bool) -> None:
    """After the test at 09:40 people come out by 11:40, or it is tested again."""
    attempt = county.on("2026-03-04").when(space.but(finished_at=at(finished)))

    if warned:
        attempt.warns("F-17", code="special_operation.test_overdue")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_people_who_are_still_inside(county: Scenario, space: Step) -> None:
    """While work goes on only the tests that were made are compared."""
    county.on("2026-03-04").when(space.but(finished_at=None)).quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("resumed", "tested", "warned"),
    [("10:59", None, False), ("11:00", None, False), ("11:01", None, True), ("11:01", "10:50", False)],
)
def test_after_a_long_break(
    county: Scenario, at: At, hot_work: Step, resumed: str, tested: str | None, warned: bool
) -> None:
    """After a break of more than sixty minutes, here from 10:00, the air is tested before work goes on."""
    tests = [{"tested_at": at(time)} for time in ("07:40", tested) if time]
    breaks = [{"stopped_at": at("10:00"), "resumed_at": at(resumed)}]

    attempt = county.on("2026-03-04").when(hot_work.but(tests=tests, breaks=breaks))

    if warned:
        attempt.warns("F-17", code="special_operation.not_retested")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("resumed", "warned"), [("11:20", False), ("09:39", True)])
def test_nobody_is_inside_during_a_break(county: Scenario, at: At, space: Step, resumed: str, warned: bool) -> None:
    """A confined space that is left before the next test is due is tested before people go back in."""
    tests = [{"tested_at": at(time)} for time in ("07:40", "11:10")]
    breaks = [{"stopped_at": at("09:00"), "resumed_at": at(resumed)}]

    attempt = county.on("2026-03-04").when(space.but(tests=tests, breaks=breaks))

    if warned:
        attempt.warns("F-17", code="special_operation.test_overdue")
    else:
        attempt.quietly()
