"""Gaps in supervision at the boundaries of periods (B-02, B-03, B-04, S4)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.gaps import gaps
from regledger.testing.delegation import BODY, LISTED, ORGANS
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

PROJECT = step("key_project.register", key_project="K-1", name="Bridge", registered_on="2026-02-01")
COMPREHENSIVE = step(
    "supervision.assign",
    assignment="A-1",
    subject="key_project:K-1",
    role="comprehensive",
    authority="emb",
    document="county office [2026] 3",
    valid_from="2026-02-10",
    valid_to="2026-06-30",
    assigned_on="2026-02-10",
)


def found(scenario: Scenario, day: str, role: str, subject: str) -> list[date]:
    """Since when the role over the subject has been nobody's on a day; empty where somebody has it."""
    listed = gaps(scenario.ledger, on=date.fromisoformat(day), roles=[role]).gaps
    return [one.since for one in listed if one.subject == subject]


@pytest.mark.parametrize(
    ("day", "since"),
    [
        ("2026-01-31", []),
        ("2026-02-01", [date(2026, 2, 1)]),
        ("2026-02-09", [date(2026, 2, 1)]),
        ("2026-02-10", []),
        ("2026-06-30", []),
        ("2026-07-01", [date(2026, 7, 1)]),
        ("2026-09-30", [date(2026, 7, 1)]),
        ("2026-10-01", []),
    ],
)
def test_a_gap_lasts_from_the_day_after_one_holder_to_the_day_before_the_next(
    given: Scenarios, day: str, since: list[date]
) -> None:
    """A key project's role is looked for from its registration to its end."""
    ended = step("key_project.end", key_project="K-1", reason="Built", ended_on="2026-10-01")
    scenario = given(ORGANS, PROJECT, COMPREHENSIVE, ended)

    assert found(scenario, day, "comprehensive", "key_project:K-1") == since


def test_the_registered_authority_leads_a_site_until_another_does(given: Scenarios) -> None:
    """A site has a lead from its registration; where the one assigned after it ends, there is a gap."""
    led = COMPREHENSIVE.but(subject="site:S-1", role="lead")
    scenario = given(ORGANS, led)

    assert found(scenario, "2026-02-09", "lead", "site:S-1") == []
    assert found(scenario, "2026-06-30", "lead", "enterprise:E-1") == []
    assert found(scenario, "2026-07-01", "lead", "site:S-1") == [date(2026, 7, 1)]
    assert found(scenario, "2026-07-02", "lead", "enterprise:E-1") == [date(2026, 7, 1)]


def test_who_supervises_an_enterprise_supervises_its_sites(given: Scenarios) -> None:
    """A role over the enterprise leaves no gap at its site, on the same days."""
    scenario = given(ORGANS, COMPREHENSIVE.but(subject="enterprise:E-1"))

    assert found(scenario, "2026-06-30", "comprehensive", "site:S-1") == []
    assert found(scenario, "2026-07-01", "comprehensive", "site:S-1") == [date(2026, 7, 1)]


def test_what_was_not_yet_known_was_a_gap(given: Scenarios) -> None:
    """As known before the assignment was recorded, the role was nobody's."""
    scenario = given(ORGANS, PROJECT)
    before = scenario.ledger.recorder.head().number
    scenario.on("2026-03-01").when(COMPREHENSIVE.but(assigned_on="2026-03-01")).is_recorded()

    then = gaps(scenario.ledger, on=date(2026, 2, 20), roles=["comprehensive"], known_at=before).gaps

    assert "key_project:K-1" in [one.subject for one in then]
    assert found(scenario, "2026-02-20", "comprehensive", "key_project:K-1") == []


def test_departments_without_a_list_and_townships_without_a_body_are_gaps(given: Scenarios) -> None:
    """Until the first day of the list, and until the body is named; an authority of no known form is not asked."""
    scenario = given(ORGANS, LISTED, BODY)

    assert found(scenario, "2026-01-04", "duty_list", "authority:fire") == [date(2020, 1, 2)]
    assert found(scenario, "2026-01-05", "duty_list", "authority:fire") == []
    assert found(scenario, "2026-01-04", "safety_body", "authority:qinghe") == [date(2020, 1, 2)]
    assert found(scenario, "2026-01-05", "safety_body", "authority:qinghe") == []
    assert found(scenario, "2026-01-04", "duty_list", "authority:emb") == []


def test_after_a_merger_a_site_is_looked_after_by_its_new_owners_holder(given: Scenarios) -> None:
    """The old owner's holder counts until the day before, the new owner's from its own first day on."""
    held = COMPREHENSIVE.but(subject="enterprise:E-1", valid_to=None)
    other = step(
        "enterprise.register",
        enterprise="E-2",
        name="湘江化工集团",
        credit_code="91430100MA4L110J01",
        registered_on="2026-03-04",
    )
    merged = step(
        "subject.succeed",
        predecessors=["enterprise:E-1"],
        successors=["enterprise:E-2"],
        how="merged",
        ground="Merger",
        authority="emb",
        decided_on="2026-03-04",
        effective_on="2026-03-04",
    )
    taken = COMPREHENSIVE.but(
        assignment="A-2", subject="enterprise:E-2", valid_from="2026-04-01", valid_to=None, assigned_on="2026-04-01"
    )
    scenario = given(ORGANS, held, other, merged, taken)

    days = ("2026-03-03", "2026-03-04", "2026-03-31", "2026-04-01")

    assert [found(scenario, day, "comprehensive", "site:S-1") for day in days] == [
        [],
        [date(2026, 3, 4)],
        [date(2026, 3, 4)],
        [],
    ]
    assert found(scenario, "2026-03-31", "comprehensive", "enterprise:E-2") == [date(2026, 3, 4)]
