"""Findings: the level that their criterion and the criteria of the site's sectors give them (I-01)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.errors import BadCommand
from regledger.testing.scenario import COUNTY, Attempt, Scenario, Step, given, step

from .conftest import Drafted, Opened, store

CRITERION = """
[[criterion]]
code = "{code}"
title = "Over the licensed quantity"
title_zh = "超许可数量储存"
citation = {{ instrument = "烟花爆竹判定标准", edition = "2017", article = "item 3" }}
status = "{status}"
valid_from = 2017-11-13
level = "{level}"
"""

CRITERIA = (
    CRITERION.format(code="fw-2017/3", status="VERIFIED", level="major")
    + "valid_to = 2026-03-31\n"
    + CRITERION.format(code="fw-2017/4", status="VERIFIED", level="major")
    + CRITERION.format(code="fw-2017/5", status="SECONDARY", level="major")
    + CRITERION.format(code="fw-2017/9", status="VERIFIED", level="general")
)

CLASSIFY = """
@hookimpl
def regledger_classify(act, finding, judge):
    boxes = finding.figure("boxes")
    if boxes is None:
        return None
    if boxes > 100:
        return Classification(level="major", criterion="{criterion}", found=f"{{boxes}} boxes")
    return Classification(level="general")
"""

DECLARING = """
@hookimpl
def regledger_criteria():
    where = Citation(instrument="烟花爆竹判定标准", edition="2017", article="item 4")
    said = {"title": "Over the licensed quantity", "title_zh": "超许可数量储存", "valid_from": date(2017, 11, 13)}
    return [Criterion(code="fw-2017/4", citation=where, status="VERIFIED", **said)]
"""

CONFIRMED = step("rule.confirm", rule="I-01", authority="emb", document="Order 16 (2007)", confirmed_on="2020-01-02")


def inspect(*found: dict[str, Any], **changes: Any) -> Step:
    """An inspection of S-2 with these findings."""
    hazards = [
        {"hazard": f"H-{number}", "level": "general", "description": "Full", "basis": "Art 20", **one}
        for number, one in enumerate(found, start=1)
    ]
    return step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Store",
        content="Quantity",
        unit_signature="signed",
        hazards=hazards,
        inspected_on="2026-03-02",
    ).but(**changes)


def boxes(*values: str) -> list[dict[str, str]]:
    """The figures of a finding."""
    return [{"name": "boxes", "value": value, "unit": "box"} for value in values]


@pytest.fixture
def listed(drafted: Drafted, opened: Opened) -> Scenario:
    """A store of a sector that declares criteria and classifies nothing."""
    return given(opened(drafted(fireworks="", toml=CRITERIA)), COUNTY, store()).on("2026-05-01")


@pytest.fixture
def classifying(drafted: Drafted, opened: Opened) -> Scenario:
    """A store of a sector that calls more than 100 boxes major."""
    source = CLASSIFY.format(criterion="fw-2017/4")
    return given(opened(drafted(fireworks=source, toml=CRITERIA)), COUNTY, store()).on("2026-05-01")


def objects(scenario: Scenario, wish: Step, code: str) -> Attempt:
    """I-01 warns with `code` and, once confirmed, refuses with it."""
    checked = scenario.ledger.check(scenario.submission(wish))
    assert [(one.rule, one.code, one.severity) for one in checked.warnings] == [("I-01", code, "warn")]
    assert checked.objections == ()
    return given(scenario.ledger, CONFIRMED).on("2026-05-01").when(wish).refuses("I-01", code=code)


def test_what_was_measured_is_recorded_with_the_hazard(listed: Scenario) -> None:
    """The figures stand in the fact, exact; without any, the entry is as that of earlier releases."""
    listed.when(inspect({"measured": boxes("120.50")}, {})).then(
        "inspection.recorded", "hazard.found", "hazard.found"
    ).quietly()

    facts = [one for number in (1, 2) for one in listed.ledger.facts(tags=[f"hazard:H-{number}"])]
    measured: list[Any] = [one.body for one in facts]
    assert [str(one.value) for one in measured[0].measured] == ["120.50"]
    assert [b"measured" in one.data for one in facts] == [True, False]


def test_a_finding_by_a_criterion_of_its_day_and_level_is_quiet(listed: Scenario) -> None:
    """A major finding that names a major criterion is as I-01 asks."""
    listed.when(inspect({"level": "major", "criterion": "fw-2017/4"})).quietly()


def test_a_criterion_that_nothing_declares_is_noted(listed: Scenario) -> None:
    """It may be of a sector that is not installed: it is told, and never refused, also once I-01 is confirmed."""
    given(listed.ledger, CONFIRMED).on("2026-05-01")

    attempt = listed.when(inspect({"level": "major", "criterion": "mine-2020/1"}))

    attempt.warns("I-01", code="hazard.criterion_unknown").says("mine-2020/1")


@pytest.mark.parametrize("day", ["2017-11-13", "2026-03-31"])
def test_a_criterion_applies_on_its_first_and_last_day(listed: Scenario, day: str) -> None:
    """Both ends belong to it."""
    found = inspect({"level": "major", "criterion": "fw-2017/3"}, inspected_on=day)

    checked = listed.ledger.check(listed.submission(found))

    assert "hazard.criterion_out_of_date" not in {one.code for one in checked.warnings}


@pytest.mark.parametrize("day", ["2026-04-01"])
def test_a_criterion_of_other_days_is_objected_to(listed: Scenario, day: str) -> None:
    """I-01: a finding is judged by the criteria of its day; warned about, and refused once confirmed."""
    wish = inspect({"level": "major", "criterion": "fw-2017/3"}, inspected_on=day)

    objects(listed, wish, "hazard.criterion_out_of_date").says(day, "2017-11-13", "2026-03-31")


def test_a_criterion_does_not_apply_before_its_first_day(listed: Scenario) -> None:
    """I-01: on the day before it is objected to, whatever else is amiss on a day that early."""
    wish = inspect({"level": "major", "criterion": "fw-2017/3"}, inspected_on="2017-11-12")

    checked = listed.ledger.check(listed.submission(wish))

    assert "hazard.criterion_out_of_date" in {one.code for one in checked.warnings}


@pytest.mark.parametrize(("called", "criterion"), [("general", "fw-2017/4"), ("major", "fw-2017/9")])
def test_a_level_that_is_not_its_criterions_is_objected_to(listed: Scenario, called: str, criterion: str) -> None:
    """I-01: the wrong level leads to the wrong measure; warned about, and refused once confirmed."""
    wish = inspect({"level": called, "criterion": criterion})

    objects(listed, wish, "hazard.level_differs").says(called, criterion)


def test_a_criterion_that_was_not_verified_never_refuses(listed: Scenario) -> None:
    """Confirming I-01 does not verify a sector's list: what stands on an unverified item of it warns."""
    given(listed.ledger, CONFIRMED).on("2026-05-01")

    attempt = listed.when(inspect({"level": "general", "criterion": "fw-2017/5"}))

    attempt.warns("I-01", code="hazard.level_differs")


@pytest.mark.parametrize(("figure", "major"), [("100", False), ("100.5", True)])
def test_a_finding_that_its_sector_calls_major(classifying: Scenario, figure: str, major: bool) -> None:
    """I-01: 100 boxes are general; beyond, a finding that is called general is objected to, by sector and criterion."""
    wish = inspect({"measured": boxes(figure)})

    if major:
        objects(classifying, wish, "hazard.classified_otherwise").says("fireworks", "fw-2017/4", "100.5 boxes")
    else:
        classifying.when(wish).quietly()


def test_a_finding_as_its_sector_classifies_it_is_quiet(classifying: Scenario) -> None:
    """Level and criterion agree."""
    classifying.when(inspect({"level": "major", "criterion": "fw-2017/4", "measured": boxes("101")})).quietly()


def test_a_finding_without_a_figure_is_not_classified(classifying: Scenario) -> None:
    """Where the sector does not say, nothing is objected to."""
    classifying.when(inspect({})).quietly()


def test_another_criterion_of_the_same_level_is_noted(classifying: Scenario) -> None:
    """Of two criteria that a finding meets either may be named: told, never refused."""
    given(classifying.ledger, CONFIRMED).on("2026-03-02")

    attempt = classifying.when(inspect({"level": "major", "criterion": "fw-2017/3", "measured": boxes("101")}))

    attempt.warns("I-01", code="hazard.classified_otherwise").says("fw-2017/3", "fw-2017/4")


def test_a_finding_that_its_sector_calls_general_is_noted(classifying: Scenario) -> None:
    """A sector that finds no criterion met stands on none that was verified: told, never refused."""
    given(classifying.ledger, CONFIRMED).on("2026-03-02")

    attempt = classifying.when(inspect({"level": "major", "criterion": "fw-2017/4", "measured": boxes("5")}))

    attempt.warns("I-01", code="hazard.classified_otherwise").says("general")


@pytest.mark.parametrize(("day", "counts"), [("2026-03-31", True), ("2026-04-01", False)])
def test_a_criterion_that_does_not_apply_classifies_nothing(
    drafted: Drafted, opened: Opened, day: str, counts: bool
) -> None:
    """After its last day the sector's criterion makes nothing major."""
    source = CLASSIFY.format(criterion="fw-2017/3")
    scenario = given(opened(drafted(fireworks=source, toml=CRITERIA)), COUNTY, store()).on("2026-05-01")

    attempt = scenario.when(inspect({"measured": boxes("101")}, inspected_on=day))

    attempt.warns("I-01", code="hazard.classified_otherwise") if counts else attempt.quietly()


def test_an_overlay_classifies_what_the_lead_sector_does_not(drafted: Drafted, opened: Opened) -> None:
    """Where the lead sector says nothing, what an overlay says counts."""
    source = CLASSIFY.format(criterion="fw-2017/4")
    ledger = opened(drafted(mining="", park=source, overlay=("park",), toml=""))
    scenario = given(ledger, COUNTY, store(sector="mining", overlays=["park"])).on("2026-05-01")

    scenario.when(inspect({"measured": boxes("5"), "level": "major", "criterion": "x/1"})).warns("I-01").says("park")


@pytest.mark.parametrize("lead", [True, False])
def test_the_gravest_level_that_a_sector_of_the_site_gives_counts(lead: bool, drafted: Drafted, opened: Opened) -> None:
    """I-01: what one of its sectors calls general stays major by the criterion of another, whichever of them leads."""
    says = "@hookimpl\ndef regledger_classify(act, finding, judge):\n    return Classification(level='general')\n"
    major = CLASSIFY.format(criterion="fw-2017/4") + DECLARING
    sources = {"mining": major if lead else says, "park": says if lead else major}
    ledger = opened(drafted(**sources, overlay=("park",)))
    scenario = given(ledger, COUNTY, store(sector="mining", overlays=["park"])).on("2026-05-01")

    attempt = scenario.when(inspect({"measured": boxes("101")}))

    attempt.warns("I-01", code="hazard.classified_otherwise").says("mining" if lead else "park", "101 boxes")


def test_where_lead_and_overlay_both_classify_the_lead_counts(drafted: Drafted, opened: Opened) -> None:
    """Of two answers that are alike grave the lead sector's counts."""
    says = "@hookimpl\ndef regledger_classify(act, finding, judge):\n    return Classification(level='general', found={!r})\n"
    ledger = opened(drafted(mining=says.format("lead"), park=says.format("laid over"), overlay=("park",)))
    scenario = given(ledger, COUNTY, store(sector="mining", overlays=["park"])).on("2026-05-01")

    attempt = scenario.when(inspect({"level": "major", "criterion": "x/1"}))

    attempt.says("by the criteria of mining it is general (criterion none): lead")


LIES = {
    "unknown": ("Classification(level='major', criterion='fw-2017/99')", "'fw-2017/99', and nothing declares it"),
    "bare": ("Classification(level='major')", "names no criterion"),
    "other level": ("Classification(level='general', criterion='fw-2017/4')", "which is major"),
    "no level": ("Classification(level='huge')", "Classification cannot be used"),
    "another thing": ("'major'", "str instead of a Classification"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_sector_that_classifies_by_nothing_is_named(lie: str, drafted: Drafted, opened: Opened) -> None:
    """SECTOR: an answer that no criterion bears out refuses the act, with sector, version and hook."""
    answer, words = LIES[lie]
    source = f"@hookimpl\ndef regledger_classify(act, finding, judge):\n    return {answer}\n"
    scenario = given(opened(drafted(fireworks=source, toml=CRITERIA)), COUNTY, store()).on("2026-05-01")

    refused = scenario.when(inspect({})).refuses("SECTOR", code="sector.failed")

    refused.says("fireworks 1.2", "regledger_classify", words)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1E+28", "1E-41", "1E+999999", "５０", " 50", "5_0"])
def test_a_figure_that_is_no_plain_number_is_no_command(classifying: Scenario, value: str) -> None:
    """What is no number, could not be written out, or is written in other than plain digits, is named, and nothing is recorded."""
    head = classifying.ledger.recorder.head()

    with pytest.raises(BadCommand, match=r"measured\[0\]\.value"):
        _ = classifying.when(inspect({"measured": boxes(value)})).answer

    assert classifying.ledger.recorder.head() == head


def test_a_figure_that_is_given_twice_is_refused(classifying: Scenario) -> None:
    """REF: of two figures of one name nobody could say which counts."""
    classifying.when(inspect({"measured": boxes("5", "500")})).refuses("REF", code="hazard.figure_twice")
