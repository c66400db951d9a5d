"""The risk of a site: assessed by the formula of its lead sector, recorded line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from regledger.records.enterprise import Site
from regledger.testing.scenario import COUNTY, Scenario, given, step

from .conftest import FIREWORKS, Drafted, Opened, ended, store

FORMULA = (
    FIREWORKS
    + """
@hookimpl
def regledger_reads(act):
    return [f"fireworks_site:{act.command.site}"] if act.name == "site.assess" else []

@hookimpl
def regledger_risk(act, site, judge):
    profile = act.dossier.get(Store, site.site)
    if profile is None:
        return None
    boxes = Decimal(profile.boxes_licensed)
    items = (
        RiskItem(code="base", title="Retail", score=Decimal("0.5")),
        RiskItem(code="boxes", title="Licensed boxes", score=boxes / 10),
    )
    return RiskAssessment(grade=2 if boxes > 50 else 3, formula="fireworks-risk/1", items=items)
"""
)

ASSESS = step("site.assess", site="S-2", authority="emb", assessed_on="2026-03-03")


def _profile(boxes: int) -> Any:
    return step(
        "fireworks_site.profile",
        site="S-2",
        authority="emb",
        profile={"boxes_licensed": boxes},
        profiled_on="2026-03-02",
    )


@pytest.fixture
def profiled(drafted: Drafted, opened: Opened) -> Scenario:
    """A store with 50 licensed boxes, whose sector has a formula."""
    return given(opened(drafted(fireworks=FORMULA)), COUNTY, store(), _profile(50)).on("2026-03-03")


def test_an_assessment_is_recorded_with_its_items_and_their_sum(profiled: Scenario) -> None:
    """The fact has the grade, the formula with its edition, each item, and their exact sum as score."""
    profiled.when(ASSESS).then("site.assessed").quietly()

    recorded = profiled.ledger.at(profiled.ledger.recorder.head().number)
    assert recorded is not None
    body: Any = recorded.body
    assert (body.sector, body.grade, body.score, body.formula) == ("fireworks", 3, Decimal("5.5"), "fireworks-risk/1")
    assert [item.code for item in body.items] == ["base", "boxes"]
    assert body.enterprise == "E-1"


@pytest.mark.parametrize(("boxes", "grade"), [(50, 3), (51, 2)])
def test_the_grade_is_the_formulas(boxes: int, grade: int, drafted: Drafted, opened: Opened) -> None:
    """On both sides of the formula's own boundary the site has the grade that the sector says."""
    scenario = given(opened(drafted(fireworks=FORMULA)), COUNTY, store(), _profile(boxes)).on("2026-03-03")

    scenario.when(ASSESS).is_recorded()

    site = scenario.state("site:S-2")
    assert isinstance(site, Site)
    assert site.risk is not None
    assert (site.risk.grade, str(site.risk.on)) == (grade, "2026-03-03")


def test_a_site_has_the_risk_of_its_day(profiled: Scenario) -> None:
    """Before the assessment the site has none; the last one counts."""
    profiled.when(ASSESS).is_recorded()
    given(profiled.ledger, _profile(51).but(profiled_on="2026-04-01"))
    profiled.on("2026-04-02").when(ASSESS.but(assessed_on="2026-04-02")).is_recorded()

    found = [profiled.state("site:S-2", on=day) for day in ("2026-03-02", "2026-04-01", "2026-04-02")]

    risks = [site.risk for site in found if isinstance(site, Site)]
    assert [None if risk is None else risk.grade for risk in risks] == [None, 3, 2]


def test_a_formula_that_cannot_say_yet_refuses(drafted: Drafted, opened: Opened) -> None:
    """REF: without a profile this formula gives no grade, and nothing is recorded."""
    scenario = given(opened(drafted(fireworks=FORMULA)), COUNTY, store()).on("2026-03-03")

    scenario.when(ASSESS).refuses("REF", code="site.no_assessment").says("fireworks", "S-2")


def test_a_site_of_no_sector_is_not_assessed(profiled: Scenario) -> None:
    """REF: where no sector is in the lead there is no formula."""
    profiled.when(ASSESS.but(site="S-1")).refuses("REF", code="site.no_assessment")


def test_an_overlay_assesses_nothing(drafted: Drafted, opened: Opened) -> None:
    """REF: the formula is the lead sector's; that of an overlay is not asked."""
    ledger = opened(drafted(fireworks=FORMULA, mining="", overlay=("fireworks",)))
    given(ledger, COUNTY, store(sector="mining", overlays=["fireworks"]), _profile(50))

    Scenario(ledger).on("2026-03-03").when(ASSESS).refuses("REF", code="site.no_assessment")


@pytest.mark.parametrize(
    ("changes", "code"), [({"site": "S-9"}, "site.unknown"), ({"authority": "nobody"}, "authority.unknown")]
)
def test_an_assessment_of_or_by_nobody_known_is_refused(profiled: Scenario, changes: dict[str, Any], code: str) -> None:
    """REF: site and authority are on record."""
    profiled.when(ASSESS.but(**changes)).refuses("REF", code=code)


@pytest.mark.parametrize("subject", ["site:S-2", "authority:emb"])
def test_what_has_ended_is_not_assessed_and_assesses_nothing(profiled: Scenario, subject: str) -> None:
    """SEQ: up to the day before, a site is assessed by its authority; from the day on neither stands any more."""
    safety = step("authority.register", authority="safety", name="Safety", registered_on="2020-01-02")
    successor = "site:S-3" if subject.startswith("site") else "authority:safety"
    given(profiled.ledger, store("S-3"), safety, ended(subject, successor)).on("2026-03-20")

    profiled.when(ASSESS.but(assessed_on="2026-03-09")).is_recorded()
    profiled.when(ASSESS.but(assessed_on="2026-03-10")).refuses("SEQ", code="succession.ended")


def test_who_proposes_assesses(profiled: Scenario) -> None:
    """ROLE: once the authority has roles, it takes the one of proposing."""
    granted = step(
        "role.grant",
        holder="officer:li",
        role="approve",
        authority="emb",
        valid_from="2026-03-02",
        ground="Appointment 3 (2026)",
        granted_on="2026-03-02",
    )
    given(profiled.ledger, granted).on("2026-03-03")

    wish = profiled.submission(ASSESS)

    profiled.when(msgspec.structs.replace(wish, actor="officer:wang")).refuses("ROLE")
    second = msgspec.structs.replace(
        profiled.submission(granted.but(holder="officer:wang", role="propose")), actor="officer:li"
    )
    given(profiled.ledger, second).on("2026-03-03")
    profiled.when(msgspec.structs.replace(wish, actor="officer:wang")).then("site.assessed")


LIES = {
    "grade 0": ("RiskAssessment(grade=0, formula='f/1', items=(item,))", "grade"),
    "grade 5": ("RiskAssessment(grade=5, formula='f/1', items=(item,))", "grade"),
    "no items": ("RiskAssessment(grade=1, formula='f/1', items=())", "no items"),
    "no formula": ("RiskAssessment(grade=1, formula=' ', items=(item,))", "no formula"),
    "no number": (
        "RiskAssessment(grade=1, formula='f/1', items=(RiskItem(code='a', title='A', score=Decimal('NaN')),))",
        "'a' is no number",
    ),
    "another thing": ("3", "int instead of a RiskAssessment"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_formula_that_lies_is_named(lie: str, drafted: Drafted, opened: Opened) -> None:
    """SECTOR: an answer that is no assessment refuses the act, with sector, version and hook."""
    answer, words = LIES[lie]
    source = f"""
@hookimpl
def regledger_risk(act, site, judge):
    item = RiskItem(code="a", title="A", score=Decimal(1))
    return {answer}
"""
    scenario = given(opened(drafted(fireworks=source)), COUNTY, store()).on("2026-03-03")

    refused = scenario.when(ASSESS).refuses("SECTOR", code="sector.failed")

    refused.says("fireworks 1.2", "regledger_risk", words)


def test_the_sum_of_an_assessment_has_every_digit(drafted: Drafted, opened: Opened) -> None:
    """Of a vast and a tiny score the sum is exact, whatever the precision of decimals elsewhere."""
    source = """
@hookimpl
def regledger_risk(act, site, judge):
    scores = (Decimal("1E+27"), Decimal("1E-40"), Decimal(1) / 3)
    return RiskAssessment(
        grade=1, formula="f/1", items=tuple(RiskItem(code=str(n), title="A", score=one) for n, one in enumerate(scores))
    )
"""
    scenario = given(opened(drafted(fireworks=source)), COUNTY, store()).on("2026-03-03")

    scenario.when(ASSESS).then("site.assessed")

    recorded = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert recorded is not None
    assert str(recorded.body.score) == f"1{'0' * 27}.{'3' * 28}{'0' * 11}1"  # type: ignore[union-attr]


@pytest.mark.parametrize("grade", [1, 4])
def test_the_first_and_the_last_grade_are_grades(grade: int, drafted: Drafted, opened: Opened) -> None:
    """Red is 1 and blue is 4."""
    source = f"""
@hookimpl
def regledger_risk(act, site, judge):
    return RiskAssessment(grade={grade}, formula="f/1", items=(RiskItem(code="a", title="A", score=Decimal(1)),))
"""
    scenario = given(opened(drafted(fireworks=source)), COUNTY, store()).on("2026-03-03")

    scenario.when(ASSESS).then("site.assessed")
