"""Service, payment, review and conclusion: A-20, A-21, A-22, A-25, A-26."""

from __future__ import annotations

import pytest
from regledger.errors import BadCommand
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import COUNTY, Scenario, given, step

LATER = "2026-10-01"
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-04-20")
REVIEW = step("case.accept_review", case="C-1", kind="reconsideration", accepted_on="2026-04-05")
REVIEWED = step("case.close_review", case="C-1", kind="reconsideration", closed_on="2026-05-10")


@pytest.fixture
def decided(ledger: Ledger) -> Scenario:
    return given(ledger, COUNTY, FILED, NOTIFIED, DECIDED).on(LATER)


@pytest.fixture
def served(ledger: Ledger) -> Scenario:
    return given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, SERVED).on(LATER)


# ── service ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("day", "late"), [("2026-03-26", False), ("2026-03-27", True)])
def test_a_decision_is_served_within_seven_working_days(decided: Scenario, day: str, late: bool) -> None:
    """A-20: decided on Tue 2026-03-17, the last day is Thu 2026-03-26."""
    attempt = decided.when(SERVED.but(served_on=day))

    if late:
        attempt.refuses("A-20", code="case.served_late").says("2026-03-26")
    else:
        attempt.then("case.served").quietly()


def test_a_late_service_is_recorded_as_it_happened(decided: Scenario) -> None:
    """A-20: the party was served, so its periods run; the defect stays, and the payment that follows says so."""
    late = SERVED.but(served_on="2026-03-30")

    decided.when(late).as_it_happened("nobody was met").records_defect("A-20")

    decided.when(PAID).warns("A-20", code="defect.relied_on")


@pytest.mark.parametrize(
    ("mode", "proof", "rule", "code"),
    [
        ("electronic", "consented", "A-20", "case.no_consent_to_electronic"),
        ("left", "witnessed", "A-21", "case.left_without_witness"),
    ],
)
def test_some_modes_need_proof(decided: Scenario, mode: str, proof: str, rule: str, code: str) -> None:
    """A-20, A-21: electronic service needs signed consent, left service a witness or a photo."""
    decided.when(SERVED.but(mode=mode)).refuses(rule, code=code)

    decided.when(SERVED.but(mode=mode, **{proof: True})).then("case.served").quietly()


@pytest.mark.parametrize(("day", "early"), [("2026-04-18", True), ("2026-04-19", False)])
def test_public_notice_counts_after_thirty_days(decided: Scenario, day: str, early: bool) -> None:
    """A-21: published on 2026-03-20 it counts as served on 2026-04-19; publishing was in time, so A-20 is kept."""
    attempt = decided.when(SERVED.but(mode="public_notice", published_on="2026-03-20", served_on=day))

    if early:
        attempt.refuses("A-21", code="case.served_too_early").says("2026-04-19")
    else:
        attempt.then("case.served").quietly()


@pytest.mark.parametrize(("published", "late"), [("2026-03-26", False), ("2026-03-27", True)])
def test_publication_has_the_seven_days(decided: Scenario, published: str, late: bool) -> None:
    """A-20: for a public notice the day of publication is held to the period."""
    attempt = decided.when(SERVED.but(mode="public_notice", published_on=published, served_on="2026-04-30"))

    if late:
        attempt.refuses("A-20", code="case.served_late")
    else:
        attempt.is_recorded()


@pytest.mark.parametrize("changes", [{"mode": "public_notice"}, {"mode": "direct", "published_on": "2026-03-18"}])
def test_only_public_notice_is_published(decided: Scenario, changes: dict[str, str]) -> None:
    """A-21: a day of publication belongs to a public notice, and to nothing else."""
    decided.when(SERVED.but(**changes)).refuses("A-21", code="case.publication_misfit")


def test_service_follows_the_decision_once(served: Scenario) -> None:
    """SEQ: what is served was decided, and is served once."""
    served.when(SERVED.but(served_on="2026-03-16")).refuses("SEQ", code="case.not_decided")
    served.when(SERVED.but(served_on="2026-03-19")).refuses("SEQ", code="case.served_already")


# ── payment ──────────────────────────────────────────────────────────────────────────────────────────────


def test_payment_on_the_last_day_is_in_time(served: Scenario) -> None:
    """A-22: received on 2026-03-18, fifteen calendar days end on 2026-04-02."""
    served.when(PAID).then("case.paid").quietly()


def test_payment_on_the_next_day_is_late(served: Scenario) -> None:
    """A-22, A-25: one day late costs 1,500 yuan, and the platform says so."""
    late = PAID.but(paid_on="2026-04-03", amount_fen=FINE_FEN + 150_000)

    served.when(late).warns("A-22", code="case.paid_late").says("1 day(s)", "1,500.00")


@pytest.mark.parametrize(("day", "surcharge"), [("2026-04-02", 0), ("2026-04-03", 150_000), ("2026-04-14", 1_800_000)])
def test_more_than_is_owed_is_not_paid(served: Scenario, day: str, surcharge: int) -> None:
    """A-22: fine and surcharge of the day can be paid, one fen more is refused unless it happened."""
    most = PAID.but(paid_on=day, amount_fen=FINE_FEN + surcharge)

    too_much = served.when(most.but(amount_fen=FINE_FEN + surcharge + 1))

    too_much.refuses("A-22", code="case.overpaid")
    too_much.as_it_happened("the bank took it").records_defect("A-22")


def test_who_decides_does_not_collect(served: Scenario) -> None:
    """A-22: the deciding authority takes no money; if it did, the defect is recorded."""
    taken = served.when(PAID.but(collector="authority"))

    taken.refuses("A-22", code="case.collected_by_authority")
    taken.as_it_happened("paid at the counter").records_defect("A-22")


def test_a_receipt_counts_once(served: Scenario) -> None:
    """REF: the same receipt is not a second payment."""
    part = PAID.but(amount_fen=1_000_000)
    served.when(part).is_recorded()

    served.when(part).refuses("REF", code="case.receipt_taken")


def test_payment_follows_the_decision(ledger: Ledger) -> None:
    """SEQ: nothing is paid in a case that is not decided."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(PAID).refuses("SEQ", code="case.not_decided")


def test_a_negative_amount_cannot_be_read(served: Scenario) -> None:
    """Money is whole fen, never below nothing."""
    with pytest.raises(BadCommand, match="amount_fen"):
        _ = served.when(PAID.but(amount_fen=-1)).answer


# ── conclusion ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_paid_case_is_concluded(served: Scenario) -> None:
    """A-22: fine paid in time, nothing is open; afterwards the case goes no further."""
    served.when(PAID).is_recorded()

    served.when(CONCLUDED).then("case.concluded").quietly()

    served.when(PAID.but(receipt="R-2", paid_on="2026-04-21")).refuses("A-22", "SEQ", code="case.concluded_already")


def test_an_unpaid_fine_keeps_the_case_open(served: Scenario) -> None:
    """A-22, A-25: one fen short is not paid, and its surcharge grows."""
    served.when(PAID.but(amount_fen=FINE_FEN - 100)).is_recorded()

    served.when(CONCLUDED).refuses("J-09", "A-25", code="case.fine_unpaid").says("1.00 yuan")


def test_an_unpaid_surcharge_keeps_the_case_open(served: Scenario) -> None:
    """A-25: 12 days late the surcharge is 18,000 yuan; it is paid, or remitted on a stated ground."""
    served.when(PAID.but(paid_on="2026-04-14")).warns("A-22")

    served.when(CONCLUDED).refuses("A-25", code="case.surcharge_unpaid").says("18,000.00")
    served.when(CONCLUDED.but(remitted_ground="行政强制法 Art 42 agreement")).then("case.concluded")


def test_fine_and_surcharge_paid_late_end_the_case(served: Scenario) -> None:
    """A-25: 68,000 yuan for a fine of 50,000 that came 12 days late."""
    served.when(PAID.but(paid_on="2026-04-14", amount_fen=6_800_000)).warns("A-22")

    served.when(CONCLUDED).then("case.concluded").quietly()


def test_a_decision_that_was_not_served_is_not_carried_out(decided: Scenario) -> None:
    """SEQ: a paid fine does not replace service."""
    decided.when(PAID).is_recorded()

    decided.when(CONCLUDED).refuses("SEQ", code="case.not_served")


# ── review ───────────────────────────────────────────────────────────────────────────────────────────────


def test_review_stops_the_surcharge(served: Scenario) -> None:
    """A-26: late since 2026-04-03, in review from 2026-04-05 to 2026-05-10: on 2026-05-11 three days count."""
    served.when(REVIEW).then("case.review_accepted")
    served.when(REVIEWED).then("case.review_closed")

    owed = FINE_FEN + 3 * 150_000
    late = PAID.but(paid_on="2026-05-11")

    served.when(late.but(amount_fen=owed + 1)).refuses("A-22", code="case.overpaid")
    served.when(late.but(amount_fen=owed)).warns("A-22", code="case.paid_late")


def test_one_review_of_a_kind_at_a_time(served: Scenario) -> None:
    """SEQ: what is accepted was not under way, what ends was; a suit may run beside."""
    served.when(REVIEWED).refuses("SEQ", code="case.review_not_open")
    served.when(REVIEW).is_recorded()

    served.when(REVIEW.but(accepted_on="2026-04-06")).refuses("SEQ", code="case.review_open_already")
    served.when(REVIEW.but(kind="suit", accepted_on="2026-04-06")).is_recorded()
    served.when(REVIEWED).is_recorded()
    served.when(REVIEWED.but(closed_on="2026-05-11")).refuses("SEQ", code="case.review_not_open")


def test_only_a_decision_is_reviewed(ledger: Ledger) -> None:
    """SEQ: a case that is not decided has nothing to review."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(REVIEW).refuses("SEQ", code="case.not_decided")
