"""What is told out of order, twice, of nobody or of nothing, on licences."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .test_licence_ending import ACCEPTED, APPLIED, CHECKED, HELD, ISSUED, RENEWED, REQUESTED
from .test_licence_mending import ASKED, CALLED, HEARD, LENT, PASSING, TOLD

DELIVERED = step("licence.deliver", licence="L-1", delivered_on="2023-04-04")
DECEIT = step("licence.find_deceit", licence="L-1", finding="Forged", found_on="2024-03-04")
ANNULLED = step(
    "licence.annul", licence="L-1", ground="deceit", reasons="Forged", harms_public=False, annulled_on="2024-03-11"
)
CANCELLED = step("licence.cancel", licence="L-1", ground="annulled", reasons="Annulled", cancelled_on="2024-03-18")
MISSING = step("licence.ask_completion", licence="L-1", missing=["Plan"], asked_on="2023-03-01")
COMPLETED = step("licence.complete", licence="L-1", completed_on="2023-03-02")
RECEIPT = step("licence.hand_receipt", licence="L-1", receipt="RC-2", handed_on="2023-03-02")
SPECIAL = step(
    "licence.exclude_time",
    licence="L-1",
    step="expert_review",
    needed=12,
    notified_on="2023-03-06",
    begun_on="2023-03-06",
)
RESUMED = step("licence.resume_time", licence="L-1", ended_on="2023-03-08")
REST = step("licence.suspend", licence="L-1", case="C-1", conditions=[3], decided_on="2026-03-18", until="2026-03-31")
BACK = step("licence.reinstate", licence="L-1", conditions_met=[3], reinstated_on="2026-03-25")
REPORT = step(
    "licence_report.send", authority="emb", to="gov", activity="coal", year=2027, issued=1, sent_on="2026-03-02"
)
GOV = step("authority.register", authority="gov", name="Department", registered_on="2020-01-02")
FOUND = step(
    "production.find",
    site="S-1",
    enterprise="E-1",
    authority="emb",
    conclusion="not_needed",
    observed=" ",
    found_on="2026-03-02",
)
OPEN = (APPLIED, ACCEPTED)
CASE = (FILED, NOTIFIED, DECIDED)


@pytest.mark.parametrize(
    ("history", "act", "rule", "code"),
    [
        ((), ACCEPTED, "REF", "licence.unknown"),
        ((APPLIED,), APPLIED, "REF", "licence.taken"),
        ((), APPLIED.but(activity="mine", track="trade"), "SEQ", "licence.track_of_another_law"),
        ((APPLIED,), ACCEPTED.but(accepted_on="2023-02-28"), "SEQ", "licence.not_yet"),
        (OPEN, ACCEPTED, "SEQ", "licence.accepted_already"),
        (OPEN, MISSING, "SEQ", "licence.accepted_already"),
        ((APPLIED,), COMPLETED, "SEQ", "licence.completion_not_asked"),
        (OPEN, RECEIPT, "SEQ", "licence.receipt_handed_already"),
        ((APPLIED,), RECEIPT, "SEQ", "licence.not_accepted"),
        (
            OPEN,
            CHECKED.but(findings=[{"number": 14, "met": True, "evidence": "x"}]),
            "REF",
            "licence.no_such_condition",
        ),
        ((*OPEN, SPECIAL), SPECIAL, "SEQ", "licence.time_excluded_already"),
        ((*OPEN, SPECIAL, RESUMED), RESUMED, "SEQ", "licence.no_time_excluded"),
        ((*OPEN, TOLD), TOLD, "SEQ", "licence.hearing_told_already"),
        (OPEN, ASKED, "SEQ", "licence.hearing_not_told_yet"),
        ((*OPEN, TOLD, ASKED), ASKED, "SEQ", "licence.hearing_requested_already"),
        ((*OPEN, TOLD), CALLED, "SEQ", "licence.hearing_not_requested"),
        ((*OPEN, TOLD, ASKED, CALLED), HEARD.but(held_on="2023-03-21"), "SEQ", "licence.hearing_not_called"),
        (OPEN, ISSUED.but(valid_from="2023-04-02"), "SEQ", "licence.valid_before_grant"),
        (HELD, ISSUED, "SEQ", "licence.issued_already"),
        (HELD, TOLD, "SEQ", "licence.decided_already"),
        (OPEN, DELIVERED, "SEQ", "licence.not_issued"),
        ((*HELD, DELIVERED), DELIVERED, "SEQ", "licence.delivered_already"),
        ((*HELD, REQUESTED), REQUESTED, "SEQ", "licence.renewal_waits"),
        (HELD, RENEWED, "SEQ", "licence.renewal_not_asked"),
        ((*HELD, DECEIT), DECEIT, "SEQ", "licence.deceit_found_already"),
        (HELD, DECEIT.but(finding=" "), "D-13", "licence.reasons_blank"),
        ((*HELD, DECEIT, ANNULLED), ANNULLED, "SEQ", "licence.ended_already"),
        ((*HELD, DECEIT, ANNULLED), CHECKED.but(checked_on="2024-03-12"), "SEQ", "licence.ended_already"),
        ((*HELD, DECEIT, ANNULLED, CANCELLED), CANCELLED, "SEQ", "licence.cancelled_already"),
        (HELD, LENT.but(finding=" "), "REF", "licence.finding_blank"),
        ((*HELD, LENT), LENT.but(how="transferred"), "SEQ", "licence.transfer_found_already"),
        (
            (APPLIED.but(track="general"), ACCEPTED, ISSUED),
            PASSING.but(to="E-1"),
            "SEQ",
            "licence.transfer_to_itself",
        ),
        (HELD, REST, "REF", "licence.case_unknown"),
        ((*HELD, *CASE), REST.but(until="2026-03-17"), "SEQ", "licence.suspended_backwards"),
        (HELD, BACK, "SEQ", "licence.not_suspended"),
        ((GOV,), REPORT, "SEQ", "licence_report.year_ahead"),
        ((), FOUND, "REF", "production.blank"),
    ],
)
def test_it_is_refused_for_what_is_wrong(
    given: Scenarios, history: tuple[Step, ...], act: Step, rule: str, code: str
) -> None:
    """Each is refused by that rule alone and for that reason."""
    given(*history).on("2026-03-31").when(act).refuses(rule, code=code)


@pytest.mark.rule("D-06")
def test_an_acceptance_after_five_working_days_is_noted(given: Scenarios) -> None:
    """The fifth working day, 2023-03-08, is in time; on the next the application stood accepted already."""
    given(APPLIED).on("2023-03-08").when(ACCEPTED.but(accepted_on="2023-03-08")).quietly()
    given(APPLIED).on("2023-03-09").when(ACCEPTED.but(accepted_on="2023-03-09")).warns(
        "D-06", code="licence.accepted_late"
    )
