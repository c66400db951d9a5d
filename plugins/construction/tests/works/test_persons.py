"""Persons with a safety duty: assessed, trained, barred (G-13, G-17, G-21)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

CERTIFIED = step(
    "works_person.certify",
    staff="p-1",
    enterprise="E-1",
    authority="province",
    grade="C",
    certificate="湘建安C(2024)1",
    valid_to="2026-03-31",
    certified_on="2024-11-20",
)
ASSIGNED = step(
    "works_person.assign",
    staff="p-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    post="safety_staff",
    inducted_on="2026-03-02",
    assigned_on="2026-03-02",
)
BARRED = step(
    "works_person.bar",
    staff="p-1",
    authority="emb",
    ground="sentence_served",
    from_on="2021-03-02",
    document="Judgment 12",
    decided_on="2021-03-10",
)
SANCTIONED = step(
    "works_practice.sanction",
    staff="p-1",
    authority="province",
    measure="suspended",
    until="2026-06-02",
    document="Decision 4",
    decided_on="2026-03-02",
)
REGISTERED = step(
    "works_practice.register", staff="p-1", authority="province", registration="R-1", registered_on="2026-03-02"
)


@pytest.mark.rule("G-13")
@pytest.mark.parametrize(("on", "lawful"), [("2026-03-31", True), ("2026-04-01", False)])
def test_a_certificate_of_its_class_on_the_day(county: Scenario, on: str, lawful: bool) -> None:
    """On its last valid day a certificate counts, on the next one it does not (Art 36)."""
    county = given(county.ledger, CERTIFIED).on(on)

    attempt = county.when(ASSIGNED.but(assigned_on=on))

    attempt.quietly() if lawful else attempt.refuses("G-13", code="works_person.not_assessed")


@pytest.mark.rule("G-13")
@pytest.mark.parametrize(
    ("post", "grade", "lawful"),
    [
        ("principal", "A", True),
        ("principal", "B", False),
        ("project_manager", "B", True),
        ("project_manager", "C", False),
        ("safety_staff", "C", True),
        ("safety_staff", "A", False),
        ("manager", "C", True),
        ("worker", "C", True),
    ],
)
def test_each_post_asks_for_its_class(county: Scenario, post: str, grade: str, lawful: bool) -> None:
    """A for principals, B for project managers, C for full-time safety staff; others need none."""
    county = given(county.ledger, CERTIFIED.but(grade=grade)).on("2026-03-02")

    attempt = county.when(ASSIGNED.but(post=post))

    attempt.quietly() if lawful else attempt.refuses("G-13", code="works_person.not_assessed")


@pytest.mark.rule("G-13")
@pytest.mark.parametrize(("inducted", "lawful"), [("2026-03-02", True), ("2026-03-03", False), (None, False)])
def test_trained_for_the_post_before(county: Scenario, inducted: str | None, lawful: bool) -> None:
    """Whoever comes to a new post or site is trained for it first (Art 37)."""
    county = given(county.ledger, CERTIFIED).on("2026-03-03")

    attempt = county.when(ASSIGNED.but(inducted_on=inducted))

    attempt.quietly() if lawful else attempt.refuses("G-13", code="works_person.not_inducted")


@pytest.mark.rule("G-13")
@pytest.mark.parametrize("passed", [True, False])
def test_a_training_that_was_failed_is_noted(county: Scenario, passed: bool) -> None:
    """Whoever fails does not work on; the training is on record all the same (Art 36)."""
    county = given(county.ledger, CERTIFIED, ASSIGNED).on("2026-03-10")
    trained = step(
        "works_person.train",
        staff="p-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        passed=passed,
        trained_on="2026-03-10",
    )

    attempt = county.when(trained)

    attempt.quietly() if passed else attempt.warns("G-13", code="works_person.failed_training")


@pytest.mark.rule("G-17")
@pytest.mark.parametrize("post", ["principal", "project_manager"])
@pytest.mark.parametrize(("on", "lawful"), [("2026-03-01", False), ("2026-03-02", False), ("2026-03-03", True)])
def test_a_bar_runs_for_five_years(county: Scenario, post: str, on: str, lawful: bool) -> None:
    """From the end of the sentence on 2021-03-02 nothing is led until 2026-03-02; other posts are open (Art 66)."""
    grade = {"principal": "A", "project_manager": "B"}[post]
    county = given(county.ledger, BARRED, CERTIFIED.but(grade=grade)).on(on)

    attempt = county.when(ASSIGNED.but(post=post, assigned_on=on, inducted_on=on))

    attempt.quietly() if lawful else attempt.refuses("G-17", code="works_person.barred_from_post").says("2026-03-02")


@pytest.mark.rule("G-17")
def test_a_bar_keeps_from_leading_alone(county: Scenario) -> None:
    """Whoever is barred may still do other work."""
    county = given(county.ledger, BARRED, CERTIFIED).on("2026-03-02")

    county.when(ASSIGNED).quietly()


@pytest.mark.rule("G-17")
@pytest.mark.parametrize(("ground", "lawful"), [("sentence_served", True), ("dismissed", True), ("fined", False)])
def test_a_fine_alone_bars_nobody(county: Scenario, ground: str, lawful: bool) -> None:
    """The five years run from a sentence that was served or a dismissal."""
    attempt = county.on("2021-03-10").when(BARRED.but(ground=ground))

    attempt.quietly() if lawful else attempt.refuses("G-17", code="works_person.fine_is_no_bar")


@pytest.mark.rule("G-21")
@pytest.mark.parametrize(
    ("until", "lawful"),
    [
        ("2026-06-01", False),
        ("2026-06-02", True),
        ("2027-03-02", True),
        ("2027-03-03", False),
        (None, False),
    ],
)
def test_practice_is_suspended_for_three_months_to_a_year(county: Scenario, until: str | None, lawful: bool) -> None:
    """From 2026-03-02: until 2026-06-02 at least and 2027-03-02 at most (Art 58)."""
    attempt = county.on("2026-03-02").when(SANCTIONED.but(until=until))

    attempt.quietly() if lawful else attempt.refuses("G-21", code="works_practice.suspended_off_range")


@pytest.mark.rule("G-21")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measure": "revoked", "until": None}, "works_practice.not_serious"),
        ({"measure": "revoked", "until": None, "serious": True}, ""),
        ({"measure": "barred_for_life", "until": None, "serious": True}, "works_practice.no_major_accident"),
        ({"measure": "barred_for_life", "until": None, "major_accident": True}, ""),
    ],
)
def test_what_the_graver_measures_ask_for(county: Scenario, change: dict[str, Any], code: str) -> None:
    """Revoked where it is serious, barred for life after a major accident."""
    attempt = county.on("2026-03-02").when(SANCTIONED.but(**change))

    attempt.refuses("G-21", code=code) if code else attempt.quietly()


REVOKED = SANCTIONED.but(measure="revoked", until=None, serious=True, decided_on="2021-03-02")


@pytest.mark.rule("G-21")
@pytest.mark.parametrize(
    ("sanction", "on", "lawful"),
    [
        (REVOKED, "2026-03-02", False),
        (REVOKED, "2026-03-03", True),
        (SANCTIONED, "2026-06-02", False),
        (SANCTIONED, "2026-06-03", True),
        (SANCTIONED.but(measure="barred_for_life", until=None, major_accident=True), "2056-03-02", False),
    ],
)
def test_when_somebody_may_be_registered_again(county: Scenario, sanction: Step, on: str, lawful: bool) -> None:
    """Five years after a revocation, when a suspension is over, and after a bar for life never."""
    county = given(county.ledger, sanction).on(on)

    attempt = county.when(REGISTERED.but(registered_on=on))

    attempt.quietly() if lawful else attempt.refuses("G-21", code="works_practice.struck_off")


@pytest.mark.rule("G-21")
@pytest.mark.parametrize(("on", "lawful"), [("2026-06-02", False), ("2026-06-03", True)])
def test_whose_practice_is_stopped_manages_no_project(county: Scenario, on: str, lawful: bool) -> None:
    """A project manager practises; a suspension keeps from the post until it is over."""
    lasting = CERTIFIED.but(grade="B", valid_to="2027-11-20")
    county = given(county.ledger, lasting, SANCTIONED).on(on)

    attempt = county.when(ASSIGNED.but(post="project_manager", assigned_on=on, inducted_on=on))

    attempt.quietly() if lawful else attempt.refuses("G-21", code="works_person.practice_stopped")


@pytest.mark.parametrize(
    ("then", "rule", "code"),
    [
        (CERTIFIED.but(valid_to="2024-11-19"), "SEQ", "works_person.certificate_ended"),
        (CERTIFIED.but(enterprise="E-9"), "REF", "enterprise.unknown"),
        (BARRED.but(from_on="2021-03-11"), "SEQ", "works_person.bar_ahead"),
        (BARRED.but(authority="nobody"), "REF", "authority.unknown"),
    ],
)
def test_what_cannot_be(county: Scenario, then: Step, rule: str, code: str) -> None:
    """A certificate that is over when it is given, a bar before its ground, and what is unknown are refused."""
    county.on("2024-11-20").when(then).refuses(rule, code=code)


def test_a_post_that_nobody_has_is_not_left(county: Scenario) -> None:
    """SEQ: only a post on that site can be left, and once."""
    left = step("works_person.leave", staff="p-1", enterprise="E-1", site="S-2", authority="emb", left_on="2026-03-20")
    county.on("2026-03-20").when(left).refuses("SEQ", code="works_person.no_post")

    county = given(county.ledger, CERTIFIED, ASSIGNED).on("2026-03-20")
    county.when(left).quietly()
    county.when(left).refuses("SEQ", code="works_person.no_post")
