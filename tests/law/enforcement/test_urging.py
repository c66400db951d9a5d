"""Urging before the court is asked: A-55."""

from __future__ import annotations

import pytest
from regledger.testing.enforcement import APPLIED, OWED_FEN, PROVED, UNPAID, URGED, URGING_PROVED, WEIGHED
from regledger.testing.penalty import FINE_FEN
from regledger.testing.scenarios import Scenarios


@pytest.mark.rule("A-55")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"manner": " "}, "enforcement.part_missing"),
        ({"payment": ""}, "enforcement.part_missing"),
        ({"rights_told": False}, "urging.rights_not_told"),
        ({"amount_fen": OWED_FEN - 1}, "urging.amount_wrong"),
        ({"amount_fen": OWED_FEN + 1}, "urging.amount_wrong"),
        ({"perform_by": "2026-09-01"}, "urging.term_over"),
    ],
)
def test_an_urging_notice_is_whole_and_exact(given: Scenarios, change: dict[str, object], code: str) -> None:
    """Term, manner, the exact sum, the way of payment, the right to answer: whatever lacks, it is no urging."""
    unpaid = given(*UNPAID).on("2026-09-01")

    unpaid.when(URGED.but(**change)).refuses("A-55", code=code)
    unpaid.when(URGED).then("urging.served").quietly()


@pytest.mark.rule("A-55")
def test_who_may_still_pay_is_not_urged(given: Scenarios) -> None:
    """On the last day to pay it is too early; on the next day, with a day's surcharge, it is not."""
    early = URGED.but(served_on="2026-04-02", perform_by="2026-04-20", amount_fen=FINE_FEN)
    unpaid = given(*UNPAID)

    unpaid.on("2026-04-02").when(early).refuses("SEQ", code="urging.too_early")
    unpaid.on("2026-04-03").when(early.but(served_on="2026-04-03", amount_fen=5_150_000)).then("urging.served")


@pytest.mark.rule("A-55")
def test_what_the_party_answers_is_weighed(given: Scenarios) -> None:
    """An answer without findings is refused, and one to nothing as well."""
    urged = given(*UNPAID, URGED).on("2026-09-08")

    urged.when(WEIGHED.but(findings="")).refuses("A-55", code="enforcement.part_missing")
    urged.when(WEIGHED).then("urging.answered")
    given(*UNPAID).on("2026-09-08").when(WEIGHED).refuses("SEQ", code="urging.missing")


@pytest.mark.rule("A-55")
def test_the_ten_working_days_count_a_make_up_day(given: Scenarios) -> None:
    """Urged on Tue 2026-09-08: Sun 2026-09-20 is worked, so the tenth day is Mon 2026-09-21 and the court is asked on the next."""
    urged = URGED.but(served_on="2026-09-08", perform_by="2026-09-30")
    scenario = given(*UNPAID, urged, URGING_PROVED.but(served_on="2026-09-08")).on("2026-09-22")

    scenario.when(APPLIED.but(applied_on="2026-09-21")).refuses("A-55", code="urging.waiting")
    scenario.when(APPLIED.but(applied_on="2026-09-22")).then("enforcement.applied")


@pytest.mark.rule("A-55")
def test_the_catalogue_s_example(given: Scenarios) -> None:
    """Served on a Monday, the tenth working day is the Monday two weeks later; the court is asked from Tuesday."""
    urged = URGED.but(served_on="2026-10-12", perform_by="2026-10-30")
    scenario = given(*UNPAID, urged, URGING_PROVED.but(served_on="2026-10-12")).on("2026-10-27")

    scenario.when(APPLIED.but(applied_on="2026-10-26")).refuses("A-55", code="urging.waiting")
    scenario.when(APPLIED.but(applied_on="2026-10-27")).then("enforcement.applied")


@pytest.mark.rule("A-55")
def test_without_urging_the_court_is_not_asked(given: Scenarios) -> None:
    """Nobody was urged, so there is neither an urging nor a proof of its service."""
    given(*UNPAID).on("2026-09-21").when(APPLIED).refuses("A-55", "J-08", code="urging.not_served")

    given(*UNPAID, URGED, URGING_PROVED).on("2026-09-21").when(APPLIED).then("enforcement.applied")


@pytest.mark.rule("J-08")
def test_the_court_wants_both_services_proved(given: Scenarios) -> None:
    """Without the proof of the decision's service, or of the urging's, it is not asked."""
    bare = given(*UNPAID[:-1], URGED, URGING_PROVED).on("2026-09-21")

    bare.when(APPLIED).refuses("J-08", code="enforcement.service_unproved").says("decision")
    given(*UNPAID, URGED).on("2026-09-21").when(APPLIED).refuses("J-08").says("urging")
    bare.when(PROVED).then("service.proved")
    bare.when(APPLIED).then("enforcement.applied")
