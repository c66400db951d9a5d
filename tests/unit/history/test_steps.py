"""The lawful next steps."""

from __future__ import annotations

import re
from datetime import date

from regledger.history.steps import next_steps
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import COUNTY, given


def test_a_step_says_what_is_missing_and_by_when(county: Ledger) -> None:
    """A hazard under order: report by the order's last day, re-inspection with its reckoning, clearing not yet."""
    found = next_steps(county, "hazard:H-1", on=date(2026, 3, 10))

    steps = {step.command: step for step in found.steps}
    assert steps["hazard.report_rectified"].due == date(2026, 3, 30)
    assert steps["hazard.reinspect"].how
    clear = steps["hazard.clear"]
    assert not clear.possible
    assert clear.missing[0].code == "hazard.no_passed_reinspection"
    assert "H-1" in clear.missing[0].found
    assert "(" not in clear.missing[0].found
    assert clear.rule == "I-11"
    assert clear.article
    assert found.steps[-1] == clear, "what cannot be taken yet comes last"


def test_a_record_as_it_was_known_has_the_steps_of_then(county: Ledger) -> None:
    """As known before the order, the open step is to order."""
    found = next_steps(county, "hazard:H-1", on=date(2026, 3, 10), known_at=12)

    assert [step.command for step in found.steps] == ["order.issue"]


def test_a_site_has_the_steps_of_the_records_around_it(county: Ledger) -> None:
    """The steps of a site are those of its open hazards and what can begin on it; a hazard that was withdrawn has none."""
    found = next_steps(county, "site:S-1", on=date(2026, 3, 10))

    assert {step.subject for step in found.steps} == {"hazard:H-1", "site:S-1"}
    assert {step.command for step in found.steps if step.subject == "site:S-1"} == {
        "inspection.record",
        "licence.apply",
    }
    assert found.known


def test_a_fresh_record_has_what_can_begin_on_it(county: Ledger) -> None:
    """A lapsed certificate is to be renewed; a valid one is not; an authority appoints officers."""
    lapsed = next_steps(county, "officer:zhao", on=date(2026, 3, 1))
    valid = next_steps(county, "officer:zhao", on=date(2026, 2, 28))
    authority = next_steps(county, "authority:emb", on=date(2026, 2, 28))

    assert [(step.command, step.rule, step.possible) for step in lapsed.steps] == [("officer.certify", "A-01", True)]
    assert valid.steps == ()
    assert "officer.appoint" in {step.command for step in authority.steps}


def test_a_step_is_overdue_from_the_day_after_its_last_day(county: Ledger) -> None:
    """On the last day it is not."""
    on_time, late = (
        next(step for step in next_steps(county, "hazard:H-1", on=day).steps if step.due == date(2026, 3, 30))
        for day in (date(2026, 3, 30), date(2026, 3, 31))
    )

    assert on_time.overdue_since is None
    assert late.overdue_since == date(2026, 3, 31)


def test_no_step_of_the_core_is_said_with_gaps(ledger: Ledger) -> None:
    """Whatever is missing for a step of a case is a whole sentence, at every stage: what cannot be filled in is left unsaid."""
    story = given(ledger, COUNTY)
    for day, step in (
        ("2026-03-02", FILED),
        ("2026-03-09", NOTIFIED),
        ("2026-03-17", DECIDED),
        ("2026-03-18", SERVED),
    ):
        story.on(day).when(step).is_recorded()

        for at in (date.fromisoformat(day), date(2026, 6, 1)):
            for one in next_steps(ledger, "case:C-1", on=at).steps:
                for lack in one.missing:
                    said = (lack.found, lack.asks, lack.remedy)
                    assert lack.found
                    assert not any(re.search(r"(?<!\w)\([a-z_]+\)|[{}]", text) for text in said), said


def test_nothing_known_has_no_steps(county: Ledger) -> None:
    """A subject of which nothing is recorded is said to be unknown."""
    found = next_steps(county, "hazard:H-99", on=date(2026, 3, 10))

    assert (found.known, found.steps) == (False, ())
