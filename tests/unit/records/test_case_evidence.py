"""What a decision stands on: inspections, hazards, and their defects (A-01, A-30, DESIGN §3)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.asserting import assert_rows
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.inspection import InspectionRecorded
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, given, step

LATER = "2026-09-01"
INSPECTED = step(
    "inspection.record",
    inspection="I-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    certificates_shown=True,
    place="Chlorine store",
    content="Storage, alarms",
    unit_signature="signed",
    hazards=[{"hazard": "H-1", "level": "general", "description": "Alarm off", "basis": "安全生产法 Art 36"}],
    inspected_on="2026-03-02",
)
ON_EVIDENCE = FILED.but(inspections=["I-1"], hazards=["H-1"])


def test_a_decision_on_a_sound_inspection_warns_of_nothing(ledger: Ledger) -> None:
    """A-01: two qualified officers inspected, so there is nothing to tell."""
    given(ledger, COUNTY, INSPECTED, ON_EVIDENCE, NOTIFIED).on(LATER).when(DECIDED).then("case.decided").quietly()


def test_a_decision_that_relies_on_a_defective_inspection_says_so(ledger: Ledger) -> None:
    """A-01: an inspection by one officer whose certificate had lapsed was recorded as it happened; the decision warns."""
    scenario = given(ledger, COUNTY).on(LATER)
    scenario.when(INSPECTED.but(officers=["zhao"])).as_it_happened("the second officer fell ill").records_defect("A-01")

    given(ledger, ON_EVIDENCE, NOTIFIED).on(LATER).when(DECIDED).warns("A-01", code="defect.relied_on").says("I-1")


def test_a_decision_that_relies_on_an_asserted_inspection_says_so(ledger: Ledger) -> None:
    """A-01: what only a register asserts does not prove that two qualified officers inspected."""
    given(ledger, COUNTY)
    row = InspectionRecorded(
        inspection="I-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        officers=("li", "wang"),
        certificates_shown=True,
        place="-",
        content="-",
        problems="",
        handling="",
        unit_signature="signed",
        refusal_noted=False,
        checklist=None,
        inspected_on=date(2026, 3, 2),
    )
    source = Source(register="old", file="0" * 64, row=2, column="inspection", key="I-1")
    head = ledger.recorder.head().number
    assert_rows(
        ledger,
        [[NewFact(body=row, source=source)]],
        register="old",
        mapping=b"mapping",
        actor="officer:clerk",
        after=head,
    )

    given(ledger, FILED.but(inspections=["I-1"]), NOTIFIED).on(LATER).when(DECIDED).warns(
        "A-01", code="case.inspection_only_asserted"
    )


def test_a_case_stands_on_what_was_found_at_its_own_enterprise(ledger: Ledger) -> None:
    """REF: an inspection and a hazard of another enterprise prove nothing against this one."""
    other = (
        step(
            "enterprise.register",
            enterprise="E-2",
            name="Other",
            credit_code="91430922MA4Q8XC21P",
            registered_on="2020-01-02",
        ),
        step(
            "site.register",
            site="S-2",
            enterprise="E-2",
            name="Other works",
            address="2 River Road",
            authority="emb",
            sector="general",
            registered_on="2020-01-02",
        ),
    )
    against = ON_EVIDENCE.but(enterprise="E-2", site="S-2")

    refused = given(ledger, COUNTY, INSPECTED, other).on(LATER).when(against)

    refused.refuses("REF", code="case.evidence_of_another")
    assert not refused.answer.warnings


def test_what_was_found_at_another_site_of_the_enterprise_is_noted(ledger: Ledger) -> None:
    """REF: each record of another site of the same enterprise is noted, for the case is judged by the law of its own site."""
    other = step(
        "site.register",
        site="S-2",
        enterprise="E-1",
        name="Other works",
        address="2 River Road",
        authority="emb",
        sector="general",
        registered_on="2020-01-02",
    )
    scenario = given(ledger, COUNTY, INSPECTED, other).on(LATER)

    assert not scenario.ledger.check(scenario.submission(ON_EVIDENCE)).warnings
    elsewhere = scenario.when(ON_EVIDENCE.but(site="S-2")).warns("REF", code="case.evidence_of_another_site")
    elsewhere.says("inspection", "S-1", "S-2")


def test_one_hazard_is_fined_once(ledger: Ledger) -> None:
    """A-30: another case that names the same hazard gets no second fine, though it words the act in another way."""
    again = ON_EVIDENCE.but(case="C-2", act="No alarm", act_on="2026-03-02", opened_on="2026-04-01")
    told = NOTIFIED.but(case="C-2", served_on="2026-04-02")
    scenario = given(ledger, COUNTY, INSPECTED, ON_EVIDENCE, NOTIFIED, DECIDED, again, told).on(LATER)

    scenario.when(DECIDED.but(case="C-2", number="4", decided_on="2026-04-20")).refuses(
        "A-30", code="case.fined_already"
    ).says("C-1")
