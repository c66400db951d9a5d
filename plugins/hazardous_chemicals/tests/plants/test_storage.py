"""F-03: quantity, place and keepers of what is stored are filed with the department and the police."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Attempt, Scenario, step

pytestmark = pytest.mark.rule("F-03")

FILED = step(
    "storage.file",
    site="S-2",
    authority="emb",
    substance="Potassium cyanide",
    tonnes="0.4",
    place="Store 3, room 2",
    keepers=["W-1", "W-2"],
    recipients=["emergency", "police"],
    filed_on="2026-03-02",
)


def owed(county: Scenario) -> list[str]:
    """What comes next on what S-2 filed."""
    steps = next_steps(county.ledger, "site_storage:S-2", on=date(2026, 3, 9)).steps
    return [one.title.rpartition(": ")[2] for one in steps]


@pytest.mark.parametrize(
    ("in_port", "recipients", "missing"),
    [
        (False, ["emergency", "police"], ""),
        (False, ["emergency"], "police"),
        (False, ["police"], "emergency"),
        (False, ["port", "police"], "emergency"),
        (True, ["port", "police"], ""),
        (True, ["emergency", "police"], "port"),
    ],
)
def test_with_whom_it_is_filed(county: Scenario, in_port: bool, recipients: list[str], missing: str) -> None:
    """F-03: with emergency management, in a port the port authority, and with the police; who lacks is named, and owed."""
    attempt = county.on("2026-03-02").when(FILED.but(in_port=in_port, recipients=recipients))

    if missing:
        attempt.warns("F-03", code="storage.recipient_missing").says(missing)
    else:
        attempt.then("storage.filed").quietly()
    assert owed(county) == ([missing] if missing else [])


def test_each_substance_by_itself(county: Scenario) -> None:
    """F-03: a later filing takes the place of that of the same substance, and of no other."""
    county.on("2026-03-02").when(FILED.but(recipients=["emergency"])).is_recorded()
    county.when(FILED.but(substance="Phosgene", recipients=["police"])).is_recorded()
    assert owed(county) == ["emergency", "police"]

    county.when(FILED).quietly()

    assert owed(county) == ["emergency"]


@pytest.mark.parametrize(
    ("keepers", "enough"), [(["W-1"], False), (["W-1", "W-1"], False), (["W-1", "W-2"], True), (["1", "2", "3"], True)]
)
def test_two_keepers(county: Scenario, keepers: list[str], enough: bool) -> None:
    """F-03: double custody has two keepers; the same one twice is one."""
    attempt = county.on("2026-03-02").when(FILED.but(keepers=keepers))

    if enough:
        attempt.quietly()
    else:
        attempt.warns("F-03", code="storage.too_few_keepers")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tonnes": "0"}, "storage.quantity_wrong"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
    ],
)
def test_what_a_filing_says(county: Scenario, changes: dict[str, Any], code: str) -> None:
    """A filing is of something, at a site, and entered by an authority on record."""
    county.on("2026-03-02").when(FILED.but(**changes)).refuses("REF", code=code)
    county.when(FILED.but(tonnes="0.001")).quietly()


@pytest.mark.parametrize(
    ("yuan", "refusal", "lawful"),
    [
        (10_000, False, True),
        (10_001, False, False),
        (9_999, True, False),
        (10_000, True, True),
        (50_000, True, True),
        (50_001, True, False),
    ],
)
def test_the_fine(county: Scenario, fined: Callable[..., Attempt], yuan: int, refusal: bool, lawful: bool) -> None:
    """F-03: up to 10,000 yuan; 10,000 to 50,000 where filing was refused (Art 81)."""
    attempt = fined(county, "F-03.not_filed", yuan, refusal=refusal)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-03")
