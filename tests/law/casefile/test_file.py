"""The file of a case: each stage recorded, the documents there, then archived."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

STAGES = ("start", "investigation", "review", "decision", "service", "execution")
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-04-03")
CLOSED = (FILED, NOTIFIED, DECIDED, SERVED, PAID, CONCLUDED)
ARCHIVE = step(
    "case.archive",
    case="C-1",
    documents=[
        "filing_approval",
        "investigation_report",
        "prior_notice",
        "penalty_decision",
        "service_receipt",
        "conclusion_approval",
    ],
    archived_on="2026-04-10",
)


def _recorded(stage: str) -> Step:
    return step(
        "case.record_process",
        case="C-1",
        stage=stage,
        medium="text",
        content="What was done",
        officers=["li", "wang"],
        recorded_on="2026-04-08",
    )


@pytest.mark.rule("A-38")
def test_every_stage_is_recorded_before_the_file_is_archived(given: Scenarios) -> None:
    """All six stages of a case that was decided, served and paid; a recording is kept as a file."""
    stages = [_recorded(one) for one in STAGES]

    given(CLOSED, stages).on("2026-04-10").when(ARCHIVE).quietly()
    given(CLOSED, stages[:-1]).on("2026-04-10").when(ARCHIVE).refuses("A-38", code="process.unrecorded")
    given(FILED).on("2026-04-10").when(_recorded("start")).quietly()
    given(FILED).on("2026-04-10").when(_recorded("start").but(medium="video")).refuses("A-38")


@pytest.mark.rule("J-03")
def test_the_file_holds_the_documents_of_each_step(given: Scenarios) -> None:
    """A missing receipt of service is warned of."""
    stages = [_recorded(one) for one in STAGES]
    less = [one for one in ARCHIVE.body["documents"] if one != "service_receipt"]

    given(CLOSED, stages).on("2026-04-10").when(ARCHIVE.but(documents=less)).warns("J-03")
