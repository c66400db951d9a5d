"""Accident statistics are counted from graded accidents and nothing else (B-46); a circular tells of a closed one (I-17)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

RECEIVED = step(
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
    loss_fen=100_000_00,
    received_at="2026-02-10T09:40:00+08:00",
)
GRADED = step("accident.grade", accident="ACC-1", grade="general", graded_on="2026-03-20")
PUBLISHED = step(
    "statistics.publish",
    authority="emb",
    first_day="2026-01-01",
    last_day="2026-03-31",
    accidents=["ACC-1"],
    counts=[{"grade": "general", "accidents": 1}],
    place="县政府网站",
    published_on="2026-04-02",
)


@pytest.mark.rule("B-46")
def test_an_accident_is_counted_once_it_is_graded(given: Scenarios) -> None:
    """Without a grade it is refused; with it, and the count that follows, it is published."""
    county = given(GOVERNED, RECEIVED).on("2026-04-02")
    county.when(PUBLISHED).refuses("B-46", code="statistics.accident_ungraded")
    county.when(GRADED).is_recorded()
    county.when(PUBLISHED.but(counts=[{"grade": "larger", "accidents": 1}])).refuses(
        "B-46", code="statistics.counts_differ"
    )
    county.when(PUBLISHED).quietly()


@pytest.mark.rule("I-17")
def test_an_open_accident_is_no_basis_of_a_circular(given: Scenarios) -> None:
    """What was only reported is not confirmed."""
    circular = step(
        "circular.issue",
        circular="CI-9",
        authority="emb",
        number="县安办〔2026〕19号",
        tone="notice",
        about=["enterprise:E-1"],
        basis=["accident:ACC-1"],
        text="事故情况",
        issued_on="2026-04-02",
    )
    county = given(GOVERNED, RECEIVED).on("2026-04-02")
    county.when(circular).refuses("I-17", code="circular.basis_unconfirmed")


@pytest.mark.rule("B-46")
@pytest.mark.parametrize(("first", "last"), [("2026-01-01", "2026-02-09"), ("2026-02-11", "2026-03-31")])
def test_an_accident_is_counted_in_its_own_period(given: Scenarios, first: str, last: str) -> None:
    """A period that ends the day before it happened or begins the day after does not count it; that day's own does."""
    county = given(GOVERNED, RECEIVED, GRADED).on("2026-04-02")
    outside = PUBLISHED.but(first_day=first, last_day=last)
    refused = county.when(outside)
    refused.refuses("B-46", code="statistics.accident_outside")
    county.when(PUBLISHED.but(first_day="2026-02-10", last_day="2026-02-10")).is_recorded()


@pytest.mark.rule("B-46")
def test_figures_are_published_soon(given: Scenarios) -> None:
    """Fifteen working days after the period is in time; the day after warns, and is recorded."""
    late = PUBLISHED.but(accidents=[], counts=[], published_on="2026-04-23")
    in_time = given(GOVERNED).on("2026-04-23")
    in_time.when(late.but(published_on="2026-04-22")).quietly()
    given(GOVERNED).on("2026-04-23").when(late).warns("B-46", code="statistics.published_late")


@pytest.mark.rule("B-46")
def test_a_period_that_was_left_out_stays_owed(given: Scenarios) -> None:
    """Publishing the third quarter does not do away with the second."""
    bare = PUBLISHED.but(accidents=[], counts=[])
    third = bare.but(first_day="2026-07-01", last_day="2026-09-30", published_on="2026-10-09")
    second = bare.but(first_day="2026-04-01", last_day="2026-06-30", published_on="2026-10-10")
    skipped, whole = given(GOVERNED, bare, third), given(GOVERNED, bare, third, second)

    assert owed(skipped, "authority:emb", "2026-10-10", rule="B-46") == {"statistics.publish": date(2026, 7, 21)}
    assert owed(whole, "authority:emb", "2026-10-10", rule="B-46")["statistics.publish"] > date(2026, 12, 31)


@pytest.mark.rule("B-46")
def test_a_grade_that_is_told_twice_is_added_up(given: Scenarios) -> None:
    """Two figures for one grade are their sum, so one accident told as five and one is refused."""
    twice = [{"grade": "general", "accidents": 5}, {"grade": "general", "accidents": 1}]
    county = given(GOVERNED, RECEIVED, GRADED).on("2026-04-02")
    county.when(PUBLISHED.but(counts=twice)).refuses("B-46", code="statistics.counts_differ")
