"""Notice and decision: what they say, by when, who may decide, and one outcome (A-11, A-14, A-18, A-19, A-30, A-31, A-37, B-42, J-06, J-07)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.decision import CLOSED, DISCUSSED, SPOT
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

GOVERNMENT = step(
    "authority.register",
    authority="gov",
    name="County government",
    registered_on="2020-01-02",
    level="county",
    form="government",
)


@pytest.mark.rule("J-06")
@pytest.mark.parametrize(
    "blank", [{"evidence_summary": ""}, {"contact": " "}, {"sealed": False}, {"defence_told": False}]
)
def test_a_notice_is_whole(given: Scenarios, blank: dict[str, object]) -> None:
    """What it lacks is refused, what nobody said of it warns, and a whole one is served quietly."""
    scenario = given(FILED).on("2026-03-09")
    (field,) = blank

    scenario.when(NOTIFIED.but(**blank)).refuses("J-06", code="case.notice_field_blank")
    scenario.when(NOTIFIED.but(**{field: None})).warns("J-06", code="case.notice_field_unsaid")
    given(FILED).on("2026-03-09").when(NOTIFIED).quietly()


@pytest.mark.rule("A-14")
def test_nothing_is_decided_that_was_not_told(given: Scenarios) -> None:
    """A higher fine and a penalty of another kind are refused; the fine that was told is decided."""
    scenario = given(FILED, NOTIFIED, DISCUSSED.but(discussed_on="2026-03-16")).on("2026-03-17")

    scenario.when(DECIDED.but(fine_fen=5_000_001)).refuses("A-14", code="case.fine_above_notice")
    scenario.when(DECIDED.but(sanctions=["fine", "stop"])).refuses("A-14", code="case.sanction_not_told")
    scenario.when(DECIDED.but(sanctions=["fine"])).quietly()


@pytest.mark.rule("A-14")
def test_no_decision_without_a_notice(given: Scenarios) -> None:
    """It is refused, whatever the party waived."""
    given(FILED).on("2026-03-17").when(DECIDED).refuses("A-14", code="case.notice_missing")


@pytest.mark.rule("A-18")
@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ({"reasons": " "}, "case.decision_part_missing"),
        ({"bank": ""}, "case.decision_part_missing"),
        ({"surcharge_told": False}, "case.surcharge_not_told"),
        ({"performance": ""}, "case.decision_field_blank"),
        ({"remedies": ""}, "case.decision_field_blank"),
        ({"sealed": False}, "case.decision_field_blank"),
    ],
)
def test_a_decision_says_what_the_statute_asks(given: Scenarios, lacks: dict[str, object], code: str) -> None:
    """Each part that it lacks is refused; a whole one is recorded quietly."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")

    scenario.when(DECIDED.but(**lacks)).refuses("A-18", code=code)
    scenario.when(DECIDED).quietly()


@pytest.mark.rule("J-07")
@pytest.mark.parametrize("field", ["review_body", "court", "publicity"])
def test_a_decision_names_where_to_turn(given: Scenarios, field: str) -> None:
    """An empty court is refused; where nobody said it, that warns."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")

    scenario.when(DECIDED.but(**{field: ""})).refuses("J-07", code="case.decision_field_blank")
    scenario.when(DECIDED.but(**{field: None})).warns("J-07", code="case.decision_field_unsaid")
    given(FILED, NOTIFIED).on("2026-03-17").when(DECIDED).quietly()


@pytest.mark.rule("A-19")
def test_a_case_is_decided_in_ninety_days(given: Scenarios) -> None:
    """Filed on 2026-03-02 it is decided until Sun 2026-05-31, and not on the Monday after."""
    given(FILED, NOTIFIED).on("2026-05-31").when(DECIDED.but(decided_on="2026-05-31")).quietly()
    late = given(FILED, NOTIFIED).on("2026-06-01").when(DECIDED.but(decided_on="2026-06-01"))
    late.refuses("A-19", code="case.decided_late")
    given(FILED).on("2026-06-01").when(CLOSED.but(closed_on="2026-06-01")).refuses("A-19")
    given(FILED).on("2026-05-31").when(CLOSED.but(closed_on="2026-05-31")).quietly()


@pytest.mark.rule("A-11")
def test_an_investigation_ends_in_one_way(given: Scenarios) -> None:
    """A case closed without a penalty is not decided, and one that was decided is not closed so."""
    scenario = given(FILED, NOTIFIED, CLOSED).on("2026-03-17")

    scenario.when(DECIDED).refuses("A-11", code="case.outcome_chosen")
    decided = given(FILED, NOTIFIED, DECIDED).on("2026-03-17")
    decided.when(CLOSED.but(closed_on="2026-03-17")).refuses("A-11", code="case.outcome_chosen")
    given(FILED).on("2026-03-10").when(CLOSED.but(reasons="")).refuses("A-11", code="case.no_reasons")
    given(FILED).on("2026-03-10").when(CLOSED).quietly()


@pytest.mark.rule("A-11")
def test_the_outcome_is_owed_until_the_ninetieth_day(given: Scenarios) -> None:
    """It is shown while none is chosen; then the case is to be concluded."""
    scenario = given(FILED).on("2026-03-03")
    open_ = {one.command: one.due for one in next_steps(scenario.ledger, "case:C-1").steps}
    assert open_["case.close_without_penalty"] == date(2026, 5, 31)

    closed = given(FILED, CLOSED).on("2026-03-10")
    state = closed.state("case:C-1")
    assert (getattr(state, "outcome", ""), getattr(state, "outcome_on", None)) == ("no_penalty", date(2026, 3, 10))
    assert "case.conclude" in [one.command for one in next_steps(closed.ledger, "case:C-1").steps]


@pytest.mark.rule("A-30")
def test_one_act_is_fined_once(given: Scenarios) -> None:
    """What was fined on the spot is not fined again in a case, whoever fines; another act is."""
    spot = SPOT.but(act="The chlorine alarm was switched off", decided_on="2026-02-25")
    scenario = given(spot, FILED, NOTIFIED).on("2026-03-17")

    scenario.when(DECIDED).refuses("A-30", code="case.fined_already")
    scenario.when(DECIDED.but(fine_fen=0, sanctions=["warning"])).refuses("A-14", code="case.sanction_not_told")
    given(spot.but(act="Another"), FILED, NOTIFIED).on("2026-03-17").when(DECIDED).quietly()


@pytest.mark.rule("A-31")
def test_a_penalty_orders_correction_and_takes_the_gains(given: Scenarios) -> None:
    """Without an order to correct it warns; gains of which one fen is not accounted for are refused."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")
    gains = DECIDED.but(gains_fen=1_000, refunded_fen=400)

    scenario.when(gains.but(confiscated_fen=599)).refuses("A-31", code="case.gains_not_confiscated")
    scenario.when(DECIDED.but(correction=" ")).warns("A-31", code="case.no_order_to_correct")
    given(FILED, NOTIFIED).on("2026-03-17").when(gains.but(confiscated_fen=600)).quietly()


@pytest.mark.rule("A-37")
def test_a_penalty_without_a_basis_is_void(given: Scenarios) -> None:
    """It is refused by A-18, and beside that it is noted that it would be void."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")

    attempt = scenario.when(DECIDED.but(basis=" ")).refuses("A-18")
    assert "A-37" in {one.rule for one in attempt.answer.warnings}
    assert not scenario.when(DECIDED).quietly().answer.warnings


@pytest.mark.rule("A-37")
def test_who_has_no_powers_decides_nothing(given: Scenarios) -> None:
    """A public-affairs organisation may not file in its own name; a letter that came later makes its decision void."""
    zone = step(
        "authority.register",
        authority="zone",
        name="Zone office",
        registered_on="2020-01-02",
        level="county",
        form="organisation",
    )
    attempt = given(zone).on("2026-03-02").when(FILED.but(authority="zone"))

    attempt.refuses("A-41")


@pytest.mark.rule("B-42")
def test_closure_is_the_governments_and_detention_the_polices(given: Scenarios) -> None:
    """A department is refused both; the county government decides closure."""
    told = NOTIFIED.but(sanctions=["fine", "closure", "detention"])
    discussed = DISCUSSED.but(discussed_on="2026-03-16")
    department = given(FILED, told, discussed).on("2026-03-17")
    closure = DECIDED.but(sanctions=["fine", "closure"])

    department.when(closure).refuses("B-42", code="case.closure_by_government")
    department.when(DECIDED.but(sanctions=["fine", "detention"])).refuses("B-42", code="case.detention_by_police")
    government = given(GOVERNMENT, FILED.but(authority="gov"), told, discussed).on("2026-03-17")
    government.when(closure).quietly()


@pytest.mark.rule("B-42")
def test_the_fine_for_an_accident_is_a_departments(given: Scenarios) -> None:
    """A government is refused it, and the department of emergency management is not."""
    told = NOTIFIED.but(offence="WSL-114.general", fine_fen=30_000_000)
    decision = DECIDED.but(fine_fen=30_000_000)
    code = "case.accident_fine_by_department"

    government = given(GOVERNMENT, FILED.but(authority="gov"), told).on("2026-03-17")
    government.when(decision).refuses("B-42", code=code)
    given(FILED, told).on("2026-03-17").when(decision).is_recorded()
