"""Enforcement of a decision that the party contested: A-26, A-51, A-56, J-09."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.due import due
from regledger.testing.enforcement import APPLIED as ASKED_COURT
from regledger.testing.enforcement import PROVED, URGED, URGING_PROVED, WEIGHED
from regledger.testing.penalty import FINE_FEN
from regledger.testing.review import ACCEPTED, APPLIED, BINDING, RECEIVED, REVOKED, RULED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

CONTESTED = (*BINDING, PROVED, APPLIED, ACCEPTED, RULED, RECEIVED)
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-06-10")
REMADE = step(
    "case.remake",
    case="C-1",
    number="(湘)应急罚〔2026〕8号",
    fine_fen=FINE_FEN,
    reasons="A second record shows the alarm off",
    basis="安全生产法(2021) Art 99",
    new_ground="The second record",
    remedies="Reconsideration within 60 days, or a suit within six months",
    remade_on="2026-06-10",
)


@pytest.mark.rule("A-56")
def test_after_reconsideration_the_three_months_begin_with_the_fifteenth_day(given: Scenarios) -> None:
    """The ruling was received on 2026-05-25, so the party can sue until 2026-06-09 and the court is asked until 2026-09-09."""
    sum_fen = 2 * FINE_FEN
    urged = URGED.but(served_on="2026-08-03", perform_by="2026-08-20", amount_fen=sum_fen)
    proved = URGING_PROVED.but(served_on="2026-08-03")
    ready = given(*CONTESTED, urged, proved)
    late = ASKED_COURT.but(amount_fen=sum_fen, applied_on="2026-09-10")

    ready.on("2026-09-10").when(late).refuses("A-56", code="enforcement.too_late")
    ready.on("2026-09-09").when(late.but(applied_on="2026-09-09")).then("enforcement.applied")


@pytest.mark.rule("A-56")
def test_while_reconsideration_runs_the_court_is_not_asked(given: Scenarios) -> None:
    """Nor is its last day due."""
    under_way = given(*BINDING, PROVED, APPLIED, ACCEPTED)

    found = due(under_way.ledger, ("case:C-1",), on=date(2026, 5, 4), until=date(2027, 12, 31)).due

    assert [one for one in found if one.command == "enforcement.apply"] == []


@pytest.mark.rule("A-26")
def test_the_urging_leaves_out_the_days_of_reconsideration(given: Scenarios) -> None:
    """Late since 2026-04-03, contested from 2026-04-15 to 2026-05-25: on 2026-06-01 nineteen days count, 28,500 yuan."""
    urged = URGED.but(served_on="2026-06-01", perform_by="2026-06-20", amount_fen=7_850_000)
    contested = given(*CONTESTED).on("2026-06-01")

    contested.when(urged.but(amount_fen=8_000_000)).refuses("A-55", code="urging.amount_wrong")
    contested.when(urged).then("urging.served")


@pytest.mark.rule("J-09")
def test_a_decision_that_fell_ends_the_case(given: Scenarios) -> None:
    """Nothing is owed and nothing is urged; one that was upheld has to be paid."""
    fell = given(*CONTESTED[:-2], REVOKED, RECEIVED).on("2026-06-10")

    fell.when(URGED.but(served_on="2026-06-10", amount_fen=FINE_FEN)).refuses("A-55", code="urging.amount_wrong")
    fell.when(CONCLUDED).then("case.concluded")
    given(*CONTESTED).on("2026-06-10").when(CONCLUDED).refuses("J-09", "A-25", code="case.fine_unpaid")


@pytest.mark.rule("J-08")
def test_what_was_decided_anew_is_served_and_urged_anew(given: Scenarios) -> None:
    """The proof and the urging of the decision that fell are none of the new one."""
    fell = given(*CONTESTED[:-2], REVOKED, RECEIVED, REMADE)
    served = step("case.serve", case="C-1", mode="direct", served_on="2026-06-12")
    fell.on("2026-06-12").when(served).is_recorded()

    fell.on("2026-12-28").when(WEIGHED.but(answered_on="2026-06-30")).refuses("SEQ", code="urging.missing")
    urged = URGED.but(served_on="2026-12-01", perform_by="2026-12-20")
    fell.when(urged).then("urging.served")
    fell.when(URGING_PROVED.but(served_on="2026-12-01")).is_recorded()
    asked = ASKED_COURT.but(applied_on="2026-12-28")
    fell.when(asked).refuses("J-08", code="enforcement.service_unproved")
    fell.when(PROVED.but(number="(湘)应急罚〔2026〕8号", served_on="2026-06-12")).is_recorded()
    fell.when(asked).then("enforcement.applied")
