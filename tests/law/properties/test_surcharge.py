"""Properties of the surcharge, through `submit`: never over the principal, and none while it is suspended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from regledger.deciding.answers import Recorded, Submission
from regledger.history.judging import Onlooker
from regledger.installation import Installation
from regledger.records.case import Case
from regledger.records.case.owing import owing
from regledger.sectors.loading import Sectors
from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED, SERVED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

SCENARIOS = Scenarios(Installation(Sectors()))
SERVED_ON = date(2026, 3, 18)
LAST = SERVED_ON + timedelta(days=15)
"""The last day to pay."""
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AFTER = st.integers(1, 150)
"""Days after service."""
PAYMENTS = st.lists(st.tuples(AFTER, st.integers(1, FINE_FEN)), max_size=4)
REVIEWS = st.lists(
    st.tuples(st.sampled_from(("reconsideration", "suit")), AFTER, st.integers(0, 60)),
    max_size=2,
    unique_by=lambda one: one[0],
)


def day(offset: int) -> str:
    """That many days after service."""
    return (SERVED_ON + timedelta(days=offset)).isoformat()


def sent(scenario: Scenario, one: Step) -> bool:
    """Whether it was recorded."""
    return isinstance(scenario.ledger.submit(Submission(command=one.command, body=one.body)), Recorded)


def lived(payments: list[tuple[int, int]], reviews: list[tuple[str, int, int]]) -> Scenario:
    """A served decision, then whatever of these the ledger takes."""
    scenario = SCENARIOS(FILED, NOTIFIED, DECIDED, SERVED).on("2027-06-01")
    for kind, accepted, days in reviews:
        sent(scenario, step("case.accept_review", case="C-1", kind=kind, accepted_on=day(accepted)))
        sent(scenario, step("case.close_review", case="C-1", kind=kind, closed_on=day(accepted + days)))
    for number, (offset, amount) in enumerate(sorted(payments)):
        sent(scenario, step("case.pay", case="C-1", amount_fen=amount, receipt=f"R-{number}", paid_on=day(offset)))
    return scenario


def owed(scenario: Scenario, on: date) -> tuple[int, int]:
    """What is left of fine and surcharge at the end of `on`, in fen."""
    case = scenario.state("case:C-1", on=on)
    assert isinstance(case, Case)
    left = owing(case, Onlooker(scenario.ledger, on=on, known_at=None).of_record(case))
    fine, surcharge = left["fine_left_fen"], left["surcharge_left_fen"]
    assert isinstance(fine, int)
    assert isinstance(surcharge, int)
    return fine, surcharge


@pytest.mark.rule("A-25")
@FEW
@given(payments=PAYMENTS, reviews=REVIEWS, later=st.integers(0, 400))
def test_it_never_exceeds_the_principal(
    payments: list[tuple[int, int]], reviews: list[tuple[str, int, int]], later: int
) -> None:
    """A-25: whatever was paid and reviewed, on every day the surcharge is at most the fine, and none is owed before it is late."""
    scenario = lived(payments, reviews)

    assert owed(scenario, LAST)[1] == 0
    assert 0 <= owed(scenario, LAST + timedelta(days=later))[1] <= FINE_FEN


@pytest.mark.rule("A-25", "A-26")
@FEW
@given(payments=PAYMENTS, accepted=AFTER, days=st.integers(1, 60), kind=st.sampled_from(("reconsideration", "suit")))
def test_none_grows_while_a_review_is_under_way(
    payments: list[tuple[int, int]], accepted: int, days: int, kind: str
) -> None:
    """A-26: from the day before acceptance to the last day of the review the surcharge grew by nothing but what was paid."""
    outside = [(offset, amount) for offset, amount in payments if not accepted <= offset <= accepted + days]
    scenario = lived(outside, [(kind, accepted, days)])

    before = owed(scenario, SERVED_ON + timedelta(days=accepted - 1))
    after = owed(scenario, SERVED_ON + timedelta(days=accepted + days))

    assert before == after
