"""F-17: how long a permit is valid, who approves it, and whether work kept inside its hours; it warns until it is confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

At = Callable[..., str]


@pytest.mark.rule("F-17")
def test_sheets_as_the_standard_asks(county: Scenario, hot_work: Step, space: Step, plate: Step) -> None:
    """Hot work, a confined space and a blind plate with everything in order are recorded without a word."""
    for sheet in (hot_work, space, plate):
        county.on("2026-03-04").when(sheet).then("special_operation.permit_entered").quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("kind", "grade", "ends", "warned"),
    [
        ("hot_work", "special", ("15:59", "2026-03-04"), False),
        ("hot_work", "special", ("16:00", "2026-03-04"), False),
        ("hot_work", "special", ("16:01", "2026-03-04"), True),
        ("hot_work", "first", ("16:00", "2026-03-04"), False),
        ("hot_work", "first", ("16:01", "2026-03-04"), True),
        ("hot_work", "second", ("07:59", "2026-03-06"), False),
        ("confined_space", None, ("07:59", "2026-03-05"), False),
        ("confined_space", None, ("08:00", "2026-03-05"), False),
        ("confined_space", None, ("08:01", "2026-03-05"), True),
        ("temporary_power", None, ("23:59", "2026-03-18"), False),
        ("temporary_power", None, ("08:00", "2026-03-19"), False),
        ("temporary_power", None, ("08:00", "2026-03-20"), True),
        ("work_at_height", None, ("08:00", "2026-03-10"), False),
        ("work_at_height", None, ("08:00", "2026-03-11"), False),
        ("work_at_height", None, ("08:00", "2026-03-12"), True),
        ("lifting", None, ("08:00", "2026-04-30"), False),
        ("excavation", None, ("08:00", "2026-04-30"), False),
        ("road_closure", None, ("08:00", "2026-04-30"), False),
    ],
)
def test_the_longest_validity(
    county: Scenario, at: At, hot_work: Step, kind: str, grade: str | None, ends: tuple[str, str], warned: bool
) -> None:
    """From 2026-03-04 08:00: 8 hours of special and first-class hot work, 24 in a confined space, 15 days of temporary
    power, 7 at height; nothing was read of the others."""
    sheet = hot_work.but(kind=kind, grade=grade, approver="unit_leader", begun_at=None, finished_at=None)

    attempt = county.on("2026-03-04").when(sheet.but(ends_at=at(*ends)))

    if warned:
        attempt.warns("F-17", code="special_operation.valid_too_long")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("ends", "warned"), [("07:59", False), ("08:00", False), ("08:01", True)])
def test_hours_run_on_days_off(county: Scenario, at: At, hot_work: Step, ends: str, warned: bool) -> None:
    """The 72 hours of second-class hot work from Fri 2026-03-06 08:00 end on Mon 2026-03-09 at 08:00: no roll-over."""
    starts = at("08:00", "2026-03-06")
    sheet = hot_work.but(grade="second", approver="unit_leader", begun_at=None, finished_at=None, starts_at=starts)
    # Managed as second class on a weekend F-18 warns as well: here only the hours are looked at.
    attempt = county.on("2026-03-06").when(sheet.but(ends_at=at(ends, "2026-03-09")))

    attempt.warns(*(("F-17", "F-18") if warned else ("F-18",)))


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("grade", "approver", "warned"),
    [
        ("special", "safety_department", True),
        ("special", "unit_leader", False),
        ("first", "base_unit", True),
        ("first", "safety_department", False),
        ("first", "unit_leader", False),
        ("second", "base_unit", False),
    ],
)
def test_who_approves_hot_work(county: Scenario, hot_work: Step, grade: str, approver: str, warned: bool) -> None:
    """The unit's leader approves special hot work, the safety department the first class, the base unit the second."""
    attempt = county.on("2026-03-04").when(hot_work.but(grade=grade, approver=approver))

    if warned:
        attempt.warns("F-17", code="special_operation.approved_too_low").says(approver)
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_nobody_manages_safety_on_the_spot(county: Scenario, hot_work: Step) -> None:
    """安全生产法 Art 43: dangerous work has somebody of its own who manages safety on the spot."""
    attempt = county.on("2026-03-04").when(hot_work.but(supervisor=None))

    attempt.warns("F-17", code="special_operation.nobody_in_charge")


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("plates", "warned"), [(1, False), (2, True)])
def test_one_permit_a_blind_plate(county: Scenario, plate: Step, plates: int, warned: bool) -> None:
    """A permit is for one blind plate."""
    attempt = county.on("2026-03-04").when(plate.but(plates=plates))

    if warned:
        attempt.warns("F-17", code="special_operation.several_plates")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(
    ("begun", "code"), [("07:59", "special_operation.begun_outside"), ("08:00", ""), ("08:01", "")]
)
def test_work_begins_inside_the_permit(county: Scenario, at: At, hot_work: Step, begun: str, code: str) -> None:
    """A minute before the permit begins is too early."""
    attempt = county.on("2026-03-04").when(hot_work.but(begun_at=at(begun)))

    if code:
        attempt.warns("F-17", code=code)
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
@pytest.mark.parametrize(("finished", "warned"), [("15:59", False), ("16:00", False), ("16:01", True)])
def test_work_ends_inside_the_permit(county: Scenario, at: At, hot_work: Step, finished: str, warned: bool) -> None:
    """Work may go on to the last minute of the permit, and not one further."""
    attempt = county.on("2026-03-04").when(hot_work.but(finished_at=at(finished)))

    if warned:
        attempt.warns("F-17", code="special_operation.worked_beyond")
    else:
        attempt.quietly()


@pytest.mark.rule("F-17")
def test_once_it_was_confirmed_it_refuses(confirmed: Scenario, at: At, hot_work: Step) -> None:
    """A county that compared the text holds an expired permit against the sheet; it is recorded as it happened."""
    attempt = confirmed.on("2026-03-04").when(hot_work.but(finished_at=at("16:01")))

    attempt.refuses("F-17", code="special_operation.worked_beyond")
    attempt.as_it_happened("Seen on the sheet").records_defect("F-17")


@pytest.mark.parametrize("kind", ["hot_work", "lifting"])
def test_hot_work_names_its_class(county: Scenario, hot_work: Step, kind: str) -> None:
    """The class is a matter of hot work alone."""
    attempt = county.on("2026-03-04").when(hot_work.but(kind=kind, grade=None))

    if kind == "hot_work":
        attempt.refuses("REF", code="special_operation.class_missing")
    else:
        attempt.quietly()


@pytest.mark.parametrize(
    ("earlier", "later"), [("starts_at", "ends_at"), ("begun_at", "finished_at"), ("stopped_at", "resumed_at")]
)
@pytest.mark.parametrize(("minutes", "refused"), [(-1, True), (0, True), (1, False)])
def test_times_stand_in_their_order(
    county: Scenario, at: At, hot_work: Step, earlier: str, later: str, minutes: int, refused: bool
) -> None:
    """What ends has begun before."""
    ends = {-1: at("07:59"), 0: at("08:00"), 1: at("08:01")}[minutes]
    pair = {earlier: at("08:00"), later: ends}
    changes = {"breaks": [pair]} if earlier == "stopped_at" else {"finished_at": None, **pair}

    attempt = county.on("2026-03-04").when(hot_work.but(**changes))

    if refused:
        attempt.refuses("SEQ", code="special_operation.out_of_order")
    else:
        attempt.quietly()


def test_a_permit_that_stands_already(county: Scenario, hot_work: Step) -> None:
    """One id names one permit, of a site that is on record."""
    county.on("2026-03-04").when(hot_work).is_recorded()

    county.when(hot_work).refuses("REF", code="record.taken")
    county.when(hot_work.but(permit="Z-9", site="S-9")).refuses("REF", code="site.unknown")
