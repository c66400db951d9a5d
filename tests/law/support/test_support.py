"""What enterprises do for safety themselves, and by what they are supported (S5)."""

from __future__ import annotations

from datetime import date, timedelta

from regledger.testing.governance import GOVERNED, owed
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

REPORTED = step(
    "self_inspection.report",
    self_inspection="SI-1",
    enterprise="E-1",
    site="S-1",
    first_day="2026-02-01",
    last_day="2026-02-05",
    led_by="Head of works",
    found=[{"description": "Worn hose", "level": "general", "rectified_on": "2026-02-06"}],
    reported_on="2026-02-06",
)
COMMITTED = step(
    "commitment.publish",
    commitment="CM-1",
    enterprise="E-1",
    content="No work without a permit",
    place="Gate",
    valid_to="2026-12-31",
    published_on="2026-01-05",
)
TRAINED = step(
    "training.hold", training="TR-1", enterprise="E-1", topic="Chlorine", persons=40, hours=8, held_on="2026-01-12"
)
MODEL = step(
    "incentive.grant",
    incentive="IN-1",
    enterprise="E-1",
    authority="emb",
    kind="model",
    what="Model enterprise 2026",
    document="县安办〔2026〕4号",
    valid_from="2026-01-15",
    valid_to="2026-12-31",
    granted_on="2026-01-15",
)
ADVISED = step(
    "advice.give",
    authority="emb",
    enterprise="E-1",
    site="S-1",
    advisers=["li"],
    topics="Valves",
    advice="Replace the oldest first",
    given_on="2026-02-10",
)


def test_an_enterprise_tells_what_it_does(given: Scenarios) -> None:
    """Self-inspection, commitment, training, publicity and advice are recorded, and add up in its record of support."""
    told = step(
        "outreach.hold",
        authority="emb",
        enterprises=["E-1"],
        topic="安全月",
        place="Square",
        audience=200,
        held_on="2026-02-11",
    )
    county = given(GOVERNED, COMMITTED, TRAINED, REPORTED, ADVISED, told)

    support = county.state("support:E-1")

    assert (support.self_inspections, support.trainings, support.visits) == (1, 1, 1)  # type: ignore[union-attr]


def test_a_report_tells_what_has_been(given: Scenarios) -> None:
    """The day of the report is the latest that it speaks of."""
    county = given(GOVERNED).on("2026-02-06")
    county.when(REPORTED.but(reported_on="2026-02-05")).refuses("SEQ", code="support.day_ahead")
    county.when(REPORTED).quietly()
    county.when(TRAINED.but(persons=0)).refuses("REF", code="support.nobody")
    county.when(ADVISED.but(advice=" ", given_on="2026-02-06")).refuses("REF", code="record.blank")


def test_a_model_is_one_once_at_a_time(given: Scenarios) -> None:
    """A second status begins after the first one's last day, or after it was withdrawn."""
    county = given(GOVERNED, MODEL).on("2026-03-01")
    again = MODEL.but(incentive="IN-2", valid_from="2026-12-31", valid_to="2027-12-31", granted_on="2026-03-01")
    withdrawn = step("incentive.withdraw", incentive="IN-1", reason="Penalty", withdrawn_on="2026-03-01")
    county.when(again).refuses("SEQ", code="support.model_already")
    county.when(withdrawn).is_recorded()
    county.when(withdrawn).refuses("SEQ", code="support.withdrawn_already")
    county.when(again).is_recorded()


def test_after_a_penalty_an_incentive_is_looked_at(given: Scenarios) -> None:
    """From the day of the decision its withdrawal is a step, until it was withdrawn or has run out."""
    county = given(GOVERNED, MODEL, FILED, NOTIFIED, DECIDED)

    assert "incentive.withdraw" not in owed(county, "enterprise:E-1", "2026-03-16")
    assert "incentive.withdraw" in owed(county, "enterprise:E-1", "2026-03-17")
    assert "incentive.withdraw" not in owed(county, "enterprise:E-1", "2027-01-01")


def test_a_commitment_that_has_run_out_shows(given: Scenarios) -> None:
    """On the day after its last day it is to be published anew."""
    county = given(GOVERNED, COMMITTED)

    assert "commitment.publish" not in owed(county, "enterprise:E-1", "2026-12-31")
    assert "commitment.publish" in owed(county, "enterprise:E-1", "2027-01-01")


def test_after_an_accident_an_incentive_is_looked_at(given: Scenarios) -> None:
    """From the day on which the accident was graded."""
    received = step(
        "accident.receive_report",
        accident="ACC-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        happened_at="2026-02-10T09:00:00+08:00",
        head_told_at="2026-02-10T09:10:00+08:00",
        profile="Chlorine plant",
        scene="Store",
        course="A valve leaked",
        measures="Store closed",
        deaths=1,
        injuries=0,
        missing=0,
        loss_fen=10_000_000,
        received_at="2026-02-10T09:40:00+08:00",
    )
    graded = step("accident.grade", accident="ACC-1", grade="general", graded_on="2026-03-20")
    county = given(GOVERNED, MODEL, received, graded)

    assert "incentive.withdraw" not in owed(county, "enterprise:E-1", "2026-03-19")
    assert "incentive.withdraw" in owed(county, "enterprise:E-1", "2026-03-20")


def test_a_model_status_does_not_reach_into_another(given: Scenarios) -> None:
    """One that is granted later for days before is refused from the first day that both have."""
    county = given(GOVERNED, MODEL).on("2026-03-01")
    first = date.fromisoformat(MODEL.body["valid_from"])
    before = MODEL.but(incentive="IN-2", valid_from="2025-01-01", granted_on="2026-03-01")
    county.when(before.but(valid_to=first.isoformat())).refuses("SEQ", code="support.model_already")
    county.when(before.but(valid_to=(first - timedelta(days=1)).isoformat())).is_recorded()


def test_a_shorter_commitment_takes_nothing_from_a_longer_one(given: Scenarios) -> None:
    """What is owed anew begins after the later last day of the two."""
    last = date.fromisoformat(COMMITTED.body["valid_to"])
    shorter = COMMITTED.but(commitment="SC-2", valid_to=(last - timedelta(days=30)).isoformat())
    county = given(GOVERNED, COMMITTED, shorter)
    assert "commitment.publish" not in owed(county, "enterprise:E-1", last.isoformat())
    assert "commitment.publish" in owed(county, "enterprise:E-1", (last + timedelta(days=1)).isoformat())
