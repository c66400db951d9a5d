"""How high a fine may be: inside the range of its offence, and by the tier of a benchmark (A-14, A-32, A-34, A-35)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import Refused
from regledger.records.case.facts import CaseDecided, CaseNoticeServed
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, given

from .conftest import KILN_SITE, Drafted, Opened, parameter, rule
from .smoke import HERE, LEAST, MOST, RANGE, TIERS, TOLD, decided, offence, tier


@pytest.fixture
def smoke(drafted: Drafted, opened: Opened) -> Scenario:
    """A case about the site of a sector with one offence, told of and to be decided."""
    return given(opened(drafted(kiln=RANGE)).ledger, HERE, TOLD).on("2026-03-17")


@pytest.fixture
def tiered(drafted: Drafted, opened: Opened) -> Scenario:
    """As `smoke`, with two tiers that meet at 30,000 yuan."""
    return given(opened(drafted(kiln=RANGE + TIERS)).ledger, HERE, TOLD).on("2026-03-17")


#


@pytest.mark.parametrize("fine", [LEAST, LEAST + 1, MOST - 1, MOST])
def test_a_fine_in_the_range_is_recorded(smoke: Scenario, fine: int) -> None:
    """A-32, A-34: both ends belong to the range."""
    smoke.when(decided(fine)).then("case.decided").quietly()


def test_a_fine_above_the_range_is_refused(smoke: Scenario) -> None:
    """A-34: a fen more than the highest fine is too much, whatever ground is given."""
    smoke.when(decided(MOST + 1, mitigation="none", deviation="none")).refuses(
        "A-34", code="case.fine_above_range"
    ).says("50,000.01 yuan", "at most 50,000.00 yuan")


def test_a_fine_below_the_range_needs_a_ground(smoke: Scenario) -> None:
    """A-32: a fen less than the least fine is refused without a ground of Art 32, and recorded with one."""
    smoke.when(decided(LEAST - 1)).refuses("A-32", code="case.fine_below_range").says("19,999.99", "20,000.00")
    smoke.when(decided(LEAST - 1, mitigation="  ")).refuses("A-32")

    smoke.when(decided(LEAST - 1, mitigation="It removed the harm (Art 32(1))")).then("case.decided").quietly()


def test_the_objection_cites_the_offence(smoke: Scenario) -> None:
    """Whoever is refused sees the article of the offence before that of the rule."""
    for fine, article in ((MOST + 1, "Art 34"), (LEAST - 1, "Art 32")):
        answer = smoke.when(decided(fine)).answer

        assert isinstance(answer, Refused)
        assert [one.article for one in answer.objections] == [f"窑炉条例(2026) Art 99; 行政处罚法(2021) {article}"]


def test_a_fine_without_an_offence_is_not_held_to_a_range(smoke: Scenario) -> None:
    """Where no offence is named there is no range to keep to."""
    smoke.when(DECIDED.but(fine_fen=MOST + 1)).then("case.decided").quietly()


@pytest.mark.parametrize(("fine", "by"), [(LEAST - 1, "A-32"), (LEAST, ""), (MOST, ""), (MOST + 1, "A-34")])
def test_the_notice_is_held_to_the_range_too(drafted: Drafted, opened: Opened, fine: int, by: str) -> None:
    """A-32, A-34: a party is not told of a penalty that could not be imposed; what was told can be recorded as it happened."""
    scenario = given(opened(drafted(kiln=RANGE)).ledger, HERE).on("2026-03-09")
    told = scenario.when(NOTIFIED.but(fine_fen=fine, offence="K-99.smoke"))

    if by:
        told.refuses(by)
        told.as_it_happened("it was served so").records_defect(by)
    else:
        told.then("case.notice_served").quietly()


TWO = RANGE + rule("K-98") + offence("K-98.noise")
"""Two offences with one range."""


@pytest.mark.parametrize(
    ("told", "decided_for", "refused"),
    [
        ("K-99.smoke", "K-98.noise", True),
        ("K-99.smoke", "K-99.smoke", False),
        ("K-99.smoke", None, False),
        (None, "K-98.noise", False),
    ],
)
def test_a_party_is_punished_for_no_other_offence_than_it_was_told_of(
    drafted: Drafted, opened: Opened, told: str | None, decided_for: str | None, refused: bool
) -> None:
    """A-14: where the notice names an offence the decision is for that one, or leaves it out; a new notice names another."""
    notice = NOTIFIED.but(fine_fen=LEAST, offence=told)
    scenario = given(opened(drafted(kiln=TWO)).ledger, HERE, notice).on("2026-03-18")
    decision = DECIDED.but(fine_fen=LEAST, offence=decided_for, decided_on="2026-03-18")

    if refused:
        scenario.when(decision).refuses("A-14", code="case.offence_not_told").says("K-99.smoke", "K-98.noise")
        given(scenario.ledger, notice.but(offence=decided_for, served_on="2026-03-10"))
    scenario.on("2026-03-18").when(decision).then("case.decided").quietly()


def test_an_offence_of_another_sector_is_noted(drafted: Drafted, opened: Opened) -> None:
    """REF: an offence that a sector declares belongs to its sites, and to those that it is laid over; elsewhere it is noted."""
    sites = [KILN_SITE.but(site="S-3", sector="general"), KILN_SITE.but(site="S-4", sector="tunnel", overlays=["kiln"])]
    scenario = given(opened(drafted(kiln=RANGE, tunnel="")).ledger, *sites)
    for number, site in enumerate(("S-2", "S-3", "S-4"), start=1):
        case = {"case": f"C-{number}", "act": f"Act {number}"}
        given(scenario.ledger, FILED.but(site=site, **case), TOLD.but(case=f"C-{number}"))
    scenario.on("2026-03-17")

    found = {
        number: [
            one.code for one in scenario.ledger.check(scenario.submission(decided(LEAST, case=f"C-{number}"))).warnings
        ]
        for number in (1, 2, 3)
    }

    assert [found[1], found[2]] == [[], ["case.offence_of_another_sector"]]
    assert "case.offence_of_another_sector" not in found[3]
    scenario.when(decided(LEAST, case="C-2")).warns("REF").says("K-99.smoke", "kiln", "S-3", "general")


def test_the_decision_is_on_the_offence_of_the_notice(drafted: Drafted, opened: Opened) -> None:
    """A decision that names no offence is held to that of the notice, and records it."""
    told = NOTIFIED.but(fine_fen=MOST, offence="K-99.smoke")
    scenario = given(opened(drafted(kiln=RANGE)).ledger, HERE, told).on("2026-03-17")

    scenario.when(DECIDED.but(fine_fen=LEAST - 1)).refuses("A-32")
    scenario.when(DECIDED.but(fine_fen=LEAST)).then("case.decided")

    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert isinstance(fact.body, CaseDecided)
    assert fact.body.offence == "K-99.smoke"


def test_offence_tier_and_grounds_are_recorded(tiered: Scenario) -> None:
    """Both facts keep the offence, the tier, the ground for mitigation and that for leaving the tier."""
    named = {"offence": "K-99.smoke", "tier": "K-99.light", "mitigation": "It confessed", "deviation": "It helped"}

    given(tiered.ledger, NOTIFIED.but(fine_fen=LEAST, served_on="2026-03-10", **named))
    tiered.on("2026-03-18").when(DECIDED.but(fine_fen=LEAST, decided_on="2026-03-18", **named)).then("case.decided")

    bodies = [fact.body for fact in tiered.ledger.facts(tags=["case:C-1"])]
    told, found = (
        next(one for one in reversed(bodies) if isinstance(one, kind)) for kind in (CaseNoticeServed, CaseDecided)
    )
    for one in (told, found):
        assert isinstance(one, CaseNoticeServed | CaseDecided)
        assert {name: getattr(one, name) for name in named} == named


# ── REF ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"offence": "K-99.unheard_of", "tier": None}, "case.offence_unknown"),
        ({"tier": "K-99.unheard_of"}, "case.tier_unknown"),
        ({"offence": None, "tier": "K-99.light"}, "case.tier_without_offence"),
        ({"tier": "K-98.light"}, "case.tier_of_another"),
    ],
)
def test_what_is_named_is_declared(drafted: Drafted, opened: Opened, named: dict[str, Any], code: str) -> None:
    """REF: an offence or a tier that nothing declares, or a tier of another offence, is refused."""
    other = offence("K-98.noise") + tier("K-98.light", "K-99.least", "K-99.middle", of="K-98.noise")
    scenario = given(opened(drafted(kiln=RANGE + TIERS + other)).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(LEAST).but(**named)).refuses("REF", code=code)


# ── A-35 ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fine", [3_000_000, 3_000_001, MOST - 1, MOST])
def test_a_fine_in_its_tier_is_recorded(tiered: Scenario, fine: int) -> None:
    """A-35: both ends belong to the tier."""
    tiered.when(decided(fine, tier="K-99.grave")).then("case.decided").quietly()


@pytest.mark.parametrize(("fine", "cited"), [(2_999_999, "K-99.grave"), (3_000_001, "K-99.light")])
def test_a_fine_off_its_tier_says_why(tiered: Scenario, fine: int, cited: str) -> None:
    """A-35: a fen off the tier is noted unless the decision says why, and is never refused for it."""
    assert not tiered.ledger.check(
        tiered.submission(decided(fine, tier=cited, deviation="It was done at night"))
    ).warnings

    tiered.when(decided(fine, tier=cited)).warns("A-35", code="case.fine_off_tier").says("30,000.00")


def test_a_mitigated_fine_is_off_every_tier(tiered: Scenario) -> None:
    """A-32, A-35: the ground for going below the range says as well why the fine is off the tier."""
    tiered.when(decided(LEAST - 1, tier="K-99.light", mitigation="It removed the harm")).then("case.decided").quietly()


def test_a_ground_for_mitigation_excuses_no_tier_inside_the_range(tiered: Scenario) -> None:
    """A-35: a fine in the range and off its tier says why in its own words."""
    tiered.when(decided(LEAST, tier="K-99.grave", mitigation="It removed the harm")).warns(
        "A-35", code="case.fine_off_tier"
    )


def test_a_tier_is_cited_where_there_are_any(tiered: Scenario) -> None:
    """A-35: a fine for an offence with tiers that cites none is noted, and the tiers are listed."""
    tiered.when(decided(LEAST)).warns("A-35", code="case.tier_not_cited").says("K-99.grave, K-99.light")


def test_a_tier_that_was_published_since_counts(drafted: Drafted, opened: Opened) -> None:
    """A-35: a benchmark of after the act guides what is still open; one that is not in force yet is noted and asked of nobody."""
    late = parameter("K-99.middle", 3_000_000, "fen", since="2026-03-17") + tier(
        "K-99.light", "K-99.least", "K-99.middle"
    )
    future = late.replace("2026-03-17", "2026-03-18")
    since, coming = (
        given(opened(drafted(kiln=RANGE + tables)).ledger, HERE, TOLD).on("2026-03-17") for tables in (late, future)
    )

    since.when(decided(3_000_001, tier="K-99.light")).warns("A-35", code="case.fine_off_tier")
    assert not coming.ledger.check(coming.submission(decided(LEAST))).warnings
    coming.when(decided(LEAST, tier="K-99.light")).warns("A-35", code="case.tier_not_in_force")
