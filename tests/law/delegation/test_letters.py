"""Letters of delegation, and what is done under them (A-41, A-42)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.delegation import LETTER, LISTED, ORGANS, PUBLISHED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

ACT = step(
    "delegation.record_act",
    delegation="D-1",
    matter="small-shops",
    power="fine",
    fine_fen=2_000_000,
    in_name_of="emb",
    officers=["qiu", "qian"],
    done_on="2026-06-30",
)


@pytest.mark.rule("A-41")
def test_a_letter_that_says_all_is_signed(given: Scenarios) -> None:
    """A letter with basis, matters, powers, term and a capable delegate is recorded."""
    scenario = given(ORGANS).on("2026-01-06")

    scenario.when(LETTER).quietly()


@pytest.mark.rule("A-41")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"basis": " "}, "delegation.incomplete"),
        ({"matters": []}, "delegation.incomplete"),
        ({"lawful_public_body": False}, "delegation.unfit"),
        ({"can_inspect": False}, "delegation.unfit"),
        ({"staff": ["qiu"]}, "delegation.too_few_staff"),
        ({"staff": ["qiu", "li"]}, "delegation.too_few_staff"),
    ],
)
def test_a_letter_needs_basis_and_a_capable_delegate(given: Scenarios, changes: dict[str, Any], code: str) -> None:
    """Without one of the conditions of Arts 20 and 21 the letter is refused."""
    scenario = given(ORGANS).on("2026-01-06")

    scenario.when(LETTER.but(**changes)).refuses("A-41", code=code)


@pytest.mark.rule("A-41")
def test_what_is_not_in_the_own_list_is_not_delegated(given: Scenarios) -> None:
    """An organ with a published list delegates an item of it, and nothing else."""
    scenario = given(ORGANS, LISTED).on("2026-01-06")

    scenario.when(LETTER.but(delegator="fire", matters=["fire-exits"])).is_recorded()
    scenario.when(LETTER.but(delegation="D-2", delegator="fire")).refuses("A-41", code="delegation.beyond_own_powers")


@pytest.mark.rule("A-41")
def test_a_delegate_does_not_delegate_further(given: Scenarios) -> None:
    """What is held by a letter is not handed on; what was over before the letter counts is."""
    scenario = given(ORGANS, LETTER).on("2026-01-12")
    further = LETTER.but(delegation="D-2", delegator="qinghe", delegate="emb", staff=["li", "wang"])

    scenario.when(further.but(valid_from="2026-01-06", valid_to="2026-01-09")).quietly()
    scenario.when(further.but(delegation="D-3")).refuses("A-41", code="delegation.handed_on")


@pytest.mark.rule("A-41")
def test_a_delegate_acts_to_the_last_day_and_the_last_fen(given: Scenarios) -> None:
    """A fine of the letter's limit on its last day is recorded."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on("2026-07-01")

    scenario.when(ACT).quietly()


@pytest.mark.rule("A-41")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"done_on": "2026-07-01"}, "delegation.lapsed"),
        ({"done_on": "2026-01-09"}, "delegation.lapsed"),
        ({"fine_fen": 2_000_001}, "delegation.fine_over_limit"),
        ({"matter": "mines"}, "delegation.outside"),
        ({"power": "order"}, "delegation.outside"),
        ({"in_name_of": "qinghe"}, "delegation.own_name"),
        ({"officers": ["qiu", "li"]}, "delegation.officer_of_another"),
    ],
)
def test_a_delegate_acts_within_its_letter(given: Scenarios, changes: dict[str, Any], code: str) -> None:
    """One day, one fen, one matter, one power or one name outside the letter is refused."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on("2026-07-01")

    scenario.when(ACT.but(**changes)).refuses("A-41", code=code)


@pytest.mark.rule("A-41")
def test_a_letter_is_public_before_it_is_used(given: Scenarios) -> None:
    """A letter that only one of the two published is not acted under; next says who has to publish it."""
    scenario = given(ORGANS, LETTER, PUBLISHED[0]).on("2026-07-01")

    scenario.when(ACT).refuses("A-41", code="delegation.not_public")
    scenario.when(PUBLISHED[1]).quietly()
    scenario.when(ACT).quietly()


@pytest.mark.rule("A-41")
def test_only_the_two_publish_a_letter(given: Scenarios) -> None:
    """Publication by a third is none."""
    scenario = given(ORGANS, LETTER).on("2026-01-08")

    scenario.when(PUBLISHED[0].but(by="fire")).refuses("A-41", code="delegation.not_by_either")


@pytest.mark.rule("A-41")
def test_a_lapsed_letter_is_not_renewed(given: Scenarios) -> None:
    """It is renewed on its last day, and the day after it is not."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on("2026-07-01")
    renewed = step("delegation.renew", delegation="D-1", valid_to="2026-12-31", renewed_on="2026-06-30")

    scenario.when(renewed.but(renewed_on="2026-07-01")).refuses("A-41", code="delegation.lapsed")
    scenario.when(renewed).quietly()
    scenario.when(ACT.but(done_on="2026-07-01")).quietly()


@pytest.mark.rule("A-41")
def test_a_withdrawn_letter_counts_until_the_day_before(given: Scenarios) -> None:
    """From the day on which it is withdrawn nobody acts under it."""
    ended = step("delegation.end", delegation="D-1", reason="Powers were transferred", ended_on="2026-06-01")
    scenario = given(ORGANS, LETTER, PUBLISHED, ended).on("2026-07-01")

    scenario.when(ACT.but(done_on="2026-05-31")).quietly()
    scenario.when(ACT.but(done_on="2026-06-01")).refuses("A-41", code="delegation.lapsed")
    scenario.when(ended.but(ended_on="2026-06-02")).refuses("SEQ", code="supervision.ended_already")


@pytest.mark.rule("A-42")
def test_trap_04_coercion_is_never_delegated(given: Scenarios) -> None:
    """A letter with a coercive power is refused, and so is a coercive act under a lawful letter."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on("2026-07-01")

    scenario.when(LETTER.but(delegation="D-2", powers=["warn", "seal"])).refuses("A-42", code="delegation.coercive")
    scenario.when(LETTER.but(delegation="D-2", powers=["warn", "order"])).quietly()
    scenario.when(ACT.but(power="seal", fine_fen=0)).refuses("A-42", code="delegation.coercive")
    scenario.when(ACT.but(power="warn", fine_fen=0)).quietly()
