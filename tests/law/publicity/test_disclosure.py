"""Disclosure in twenty working days, and electronic archives (X-07, J-10)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import PAID
from regledger.testing.review import BINDING
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

FORMED = step(
    "publication.form",
    publication="P-1",
    authority="emb",
    subject="inspection",
    title="Round of February",
    formed_on="2026-03-02",
)
PUBLISHED = step("publication.publish", publication="P-1", place="Site of the county", published_on="2026-03-30")
ASKED = step(
    "information_request.receive", request="Q-1", authority="emb", subject="Fines of 2025", received_on="2026-03-02"
)
EXTENDED = step(
    "information_request.extend",
    request="Q-1",
    until="2026-04-28",
    approver="Head of the office",
    extended_on="2026-03-30",
)
TOLD = step("information_request.answer", request="Q-1", answer="disclosed", answered_on="2026-03-30")
DIGEST = "9f86d081884c7d659a2feaa0c55ad015"
HANDED = step(
    "archive.transfer",
    case="C-1",
    archive="County archive",
    medium="Encrypted disc 2026-4",
    files=[{"file": "file-1.pdf", "sent": DIGEST, "received": DIGEST}],
    authentic=True,
    intact=True,
    usable=True,
    safe=True,
    transferred_on="2026-04-10",
)
CLOSED = (*BINDING, PAID, step("case.conclude", case="C-1", concluded_on="2026-04-03"))


@pytest.mark.rule("X-07")
def test_information_is_published_in_twenty_working_days(given: Scenarios) -> None:
    """Made on Mon 2026-03-02, it is due on Mon 2026-03-30; the next day is late."""
    scenario = given(FORMED).on("2026-03-30")
    owed = next_steps(scenario.ledger, "publication:P-1").steps

    assert [(one.command, str(one.due), one.owner) for one in owed] == [
        ("publication.publish", "2026-03-30", "authority")
    ]
    scenario.when(PUBLISHED).quietly()
    late = given(FORMED).on("2026-03-31").when(PUBLISHED.but(published_on="2026-03-31"))
    late.warns("X-07", code="publication.late")


@pytest.mark.rule("X-07")
def test_a_request_is_answered_in_twenty_working_days(given: Scenarios) -> None:
    """Received on Mon 2026-03-02, it is answered by Mon 2026-03-30; the next day is late."""
    given(ASKED).on("2026-03-30").when(TOLD).quietly()

    late = given(ASKED).on("2026-03-31").when(TOLD.but(answered_on="2026-03-31"))
    late.warns("X-07", code="request.answered_late")


@pytest.mark.rule("X-07")
def test_the_period_is_extended_by_twenty_working_days_once(given: Scenarios) -> None:
    """Until Tue 2026-04-28, before it ends, with an approver; then the answer has until that day."""
    scenario = given(ASKED).on("2026-03-31")
    code = "request.extended_too_far"

    scenario.when(EXTENDED.but(extended_on="2026-03-31")).refuses("X-07", code=code)
    scenario.when(EXTENDED.but(until="2026-04-29")).refuses("X-07", code=code)
    scenario.when(EXTENDED.but(approver="")).refuses("X-07", code="request.unapproved")
    scenario.when(EXTENDED).quietly()
    scenario.when(EXTENDED).refuses("X-07", code=code)
    scenario.on("2026-04-28").when(TOLD.but(answered_on="2026-04-28")).quietly()


@pytest.mark.rule("J-10")
def test_an_altered_file_is_not_taken_over(given: Scenarios) -> None:
    """A digest that differs at receipt is refused; the same digest is taken."""
    altered = {"file": "file-1.pdf", "sent": DIGEST, "received": DIGEST[:-1] + "6"}
    scenario = given(*CLOSED).on("2026-04-10")

    scenario.when(HANDED.but(files=[altered])).refuses("J-10", code="archive.file_altered")
    scenario.when(HANDED.but(files=[])).refuses("J-10", code="archive.no_files")
    scenario.when(HANDED).quietly()


@pytest.mark.rule("J-10")
@pytest.mark.parametrize("test", ["authentic", "intact", "usable", "safe"])
def test_all_four_tests_are_passed(given: Scenarios, test: str) -> None:
    """One that failed refuses the transfer, and so does a medium that is not named."""
    scenario = given(*CLOSED).on("2026-04-10")

    scenario.when(HANDED.but(**{test: False})).refuses("J-10", code="archive.test_failed")
    scenario.when(HANDED.but(medium=" ")).refuses("J-10", code="archive.unsafe_medium")
    scenario.when(HANDED).quietly()
