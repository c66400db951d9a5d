"""The list of serious dishonesty: notice, three years, removal after twelve months (B-29)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.review import BINDING
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

NOTICE = step("dishonesty.notify", dishonesty="DL-1", case="C-1", reasons="A hidden accident", notified_on="2026-03-20")
LISTED = step(
    "dishonesty.list", dishonesty="DL-1", case="C-1", authority="emb", document="2026-1", listed_on="2026-04-02"
)
ASKED = step("dishonesty.ask_removal", dishonesty="DL-1", asked_on="2027-04-02")
REMOVED = step("dishonesty.remove", dishonesty="DL-1", reasons="Three years are over", removed_on="2029-04-02")


@pytest.mark.rule("B-29")
def test_an_enterprise_is_told_before_it_is_listed(given: Scenarios) -> None:
    """Without a notice, or on its very day, listing warns; the day after it does not."""
    given(*BINDING).on("2026-04-02").when(LISTED).warns("B-29", code="dishonesty.not_told")

    scenario = given(*BINDING, NOTICE).on("2026-04-02")
    scenario.when(NOTICE.but(dishonesty="DL-2", reasons=" ")).warns("B-29", code="dishonesty.unreasoned")
    scenario.when(LISTED).quietly()


@pytest.mark.rule("B-29")
def test_a_notice_of_the_same_day_is_no_prior_one(given: Scenarios) -> None:
    """Told on 2026-03-20 it is listed on 2026-03-21 at the earliest."""
    same, next_day = LISTED.but(listed_on="2026-03-20"), LISTED.but(listed_on="2026-03-21")

    given(*BINDING, NOTICE).on("2026-03-21").when(same).warns("B-29", code="dishonesty.not_told")
    given(*BINDING, NOTICE).on("2026-03-21").when(next_day).quietly()


@pytest.mark.rule("B-29")
def test_the_organ_that_punished_lists(given: Scenarios) -> None:
    """Another authority is warned of."""
    other = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
    scenario = given(other, *BINDING, NOTICE).on("2026-04-02")

    scenario.when(LISTED.but(authority="fire")).warns("B-29", code="dishonesty.other_authority")
    given(*BINDING, NOTICE).on("2026-04-02").when(LISTED).quietly()


@pytest.mark.rule("B-29")
def test_removal_is_asked_for_after_twelve_months(given: Scenarios) -> None:
    """Listed on 2026-04-02, from 2027-04-02 on; the day before warns."""
    history = (*BINDING, NOTICE, LISTED)

    early = given(*history).on("2027-04-01").when(ASKED.but(asked_on="2027-04-01"))
    early.warns("B-29", code="dishonesty.removal_early")
    given(*history).on("2027-04-02").when(ASKED).quietly()


@pytest.mark.rule("B-29")
def test_the_listing_lasts_three_years(given: Scenarios) -> None:
    """On 2029-04-02 it ends; before that it ends only on request, and it is a due step of the authority."""
    history = (*BINDING, NOTICE, LISTED)
    early = REMOVED.but(removed_on="2029-04-01")
    scenario = given(*history).on("2029-04-02")
    owed = next(one for one in next_steps(scenario.ledger, "dishonesty:DL-1").steps if one.due is not None)

    assert (owed.command, str(owed.due), owed.rule) == ("dishonesty.remove", "2029-04-02", "B-29")
    scenario.when(REMOVED).quietly()
    given(*history).on("2029-04-02").when(early).warns("B-29", code="dishonesty.removed_early")
    given(*history, ASKED).on("2029-04-02").when(early).quietly()
