"""What follows the reply: handling, measures, evaluation, closing, and who may be principal again."""

from __future__ import annotations

import pytest
from regledger.history.due import due
from regledger.history.steps import next_steps
from regledger.records.accident import Accident
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .flow import CLOSED, CONFIRM, EDUCATED, GOV, MEASURES, PENALTY, REPLIED, REPORTED, SUBMITTED, TEAM

ANSWERED = (GOV, REPORTED, TEAM, SUBMITTED, REPLIED)
HANDLED = step("accident.handle", accident="A-1", penalty="P-1", document="Decision 7", handled_on="2026-05-15")
EVALUATED = step(
    "accident.evaluate",
    accident="A-1",
    government="gov",
    implemented=True,
    findings="All done",
    evaluated_on="2027-04-30",
)
SETTLED = step(
    "accident.settle_licences", accident="A-1", outcome="suspended", ground="Art 40", settled_on="2026-05-10"
)


@pytest.mark.rule("C-14")
@pytest.mark.parametrize(
    ("history", "code"),
    [
        ((PENALTY, MEASURES, EDUCATED), "accident.persons_not_handled"),
        ((EDUCATED,), "accident.measures_not_taken"),
        ((MEASURES,), "accident.nobody_taught"),
    ],
)
def test_an_accident_is_not_closed_before_all_four_are_met(
    given: Scenarios, history: tuple[Step, ...], code: str
) -> None:
    """What lacks is warned of, and refused once the authority has confirmed the rule."""
    whole = tuple(one.but(proposed_on="2026-05-01") if one.command == PENALTY.command else one for one in history)

    given(*ANSWERED, *whole).on("2026-05-25").when(CLOSED).warns("C-14", code=code)
    given(CONFIRM["C-14"], *ANSWERED, *whole).on("2026-05-25").when(CLOSED).refuses("C-14", code=code)


@pytest.mark.rule("C-14")
def test_an_accident_is_closed_when_all_four_are_met(given: Scenarios) -> None:
    """Cause, persons, measures, education; closed once and after the reply only."""
    done = (REPORTED, TEAM, PENALTY.but(proposed_on="2026-03-06"), SUBMITTED, REPLIED, HANDLED, MEASURES, EDUCATED)
    scenario = given(CONFIRM["C-14"], GOV, *done).on("2026-05-25")

    scenario.when(CLOSED).quietly()
    scenario.when(CLOSED).refuses("SEQ", code="accident.closed_already")
    state = scenario.state("accident:A-1")
    assert isinstance(state, Accident)
    assert state.closed_on is not None


@pytest.mark.rule("C-14", "C-18")
def test_what_follows_the_reply_is_listed(given: Scenarios) -> None:
    """Closing waits for what lacks, and the licences wait to be settled."""
    steps = {one.command: one for one in next_steps(given(*ANSWERED).ledger, "accident:A-1").steps}

    assert {lack.code for lack in steps["accident.close"].missing} == {
        "accident.measures_not_taken",
        "accident.nobody_taught",
    }
    assert steps["accident.settle_licences"].possible


@pytest.mark.rule("C-12")
def test_organs_act_by_the_reply(given: Scenarios) -> None:
    """A penalty is not carried out before it."""
    proposed = (GOV, REPORTED, TEAM, PENALTY.but(proposed_on="2026-04-20"), SUBMITTED)

    given(*proposed).on("2026-05-15").when(HANDLED).refuses("C-12", code="accident.handled_before_reply")
    given(*proposed, REPLIED).on("2026-05-15").when(HANDLED).quietly()


@pytest.mark.rule("C-13")
def test_the_evaluation_is_due_within_a_year(given: Scenarios) -> None:
    """Until 2027-04-30 after a reply of 2026-04-30; a day later it is noted, and only the investigating government evaluates."""
    late = EVALUATED.but(evaluated_on="2027-05-01")
    (owed,) = [
        one
        for one in due(given(*ANSWERED).on("2027-04-30").ledger, ["accident:A-1"]).due
        if one.command == "accident.evaluate"
    ]

    assert str(owed.due) == "2027-04-30"
    given(*ANSWERED).on("2027-04-30").when(EVALUATED).quietly()
    given(*ANSWERED).on("2027-05-01").when(late).warns("C-13", code="accident.evaluated_late")
    given(*ANSWERED).on("2027-04-30").when(EVALUATED.but(government="emb")).refuses("C-13")


@pytest.mark.rule("C-13")
def test_the_union_watches_over_the_measures(given: Scenarios) -> None:
    """Measures without proof, or that nobody watched over, are not reported."""
    given(*ANSWERED).on("2026-05-20").when(MEASURES).quietly()
    given(*ANSWERED).on("2026-05-20").when(MEASURES.but(union_supervised=False)).refuses("C-13")
    given(*ANSWERED).on("2026-05-20").when(MEASURES.but(evidence="")).refuses("C-13")


@pytest.mark.rule("C-18")
def test_a_responsible_unit_does_not_keep_its_licences(given: Scenarios) -> None:
    """They are suspended or revoked; where it was no accident of responsibility they may be kept."""
    kept = SETTLED.but(outcome="kept")
    faultless = (GOV, REPORTED, TEAM, SUBMITTED.but(responsible=False), REPLIED)

    given(*ANSWERED).on("2026-05-10").when(SETTLED).quietly()
    given(*ANSWERED).on("2026-05-10").when(kept).refuses("C-18", code="accident.licences_kept")
    given(*faultless).on("2026-05-10").when(kept).quietly()


@pytest.mark.rule("C-18")
def test_a_punished_principal_is_barred_for_five_years(given: Scenarios) -> None:
    """On the last day of the five years still refused, on the next day registered; for life after a major accident."""
    bar = step(
        "principal.bar",
        barred="p-1",
        accident="A-1",
        ground="dismissal",
        since="2026-05-01",
        industry="chemicals",
        barred_on="2026-05-02",
    )
    office = step("principal.register", barred="p-1", enterprise="E-1", industry="chemicals", since="2031-05-01")
    major = (REPORTED.but(deaths=10), bar.but(lifelong=True))

    given(REPORTED, bar).on("2031-05-01").when(office).refuses("C-18", code="principal.barred")
    given(REPORTED, bar).on("2031-05-02").when(office.but(since="2031-05-02")).quietly()
    given(REPORTED).on("2026-05-02").when(bar.but(lifelong=True)).refuses("C-18", code="principal.barred_wrongly")
    given(*major).on("2041-05-02").when(office.but(since="2041-05-02")).refuses(
        "C-18", code="principal.barred_for_life"
    )
    given(*major).on("2041-05-02").when(office.but(since="2041-05-02", industry="wood")).quietly()
