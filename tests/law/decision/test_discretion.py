"""How much, and whether at all: what was found for the party, the milder law, and what is punished only when disobeyed (A-32 to A-36)."""

from __future__ import annotations

import pytest
from regledger.testing.decision import CLOSED
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

STAFF, OVERDUE = "WSL-97.staff", "WSL-97.staff_overdue"
MOST = 10_000_000
"""安全生产法 Art 97: up to 100,000 yuan at first."""


def changed(first: int, second: int) -> Step:
    """A pack whose offence has one highest fine until 2026-02-28, and another from then on."""
    cited = 'citation = { instrument = "办法", edition = "2026", article = "Art 1" }'
    value = f'status = "VERIFIED"\nknown_from = 2026-01-01\n{cited}\n'
    text = (
        '[pack]\nid = "kiln"\nversion = 1\ntitle = "Kilns"\ntitle_zh = "窑"\nissuer = "Province"\n' + cited + "\n"
        '[[parameter]]\nid = "K-1.most"\ntitle = "Most"\nnature = "substantive"\nunit = "fen"\n'
        f"[[parameter.value]]\nvalue = {first}\nvalid_from = 2020-01-01\nvalid_to = 2026-02-28\n{value}"
        f"[[parameter.value]]\nvalue = {second}\nvalid_from = 2026-03-01\n{value}"
        '[[offence]]\nid = "K-1.smoke"\ntitle = "Smoke"\ntitle_zh = "烟"\nfine_max = "K-1.most"\nstatus = "VERIFIED"\n'
        'citations = [{ instrument = "办法", edition = "2026", article = "Art 1" }]\n'
    )
    return step(
        "law_pack.load",
        authority="emb",
        text=text,
        applies_from="2026-01-01",
        document="Order 5",
        loaded_on="2026-01-01",
    )


@pytest.mark.rule("A-36")
def test_the_milder_of_two_laws_is_applied(given: Scenarios) -> None:
    """The act is older than the milder law: up to its end is lawful, above it the older law helps no more."""
    told = NOTIFIED.but(offence="K-1.smoke", fine_fen=1_000)
    confirmed = step("rule.confirm", rule="K-1.most", authority="emb", document="Order 5", confirmed_on="2026-01-02")
    scenario = given(changed(2_000, 1_000), FILED).on("2026-03-09")
    del confirmed

    scenario.when(told.but(fine_fen=1_001)).refuses("A-36", code="case.milder_law")
    scenario.when(told.but(fine_fen=2_001)).refuses("A-34", code="case.fine_above_range")
    scenario.when(told).quietly()


@pytest.mark.rule("A-36", "A-34")
def test_a_harsher_law_does_not_reach_back(given: Scenarios) -> None:
    """An older act is fined by the older law up to its end."""
    told = NOTIFIED.but(offence="K-1.smoke", fine_fen=2_000)
    scenario = given(changed(2_000, 3_000), FILED).on("2026-03-09")

    scenario.when(told.but(fine_fen=2_001)).refuses("A-34", code="case.fine_above_range")
    scenario.when(told).quietly()


@pytest.mark.rule("A-32")
def test_on_a_ground_for_a_lighter_penalty_not_the_highest(given: Scenarios) -> None:
    """Who confessed is not fined the highest sum there is; one fen less is lighter."""
    told = NOTIFIED.but(offence=STAFF, fine_fen=MOST)
    scenario = given(FILED, told).on("2026-03-17")
    decision = DECIDED.but(fine_fen=MOST, circumstances=["confessed"])

    scenario.when(decision).refuses("A-32", code="case.not_lighter")
    scenario.when(decision.but(fine_fen=MOST - 1)).is_recorded()


@pytest.mark.rule("A-32")
def test_below_the_range_on_a_ground_only(given: Scenarios) -> None:
    """An accident's least fine is 300,000 yuan: below it without a ground is refused, by the rule of the offence."""
    told = NOTIFIED.but(offence=OVERDUE, disobeyed="Order R-1, until 2026-02-20", fine_fen=9_999_999)
    scenario = given(FILED).on("2026-03-09")

    scenario.when(told).refuses("B-07", code="case.fine_below_range")
    scenario.when(told.but(mitigation="Art 32(4), cooperation")).is_recorded()


@pytest.mark.rule("A-33")
def test_what_is_corrected_in_time_and_without_harm_is_not_punished(given: Scenarios) -> None:
    """Unless it is said why it is not minor."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")
    found = DECIDED.but(circumstances=["corrected_in_time", "no_harm"])

    scenario.when(found).refuses("A-33", code="case.minor_and_corrected")
    scenario.when(found.but(severity_ground="The alarm was off on purpose, for days")).quietly()
    one = given(FILED, NOTIFIED).on("2026-03-17").when(DECIDED.but(circumstances=["corrected_in_time"]))
    one.quietly()


@pytest.mark.rule("A-33")
def test_who_is_without_fault_is_not_punished(given: Scenarios) -> None:
    """Nor may a first offence with minor harm pass without a word: that only warns."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")
    first = ["first_offence", "minor_harm", "corrected_in_time"]

    scenario.when(DECIDED.but(circumstances=["no_fault"])).refuses("A-33", code="case.without_fault")
    scenario.when(DECIDED.but(circumstances=first)).warns("A-33", code="case.first_offence")


@pytest.mark.rule("A-33")
def test_who_is_not_punished_is_taught(given: Scenarios) -> None:
    """Without it the case is not closed; where nothing is established nobody is taught."""
    scenario = given(FILED).on("2026-03-10")

    scenario.when(CLOSED.but(education="")).refuses("A-33", code="case.not_taught")
    scenario.when(CLOSED.but(education="", ground="not_established")).quietly()
    given(FILED).on("2026-03-10").when(CLOSED).quietly()


@pytest.mark.rule("A-33")
def test_a_first_offence_is_a_first_one(given: Scenarios) -> None:
    """Who was punished before is not let off for it."""
    second = FILED.but(case="C-2", act="No sign", opened_on="2026-03-18")
    closed = CLOSED.but(case="C-2", ground="first_offence", closed_on="2026-03-19")
    scenario = given(FILED, NOTIFIED, DECIDED, second).on("2026-03-19")

    scenario.when(closed).refuses("A-33", code="case.not_the_first")
    given(second).on("2026-03-19").when(closed).quietly()


@pytest.mark.rule("A-35")
def test_a_tier_that_is_cited_is_one_of_its_offence(given: Scenarios) -> None:
    """A fine off the tier without a word warns; inside it nothing is said."""
    tiers = changed(2_000, 2_000)
    tier = (
        '[[parameter]]\nid = "K-2.{0}"\ntitle = "{0}"\nnature = "substantive"\nunit = "fen"\n[[parameter.value]]\n'
        'value = {1}\nvalid_from = 2020-01-01\nstatus = "VERIFIED"\nknown_from = 2026-01-01\n'
        'citation = {{ instrument = "办法", edition = "2026", article = "Art 1" }}\n'
    )
    benchmark = (
        '[[benchmark]]\nid = "K-1.light"\noffence = "K-1.smoke"\ntitle = "Light"\ntitle_zh = "轻"\nstatus = "VERIFIED"\n'
        'citations = [{ instrument = "办法", edition = "2026", article = "Art 2" }]\n'
        'fine_min = "K-2.least"\nfine_max = "K-2.most"\n'
    )
    text = tiers.body["text"] + tier.format("least", 500) + tier.format("most", 1_000) + benchmark
    told = NOTIFIED.but(offence="K-1.smoke", tier="K-1.light", fine_fen=1_000)
    scenario = given(tiers.but(text=text), FILED).on("2026-03-09")

    scenario.when(told.but(fine_fen=1_001)).warns("A-35", code="case.fine_off_tier")
    scenario.when(told).quietly()


@pytest.mark.rule("B-07")
def test_trap_11_no_fine_at_once_where_correction_comes_first(given: Scenarios) -> None:
    """TRAP-11: what is fined only after an unobeyed order needs one: named, or run out on a hazard of the case."""
    told = NOTIFIED.but(offence=OVERDUE, fine_fen=MOST)
    code = "case.not_disobeyed"

    given(FILED).on("2026-03-09").when(told).refuses("B-07", code=code)
    given(FILED).on("2026-03-09").when(told.but(disobeyed="Order R-1, until 2026-02-20")).is_recorded()
    filed = FILED.but(hazards=["H-1"], opened_on="2026-03-10")
    county = given(FOUND, ORDERED, filed)
    county.on("2026-03-30").when(told.but(served_on="2026-03-30")).refuses("B-07", code=code)
    county.on("2026-03-31").when(told.but(served_on="2026-03-31")).is_recorded()
