"""Personal values under law: erased, restricted, released, disclosed (个人信息保护法 Arts 44–51)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import Refused, Submission
from regledger.errors import BadTag
from regledger.ledger import Ledger
from regledger.log.personal import ERASED, commitments
from regledger.records.personal import Person
from regledger.testing.penalty import FILED
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

P1 = "person:p1"
NAMED = ORDERED.but(items=[{**ITEM, "responsible": {"subject": P1, "value": "张三"}}])
ERASE = step(
    "personal.erase", subject=P1, ground="purpose_served", reason="Cleared", authority="emb", erased_on="2026-03-12"
)
RESTRICT = step(
    "personal.restrict", subject=P1, ground="request", reason="Asked", authority="emb", restricted_on="2026-03-11"
)
RELEASE = step("personal.release", subject=P1, reason="Withdrawn", authority="emb", released_on="2026-03-11")
DISCLOSE = step(
    "personal.disclose",
    subject=P1,
    facts=[11],
    ground="duty",
    purpose="Service of the order",
    recipient="County court",
    authority="emb",
    disclosed_on="2026-03-12",
)


def li(one: Step) -> Submission:
    """That step, sent by officer li, who holds every role."""
    return Submission(command=one.command, body=one.body, actor="officer:li")


GRANTS = [
    li(
        step(
            "role.grant",
            holder="officer:li",
            role=role,
            authority="emb",
            valid_from="2026-03-10",
            ground="Duty list",
            granted_on="2026-03-10",
        )
    )
    for role in ("approve", "disclose", "propose")
]


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    """An order names person:p1 as responsible, and officer li holds every role; it is the 12th of March 2026."""
    return given(ledger, COUNTY, FOUND, NAMED, GRANTS).on("2026-03-12")


def order_of(ledger: Ledger) -> int:
    return next(fact.number for fact in ledger.facts(types=["order.issued"]))


def name_in(ledger: Ledger) -> str | None:
    fact = ledger.at(order_of(ledger))
    assert fact is not None
    return ledger.personal._reveal(commitments(fact.body)[0])


def disclose(ledger: Ledger, **changes: Any) -> Step:
    return DISCLOSE.but(facts=[order_of(ledger)], **changes)


def test_erasing_is_recorded_and_destroys_the_key(county: Scenario) -> None:
    """The fact says who, why and on which ground; the value reads Erased, and the person's record says so."""
    before = name_in(county.ledger)

    county.when(li(ERASE)).then("personal.erased").quietly()

    assert (before, name_in(county.ledger)) == ("张三", ERASED)
    state = county.state(P1)
    assert isinstance(state, Person)
    assert str(state.erased_on) == "2026-03-12"
    assert county.ledger.personal.erased(P1)


def test_whoever_was_erased_is_not_put_away_again(county: Scenario) -> None:
    """A command that carries a value for that subject is refused, as `check` says as well, and as it happened too; another subject goes on."""
    county.when(li(ERASE)).is_recorded()
    again = NAMED.but(order="R-2", items=[{**ITEM, "hazard": "H-2", "responsible": {"subject": P1, "value": "张三"}}])

    draft = county.ledger.check(li(again))

    assert [one.code for one in draft.objections] == ["personal.erased"]
    county.when(li(again)).refuses("REF", code="personal.erased")
    county.when(li(again.but(items=[{**ITEM, "hazard": "H-2", "responsible": {"value": "李四"}}]))).is_recorded()


def test_a_subject_is_of_a_declared_kind(county: Scenario) -> None:
    """What could not be a tag of its erasure could never be erased, so nothing is put away under it."""
    odd = {"subject": "citizen:p1", "value": "张三"}
    named = NAMED.but(order="R-2", items=[{**ITEM, "hazard": "H-2", "responsible": odd}])

    with pytest.raises(BadTag, match="'citizen' is not declared"):
        county.ledger.submit(li(named))


def test_a_batch_that_erases_puts_nothing_away_after_it(county: Scenario) -> None:
    """What comes behind an erasure in the same batch is judged with it."""
    again = NAMED.but(order="R-2", items=[{**ITEM, "hazard": "H-2", "responsible": {"subject": P1, "value": "张三"}}])

    drafts = county.ledger.check_all([li(ERASE), li(again)])

    assert [[one.code for one in draft.objections] for draft in drafts] == [[], ["personal.erased"]]
    assert not county.ledger.personal.erased(P1)


@pytest.mark.parametrize("act", [ERASE, RESTRICT, RELEASE, DISCLOSE], ids=lambda act: act.command)
def test_nothing_more_is_done_with_whom_was_erased(county: Scenario, act: Step) -> None:
    """Neither erased twice, nor restricted, released or disclosed."""
    county.when(li(ERASE)).is_recorded()
    one = disclose(county.ledger) if act is DISCLOSE else act

    answer = county.when(li(one)).answer

    assert isinstance(answer, Refused)
    assert "personal.erased" in {each.code for each in answer.objections}


@pytest.mark.parametrize(
    ("act", "changes", "code"),
    [
        (ERASE, {"reason": " "}, "personal.unreasoned"),
        (RESTRICT, {"reason": ""}, "personal.unreasoned"),
        (DISCLOSE, {"purpose": ""}, "personal.unreasoned"),
        (DISCLOSE, {"recipient": " "}, "personal.unreasoned"),
        (DISCLOSE, {"ground": "legal_duty"}, "personal.duty_unstated"),
        (RESTRICT, {"ground": "retention", "until": "2030-01-01"}, "personal.retention_unstated"),
        (RESTRICT, {"ground": "retention", "document": "档案法"}, "personal.retention_unstated"),
    ],
)
def test_every_act_states_its_ground(county: Scenario, act: Step, changes: dict[str, Any], code: str) -> None:
    """X-06: a reason, a purpose, a recipient, the law that has it kept with its last day, the duty that goes before."""
    one = disclose(county.ledger) if act is DISCLOSE else act

    county.when(li(one.but(**changes))).refuses("X-06", code=code)
    county.when(li(one)).is_recorded()


@pytest.mark.parametrize("act", [ERASE, RESTRICT, DISCLOSE], ids=lambda act: act.command)
def test_the_authority_is_on_record(county: Scenario, act: Step) -> None:
    """An act of an authority that nobody registered is refused."""
    one = disclose(county.ledger) if act is DISCLOSE else act

    # Where nobody is registered nobody holds a role either, and disclosing takes one from the first day.
    county.when(li(one.but(authority="nobody"))).refuses(
        "REF", *(["ROLE"] if act is DISCLOSE else []), code="authority.unknown"
    )


def test_what_is_restricted_is_stored_and_not_used(county: Scenario) -> None:
    """While restricted a disclosure is refused but for security and a named legal duty; released, it goes on."""
    plain = disclose(county.ledger)
    county.when(li(RESTRICT)).then("personal.restricted").quietly()

    county.when(li(plain)).refuses("X-06", code="personal.restricted")
    county.when(li(plain.but(ground="security"))).is_recorded()
    county.when(li(plain.but(ground="legal_duty", document="(2026) 湘01行初1号"))).is_recorded()
    county.when(li(RESTRICT)).refuses("SEQ", code="personal.restricted_already")
    county.when(li(RELEASE)).then("personal.released").quietly()
    county.when(li(RELEASE)).refuses("SEQ", code="personal.not_restricted")

    county.when(li(plain)).is_recorded()
    assert name_in(county.ledger) == "张三"


def test_a_restriction_holds_for_an_act_of_an_earlier_day(county: Scenario) -> None:
    """Dating a disclosure before the restriction does not pass it by."""
    county.when(li(RESTRICT)).is_recorded()

    county.when(li(disclose(county.ledger, disclosed_on="2026-03-10"))).refuses("X-06", code="personal.restricted")


def test_what_a_law_has_kept_is_not_erased_before_its_day(county: Scenario) -> None:
    """On the last day of the period it is still kept; on the day after it may be erased."""
    keep = RESTRICT.but(ground="retention", document="档案法", until="2026-03-20")
    county.when(li(keep)).is_recorded()
    county.on("2026-03-25")

    county.when(li(ERASE.but(erased_on="2026-03-20"))).refuses("X-06", code="personal.kept_by_law").says("2026-03-20")
    county.when(li(ERASE.but(erased_on="2026-03-21"))).is_recorded()


def test_the_purpose_of_an_open_case_is_not_served(county: Scenario) -> None:
    """Its values are not erased as served; unlawfully taken ones are, at any time."""
    propose = {**GRANTS[-1].body, "holder": "officer:wang"}
    county.when(li(step("role.grant", **propose))).is_recorded()
    county.when(Submission(command=FILED.command, body=FILED.body, actor="officer:wang")).is_recorded()
    served = ERASE.but(subject="case:C-1")

    county.when(li(served)).refuses("X-06", code="personal.case_open")
    county.when(li(served.but(ground="unlawful"))).is_recorded()


def test_an_erasure_is_neither_corrected_nor_withdrawn(county: Scenario) -> None:
    """X-05: its key does not come back, and no correction erases somebody else."""
    county.when(li(ERASE)).is_recorded()
    [fact] = county.ledger.facts(types=["personal.erased"])
    by = {"number": fact.number, "reason": "A slip", "authority": "emb"}

    withdrawn = county.when(li(step("fact.withdraw", **by, withdrawn_on="2026-03-12")))
    corrected = county.when(li(step("fact.correct", **by, body={"subject": "person:p2"}, corrected_on="2026-03-12")))

    withdrawn.refuses("X-05", code="correction.of_erasure")
    corrected.refuses("X-05", code="correction.of_erasure")
    assert not county.ledger.personal.erased("person:p2")


def test_a_correction_carries_an_erased_name_over_as_erased(county: Scenario) -> None:
    """Other fields of a fact go on being corrected: its commitment stays, reads Erased, and a new name is refused."""
    county.when(li(ERASE)).is_recorded()
    number = order_of(county.ledger)
    by = {"number": number, "reason": "Another duty", "authority": "emb", "corrected_on": "2026-03-12"}
    item = {name: value for name, value in ITEM.items() if name != "responsible"} | {"duty": "Works manager"}

    county.when(li(step("fact.correct", **by, body={"items": [item]}))).is_recorded()
    named = county.when(
        li(step("fact.correct", **by, body={"items": [{**item, "responsible": {"subject": P1, "value": "张三"}}]}))
    )

    head = county.ledger.at(county.ledger.recorder.head().number)
    assert head is not None
    assert head.corrects is not None
    assert county.ledger.personal._reveal_all(commitments(head.body)) == [ERASED]
    named.refuses("REF", code="personal.erased")


@pytest.mark.parametrize("changes", [{"facts": [1]}, {"facts": [9_999]}, {"subject": "person:p2"}])
def test_a_disclosure_names_facts_that_hold_a_value(county: Scenario, changes: dict[str, Any]) -> None:
    """A fact without a value of that subject, or no fact at all, is nothing to disclose."""
    county.when(li(disclose(county.ledger).but(**changes))).refuses("REF", code="personal.not_in_fact")
