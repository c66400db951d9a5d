"""Letters and transfers in their order: signed, public and decided before they count (A-41, A-42, A-43)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.delegation import EMPOWERED, LETTER, ORGANS, PUBLISHED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

ACT = step(
    "delegation.record_act",
    delegation="D-1",
    matter="small-shops",
    power="fine",
    fine_fen=100_000,
    in_name_of="emb",
    officers=["qiu", "qian"],
    done_on="2026-01-20",
)
OWN = step(
    "township_act.record",
    township="qinghe",
    matter="small-shops",
    power="fine",
    officers=["qiu", "qian"],
    done_on="2026-03-02",
)
LATER = "2026-07-01"


@pytest.mark.rule("A-41")
def test_a_letter_counts_from_its_signing_at_the_earliest(given: Scenarios) -> None:
    """Signed on its first day it is recorded, signed the day after it is refused."""
    scenario = given(ORGANS).on(LATER)

    scenario.when(LETTER.but(signed_on="2026-01-11")).refuses("A-41", code="delegation.counts_too_early")
    scenario.when(LETTER.but(signed_on="2026-01-10")).quietly()


@pytest.mark.rule("A-41")
def test_a_delegate_acts_from_the_day_of_the_second_publication(given: Scenarios) -> None:
    """The day before both had published the letter the act is refused, though they have by now."""
    second = PUBLISHED[1].but(published_on="2026-01-20")
    scenario = given(ORGANS, LETTER, PUBLISHED[0], second).on(LATER)

    scenario.when(ACT.but(done_on="2026-01-19")).refuses("A-41", code="delegation.not_public")
    scenario.when(ACT).quietly()


@pytest.mark.rule("A-41")
def test_officers_act_for_another_by_a_published_letter_only(given: Scenarios) -> None:
    """A letter that was published on the day of the act carries it; one published the day after does not."""
    warned = OWN.but(township="emb", power="warn", done_on="2026-01-20")
    second = PUBLISHED[1].but(published_on="2026-01-20")
    scenario = given(ORGANS, LETTER, PUBLISHED[0], second).on(LATER)

    scenario.when(warned.but(done_on="2026-01-19")).refuses("A-41", code="delegation.not_public")
    scenario.when(warned).quietly()


@pytest.mark.rule("A-41")
@pytest.mark.parametrize(
    "act",
    [
        PUBLISHED[0].but(published_on="2026-01-05"),
        step("delegation.end", delegation="D-1", reason="Withdrawn", ended_on="2026-01-05"),
        step("delegation.renew", delegation="D-1", valid_to="2026-12-31", renewed_on="2026-01-05"),
    ],
)
def test_nothing_becomes_of_a_letter_before_it_is_signed(given: Scenarios, act: Any) -> None:
    """Publication, end and renewal of a letter that was signed the day after are refused."""
    scenario = given(ORGANS, LETTER).on(LATER)

    scenario.when(act).refuses("REF", code="supervision.unknown")


@pytest.mark.rule("A-41")
def test_a_letter_is_ended_for_a_reason(given: Scenarios) -> None:
    """Without one it goes on."""
    ended = step("delegation.end", delegation="D-1", reason=" ", ended_on="2026-02-01")
    scenario = given(ORGANS, LETTER).on(LATER)

    scenario.when(ended).refuses("REF", code="record.blank")
    scenario.when(ended.but(reason="Powers were transferred")).quietly()


@pytest.mark.rule("A-41")
def test_only_a_fine_has_a_sum(given: Scenarios) -> None:
    """A warning of a hundred thousand fen is refused, a warning is not."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on(LATER)

    scenario.when(ACT.but(power="warn")).refuses("A-41", code="delegation.sum_without_fine")
    scenario.when(ACT.but(power="warn", fine_fen=0)).quietly()


@pytest.mark.rule("A-01", "A-41")
def test_a_delegates_officers_are_two(given: Scenarios) -> None:
    """One officer acts as little under a letter as elsewhere, and nobody at all even less."""
    scenario = given(ORGANS, LETTER, PUBLISHED).on(LATER)

    scenario.when(ACT.but(officers=["qiu"])).refuses("A-01", code="officers.too_few")
    scenario.when(ACT.but(officers=[])).refuses("A-01", code="officers.too_few")
    scenario.when(ACT.but(case="C-404")).refuses("REF", code="record.unknown")


@pytest.mark.rule("A-41")
def test_what_is_ones_own_is_delegated_beside_a_letter(given: Scenarios) -> None:
    """A delegate hands on no matter of its letter on any of its days, and may delegate another one."""
    further = LETTER.but(delegation="D-2", delegator="qinghe", delegate="emb", staff=["li", "wang"])
    scenario = given(ORGANS, LETTER).on(LATER)

    scenario.when(further.but(valid_from="2026-01-08", valid_to="2026-01-10")).refuses(
        "A-41", code="delegation.handed_on"
    )
    scenario.when(further.but(valid_from="2026-01-08", valid_to="2026-01-09")).quietly()
    scenario.when(further.but(delegation="D-3", matters=["village-roads"])).quietly()


@pytest.mark.rule("A-43")
def test_a_township_inspects_of_its_own_and_coerces_only_with_powers(given: Scenarios) -> None:
    """Without transferred powers it inspects, and seals and fines nothing; with them it seals."""
    scenario = given(ORGANS).on(LATER)

    scenario.when(OWN.but(power="inspect")).quietly()
    scenario.when(OWN.but(power="seal")).refuses("A-43", code="powers.coercion_not_transferred")
    scenario.when(OWN).refuses("A-43", code="powers.not_transferred")
    scenario.when(EMPOWERED).quietly()
    scenario.when(OWN.but(power="seal")).quietly()


@pytest.mark.rule("A-43")
def test_powers_of_two_decisions_add_up(given: Scenarios) -> None:
    """A township acts on what either of two decisions gives it, and on nothing else."""
    mines = EMPOWERED.but(empowerment="P-2", number="湘政发〔2026〕2号", matters=["mines"])
    scenario = given(ORGANS, EMPOWERED, mines).on(LATER)

    scenario.when(OWN).quietly()
    scenario.when(OWN.but(matter="mines")).quietly()
    scenario.when(OWN.but(matter="dams")).refuses("A-43", code="powers.matter_not_transferred")


@pytest.mark.rule("A-43")
@pytest.mark.parametrize(
    ("act", "rule", "code"),
    [
        (EMPOWERED.but(empowerment="P-2", published_on="2026-01-19"), "SEQ", "record.too_early"),
        (EMPOWERED.but(empowerment="P-2", evaluate_by="2026-02-28"), "SEQ", "record.ends_before_it_begins"),
        (
            step("empowerment.end", empowerment="P-1", reason="No staff", ended_on="2026-01-19"),
            "REF",
            "supervision.unknown",
        ),
        (step("empowerment.end", empowerment="P-1", reason=" ", ended_on="2026-04-01"), "REF", "record.blank"),
        (
            step(
                "empowerment.evaluate",
                empowerment="P-1",
                capable=True,
                result="Able",
                evaluate_by="2026-05-31",
                evaluated_on="2026-06-01",
            ),
            "SEQ",
            "record.ends_before_it_begins",
        ),
    ],
)
def test_a_transfer_keeps_its_order(given: Scenarios, act: Any, rule: str, code: str) -> None:
    """It is published after it is decided, ended after that and for a reason, and evaluated on days that lie ahead."""
    scenario = given(ORGANS, EMPOWERED).on(LATER)

    scenario.when(act).refuses(rule, code=code)


@pytest.mark.rule("A-41")
def test_an_older_letter_is_not_held_to_a_younger_number(given: Scenarios) -> None:
    """On the first day of the law of 2021 a delegate has two officers; the day before nobody counts them."""
    old = LETTER.but(staff=["qiu"], valid_to="2021-12-31")
    scenario = given(ORGANS).on(LATER)

    scenario.when(old.but(signed_on="2021-07-14", valid_from="2021-07-14")).quietly()
    scenario.when(old.but(delegation="D-2", signed_on="2021-07-15", valid_from="2021-07-15")).refuses(
        "A-41", code="delegation.too_few_staff"
    )


@pytest.mark.rule("A-41")
def test_a_renewed_letter_runs_longer(given: Scenarios) -> None:
    """To the last day that it has already it is refused, to the day after it is renewed."""
    renewed = step("delegation.renew", delegation="D-1", valid_to="2026-06-30", renewed_on="2026-06-01")
    scenario = given(ORGANS, LETTER).on(LATER)

    scenario.when(LETTER).refuses("REF", code="supervision.taken")
    scenario.when(renewed).refuses("SEQ", code="delegation.not_longer")
    scenario.when(renewed.but(valid_to="2026-07-01")).quietly()
