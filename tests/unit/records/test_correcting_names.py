"""A correction never loses a name: a personal value that it leaves out is kept (X-05; DESIGN §2)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.errors import PersonalStoreError
from regledger.ledger import Ledger
from regledger.log.text import Personal
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Attempt, given, step

UNNAMED = {field: value for field, value in ITEM.items() if field != "responsible"}
OTHER = {**UNNAMED, "hazard": "H-2"}
HOW = {"reason": "Copied wrongly", "authority": "emb", "corrected_on": "2026-03-10"}


def corrected(ledger: Ledger, body: dict[str, Any]) -> Attempt:
    """The attempt to correct the one order."""
    number = next(ledger.facts(types=["order.issued"])).number
    return given(ledger).on("2026-03-10").when("fact.correct", number=number, body=body, **HOW)


@pytest.fixture
def ordered(ledger: Ledger) -> Ledger:
    """A county with one order, which names 张三 for H-1 and 李四 for H-2."""
    second = {**OTHER, "responsible": {"value": "李四", "subject": "person:p-4"}}
    given(ledger, COUNTY, FOUND, ORDERED.but(items=[ITEM, second]))
    return ledger


def names(ledger: Ledger) -> dict[str, str | None]:
    """Hazard → name, as the newest fact of the order has it."""
    order = list(ledger.facts(types=["order.issued"]))[-1].body
    return {item.hazard: ledger.personal._reveal(item.responsible) for item in getattr(order, "items", ())}


def test_a_name_that_is_left_out_stays(ordered: Ledger) -> None:
    """The items are given without their names, and in another order: each keeps its own."""
    corrected(ordered, {"items": [{**OTHER, "due_on": "2026-04-03"}, UNNAMED]}).then("order.issued")

    assert names(ordered) == {"H-2": "李四", "H-1": "张三"}


def test_a_name_that_is_given_is_put_away_anew(ordered: Ledger) -> None:
    """One name is corrected and does not stand in the log, the other one stays."""
    corrected(ordered, {"items": [{**UNNAMED, "responsible": {"value": "张珊"}}, OTHER]}).then("order.issued")

    assert names(ordered) == {"H-1": "张珊", "H-2": "李四"}
    assert "张珊".encode() not in list(ordered.facts(types=["order.issued"]))[-1].data


def test_a_stored_body_can_be_sent_back_whole(ordered: Ledger) -> None:
    """The commitments that a fact carries may be given as they stand, with another field changed."""
    order: Any = next(ordered.facts(types=["order.issued"])).body
    items = [
        {**one, "responsible": {"subject": item.responsible.subject, "commitment": item.responsible.commitment}}
        for one, item in zip((UNNAMED, OTHER), order.items, strict=True)
    ]
    body = {**ORDERED.body, "enterprise": "E-1", "site": "S-1", "authority": "emb", "items": items}

    corrected(ordered, {**body, "issued_on": "2026-03-04"}).then("order.issued")

    assert names(ordered) == {"H-1": "张三", "H-2": "李四"}


@pytest.mark.parametrize("shown", ["(personal)", {"value": "(personal)"}], ids=["as shown", "as value"])
def test_what_is_shown_for_a_name_is_no_name(ordered: Ledger, shown: Any) -> None:
    """REF: the placeholder is refused, with its field, and the remedy says to leave it out."""
    attempt = corrected(ordered, {"items": [{**UNNAMED, "responsible": shown}, OTHER]})

    attempt.refuses("REF", code="correction.placeholder").says("items[0].responsible", "Leave", "out")


@pytest.mark.parametrize(
    "items",
    [
        [UNNAMED, {**OTHER, "hazard": "H-3"}],
        [UNNAMED, {**OTHER, "responsible": {"value": " "}}],
        [UNNAMED, {**OTHER, "responsible": {"commitment": "a" * 64}}],
        [UNNAMED, {**OTHER, "responsible": {"subject": "person:p-9"}}],
    ],
    ids=["new item without a name", "blank", "another fact's", "another subject alone"],
)
def test_a_new_item_has_its_own_name(ordered: Ledger, items: list[dict[str, Any]]) -> None:
    """REF: no name passes to an item that did not have it, and no name is blanked."""
    corrected(ordered, {"items": items}).refuses("REF", code="correction.body_wrong").says("responsible")


@pytest.mark.parametrize("subject", ["person:p-9", "person:p-4", ""])
def test_a_name_stays_its_own_subjects(ordered: Ledger, subject: str) -> None:
    """X-06: the commitment of one person under the name of another, or of nobody, is refused: it would outlive its own erasure."""
    order: Any = next(ordered.facts(types=["order.issued"])).body
    relabelled = {"subject": subject, "commitment": order.items[0].responsible.commitment}

    attempt = corrected(ordered, {"items": [{**UNNAMED, "responsible": relabelled}, OTHER]})

    attempt.refuses("REF", code="correction.body_wrong").says("items[0].responsible")


def test_a_value_is_shown_as_its_own_subjects_alone(ordered: Ledger) -> None:
    """Whatever a fact says, a value is not opened as another subject's than the one under whose key it lies."""
    order: Any = next(ordered.facts(types=["order.issued"])).body
    own = order.items[0].responsible

    with pytest.raises(PersonalStoreError, match="is not of person:p-9"):
        ordered.personal._reveal(Personal(subject="person:p-9", commitment=own.commitment))

    assert ordered.personal._reveal(own) == "张三"


def test_the_words_of_the_party_stay(ledger: Ledger) -> None:
    """A personal value at the top of a body stays as well."""
    said = step("case.make_statement", case="C-1", kind="statement", text={"value": "张三: no"}, made_on="2026-03-10")
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, said).on("2026-03-12")
    number = next(ledger.facts(types=["case.statement_made"])).number

    scenario.when(
        "fact.correct", number=number, body={"made_on": "2026-03-11"}, **HOW | {"corrected_on": "2026-03-12"}
    ).is_recorded()

    text: Personal = getattr(list(ledger.facts(types=["case.statement_made"]))[-1].body, "text", Personal())
    assert ledger.personal._reveal(text) == "张三: no"


def test_a_correction_that_keeps_a_name_may_be_sent_twice(ordered: Ledger) -> None:
    """The same key and body are the same wish, though the name that was kept is not in it."""
    number = next(ordered.facts(types=["order.issued"])).number
    body = {"number": number, "body": {"items": [{**UNNAMED, "due_on": "2026-04-03"}, OTHER]}, **HOW}
    given(ordered).on("2026-03-10")
    sent = Submission(command="fact.correct", body=body, key="k-1", actor="officer:li")

    first, second = ordered.submit(sent), ordered.submit(sent)

    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    assert (second.numbers, second.again) == (first.numbers, True)


def test_a_name_of_the_same_batch_cannot_be_kept(ledger: Ledger) -> None:
    """What is not put away yet cannot be left out: the batch is refused whole, and no placeholder becomes a name."""
    given(ledger, COUNTY, FOUND).on("2026-03-10")
    number = ledger.recorder.head().number + 1
    body = {"number": number, "body": {"issued_on": "2026-03-04"}, **HOW}

    answers = ledger.submit_all(
        [Submission(command=ORDERED.command, body=ORDERED.body), Submission(command="fact.correct", body=body)]
    )

    assert all(isinstance(answer, Refused) for answer in answers)
    assert {one.code for answer in answers for one in getattr(answer, "objections", ())} == {"correction.placeholder"}
    assert ledger.recorder.head().number == number - 1
