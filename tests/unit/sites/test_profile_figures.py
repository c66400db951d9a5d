"""Figures in a site profile: what cannot be written out comes in by no command, no correction and no register."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from regledger.errors import BadCommand
from regledger.intake.importing import import_files
from regledger.testing.scenario import COUNTY, Scenario, given

from .conftest import Drafted, Opened, store
from .profiles import PROFILE, REGISTER, TODAY


@pytest.mark.parametrize(
    ("boxes", "area", "field"),
    [
        (10**28, "1", "boxes"),
        (-(10**28), "1", "boxes"),
        (1, "NaN", "sheds[0].area"),
        (1, "Infinity", "sheds[0].area"),
        (1, "1E+28", "sheds[0].area"),
        (10**28 - 1, "9E+27", ""),
    ],
)
def test_a_figure_of_a_profile_can_be_written_out(
    boxes: int, area: str, field: str, drafted: Drafted, opened: Opened
) -> None:
    """What is no number, or one of more than 28 digits, is no command, and is named with its place in the profile."""
    source = """
import msgspec
class Shed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    area: Decimal
class Store(Profile, frozen=True, kw_only=True):
    boxes: int
    sheds: tuple[Shed, ...]

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="store", title_zh="店")]
"""
    scenario = given(opened(drafted(fireworks=source)), COUNTY, store()).on("2026-03-02")
    profile = PROFILE.but(profile={"boxes": boxes, "sheds": [{"area": area}]})

    if field:
        with pytest.raises(BadCommand, match=re.escape(f"profile.{field}")):
            _ = scenario.when(profile).answer
    else:
        scenario.when(profile).quietly()


@pytest.mark.parametrize(("area", "said"), [("NaN", "no number"), ("１２", "digits 0 to 9"), ("1_2", "digits 0 to 9")])
def test_no_strange_figure_comes_in_by_a_correction(area: str, said: str, drafted: Drafted, opened: Opened) -> None:
    """REF: a corrected Decimal is finite and written in plain digits, or nothing is recorded; one that is, is."""
    source = """
class Store(Profile, frozen=True, kw_only=True):
    area: Decimal

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="store", title_zh="店")]
"""
    scenario = given(opened(drafted(fireworks=source)), COUNTY, store()).on("2026-03-02")
    number = scenario.when(PROFILE.but(profile={"area": "12"})).recorded.numbers[0]
    words = {"number": number, "reason": "Misread", "authority": "emb", "corrected_on": "2026-03-02"}

    wrong = scenario.when("fact.correct", body={"profile": {"area": area}}, **words)

    wrong.refuses("REF", code="correction.body_wrong").says("profile.area", said)
    scenario.when("fact.correct", body={"profile": {"area": "12.50"}}, **words).is_recorded()


def test_no_figure_comes_in_by_a_correction_that_the_command_refuses(fireworks: Scenario) -> None:
    """A correction is asked of its figures what the command was."""
    fireworks.when(PROFILE).is_recorded()
    number = fireworks.ledger.recorder.head().number
    said = {"number": number, "reason": "Misread", "authority": "emb", "corrected_on": "2026-03-02"}

    wrong = fireworks.when("fact.correct", body={"profile": {"boxes_licensed": 10**28}}, **said)

    with pytest.raises(BadCommand, match=r"profile\.boxes_licensed is no number, or one of too many digits"):
        _ = wrong.answer
    fireworks.when("fact.correct", body={"profile": {"boxes_licensed": 10**28 - 1}}, **said).is_recorded()


@pytest.mark.parametrize(("digits", "rejected"), [(28, 0), (29, 1)])
def test_no_figure_comes_in_by_a_register_that_the_command_refuses(
    digits: int, rejected: int, fireworks: Scenario, tmp_path: Path
) -> None:
    """A row with a number of more than 28 digits is rejected with its column, and recorded with one less."""
    rows, form = tmp_path / "stores.csv", tmp_path / "stores.toml"
    rows.write_text(f"no,boxes,on\nS-2,{'9' * digits},2026-03-01\n", encoding="utf-8")
    form.write_text(REGISTER, encoding="utf-8")

    report = import_files(fireworks.ledger, form, [rows], actor="officer:li", rejects_in=tmp_path, as_of=TODAY)

    assert report.rejected == rejected
