"""F-18: hot work and confined spaces on days off and at night are managed one class higher; from memory, so it warns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

At = Callable[..., str]


@pytest.mark.rule("F-18")
@pytest.mark.parametrize(
    ("day", "warned"),
    [
        ("2026-03-06", False),  # Friday
        ("2026-03-07", True),  # Saturday
        ("2026-02-17", True),  # Spring Festival
        ("2026-02-28", False),  # a Saturday that is worked
    ],
)
@pytest.mark.parametrize(("managed_as", "higher"), [(None, False), ("first", True), ("special", True)])
def test_days_off(
    county: Scenario, at: At, hot_work: Step, day: str, warned: bool, managed_as: str | None, higher: bool
) -> None:
    """Second-class hot work on a day off is managed as first class, or above; a make-up Saturday is no day off."""
    sheet = hot_work.but(
        grade="second",
        managed_as=managed_as,
        approver="unit_leader",
        tests=[],
        begun_at=None,
        finished_at=None,
        starts_at=at("08:00", day),
        ends_at=at("16:00", day),
    )

    attempt = county.on(day).when(sheet)

    if warned and not higher:
        attempt.warns("F-18", code="special_operation.not_upgraded").says("managed as second")
    else:
        attempt.quietly()


@pytest.mark.rule("F-18")
@pytest.mark.parametrize(("starts", "warned"), [("05:59", True), ("06:00", False), ("21:59", False), ("22:00", True)])
def test_at_night(county: Scenario, at: At, hot_work: Step, starts: str, warned: bool) -> None:
    """It is night from 22:00 to 06:00."""
    ends = at("12:00") if starts < "12:00" else at("04:00", "2026-03-05")
    sheet = hot_work.but(begun_at=None, finished_at=None, starts_at=at(starts), ends_at=ends)

    attempt = county.on("2026-03-05").when(sheet)

    if warned:
        attempt.warns("F-18", code="special_operation.not_upgraded")
    else:
        attempt.quietly()


@pytest.mark.rule("F-18")
def test_the_highest_class_stays(county: Scenario, at: At, hot_work: Step) -> None:
    """Above special hot work there is no class."""
    sheet = hot_work.but(grade="special", approver="unit_leader", begun_at=None, finished_at=None)

    county.on("2026-03-05").when(sheet.but(starts_at=at("22:00"), ends_at=at("23:00"))).quietly()


@pytest.mark.rule("F-18")
@pytest.mark.parametrize(
    ("approver", "warned"), [("base_unit", True), ("safety_department", False), ("unit_leader", False)]
)
def test_a_confined_space_at_night(county: Scenario, at: At, space: Step, approver: str, warned: bool) -> None:
    """A confined space has no class: at night it is approved above the base unit."""
    sheet = space.but(approver=approver, begun_at=None, finished_at=None, tests=[])

    attempt = county.on("2026-03-05").when(sheet.but(starts_at=at("22:00"), ends_at=at("23:00")))

    if warned:
        attempt.warns("F-18", code="special_operation.not_upgraded").says("no class")
    else:
        attempt.quietly()


@pytest.mark.rule("F-18")
def test_the_weekend_inside_a_long_permit(county: Scenario, at: At, hot_work: Step) -> None:
    """A permit of 72 hours from Friday on holds on the weekend as well."""
    sheet = hot_work.but(grade="second", begun_at=None, finished_at=None, starts_at=at("08:00", "2026-03-06"))

    county.on("2026-03-06").when(sheet.but(ends_at=at("23:59", "2026-03-06"))).quietly()
    county.when(sheet.but(permit="Z-9", ends_at=at("00:00", "2026-03-07"))).warns("F-18")


@pytest.mark.rule("F-18")
def test_another_operation_on_a_day_off(county: Scenario, at: At, plate: Step) -> None:
    """Hot work and confined spaces are upgraded, and nothing else."""
    day = "2026-03-07"
    sheet = plate.but(begun_at=None, finished_at=None, starts_at=at("08:00", day), ends_at=at("16:00", day))

    county.on(day).when(sheet).quietly()
