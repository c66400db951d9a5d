"""Committees meet, and what they resolve has an owner and a last day (I-20, I-22)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.governance import COMPOSED, GOVERNED, owed
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

HELD = step(
    "meeting.hold",
    meeting="M-1",
    committee="AWH",
    number="2026-1",
    chair="chen",
    attendees=["emb", "hcb", "qinghe"],
    agenda="一季度安全形势",
    held_on="2026-01-20",
)
RESOLVED: dict[str, Any] = {"matter": "MT-1", "resolved": "Close the gap", "owner": "hcb", "due_on": "2026-03-31"}
SEALED = step("meeting.seal_minutes", meeting="M-1", resolutions=[RESOLVED], sealed_on="2026-01-22")
LIAISON = step(
    "liaison.appoint",
    liaison="LO-1",
    committee="AWH",
    authority="hcb",
    officer="zhou",
    valid_from="2026-01-10",
    valid_to="2026-12-31",
    appointed_on="2026-01-10",
)


@pytest.mark.rule("I-20")
def test_a_resolution_has_an_owner(given: Scenarios) -> None:
    """Minutes with an owner for each resolution are sealed and assign it; without one they are not."""
    county = given(GOVERNED, COMPOSED, HELD).on("2026-01-22")
    county.when(SEALED.but(resolutions=[{**RESOLVED, "owner": None}])).refuses(
        "I-20", code="meeting.resolution_unowned"
    )
    county.when(SEALED).then("meeting.minutes_sealed", "matter.raised", "matter.assigned").quietly()


@pytest.mark.rule("I-20")
def test_a_resolution_has_a_last_day(given: Scenarios) -> None:
    """The day of sealing is the earliest last day; a day before, or none, is refused."""
    county = given(GOVERNED, COMPOSED, HELD).on("2026-01-22")
    for due in (None, "2026-01-21"):
        county.when(SEALED.but(resolutions=[{**RESOLVED, "due_on": due}])).refuses(
            "I-20", code="meeting.resolution_undated"
        )
    county.when(SEALED.but(resolutions=[{**RESOLVED, "due_on": "2026-01-22"}])).is_recorded()


@pytest.mark.rule("I-20")
def test_a_meeting_has_attendees_and_an_agenda(given: Scenarios) -> None:
    """Without attendees or without an agenda it is no meeting that the register takes."""
    county = given(GOVERNED, COMPOSED).on("2026-01-20")
    county.when(HELD.but(attendees=[])).refuses("I-20", code="meeting.nobody_attended")
    county.when(HELD.but(agenda=" ")).refuses("I-20", code="meeting.without_agenda")
    county.when(HELD).quietly()


def test_a_number_is_given_once(given: Scenarios) -> None:
    """A second meeting takes another number."""
    county = given(GOVERNED, COMPOSED, HELD).on("2026-04-10")
    again = HELD.but(meeting="M-2", held_on="2026-04-10")
    county.when(again).refuses("REF", code="meeting.number_taken")
    county.when(again.but(number="2026-2")).is_recorded()


@pytest.mark.rule("I-20")
def test_the_cadence_is_three_months(given: Scenarios) -> None:
    """Three months after the last meeting is in time; a day later is noted, and recorded all the same."""
    county = given(GOVERNED, COMPOSED, HELD)
    again = HELD.but(meeting="M-2", number="2026-2")
    county.on("2026-04-21").when(again.but(held_on="2026-04-21")).warns("I-20", code="meeting.late")
    county = given(GOVERNED, COMPOSED, HELD)
    county.on("2026-04-20").when(again.but(held_on="2026-04-20")).quietly()


@pytest.mark.rule("I-20")
def test_one_liaison_officer_a_unit(given: Scenarios) -> None:
    """A new term begins on the day after the last one's last day, not on it."""
    county = given(GOVERNED, COMPOSED, LIAISON).on("2026-12-01")
    new = LIAISON.but(liaison="LO-2", valid_to="2027-12-31", appointed_on="2026-12-01")
    county.when(new.but(valid_from="2026-12-31")).refuses("I-20", code="liaison.two_at_once")
    county.when(new.but(valid_from="2027-01-01")).quietly()


@pytest.mark.rule("I-20")
def test_only_members_have_liaison_officers(given: Scenarios) -> None:
    """A unit that is no member names none."""
    county = given(GOVERNED, COMPOSED.but(members=["emb"])).on("2026-01-10")
    county.when(LIAISON).refuses("I-20", code="liaison.no_member")
    county.when(COMPOSED.but(members=["emb", "hcb"], composed_on="2026-01-10")).is_recorded()
    county.when(LIAISON).quietly()


def test_a_term_ends_inside_itself(given: Scenarios) -> None:
    """An early end is a day of the term; afterwards the unit may name another."""
    county = given(GOVERNED, COMPOSED, LIAISON.but(valid_from="2026-02-01")).on("2026-06-30")
    end = step("liaison.end", liaison="LO-1", reason="Moved", ended_on="2026-06-30")
    county.when(end.but(ended_on="2026-01-31")).refuses("SEQ", code="liaison.not_running")
    county.when(end).is_recorded()
    county.when(end).refuses("SEQ", code="liaison.not_running")
    county.when(LIAISON.but(liaison="LO-2", valid_from="2026-07-01", appointed_on="2026-06-30")).is_recorded()


@pytest.mark.rule("I-22")
def test_the_principal_heads_the_committee(given: Scenarios) -> None:
    """Another head is warned of; the principal is not."""
    county = given(GOVERNED).on("2026-01-05")
    county.when(COMPOSED.but(head="sun")).warns("I-22", code="committee.head_not_principal")
    county.when(COMPOSED).quietly()


@pytest.mark.rule("I-20")
def test_what_a_committee_owes(given: Scenarios) -> None:
    """The next meeting has a last day, and so have the minutes of the last; a member without liaison officer shows."""
    county = given(GOVERNED, COMPOSED.but(members=["hcb"]), LIAISON, HELD)

    assert owed(county, "committee:AWH", "2026-01-20") == {"meeting.hold": date(2026, 4, 20)}
    assert owed(county, "meeting:M-1", "2026-01-20") == {"meeting.seal_minutes": date(2026, 2, 3)}
    assert "liaison.appoint" in owed(county, "committee:AWH", "2027-01-01")


@pytest.mark.rule("I-20")
def test_minutes_are_sealed_soon(given: Scenarios) -> None:
    """Ten working days after the meeting is in time; the day after warns, and they are sealed."""
    late = SEALED.but(sealed_on="2026-02-04")
    county = given(GOVERNED, COMPOSED, HELD).on("2026-02-04")
    county.when(late).warns("I-20", code="meeting.sealed_late")
    county = given(GOVERNED, COMPOSED, HELD).on("2026-02-03")
    county.when(SEALED.but(sealed_on="2026-02-03")).quietly()


@pytest.mark.rule("I-20")
def test_minutes_resolve_on_what_is_raised_by_then(given: Scenarios) -> None:
    """A matter that was raised the day after the sealing is not resolved on, nor raised a second time."""
    raised = step("matter.raise", matter="MT-1", authority="emb", ground="Gap", raised_on="2026-01-23")
    county = given(GOVERNED, COMPOSED, HELD, raised).on("2026-01-23")
    county.when(SEALED).refuses("SEQ", code="record.too_early")
    county.when(SEALED.but(sealed_on="2026-01-23")).then("meeting.minutes_sealed", "matter.assigned")


@pytest.mark.rule("I-20")
def test_a_unit_names_one_of_its_own(given: Scenarios) -> None:
    """Its liaison officer serves it; another unit's officer is refused."""
    county = given(GOVERNED, COMPOSED).on("2026-01-10")
    county.when(LIAISON.but(officer="chen")).refuses("I-20", code="liaison.officer_of_another")
    county.when(LIAISON).quietly()


def test_one_id_names_one_committee_on_whatever_day(given: Scenarios) -> None:
    """Another government's committee under a taken id is refused, also for a day before the first was composed."""
    county = given(GOVERNED, COMPOSED).on("2026-01-10")
    other = COMPOSED.but(authority="hcb", composed_on="2026-01-02")
    county.when(other).refuses("REF", code="committee.of_another")


@pytest.mark.rule("I-20")
def test_minutes_are_sealed_once_and_name_a_matter_once(given: Scenarios) -> None:
    """One matter in two resolutions is refused, and so are second minutes, also of an earlier day."""
    county = given(GOVERNED, COMPOSED, HELD).on("2026-01-23")
    county.when(SEALED.but(resolutions=[RESOLVED, RESOLVED])).refuses("SEQ", code="meeting.matter_twice")
    county.when(SEALED).quietly()
    again = SEALED.but(resolutions=[{**RESOLVED, "matter": "MT-2"}])
    county.when(again).refuses("SEQ", code="meeting.sealed_already")
    county.when(again.but(sealed_on="2026-01-21")).refuses("SEQ", code="meeting.sealed_already")
