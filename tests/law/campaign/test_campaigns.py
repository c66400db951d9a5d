"""Campaigns come to lawful acts, and a plan alone closes nothing (I-15)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.decision import HEAVY, STOP_TOLD, STOPPED
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, step
from regledger.testing.scenarios import Scenarios

LAUNCHED = step(
    "campaign.launch",
    campaign="CP-1",
    authority="emb",
    partners=["hcb"],
    title="危化品专项整治",
    scope="氯碱企业",
    basis="县安委会方案",
    sites=["S-1"],
    first_day="2026-03-01",
    last_day="2026-06-30",
    launched_on="2026-03-01",
)
MEASURE = step(
    "campaign.record_measure",
    campaign="CP-1",
    site="S-1",
    action="rectify",
    action_ref="order:R-1",
    taken_on="2026-03-05",
)
SHUT = step(
    "enterprise.shut_down",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    way="closure",
    ground="stop_refused",
    decided_by="gov",
    decision="县政决〔2026〕5号",
    decided_on="2026-06-01",
    basis=["hazard:H-2"],
    campaign="CP-1",
    shut_on="2026-06-01",
)
REVOKED = (
    *(STOP_TOLD.but(sanctions=["fine", "revocation"]) if one is STOP_TOLD else one for one in HEAVY),
    STOPPED.but(sanctions=["fine", "revocation"]),
)
"""A case to its decision, which revokes a licence beside the fine."""
CLOSED = step("campaign.close", campaign="CP-1", results="一家关闭", shut_down=["E-1"], closed_on="2026-06-30")


@pytest.mark.rule("I-15")
def test_an_item_names_a_lawful_act(given: Scenarios) -> None:
    """Without one it is refused; with the order that was issued it is recorded."""
    county = given(GOVERNED, FOUND, ORDERED, LAUNCHED).on("2026-03-05")
    county.when(MEASURE.but(action_ref=None)).refuses("I-15", code="campaign.measure_unfounded")
    county.when(MEASURE).quietly()


@pytest.mark.rule("I-15")
def test_the_act_fits_the_action(given: Scenarios) -> None:
    """A closure does not rest on an order to rectify, which is what a rectification rests on."""
    county = given(GOVERNED, FOUND, ORDERED, LAUNCHED).on("2026-03-05")
    county.when(MEASURE.but(action="close")).refuses("I-15", code="campaign.act_does_not_fit")
    county.when(MEASURE).quietly()


@pytest.mark.rule("I-15")
def test_the_act_is_about_the_same_site(given: Scenarios) -> None:
    """The order for S-1 is no measure at S-2."""
    second = COUNTY[-1].but(site="S-2", name="Depot")
    county = given(GOVERNED, second, FOUND, ORDERED, LAUNCHED.but(sites=["S-1", "S-2"])).on("2026-03-05")
    county.when(MEASURE.but(site="S-2")).refuses("I-15", code="campaign.act_of_another_site")
    county.when(MEASURE).quietly()


@pytest.mark.rule("I-15")
def test_a_closed_enterprise_was_lawfully_closed(given: Scenarios) -> None:
    """A campaign cannot report a closure on which there is no decision."""
    county = given(GOVERNED, FOUND, LAUNCHED).on("2026-06-30")
    county.when(CLOSED).refuses("I-15", code="campaign.closure_unfounded")
    closing = MEASURE.but(action="close", action_ref="enterprise:E-1", taken_on="2026-06-30")
    county.when(closing).refuses("I-15", code="campaign.act_of_another_site")
    county.when(SHUT).quietly()
    county.when(closing).quietly()
    county.when(CLOSED).quietly()
    county.when(CLOSED).refuses("SEQ", code="campaign.closed_already")


@pytest.mark.rule("I-15")
def test_closing_down_takes_a_decision(given: Scenarios) -> None:
    """Without a number of a decision, or without records that bear it, nothing is closed."""
    county = given(GOVERNED, FOUND, LAUNCHED).on("2026-06-01")
    county.when(SHUT.but(decision=None)).refuses("I-15", code="shutdown.undocumented")
    county.when(SHUT.but(basis=[])).refuses("I-15", code="shutdown.without_basis")
    county.when(SHUT).quietly()
    county.when(SHUT).refuses("SEQ", code="shutdown.done_already")


@pytest.mark.rule("I-15")
@pytest.mark.parametrize(
    ("form", "level"), [("department", "county"), ("government", "township"), ("office", "county")]
)
def test_a_government_decides_on_closure(given: Scenarios, form: str, level: str) -> None:
    """A department, a township and an office cannot; a county's government can."""
    registered = step("authority.register", authority="x", name="X", form=form, level=level, registered_on="2020-01-02")
    county = given(GOVERNED, registered, FOUND, LAUNCHED).on("2026-06-01")
    county.when(SHUT.but(decided_by="x")).refuses("I-15", code="shutdown.not_by_government")
    lawful = registered.but(authority="y", form="government", level="county")
    county.when(lawful).is_recorded()
    county.when(SHUT.but(decided_by="y")).quietly()


@pytest.mark.rule("I-15")
def test_each_way_has_its_grounds(given: Scenarios) -> None:
    """Art 113 has four grounds; never having been approved is that of a ban."""
    county = given(GOVERNED, FOUND, LAUNCHED).on("2026-06-01")
    county.when(SHUT.but(ground="unapproved")).refuses("I-15", code="shutdown.ground_unfit")
    county.when(SHUT.but(way="ban", ground="unapproved", decided_by="emb")).quietly()


@pytest.mark.rule("I-15")
def test_a_revocation_is_a_penalty(given: Scenarios) -> None:
    """It stands on a decision that names it; a case that is only filed, or that came to a fine, is none."""
    revoked = SHUT.but(way="revocation", ground="licence_revoked", decided_by="emb", basis=["case:C-1"])
    filed = given(GOVERNED, FOUND, LAUNCHED, FILED, NOTIFIED).on("2026-06-01")
    filed.when(revoked).refuses("I-15", code="shutdown.revocation_undecided")
    fined = given(GOVERNED, FOUND, LAUNCHED, FILED, NOTIFIED, DECIDED).on("2026-06-01")
    fined.when(revoked).refuses("I-15", code="shutdown.revocation_undecided")
    decided = given(GOVERNED, FOUND, LAUNCHED, REVOKED).on("2026-06-01")
    decided.when(revoked).quietly()


@pytest.mark.rule("I-15")
def test_a_campaign_shows_what_it_left(given: Scenarios) -> None:
    """Until something is recorded of every site, and it is closed, that is owed by its last day."""
    county = given(GOVERNED, FOUND, ORDERED, LAUNCHED, MEASURE)

    assert owed(county, "campaign:CP-1", "2026-03-04") == {
        "campaign.record_measure": date(2026, 6, 30),
        "campaign.close": date(2026, 6, 30),
    }
    assert list(owed(county, "campaign:CP-1", "2026-03-05")) == ["campaign.close"]


def test_days_and_sites_are_checked(given: Scenarios) -> None:
    """A closure before its decision, an unknown site and one outside the campaign are refused."""
    second = COUNTY[-1].but(site="S-2", name="Depot")
    county = given(GOVERNED, second, FOUND, ORDERED, LAUNCHED).on("2026-06-01")
    county.when(SHUT.but(shut_on="2026-05-31")).refuses("SEQ", code="shutdown.before_decision")
    county.when(LAUNCHED.but(campaign="CP-2", sites=["S-9"])).refuses("REF", code="site.unknown")
    county.when(MEASURE.but(site="S-2", action_ref="order:R-9")).refuses("REF", code="campaign.site_outside")


@pytest.mark.rule("I-15")
def test_a_case_punishes_once_it_is_decided(given: Scenarios) -> None:
    """A case that is only filed is no penalty; one that came to a fine is, and revokes nothing."""
    punished = MEASURE.but(action="penalty", action_ref="case:C-1", taken_on="2026-04-02")
    filed = given(GOVERNED, FOUND, LAUNCHED, FILED, NOTIFIED).on("2026-04-02")
    filed.when(punished).refuses("I-15", code="campaign.act_not_done")
    fined = given(GOVERNED, FOUND, LAUNCHED, FILED, NOTIFIED, DECIDED).on("2026-04-02")
    fined.when(punished.but(action="revoke")).refuses("I-15", code="campaign.act_not_done")
    fined.when(punished.but(taken_on="2026-03-16")).refuses("I-15", code="campaign.act_not_done")
    fined.when(punished).quietly()
    revoked = given(GOVERNED, FOUND, LAUNCHED, REVOKED).on("2026-04-02")
    revoked.when(punished.but(action="revoke")).quietly()


@pytest.mark.rule("I-15")
def test_a_campaign_bans_what_was_never_approved(given: Scenarios) -> None:
    """What was found is no ban before it is banned; then it is, at its own site."""
    found = step(
        "unapproved.find",
        unapproved="U-1",
        authority="emb",
        subject="site:S-1",
        ground="no_approval",
        activity="Sells fireworks",
        found_on="2026-03-05",
    )
    banned = step("unapproved.ban", unapproved="U-1", handling="Closed on the spot", banned_on="2026-03-05")
    measure = MEASURE.but(action="ban", action_ref="unapproved:U-1")
    county = given(GOVERNED, LAUNCHED, found).on("2026-03-05")
    county.when(measure).refuses("I-15", code="campaign.act_not_done")
    county.when(banned).quietly()
    county.when(measure).quietly()
    elsewhere = given(GOVERNED, LAUNCHED, found.but(subject="enterprise:E-1"), banned).on("2026-03-05")
    elsewhere.when(measure).refuses("I-15", code="campaign.act_of_another_site")


@pytest.mark.rule("I-15")
def test_a_measure_is_of_the_campaigns_days(given: Scenarios) -> None:
    """On the first day it is recorded; what a campaign that was launched early did before its first day is none of it."""
    county = given(GOVERNED, FOUND, ORDERED, LAUNCHED.but(first_day="2026-03-06")).on("2026-03-06")
    county.when(MEASURE.but(taken_on="2026-03-05")).refuses("SEQ", code="record.too_early")
    county.when(MEASURE.but(taken_on="2026-03-06")).quietly()


def test_a_campaign_is_launched_before_it_is_over(given: Scenarios) -> None:
    """On its last day it still is, the day after it is refused."""
    county = given(GOVERNED).on("2026-07-01")
    county.when(LAUNCHED.but(launched_on="2026-07-01")).refuses("SEQ", code="record.ends_before_it_begins")
    county.when(LAUNCHED.but(launched_on="2026-06-30")).quietly()
