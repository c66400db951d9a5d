"""G-09: dangerous works start on a signed plan, over-scale ones after experts passed it, and under a watch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import document_fields, next_steps
from regledger.testing.scenario import Scenario, Step, given, step

WATCHED = step(
    "dangerous_works.watch",
    works="W-1",
    watcher="p-3",
    full_time=True,
    found="Strut 4 re-tightened",
    watched_on="2026-03-17",
)
ACCEPTED = step(
    "dangerous_works.accept",
    works="W-1",
    technical_head="p-4",
    chief_supervisor="p-2",
    accepted_on="2026-04-20",
)


@pytest.mark.rule("G-09")
def test_a_plan_signed_by_both(works: Scenario, pit: Step, planned: Step) -> None:
    """G-09: a plan with both signatures and its calculations is recorded quietly."""
    works = given(works.ledger, pit)

    works.on("2026-03-04").when(planned).then("dangerous_works.planned").quietly()


@pytest.mark.rule("G-09")
@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"technical_head": None}, "dangerous_works.plan_unsigned", "the technical head"),
        ({"chief_supervisor": None}, "dangerous_works.plan_unsigned", "the chief supervision engineer"),
        ({"chief_supervisor": "p-1"}, "dangerous_works.plan_signed_by_one", "p-1"),
        ({"calculations": False}, "dangerous_works.plan_without_calculations", "calculations"),
    ],
)
def test_a_plan_that_lacks_something(
    works: Scenario, pit: Step, planned: Step, changes: dict[str, Any], code: str, said: str
) -> None:
    """G-09: without a signature, with one person for both, or without calculations a plan is refused."""
    works = given(works.ledger, pit)

    works.on("2026-03-04").when(planned.but(**changes)).refuses("G-09", code=code).says(said)


@pytest.mark.rule("G-09")
def test_dangerous_works_start_on_their_plan(works: Scenario, pit: Step, planned: Step, started: Step) -> None:
    """G-09: works that are dangerous and not over-scale need their plan, and no experts."""
    small = pit.but(figures=[{"name": "pit_depth_m", "value": "4.99"}], declared="dangerous")
    without = given(works.ledger, small)

    without.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.plan_missing")
    given(without.ledger, planned).on("2026-03-16").when(started).then("dangerous_works.started").quietly()


@pytest.mark.rule("G-09")
def test_over_scale_works_start_after_their_experts(
    works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step
) -> None:
    """G-09: a pit of 5 m that is declared over-scale is refused without a review, and starts quietly after one that passed."""
    without = given(works.ledger, pit, planned)

    without.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.review_missing")
    given(without.ledger, reviewed).on("2026-03-16").when(started).quietly()


@pytest.mark.rule("G-09")
def test_a_start_that_happened_without_experts(works: Scenario, pit: Step, planned: Step, started: Step) -> None:
    """G-09: a start of which the bureau learns later is recorded as it happened, with its defect."""
    works = given(works.ledger, pit, planned)

    attempt = works.on("2026-03-20").when(started).as_it_happened("Seen on site")

    attempt.records_defect("G-09", code="dangerous_works.review_missing")


@pytest.mark.rule("G-09")
@pytest.mark.parametrize("kind", ["steel_structure", "foundation_pit"])
def test_what_only_transcribed_numbers_say_warns(
    works: Scenario, pit: Step, planned: Step, started: Step, kind: str
) -> None:
    """G-09: the Decree names deep pits and not steel spans; where the contractor calls a pit less, lists not verified only warn."""
    figures = {"steel_structure": "steel_span_m", "foundation_pit": "pit_depth_m"}
    called = {"steel_structure": "over_scale", "foundation_pit": "dangerous"}[kind]
    one = pit.but(kind=kind, figures=[{"name": figures[kind], "value": "36"}], declared=called)
    works = given(works.ledger, one, planned)

    works.on("2026-03-16").when(started).warns("G-09", code="dangerous_works.review_missing")


@pytest.mark.rule("G-09")
def test_a_pit_that_is_called_less_after_the_lists_were_confirmed(
    works: Scenario, pit: Step, planned: Step, started: Step
) -> None:
    """G-09: once an authority confirmed the lists, what the contractor calls a deep pit no longer matters."""
    confirmed = step("rule.confirm", rule="G-10", authority="emb", document="31号", confirmed_on="2026-03-10")
    works = given(works.ledger, pit.but(declared="dangerous"), planned, confirmed)

    works.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.review_missing")


@pytest.mark.rule("G-09")
def test_underground_excavation_of_any_size(works: Scenario, pit: Step, planned: Step, started: Step) -> None:
    """G-09: the Decree names underground excavation without a size, so what the contractor calls it does not matter."""
    tunnel = pit.but(kind="underground_excavation", figures=[], declared="dangerous")
    works = given(works.ledger, tunnel, planned)

    works.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.review_missing")


@pytest.mark.rule("G-09")
@pytest.mark.parametrize(("planned_on", "lawful"), [("2026-03-08", False), ("2026-03-09", True), ("2026-03-10", True)])
def test_a_plan_that_passed_after_amendment(
    works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step, planned_on: str, lawful: bool
) -> None:
    """G-09: after a review of 2026-03-09 that asked for changes the plan is signed again on that day or later."""
    works = given(works.ledger, pit, planned)
    works = given(works.ledger, reviewed.but(result="passed_after_amendment"))
    given(works.ledger, planned.but(plan="Edition 2", planned_on=planned_on))

    attempt = works.on("2026-03-16").when(started)

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("G-09", code="dangerous_works.plan_not_amended")


@pytest.mark.rule("G-09")
def test_a_plan_that_failed(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """G-09: works do not start on a plan that failed, nor on another one before experts passed that."""
    works = given(works.ledger, pit, planned, reviewed.but(result="failed"))

    works.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.review_failed")
    works = given(works.ledger, planned.but(plan="Another plan", planned_on="2026-03-11"))
    works.on("2026-03-16").when(started).refuses("G-09", code="dangerous_works.review_missing")
    works = given(works.ledger, reviewed.but(reviewed_on="2026-03-13"))
    works.on("2026-03-16").when(started).quietly()


@pytest.mark.rule("G-09")
@pytest.mark.parametrize(("count", "lawful"), [(4, False), (5, True), (6, True)])
def test_the_panel(works: Scenario, pit: Step, planned: Step, reviewed: Step, count: int, lawful: bool) -> None:
    """G-09: fewer than five experts are warned of, for the number is from memory."""
    works = given(works.ledger, pit, planned)

    attempt = works.on("2026-03-09").when(reviewed.but(experts=[f"x-{number}" for number in range(count)]))

    if lawful:
        attempt.then("dangerous_works.reviewed").quietly()
    else:
        attempt.warns("G-09-panel", code="dangerous_works.panel_too_small")


@pytest.mark.rule("G-09")
def test_who_sits_on_the_panel(works: Scenario, pit: Step, planned: Step, reviewed: Step) -> None:
    """G-09: an expert who signed the plan is warned of; one named twice is refused; a review without a plan is refused."""
    bare = given(works.ledger, pit)
    bare.on("2026-03-09").when(reviewed).refuses("G-09", code="dangerous_works.plan_missing")
    works = given(works.ledger, planned)
    works.on("2026-03-09")

    own = works.when(reviewed.but(experts=["p-1", "x-1", "x-2", "x-3", "x-4"]))
    twice = works.when(reviewed.but(experts=["x-1", "x-1", "x-2", "x-3", "x-4", "x-5"]))

    twice.refuses("REF", code="dangerous_works.expert_twice")
    own.warns("G-09", code="dangerous_works.expert_of_the_plan")


@pytest.mark.rule("G-09")
def test_nobody_watches(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """G-09: works start under the eyes of full-time safety staff, or are refused; who else watched is noted."""
    works = given(works.ledger, pit, planned, reviewed)

    works.on("2026-03-16").when(started.but(watcher=None)).refuses("G-09", code="dangerous_works.watch_missing")
    works = given(works.ledger, started)
    works.on("2026-03-18").when(WATCHED).then("dangerous_works.watched").quietly()
    works.when(WATCHED.but(full_time=False)).warns("G-09", code="dangerous_works.watch_not_full_time")


@pytest.mark.rule("G-09")
def test_their_acceptance(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """G-09: an acceptance that one of the two did not sign is noted; afterwards the works have ended."""
    works = given(works.ledger, pit, planned, reviewed, started)
    works.on("2026-04-20")

    works.when(ACCEPTED.but(chief_supervisor=None)).warns("G-09", code="dangerous_works.acceptance_unsigned")
    works.when(WATCHED.but(watched_on="2026-04-20")).refuses("SEQ", code="dangerous_works.ended")


@pytest.mark.rule("G-09")
def test_a_lawful_course(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """G-09: declared, planned, reviewed, started, watched, accepted; each time the next step is named."""
    following = []
    for one in (pit, planned, reviewed, started, WATCHED, ACCEPTED):
        works = given(works.ledger, one)
        found = next_steps(works.ledger, "dangerous_works:W-1", on=date(2026, 4, 20)).steps
        following.append([each.command for each in found])

    assert following == [
        ["dangerous_works.plan"],
        ["dangerous_works.review"],
        ["dangerous_works.start"],
        ["dangerous_works.accept"],
        ["dangerous_works.accept"],
        [],
    ]


def test_steps_after_experts_were_not_content(works: Scenario, pit: Step, planned: Step, reviewed: Step) -> None:
    """After a review that failed, or asked for changes, the next step is a plan."""
    for number, result in enumerate(("failed", "passed_after_amendment"), start=1):
        name = f"W-{number}"
        given(
            works.ledger,
            pit.but(works=name),
            planned.but(works=name),
            reviewed.but(works=name, result=result),
        )
        found = next_steps(works.ledger, f"dangerous_works:{name}", on=date(2026, 3, 20)).steps
        assert [each.command for each in found] == ["dangerous_works.plan"]


@pytest.mark.parametrize("order", ["plan", "review", "start", "watch", "accept"])
def test_works_that_nobody_declared(works: Scenario, planned: Step, reviewed: Step, started: Step, order: str) -> None:
    """What follows names works that were declared."""
    steps = {"plan": planned, "review": reviewed, "start": started, "watch": WATCHED, "accept": ACCEPTED}

    works.on("2026-04-20").when(steps[order]).refuses("REF", code="dangerous_works.unknown")


def test_the_order_of_the_steps(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """Works start once, and only works under way are watched and accepted."""
    works = given(works.ledger, pit, planned, reviewed)

    works.on("2026-04-20").when(WATCHED).refuses("SEQ", code="dangerous_works.not_started")
    works.when(ACCEPTED).refuses("SEQ", code="dangerous_works.not_started")
    works = given(works.ledger, started)
    works.on("2026-04-20").when(started.but(started_on="2026-04-01")).refuses(
        "SEQ", code="dangerous_works.started_already"
    )


@pytest.mark.rule("G-09", "G-10")
def test_works_on_neither_list(works: Scenario, pit: Step, planned: Step, started: Step) -> None:
    """Works on neither list start without a plan; a plan of theirs is noted."""
    small = pit.but(figures=[{"name": "pit_depth_m", "value": "2.99"}], declared="none")
    works = given(works.ledger, small)

    works.on("2026-03-04").when(planned).warns("G-10", code="dangerous_works.of_no_scale")
    works.on("2026-03-16").when(started.but(watcher=None)).quietly()
    assert next_steps(works.ledger, "dangerous_works:W-1", on=date(2026, 3, 20)).steps == ()


@pytest.mark.rule("G-09")
def test_relief_works_are_not_bound(works: Scenario, pit: Step, planned: Step, started: Step, exempt: Step) -> None:
    """G-20: on relief works neither plan nor review nor watch is asked for."""
    works = given(works.ledger, exempt, pit)

    works.on("2026-03-04").when(planned.but(technical_head=None)).quietly()
    works.on("2026-03-16").when(started.but(watcher=None)).quietly()
    works.on("2026-03-17").when(WATCHED.but(full_time=False)).quietly()
    works.on("2026-04-20").when(ACCEPTED.but(technical_head=None)).quietly()


def test_the_works_of_a_site(works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step) -> None:
    """A site has the works of both lists, and how many of them are under way; its inspection says so."""
    hoist = pit.but(works="W-2", kind="platform", figures=[], declared="dangerous")
    small = pit.but(works="W-3", figures=[{"name": "pit_depth_m", "value": "1"}], declared="none")
    course = (pit, planned, reviewed, started, hoist, planned.but(works="W-2"), started.but(works="W-2"), small)
    works = given(works.ledger, *course)

    state: Any = works.state("site_dangerous_works:S-2", on="2026-03-20")

    assert [one.works for one in state.works] == ["W-1", "W-2"]
    assert (state.dangerous_under_way, state.over_scale_under_way) == (2, 1)
    given(works.ledger, ACCEPTED)
    after: Any = works.state("site_dangerous_works:S-2", on="2026-04-21")
    assert (after.dangerous_under_way, after.over_scale_under_way) == (1, 0)


def test_the_document_of_an_inspection(
    works: Scenario, pit: Step, planned: Step, reviewed: Step, started: Step
) -> None:
    """The record of an inspection says how many dangerous works are under way."""
    visit = step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Pit",
        content="Support",
        unit_signature="signed",
        inspected_on="2026-03-18",
    )
    works = given(works.ledger, pit, planned, reviewed, started, visit)

    made = document_fields(works.ledger, "inspection:I-1", on=date(2026, 3, 18))

    shown = {one.name: one.value for one in made.fields if one.sector == "construction"}
    assert (shown["dangerous_under_way"], shown["over_scale_under_way"]) == (1, 1)
