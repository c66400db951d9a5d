"""Circulars tell closed or confirmed facts, and are no penalty in disguise (I-17)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

NOTICE = step(
    "circular.issue",
    circular="CI-1",
    authority="emb",
    number="县安办〔2026〕9号",
    tone="notice",
    about=["enterprise:E-1"],
    basis=["hazard:H-1"],
    text="氯气报警器失效",
    issued_on="2026-03-20",
)
CRITICISM = NOTICE.but(tone="criticism", basis=["case:C-1"])
ANNULLED = step(
    "circular.annul_basis",
    circular="CI-1",
    basis="hazard:H-1",
    by="County government, review 4",
    annulled_on="2026-04-07",
)
WITHDRAWN = step("circular.withdraw", circular="CI-1", reason="Annulled on review", withdrawn_on="2026-04-10")


@pytest.mark.rule("I-17")
def test_a_circular_stands_on_records(given: Scenarios) -> None:
    """Without any it is refused."""
    county = given(GOVERNED, FOUND, ORDERED).on("2026-03-20")
    county.when(NOTICE.but(basis=[])).refuses("I-17", code="circular.without_basis")
    county.when(NOTICE).quietly()


@pytest.mark.rule("I-17")
def test_a_circular_tells_what_is_confirmed(given: Scenarios) -> None:
    """A hazard that was ordered to be rectified is confirmed; one that only was found, and an open matter, are not."""
    matter = step("matter.raise", matter="MT-1", authority="emb", ground="Noise", raised_on="2026-03-03")
    county = given(GOVERNED, FOUND, ORDERED, matter).on("2026-03-20")
    for open_ in ("hazard:H-2", "matter:MT-1", "enterprise:E-1"):
        county.when(NOTICE.but(basis=[open_])).refuses("I-17", code="circular.basis_unconfirmed")
    county.when(NOTICE).quietly()


@pytest.mark.rule("I-17")
def test_trap_06_criticism_of_an_enterprise_is_a_penalty(given: Scenarios) -> None:
    """To criticise an enterprise takes a decided case against it; units of government can be criticised without."""
    county = given(GOVERNED, FOUND, ORDERED, FILED, NOTIFIED).on("2026-03-26")
    county.when(CRITICISM.but(basis=["hazard:H-1"])).refuses("I-17", code="circular.penalty_in_disguise")
    county.when(CRITICISM.but(basis=["hazard:H-1"], tone="notice")).quietly()
    about_a_bureau = CRITICISM.but(circular="CI-2", basis=["hazard:H-1"], about=["authority:hcb"])
    county.when(about_a_bureau).quietly()


@pytest.mark.rule("I-17")
def test_trap_06_a_decided_case_bears_criticism(given: Scenarios) -> None:
    """With criticism decided the circular is lawful; a case that came to a fine bears none beside it."""
    told = NOTIFIED.but(sanctions=["criticism", "fine"])
    decided = DECIDED.but(sanctions=["criticism", "fine"])
    fined = given(GOVERNED, FOUND, FILED, NOTIFIED, DECIDED).on("2026-03-20")
    fined.when(CRITICISM).refuses("I-17", code="circular.penalty_in_disguise")
    county = given(GOVERNED, FOUND, FILED, told, decided).on("2026-03-20")
    county.when(CRITICISM).quietly()
    county.when(CRITICISM.but(circular="CI-2", issued_on="2026-03-16")).refuses(
        "I-17", code="circular.basis_unconfirmed"
    )


@pytest.mark.rule("I-17")
def test_trap_06_criticism_was_no_penalty_before_the_law_of_2021(given: Scenarios) -> None:
    """On the last day of the old law it needs no case; on the first day of the new one it does."""
    found = FOUND.but(inspected_on="2021-07-05", hazards=FOUND.body["hazards"][:1])
    order = ORDERED.but(issued_on="2021-07-06", items=[{**ORDERED.body["items"][0], "due_on": "2021-08-30"}])
    county = given(GOVERNED, found, order).on("2021-07-15")
    early = CRITICISM.but(basis=["hazard:H-1"])
    county.when(early.but(issued_on="2021-07-15")).refuses("I-17", code="circular.penalty_in_disguise")
    county.when(early.but(issued_on="2021-07-14")).quietly()


@pytest.mark.rule("I-17")
def test_a_circular_is_withdrawn_with_its_basis(given: Scenarios) -> None:
    """Three working days after the basis was annulled is in time; a day later is noted."""
    county = given(GOVERNED, FOUND, ORDERED, NOTICE, ANNULLED)
    assert owed(county, "circular:CI-1", "2026-04-07") == {"circular.withdraw": date(2026, 4, 10)}
    county.on("2026-04-13").when(WITHDRAWN.but(withdrawn_on="2026-04-13")).warns("I-17", code="circular.withdrawn_late")
    county = given(GOVERNED, FOUND, ORDERED, NOTICE, ANNULLED).on("2026-04-10")
    county.when(WITHDRAWN).quietly()
    county.when(WITHDRAWN).refuses("SEQ", code="circular.withdrawn_already")


def test_what_was_annulled_bears_the_circular(given: Scenarios) -> None:
    """Something else that was annulled takes no circular away."""
    county = given(GOVERNED, FOUND, ORDERED, NOTICE).on("2026-04-07")
    county.when(ANNULLED.but(basis="hazard:H-2")).refuses("REF", code="circular.no_basis_of_it")
    county.when(ANNULLED).is_recorded()


@pytest.mark.rule("I-17")
def test_the_first_annulment_starts_the_period(given: Scenarios) -> None:
    """A second basis that falls later gives no more time, and one that fell is not annulled again."""
    two = NOTICE.but(basis=["hazard:H-1", "inspection:I-1"])
    second = ANNULLED.but(basis="inspection:I-1", annulled_on="2026-04-09")
    county = given(GOVERNED, FOUND, ORDERED, two, ANNULLED, second)

    assert owed(county, "circular:CI-1", "2026-04-09") == {"circular.withdraw": date(2026, 4, 10)}
    county.on("2026-04-10").when(ANNULLED.but(annulled_on="2026-04-10")).refuses(
        "SEQ", code="circular.annulled_already"
    )


@pytest.mark.rule("I-17")
def test_a_circular_tells_what_was_confirmed_by_its_day(given: Scenarios) -> None:
    """On the day of the order it is issued; the day before, though the order is on record by now, it is not."""
    county = given(GOVERNED, FOUND, ORDERED).on("2026-03-20")
    county.when(NOTICE.but(issued_on="2026-03-02")).refuses("I-17", code="circular.basis_unconfirmed")
    county.when(NOTICE.but(issued_on="2026-03-03")).quietly()


@pytest.mark.rule("I-17")
def test_an_older_annulment_has_no_period(given: Scenarios) -> None:
    """Annulled on the last day of the old law it is to be withdrawn without a last day; a day later it has one."""
    found = FOUND.but(inspected_on="2021-07-05", hazards=FOUND.body["hazards"][:1])
    order = ORDERED.but(issued_on="2021-07-06", items=[{**ORDERED.body["items"][0], "due_on": "2021-08-30"}])
    notice = NOTICE.but(issued_on="2021-07-07")
    old = given(GOVERNED, found, order, notice, ANNULLED.but(annulled_on="2021-07-14"))
    young = given(GOVERNED, found, order, notice, ANNULLED.but(annulled_on="2021-07-15"))

    assert owed(old, "circular:CI-1", "2021-07-15") == {"circular.withdraw": None}
    assert owed(young, "circular:CI-1", "2021-07-15") == {"circular.withdraw": date(2021, 7, 20)}
    old.on("2021-09-01").when(WITHDRAWN.but(withdrawn_on="2021-09-01")).quietly()
