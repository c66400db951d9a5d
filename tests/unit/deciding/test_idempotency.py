"""Sending twice is harmless: the key is part of the boundary, and a refusal is not remembered."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Recorded, Refused, Submission
from regledger.errors import BadCommand
from regledger.testing.scenario import Scenario, Step, given

FIRE = Submission(
    command="authority.register",
    body={"authority": "fire", "name": "Café", "registered_on": "2026-03-02"},
    key="line-17",
    actor="officer:li",
)


def changed(one: Submission, **fields: Any) -> Submission:
    return msgspec.structs.replace(one, **fields)


def test_the_same_key_and_body_is_recorded_once(county: Scenario) -> None:
    """The second answer has the first one's numbers, facts, commit and warnings, and says that it is again."""
    first = county.ledger.submit(FIRE)
    second = county.ledger.submit(FIRE)

    assert isinstance(first, Recorded)
    assert not first.again
    assert second == msgspec.structs.replace(first, again=True)
    assert county.ledger.recorder.head().number == first.numbers[-1]


@pytest.mark.parametrize("name", ["Cafe\u0301", "Café"])
def test_the_same_text_in_another_form_is_the_same_body(county: Scenario, name: str) -> None:
    """The body is compared in NFC, as it is kept."""
    county.ledger.submit(FIRE)

    answer = county.ledger.submit(changed(FIRE, body={**FIRE.body, "name": name}))

    assert isinstance(answer, Recorded)
    assert answer.again


@pytest.mark.parametrize(
    "fields",
    [
        {"body": {**FIRE.body, "name": "Another"}},
        {"zone": "UTC"},
        {
            "command": "officer.appoint",
            "body": {"officer": "x", "authority": "emb", "name": "X", "appointed_on": "2026-03-02"},
        },
        {"as_happened": AsHappened(reason="It was so", approver="authority:emb")},
    ],
)
def test_the_same_key_with_another_body_is_refused(county: Scenario, fields: dict[str, Any]) -> None:
    """Another body, command, zone or excuse under one key is a mistake of the sender: named, with the number, nothing recorded."""
    county.ledger.submit(FIRE)
    before = county.ledger.recorder.head()

    with pytest.raises(BadCommand, match=rf"'line-17' before, with another body \(fact {before.number}\)"):
        county.ledger.submit(changed(FIRE, **fields))

    assert county.ledger.recorder.head() == before


def test_another_persons_name_is_another_body(county: Scenario, found: Step, ordered: Step) -> None:
    """What the kept command leaves out is compared too: the same key with another person is refused, with the same is again."""
    scenario = given(county.ledger, found).on("2026-03-10")
    sent = Submission(command="order.issue", body=ordered.body, key="R-1")
    other = {**ordered.body, "items": [{**ordered.body["items"][0], "responsible": {"value": "李四"}}]}
    first = scenario.ledger.submit(sent)

    again = scenario.ledger.submit(sent)
    with pytest.raises(BadCommand, match="another body"):
        scenario.ledger.submit(changed(sent, body=other))

    assert isinstance(first, Recorded)
    assert again == msgspec.structs.replace(first, again=True)


def test_two_actors_may_use_one_key(county: Scenario) -> None:
    """Keys are each actor's own."""
    other = changed(FIRE, actor="officer:wang", body={**FIRE.body, "authority": "park"})

    answers = [county.ledger.submit(FIRE), county.ledger.submit(other)]

    assert [isinstance(answer, Recorded) and not answer.again for answer in answers] == [True, True]


def test_a_refusal_is_not_remembered(county: Scenario) -> None:
    """What was refused is judged anew under the same key once its reason is gone."""
    early = changed(FIRE, body={**FIRE.body, "registered_on": "2026-03-11"})

    refused = county.ledger.submit(early)
    county.on("2026-03-11")
    answer = county.ledger.submit(early)

    assert isinstance(refused, Refused)
    assert isinstance(answer, Recorded)
    assert not answer.again


def test_without_a_key_the_same_is_judged_again(county: Scenario) -> None:
    """Sent twice without a key it is decided twice; here the second time the id is taken."""
    bare = changed(FIRE, key="")
    county.ledger.submit(bare)

    answer = county.ledger.submit(bare)

    assert isinstance(answer, Refused)
    assert [one.code for one in answer.objections] == ["authority.taken"]


def test_the_key_stands_in_the_log_as_a_hash(county: Scenario, found: Step) -> None:
    """A key may be anything, a name among them, and is a tag of every fact of its commit."""
    sent = Submission(command="inspection.record", body=found.body, key="from 张三, line 4")

    answer = county.ledger.submit(sent)

    assert isinstance(answer, Recorded)
    tags = [
        next(tag for tag in fact.tags if tag.startswith("command:"))
        for n in answer.numbers
        if (fact := county.ledger.at(n))
    ]
    assert len(tags) == 3
    assert len(set(tags)) == 1
    assert "张三" not in tags[0]


def test_a_correction_does_not_inherit_the_key(county: Scenario) -> None:
    """The key says how a fact came in: sent again after a correction, the answer is the first commit alone."""
    first = county.ledger.submit(FIRE)
    assert isinstance(first, Recorded)
    body = {**FIRE.body, "name": "Fire service"}
    how = {"reason": "Renamed", "authority": "emb", "corrected_on": "2026-03-10"}
    county.when("fact.correct", number=first.numbers[0], body=body, **how).is_recorded()

    answer = county.ledger.submit(FIRE)

    assert isinstance(answer, Recorded)
    assert answer.numbers == first.numbers


# ── in one batch ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_twice_in_one_batch_is_recorded_once(county: Scenario) -> None:
    """A repeated line gets the answer of the line it repeats."""
    other = changed(FIRE, key="line-18", body={**FIRE.body, "authority": "park"})

    first, second, third = county.ledger.submit_all([FIRE, other, FIRE])

    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    assert third == msgspec.structs.replace(first, again=True)
    assert second.numbers == (first.numbers[0] + 1,)
    assert county.ledger.recorder.head().number == second.numbers[0]


def test_a_key_with_two_bodies_in_one_batch_is_refused(county: Scenario) -> None:
    """The batch is not recorded, not even its first line."""
    before = county.ledger.recorder.head()

    with pytest.raises(BadCommand, match="twice, with two bodies"):
        county.ledger.submit_all([FIRE, changed(FIRE, body={**FIRE.body, "name": "Another"})])

    assert county.ledger.recorder.head() == before


def test_a_batch_sent_again_is_recorded_once(county: Scenario) -> None:
    """A batch of which one line was recorded before adds the others only."""
    county.ledger.submit(FIRE)
    other = changed(FIRE, key="line-18", body={**FIRE.body, "authority": "park"})

    answers = county.ledger.submit_all([FIRE, other])
    again = county.ledger.submit_all([FIRE, other])

    assert [isinstance(answer, Recorded) and answer.again for answer in answers] == [True, False]
    assert [isinstance(answer, Recorded) and answer.again for answer in again] == [True, True]
