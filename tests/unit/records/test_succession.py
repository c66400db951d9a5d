"""Successions: mergers, splits, exchanges, new codes; what has ended, and who goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Refused
from regledger.ledger import Ledger
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.facts import SubjectSucceeded
from regledger.records.identity.state import succeeded
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)
THIRD = SECOND.but(
    enterprise="E-3", name="湘江化工有限公司", credit_code="91430100MA4L111J0N", registered_on="2022-01-02"
)
BUREAU = step("authority.register", authority="safety", name="Safety Bureau", registered_on="2024-01-02")
MERGED = step(
    "subject.succeed",
    predecessors=["enterprise:E-1"],
    successors=["enterprise:E-2"],
    how="merged",
    ground="Contract of merger",
    document="湘市监 2026-7",
    authority="emb",
    decided_on="2026-02-01",
    effective_on="2026-03-01",
)
SPLIT = MERGED.but(successors=["enterprise:E-2", "enterprise:E-3"], how="split")
TAKEN_OVER = MERGED.but(predecessors=["authority:emb"], successors=["authority:safety"], how="replaced")


def inspected(**changes: object) -> Step:
    return FOUND.but(hazards=[], **changes)


def enterprise(scenario: Scenario, id: str, on: str | None = None) -> Enterprise:
    state = scenario.state(f"enterprise:{id}", on=on)
    assert isinstance(state, Enterprise)
    return state


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    return given(ledger, COUNTY, SECOND, THIRD, BUREAU)


def test_a_merger_ends_one_and_is_the_origin_of_the_other(county: Scenario) -> None:
    """From its day the absorbed enterprise names its successor, and the other one its predecessor; before it, neither does."""
    county.on("2026-02-01").when(MERGED).then("subject.succeeded").quietly()

    ended, goes_on = enterprise(county, "E-1"), enterprise(county, "E-2")
    assert ended.succession is not None
    assert (ended.succession.how, ended.succession.on) == ("merged", date(2026, 3, 1))
    assert (ended.succession.to, ended.succession.continued_by) == (("enterprise:E-2",), "enterprise:E-2")
    assert [one.subject for one in goes_on.predecessors] == ["enterprise:E-1"]
    assert enterprise(county, "E-1", "2026-02-28").succession is None
    assert enterprise(county, "E-2", "2026-02-28").predecessors == ()


def test_who_ended_once_does_not_end_again(county: Scenario) -> None:
    """SEQ: a second succession of the same predecessor is refused; whatever brings one in, the first one counts."""
    county.on("2026-03-04").when(MERGED).is_recorded()
    second = MERGED.but(successors=["enterprise:E-3"], effective_on="2026-03-04")

    county.when(second).refuses("SEQ", code="succession.ended_already")

    body = msgspec.convert({**second.body, "continued_by": None}, SubjectSucceeded)
    ended = succeeded(enterprise(county, "E-1"), "enterprise:E-1", body)
    assert ended.succession is not None
    assert (ended.succession.on, ended.succession.to) == (date(2026, 3, 1), ("enterprise:E-2",))


def test_what_is_split_off_leaves_the_parent_standing(county: Scenario) -> None:
    """A parent that is on both sides goes on; the new one has it as its origin."""
    county.on("2026-02-01").when(SPLIT.but(successors=["enterprise:E-1", "enterprise:E-2"])).then("subject.succeeded")

    assert enterprise(county, "E-1").succession is None
    assert [one.subject for one in enterprise(county, "E-2").predecessors] == ["enterprise:E-1"]


@pytest.mark.parametrize(
    ("changes", "rule", "code"),
    [
        ({"successors": ["enterprise:E-9"]}, "REF", "succession.unknown"),
        ({"predecessors": ["enterprise:E-9"]}, "REF", "succession.unknown"),
        ({"effective_on": "2020-12-31", "decided_on": "2020-12-31"}, "REF", "succession.unknown"),
        ({"ground": "  "}, "REF", "succession.blank"),
        ({"authority": "nobody"}, "REF", "authority.unknown"),
        ({"successors": ["site:S-1"]}, "REF", "succession.of_other_kinds"),
        ({"predecessors": ["officer:li"], "successors": ["officer:wang"]}, "REF", "succession.of_other_kinds"),
        ({"predecessors": [], "successors": []}, "REF", "succession.of_other_kinds"),
        ({"successors": ["enterprise:E-1"]}, "REF", "succession.other_shape"),
        ({"successors": ["enterprise:E-2", "enterprise:E-3"]}, "REF", "succession.other_shape"),
        ({"how": "split"}, "REF", "succession.other_shape"),
        ({"how": "replaced", "predecessors": ["enterprise:E-1", "enterprise:E-3"]}, "REF", "succession.other_shape"),
        ({"how": "recoded", "successors": ["enterprise:E-1"]}, "REF", "succession.other_shape"),
        ({"continued_by": "enterprise:E-3"}, "REF", "succession.continued_by_another"),
    ],
)
def test_a_succession_names_what_is_on_record_in_a_form_that_has_a_meaning(
    county: Scenario, changes: dict[str, object], rule: str, code: str
) -> None:
    """Unknown subjects, other kinds, a day before one existed, no ground, and what is neither merger nor split are refused."""
    county.on("2026-02-01").when(MERGED.but(**changes)).refuses(rule, code=code)


def test_a_subject_ends_once(county: Scenario) -> None:
    """A second end is refused, on whatever day it is dated, and names who stands in its place."""
    county.on("2026-02-01").when(MERGED).is_recorded()

    again = MERGED.but(successors=["enterprise:E-3"])
    county.when(again).refuses("SEQ", code="succession.ended_already").says("enterprise:E-2")
    county.when(again.but(effective_on="2026-01-01")).refuses("SEQ", code="succession.ended_already")


def test_what_has_ended_takes_nobodys_place(county: Scenario) -> None:
    """An ended subject is no successor from its last day on; before that day it could have been, though it is entered late."""
    county.on("2026-02-01").when(MERGED).is_recorded()

    into = MERGED.but(predecessors=["enterprise:E-3"], successors=["enterprise:E-1"])
    county.when(into).refuses("SEQ", code="succession.into_ended").says("enterprise:E-2")
    county.when(into.but(effective_on="2026-02-28")).then("subject.succeeded").quietly()


def test_nothing_ends_before_it_took_over(county: Scenario) -> None:
    """A circle needs somebody to take a place after his own end: neither order of entering can record it."""
    county.on("2026-02-01").when(MERGED).is_recorded()

    back = MERGED.but(predecessors=["enterprise:E-2"], successors=["enterprise:E-1"])
    county.when(back).refuses("SEQ", code="succession.into_ended")
    county.when(back.but(effective_on="2026-02-01")).refuses("SEQ", code="succession.took_over_later").says(
        "2026-03-01"
    )


def test_a_part_that_comes_back_is_no_circle(county: Scenario) -> None:
    """What was split off can be absorbed again by the parent that went on."""
    off = SPLIT.but(successors=["enterprise:E-1", "enterprise:E-2"])
    back = MERGED.but(predecessors=["enterprise:E-2"], successors=["enterprise:E-1"], effective_on="2026-04-01")

    county.on("2026-04-01").when(off).is_recorded()
    county.when(back).then("subject.succeeded").quietly()

    assert enterprise(county, "E-1").succession is None


def test_a_withdrawn_succession_lets_the_subject_stand_again(county: Scenario) -> None:
    """After its withdrawal the enterprise can be inspected, and can end otherwise."""
    county.on("2026-02-01").when(MERGED).is_recorded()
    number = county.ledger.recorder.head().number

    county.when(
        "fact.withdraw", number=number, reason="Not registered", authority="emb", withdrawn_on="2026-02-01"
    ).is_recorded()

    assert enterprise(county, "E-1").succession is None
    county.on("2026-03-02").when(inspected()).quietly()
    county.when(MERGED.but(successors=["enterprise:E-3"])).is_recorded()


# ── acts on what has ended ───────────────────────────────────────────────────────────────────────────────


def test_what_begins_after_the_end_is_begun_on_the_successor(county: Scenario) -> None:
    """An inspection, a case, an application and a site of an ended enterprise are refused, and the successor is named."""
    county.on("2026-03-02").when(MERGED).is_recorded()
    applied = {"licence": "L-1", "enterprise": "E-1", "site": "S-1", "authority": "emb", "kind": "production"}
    site = {"site": "S-9", "enterprise": "E-1", "name": "Store", "address": "3 River Road", "sector": "general"}

    for attempt in (
        county.when(inspected()),
        county.when(FILED),
        county.when("licence.apply", **applied, applied_on="2026-03-02"),
        county.when("site.register", **site, authority="emb", registered_on="2026-03-02"),
    ):
        attempt.refuses("SEQ", code="succession.ended").says("Act on enterprise:E-2 instead")


def test_on_the_day_before_its_end_it_is_acted_on(county: Scenario) -> None:
    """The day of the act counts, and not the day on which it is entered."""
    county.on("2026-03-05").when(MERGED.but(effective_on="2026-03-03")).is_recorded()

    county.when(inspected()).quietly()
    county.when(inspected(inspection="I-2", inspected_on="2026-03-03")).refuses("SEQ", code="succession.ended")


def test_what_happened_at_an_ended_enterprise_is_recorded_with_its_defect(county: Scenario) -> None:
    """A register that refuses reality is kept beside a spreadsheet: the inspection under the old name is recorded."""
    county.on("2026-03-02").when(MERGED).is_recorded()

    happened = county.when(inspected()).as_it_happened("Inspected under the old name")

    happened.records_defect("SEQ", code="succession.ended")


def test_a_site_of_an_ended_enterprise_is_its_successors(county: Scenario) -> None:
    """Nothing is retagged: the site still names the first owner, and is inspected as the last one's, two mergers on."""
    on = MERGED.but(predecessors=["enterprise:E-2"], successors=["enterprise:E-3"], effective_on="2026-03-02")
    county.on("2026-03-02").when(MERGED).is_recorded()
    county.when(on).is_recorded()

    county.when(inspected(enterprise="E-3")).quietly()

    site = county.state("site:S-1")
    assert isinstance(site, Site)
    assert site.enterprise == "E-1"


def test_a_site_of_one_that_stands_is_not_its_successors(county: Scenario) -> None:
    """Before the merger's day the site is not the successor's."""
    county.on("2026-03-05").when(MERGED.but(effective_on="2026-03-03")).is_recorded()

    county.when(inspected(enterprise="E-2")).refuses("REF", code="site.of_another")


def test_a_hazard_found_at_the_predecessor_founds_a_case_against_the_successor(county: Scenario) -> None:
    """Evidence about the ended enterprise is evidence about who stands in its place, and about nobody else."""
    given(county.ledger, FOUND)
    county.on("2026-03-10").when(MERGED.but(effective_on="2026-03-05")).is_recorded()
    against = FILED.but(enterprise="E-2", hazards=["H-1"], inspections=["I-1"], opened_on="2026-03-10")

    county.when(against.but(enterprise="E-3")).refuses("REF", code="case.evidence_of_another")
    county.when(against).then("case.opened")


def test_a_merger_that_comes_between_is_decided_upon_anew(county: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the enterprise still stands is part of what its inspection was decided on: the end that passes by refuses it."""
    ledger = county.ledger
    county.on("2026-03-02").when(MERGED).is_recorded()
    on = MERGED.but(predecessors=["enterprise:E-2"], successors=["enterprise:E-3"], effective_on="2026-03-02")
    record, between = ledger.recorder.record, [county.when(on)]

    def recorded_after_another(*arguments: Any, **named: Any) -> Any:
        if between:
            between.pop().is_recorded()
        return record(*arguments, **named)

    monkeypatch.setattr(ledger.recorder, "record", recorded_after_another)
    attempt = county.when(inspected(enterprise="E-2")).answer

    assert between == []
    assert isinstance(attempt, Refused)
    assert [one.code for one in attempt.objections] == ["succession.ended"]


# ── authorities ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_successor_authority_goes_on_with_what_was_open(county: Scenario) -> None:
    """A hazard, an order and a case of the old authority are continued by the new one, and its name stands in the facts."""
    given(county.ledger, FOUND)
    county.on("2026-03-03").when(TAKEN_OVER.but(effective_on="2026-03-03")).is_recorded()

    county.when(ORDERED).then("order.issued")

    order = county.ledger.at(county.ledger.recorder.head().number)
    assert order is not None
    assert {"authority:safety"} == {tag for tag in order.tags if tag.startswith("authority:")}


def test_a_decision_of_the_successor_stands_on_the_case_of_the_predecessor(county: Scenario) -> None:
    """The case stays where it was filed; what is decided in it from the day on is the successor's."""
    given(county.ledger, FILED, NOTIFIED)
    county.on("2026-03-17").when(TAKEN_OVER.but(effective_on="2026-03-17")).is_recorded()

    county.when(DECIDED).then("case.decided").quietly()

    decided = county.ledger.at(county.ledger.recorder.head().number)
    assert decided is not None
    assert decided.body.authority == "safety"  # type: ignore[union-attr]
    assert {"case:C-1", "authority:safety"} <= set(decided.tags)


def test_nothing_is_begun_in_the_name_of_an_ended_authority(county: Scenario) -> None:
    """Its successor inspects, and appoints officers."""
    county.on("2026-03-02").when(TAKEN_OVER).is_recorded()
    officer = {"officer": "sun", "name": "Sun", "appointed_on": "2026-03-02"}

    county.when(inspected()).refuses("SEQ", code="succession.ended").says("authority:safety")
    county.when("officer.appoint", **officer, authority="emb").refuses("SEQ", code="succession.ended")
    county.when(inspected(authority="safety")).quietly()


def test_an_authority_that_splits_says_who_goes_on(county: Scenario) -> None:
    """Without it a case of the old authority would stand still; with it the named one continues."""
    given(county.ledger, FOUND, BUREAU.but(authority="fire", name="Fire Bureau"))
    parted = TAKEN_OVER.but(how="split", successors=["authority:fire", "authority:safety"], effective_on="2026-03-03")

    county.on("2026-03-03").when(parted).refuses("SEQ", code="succession.nobody_continues")
    county.when(parted.but(continued_by="authority:safety")).is_recorded()
    county.when(ORDERED).then("order.issued")

    state = county.state("authority:emb")
    assert isinstance(state, Authority)
    assert state.succession is not None
    assert state.succession.continued_by == "authority:safety"


def test_a_decision_on_an_ended_party_says_who_stands_in_its_place(county: Scenario) -> None:
    """It is not refused, for the case was open; whoever decides is told whom it has to reach."""
    given(county.ledger, FILED, NOTIFIED)
    county.on("2026-03-17").when(MERGED.but(effective_on="2026-03-17")).is_recorded()

    county.when(DECIDED).warns("SEQ", code="case.party_ended").says("serve the decision on enterprise:E-2")


def test_one_act_is_not_fined_twice_under_two_names(county: Scenario) -> None:
    """A-30: neither the successor for what the ended one was fined for, nor the ended one for what the successor was."""
    given(county.ledger, FILED, NOTIFIED)
    county.on("2026-03-05").when(MERGED.but(effective_on="2026-03-05")).is_recorded()
    second = {"case": "C-2", "enterprise": "E-2"}
    given(county.ledger, FILED.but(**second, opened_on="2026-03-06"), NOTIFIED.but(case="C-2"))
    both = DECIDED, DECIDED.but(case="C-2", number="(湘)应急罚〔2026〕4号")
    scenario = county.on("2026-03-17")

    for first, other in (both, both[::-1]):
        scenario.when(first).then("case.decided")
        scenario.when(other).refuses("A-30", code="case.fined_already")
        number = county.ledger.recorder.head().number
        scenario.when(
            "fact.withdraw", number=number, reason="Tried", authority="emb", withdrawn_on="2026-03-17"
        ).is_recorded()
