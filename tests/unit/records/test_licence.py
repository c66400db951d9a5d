"""Licences: D-04, D-05, D-06, D-07, and the order of their steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from regledger.deciding.answers import Refused
from regledger.deciding.judge import Judge
from regledger.law import Lawbook
from regledger.law.core_law import common_law
from regledger.ledger import Ledger
from regledger.records.licence import Licence
from regledger.records.licence.state import last_valid_day
from regledger.records.licence.steps import LICENCE
from regledger.testing.scenario import COUNTY, Attempt, Scenario, given, step

LAW = Lawbook.load(*common_law()).open()
APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="producer",
    applied_on="2023-03-01",
)
ACCEPTED = step("licence.accept", licence="L-1", accepted_on="2023-03-03")
ISSUE: dict[str, Any] = {
    "licence": "L-1",
    "number": "(湘)WH安许证字〔2023〕0017",
    "checkers": ["li", "wang"],
    "decided_on": "2023-04-03",
    "valid_from": "2023-04-03",
}
ISSUED = step("licence.issue", **ISSUE)
REQUESTED = step("licence.request_renewal", licence="L-1", requested_on="2026-01-02")


def held(scenario: Scenario, on: str | None = None) -> Licence:
    """The licence as it stands."""
    state = scenario.state("licence:L-1", on=on)
    assert isinstance(state, Licence)
    return state


def steps(scenario: Scenario, on: str) -> dict[str, tuple[date | None, tuple[str, ...]]]:
    """What may come next on a day: command → (last day, what is missing)."""
    assert LICENCE.steps is not None
    day = date.fromisoformat(on)
    judge = Judge(scenario.ledger.law(), on=day, zone="Asia/Shanghai")
    return {one.command: (one.due, one.missing) for one in LICENCE.steps(held(scenario, on), judge)}


def test_a_licence_is_applied_for_accepted_and_issued(ledger: Ledger) -> None:
    """D-05: it is valid for three years; its last valid day is the day before the same date three years on."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED)

    scenario.on("2023-04-03").when(ISSUED).then("licence.issued").quietly()

    licence = held(scenario)
    assert (licence.valid_from, licence.valid_to) == (date(2023, 4, 3), date(2026, 4, 2))
    assert licence.number == ISSUE["number"]


def test_a_licence_lapses_by_its_date_alone(ledger: Ledger) -> None:
    """D-05: valid on its last valid day and lapsed on the next, though nothing was recorded."""
    licence = held(given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED))

    assert licence.valid_on(date(2023, 4, 3))
    assert not licence.valid_on(date(2023, 4, 2))
    assert licence.valid_on(date(2026, 4, 2))
    assert not licence.lapsed_on(date(2026, 4, 2))
    assert licence.lapsed_on(date(2026, 4, 3))
    assert not licence.valid_on(date(2026, 4, 3))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 2), date(2029, 3, 1)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2026, 1, 1), date(2028, 12, 31)),
    ],
)
def test_the_last_valid_day_of_a_term(first: date, last: date) -> None:
    """D-05: the first day counts, so the corresponding day is one too many; where there is none the month's last counts."""
    judge = Judge(LAW, on=first, zone="Asia/Shanghai")

    assert last_valid_day(first, judge) == last


@every(first=st.dates(date(2015, 1, 1), date(2090, 1, 1)))
def test_terms_follow_each_other_without_gap_or_overlap(first: date) -> None:
    """D-05: a term has 1,095 or 1,096 days, and the next one starts with the day after it."""
    judge = Judge(LAW, on=first, zone="Asia/Shanghai")

    last = last_valid_day(first, judge)

    assert (last - first).days + 1 in {1095, 1096}
    assert last_valid_day(last + timedelta(days=1), judge) > last


def test_a_licence_nobody_applied_for_is_not_issued(ledger: Ledger) -> None:
    """REF: what is not on record is not granted."""
    given(ledger, COUNTY).on("2023-04-03").when(ISSUED).refuses("REF", code="licence.unknown")


def test_a_licence_is_not_issued_before_it_was_applied_for(ledger: Ledger) -> None:
    """SEQ: a grant dated before the application is refused."""
    early = {**ISSUE, "decided_on": "2023-02-28"}

    given(ledger, COUNTY, APPLIED).on("2023-04-03").when("licence.issue", **early).refuses(
        "SEQ", code="licence.not_yet"
    )


@pytest.mark.parametrize("day", ["2023-03-02", "2023-03-08"])
def test_an_application_not_accepted_is_not_granted(ledger: Ledger, day: str) -> None:
    """SEQ: within the five working days of D-06 silence is not yet acceptance."""
    attempt = {**ISSUE, "decided_on": day, "valid_from": day}

    given(ledger, COUNTY, APPLIED).on("2023-04-03").when("licence.issue", **attempt).refuses(
        "SEQ", code="licence.not_accepted"
    )


def test_silence_is_acceptance(ledger: Ledger) -> None:
    """D-06: on the day after the five working days (Wed 2023-03-08 is the last) the application stands as accepted."""
    attempt = {**ISSUE, "decided_on": "2023-03-09", "valid_from": "2023-03-09"}

    given(ledger, COUNTY, APPLIED).on("2023-04-03").when("licence.issue", **attempt).then("licence.issued").quietly()


@pytest.mark.parametrize(("day", "late"), [("2023-03-08", False), ("2023-03-09", True)])
def test_a_late_acceptance_is_noted(ledger: Ledger, day: str, late: bool) -> None:
    """D-06: accepting after the five working days changes nothing, and says so."""
    attempt = given(ledger, COUNTY, APPLIED).on("2023-04-03").when("licence.accept", licence="L-1", accepted_on=day)

    if late:
        attempt.warns("D-06", code="licence.accepted_late")
    else:
        attempt.then("licence.accepted").quietly()


def test_an_application_is_accepted_once(ledger: Ledger) -> None:
    """SEQ: a second acceptance is refused."""
    given(ledger, COUNTY, APPLIED, ACCEPTED).on("2023-03-06").when(
        "licence.accept", licence="L-1", accepted_on="2023-03-06"
    ).refuses("SEQ", code="licence.accepted_already")


@pytest.mark.parametrize("checkers", [["li"], ["li", "li"]])
def test_one_checker_is_too_few(ledger: Ledger, checkers: list[str]) -> None:
    """D-07: at least two members of staff check the substance; one named twice is one."""
    given(ledger, COUNTY, APPLIED, ACCEPTED).on("2023-04-03").when(
        "licence.issue", **{**ISSUE, "checkers": checkers}
    ).refuses("D-07", code="licence.too_few_checkers").says("at least 2")


def test_a_checker_is_on_record(ledger: Ledger) -> None:
    """REF: who checked is an appointed officer."""
    given(ledger, COUNTY, APPLIED, ACCEPTED).on("2023-04-03").when(
        "licence.issue", **{**ISSUE, "checkers": ["li", "wang", "nobody"]}
    ).refuses("REF", code="officer.unknown")


@pytest.mark.parametrize(("day", "late"), [("2023-05-06", False), ("2023-05-08", True)])
def test_a_grant_after_the_examination_period_is_noted(ledger: Ledger, day: str, late: bool) -> None:
    """D-04: 45 days, read as working days in the issuer's favour (Sat 2023-05-06 is a working day, and the last), then it is late."""
    attempt = given(ledger, COUNTY, APPLIED, ACCEPTED).on("2023-06-01")
    tried = attempt.when("licence.issue", **{**ISSUE, "decided_on": day, "valid_from": day})

    if late:
        tried.warns("D-04", code="licence.granted_late")
    else:
        tried.then("licence.issued").quietly()


def test_a_licence_is_not_valid_before_its_grant(ledger: Ledger) -> None:
    """SEQ: the day before the grant is too early, its own day is not."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED).on("2023-04-03")

    scenario.when("licence.issue", **{**ISSUE, "valid_from": "2023-04-02"}).refuses(
        "SEQ", code="licence.valid_before_grant"
    )
    scenario.when(ISSUED).is_recorded()


def test_a_licence_is_issued_once(ledger: Ledger) -> None:
    """SEQ: a granted licence is extended, not granted again."""
    again = {**ISSUE, "decided_on": "2023-05-04", "valid_from": "2023-05-04"}

    given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED).on("2023-06-01").when("licence.issue", **again).refuses(
        "SEQ", code="licence.issued_already"
    )


@pytest.mark.parametrize(("day", "late"), [("2026-01-02", False), ("2026-01-03", True)])
def test_extension_is_asked_for_three_months_before(ledger: Ledger, day: str, late: bool) -> None:
    """D-05: for a last valid day 2026-04-02 the last day to ask is 2026-01-02."""
    attempt = (
        given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED)
        .on("2026-03-01")
        .when("licence.request_renewal", licence="L-1", requested_on=day)
    )

    if late:
        attempt.refuses("D-05", code="licence.renewal_asked_late").says("2026-01-02")
    else:
        attempt.then("licence.renewal_requested").quietly()


def test_a_late_request_is_recorded_as_it_happened(ledger: Ledger) -> None:
    """D-05: the defect stays with the licence, and the extension that relies on it says so."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED).on("2026-03-01")

    scenario.when("licence.request_renewal", licence="L-1", requested_on="2026-02-02").as_it_happened(
        "received at the counter"
    ).records_defect("D-05")

    renew(scenario, decided_on="2026-02-20").warns("D-05", code="defect.relied_on")


@pytest.mark.parametrize(
    ("day", "code"), [("2026-04-02", "licence.renewal_asked_late"), ("2026-04-03", "licence.lapsed")]
)
def test_a_lapsed_licence_is_not_extended(ledger: Ledger, day: str, code: str) -> None:
    """D-05: on its last valid day the request is late; on the next the licence has lapsed, and only that is said."""
    attempt = (
        given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED)
        .on("2026-05-01")
        .when("licence.request_renewal", licence="L-1", requested_on=day)
    )

    attempt.refuses("D-05", code=code)

    assert isinstance(attempt.answer, Refused)
    assert len(attempt.answer.objections) == 1


def renew(scenario: Scenario, **changes: Any) -> Attempt:
    """Try to extend the licence of a law-abiding holder."""
    body = {"licence": "L-1", "law_abiding": True, "fatal_accident": False, "decided_on": "2026-03-20"}
    return scenario.on("2026-05-01").when("licence.renew", **{**body, **changes})


def test_a_licence_is_extended_by_a_term_that_follows_the_last(ledger: Ledger) -> None:
    """D-05: three more years from the day after the last valid day."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED, REQUESTED)

    renew(scenario).then("licence.renewed").quietly()

    licence = held(scenario)
    assert (licence.valid_from, licence.valid_to, licence.renewals) == (date(2023, 4, 3), date(2029, 4, 2), 1)
    assert held(scenario, on="2026-03-19").valid_to == date(2026, 4, 2)


def test_an_extension_nobody_asked_for_is_refused(ledger: Ledger) -> None:
    """SEQ: a licence is extended on request, and each request is answered once."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED)

    renew(scenario).refuses("SEQ", code="licence.renewal_not_asked")


@pytest.mark.parametrize("changes", [{"law_abiding": False}, {"fatal_accident": True}])
def test_a_fatal_accident_or_an_offence_asks_for_examination(ledger: Ledger, changes: dict[str, bool]) -> None:
    """D-05: only a law-abiding holder without a fatal accident is extended without examination."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED, REQUESTED)

    renew(scenario, **changes).refuses("D-05", code="licence.examination_needed")
    renew(scenario, **changes, reexamined=True).then("licence.renewed")


def test_the_next_steps_of_a_licence(ledger: Ledger) -> None:
    """What may come next, what is missing, and by when, from application to extension."""
    scenario = given(ledger, COUNTY, APPLIED)
    applied = steps(scenario, "2023-03-02")
    silent = steps(scenario, "2023-03-09")
    given(ledger, ACCEPTED, ISSUED)
    issued = steps(scenario, "2023-04-03")
    lapsed = steps(scenario, "2026-04-03")
    given(ledger, REQUESTED)
    requested = steps(scenario, "2026-01-02")

    review = date(2023, 4, 15)
    assert applied == {
        "licence.accept": (date(2023, 3, 8), ()),
        "licence.issue": (review, ("licence.not_accepted",)),
    }
    assert silent == {"licence.issue": (review, ())}
    assert issued == {
        "licence.deliver": (date(2023, 4, 18), ()),
        "licence.request_renewal": (date(2026, 1, 2), ()),
    }
    assert lapsed == {
        "licence.apply": (None, ()),
        "licence.cancel": (None, ()),
        "licence.deliver": (date(2023, 4, 18), ()),
    }
    assert requested == {"licence.renew": (date(2026, 4, 2), ()), "licence.deliver": (date(2023, 4, 18), ())}


def test_a_lapsed_licence_says_so(ledger: Ledger) -> None:
    """D-05: from the day after its last valid day the next step is a new application, and why is told."""
    scenario = given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED)
    assert LICENCE.steps is not None

    for day, said in (("2026-04-02", False), ("2026-04-03", True)):
        judge = Judge(ledger.law(), on=date.fromisoformat(day), zone="Asia/Shanghai")
        found = {one.command: one.how for one in LICENCE.steps(held(scenario, day), judge)}

        assert ("licence.apply" in found) is said
        assert any("lapsed: 2026-04-02" in line for how in found.values() for line in how) is said


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"enterprise": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "none"}, "authority.unknown"),
        ({"licence": "L-1"}, "licence.taken"),
    ],
)
def test_an_application_names_what_is_on_record(ledger: Ledger, changes: dict[str, str], code: str) -> None:
    """REF: enterprise, site and authority are on record, and the id is free."""
    body = {**APPLIED.body, "licence": "L-2", **changes}

    given(ledger, COUNTY, APPLIED).when("licence.apply", **body).refuses("REF", code=code)


def test_what_is_not_granted_is_not_extended(ledger: Ledger) -> None:
    """SEQ: an application alone has no term to extend."""
    given(ledger, COUNTY, APPLIED, ACCEPTED).on("2026-05-01").when(REQUESTED).refuses("SEQ", code="licence.not_issued")


def test_a_request_waits_for_its_answer(ledger: Ledger) -> None:
    """SEQ: a second request is refused while the first waits."""
    given(ledger, COUNTY, APPLIED, ACCEPTED, ISSUED, REQUESTED).on("2026-05-01").when(REQUESTED).refuses(
        "SEQ", code="licence.renewal_waits"
    )
