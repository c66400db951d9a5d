"""What a correction may change: what a fact says, and never what it is about (X-05)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.ledger import Ledger
from regledger.log.facts import Fact
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Attempt, Scenario, given, step

OTHER_CODE = "91430100MA4L110J01"
SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code=OTHER_CODE,
    registered_on="2021-01-02",
)
FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
CONFIRMED = step("rule.confirm", rule="A-15", authority="emb", document="Order 18", confirmed_on="2026-03-05")
SUCCEEDED = step(
    "subject.succeed",
    predecessors=["enterprise:E-1"],
    successors=["enterprise:E-2"],
    how="replaced",
    ground="Contract",
    authority="emb",
    decided_on="2026-03-18",
    effective_on="2026-03-18",
)
UNNAMED = {field: value for field, value in ITEM.items() if field != "responsible"}


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    """A county with an inspection, an order, two cases of which one was decided, and a confirmed rule."""
    acts = (FOUND, ORDERED, FILED, FILED.but(case="C-2"), NOTIFIED, CONFIRMED, DECIDED)
    return given(ledger, COUNTY, SECOND, FIRE, acts).on("2026-03-18")


def amended(scenario: Scenario, command: str, type_name: str, **changes: Any) -> Attempt:
    """The attempt to correct, or with nothing changed to withdraw, the first fact of that type."""
    number = next(scenario.ledger.facts(types=[type_name])).number
    how: dict[str, Any] = {"number": number, "reason": "Copied wrongly", "authority": "emb"}
    if command == "fact.withdraw":
        return scenario.when(command, **how, withdrawn_on="2026-03-18")
    return scenario.when(command, **how, body=changes, corrected_on="2026-03-18")


@pytest.mark.parametrize(
    ("type_name", "changes", "was", "now"),
    [
        ("authority.registered", {"authority": "fire"}, "emb", "fire"),
        ("officer.appointed", {"officer": "wang"}, "li", "wang"),
        ("officer.appointed", {"authority": "fire"}, "emb", "fire"),
        ("officer.certified", {"officer": "wang"}, "li", "wang"),
        ("enterprise.registered", {"enterprise": "E-2"}, "E-1", "E-2"),
        ("site.registered", {"site": "S-9"}, "S-1", "S-9"),
        ("site.registered", {"authority": "fire"}, "emb", "fire"),
        ("inspection.recorded", {"enterprise": "E-2"}, "E-1", "E-2"),
        ("hazard.found", {"hazard": "H-2"}, "H-1", "H-2"),
        ("hazard.found", {"inspection": "I-2"}, "I-1", "I-2"),
        ("order.issued", {"items": [UNNAMED, UNNAMED]}, "H-1", "H-1, H-1"),
        ("case.opened", {"inspections": ["I-1"]}, "nothing", "I-1"),
        ("case.notice_served", {"case": "C-2"}, "C-1", "C-2"),
        ("rule.confirmed", {"rule": "A-04"}, "A-15", "A-04"),
        ("rule.confirmed", {"parameter": "A-15.large_fine_unit"}, "nothing", "A-15.large_fine_unit"),
    ],
)
def test_a_correction_leaves_what_a_fact_is_about(
    county: Scenario, type_name: str, changes: dict[str, Any], was: str, now: str
) -> None:
    """X-05: no correction puts a fact onto another record, whose rules and roles were never asked; the remedy says how."""
    attempt = amended(county, "fact.correct", type_name, **changes)

    attempt.refuses("X-05", code="correction.other_subject").says(f"has {now}", f"place of {was}", "fact.withdraw")


def test_nobody_decides_a_case_by_correcting_the_decision_of_another(county: Scenario) -> None:
    """X-05: a decision that is moved decides nothing, though its number was typed by a clerk."""
    amended(county, "fact.correct", "case.decided", case="C-2").refuses("REF", "X-05", code="correction.other_subject")

    assert getattr(county.state("case:C-2"), "decision", "none") is None


@pytest.mark.parametrize(
    ("type_name", "changes"),
    [
        ("inspection.recorded", {"officers": ["li", "zhao"]}),
        ("inspection.recorded", {"officers": ["wang", "li"], "inspected_on": "2026-03-01"}),
        ("order.issued", {"items": [{**UNNAMED, "due_on": "2026-04-03"}]}),
        ("case.decided", {"bank": "Another bank"}),
        ("rule.confirmed", {"confirmed_on": "2026-03-06"}),
        ("enterprise.registered", {"name": "湘江氯碱股份有限公司"}),
    ],
)
def test_what_a_fact_says_is_corrected(county: Scenario, type_name: str, changes: dict[str, Any]) -> None:
    """X-05: days, words, sums and the officers who took part are mended, in whatever order a list is given."""
    amended(county, "fact.correct", type_name, **changes).then(type_name)


@pytest.mark.parametrize(
    ("code", "objection"),
    [
        (OTHER_CODE, "enterprise.credit_code_taken"),
        ("91430100MA4L16JQ9X", "enterprise.credit_code_wrong"),
        ("91430100ma4l111j0n", "enterprise.credit_code_wrong"),
        (None, "enterprise.credit_code_wrong"),
    ],
)
def test_a_credit_code_is_corrected_to_one_that_is_free(county: Scenario, code: str | None, objection: str) -> None:
    """REF: what registering asks of a code is asked again, for two enterprises would have one code."""
    amended(county, "fact.correct", "enterprise.registered", credit_code=code).refuses("REF", code=objection)

    amended(county, "fact.correct", "enterprise.registered", credit_code="91430100MA4L111J0N").is_recorded()


def test_a_succession_is_withdrawn_and_never_corrected(county: Scenario) -> None:
    """X-05: who goes on in whose place, and from when, is decided anew; withdrawn, what had ended stands again."""
    county.when(SUCCEEDED).is_recorded()

    refusal = amended(county, "fact.correct", "subject.succeeded", effective_on="2026-03-10")

    refusal.refuses("X-05", code="correction.only_withdrawn").says("fact.withdraw")
    amended(county, "fact.withdraw", "subject.succeeded").is_recorded()
    assert getattr(county.state("enterprise:E-1"), "succession", "none") is None


@pytest.mark.parametrize("command", ["fact.correct", "fact.withdraw"])
@pytest.mark.parametrize("type_name", ["officer.key_registered", "officer.key_revoked"])
def test_a_key_is_neither_corrected_nor_withdrawn(county: Scenario, command: str, type_name: str) -> None:
    """X-05: a key is revoked, and another one registered; no other words make a signature good or bad."""
    key = step(
        "officer.register_key",
        officer="li",
        public_key="11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        valid_from="2026-03-05",
        registered_on="2026-03-05",
    )
    county.when(key).is_recorded()
    registered: Any = next(county.ledger.facts(types=["officer.key_registered"])).body
    days = {"revoked_from": "2026-03-06", "revoked_on": "2026-03-06"}
    county.when("officer.revoke_key", officer="li", key=registered.key, reason="Lost", **days).is_recorded()

    attempt = amended(county, command, type_name, officer="wang")

    attempt.refuses("X-05", code="correction.of_lasting").says("officer.revoke_key")


def test_every_fact_says_what_a_correction_may_change(ledger: Ledger) -> None:
    """Of all that core facts are tagged with, only who took part, by an index kind, and a credit code are mended; the rest stays."""
    mended = {(one.name, path, one.tags.get(path, "")) for one in ledger.catalogue.types for path in one.mends}

    took_part = {name for name, _, kind in mended if kind == "authority"}

    assert {kind for _, _, kind in mended} <= {"officer", "credit_code", "authority"}
    assert took_part <= {"committee.composed", "meeting.held"}
    assert {name for name, _, kind in mended if kind == "credit_code"} == {
        "enterprise.registered",
        "enterprise.renamed",
    }
    assert {("inspection.recorded", "officers", "officer"), ("hazard.reinspected", "officers", "officer")} <= mended
    assert all(issubclass(one.body, Fact) for one in ledger.catalogue.types)
