"""Fines that officers take themselves, and the fine of a decision on the spot (A-22, A-23, A-24)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.decision import SPOT
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

SMALL = SPOT.but(fine_fen=10_000)
TAKEN = step(
    "collection.take",
    collection="K-1",
    summary="D-1",
    officers=["li", "wang"],
    amount_fen=10_000,
    ground="small",
    receipt="U-1",
    unified_receipt=True,
    taken_on="2026-03-04",
)
HARD = TAKEN.but(amount_fen=300_000, ground="hard_later", hard_ground="A fair that leaves the county tomorrow")
REMOTE = TAKEN.but(
    summary=None,
    case="C-1",
    amount_fen=5_000_000,
    ground="remote",
    difficulty="No bank and no network within forty kilometres",
    requested=True,
    taken_on="2026-03-18",
)
HANDED = step("collection.hand_in", collection="K-1", handed_in_on="2026-03-06")
PAID_IN = step("collection.pay_in", collection="K-1", bank="County Commercial Bank", paid_in_on="2026-03-10")
CASE = (FILED, NOTIFIED, DECIDED, SERVED)


@pytest.mark.rule("A-23")
def test_a_small_fine_is_taken_on_the_spot(given: Scenarios) -> None:
    """Of a hundred yuan it may be taken at once; of one fen more only where it could hardly be collected later."""
    given(SMALL).on("2026-03-04").when(TAKEN).quietly()

    larger = given(SPOT.but(fine_fen=10_001)).on("2026-03-04")
    larger.when(TAKEN).refuses("A-23", code="collection.not_small")


@pytest.mark.rule("A-23")
def test_a_larger_fine_is_taken_where_it_would_be_lost(given: Scenarios) -> None:
    """A fine of 3,000 yuan needs a stated reason."""
    scenario = given(SPOT).on("2026-03-04")

    scenario.when(HARD.but(hard_ground=" ")).refuses("A-23", code="collection.not_hard")
    scenario.when(HARD).quietly()


@pytest.mark.rule("A-23")
def test_the_party_gets_the_unified_receipt(given: Scenarios) -> None:
    """Without the receipt of the department of finance it may refuse to pay."""
    scenario = given(SMALL).on("2026-03-04")

    scenario.when(TAKEN.but(unified_receipt=False)).refuses("A-23", code="collection.receipt_not_unified")
    scenario.when(TAKEN).then("collection.taken").quietly()


@pytest.mark.rule("A-23")
def test_officers_hand_it_in_within_two_working_days(given: Scenarios) -> None:
    """Taken on Wed 2026-03-04, it is handed in by Fri 2026-03-06; on Mon the 9th that is late, and warned of."""
    scenario = given(SMALL, TAKEN).on("2026-03-09")

    due = {one.command: one.due for one in next_steps(scenario.ledger, "collection:K-1").steps}

    assert str(due["collection.hand_in"]) == "2026-03-06"
    scenario.when(HANDED.but(handed_in_on="2026-03-09")).warns("A-23", code="collection.handed_in_late")
    given(SMALL, TAKEN).on("2026-03-09").when(HANDED).quietly()


@pytest.mark.rule("A-23")
def test_on_water_the_days_run_from_the_shore(given: Scenarios) -> None:
    """Ashore on Mon 2026-03-09, the last day is Wed the 11th; the day ashore belongs to money taken on water, and to no other."""
    scenario = given(SMALL, TAKEN.but(on_water=True)).on("2026-03-12")
    ashore = HANDED.but(ashore_on="2026-03-09", handed_in_on="2026-03-11")

    scenario.when(HANDED).refuses("SEQ", code="collection.shore_misfit")
    given(SMALL, TAKEN).on("2026-03-12").when(ashore).refuses("SEQ", code="collection.shore_misfit")
    given(SMALL, TAKEN.but(on_water=True)).on("2026-03-12").when(ashore.but(handed_in_on="2026-03-12")).warns("A-23")
    scenario.when(ashore).quietly()


@pytest.mark.rule("A-23")
def test_the_authority_pays_it_in_within_two_working_days(given: Scenarios) -> None:
    """Handed in on Fri 2026-03-06, it lies in the bank by Tue the 10th; later that is warned of."""
    scenario = given(SMALL, TAKEN).on("2026-03-11")
    scenario.when(PAID_IN).refuses("SEQ", code="collection.not_handed_in")
    scenario.when(HANDED).is_recorded()

    due = {one.command: one.due for one in next_steps(scenario.ledger, "collection:K-1").steps}

    assert str(due["collection.pay_in"]) == "2026-03-10"
    scenario.when(PAID_IN.but(paid_in_on="2026-03-11")).warns("A-23", code="collection.paid_in_late")
    given(SMALL, TAKEN, HANDED).on("2026-03-11").when(PAID_IN).quietly()


@pytest.mark.rule("A-24")
@pytest.mark.parametrize(
    ("changed", "code"),
    [({"requested": False}, "collection.not_requested"), ({"difficulty": ""}, "collection.no_difficulty")],
)
def test_in_a_remote_place_the_party_asks_for_it(given: Scenarios, changed: dict[str, object], code: str) -> None:
    """It is difficult to pay otherwise, and the party itself asked: then a fine of any decision is taken there."""
    scenario = given(CASE).on("2026-03-18")

    scenario.when(REMOTE.but(**changed)).refuses("A-24", code=code)
    scenario.when(REMOTE).then("collection.taken", "case.paid").quietly()


@pytest.mark.rule("A-22")
def test_the_fine_of_a_case_is_otherwise_paid_at_the_bank(given: Scenarios) -> None:
    """Officers take it in a remote place alone; what they took there pays the fine."""
    scenario = given(CASE).on("2026-04-20")

    scenario.when(REMOTE.but(ground="hard_later", hard_ground="Leaves")).refuses("A-22", code="collection.of_a_case")
    scenario.when(REMOTE).quietly()
    scenario.when(PAID.but(amount_fen=1)).refuses("A-22", code="case.overpaid")


@pytest.mark.rule("A-22")
@pytest.mark.parametrize(("amount", "fits"), [(10_000, True), (10_001, False)])
def test_no_more_is_taken_than_the_fine(given: Scenarios, amount: int, fits: bool) -> None:
    """One fen more than the fine is refused."""
    attempt = given(SMALL).on("2026-03-04").when(TAKEN.but(amount_fen=amount))

    if fits:
        attempt.quietly()
    else:
        attempt.refuses("A-22", code="collection.over_fine")


@pytest.mark.rule("A-22")
@pytest.mark.parametrize(("day", "late"), [("2026-03-19", False), ("2026-03-20", True)])
def test_the_fine_of_a_decision_on_the_spot_is_paid_in_fifteen_days(given: Scenarios, day: str, late: bool) -> None:
    """Handed over on 2026-03-04, the last day is 2026-03-19; the step says so until it is paid."""
    scenario = given(SPOT).on(day)
    due = {one.command: one.due for one in next_steps(scenario.ledger, "summary:D-1").steps}

    attempt = scenario.when("summary.pay", summary="D-1", amount_fen=300_000, receipt="B-1", paid_on=day)

    assert str(due["summary.pay"]) == "2026-03-19"
    if late:
        attempt.warns("A-22", code="summary.paid_late")
    else:
        attempt.quietly()
    assert "summary.pay" not in {one.command for one in next_steps(scenario.ledger, "summary:D-1").steps}


@pytest.mark.rule("A-22")
def test_what_was_taken_is_not_paid_again(given: Scenarios) -> None:
    """A collection for neither decision or both, with a receipt used before, or of a fine that is paid, is refused."""
    scenario = given(SPOT, HARD).on("2026-03-19")
    pay = step("summary.pay", summary="D-1", amount_fen=1, receipt="B-1", paid_on="2026-03-19")

    scenario.when(pay).refuses("A-22", code="collection.over_fine")
    scenario.when(pay.but(amount_fen=0, receipt="U-1")).refuses("REF", code="summary.receipt_used")
    scenario.when(HARD).refuses("REF", "A-22", code="collection.taken_already")
    scenario.when(HARD.but(collection="K-2", summary=None)).refuses("REF", code="collection.of_one_decision")


@pytest.mark.rule("X-01")
@pytest.mark.parametrize(("year", "published"), [(2026, True), (2028, False)])
def test_working_days_are_counted_over_published_holidays(given: Scenarios, year: int, published: bool) -> None:
    """Where the holidays of those days are not published, the count goes by weekends alone and says that it may move."""
    taken = TAKEN.but(taken_on=f"{year}-03-08")
    spot = SMALL.but(decided_on=f"{year}-03-08")
    scenario = given(spot, taken).on(f"{year}-03-10")

    attempt = scenario.when(HANDED.but(handed_in_on=f"{year}-03-09"))

    if published:
        attempt.quietly()
    else:
        attempt.warns("X-01", code="collection.days_unsettled")


@pytest.mark.rule("X-02")
@pytest.mark.parametrize(
    ("day", "rules"), [("2026-03-21", ()), ("2026-03-23", ("A-22", "X-02")), ("2026-03-24", ("A-22",))]
)
def test_a_last_day_to_pay_that_is_a_holiday_stands(given: Scenarios, day: str, rules: tuple[str, ...]) -> None:
    """Fifteen days end on Sat 2026-03-21; on Mon the 23rd the payment is late, and who thought that the day moved is told."""
    scenario = given(SPOT.but(decided_on="2026-03-06")).on("2026-03-24")

    attempt = scenario.when("summary.pay", summary="D-1", amount_fen=300_000, receipt="B-1", paid_on=day)

    if rules:
        attempt.warns(*rules)
    else:
        attempt.quietly()
