"""Officials answer as Art 90 says, on records that bear it (B-41); leaders are entered (I-22); statistics are counted (B-46)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PLAN
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

DECIDED = step(
    "accountability.decide",
    accountability="AC-1",
    official="li",
    authority="emb",
    ground="major_hazard_unhandled",
    sanction="demotion",
    basis=["hazard:H-2"],
    decided_by="县监察委员会",
    document="县监〔2026〕7号",
    decided_on="2026-06-01",
)
MEASURE = step(
    "measure.order",
    measure="MS-1",
    hazards=["H-2"],
    what=["stop_use"],
    basis="安全生产法 Art 65",
    officers=["li", "wang"],
    consent_to_resume=True,
    ordered_on="2026-03-02",
)
PUBLISHED = step(
    "statistics.publish",
    authority="emb",
    first_day="2026-01-01",
    last_day="2026-03-31",
    place="县政府网站",
    published_on="2026-04-01",
)


@pytest.mark.rule("B-41")
def test_the_four_triggers_take_demotion_or_dismissal(given: Scenarios) -> None:
    """A warning for an unhandled major hazard is lighter than Art 90; demotion is not."""
    county = given(GOVERNED, FOUND).on("2026-06-01")
    county.when(DECIDED.but(sanction="serious_demerit")).refuses("B-41", code="accountability.lighter_than_law")
    county.when(DECIDED).quietly()
    county.when(DECIDED.but(accountability="AC-2", ground="other", sanction="serious_demerit")).quietly()


@pytest.mark.rule("B-41")
def test_the_records_bear_the_ground(given: Scenarios) -> None:
    """A major hazard for which a measure was ordered on the day it was found was not left; a day later it was."""
    given(GOVERNED, FOUND, MEASURE).on("2026-06-01").when(DECIDED).refuses(
        "B-41", code="accountability.ground_not_borne_out"
    )
    later = MEASURE.but(ordered_on="2026-03-03")
    given(GOVERNED, FOUND, later).on("2026-06-01").when(DECIDED).quietly()


@pytest.mark.rule("B-41")
def test_a_sanction_stands_on_records(given: Scenarios) -> None:
    """Without a basis it is refused; the general hazard beside the major one bears nothing."""
    county = given(GOVERNED, FOUND).on("2026-06-01")
    county.when(DECIDED.but(basis=[], ground="other", sanction="warning")).refuses(
        "B-41", code="accountability.without_basis"
    )
    county.when(DECIDED.but(basis=["hazard:H-1"])).refuses("B-41", code="accountability.ground_not_borne_out")
    county.when(DECIDED).quietly()


@pytest.mark.rule("B-41")
def test_a_major_hazard_left_alone_is_a_risk(given: Scenarios) -> None:
    """It is shown from the day it is found until it is ordered to be rectified; a general one never is."""
    found = given(GOVERNED, FOUND)
    assert owed(found, "hazard:H-2", "2026-03-03", rule="B-41") == {"measure.order": date(2026, 3, 2)}
    assert owed(found, "hazard:H-1", "2026-03-03", rule="B-41") == {}
    ordered = given(GOVERNED, FOUND, ORDERED.but(items=[{**ITEM, "hazard": "H-2", "plan": PLAN}]))
    assert owed(ordered, "hazard:H-2", "2026-03-03", rule="B-41") == {}


@pytest.mark.rule("I-22")
def test_a_missing_deputy_in_charge_shows(given: Scenarios) -> None:
    """The gap is shown until the day from which somebody holds the post."""
    deputy = step(
        "leader.assign",
        authority="gov",
        officer="sun",
        post="deputy_in_charge",
        valid_from="2026-03-02",
        assigned_on="2026-03-02",
    )
    county = given(GOVERNED, deputy)

    assert "leader.assign" in owed(county, "authority:gov", "2026-03-01", rule="I-22")
    assert "leader.assign" not in owed(county, "authority:gov", "2026-03-02", rule="I-22")


@pytest.mark.rule("B-46")
def test_only_a_period_that_has_ended_is_published(given: Scenarios) -> None:
    """On its last day the quarter is open; on the next it can be published, once."""
    county = given(GOVERNED).on("2026-04-01")
    county.when(PUBLISHED.but(published_on="2026-03-31")).refuses("B-46", code="statistics.period_open")
    county.when(PUBLISHED).quietly()
    again = PUBLISHED.but(first_day="2026-03-31", last_day="2026-03-31")
    county.when(again).refuses("B-46", code="statistics.period_published")


@pytest.mark.rule("B-46")
def test_counts_follow_from_accidents(given: Scenarios) -> None:
    """A count for which no accident is named is refused; and the next period has a last day."""
    county = given(GOVERNED).on("2026-04-01")
    invented = [{"grade": "general", "accidents": 1}]
    county.when(PUBLISHED.but(counts=invented)).refuses("B-46", code="statistics.counts_differ")
    county.when(PUBLISHED.but(counts=[])).quietly()
    assert owed(county, "authority:emb", "2026-06-30", rule="B-46") == {"statistics.publish": date(2026, 7, 21)}


@pytest.mark.rule("B-41")
def test_nobody_is_sanctioned_without_fault(given: Scenarios) -> None:
    """Found not responsible, an official is given nothing, not even a warning."""
    cleared = DECIDED.but(responsible=False)
    county = given(GOVERNED, FOUND).on("2026-06-01")
    county.when(cleared.but(sanction="warning")).refuses("B-41", code="accountability.sanction_without_fault")
    county.when(cleared.but(sanction="none")).quietly()
