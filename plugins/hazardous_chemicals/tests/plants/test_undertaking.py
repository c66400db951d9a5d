"""F-11: from 2026-09-30 each major hazard source has three persons who answer for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_hazardous_chemicals.sources.undertaking import SourceUndertaking

pytestmark = pytest.mark.rule("F-11")

Graded = Callable[..., Step]
ROLES = ("principal", "technical", "operational")
FILED = step("major_hazard_source.file", source="M-1", authority="county-bureau", filed_on="2026-09-30")
CHECKED = step(
    "source_undertaking.check",
    source="M-1",
    authority="emb",
    role="technical",
    holder="W-technical",
    found="Level gauges in order",
    checked_on="2026-10-08",
)


def assessed(on: str) -> Step:
    """The assessment of M-1."""
    return step(
        "major_hazard_source.assess", source="M-1", authority="county-bureau", assessor="Agency", assessed_on=on
    )


def named(*roles: str) -> list[Step]:
    """One person for each of `roles`."""
    return [
        step(
            "source_undertaking.name", source="M-1", authority="emb", role=one, holder=f"W-{one}", named_on="2026-09-20"
        )
        for one in roles
    ]


@pytest.mark.parametrize(("filed_on", "asked"), [("2026-09-29", False), ("2026-09-30", True)])
@pytest.mark.parametrize("left_out", ["", *ROLES])
def test_three_roles_when_it_is_filed(
    levelled: Scenario, graded: Graded, filed_on: str, asked: bool, left_out: str
) -> None:
    """F-11: a source that is filed on or after 2026-09-30 without one of the three is noted; a day earlier it is not."""
    roles = [one for one in ROLES if one != left_out]
    county = given(levelled.ledger, graded(), assessed("2026-09-20"), *named(*roles))

    attempt = county.on(filed_on).when(FILED.but(filed_on=filed_on))

    if asked and left_out:
        attempt.warns("F-11", code="source_undertaking.role_empty").says(left_out)
    else:
        attempt.quietly()


@pytest.mark.parametrize(("checked_on", "asked"), [("2026-09-29", False), ("2026-09-30", True)])
@pytest.mark.parametrize("holder", ["W-technical", "W-principal"])
def test_who_checks(levelled: Scenario, graded: Graded, checked_on: str, asked: bool, holder: str) -> None:
    """F-11: a check by somebody else than was named for the role is noted from 2026-09-30 on, and recorded."""
    county = given(levelled.ledger, graded(), *named(*ROLES))

    attempt = county.on(checked_on).when(CHECKED.but(holder=holder, checked_on=checked_on))

    if asked and holder != "W-technical":
        attempt.warns("F-11", code="source_undertaking.by_another").says("W-technical")
    else:
        attempt.then("source_undertaking.checked").quietly()


def test_another_person_takes_the_place(levelled: Scenario, graded: Graded) -> None:
    """F-11: of one role the last named counts; identifying the unit anew keeps who was named and what was checked."""
    other = named("technical")[0].but(holder="W-9", named_on="2026-09-21")
    county = given(levelled.ledger, graded(), *named(*ROLES), other, CHECKED.but(holder="W-9"))

    county = given(county.ledger, graded("61", on="2026-10-09"))

    state = county.state("source_undertaking:M-1")
    assert isinstance(state, SourceUndertaking)
    assert dict(state.named) == {"principal": "W-principal", "technical": "W-9", "operational": "W-operational"}
    assert dict(state.checked) == {"technical": date(2026, 10, 8)}


@pytest.mark.parametrize(
    ("tonnes", "roles", "on", "owed"),
    [
        ("60", (), "2026-09-29", []),
        ("60", (), "2026-09-30", ["source_undertaking.name"]),
        ("60", ("principal", "technical"), "2026-09-30", ["source_undertaking.name"]),
        ("60", ROLES, "2026-09-30", []),
        ("1", (), "2026-09-30", []),
    ],
)
def test_what_comes_next(
    levelled: Scenario, graded: Graded, tonnes: str, roles: tuple[str, ...], on: str, owed: list[str]
) -> None:
    """F-11: from the day of the standard a source without one of the three is to get one; a unit that is none is not."""
    county = given(levelled.ledger, graded(tonnes), *named(*roles))

    found = next_steps(county.ledger, "source_undertaking:M-1", on=date.fromisoformat(on))

    assert [one.command for one in found.steps] == owed


@pytest.mark.parametrize("wrong", [named("principal")[0], CHECKED])
def test_a_unit_that_is_none(levelled: Scenario, graded: Graded, wrong: Step) -> None:
    """Nobody answers for a unit that is no major hazard source, or that nobody identified."""
    county = given(levelled.ledger, graded("1")).on("2026-10-08")

    county.when(wrong).refuses("REF", code="major_hazard_source.none_of_that_id")
    county.when(wrong.but(source="M-9")).refuses("REF", code="major_hazard_source.none_of_that_id")
