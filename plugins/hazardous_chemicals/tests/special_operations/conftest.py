"""Sheets of special operations: each lawful, on Wed 2026-03-04 by day, in a county that confirmed the rules or did not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

At = Callable[..., str]


@pytest.fixture
def at() -> At:
    """An instant in the zone of the county, on 2026-03-04 unless another day is given."""

    def made(time: str, day: str = "2026-03-04") -> str:
        return f"{day}T{time}:00+08:00"

    return made


@pytest.fixture
def hot_work(at: At) -> Step:
    """Hot work of the first class from 08:00 to 15:00, on a permit for eight hours, tested at 07:40."""
    return step(
        "special_operation.enter_permit",
        permit="Z-1",
        site="S-2",
        authority="emb",
        kind="hot_work",
        grade="first",
        approver="safety_department",
        supervisor="k-1",
        lower_limit_percent="4",
        tests=[{"tested_at": at("07:40"), "gas_percent": "0.1"}],
        begun_at=at("08:00"),
        finished_at=at("15:00"),
        starts_at=at("08:00"),
        ends_at=at("16:00"),
    )


@pytest.fixture
def space(at: At, hot_work: Step) -> Step:
    """People in a confined space from 08:00 to 11:30, tested at 07:40 and at 09:40."""
    tests = [{"tested_at": at(time), "oxygen_percent": "20.9"} for time in ("07:40", "09:40")]
    return hot_work.but(
        permit="Z-2", kind="confined_space", grade=None, approver="base_unit", tests=tests, finished_at=at("11:30")
    )


@pytest.fixture
def plate(hot_work: Step) -> Step:
    """A permit for one blind plate."""
    return hot_work.but(permit="Z-3", kind="blind_plate", grade=None, plates=1, tests=[])


@pytest.fixture
def confirmed(county: Scenario) -> Scenario:
    """The county, after it compared the text of F-17 and confirmed it."""
    return given(
        county.ledger,
        step("rule.confirm", rule="F-17", authority="emb", document="County order 5", confirmed_on="2026-01-05"),
    )
