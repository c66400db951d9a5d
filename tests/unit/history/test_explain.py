"""Explaining decisions."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Submission
from regledger.deciding.asserting import assert_rows
from regledger.history.explain import FactBeyond, explain, explain_subject
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.enterprise import EnterpriseRegistered
from regledger.testing.scenario import COUNTY, given

from .conftest import lapsed_inspection


def test_a_decision_is_explained_by_any_of_its_facts(county: Ledger) -> None:
    """Any number of the inspection's commit gives the whole decision: command, boundary, rules with their articles."""
    explained = explain(county, 12)

    assert explained is not None
    assert explained == explain(county, 10)
    assert [one.number for one in explained.facts] == [10, 11, 12]
    assert explained.command == "inspection.record"
    assert explained.command_body["inspection"] == "I-1"
    assert {"site:S-1", "officer:li", "officer:wang"} <= set(explained.boundary)
    a01 = next(rule for rule in explained.rules if rule.rule == "A-01")
    assert a01.outcome == "held"
    assert "行政处罚法" in a01.article


def test_the_decision_trace_has_each_value_with_its_source(county: Ledger) -> None:
    """The number of officers that A-01 asks for stands in the trace with value, citation, status and digest."""
    explained = explain(county, 10)

    assert explained is not None
    used = {one.parameter: one for one in explained.used}
    assert used["A-01.officers"].value == 2
    assert "行政处罚法" in used["A-01.officers"].citation
    assert len(used["A-01.officers"].digest) == 64


def test_what_became_of_a_fact_is_said(county: Ledger) -> None:
    """A corrected fact names its correction, the correction its reason, a withdrawn fact its withdrawal."""
    first, correction, found = (explain(county, number) for number in (8, 14, 12))

    assert first is not None
    assert correction is not None
    assert found is not None
    assert first.facts[0].corrected_by == 14
    assert correction.facts[0].corrects is not None
    assert correction.facts[0].corrects.reason == "The name was misspelt"
    assert [one.withdrawn_by for one in found.facts] == [None, None, 15]


def test_what_was_not_yet_known_explains_nothing(county: Ledger) -> None:
    """Known at number 13, the first name was not yet corrected, and the correction has no explanation."""
    first = explain(county, 8, known_at=13)

    assert first is not None
    assert first.facts[0].corrected_by is None
    assert explain(county, 14, known_at=13) is None


def test_an_act_recorded_as_it_happened_says_why_and_by_whose_leave(ledger: Ledger) -> None:
    """Reason, approver and the defect with its sentences stand in the explanation."""
    given(ledger, COUNTY)
    ledger.clock.set("2026-03-02")  # type: ignore[attr-defined]
    wish = AsHappened(reason="Only two on duty", approver="authority:emb")
    ledger.submit(Submission(command="inspection.record", body=lapsed_inspection(), as_happened=wish))

    (explained,) = explain_subject(ledger, "inspection:I-2")

    assert (explained.as_happened, explained.approver) == ("Only two on duty", "authority:emb")
    lapsed = next(one for one in explained.defects if one.objection.code == "officer.certificate_lapsed")
    assert "2026-02-28" in lapsed.found
    assert next(rule.outcome for rule in explained.rules if rule.rule == "A-01") == "defect"


def test_every_decision_about_a_subject_is_explained_once(county: Ledger) -> None:
    """A site that three facts of one commit concern has that decision once."""
    explained = explain_subject(county, "site:S-1")

    assert [one.command for one in explained] == ["site.register", "inspection.record", "order.issue", "fact.withdraw"]
    assert [one.command for one in explain_subject(county, "site:S-1", on=date(2026, 3, 2))] == [
        "site.register",
        "inspection.record",
    ]


def test_no_explanation_shows_a_personal_value(county: Ledger) -> None:
    """Neither the kept command nor the fact of an order gives the responsible person's name away."""
    explained = msgspec.json.encode(explain_subject(county, "order:R-1")).decode()

    assert "Repair the alarm" in explained
    assert "张三" not in explained
    assert "commitment" not in explained


def test_an_imported_fact_is_explained_by_its_source(ledger: Ledger) -> None:
    """Nobody judged it: no rule was asked, and file, row and key are named."""
    source = Source(register="old-book", file="0" * 64, row=2, column="name", key="17")
    body = EnterpriseRegistered(enterprise="E-7", name="Old works", credit_code=None, registered_on=date(2019, 5, 1))
    rows = [[NewFact(body=body, source=source)]]
    assert_rows(ledger, rows, register="old-book", mapping=b"[register]", actor="officer:li", after=0)

    explained = explain(ledger, 1)

    assert explained is not None
    assert (explained.command, explained.channel, explained.rules) == ("register.import", "import", ())
    assert explained.facts[0].source == source
    assert explained.command_body is None


def test_a_refused_attempt_leaves_nothing_to_explain(ledger: Ledger) -> None:
    """A refusal is not in the log, so its subject has no decision."""
    given(ledger, COUNTY).on("2026-03-02").when("inspection.record", **lapsed_inspection()).refuses("A-01")

    assert explain_subject(ledger, "inspection:I-2") == []
    with pytest.raises(FactBeyond, match="the ledger ends at #9"):
        explain(ledger, 10)
