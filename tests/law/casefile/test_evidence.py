"""Evidence: kinds and forms, verified, excluded, monitored, secret; who had to withdraw."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import FILED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .histories import ASKED, DISPOSED, INTERVIEW, PHOTO, PRESERVED, REPORT, VERIFIED, WITHDRAWN

DEVICE = {
    "device": "D-1",
    "legal_review": True,
    "technical_review": True,
    "meets_standard": True,
    "marked": True,
    "location_published": True,
}
MONITORED = PHOTO.but(monitoring=DEVICE)
REVIEW = {"true": True, "clear": True, "complete": True, "accurate": True}
TOLD = step("evidence.tell_party", evidence="EV-1", means="On the county's page", told_on="2026-03-05")
LATER = "2026-04-20"


@pytest.mark.rule("A-05")
def test_findings_stand_on_verified_evidence(given: Scenarios) -> None:
    """Evidence is verified by the day of the report, and the report names some."""
    given(FILED, PHOTO, VERIFIED).on(LATER).when(REPORT.but(completed_on="2026-03-05")).quietly()
    given(FILED, PHOTO, VERIFIED).on(LATER).when(REPORT.but(completed_on="2026-03-04")).refuses(
        "A-05", code="evidence.unverified"
    )
    given(FILED).on(LATER).when(REPORT.but(evidence=[])).refuses("A-05", code="investigation.without_evidence")


@pytest.mark.rule("A-05")
def test_excluded_evidence_grounds_nothing(given: Scenarios) -> None:
    """What was excluded is named by no report, and needs its ground."""
    exclude = step("evidence.exclude", evidence="EV-1", ground="Taken by a trick", excluded_on="2026-03-06")

    given(FILED, PHOTO, VERIFIED).on(LATER).when(exclude.but(ground=" ")).refuses("A-05")
    given(FILED, PHOTO, VERIFIED, exclude).on(LATER).when(REPORT).refuses("A-05", code="evidence.excluded")


@pytest.mark.rule("A-01")
def test_an_officer_without_a_certificate_collects_nothing(given: Scenarios) -> None:
    """Zhao's certificate ended on 2026-02-28: what he took that day counts, what he takes later does not."""
    pair = PHOTO.but(officers=["li", "zhao"])

    given(FILED).on(LATER).when(pair.but(obtained_on="2026-02-28")).quietly()
    given(FILED).on(LATER).when(pair.but(obtained_on="2026-03-01")).refuses("A-01")


@pytest.mark.rule("A-06")
@pytest.mark.parametrize(
    ("kind", "form", "lacking"),
    [
        ("audio_visual", PHOTO.body["form"], "maker"),
        ("documentary", {"copied_from": "Works office"}, "copied_from"),
        (
            "witness_statement",
            {"identity_recorded": True, "person_signed": "signed", "dated": True, "id_copy": True},
            "id_copy",
        ),
        ("party_statement", {"officers_signed": True, "person_signed": "signed"}, "officers_signed"),
        (
            "site_record",
            {
                "made_at": "2026-02-26T10:00:00+08:00",
                "place": "Store",
                "events": "Looked",
                "officers_signed": True,
                "person_signed": "refused",
                "refusal_noted": True,
            },
            "refusal_noted",
        ),
    ],
)
def test_what_a_kind_of_evidence_has_to_show(
    given: Scenarios, kind: str, form: dict[str, object], lacking: str
) -> None:
    """Whole evidence is taken quietly; with one part missing it is taken with a warning."""
    less = {name: value for name, value in form.items() if name != lacking}

    given(FILED).on(LATER).when(PHOTO.but(kind=kind, form=form)).quietly()
    given(FILED).on(LATER).when(PHOTO.but(kind=kind, form=less)).warns("A-06")


@pytest.mark.rule("A-08")
def test_a_record_of_a_device_passes_both_reviews(given: Scenarios) -> None:
    """Device and record are reviewed; an enterprise's own sensor needs neither."""
    reviewed = VERIFIED.but(record_review=REVIEW)

    given(FILED, MONITORED).on(LATER).when(reviewed).quietly()
    given(FILED, MONITORED).on(LATER).when(VERIFIED).refuses("A-08", code="evidence.record_unreviewed")
    given(FILED, MONITORED).on(LATER).when(reviewed.but(record_review={**REVIEW, "clear": False})).refuses("A-08")
    hidden = PHOTO.but(monitoring={**DEVICE, "location_published": False})
    given(FILED, hidden).on(LATER).when(reviewed).refuses("A-08", code="evidence.device_unfit")
    given(FILED, PHOTO).on(LATER).when(VERIFIED).quietly()


@pytest.mark.rule("A-08")
def test_the_party_is_told_what_a_device_recorded(given: Scenarios) -> None:
    """A report does not stand on a device's record of which the party was not told."""
    reviewed = VERIFIED.but(record_review=REVIEW)

    given(FILED, MONITORED, TOLD, reviewed).on(LATER).when(REPORT).quietly()
    given(FILED, MONITORED, reviewed).on(LATER).when(REPORT).refuses("A-08", code="evidence.party_not_told")
    given(FILED, MONITORED).on(LATER).when(TOLD.but(means="")).refuses("A-08")


@pytest.mark.rule("A-02")
def test_who_had_to_withdraw_takes_no_step(given: Scenarios) -> None:
    """A request alone stops nobody; the decision does, from its day."""
    given(FILED, ASKED).on(LATER).when(PHOTO).quietly()
    given(FILED, ASKED, WITHDRAWN).on(LATER).when(PHOTO).refuses("A-02", code="officer.recused")
    given(FILED, ASKED, WITHDRAWN.but(granted=False)).on(LATER).when(PHOTO).quietly()


@pytest.mark.rule("A-02")
def test_a_head_decides_about_recusal(given: Scenarios) -> None:
    """Neither somebody who is no head, nor the officer himself."""
    given(FILED, ASKED).on(LATER).when(WITHDRAWN).quietly()
    given(FILED, ASKED).on(LATER).when(WITHDRAWN.but(post="other")).refuses("A-02", code="approval.not_head")
    given(FILED, ASKED).on(LATER).when(WITHDRAWN.but(approver="wang")).refuses("A-02", code="recusal.own")


@pytest.mark.rule("A-07")
def test_preservation_takes_approval_and_ends_in_seven_working_days(given: Scenarios) -> None:
    """Ordered on Mon 2026-03-02, decided by Wed 2026-03-11; late it is recorded with a warning."""
    given(FILED).on(LATER).when(PRESERVED).quietly()
    given(FILED).on(LATER).when(PRESERVED.but(approval=None)).refuses("A-07", code="approval.missing")
    scenario = given(FILED, PRESERVED)
    found = next_steps(scenario.ledger, "preservation:PR-1", on=date(2026, 3, 4)).steps
    assert [(one.command, one.rule, one.due) for one in found] == [("preservation.dispose", "A-07", date(2026, 3, 11))]
    scenario.on(LATER).when(DISPOSED).quietly()
    given(FILED, PRESERVED).on(LATER).when(DISPOSED.but(disposed_on="2026-03-12")).warns("A-07")


@pytest.mark.rule("A-40")
def test_secrets_are_covered_before_anybody_sees_them(given: Scenarios) -> None:
    """Marked evidence is shown redacted only."""
    mark = step(
        "evidence.mark_secret", evidence="EV-1", secrecy="trade_secret", ground="A recipe", marked_on="2026-03-04"
    )
    show = step("evidence.disclose", evidence="EV-1", receiver="public", basis="A request", disclosed_on="2026-03-06")

    given(FILED, PHOTO).on(LATER).when(show).quietly()
    given(FILED, PHOTO, mark).on(LATER).when(show).refuses("A-40")
    given(FILED, PHOTO, mark).on(LATER).when(show.but(redacted=True)).quietly()


@pytest.mark.rule("J-05")
def test_an_interview_has_a_whole_record_and_its_own_time(given: Scenarios) -> None:
    """Every page is confirmed, rights are told, and the same officers interview nobody else meanwhile."""
    second = INTERVIEW.but(interview="IV-2", person="p-2", ended_at="2026-03-04T11:00:00+08:00")

    given(FILED).on(LATER).when(INTERVIEW.but(evidence="EV-9")).quietly()
    given(FILED).on(LATER).when(INTERVIEW.but(pages_confirmed=1)).refuses("J-05", code="interview.page_unconfirmed")
    given(FILED).on(LATER).when(INTERVIEW.but(recusal_told=False)).refuses("J-05", code="interview.part_missing")
    given(FILED, INTERVIEW).on(LATER).when(second.but(started_at="2026-03-04T10:30:00+08:00")).quietly()
    given(FILED, INTERVIEW).on(LATER).when(second.but(started_at="2026-03-04T10:29:00+08:00")).refuses(
        "J-05", code="interview.at_once"
    )


@pytest.mark.rule("J-03")
def test_whatever_was_preserved_is_decided_before_the_report(given: Scenarios) -> None:
    """The report is recorded either way, and warns while a preservation is open."""
    late = REPORT.but(completed_on="2026-03-12")

    given(FILED, PHOTO, VERIFIED, PRESERVED).on(LATER).when(late).warns("J-03")
    given(FILED, PHOTO, VERIFIED, PRESERVED, DISPOSED).on(LATER).when(late).quietly()
