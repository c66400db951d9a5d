"""Past decisions taken again: on what was known then, under what is installed now, and nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Recorded, Submission
from regledger.deciding.asserting import assert_rows
from regledger.history.outcomes import Outcome, changes, decided, recorded, shifts
from regledger.history.redeciding import Decision, Redecider, Undecidable, decisions
from regledger.history.trial.protocol import Asked, Installed, Taken
from regledger.history.trial.sides import draft_side
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.rectification import CLEARED, FOUND, ITEM, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, Step, county_ledger, given, step

from . import drafted

P1 = "person:p1"
NAMED = ORDERED.but(items=[{**ITEM, "responsible": {"subject": P1, "value": "张三"}}])
GRANTS = [
    step(
        "role.grant",
        holder="officer:li",
        role=role,
        authority="emb",
        valid_from="2026-03-01",
        ground="Duty list",
        granted_on="2026-03-01",
    )
    for role in ("approve", "propose")
]
CONFIRMED = step("rule.confirm", rule="I-02", authority="emb", document="Order 16 (2007)", confirmed_on="2026-03-01")
ERASED = step(
    "personal.erase", subject=P1, ground="purpose_served", reason="Cleared", authority="emb", erased_on="2026-04-12"
)
STORY = (*COUNTY, FOUND, NAMED, REPORTED, PASSED, CLEARED, FILED, NOTIFIED, DECIDED, SERVED, PAID)


def li(one: Step, **how: Any) -> Submission:
    return Submission(command=one.command, body=one.body, actor="officer:li", **how)


@pytest.fixture
def ledger(tmp_path: Path, core: Installation) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=core) as opened:
        yield opened


def outcomes(ledger: Ledger, **which: int) -> Iterator[tuple[Decision, Outcome]]:
    desk = Redecider(ledger)
    for one in decisions(ledger, **which):
        yield one, decided(desk.again(one))


def of_command(ledger: Ledger, command: str) -> Decision:
    return next(one for one in decisions(ledger) if one.by.command == command)


def test_every_decision_of_a_story_comes_to_what_was_recorded(ledger: Ledger) -> None:
    """A whole case, taken again with the clock at its beginning and everything since in the log, differs in nothing."""
    given(ledger, STORY)
    head = ledger.recorder.head()
    ledger.clock.set("2020-01-01")  # type: ignore[attr-defined]

    again = list(outcomes(ledger))

    assert len(again) == len(STORY)
    assert [(one.number, changes(recorded(one), found)) for one, found in again if changes(recorded(one), found)] == []
    assert [shifts(recorded(one), found) for one, found in again if shifts(recorded(one), found)] == []
    assert ledger.recorder.head() == head


def test_who_sends_is_not_asked_again(ledger: Ledger) -> None:
    """Roles were checked when it was sent: that the sender holds none by now, or held none, changes nothing."""
    given(ledger, COUNTY, FOUND, *map(li, GRANTS))
    given(ledger, li(ORDERED))
    ended = step("role.end", holder="officer:li", authority="emb", reason="Left", ended_on="2026-03-03")
    given(ledger, li(ended.but(role="propose")))

    found = Redecider(ledger).again(
        msgspec.structs.replace(
            of_command(ledger, "order.issue"),
            by=msgspec.structs.replace(of_command(ledger, "order.issue").by, actor="officer:nobody"),
        )
    )

    assert (found.objections, found.particulars.actor) == ((), "officer:nobody")


def test_what_lay_in_the_future_then_still_does(ledger: Ledger) -> None:
    """A decision is judged at the moment at which it was recorded, whatever the clock shows by now."""
    given(ledger, COUNTY, FOUND)
    one = of_command(ledger, "inspection.record")
    early = msgspec.structs.replace(one.facts[0], recorded_at=one.facts[0].recorded_at - 2 * 86_400 * 1_000_000)

    found = Redecider(ledger).again(msgspec.structs.replace(one, facts=(early, *one.facts[1:])))

    assert {each.code for each in found.objections} == {"fact.in_the_future"}


def test_who_was_erased_since_does_not_count(ledger: Ledger) -> None:
    """The personal values of a decision were lawful then: their subject's erasure is not held against it."""
    given(ledger, COUNTY, FOUND, NAMED, ERASED)

    [(one, found)] = [each for each in outcomes(ledger) if each[0].by.command == "order.issue"]

    assert changes(recorded(one), found) == ()


def test_the_law_counts_as_it_was_confirmed_then(ledger: Ledger) -> None:
    """A rule that an authority confirmed afterwards warns as it did, though the confirmation counts from an earlier day."""
    item = {**ITEM, "hazard": "H-2"}
    given(ledger, COUNTY, FOUND, ORDERED.but(items=[item]), CONFIRMED)

    [(one, found)] = [each for each in outcomes(ledger) if each[0].by.command == "order.issue"]

    assert {warning.rule for warning in found.warned} == {"I-02"}
    assert changes(recorded(one), found) == ()


def test_an_act_recorded_as_it_happened_keeps_its_defects(ledger: Ledger) -> None:
    """What would refuse it is a defect again, for its reason is kept with its command."""
    happened = AsHappened(reason="It happened", approver="officer:wang")
    given(ledger, COUNTY)
    ledger.clock.set("2026-03-02")  # type: ignore[attr-defined]
    answer = ledger.submit(li(FOUND.but(officers=["li", "zhao"], hazards=[]), as_happened=happened))
    assert isinstance(answer, Recorded)

    [(one, found)] = outcomes(ledger, since=answer.numbers[0])

    assert {defect.rule for defect in found.defects} == {"A-01"}
    assert changes(recorded(one), found) == ()


@pytest.mark.parametrize("since", [1, 10, 11, 12, 13])
def test_a_batch_is_taken_again_in_its_order(ledger: Ledger, since: int) -> None:
    """Each decision of a batch is judged knowing those before it, wherever in the batch one begins."""
    given(ledger, COUNTY[:-1])
    ledger.clock.set("2026-03-20")  # type: ignore[attr-defined]
    batch = [COUNTY[-1], FOUND, ORDERED, REPORTED]
    answers = ledger.submit_all([li(one) for one in batch])
    numbers = [one.numbers[0] for one in answers if isinstance(one, Recorded)]
    assert len(numbers) == len(batch)

    again = list(outcomes(ledger, since=since))

    assert [one.number for one, _ in again if one.number >= numbers[0]] == [each for each in numbers if each >= since]
    assert [one.number for one, found in again if changes(recorded(one), found)] == []


def test_what_a_register_asserted_is_no_decision(ledger: Ledger) -> None:
    """Nobody judged it, so there is nothing to take again."""
    given(ledger, COUNTY)
    site = ledger.at(ledger.recorder.head().number)
    assert site is not None
    source = Source(register="book", file="0" * 64, row=1, column="x", key="1")
    row = NewFact(body=msgspec.structs.replace(site.body, site="S-2"), source=source)  # type: ignore[arg-type]
    after = ledger.recorder.head().number
    assert_rows(ledger, [[row]], register="book", mapping=b"{}", actor="officer:li", after=after)

    assert list(decisions(ledger, since=after + 1)) == []


def test_a_decision_whose_command_held_personal_values_for_rules_is_not_taken_again(ledger: Ledger) -> None:
    """A correction that gave a name is kept without it, and would be judged by the mark in its place: that is said."""
    given(ledger, COUNTY, FOUND, ORDERED)
    item = {**ITEM, "responsible": {"value": "李四"}}
    how = {"reason": "Misnamed", "authority": "emb", "corrected_on": "2026-03-05"}
    given(ledger, step("fact.correct", number=13, body={"items": [item]}, **how))

    with pytest.raises(Undecidable, match="personal values, which are not kept"):
        Redecider(ledger).again(of_command(ledger, "fact.correct"))


def test_a_command_that_is_not_kept_or_not_known_is_named(ledger: Ledger) -> None:
    """Without its command, or without whoever answers that, a decision is not taken again, and the reason is said."""
    given(ledger, COUNTY[0])
    [one] = decisions(ledger)

    for by, found in (
        (msgspec.structs.replace(one.by, digest="0" * 64), "its command is not kept"),
        (msgspec.structs.replace(one.by, command="store.count"), "nothing in use there answers"),
    ):
        with pytest.raises(Undecidable, match=found):
            Redecider(ledger).again(msgspec.structs.replace(one, by=by))


def test_a_command_kept_with_other_bytes_than_its_digest_is_not_taken_again(ledger: Ledger) -> None:
    """What somebody put in its place beside the log is not judged in its name."""
    given(ledger, COUNTY[0])
    [one] = decisions(ledger)
    with closing(sqlite3.connect(ledger.place.file)) as store:  # type: ignore[arg-type]
        store.execute(
            "UPDATE command SET body = CAST(replace(CAST(body AS TEXT), ?, 'Office') AS BLOB)",
            (COUNTY[0].body["name"],),
        )
        store.commit()

    with pytest.raises(Undecidable, match="is another one"):
        Redecider(ledger).again(one)


def test_the_zone_that_was_sent_counts_again(ledger: Ledger) -> None:
    """Its legal days are those of the zone that stands with the command, and not those of the ledger."""
    ledger.clock.set("2026-03-02")  # type: ignore[attr-defined]
    ledger.submit(li(COUNTY[0], zone="America/New_York"))

    [one] = decisions(ledger)
    draft = Redecider(ledger).again(one)

    assert changes(recorded(one), decided(draft)) == ()
    assert (draft.submission.zone, decided(draft).facts[0].zone) == ("America/New_York", "America/New_York")


def test_objections_differ_by_rule_code_arguments_and_severity(ledger: Ledger) -> None:
    """One that is the same in all four is no change; each of the four makes one that goes and one that comes."""
    given(ledger, COUNTY, FOUND)
    refused = ledger.check(li(FOUND.but(inspection="I-3", officers=["li", "zhao"], hazards=[]))).objections
    before = Outcome(refused=refused, warned=())
    other = [
        msgspec.structs.replace(refused[0], **change)
        for change in ({"rule": "A-02"}, {"code": "a.b"}, {"args": {}}, {"severity": "warn"})
    ]

    assert changes(before, Outcome(refused=refused)) == ()
    for one in other:
        found = changes(before, Outcome(refused=(one, *refused[1:])))
        assert [each.what for each in found] == ["refused", "refused_no_longer"]


def test_two_sides_that_take_different_decisions_are_never_compared(ledger: Ledger, tmp_path: Path) -> None:
    """Where one side tells of another number than the other has come to, the trial ends rather than mixing two decisions up."""
    given(ledger, COUNTY)
    folder = drafted.draft(tmp_path / "sector", code=drafted.CODE).folder
    site = next(one for one in decisions(ledger) if one.by.command == "site.register")
    head = ledger.recorder.head().number
    asked = Asked(url=ledger.place.url, folder=str(folder), since=1, until=head)
    told = iter(
        (
            Installed(versions={}, folders={}, broken={}, commands=("site.register",)),
            Taken(number=site.number + 1, outcome=None),
        )
    )

    with pytest.raises(RuntimeError, match=f"takes decision {site.number + 1} where the other takes {site.number}"):
        draft_side(asked, [].append, lambda: next(told))
