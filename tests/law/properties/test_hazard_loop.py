"""Properties of the hazard loop: never open and cleared at once, and the same whatever the order of recording."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from regledger.deciding.answers import AsHappened, Recorded, Submission
from regledger.history.due import due
from regledger.history.loops import loops
from regledger.installation import Installation
from regledger.records.hazard.state import Hazard
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PASSED
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

SCENARIOS = Scenarios(Installation(Sectors()))
FIRST = date(2026, 3, 2)
LAST = date(2026, 7, 1)
GENERAL = FOUND.but(hazards=FOUND.body["hazards"][:1])
OTHER = GENERAL.but(
    inspection="I-2", hazards=[GENERAL.body["hazards"][0] | {"hazard": "H-9"}], inspected_on="2026-03-04"
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def report(number: int) -> Step:
    """A report of the enterprise."""
    return step("hazard.report_rectified", hazard="H-1", rectifier=f"p-{number}", evidence="Photo")


ACTS: tuple[tuple[Step, str], ...] = (
    (ORDERED, "issued_on"),
    (ORDERED.but(order="R-2"), "issued_on"),
    (report(1), "reported_on"),
    (PASSED.but(result="passed"), "reinspected_on"),
    (PASSED.but(result="failed"), "reinspected_on"),
    (step("hazard.clear", hazard="H-1"), "cleared_on"),
    (step("hazard.escalate", hazard="H-1", escalation="case"), "escalated_on"),
    (
        step(
            "order.request_extension",
            hazard="H-1",
            reason="Parts",
            interim_measures="Emptied",
            asked_due_on="2026-06-30",
        ),
        "requested_on",
    ),
    (step("order.extend", hazard="H-1", due_on="2026-06-30", approver="li"), "decided_on"),
)
"""What may be tried on a hazard, each with the field of its day."""

history = st.lists(
    st.tuples(st.sampled_from(range(len(ACTS))), st.integers(0, 60), st.booleans()), min_size=1, max_size=9
)
"""Acts in the order in which they are sent: which, how many days after the finding, and whether as it happened."""


def send(scenario: Scenario, one: Step, *, happened: bool = False) -> bool:
    """Send it late, after everything happened; whether it was recorded."""
    wish = AsHappened(reason="Told later", approver="authority:emb") if happened else None
    answer = scenario.ledger.submit(Submission(command=one.command, body=one.body, as_happened=wish))
    return isinstance(answer, Recorded)


def dated(act: int, offset: int) -> Step:
    """The act on its day."""
    wanted, field = ACTS[act]
    return wanted.but(**{field: (FIRST + timedelta(days=offset)).isoformat()})


def found() -> Scenario:
    """A county where H-1 was found, long ago."""
    scenario = SCENARIOS(GENERAL)
    return scenario.on(LAST.isoformat())


@pytest.mark.rule("I-11")
@FEW
@given(history)
def test_no_hazard_is_both_open_and_cleared(acts: list[tuple[int, int, bool]]) -> None:
    """Whatever is sent in whatever order, on every day a hazard is either an open loop or cleared, never both or neither;
    what is cleared waits for nothing."""
    scenario = found()
    for act, offset, happened in acts:
        if not send(scenario, dated(act, offset)) and happened:
            send(scenario, dated(act, offset), happened=True)

    for offset in range(0, 62, 4):
        on = FIRST + timedelta(days=offset)
        state = scenario.state("hazard:H-1", on=on)
        assert isinstance(state, Hazard)
        open_ = "hazard:H-1" in {one.subject for one in loops(scenario.ledger, on=on).loops}
        owed = [
            one.command
            for one in due(scenario.ledger, on=on, until=LAST).due
            if one.subject == "hazard:H-1" and one.command != "listing.open"
        ]
        assert open_ == (state.cleared_on is None)
        assert not (owed and state.cleared_on is not None)


@pytest.mark.rule("I-11")
@FEW
@given(history)
def test_a_decided_clearing_follows_a_passed_re_inspection(acts: list[tuple[int, int, bool]]) -> None:
    """Sent in the order of their days and without exceptions, only a hazard that passed is ever cleared, and once."""
    scenario = found()
    cleared = 0
    for act, offset, _ in sorted(acts, key=lambda one: one[1]):
        before = scenario.state("hazard:H-1", on=FIRST + timedelta(days=offset))
        assert isinstance(before, Hazard)
        if send(scenario, dated(act, offset)) and ACTS[act][0].command == "hazard.clear":
            cleared += 1
            assert before.result == "passed"

    assert cleared <= 1


def other_hazard() -> tuple[Step, ...]:
    """The loop of another hazard of the same site, which nothing of H-1 depends on."""
    return (
        OTHER,
        ORDERED.but(order="R-9", inspection="I-2", items=[ITEM | {"hazard": "H-9"}], issued_on="2026-03-05"),
        report(9).but(hazard="H-9", reported_on="2026-03-19"),
        PASSED.but(hazard="H-9", reinspected_on="2026-03-23"),
        step("hazard.clear", hazard="H-9", cleared_on="2026-03-24"),
    )


def own_loop() -> tuple[Step, ...]:
    """The loop of H-1 with an extension and a second look."""
    return (
        ORDERED,
        ACTS[7][0].but(requested_on="2026-03-10"),
        ACTS[8][0].but(decided_on="2026-03-12"),
        report(1).but(reported_on="2026-03-18"),
        PASSED.but(result="failed", reinspected_on="2026-03-20"),
        step("hazard.escalate", hazard="H-1", escalation="case", escalated_on="2026-03-23"),
        report(1).but(reported_on="2026-04-01"),
        PASSED.but(reinspected_on="2026-04-02"),
        step("hazard.clear", hazard="H-1", cleared_on="2026-04-03"),
    )


def states(scenario: Scenario) -> dict[str, Any]:
    """Everything that is known of both hazards on every third day."""
    return {
        f"{subject} {offset}": scenario.state(subject, on=FIRST + timedelta(days=offset))
        for subject in ("hazard:H-1", "hazard:H-9", "order:R-1", "order:R-9")
        for offset in range(0, 45, 3)
    }


@pytest.mark.rule("I-11")
@FEW
@given(st.lists(st.booleans(), min_size=14, max_size=14))
def test_two_loops_in_any_possible_order_give_the_same_states(choices: list[bool]) -> None:
    """However the steps of two loops of one site are mixed when they are sent, every state on every day is the same."""
    straight = found()
    for one in (*own_loop(), *other_hazard()):
        assert send(straight, one)

    mixed = found()
    queues = [list(own_loop()), list(other_hazard())]
    for choice in choices:
        queue = queues[choice] or queues[not choice]
        assert send(mixed, queue.pop(0))

    assert states(mixed) == states(straight)


@pytest.mark.rule("I-11")
@FEW
@given(st.permutations(range(3)))
def test_looks_that_are_told_late_in_any_order_give_the_same_states(order: list[int]) -> None:
    """Three re-inspections of three days, recorded in any order, count in the order of their days."""
    looks = [
        PASSED.but(result=result, reinspected_on=day, findings=day)
        for result, day in (("failed", "2026-03-16"), ("failed", "2026-03-20"), ("passed", "2026-03-25"))
    ]
    begun = (ORDERED, report(1).but(reported_on="2026-03-12"))

    straight, mixed = found(), found()
    for one in (*begun, *looks):
        assert send(straight, one)
    for one in (*begun, *(looks[place] for place in order)):
        assert send(mixed, one)

    assert states(mixed) == states(straight)
    assert send(mixed, step("hazard.clear", hazard="H-1", cleared_on="2026-03-26"))
